#ifndef APP_MANUAL_H
#define APP_MANUAL_H

#include "app/opt.h"

/* Manual pages in mdoc(7), printed from the tables of commands and options. */

/* sitmap-COMMAND(1). */
void manual_command(const struct command *command, struct out *out);

/* sitmap(1): all commands, exit codes, environment and files. */
void manual_program(const struct command *const *command, size_t ncommands, struct out *out);

#endif
