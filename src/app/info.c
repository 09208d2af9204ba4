#include "app/command.h"

#include "app/job.h"
#include "data/info.h"

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	(void)given;
	if (noperands == 0) {
		diag_error(diag, WHERE_NOWHERE, "info: which file?");
		return EXIT_USAGE;
	}
	struct out *out = out_file("-", arena);
	for (int i = 0; i < noperands; i++) {
		struct data_info info;
		if (!data_info_read(operand[i], &info, arena, diag))
			continue;
		if (out_size(out))
			out_printf(out, "\n");
		data_info_write(&info, out);
	}
	return command_finish(out, diag) && !diag->errors ? EXIT_DONE : EXIT_FAILED;
}

const struct command command_info = {
	.name = "info",
	.operand = "FILE...",
	.summary = "what a data file holds",
	.description = "Says what shapefiles, GeoJSON files and tables hold: how many features, of "
		       "what kind, where they lie, and their columns.",
	.size = 1,
	.run = run,
};
