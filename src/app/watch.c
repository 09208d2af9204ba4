#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/inotify.h>
#include <unistd.h>

#include "app/build.h"
#include "app/command.h"

/* Editors write a file in several steps; what comes within this time is one change. */
enum { SETTLE_MILLISECONDS = 150 };

struct watch_options {
	struct opt_list only;
	long jobs;
	bool quiet, explain;
	const char *data_dir;
};

#define FIELD(name) offsetof(struct watch_options, name)

static const struct opt options[] = {
	{ "only", 0, OPT_LIST, FIELD(only), "NAME,...", "only these maps", 0, 0 },
	{ "jobs", 'j', OPT_WHOLE, FIELD(jobs), "N", "maps drawn at a time", 1, 256 },
	{ "explain", 0, OPT_FLAG, FIELD(explain), NULL, "say why each map is drawn", 0, 0 },
	{ "quiet", 'q', OPT_FLAG, FIELD(quiet), NULL, "say nothing on success", 0, 0 },
	{ "data-dir", 0, OPT_STRING, FIELD(data_dir), "DIR", "folder with styles/ and geodata/", 0,
		0 },
};

/* A file by its folder's watch and its name there; the folder itself has no name. */
struct watched {
	int folder;
	struct str name;
};

struct watching {
	int fd;
	struct watched *item;
	uint32_t count, capacity;
	struct arena *arena;
};

static struct watched *find(const struct watching *w, int folder, struct str name) {
	for (uint32_t i = 0; i < w->count; i++)
		if (w->item[i].folder == folder && str_equal(w->item[i].name, name))
			return &w->item[i];
	return NULL;
}

/* Folders are watched, not files: a file that is replaced by another keeps its name. */
static void add(struct watching *w, const char *path) {
	const uint32_t events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_MOVED_FROM | IN_DELETE;
	const char *slash = strrchr(path, '/');
	const char *folder = slash == path ? "/"
		: slash ? arena_printf(w->arena, "%.*s", (int)(slash - path), path)
			: ".";
	int watch = inotify_add_watch(w->fd, folder, events | IN_ONLYDIR);
	struct str name = str_of(slash ? slash + 1 : path);
	if (watch < 0 || find(w, watch, name))
		return;
	*arena_push(w->arena, w->item, w->count, w->capacity) = (struct watched){ watch,
		{ arena_strdup(w->arena, name), name.len } };
}

/* The map file and everything its maps were made from when they were drawn last. */
static void add_inputs(struct watching *w, const char *path) {
	struct mapfile file;
	struct ledger ledger;
	struct diag quiet;
	diag_init(&quiet, w->arena);
	add(w, path);
	if (!mapfile_read(path, &file, w->arena, &quiet))
		return;
	ledger_read(arena_printf(w->arena, "%s.state", path), &ledger, w->arena, &quiet);
	for (uint32_t i = 0; i < file.njobs; i++) {
		const struct job *job = &file.job[i];
		const struct ledger_entry *e = ledger_find(&ledger, str_of(job->name));
		if (job->events) {
			add(w, job_events_path(job, w->arena));
			add(w, job_lock_path(job, w->arena));
		}
		for (uint32_t k = 0; e && k < e->inputs.count; k++)
			add(w, fingerprint_path(job, e->inputs.item[k].name, w->arena));
	}
}

/* True when one of the events is about a watched file. */
static bool take_events(struct watching *w) {
	_Alignas(struct inotify_event) char buffer[16 * 1024];
	bool ours = false;
	ssize_t len = read(w->fd, buffer, sizeof(buffer));
	for (ssize_t at = 0; at < len;) {
		struct inotify_event event;
		memcpy(&event, buffer + at, sizeof(event));
		const char *name = buffer + at + sizeof(event);
		ours |= (event.mask & IN_Q_OVERFLOW) != 0
			|| (event.len && find(w, event.wd, str_of(name)));
		at += (ssize_t)(sizeof(event) + event.len);
	}
	return ours;
}

/* Until a watched file changed and nothing more came for a while. */
static bool wait_for_change(struct watching *w, struct diag *diag) {
	bool changed = false;
	for (;;) {
		struct pollfd one = { w->fd, POLLIN, 0 };
		int n = poll(&one, 1, changed ? SETTLE_MILLISECONDS : -1);
		if (n == 0)
			return true;
		if (n < 0 && errno != EINTR)
			return diag_error(diag, WHERE_NOWHERE, "cannot wait for changes: %s",
				strerror(errno));
		if (n > 0)
			changed |= take_events(w);
	}
}

static void build_once(const struct watch_options *o, const char *path) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct build_options build = { .only = o->only,
		.explain = o->explain,
		.keep_going = true,
		.quiet = o->quiet,
		.jobs = o->jobs,
		.wait = "10m",
		.data_dir = o->data_dir,
		.report = -1 };
	diag_init(&diag, &arena);
	build_run(&build, path, &arena, &diag);
	diag_print(&diag, stderr, isatty(STDERR_FILENO));
	arena_release(&arena);
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct watch_options *o = given;
	const char *path = noperands ? operand[0] : "sitmap.yaml";
	struct watching w = { .arena = arena };
	if (noperands > 1) {
		diag_error(diag, WHERE_NOWHERE, "watch: one map file, not %d", noperands);
		return EXIT_USAGE;
	}
	if (access(path, R_OK) != 0) {
		diag_error(diag, WHERE_NOWHERE, "%s: cannot open: %s", path, strerror(errno));
		return EXIT_FAILED;
	}
	w.fd = inotify_init1(IN_CLOEXEC);
	if (w.fd < 0) {
		diag_error(diag, WHERE_NOWHERE, "cannot watch files: %s", strerror(errno));
		return EXIT_FAILED;
	}
	/* What changes while maps are drawn is heard too: the watches stand before. */
	do {
		add_inputs(&w, path);
		build_once(o, path);
		add_inputs(&w, path);
	} while (wait_for_change(&w, diag));
	close(w.fd);
	return EXIT_FAILED;
}

const struct command command_watch = {
	.name = "watch",
	.operand = "[FILE]",
	.summary = "sitmap build again whenever an input changes",
	.description =
		"Builds the maps of FILE (default: sitmap.yaml), then waits for a change of the "
		"file or of anything its maps are made from, and builds again what that put "
		"out of date, until it is ended.",
	.opt = options,
	.nopts = sizeof(options) / sizeof(*options),
	.size = sizeof(struct watch_options),
	.run = run,
};
