#include "app/command.h"

#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "app/job.h"
#include "app/mapfile.h"

struct build_options {
	struct opt_list only;
	bool quiet, keep_going;
	const char *data_dir;
};

#define FIELD(name) offsetof(struct build_options, name)

static const struct opt options[] = {
	{ "only", 0, OPT_LIST, FIELD(only), "NAME,...", "only these maps", 0, 0 },
	{ "keep-going", 'k', OPT_FLAG, FIELD(keep_going), NULL,
		"draw the other maps when one fails", 0, 0 },
	{ "quiet", 'q', OPT_FLAG, FIELD(quiet), NULL, "say nothing on success", 0, 0 },
	{ "data-dir", 0, OPT_STRING, FIELD(data_dir), "DIR", "folder with styles/ and geodata/", 0,
		0 },
};

static bool is_wanted(const struct build_options *o, const char *name) {
	for (uint32_t i = 0; i < o->only.count; i++) {
		struct str rest = str_of(o->only.item[i]);
		while (rest.at)
			if (str_equal(str_trim(str_split(&rest, ',')), str_of(name)))
				return true;
	}
	return o->only.count == 0;
}

static bool names_exist(const struct build_options *o, const struct mapfile *file,
	struct diag *diag) {
	for (uint32_t i = 0; i < o->only.count; i++) {
		struct str rest = str_of(o->only.item[i]);
		while (rest.at) {
			struct str name = str_trim(str_split(&rest, ','));
			uint32_t k = 0;
			while (k < file->njobs && !str_equal(name, str_of(file->job[k].name)))
				k++;
			if (k == file->njobs)
				diag_error(diag, WHERE_NOWHERE, "--only: no map is named \"%.*s\"",
					STR_ARG(name));
		}
	}
	return diag->errors == 0;
}

static int draw_in_child(const struct job *job) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	diag_init(&diag, &arena);
	int status = job_draw(job, &arena, &diag);
	diag_print(&diag, stderr, isatty(STDERR_FILENO));
	arena_release(&arena);
	return diag.locked ? EXIT_LOCKED : status;
}

/* Each map is drawn in a process of its own, so that the end of one, out of memory
 * say, is not the end of the others. */
static int draw_apart(const struct job *job, struct diag *diag) {
	int status;
	fflush(NULL);
	pid_t child = fork();
	if (child < 0) {
		diag_error(diag, WHERE_NOWHERE, "%s: cannot start a process", job->name);
		return EXIT_FAILED;
	}
	if (child == 0)
		_exit(draw_in_child(job));
	if (waitpid(child, &status, 0) != child || !WIFEXITED(status)) {
		diag_error(diag, WHERE_NOWHERE, "%s: the process that drew it was killed",
			job->name);
		return EXIT_FAILED;
	}
	return WEXITSTATUS(status);
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct build_options *o = given;
	struct mapfile file;
	int worst = EXIT_DONE;
	if (noperands > 1) {
		diag_error(diag, WHERE_NOWHERE, "build: one map file, not %d", noperands);
		return EXIT_USAGE;
	}
	if (!mapfile_read(noperands ? operand[0] : "sitmap.yaml", &file, arena, diag))
		return EXIT_FAILED;
	if (!names_exist(o, &file, diag))
		return EXIT_USAGE;
	for (uint32_t i = 0; i < file.njobs; i++) {
		struct job *job = &file.job[i];
		if (!is_wanted(o, job->name))
			continue;
		if (o->data_dir)
			job->data_dir = o->data_dir;
		int status = draw_apart(job, diag);
		for (uint32_t k = 0; status == EXIT_DONE && !o->quiet && k < job->output.count; k++)
			fprintf(stderr, "sitmap: %s: drawn\n", job->output.item[k]);
		if (status != EXIT_DONE && worst != EXIT_FAILED)
			worst = status;
		if (status != EXIT_DONE && !o->keep_going)
			break;
	}
	return worst;
}

const struct command command_build = {
	"build",
	"[FILE]",
	"all maps of sitmap.yaml",
	"Draws every map that FILE (default: sitmap.yaml) lists, each in a process of its own.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct build_options),
	NULL,
	run,
};
