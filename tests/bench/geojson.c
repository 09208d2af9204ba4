/* geojson [FEATURES]: reading generated lines of 60 positions with four
 * properties, the whole and a window. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "data/geojson.h"
#include "random.h"

enum { POSITIONS = 60, FEATURE_ROOM = 200 + POSITIONS * 28, RUNS = 5 };

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* Degrees with six decimals, as whole millionths. */
static size_t put_degrees(char *text, size_t room, long millionths) {
	return (size_t)snprintf(text, room, "%s%ld.%06ld", millionths < 0 ? "-" : "",
		labs(millionths) / 1000000, labs(millionths) % 1000000);
}

static struct str generate(long nfeatures) {
	size_t room = (size_t)nfeatures * FEATURE_ROOM + 200, len = 0;
	char *text = malloc(room);
	uint64_t state = 1;
	if (!text)
		abort();
	len += (size_t)snprintf(text, room, "{\"type\":\"FeatureCollection\",\"features\":[");
	for (long i = 0; i < nfeatures; i++) {
		long x = (long)(random_next(&state) % 340000000) - 170000000;
		long y = (long)(random_next(&state) % 160000000) - 80000000;
		len += (size_t)snprintf(text + len, room - len,
			"%s\n{\"type\":\"Feature\","
			"\"properties\":{\"name\":\"line %ld\",\"rank\":%ld,\"kind\":\"river\","
			"\"none\":null},\"geometry\":{\"type\":\"LineString\",\"coordinates\":[",
			i ? "," : "", i, i % 7);
		for (int k = 0; k < POSITIONS; k++) {
			if (k)
				text[len++] = ',';
			text[len++] = '[';
			len += put_degrees(text + len, room - len,
				x += (long)(random_next(&state) % 10000));
			text[len++] = ',';
			len += put_degrees(text + len, room - len,
				y += (long)(random_next(&state) % 10000));
			text[len++] = ']';
		}
		len += (size_t)snprintf(text + len, room - len, "]}}");
	}
	len += (size_t)snprintf(text + len, room - len, "]}\n");
	return (struct str){ text, len };
}

static double read_once(const struct source *source, const struct read_options *options,
	uint32_t *nfeatures) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct layer layer;
	double start = now();
	diag_init(&diag, &arena);
	if (!geojson_read(source, options, &layer, &arena, &diag)) {
		diag_print(&diag, stderr, true);
		exit(1);
	}
	*nfeatures = layer.nfeatures;
	arena_release(&arena);
	return now() - start;
}

int main(int argc, char **argv) {
	static const struct read_options options[] = {
		{ .has_window = false },
		{ .has_window = true, .window = { { 38, 29 }, { 49, 38 } } },
	};
	long nfeatures = argc > 1 ? strtol(argv[1], NULL, 10) : 50000;
	if (nfeatures < 1 || nfeatures > 1000000)
		return 2;
	struct source source = { "generated", generate(nfeatures) };
	for (int i = 0; i < 2; i++) {
		double best = 1e9;
		uint32_t n = 0;
		for (int run = 0; run < RUNS; run++) {
			double t = read_once(&source, &options[i], &n);
			best = t < best ? t : best;
		}
		printf("GeoJSON of %.0f MB%s: %u features in %.3f s CPU, %.0f MB/s\n",
			(double)source.text.len / 1e6, i ? ", a window" : "", n, best,
			(double)source.text.len / 1e6 / best);
	}
	free((void *)(uintptr_t)source.text.at);
	return 0;
}
