#include "app/progress.h"

#include <inttypes.h>
#include <stdio.h>
#include <unistd.h>

static double seconds(const struct timespec *from, const struct timespec *to) {
	return (double)(to->tv_sec - from->tv_sec) + (double)(to->tv_nsec - from->tv_nsec) / 1e9;
}

void progress_start(struct progress *p, bool quiet) {
	*p = (struct progress){ .shown = !quiet && isatty(STDERR_FILENO) };
	clock_gettime(CLOCK_MONOTONIC, &p->start);
	p->last = p->start;
}

void progress_show(void *user, uint64_t done, uint64_t total) {
	struct progress *p = user;
	struct timespec now;
	if (!p->shown)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (done < total && p->drawn && seconds(&p->last, &now) < 0.2)
		return;
	double spent = seconds(&p->start, &now), rate = spent > 0 ? (double)done / spent : 0;
	uint64_t left = rate > 0 ? (uint64_t)((double)(total - done) / rate + 0.5) : 0;
	fprintf(stderr, "\r%" PRIu64 " of %" PRIu64 " tiles, %.0f a second, %" PRIu64 ":%02u left ",
		done, total, rate, left / 60, (unsigned)(left % 60));
	fflush(stderr);
	p->drawn = true;
	p->last = now;
}

void progress_end(struct progress *p) {
	if (p->drawn)
		fprintf(stderr, "\r\033[K");
	p->drawn = false;
}
