#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "app/command.h"
#include "app/completion.h"
#include "app/job.h"
#include "app/manual.h"
#include "app/version.h"

static const struct command *const commands[] = {
	&command_render,
	&command_tiles,
	&command_build,
	&command_watch,
	&command_init,
	&command_geocode,
	&command_scan,
	&command_gazetteer,
	&command_check,
	&command_info,
	&command_expr,
	&command_doctor,
	&command_help,
};

enum { NCOMMANDS = sizeof(commands) / sizeof(*commands) };

/* A closed descriptor 0 to 2 would be given to the next file that is opened. */
static void open_standard_descriptors(void) {
	int fd;
	do {
		fd = open("/dev/null", O_RDWR);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
}

static void print_commands(struct out *out) {
	out_printf(out,
		"usage: sitmap COMMAND [OPTION...] [INPUT...]\n\n"
		"Maps, tiles and overlays from lists of events.\n\n");
	for (size_t i = 0; i < NCOMMANDS; i++)
		out_printf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
	out_printf(out, "\nsitmap COMMAND --help tells more.\n");
}

bool command_finish(struct out *out, struct diag *diag) {
	return out_commit(out, diag);
}

static int print_help(const struct command *command, struct arena *arena, struct diag *diag) {
	struct out *out = out_file("-", arena);
	if (command)
		opt_help(command, out);
	else
		print_commands(out);
	return command_finish(out, diag) ? EXIT_DONE : EXIT_FAILED;
}

static const struct command *find_command(const char *name, struct diag *diag) {
	const char *names[NCOMMANDS];
	for (size_t i = 0; i < NCOMMANDS; i++) {
		if (strcmp(commands[i]->name, name) == 0)
			return commands[i];
		names[i] = commands[i]->name;
	}
	const char *near = str_nearest(str_of(name), names, NCOMMANDS);
	if (near)
		diag_error(diag, WHERE_NOWHERE, "unknown command \"%s\" (did you mean %s?)", name,
			near);
	else
		diag_error(diag, WHERE_NOWHERE, "unknown command \"%s\" (sitmap --help lists them)",
			name);
	return NULL;
}

struct help_options {
	bool man;
	int completion; /* a shell, or -1 */
};

static void help_defaults(void *given) {
	*(struct help_options *)given = (struct help_options){ .completion = -1 };
}

static const struct opt help_opts[] = {
	{ "man", 0, OPT_FLAG, offsetof(struct help_options, man), NULL,
		"the manual page instead, in mdoc for man and mandoc", 0, 0 },
	{ "completion", 0, OPT_WORD, offsetof(struct help_options, completion), "bash|zsh|fish",
		"completion of commands and options for a shell", 0, 0 },
};

static int run_help(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct help_options *o = given;
	const struct command *command = noperands ? find_command(operand[0], diag) : NULL;
	if (noperands > 1)
		diag_error(diag, WHERE_NOWHERE, "help: \"%s\" is too much", operand[1]);
	if (diag->errors)
		return EXIT_USAGE;
	if (!o->man && o->completion < 0)
		return print_help(command, arena, diag);
	struct out *out = out_file("-", arena);
	if (o->completion >= 0)
		completion_print((enum completion_shell)o->completion, commands, NCOMMANDS, out);
	else if (command)
		manual_command(command, out);
	else
		manual_program(commands, NCOMMANDS, out);
	return command_finish(out, diag) ? EXIT_DONE : EXIT_FAILED;
}

const struct command command_help = {
	.name = "help",
	.operand = "[COMMAND]",
	.summary = "the commands, or the options of one",
	.description = "Prints the commands, or what one of them does and its options.",
	.opt = help_opts,
	.nopts = sizeof(help_opts) / sizeof(*help_opts),
	.size = sizeof(struct help_options),
	.defaults = help_defaults,
	.run = run_help,
};

static int print_version(struct arena *arena, struct diag *diag) {
	struct out *out = out_file("-", arena);
	out_printf(out, "sitmap %s\n", SITMAP_VERSION);
	return command_finish(out, diag) ? EXIT_DONE : EXIT_FAILED;
}

/* Options that every command has, before "--". */
static bool asks_for(int argc, char **argv, const char *option) {
	for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
		if (strcmp(argv[i], option) == 0)
			return true;
	return false;
}

static int run_command(const struct command *command, int argc, char **argv, struct arena *arena,
	struct diag *diag) {
	void *options = arena_alloc(arena, 1, command->size, _Alignof(max_align_t));
	char **operand = arena_new(arena, char *, (size_t)argc + 1);
	int noperands;
	if (command->defaults)
		command->defaults(options);
	if (!opt_parse(command, argc, argv, options, operand, &noperands, arena, diag))
		return EXIT_USAGE;
	return command->run(options, operand, noperands, arena, diag);
}

static int dispatch(int argc, char **argv, struct arena *arena, struct diag *diag) {
	if (argc < 2) {
		diag_error(diag, WHERE_NOWHERE, "no command (sitmap --help lists them)");
		return EXIT_USAGE;
	}
	if (strcmp(argv[1], "--version") == 0)
		return print_version(arena, diag);
	if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
		return print_help(NULL, arena, diag);
	const struct command *command = find_command(argv[1], diag);
	if (!command)
		return EXIT_USAGE;
	if (asks_for(argc - 2, argv + 2, "--help"))
		return print_help(command, arena, diag);
	if (asks_for(argc - 2, argv + 2, "--version"))
		return print_version(arena, diag);
	return run_command(command, argc - 2, argv + 2, arena, diag);
}

int main(int argc, char **argv) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	open_standard_descriptors();
	signal(SIGPIPE, SIG_IGN);
	signal(SIGXFSZ, SIG_IGN);
	out_install_handlers();
	diag_init(&diag, &arena);
	int status = dispatch(argc, argv, &arena, &diag);
	diag_print(&diag, stderr, isatty(STDERR_FILENO));
	arena_release(&arena);
	return diag.locked ? EXIT_LOCKED : status;
}
