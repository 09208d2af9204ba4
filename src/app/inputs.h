#ifndef APP_INPUTS_H
#define APP_INPUTS_H

#include "base/diag.h"
#include "base/digest.h"

/*
 * Files and folders that maps are made from, each read once a run to know its
 * content.  Always the content, never times or inodes: a touched file is the same
 * file, and one that was put back with an older date is another.  100 MB take some
 * 30 ms when they are in the page cache.
 */
struct input {
	const char *path;
	struct digest digest;
	uint64_t size;
	bool there; /* false: no such file, or it cannot be read */
};

struct inputs {
	struct arena *arena;
	struct input *item;
	uint32_t count, capacity;
	uint32_t *slot; /* by hash of the path: 0 or index + 1 */
	uint32_t nslots;
};

void inputs_init(struct inputs *inputs, struct arena *arena);

/* As it was when it was first asked for in this run. */
const struct input *inputs_look(struct inputs *inputs, const char *path);

/* As it is now, for what was just written; not remembered.  Of a folder, everything in it. */
struct input input_now(const char *path);

/* What one map read, in order of path, each once. */
struct reading {
	struct inputs *inputs;
	const char *except[2]; /* known in other ways; NULL */
	const struct input **item;
	uint32_t count, capacity;
};

/* diag->on_read: a file's content is taken before it is read, so that a change while
 * the map is drawn makes the map out of date, never the contrary. */
void reading_hears(void *reading, const char *path);
void reading_sort(struct reading *reading);

#endif
