#ifndef APP_PROGRESS_H
#define APP_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

/* One line on a terminal: tiles done, tiles a second, time left.  Silent where
 * standard error is none. */
struct progress {
	bool shown, drawn;
	struct timespec start, last;
};

void progress_start(struct progress *p, bool quiet);
/* `user` is the struct progress. */
void progress_show(void *user, uint64_t done, uint64_t total);
/* Wipes the line. */
void progress_end(struct progress *p);

#endif
