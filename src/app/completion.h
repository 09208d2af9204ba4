#ifndef APP_COMPLETION_H
#define APP_COMPLETION_H

#include "app/opt.h"

/* Completion of commands, options and their words, printed from the tables. */
enum completion_shell { COMPLETION_BASH, COMPLETION_ZSH, COMPLETION_FISH };

void completion_print(enum completion_shell shell, const struct command *const *command,
	size_t ncommands, struct out *out);

#endif
