#include "app/crew.h"

#include <errno.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "app/buildlog.h"
#include "app/carried.h"
#include "app/output.h"
#include "app/tileset.h"
#include "base/work.h"

/* What a process exits with that had no time to finish a set; no exit code of ours. */
enum { STOPPED = 100 };

/* A process that draws one map: what it says on stderr, and its entry of the ledger. */
struct hand {
	pid_t pid;
	struct plan_item *item;
	int messages, record; /* the reading ends; -1: at its end */
	struct out *message_text, *record_text;
	bool opens; /* finds places of its list that the lock does not have yet */
};

struct state {
	const struct crew *crew;
	struct hand *hand;
	uint32_t nhands;
	uint32_t next, turn; /* items not begun yet, not handed over yet */
	bool stopped, ok;
	double began;
	struct diag *diag;
};

/* --- in the process that draws ------------------------------------------------------- */

static void add_outputs(const struct job *job, struct ledger_entry *entry, struct arena *arena) {
	struct opt_list files = output_files(job, arena);
	entry->size = arena_new(arena, uint64_t, files.count);
	for (uint32_t i = 0; i < files.count; i++) {
		struct str name = str_of(files.item[i]);
		struct input now = input_now(fingerprint_path(job, name, arena));
		entry->size[i] = now.size;
		ledger_add_print(&entry->outputs,
			(struct ledger_print){ name, now.digest, now.there }, arena);
	}
}

/* Of a set that was stopped: the archive of its part, or the folder as it stands. */
static void add_part(const struct job *job, struct carried *carried, struct ledger_entry *entry,
	struct arena *arena) {
	struct input now = input_now(carried_part(job->tiles->output, arena));
	entry->ndone = carried->carry.now ? carried->ndone : 0;
	entry->size = arena_new(arena, uint64_t, 1);
	entry->size[0] = now.size;
	ledger_add_print(&entry->outputs,
		(struct ledger_print){ plan_part(job, arena), now.digest, now.there }, arena);
	ledger_add_words(&entry->why,
		str_of(arena_printf(arena, "stopped at %llu of %llu tiles",
			(unsigned long long)carried->ndone, (unsigned long long)carried->ntotal)),
		arena);
}

/* What the tiles that were there were made from is what the set is made from. */
static void add_earlier(const struct ledger_entry *part, struct ledger_entry *entry,
	struct arena *arena) {
	uint32_t n = entry->inputs.count;
	for (uint32_t i = 0; i < part->inputs.count; i++) {
		const struct ledger_print *old = &part->inputs.item[i];
		uint32_t k = 0;
		while (k < n && !str_equal(entry->inputs.item[k].name, old->name))
			k++;
		if (k == n)
			ledger_add_print(&entry->inputs, *old, arena);
	}
}

static int64_t now_seconds(void) {
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	long seconds;
	return epoch && str_to_long(str_of(epoch), &seconds) ? seconds : (int64_t)time(NULL);
}

static void add_messages(const struct diag *diag, enum severity severity, struct ledger_words *to,
	struct arena *arena) {
	for (const struct diag_item *i = diag->first; i; i = i->next)
		if (i->severity == severity)
			ledger_add_words(to, buildlog_message(i, arena), arena);
}

/* `carried`: NULL for a map. */
static int draw_job(const struct job *job, struct carried *carried, struct arena *arena,
	struct diag *diag) {
	if (!carried)
		return job_draw(job, arena, diag);
	struct tileset_job tiles = *job->tiles;
	tiles.job.data_dir = job->data_dir;
	tiles.carried = carried;
	return tileset_draw(&tiles, arena, diag);
}

static void count_tiles(const struct carry *carry, struct ledger_entry *entry,
	struct arena *arena) {
	entry->ntiles = carry->nwritten;
	entry->nchanged = carry->nchanged;
	ledger_add_words(&entry->why,
		str_of(arena_printf(arena, "%llu of %llu tiles",
			(unsigned long long)entry->nchanged, (unsigned long long)entry->ntiles)),
		arena);
}

/* Draws, and fills the entry with what the map was made from and what came out. */
static int draw(const struct crew *crew, struct plan_item *item, struct carried *carried,
	struct ledger_entry *entry, struct diag *diag, struct arena *arena) {
	struct plan *plan = crew->plan;
	const struct job *job = item->job;
	struct fingerprint_from from = { job, &plan->program, &plan->inputs };
	struct reading reading = { .inputs = &plan->inputs,
		.except = { job_events_path(job, arena), job_lock_path(job, arena) } };
	struct ledger_entry after;
	struct str lock = fingerprint_lock_text(job, arena);
	fingerprint_take(&from, entry, arena);
	entry->why = item->why;
	diag->on_read = reading_hears;
	diag->listener = &reading;
	int status = draw_job(job, carried, arena, diag);
	diag->on_read = NULL;
	if (status != EXIT_DONE)
		return status;
	if (fingerprint_take(&from, &after, arena)
		&& fingerprint_lock_kept(lock, fingerprint_lock_text(job, arena)))
		entry->places = after.places;
	reading_sort(&reading);
	for (uint32_t i = 0; i < reading.count; i++)
		ledger_add_print(&entry->inputs,
			(struct ledger_print){ fingerprint_name(job, reading.item[i]->path),
				reading.item[i]->digest, reading.item[i]->there },
			arena);
	if (item->resumed)
		add_earlier(item->then->part, entry, arena);
	bool stopped = carried && carried->stopped;
	if (stopped)
		add_part(job, carried, entry, arena);
	else
		add_outputs(job, entry, arena);
	if (!carried)
		return EXIT_DONE;
	if (!carried_keep(carried, job->tiles->output, entry->outputs.item[0].digest, arena, diag))
		return EXIT_FAILED;
	if (stopped)
		return STOPPED;
	count_tiles(&carried->carry, entry, arena);
	return EXIT_DONE;
}

static bool write_all(int fd, struct str text) {
	while (text.len) {
		ssize_t n = write(fd, text.at, text.len);
		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			text = str_slice(text, (size_t)n, text.len);
	}
	return true;
}

/* What names no file names the map, so that a mail from cron says which one failed. */
static void name_map(struct diag *diag, const char *name) {
	for (struct diag_item *i = diag->first; i; i = i->next)
		if (!i->at.source && !i->at.path)
			i->at.path = name;
}

static int draw_and_tell(const struct crew *crew, struct plan_item *item, double deadline,
	int record, bool excerpt) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct ledger_entry entry;
	diag_init(&diag, &arena);
	crew->plan->inputs.arena = &arena;
	const struct ledger_entry *part = item->then ? item->then->part : NULL;
	struct carried carried = { .path = plan_record(crew->plan, str_of(item->job->name)),
		.program = crew->plan->program.own,
		.libraries = crew->plan->program.libraries,
		.afresh = crew->afresh,
		.before = part && !crew->afresh ? part->ndone : 0,
		.resumed = item->resumed,
		.deadline = deadline,
		.least = fmax(0, (deadline - carried_clock()) / 2),
		.changed = crew->list_tiles ? out_memory(&arena) : NULL };
	int status = draw(crew, item, item->job->tiles ? &carried : NULL, &entry, &diag, &arena);
	if (diag.locked)
		status = EXIT_LOCKED;
	entry.drawn = now_seconds();
	add_messages(&diag, DIAG_WARNING, &entry.warnings, &arena);
	bool done = status == EXIT_DONE || status == STOPPED;
	if (!done)
		add_messages(&diag, DIAG_ERROR, &entry.failed, &arena);
	if (crew->json) {
		buildlog_print_json(&diag, item->job->name, stderr);
	} else {
		name_map(&diag, item->job->name);
		diag_print(&diag, stderr, excerpt);
	}
	struct out *text = out_memory(&arena);
	ledger_write_entry(&entry, text);
	if (carried.changed && done) {
		out_write(text, "", 1);
		out_str(text, out_bytes(carried.changed));
	}
	if (fflush(stderr) != 0 || !write_all(record, out_bytes(text)))
		status = done ? EXIT_FAILED : status;
	arena_release(&arena);
	return status;
}

/* --- in the process that builds ------------------------------------------------------ */

/* A process whose parent is gone would write on, after the next run has begun. */
static void end_with_parent(pid_t parent) {
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() != parent)
		_exit(EXIT_FAILED);
}

static bool open_pipes(int messages[2], int record[2]) {
	if (pipe(messages) != 0)
		return false;
	if (pipe(record) == 0)
		return true;
	int error = errno;
	close(messages[0]);
	close(messages[1]);
	errno = error;
	return false;
}

static bool begin(struct state *s, struct plan_item *item) {
	int messages[2], record[2];
	pid_t parent = getpid();
	bool excerpt = isatty(STDERR_FILENO);
	bool opens = fingerprint_places_open(item->job, s->crew->plan->arena);
	fflush(NULL);
	if (!open_pipes(messages, record))
		return diag_error(s->diag, WHERE_NOWHERE, "%s: cannot open a pipe: %s",
			item->job->name, strerror(errno));
	pid_t pid = fork();
	if (pid == 0) {
		end_with_parent(parent);
		close(messages[0]);
		close(record[0]);
		dup2(messages[1], STDERR_FILENO);
		close(messages[1]);
		_exit(draw_and_tell(s->crew, item, s->began + s->crew->seconds, record[1],
			excerpt));
	}
	int error = errno;
	close(messages[1]);
	close(record[1]);
	if (pid < 0) {
		close(messages[0]);
		close(record[0]);
		return diag_error(s->diag, WHERE_NOWHERE, "%s: cannot start a process: %s",
			item->job->name, strerror(error));
	}
	struct arena *arena = s->crew->plan->arena;
	item->begun = true;
	s->hand[s->nhands++] = (struct hand){ pid, item, messages[0], record[0], out_memory(arena),
		out_memory(arena), opens };
	if (s->crew->on_begin)
		s->crew->on_begin(s->crew->listener, item);
	return true;
}

/* Reads what is there; at its end the descriptor is closed. */
static void hear(int *fd, struct out *text) {
	char buffer[64 * 1024];
	ssize_t n = read(*fd, buffer, sizeof(buffer));
	if (n > 0) {
		out_write(text, buffer, (size_t)n);
	} else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
		close(*fd);
		*fd = -1;
	}
}

/* The entry; behind a zero byte the tiles that changed. */
static bool read_record(struct hand *hand, struct ledger_entry *entry, struct arena *arena) {
	struct diag quiet;
	struct source *source = arena_new(arena, struct source, 1);
	struct str tiles = out_bytes(hand->record_text), text = str_split(&tiles, '\0');
	hand->item->tiles = tiles;
	diag_init(&quiet, arena);
	*source = (struct source){ "record", text };
	return ledger_read_entry(json_parse(source, arena, &quiet), entry, arena);
}

static void end(struct state *s, struct hand *hand) {
	struct plan *plan = s->crew->plan;
	struct plan_item *item = hand->item;
	struct ledger_entry entry;
	int status;
	pid_t ended;
	do
		ended = waitpid(hand->pid, &status, 0);
	while (ended < 0 && errno == EINTR);
	bool whole = read_record(hand, &entry, plan->arena);
	item->messages = out_bytes(hand->message_text);
	item->code = ended == hand->pid && WIFEXITED(status) ? WEXITSTATUS(status) : EXIT_FAILED;
	if (!whole) {
		/* It ended without a word of its own: killed, or out of memory. */
		entry = item->now;
		entry.drawn = now_seconds();
		ledger_add_words(&entry.failed,
			item->messages.len ? str_trim(item->messages)
					   : STR("the process that drew it was killed"),
			plan->arena);
		if (item->messages.len == 0)
			item->messages = buildlog_line(s->crew->json, item->job->name,
				"the process that drew it was killed", plan->arena);
		item->code = EXIT_FAILED;
	}
	item->status = item->code == EXIT_DONE ? PLAN_DRAWN
		: item->code == STOPPED        ? PLAN_LEFT
					       : PLAN_FAILED;
	s->stopped |= item->status == PLAN_FAILED && !s->crew->keep_going;
	s->ok &= s->crew->on_end(s->crew->listener, item, &entry);
	*hand = s->hand[--s->nhands];
}

static void wait_for_some(struct state *s) {
	struct pollfd wanted[2 * WORK_MAX_THREADS];
	for (uint32_t i = 0; i < s->nhands; i++) {
		wanted[2 * i] = (struct pollfd){ s->hand[i].messages, POLLIN, 0 };
		wanted[2 * i + 1] = (struct pollfd){ s->hand[i].record, POLLIN, 0 };
	}
	if (poll(wanted, 2 * s->nhands, -1) < 0)
		return;
	for (uint32_t i = s->nhands; i-- > 0;) {
		struct hand *hand = &s->hand[i];
		if (wanted[2 * i].revents)
			hear(&hand->messages, hand->message_text);
		if (wanted[2 * i + 1].revents)
			hear(&hand->record, hand->record_text);
		if (hand->messages < 0 && hand->record < 0)
			end(s, hand);
	}
}

static bool is_late(const struct state *s) {
	return carried_clock() >= s->began + s->crew->seconds;
}

static bool is_due(const struct plan_item *item) {
	return item->wanted && item->status == PLAN_DUE;
}

static bool same_list(const struct job *a, const struct job *b) {
	return a->events && b->events && strcmp(a->events, b->events) == 0;
}

/* What a place is taken for depends on the other places of its map, and is then the same
 * for all maps of the list: the first map of the file decides, with any number of jobs. */
static bool must_wait(const struct state *s, const struct job *job) {
	for (uint32_t i = 0; i < s->nhands; i++)
		if (s->hand[i].opens && same_list(s->hand[i].item->job, job))
			return true;
	return false;
}

static void begin_some(struct state *s) {
	struct plan *plan = s->crew->plan;
	while (s->next < plan->count && s->nhands < s->crew->jobs) {
		struct plan_item *item = &plan->item[s->next];
		if (!is_due(item)) {
			s->next++;
			continue;
		}
		if (s->stopped || is_late(s)) {
			s->stopped = true;
			item->status = PLAN_LEFT;
			s->next++;
			continue;
		}
		if (must_wait(s, item->job))
			return;
		if (!begin(s, item)) {
			s->ok = false;
			s->stopped = true;
			item->status = PLAN_LEFT;
		}
		s->next++;
	}
}

static bool is_at_work(const struct state *s, const struct plan_item *item) {
	for (uint32_t i = 0; i < s->nhands; i++)
		if (s->hand[i].item == item)
			return true;
	return false;
}

static void hand_over(struct state *s) {
	struct plan *plan = s->crew->plan;
	for (; s->turn < s->next && !is_at_work(s, &plan->item[s->turn]); s->turn++)
		if (plan->item[s->turn].wanted && s->crew->on_turn)
			s->crew->on_turn(s->crew->listener, &plan->item[s->turn]);
}

bool crew_run(const struct crew *crew, struct diag *diag) {
	struct state s = { .crew = crew, .ok = true, .began = carried_clock(), .diag = diag };
	s.hand = arena_new(crew->plan->arena, struct hand, crew->jobs);
	for (;;) {
		begin_some(&s);
		hand_over(&s);
		if (s.nhands == 0 && s.next == crew->plan->count)
			break;
		if (s.nhands)
			wait_for_some(&s);
	}
	return s.ok;
}
