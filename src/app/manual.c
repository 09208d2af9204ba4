#include "app/manual.h"

#include "app/version.h"

/* Text that mdoc takes as it is: no escape, no hyphen for a minus. */
static void put_word(struct out *out, struct str word) {
	for (size_t i = 0; i < word.len; i++) {
		if (word.at[i] == '\\')
			out_printf(out, "\\e");
		else if (word.at[i] == '-')
			out_printf(out, "\\-");
		else if (word.at[i] == '"')
			out_printf(out, "\\(dq");
		else
			out_write(out, &word.at[i], 1);
	}
}

static void put_text(struct out *out, const char *text) {
	put_word(out, str_of(text));
}

/* A new line where a sentence ends, as manual pages are written, and where the line is
 * full; no word at its beginning may look like a request. */
static void put_prose(struct out *out, const char *text) {
	enum { WIDTH = 72 };
	struct str rest = str_of(text);
	size_t column = 0;
	while (rest.len) {
		struct str word = str_split(&rest, ' ');
		if (column && column + 1 + word.len > WIDTH) {
			out_printf(out, "\n");
			column = 0;
		}
		if (column)
			out_printf(out, " ");
		else if (word.len && (word.at[0] == '.' || word.at[0] == '\''))
			out_printf(out, "\\&");
		put_word(out, word);
		column += word.len + 1;
		if (rest.len && str_ends(word, STR("."))) {
			out_printf(out, "\n");
			column = 0;
		}
	}
	out_printf(out, "\n");
}

static void put_head(struct out *out, const char *title, const char *name, const char *summary) {
	out_printf(out, ".Dd %s\n.Dt %s 1\n.Os\n.Sh NAME\n.Nm %s\n.Nd ", SITMAP_RELEASED, title,
		name);
	put_text(out, summary);
	out_printf(out, "\n");
}

static const char *upper(const char *name, char *out, size_t size) {
	size_t n = 0;
	for (; name[n] && n + 1 < size; n++)
		out[n] = name[n] >= 'a' && name[n] <= 'z' ? (char)(name[n] - 'a' + 'A') : name[n];
	out[n] = '\0';
	return out;
}

static void put_option(const struct opt *o, struct out *out) {
	out_printf(out, ".It ");
	if (o->letter)
		out_printf(out, "Fl %c , ", o->letter);
	out_printf(out, "Fl \\-");
	put_text(out, o->name);
	if (o->argument) {
		out_printf(out, " Ar ");
		put_text(out, o->argument);
	}
	out_printf(out, "\n");
	put_prose(out, o->help);
}

void manual_command(const struct command *command, struct out *out) {
	char title[64], name[64];
	snprintf(name, sizeof(name), "sitmap-%s", command->name);
	put_head(out, upper(name, title, sizeof(title)), name, command->summary);
	out_printf(out, ".Sh SYNOPSIS\n.Nm sitmap Cm %s\n", command->name);
	out_printf(out, ".Op Ar OPTION ...\n");
	if (command->operand[0]) {
		out_printf(out, ".Ar ");
		put_text(out, command->operand);
		out_printf(out, "\n");
	}
	out_printf(out, ".Sh DESCRIPTION\n");
	put_prose(out, command->description);
	out_printf(out, ".Pp\nThe options are:\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < command->nopts; i++)
		put_option(&command->opt[i], out);
	out_printf(out,
		".It Fl \\-help\nPrints the options.\n.It Fl \\-version\nPrints the "
		"version.\n.El\n");
	out_printf(out, ".Sh EXIT STATUS\nSee\n.Xr sitmap 1 .\n.Sh SEE ALSO\n.Xr sitmap 1\n");
}

static void put_rows(struct out *out, const char *macro, const char *const (*row)[2], size_t n) {
	out_printf(out, ".Bl -tag -width Ds\n");
	for (size_t i = 0; i < n; i++) {
		out_printf(out, ".It %s ", macro);
		put_text(out, row[i][0]);
		out_printf(out, "\n");
		put_prose(out, row[i][1]);
	}
	out_printf(out, ".El\n");
}

static const char *const exit_codes[][2] = {
	{ "0", "Done: everything asked for is complete on disk." },
	{ "1", "Failed: the input, the surroundings, or a warning with \"--strict\"." },
	{ "2", "Wrong usage." },
	{ "3", "A place is unknown or ambiguous." },
	{ "75", "Another run writes the same output." },
};

static const char *const environment[][2] = {
	{ "SITMAP_DATA", "The data folder, where --data-dir does not name it." },
	{ "SOURCE_DATE_EPOCH",
		"The date written into files, in seconds since 1970. "
		"Without it that is the date of the newest event." },
};

static const char *const files[][2] = {
	{ "sitmap.yaml", "The maps that \"sitmap build\" draws." },
	{ "LIST.places.lock",
		"Beside an event list: which places its names were found to be. "
		"It is read before the gazetteer is asked." },
};

void manual_program(const struct command *const *command, size_t ncommands, struct out *out) {
	put_head(out, "SITMAP", "sitmap", "maps of events, offline");
	out_printf(out,
		".Sh SYNOPSIS\n.Nm\n.Ar COMMAND\n.Op Ar OPTION ...\n.Op Ar INPUT ...\n"
		".Sh DESCRIPTION\n");
	put_prose(out,
		"Draws maps from lists of events. Places are found in a gazetteer, the "
		"basemap comes from a data folder, how things look from a style. "
		"Nothing is fetched from the network.");
	out_printf(out, ".Pp\nThe commands are:\n.Bl -tag -width Ds\n");
	for (size_t i = 0; i < ncommands; i++) {
		out_printf(out, ".It Xr sitmap\\-%s 1\n", command[i]->name);
		put_prose(out, command[i]->summary);
	}
	out_printf(out, ".El\n.Pp\n\"--\" ends the options, \"-\" is standard input or output.\n");
	out_printf(out, ".Sh ENVIRONMENT\n");
	put_rows(out, "Ev", environment, sizeof(environment) / sizeof(*environment));
	out_printf(out, ".Sh FILES\n");
	put_rows(out, "Pa", files, sizeof(files) / sizeof(*files));
	out_printf(out, ".Sh EXIT STATUS\n");
	put_rows(out, "", exit_codes, sizeof(exit_codes) / sizeof(*exit_codes));
}
