#include "app/build.h"

#include <errno.h>
#include <math.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app/buildlog.h"
#include "app/command.h"
#include "app/crew.h"
#include "app/gallery.h"
#include "app/input.h"
#include "app/output.h"
#include "app/prune.h"
#include "base/jsonwrite.h"
#include "base/work.h"

#define FIELD(name) offsetof(struct build_options, name)

/* clang-format off */
static const struct opt options[] = {
	{ "only", 0, OPT_LIST, FIELD(only), "NAME,...", "only these maps", 0, 0 },
	{ "dry-run", 'n', OPT_FLAG, FIELD(dry_run), NULL, "say what would be drawn, change nothing", 0, 0 },
	{ "explain", 0, OPT_FLAG, FIELD(explain), NULL, "say of every map why it is drawn, or that it is "
		"up to date", 0, 0 },
	{ "force", 'f', OPT_FLAG, FIELD(force), NULL, "draw maps that are up to date, too", 0, 0 },
	{ "prune", 0, OPT_FLAG, FIELD(prune), NULL, "remove outputs of maps that the file no longer "
		"lists, where they are as they were written", 0, 0 },
	{ "jobs", 'j', OPT_WHOLE, FIELD(jobs), "N", "maps drawn at a time; default: one a processor", 1,
		WORK_MAX_THREADS },
	{ "keep-going", 'k', OPT_FLAG, FIELD(keep_going), NULL, "draw the other maps when one fails", 0, 0 },
	{ "wait", 0, OPT_STRING, FIELD(wait), "TIME", "wait so long for another run of the same file to "
		"end: 90s, 10m, 2h", 0, 0 },
	{ "duration", 0, OPT_STRING, FIELD(duration), "TIME", "begin no map after this time, and leave a "
		"tileset where it is; the next run goes on", 0, 0 },
	{ "quiet", 'q', OPT_FLAG, FIELD(quiet), NULL, "say nothing on success", 0, 0 },
	{ "log-format", 0, OPT_WORD, FIELD(log_format), "text|json", "messages for people or JSON lines", 0, 0 },
	{ "changed-list", 0, OPT_STRING, FIELD(changed_list), "FILE", "write the outputs whose content "
		"changed, one path a line; of a tileset also each changed tile, as PATH, a tab and z/x/y",
		0, 0 },
	{ "report", 0, OPT_WORD, FIELD(report), "json", "print what became of each map", 0, 0 },
	{ "data-dir", 0, OPT_STRING, FIELD(data_dir), "DIR", "folder with styles/ and geodata/", 0, 0 },
};
/* clang-format on */

static void defaults(void *given) {
	struct build_options *o = given;
	*o = (struct build_options){ .report = -1 };
}

/* --- what is asked for --------------------------------------------------------------- */

static bool read_time(const char *option, const char *text, double *seconds, struct diag *diag) {
	static const struct {
		struct str suffix;
		double seconds;
	} unit[] = { { { "s", 1 }, 1 }, { { "m", 1 }, 60 }, { { "h", 1 }, 3600 } };
	if (!text)
		return true;
	struct str figures = str_of(text);
	double scale = 1;
	for (size_t i = 0; i < sizeof(unit) / sizeof(*unit); i++) {
		if (str_ends(figures, unit[i].suffix)) {
			figures.len--;
			scale = unit[i].seconds;
			break;
		}
	}
	if (!str_to_double(figures, seconds) || *seconds < 0 || *seconds * scale > 1e8)
		return diag_error(diag, WHERE_NOWHERE,
			"--%s: \"%s\" is not a time such as 90s, 10m or 2h", option, text);
	*seconds *= scale;
	return true;
}

/* --only: the other maps are left alone. */
static bool choose(const struct opt_list *only, struct plan *plan, struct diag *diag) {
	bool *wanted = arena_new(plan->arena, bool, plan->count);
	bool ok = mapfile_choose(&plan->file, 0, only, "map", wanted, diag);
	for (uint32_t i = 0; i < plan->count; i++)
		plan->item[i].wanted = wanted[i];
	return ok;
}

/* --- what is said -------------------------------------------------------------------- */

struct build {
	const struct build_options *options;
	struct plan plan;
	struct arena *arena, lock_arena;
	struct diag *diag;
	struct ledger_words changed; /* outputs */
	bool progress;
	uint32_t begun, due;
};

static void clear_progress(const struct build *b) {
	if (b->progress)
		fprintf(stderr, "\r\033[K");
}

static const char *word_for(enum plan_status status) {
	return status == PLAN_DRAWN     ? "drawn"
		: status == PLAN_FAILED ? "failed"
		: status == PLAN_LEFT   ? "left"
					: "up to date";
}

static void say_json(const struct build *b, const struct plan_item *item) {
	struct out *out = out_memory(b->arena);
	unsigned n = 0;
	out_str(out, STR("{"));
	json_write_key(out, &n, "level");
	json_write_string(out, item->status == PLAN_FAILED ? STR("error") : STR("info"));
	json_write_key(out, &n, "map");
	json_write_string(out, str_of(item->job->name));
	json_write_key(out, &n, "message");
	json_write_string(out, str_of(word_for(item->status)));
	if (item->why.count) {
		json_write_key(out, &n, "why");
		json_write_string(out, buildlog_joined(&item->why, b->arena));
	}
	out_str(out, STR("}\n"));
	fwrite(out_bytes(out).at, 1, out_bytes(out).len, stderr);
}

/* In the order of the map file, whatever ended first.  Failures have said what they are. */
static void on_turn(void *listener, const struct plan_item *item) {
	struct build *b = listener;
	const struct build_options *o = b->options;
	bool failed = item->status == PLAN_FAILED,
	     stopped = item->status == PLAN_LEFT && item->begun;
	if ((item->status == PLAN_LEFT && !stopped) || item->status == PLAN_DUE
		|| (item->status == PLAN_CURRENT && !o->explain) || (o->quiet && !failed))
		return;
	clear_progress(b);
	if (item->messages.len)
		fwrite(item->messages.at, 1, item->messages.len, stderr);
	if (o->log_format)
		say_json(b, item);
	else if (stopped || (item->status == PLAN_DRAWN && o->explain))
		fprintf(stderr, "sitmap: %s: %s: %.*s\n", item->job->name, word_for(item->status),
			STR_ARG(buildlog_joined(&item->why, b->arena)));
	else if (!failed)
		fprintf(stderr, "sitmap: %s: %s\n", item->job->name, word_for(item->status));
	fflush(stderr);
}

static void on_begin(void *listener, const struct plan_item *item) {
	struct build *b = listener;
	b->begun++;
	if (b->progress)
		fprintf(stderr, "\r\033[Ksitmap: map %u of %u: %s", b->begun, b->due,
			item->job->name);
}

static void print_explanations(const struct build *b, struct out *out) {
	for (uint32_t i = 0; i < b->plan.count; i++) {
		const struct plan_item *item = &b->plan.item[i];
		if (!item->wanted)
			continue;
		if (item->status == PLAN_CURRENT && b->options->explain)
			out_printf(out, "%s: up to date\n", item->job->name);
		else if (item->status != PLAN_CURRENT && b->options->explain)
			out_printf(out, "%s: %.*s\n", item->job->name,
				STR_ARG(buildlog_joined(&item->why, b->arena)));
		else if (item->status != PLAN_CURRENT)
			out_printf(out, "%s\n", item->job->name);
	}
}

/* --- what is kept -------------------------------------------------------------------- */

static void note_changes(struct build *b, const struct plan_item *item,
	const struct ledger_entry *entry) {
	for (uint32_t i = 0; i < entry->outputs.count; i++) {
		const struct ledger_print *new = &entry->outputs.item[i];
		bool same = false;
		for (uint32_t k = 0; item->then && k < item->then->outputs.count; k++) {
			const struct ledger_print *old = &item->then->outputs.item[k];
			same |= str_equal(old->name, new->name)
				&& digest_equal(old->digest, new->digest);
		}
		/* Of a tileset's outputs the first has the tiles; a run that was stopped or failed may
		 * have written other ones meanwhile. */
		struct str tiles = i == 0 ? item->tiles : STR("");
		if (same && !tiles.len)
			continue;
		ledger_add_words(&b->changed, new->name, b->arena);
		for (struct str rest = tiles; rest.at && rest.len;) {
			struct str tile = str_split(&rest, '\n');
			const char *line = arena_printf(b->arena, "%.*s\t%.*s", STR_ARG(new->name),
				STR_ARG(tile));
			ledger_add_words(&b->changed, str_of(line), b->arena);
		}
	}
}

/* What is known of a map that was not drawn: what was known before. */
static struct ledger_entry as_before(const struct plan_item *item,
	const struct ledger_entry *entry) {
	struct ledger_entry kept = *entry;
	if (item->then)
		return *item->then;
	kept.outputs.count = kept.inputs.count = 0;
	kept.ndone = 0;
	return kept;
}

/* What a stopped run left of a set that is up to date again, its inputs put back, or that got
 * another output. */
static bool has_idle_part(const struct build *b, const struct plan_item *item) {
	const struct ledger_entry *part = item->wanted && item->then ? item->then->part : NULL;
	if (!part)
		return false;
	return item->status == PLAN_CURRENT || !item->job->tiles || part->outputs.count == 0
		|| !str_equal(part->outputs.item[0].name, plan_part(item->job, b->arena));
}

/* The state is written after each map, so that a run that is ended costs one map. */
static bool on_end(void *listener, struct plan_item *item, const struct ledger_entry *entry) {
	struct build *b = listener;
	struct ledger_entry kept = item->status == PLAN_DRAWN ? *entry : as_before(item, entry);
	if (item->status != PLAN_FAILED)
		item->why = entry->why;
	switch (item->status) {
	case PLAN_DRAWN:
		note_changes(b, item, entry);
		prune_keep_left(&b->plan, item->then);
		/* Its own is gone with the new set; another one could not be removed. */
		if (has_idle_part(b, item))
			kept.part = item->then->part;
		break;
	case PLAN_LEFT:
		/* A folder has tiles of it already. */
		if (plan_has_output(&b->plan, entry->outputs.item[0].name))
			note_changes(b, item, entry);
		kept.part = NULL;
		if (entry->outputs.item[0].there) {
			kept.part = arena_new(b->arena, struct ledger_entry, 1);
			*kept.part = *entry;
		}
		break;
	default:
		kept.failed = entry->failed;
	}
	ledger_set(&b->plan.ledger, &kept, b->arena);
	item->then = NULL;
	return ledger_write(&b->plan.ledger, b->plan.state_path, b->arena, b->diag);
}

static bool write_changed(const struct build *b) {
	if (!b->options->changed_list)
		return true;
	struct out *out = out_file(b->options->changed_list, b->arena);
	for (uint32_t i = 0; i < b->changed.count; i++)
		out_printf(out, "%.*s\n", STR_ARG(b->changed.item[i]));
	return out_commit(out, b->diag);
}

/* --- the run ------------------------------------------------------------------------- */

static void say_locked(const struct build *b, const char *path) {
	b->diag->locked = true;
	diag_error(b->diag, WHERE_NOWHERE,
		"%s: another run builds it; try again later, or wait for it with --wait 10m", path);
}

/* One run at a time: the temporary of a file that never gets its name is the lock.
 * NULL after an error. */
static struct out *lock_build(struct build *b, const char *path, double wait) {
	static const double STEP = 0.05;
	const struct timespec pause = { 0, (long)(STEP * 1e9) };
	const char *name = arena_printf(b->arena, "%s.lock", path);
	for (double waited = 0;; waited += STEP) {
		struct out *out = out_file(name, &b->lock_arena);
		struct diag heard;
		if (!out_failed(out))
			return out;
		diag_init(&heard, &b->lock_arena);
		out_commit(out, &heard);
		if (!heard.locked)
			diag_append(b->diag, &heard);
		else if (waited >= wait)
			say_locked(b, path);
		arena_release(&b->lock_arena);
		if (!heard.locked || waited >= wait)
			return NULL;
		nanosleep(&pause, NULL);
	}
}

/* What runs that were killed left behind. */
static void sweep(const struct build *b, const char *path) {
	struct ledger_words folders = { NULL, 0, 0 };
	ledger_add_words(&folders, str_of(path), b->arena);
	for (uint32_t i = 0; i < b->plan.count; i++) {
		const struct job *job = b->plan.item[i].job;
		struct opt_list files = output_files(job, b->arena);
		for (uint32_t k = 0; k < files.count; k++)
			ledger_add_words(&folders,
				str_of(fingerprint_path(job, str_of(files.item[k]), b->arena)),
				b->arena);
	}
	const char *last = NULL;
	for (uint32_t i = 0; i < folders.count; i++) {
		const char *file = folders.item[i].at, *slash = strrchr(file, '/');
		const char *folder = slash == file ? "/"
			: slash ? arena_printf(b->arena, "%.*s", (int)(slash - file), file)
				: ".";
		if (!last || strcmp(last, folder) != 0)
			out_sweep(folder);
		last = folder;
	}
}

/* The page, where it is wanted and is not there as it should be. */
static bool refresh_gallery(struct build *b, bool *stale, bool write) {
	const char *path = gallery_path(&b->plan);
	*stale = false;
	if (!path)
		return true;
	struct str page = gallery_page(&b->plan, path);
	*stale = !gallery_is_current(path, page);
	return !*stale || !write || gallery_write(path, page, b->arena, b->diag);
}

static int worst_code(const struct plan *plan) {
	int worst = EXIT_DONE;
	for (uint32_t i = 0; i < plan->count; i++) {
		int code = plan->item[i].status == PLAN_FAILED ? plan->item[i].code : EXIT_DONE;
		if (code != EXIT_DONE && (worst == EXIT_DONE || code == EXIT_FAILED))
			worst = code;
	}
	return worst;
}

static int draw_due(struct build *b, double seconds) {
	const struct build_options *o = b->options;
	struct crew crew = { .plan = &b->plan,
		.jobs = o->jobs ? (unsigned)o->jobs : work_default_threads(),
		.seconds = seconds,
		.keep_going = o->keep_going,
		.json = o->log_format,
		.afresh = o->force,
		.list_tiles = o->changed_list != NULL,
		.listener = b,
		.on_begin = on_begin,
		.on_end = on_end,
		.on_turn = on_turn };
	const char *terminal = getenv("TERM");
	b->due = plan_count(&b->plan, PLAN_DUE);
	b->progress = isatty(STDERR_FILENO) && !o->quiet && !o->log_format && terminal
		&& strcmp(terminal, "dumb") != 0;
	bool ok = crew_run(&crew, b->diag);
	clear_progress(b);
	int worst = worst_code(&b->plan);
	uint32_t left = plan_count(&b->plan, PLAN_LEFT);
	if (left && worst == EXIT_DONE && ok) {
		diag_error(b->diag, WHERE_NOWHERE,
			"stopped after %s: %u map%s left for the next run", o->duration, left,
			left == 1 ? " is" : "s are");
		return EXIT_FAILED;
	}
	return ok ? worst : EXIT_FAILED;
}

/* Maps that share a list add to one lock, one after another: what those before did not
 * see of it is theirs all the same, unless a line was changed meanwhile. */
static bool settle_places(struct build *b) {
	struct plan *plan = &b->plan;
	bool changed = false;
	for (uint32_t i = 0; i < plan->count; i++) {
		struct plan_item *item = &plan->item[i];
		struct fingerprint_from from = { item->job, &plan->program, &plan->inputs };
		struct ledger_entry now, *kept;
		if (!item->wanted || item->status != PLAN_DRAWN || !item->job->events)
			continue;
		kept = ledger_find(&plan->ledger, str_of(item->job->name));
		if (!fingerprint_take(&from, &now, b->arena)
			|| digest_equal(now.places, kept->places)
			|| !fingerprint_lock_kept(item->lock,
				fingerprint_lock_text(item->job, b->arena)))
			continue;
		kept->places = now.places;
		changed = true;
	}
	return !changed || ledger_write(&plan->ledger, plan->state_path, b->arena, b->diag);
}

static bool has_idle_parts(const struct build *b) {
	for (uint32_t i = 0; i < b->plan.count; i++)
		if (has_idle_part(b, &b->plan.item[i]))
			return true;
	return false;
}

static bool drop_parts(struct build *b) {
	bool ok = true, any = false;
	for (uint32_t i = 0; i < b->plan.count; i++) {
		struct plan_item *item = &b->plan.item[i];
		if (!has_idle_part(b, item))
			continue;
		item->resumed = 0;
		ok &= plan_drop_part(&b->plan, ledger_find(&b->plan.ledger, item->then->name),
			b->diag);
		any = true;
	}
	return (!any || ledger_write(&b->plan.ledger, b->plan.state_path, b->arena, b->diag)) && ok;
}

static int build_locked(struct build *b, double seconds) {
	bool stale;
	plan_decide(&b->plan, b->options->force, b->diag);
	bool dropped = drop_parts(b);
	int status = draw_due(b, seconds);
	if (!settle_places(b) || !dropped)
		status = EXIT_FAILED;
	if (b->options->prune && !prune_run(&b->plan, b->arena, b->diag))
		status = EXIT_FAILED;
	if (!refresh_gallery(b, &stale, true))
		status = EXIT_FAILED;
	return status;
}

static int build(struct build *b, const char *path, double wait, double seconds) {
	const struct build_options *o = b->options;
	bool stale;
	int status = EXIT_DONE;
	plan_decide(&b->plan, o->force, b->diag);
	if (o->dry_run && o->report >= 0)
		return report_print(&b->plan, status, b->arena, b->diag) ? EXIT_DONE : EXIT_FAILED;
	if (o->dry_run) {
		struct out *out = out_file("-", b->arena);
		print_explanations(b, out);
		return command_finish(out, b->diag) ? EXIT_DONE : EXIT_FAILED;
	}
	refresh_gallery(b, &stale, false);
	bool due = plan_count(&b->plan, PLAN_DUE) || stale || has_idle_parts(b)
		|| (o->prune && prune_count(&b->plan));
	if (due) {
		struct out *lock = lock_build(b, path, wait);
		if (!lock)
			return b->diag->locked ? EXIT_LOCKED : EXIT_FAILED;
		sweep(b, path);
		status = build_locked(b, seconds);
		out_abandon(lock);
	} else {
		sweep(b, path);
		for (uint32_t i = 0; i < b->plan.count; i++)
			if (b->plan.item[i].wanted)
				on_turn(b, &b->plan.item[i]);
	}
	if (!write_changed(b))
		status = EXIT_FAILED;
	if (o->report >= 0 && !report_print(&b->plan, status, b->arena, b->diag))
		status = EXIT_FAILED;
	return status;
}

static int read_and_build(struct build *b, const char *path) {
	const struct build_options *o = b->options;
	double wait = 0, seconds = INFINITY;
	if (!read_time("wait", o->wait, &wait, b->diag)
		|| !read_time("duration", o->duration, &seconds, b->diag))
		return EXIT_USAGE;
	if (!plan_read(&b->plan, path, o->data_dir, b->arena, b->diag))
		return EXIT_FAILED;
	if (!choose(&o->only, &b->plan, b->diag))
		return EXIT_USAGE;
	int status = build(b, path, wait, seconds);
	arena_release(&b->lock_arena);
	return status;
}

int build_run(const struct build_options *o, const char *path, struct arena *arena,
	struct diag *diag) {
	struct build b = { .options = o, .arena = arena, .diag = diag };
	int status = read_and_build(&b, path);
	bool silent = o->quiet && status == EXIT_DONE;
	/* Whatever is left to say is said in the same language. */
	if (o->log_format && !silent)
		buildlog_print_json(diag, NULL, stderr);
	if (o->log_format || silent) {
		diag->first = NULL;
		diag->last = &diag->first;
	}
	return status;
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	if (noperands > 1) {
		diag_error(diag, WHERE_NOWHERE, "build: one map file, not %d", noperands);
		return EXIT_USAGE;
	}
	if (noperands && input_is_misplaced(operand[0], false, NULL, arena, diag))
		return EXIT_FAILED;
	return build_run(given, noperands ? operand[0] : "sitmap.yaml", arena, diag);
}

const struct command command_build = {
	"build",
	"[FILE]",
	"all maps of sitmap.yaml that are out of date",
	"Draws the maps that FILE (default: sitmap.yaml) lists and that are out of date: each is "
	"known by the content of everything it was made from, kept in FILE.state. Each map is drawn "
	"in a process of its own. Where all outputs share a folder, its index.html shows them.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct build_options),
	defaults,
	run,
};
