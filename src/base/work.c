#include "base/work.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

enum state {
	SLOT_FREE,
	SLOT_TAKEN,
	SLOT_DONE,
};

/* An item on its way from run() to commit(). */
struct slot {
	struct arena arena;
	struct arena_mark empty;
	struct diag diag;
	struct str out;
	bool ok;
	enum state state;
};

struct loop {
	const struct work *work;
	size_t count, committed; /* items; `count` ends with the first that failed */
	size_t next;             /* all before it are taken */
	size_t nslots;
	struct slot *slot; /* of item i: slot[i % nslots] */
	bool stop;
	pthread_mutex_t lock;
	pthread_cond_t changed; /* an item is done or committed */
};

struct hand {
	struct loop *loop;
	void *worker;
	bool closed;
	pthread_t thread;
};

static void slot_init(struct slot *slot) {
	*slot = (struct slot){ 0 };
	/* Its first block stays, so that a small item asks for no memory. */
	arena_alloc(&slot->arena, 1, 1, 1);
	slot->empty = arena_mark(&slot->arena);
}

static void run_item(const struct work *work, void *worker, size_t i, struct slot *slot) {
	diag_init(&slot->diag, &slot->arena);
	slot->out = (struct str){ NULL, 0 };
	slot->ok = work->run(worker, i, &slot->arena, &slot->out, &slot->diag);
}

/* And lets go of it: what waits in all slots is much. */
static bool commit_item(const struct work *work, size_t i, struct slot *slot, struct diag *diag) {
	diag_append(diag, &slot->diag);
	bool ok = slot->ok && work->commit(work->shared, i, slot->out, diag);
	arena_rewind(&slot->arena, slot->empty);
	return ok;
}

static struct slot *slot_of(const struct loop *loop, size_t i) {
	return &loop->slot[i % loop->nslots];
}

static bool is_taken(const struct loop *loop, size_t i) {
	return slot_of(loop, i)->state != SLOT_FREE;
}

/* The first item that nobody has taken and whose needs are done, if it has a slot. */
static bool find_item(struct loop *loop, size_t *i) {
	const struct work *work = loop->work;
	size_t end = loop->committed + loop->nslots;
	end = end < loop->count ? end : loop->count;
	if (loop->next < loop->committed)
		loop->next = loop->committed;
	while (loop->next < end && is_taken(loop, loop->next))
		loop->next++;
	for (*i = loop->next; *i < end; ++*i)
		if (!is_taken(loop, *i) && (!work->ready || work->ready(work->shared, *i)))
			return !loop->stop;
	return false;
}

/* With the lock held, which is let go meanwhile.  Nothing is begun after an item that failed,
 * and all before it are. */
static void run_taken(struct loop *loop, void *worker, size_t i) {
	struct slot *slot = slot_of(loop, i);
	slot->state = SLOT_TAKEN;
	pthread_mutex_unlock(&loop->lock);
	run_item(loop->work, worker, i, slot);
	pthread_mutex_lock(&loop->lock);
	slot->state = SLOT_DONE;
	if (!slot->ok && i < loop->count)
		loop->count = i + 1;
	if (slot->ok && loop->work->done)
		loop->work->done(loop->work->shared, i);
	pthread_cond_broadcast(&loop->changed);
}

static void close_hand(struct hand *hand, const struct work *work) {
	if (work->close && !hand->closed)
		work->close(hand->worker);
	hand->closed = true;
}

static void *run_items(void *data) {
	struct hand *hand = data;
	struct loop *loop = hand->loop;
	size_t i;
	pthread_mutex_lock(&loop->lock);
	while (!loop->stop && loop->committed < loop->count) {
		if (find_item(loop, &i))
			run_taken(loop, hand->worker, i);
		else
			pthread_cond_wait(&loop->changed, &loop->lock);
	}
	pthread_mutex_unlock(&loop->lock);
	close_hand(hand, loop->work);
	return NULL;
}

/* With the lock held, which is let go meanwhile. */
static bool commit_next(struct loop *loop, struct diag *diag) {
	size_t i = loop->committed;
	struct slot *slot = slot_of(loop, i);
	pthread_mutex_unlock(&loop->lock);
	bool ok = commit_item(loop->work, i, slot, diag);
	pthread_mutex_lock(&loop->lock);
	slot->state = SLOT_FREE;
	loop->committed++;
	loop->stop |= !ok;
	pthread_cond_broadcast(&loop->changed);
	return ok;
}

/* The calling thread: what can be committed, is; else it runs items as the others do. */
static bool run_and_commit(struct loop *loop, void *worker, struct diag *diag) {
	bool ok = true;
	size_t i;
	pthread_mutex_lock(&loop->lock);
	while (ok && loop->committed < loop->count) {
		if (slot_of(loop, loop->committed)->state == SLOT_DONE)
			ok = commit_next(loop, diag);
		else if (find_item(loop, &i))
			run_taken(loop, worker, i);
		else
			pthread_cond_wait(&loop->changed, &loop->lock);
	}
	pthread_mutex_unlock(&loop->lock);
	return ok;
}

/* As many threads as can be had; signals stay with the calling thread, but for the one that
 * a thread's own reading raises. */
static unsigned start(struct hand *hand, unsigned threads) {
	sigset_t all, before;
	unsigned started = 0;
	sigfillset(&all);
	sigdelset(&all, SIGBUS);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	while (started < threads
		&& pthread_create(&hand[started].thread, NULL, run_items, &hand[started]) == 0)
		started++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return started;
}

static bool run_parallel(const struct work *work, size_t count, struct hand *hand, unsigned threads,
	struct arena *arena, struct diag *diag) {
	struct loop loop = { .work = work, .count = count };
	loop.nslots = (size_t)threads * WORK_WINDOW;
	loop.slot = arena_new(arena, struct slot, loop.nslots);
	for (size_t i = 0; i < loop.nslots; i++)
		slot_init(&loop.slot[i]);
	pthread_mutex_init(&loop.lock, NULL);
	pthread_cond_init(&loop.changed, NULL);
	for (unsigned i = 0; i < threads; i++)
		hand[i].loop = &loop;
	unsigned started = start(hand + 1, threads - 1);
	bool ok = run_and_commit(&loop, hand[0].worker, diag);
	for (unsigned i = 1; i <= started; i++)
		pthread_join(hand[i].thread, NULL);
	pthread_cond_destroy(&loop.changed);
	pthread_mutex_destroy(&loop.lock);
	for (size_t i = 0; i < loop.nslots; i++)
		arena_release(&loop.slot[i].arena);
	return ok;
}

static bool run_here(const struct work *work, size_t count, void *worker, struct diag *diag) {
	struct slot slot;
	bool ok = true;
	slot_init(&slot);
	for (size_t i = 0; ok && i < count; i++) {
		run_item(work, worker, i, &slot);
		if (slot.ok && work->done)
			work->done(work->shared, i);
		ok = commit_item(work, i, &slot, diag);
	}
	arena_release(&slot.arena);
	return ok;
}

bool work_run(const struct work *work, size_t count, unsigned threads, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	unsigned opened = 0;
	bool ok = true;
	if (count == 0)
		return true;
	threads = threads < 1 ? 1 : threads > WORK_MAX_THREADS ? WORK_MAX_THREADS : threads;
	if (threads > count)
		threads = (unsigned)count;
	struct hand *hand = arena_new(&arena, struct hand, threads);
	for (; ok && opened < threads; opened += ok) {
		hand[opened].worker = work->open ? work->open(work->shared, diag) : work->shared;
		ok = hand[opened].worker || !work->open;
	}
	if (ok && threads == 1)
		ok = run_here(work, count, hand[0].worker, diag);
	else if (ok)
		ok = run_parallel(work, count, hand, threads, &arena, diag);
	for (unsigned i = 0; i < opened; i++)
		close_hand(&hand[i], work);
	arena_release(&arena);
	return ok;
}

unsigned work_default_threads(void) {
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > WORK_MAX_THREADS ? WORK_MAX_THREADS : (unsigned)n;
}
