#ifndef APP_BUILD_H
#define APP_BUILD_H

#include "app/job.h"
#include "app/plan.h"

struct build_options {
	struct opt_list only;
	bool dry_run, explain, force, prune, keep_going, quiet;
	long jobs; /* 0: as many as there are processors */
	const char *wait, *duration, *changed_list, *data_dir;
	int log_format; /* 1: JSON lines */
	int report;     /* 0: JSON; -1: none */
};

/* One run of `sitmap build`; an exit code. */
int build_run(const struct build_options *options, const char *path, struct arena *arena,
	struct diag *diag);

/* What became of each map, as JSON on standard output. */
bool report_print(const struct plan *plan, int status, struct arena *arena, struct diag *diag);

#endif
