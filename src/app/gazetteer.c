#include "app/command.h"

#include <string.h>

#include "app/job.h"
#include "gazetteer/gazetteer.h"
#include "gazetteer/import.h"

struct gazetteer_options {
	const char *output;
};

static const struct opt options[] = {
	{ "output", 'o', OPT_STRING, offsetof(struct gazetteer_options, output), "FILE",
		"the gazetteer to write, with import", 0, 0 },
};

static int import(const struct gazetteer_options *o, char **file, int n, struct diag *diag) {
	if (n == 0 || !o->output) {
		diag_error(diag, WHERE_NOWHERE, "gazetteer import: say which files, and -o FILE");
		return EXIT_USAGE;
	}
	return gazetteer_import((const char *const *)file, (size_t)n, o->output, diag)
		? EXIT_DONE
		: EXIT_FAILED;
}

static int info(char **file, int n, struct arena *arena, struct diag *diag) {
	struct gazetteer_figures f;
	if (n != 1) {
		diag_error(diag, WHERE_NOWHERE, "gazetteer info: one file");
		return EXIT_USAGE;
	}
	struct gazetteer *g = gazetteer_open(file[0], diag);
	struct out *out = out_file("-", arena);
	bool ok = g && gazetteer_count(g, &f);
	if (ok)
		out_printf(out, "%s: %ld places, %ld names, %ld countries\n", file[0], f.places,
			f.entries, f.countries);
	gazetteer_close(g);
	return command_finish(out, diag) && ok ? EXIT_DONE : EXIT_FAILED;
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	if (noperands > 0 && strcmp(operand[0], "import") == 0)
		return import(given, operand + 1, noperands - 1, diag);
	if (noperands > 0 && strcmp(operand[0], "info") == 0)
		return info(operand + 1, noperands - 1, arena, diag);
	diag_error(diag, WHERE_NOWHERE, "gazetteer: say import or info");
	return EXIT_USAGE;
}

const struct command command_gazetteer = {
	"gazetteer",
	"import|info FILE...",
	"makes a gazetteer from tables, or says what is in one",
	"import reads GeoNames tables and CSV files of places, gzip'd or not, into one gazetteer "
	"file; info says what such a file holds.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct gazetteer_options),
	NULL,
	run,
};
