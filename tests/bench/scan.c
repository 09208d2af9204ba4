/* Megabytes of text a second on one core: places, and places with events. */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/out.h"
#include "scanning.h"

enum { TEXT_BYTES = 12 << 20 };

static double seconds(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* The articles of the tests, one after the other, again and again. */
static struct str make_text(struct scanning *s) {
	static const char folder[] = "tests/data/articles";
	struct out *out = out_memory(&s->arena);
	while (out_size(out) < TEXT_BYTES) {
		DIR *dir = opendir(folder);
		struct dirent *entry;
		if (!dir)
			return (struct str){ "", 0 };
		while ((entry = readdir(dir))) {
			struct source source;
			if (!str_ends(str_of(entry->d_name), STR(".txt")))
				continue;
			if (source_load(&source,
				    arena_printf(&s->arena, "%s/%s", folder, entry->d_name),
				    &s->arena, &s->diag))
				out_printf(out, "%.*s\n", STR_ARG(source.text));
		}
		closedir(dir);
	}
	return out_bytes(out);
}

static void measure(struct scanning *s, struct str text, bool events) {
	double start = seconds();
	struct str rest = text;
	uint32_t places = 0, told = 0;
	while (rest.len) {
		struct arena_mark mark = arena_mark(&s->arena);
		struct scanned found;
		struct stories stories = { 0 };
		struct article article = { .file = STR("x"), .document = 1 };
		scan_text(&s->scanner, scan_part(&rest), &found, &s->arena);
		places += found.mentions.n;
		if (events)
			stories_find(&found, &article, &stories, &s->arena);
		told += stories.n;
		arena_rewind(&s->arena, mark);
	}
	double took = seconds() - start;
	printf("%-20s %.1f MB/s (%u mentions, %u events)\n",
		events ? "places and events" : "places", (double)text.len / took / 1e6, places,
		told);
}

int main(void) {
	void *state;
	scanning_open(&state);
	struct scanning *s = state;
	if (!s->g) {
		puts("no gazetteer: run make first");
		return 1;
	}
	struct str text = make_text(s);
	measure(s, text, false);
	measure(s, text, true);
	return scanning_close(&state);
}
