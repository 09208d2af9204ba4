#include "app/command.h"

#include <string.h>

#include "app/job.h"
#include "gazetteer/gazetteer.h"
#include "gazetteer/import.h"

struct gazetteer_options {
	const char *output, *add;
};

static const struct opt options[] = {
	{ "output", 'o', OPT_STRING, offsetof(struct gazetteer_options, output), "FILE",
		"the gazetteer to write, with import", 0, 0 },
	{ "add", 'a', OPT_STRING, offsetof(struct gazetteer_options, add), "FILE",
		"with import: add to the places of this gazetteer, or replace them; without "
		"--output this file is written anew",
		0, 0 },
};

static int import(const struct gazetteer_options *o, char **file, int n, struct diag *diag) {
	struct import what = { .path = (const char *const *)file,
		.npaths = (size_t)n,
		.add_to = o->add,
		.output = o->output ? o->output : o->add };
	struct import_figures figures;
	if (n == 0 || !what.output) {
		diag_error(diag, WHERE_NOWHERE,
			"gazetteer import: say which files, and -o FILE or --add FILE");
		return EXIT_USAGE;
	}
	return gazetteer_import_all(&what, &figures, diag) ? EXIT_DONE : EXIT_FAILED;
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
		out_printf(out, "%s: %ld place%s, %ld name%s, %ld countr%s, %ld key%s\n", file[0],
			f.places, f.places == 1 ? "" : "s", f.names, f.names == 1 ? "" : "s",
			f.countries, f.countries == 1 ? "y" : "ies", f.entries,
			f.entries == 1 ? "" : "s");
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
	"import reads tables of places into one gazetteer file, told apart by what they hold, "
	"gzip'd or not, - for standard input: GeoNames' dumps as they are (allCountries.txt or one "
	"country's, alternateNamesV2.txt, admin1CodesASCII.txt, admin2Codes.txt, countryInfo.txt, "
	"hierarchy.txt), OurAirports' airports.csv, OpenFlights' airports.dat, and CSV files with a "
	"column name. Rows of one id become one place, the later one wins, and CSV wins over "
	"dumps. Sorting takes room beside the output, some three times what is read; memory stays "
	"below 500 MB. info says what such a file holds.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct gazetteer_options),
	NULL,
	run,
};
