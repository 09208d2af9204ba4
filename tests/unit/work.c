#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/out.h"
#include "base/work.h"
#include "random.h"

struct job {
	struct out *out;
	size_t fails_in_run, fails_in_commit; /* SIZE_MAX: never */
	int open_fails;                       /* the how manieth */
	int nopened;
	atomic_int nclosed, running, most_running;
	atomic_size_t finished;
	size_t committed, most_ahead;
	bool uneven;
};

static void *open_worker(void *shared, struct diag *diag) {
	struct job *job = shared;
	if (job->nopened + 1 == job->open_fails)
		return diag_error(diag, WHERE_NOWHERE, "cannot open"), NULL;
	job->nopened++;
	return job;
}

static void close_worker(void *worker) {
	((struct job *)worker)->nclosed++;
}

static bool run(void *worker, size_t i, struct arena *result, struct str *out, struct diag *diag) {
	struct job *job = worker;
	int now = ++job->running;
	int most = job->most_running;
	while (now > most && !atomic_compare_exchange_weak(&job->most_running, &most, now))
		;
	uint64_t seed = i;
	if (job->uneven) {
		struct timespec moment = { 0, (long)(random_next(&seed) % 300000) };
		nanosleep(&moment, NULL);
	}
	size_t len = random_next(&seed) % 2000;
	char *text = arena_alloc(result, len + 32, 1, 1);
	memset(text, (int)('a' + i % 26), len);
	*out = (struct str){ text, len };
	if (i % 7 == 0) {
		struct source *source = arena_new(result, struct source, 1);
		source->name = arena_printf(result, "tile-%zu", i);
		diag_warn(diag,
			(struct where){ source, WHERE_WHOLE, arena_printf(result, "a[%zu]", i) },
			"warning %zu", i);
	}
	job->running--;
	job->finished++;
	if (i == job->fails_in_run)
		return diag_error(diag, WHERE_NOWHERE, "run %zu", i);
	return true;
}

static bool commit(void *shared, size_t i, struct str out, struct diag *diag) {
	struct job *job = shared;
	assert_int_equal(i, job->committed);
	size_t ahead = job->finished - job->committed;
	if (ahead > job->most_ahead)
		job->most_ahead = ahead;
	if (i == job->fails_in_commit)
		return diag_error(diag, WHERE_NOWHERE, "commit %zu", i);
	out_printf(job->out, "%zu:", i);
	out_str(job->out, out);
	job->committed++;
	return true;
}

static struct str run_job(struct job *job, size_t count, unsigned threads, bool good,
	struct arena *arena, struct diag *diag) {
	struct work work = { .shared = job,
		.open = open_worker,
		.run = run,
		.commit = commit,
		.close = close_worker };
	job->out = out_memory(arena);
	diag_init(diag, arena);
	assert_int_equal(work_run(&work, count, threads, diag), good);
	assert_int_equal(job->nopened, job->nclosed);
	/* The messages belong to the output. */
	for (const struct diag_item *m = diag->first; m; m = m->next)
		out_printf(job->out, "%s|%s|%s\n", m->at.source ? m->at.source->name : "",
			m->at.path ? m->at.path : "", m->message);
	return out_bytes(job->out);
}

static void expect_same(size_t count, size_t run_fails, size_t commit_fails) {
	static const unsigned threads[] = { 1, 2, 3, 8, 1000 };
	struct arena arena = ARENA_INIT;
	struct str first = { NULL, 0 };
	bool good = run_fails >= count && commit_fails >= count;
	for (size_t i = 0; i < sizeof(threads) / sizeof(threads[0]); i++) {
		struct job job = { .fails_in_run = run_fails,
			.fails_in_commit = commit_fails,
			.uneven = true };
		struct diag diag;
		struct str got = run_job(&job, count, threads[i], good, &arena, &diag);
		assert_int_equal(diag.errors, !good);
		assert_true(job.nopened <= (int)(threads[i] < count ? threads[i] : count));
		if (threads[i] < count)
			assert_true(
				job.most_ahead <= (size_t)threads[i] * WORK_WINDOW + threads[i]);
		if (i == 0)
			first = got;
		assert_true(str_equal(first, got));
	}
	arena_release(&arena);
}

static void test_same_for_any_number_of_threads(void **state) {
	(void)state;
	expect_same(0, SIZE_MAX, SIZE_MAX);
	expect_same(1, SIZE_MAX, SIZE_MAX);
	expect_same(2, SIZE_MAX, SIZE_MAX);
	expect_same(500, SIZE_MAX, SIZE_MAX);
}

static void test_first_failure_ends_it(void **state) {
	(void)state;
	expect_same(300, 0, SIZE_MAX);
	expect_same(300, 123, SIZE_MAX);
	expect_same(300, 299, SIZE_MAX);
	expect_same(300, SIZE_MAX, 0);
	expect_same(300, SIZE_MAX, 150);
	expect_same(300, 200, 100);
	expect_same(300, 100, 200);
}

static void test_open_fails(void **state) {
	(void)state;
	for (int nth = 1; nth <= 4; nth++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct job job = { .fails_in_run = SIZE_MAX,
			.fails_in_commit = SIZE_MAX,
			.open_fails = nth };
		run_job(&job, 100, 4, false, &arena, &diag);
		assert_int_equal(diag.errors, 1);
		assert_int_equal(job.nclosed, nth - 1);
		assert_int_equal(job.committed, 0);
		arena_release(&arena);
	}
}

static void test_runs_at_the_same_time(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct job job = { .fails_in_run = SIZE_MAX, .fails_in_commit = SIZE_MAX, .uneven = true };
	(void)state;
	run_job(&job, 400, 4, true, &arena, &diag);
	assert_true(job.most_running > 1);
	assert_true(job.most_running <= 4);
	assert_true(work_default_threads() >= 1);
	arena_release(&arena);
}

static bool run_alone(void *worker, size_t i, struct arena *result, struct str *out,
	struct diag *diag) {
	(void)i, (void)result, (void)diag;
	*out = str_of(worker);
	return true;
}

static bool count_commits(void *shared, size_t i, struct str out, struct diag *diag) {
	(void)i, (void)diag;
	return str_equal(out, str_of(shared));
}

static void test_without_open_and_close(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	char text[] = "shared";
	struct work work = { .shared = text, .run = run_alone, .commit = count_commits };
	(void)state;
	diag_init(&diag, &arena);
	assert_true(work_run(&work, 50, 3, &diag));
	assert_true(work_run(&work, 50, 0, &diag));
	arena_release(&arena);
}

enum { STEPS = 200, APART = 5 };

/* Each item needs the one five before it. */
struct chain {
	atomic_int done[STEPS];
	size_t fails;
	atomic_int early;
};

static bool chain_ready(const void *shared, size_t i) {
	const struct chain *chain = shared;
	return i < APART || chain->done[i - APART];
}

static void chain_done(void *shared, size_t i) {
	((struct chain *)shared)->done[i] = 1;
}

static bool chain_run(void *worker, size_t i, struct arena *result, struct str *out,
	struct diag *diag) {
	struct chain *chain = worker;
	uint64_t seed = i;
	struct timespec moment = { 0, (long)(random_next(&seed) % 300000) };
	(void)result, (void)out;
	if (i >= APART && !chain->done[i - APART])
		chain->early++;
	nanosleep(&moment, NULL);
	return i != chain->fails || diag_error(diag, WHERE_NOWHERE, "run %zu", i);
}

static bool chain_commit(void *shared, size_t i, struct str out, struct diag *diag) {
	const struct chain *chain = shared;
	(void)out, (void)diag;
	return chain->done[i];
}

/* The items that wait for one that fails are given up. */
static void test_items_wait_for_others(void **state) {
	static const size_t fails[] = { SIZE_MAX, 0, 3, 100, STEPS - 1 };
	(void)state;
	for (size_t k = 0; k < 5 * 4; k++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct chain chain = { .fails = fails[k % 5] };
		struct work work = { .shared = &chain,
			.run = chain_run,
			.commit = chain_commit,
			.ready = chain_ready,
			.done = chain_done };
		bool good = chain.fails == SIZE_MAX;
		diag_init(&diag, &arena);
		assert_int_equal(work_run(&work, STEPS, 1 + 3 * (unsigned)(k / 5), &diag), good);
		assert_int_equal(diag.errors, !good);
		assert_int_equal(chain.early, 0);
		for (size_t i = 0; good && i < STEPS; i++)
			assert_true(chain.done[i]);
		arena_release(&arena);
	}
}

static bool large_run(void *worker, size_t i, struct arena *result, struct str *out,
	struct diag *diag) {
	enum { LARGE = 8 << 20 };
	char *bytes = arena_new(result, char, LARGE);
	(void)worker, (void)i, (void)diag;
	memset(bytes, 1, LARGE);
	*out = (struct str){ bytes, LARGE };
	return true;
}

static bool large_ready(const void *shared, size_t i) {
	return i == *(const atomic_size_t *)shared;
}

static bool large_commit(void *shared, size_t i, struct str out, struct diag *diag) {
	(void)out, (void)diag;
	*(atomic_size_t *)shared = i + 1;
	return true;
}

/* Each waits for the commit of the one before: of 64 results of 8 MB one or two are there at a
 * time.  (A sanitizer keeps what was freed.) */
static void test_results_go_when_committed(void **state) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	atomic_size_t committed = 0;
	struct work work = { .shared = &committed,
		.run = large_run,
		.commit = large_commit,
		.ready = large_ready };
	struct rusage before, after;
	(void)state;
	diag_init(&diag, &arena);
	getrusage(RUSAGE_SELF, &before);
	assert_true(work_run(&work, 2 * 64, 64 / WORK_WINDOW, &diag));
	getrusage(RUSAGE_SELF, &after);
#ifndef SITMAP_ARENA_DEBUG
	assert_in_range(after.ru_maxrss - before.ru_maxrss, 0, 100 * 1024);
#endif
	arena_release(&arena);
}

enum { MOST_ITEMS = 300, MOST_NEEDS = 3 };

/* Items that need some of those before them; some fail. */
struct graph {
	size_t count, need[MOST_ITEMS][MOST_NEEDS]; /* SIZE_MAX: none */
	bool fails_in_run[MOST_ITEMS], fails_in_commit[MOST_ITEMS];
	uint64_t pace; /* of this run */
	struct out *out;
	atomic_int wrong; /* begun early or twice, or heard of wrongly */
	atomic_int begun[MOST_ITEMS], done[MOST_ITEMS];
};

static size_t below(uint64_t *seed, size_t n) {
	return (size_t)(random_next(seed) % n);
}

/* In some graphs an item needs one near before it, in others any one, so that
 * many wait while the window is full. */
static void make_graph(struct graph *g, uint64_t seed) {
	size_t apart = below(&seed, 2) ? 1 + below(&seed, 20) : MOST_ITEMS;
	size_t needy = below(&seed, 101), failing = below(&seed, 3) * below(&seed, 8);
	*g = (struct graph){ .count = 1 + below(&seed, below(&seed, 2) ? 20 : MOST_ITEMS) };
	for (size_t i = 0; i < g->count; i++) {
		for (int k = 0; k < MOST_NEEDS; k++) {
			size_t back = 1 + below(&seed, apart);
			bool needs = back <= i && below(&seed, 100) < needy;
			g->need[i][k] = needs ? i - back : SIZE_MAX;
		}
		g->fails_in_run[i] = below(&seed, 500) < failing;
		g->fails_in_commit[i] = below(&seed, 1000) < failing;
	}
}

static bool graph_ready(const void *shared, size_t i) {
	const struct graph *g = shared;
	for (int k = 0; k < MOST_NEEDS; k++)
		if (g->need[i][k] != SIZE_MAX && !g->done[g->need[i][k]])
			return false;
	return true;
}

static void graph_done(void *shared, size_t i) {
	struct graph *g = shared;
	g->wrong += !g->begun[i] || g->fails_in_run[i] || g->done[i]++;
}

static bool graph_run(void *worker, size_t i, struct arena *result, struct str *out,
	struct diag *diag) {
	struct graph *g = worker;
	uint64_t seed = g->pace + i;
	g->wrong += g->begun[i]++ || !graph_ready(g, i);
	if (below(&seed, 8) == 0)
		nanosleep(&(struct timespec){ 0, (long)below(&seed, 100000) }, NULL);
	*out = str_of(arena_printf(result, "item %zu", i));
	if (i % 5 == 0)
		diag_warn(diag, WHERE_NOWHERE, "warning %zu", i);
	return !g->fails_in_run[i] || diag_error(diag, WHERE_NOWHERE, "run %zu", i);
}

static bool graph_commit(void *shared, size_t i, struct str out, struct diag *diag) {
	const struct graph *g = shared;
	out_printf(g->out, "%zu: %.*s\n", i, STR_ARG(out));
	return !g->fails_in_commit[i] || diag_error(diag, WHERE_NOWHERE, "commit %zu", i);
}

static struct str run_graph(struct graph *g, unsigned threads, struct arena *arena) {
	struct work work = { .shared = g,
		.run = graph_run,
		.commit = graph_commit,
		.ready = graph_ready,
		.done = graph_done };
	struct diag diag;
	size_t end = 0;
	diag_init(&diag, arena);
	g->out = out_memory(arena);
	while (end < g->count && !g->fails_in_run[end] && !g->fails_in_commit[end])
		end++;
	bool good = end == g->count;
	assert_int_equal(work_run(&work, g->count, threads, &diag), good);
	assert_int_equal(diag.errors, !good);
	assert_int_equal(g->wrong, 0);
	for (size_t i = 0; i < end; i++)
		assert_true(g->begun[i] && g->done[i]);
	for (const struct diag_item *m = diag.first; m; m = m->next)
		out_printf(g->out, "%s\n", m->message);
	return out_bytes(g->out);
}

static void test_any_needs_and_failures(void **state) {
	static struct graph graph, run;
	(void)state;
	alarm(300); /* one that waits for ever fails */
	for (uint64_t seed = 0; seed < 100; seed++) {
		struct arena arena = ARENA_INIT;
		struct str alone = { NULL, 0 };
		make_graph(&graph, seed);
		for (unsigned threads = 1; threads <= 16; threads += 1 + threads / 4) {
			run = graph;
			run.pace = seed + threads;
			struct str got = run_graph(&run, threads, &arena);
			if (threads == 1)
				alone = got;
			assert_true(str_equal(got, alone));
		}
		arena_release(&arena);
	}
	alarm(0);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_for_any_number_of_threads),
		cmocka_unit_test(test_first_failure_ends_it),
		cmocka_unit_test(test_open_fails),
		cmocka_unit_test(test_runs_at_the_same_time),
		cmocka_unit_test(test_without_open_and_close),
		cmocka_unit_test(test_items_wait_for_others),
		cmocka_unit_test(test_results_go_when_committed),
		cmocka_unit_test(test_any_needs_and_failures),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
