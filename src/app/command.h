#ifndef APP_COMMAND_H
#define APP_COMMAND_H

#include "app/opt.h"

/* The rows of the command table; main.c gathers them. */
extern const struct command command_build;
extern const struct command command_check;
extern const struct command command_doctor;
extern const struct command command_gazetteer;
extern const struct command command_geocode;
extern const struct command command_help;
extern const struct command command_info;
extern const struct command command_init;
extern const struct command command_render;
extern const struct command command_tiles;
extern const struct command command_expr;
extern const struct command command_scan;
extern const struct command command_watch;

/* Standard output of a command: written at its end, checked. */
bool command_finish(struct out *out, struct diag *diag);

#endif
