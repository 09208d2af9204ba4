#include "app/completion.h"

/* Every command has these. */
static const char common[] = "--help --version";

static void put_words(const struct opt *o, struct out *out) {
	for (const char *c = o->argument; *c; c++)
		out_write(out, *c == '|' ? " " : c, 1);
}

/* --- bash ---------------------------------------------------------------------------- */

static void bash_command(const struct command *c, struct out *out) {
	out_printf(out, "\t%s)\n\t\toptions='%s", c->name, common);
	for (size_t i = 0; i < c->nopts; i++) {
		out_printf(out, " --%s", c->opt[i].name);
		if (c->opt[i].letter)
			out_printf(out, " -%c", c->opt[i].letter);
	}
	out_printf(out, "'\n\t\tcase $before in\n");
	for (size_t i = 0; i < c->nopts; i++) {
		if (c->opt[i].type != OPT_WORD)
			continue;
		out_printf(out, "\t\t--%s) words='", c->opt[i].name);
		put_words(&c->opt[i], out);
		out_printf(out, "' ;;\n");
	}
	out_printf(out, "\t\tesac ;;\n");
}

static void print_bash(const struct command *const *command, size_t n, struct out *out) {
	out_printf(out,
		"# sitmap completion for bash\n_sitmap() {\n"
		"\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n"
		"\tlocal options='' words=''\n\tCOMPREPLY=()\n"
		"\tif [ \"$COMP_CWORD\" -eq 1 ]; then\n"
		"\t\tCOMPREPLY=($(compgen -W '");
	for (size_t i = 0; i < n; i++)
		out_printf(out, "%s ", command[i]->name);
	out_printf(out, "%s' -- \"$word\"))\n\t\treturn\n\tfi\n\tcase ${COMP_WORDS[1]} in\n",
		common);
	for (size_t i = 0; i < n; i++)
		bash_command(command[i], out);
	out_printf(out,
		"\tesac\n\tif [ -n \"$words\" ]; then\n"
		"\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$word\"))\n"
		"\telif [[ $word == -* ]]; then\n"
		"\t\tCOMPREPLY=($(compgen -W \"$options\" -- \"$word\"))\n"
		"\telse\n\t\tCOMPREPLY=($(compgen -f -- \"$word\"))\n\tfi\n}\n"
		"complete -o filenames -F _sitmap sitmap\n");
}

/* --- zsh ----------------------------------------------------------------------------- */

/* In single quotes, and within brackets or behind a colon of a specification. */
static void put_zsh(struct out *out, const char *text) {
	for (; *text; text++) {
		if (*text == '\'')
			out_printf(out, "'\\''");
		else if (*text == '[' || *text == ']' || *text == ':' || *text == '\\')
			out_printf(out, "\\%c", *text);
		else
			out_write(out, text, 1);
	}
}

static void zsh_option(const struct opt *o, struct out *out) {
	if (o->letter)
		out_printf(out, " \\\n\t\t\t'%s(-%c --%s)'{-%c,--%s}'[",
			o->type == OPT_LIST ? "*" : "", o->letter, o->name, o->letter, o->name);
	else
		out_printf(out, " \\\n\t\t\t'%s--%s[", o->type == OPT_LIST ? "*" : "", o->name);
	put_zsh(out, o->help);
	out_printf(out, "]");
	if (o->type == OPT_WORD) {
		out_printf(out, ":word:(");
		put_words(o, out);
		out_printf(out, ")");
	} else if (o->type != OPT_FLAG) {
		out_printf(out, ":");
		put_zsh(out, o->argument ? o->argument : "value");
		out_printf(out, ":_files");
	}
	out_printf(out, "'");
}

static void print_zsh(const struct command *const *command, size_t n, struct out *out) {
	out_printf(out,
		"#compdef sitmap\n# sitmap completion for zsh\n_sitmap() {\n"
		"\tlocal -a commands\n\tcommands=(\n");
	for (size_t i = 0; i < n; i++) {
		out_printf(out, "\t\t'%s:", command[i]->name);
		put_zsh(out, command[i]->summary);
		out_printf(out, "'\n");
	}
	out_printf(out,
		"\t)\n\tif ((CURRENT == 2)); then\n\t\t_describe command commands\n"
		"\t\treturn\n\tfi\n\tlocal chosen=$words[2]\n\tshift words\n"
		"\t((CURRENT--))\n\tcase $chosen in\n");
	for (size_t i = 0; i < n; i++) {
		out_printf(out, "\t%s)\n\t\t_arguments", command[i]->name);
		for (size_t k = 0; k < command[i]->nopts; k++)
			zsh_option(&command[i]->opt[k], out);
		out_printf(out,
			" \\\n\t\t\t'--help[what it does]' '--version[the version]' "
			"'*:file:_files' ;;\n");
	}
	out_printf(out, "\tesac\n}\n_sitmap \"$@\"\n");
}

/* --- fish ---------------------------------------------------------------------------- */

static void put_fish(struct out *out, const char *text) {
	out_printf(out, "'");
	for (; *text; text++) {
		if (*text == '\'' || *text == '\\')
			out_write(out, "\\", 1);
		out_write(out, text, 1);
	}
	out_printf(out, "'");
}

static void fish_option(const struct command *c, const struct opt *o, struct out *out) {
	out_printf(out, "complete -c sitmap -n '__fish_seen_subcommand_from %s' -l %s", c->name,
		o->name);
	if (o->letter)
		out_printf(out, " -s %c", o->letter);
	if (o->type == OPT_WORD) {
		out_printf(out, " -x -a '");
		put_words(o, out);
		out_printf(out, "'");
	} else if (o->type != OPT_FLAG) {
		out_printf(out, " -r");
	}
	out_printf(out, " -d ");
	put_fish(out, o->help);
	out_printf(out, "\n");
}

static void print_fish(const struct command *const *command, size_t n, struct out *out) {
	out_printf(out, "# sitmap completion for fish\n");
	for (size_t i = 0; i < n; i++) {
		out_printf(out, "complete -c sitmap -f -n __fish_use_subcommand -a %s -d ",
			command[i]->name);
		put_fish(out, command[i]->summary);
		out_printf(out, "\n");
		for (size_t k = 0; k < command[i]->nopts; k++)
			fish_option(command[i], &command[i]->opt[k], out);
	}
}

void completion_print(enum completion_shell shell, const struct command *const *command,
	size_t ncommands, struct out *out) {
	switch (shell) {
	case COMPLETION_BASH:
		print_bash(command, ncommands, out);
		return;
	case COMPLETION_ZSH:
		print_zsh(command, ncommands, out);
		return;
	case COMPLETION_FISH:
		print_fish(command, ncommands, out);
		return;
	}
}
