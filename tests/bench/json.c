/* How fast a large GeoJSON is read token by token, and as a tree. */
#include <stdio.h>
#include <time.h>

#include "base/json.h"
#include "base/out.h"
#include "random.h"

enum { FEATURES = 2000, POINTS = 1000, ROUNDS = 3 };

static double seconds(void) {
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Coordinates as tools write them: a few decimals, or all that a double has. */
static struct str make_geojson(struct arena *arena, int decimals) {
	struct out *out = out_memory(arena);
	uint64_t seed = 1;
	out_str(out, STR("{\"type\":\"FeatureCollection\",\"features\":[\n"));
	for (int f = 0; f < FEATURES; f++) {
		out_printf(out,
			"%s{\"type\":\"Feature\",\"id\":%d,\"properties\":{\"name\":\"Feature %d\","
			"\"rank\":%d,\"note\":\"caf\xC3\xA9 \\u0041\"},\"geometry\":{\"type\":\"LineString\","
			"\"coordinates\":[",
			f ? ",\n" : "", f, f, f % 7);
		for (int p = 0; p < POINTS; p++) {
			double lon = (double)(random_next(&seed) >> 11) * 0x1p-53 * 360 - 180;
			double lat = (double)(random_next(&seed) >> 11) * 0x1p-53 * 180 - 90;
			out_printf(out, "%s[%.*f,%.*f]", p ? "," : "", decimals, lon, decimals,
				lat);
		}
		out_str(out, STR("]}}"));
	}
	out_str(out, STR("\n]}\n"));
	return out_bytes(out);
}

static double read_tokens(const struct source *source, double *sum) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct json_reader reader = { .source = source, .arena = &arena };
	struct json value;
	enum json_token token;
	double begin = seconds();
	diag_init(&diag, &arena);
	while ((token = json_next(&reader, &value, &diag)) > JSON_TOKEN_ERROR)
		if (token == JSON_TOKEN_VALUE && value.type == JSON_NUMBER)
			*sum += value.number;
	arena_release(&arena);
	return token == JSON_TOKEN_END ? seconds() - begin : -1;
}

static double read_tree(const struct source *source, double *sum) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	double begin = seconds();
	diag_init(&diag, &arena);
	const struct json *root = json_parse(source, &arena, &diag);
	*sum += root ? root->count : 0;
	double took = seconds() - begin;
	arena_release(&arena);
	return root ? took : -1;
}

static int measure(const char *what, const struct source *source,
	double (*read)(const struct source *, double *)) {
	double best = 0, sum = 0;
	for (int i = 0; i < ROUNDS; i++) {
		double took = read(source, &sum);
		if (took < 0)
			return 1;
		best = i == 0 || took < best ? took : best;
	}
	printf("json %s, %s: %.0f MB/s (%.1f MB in %.3f s; sum %.3f)\n", what, source->name,
		(double)source->text.len / 1e6 / best, (double)source->text.len / 1e6, best, sum);
	return 0;
}

int main(void) {
	static const struct {
		int decimals;
		const char *name;
	} kinds[] = {
		{ 6, "6 decimals" },
		{ 15, "15 decimals" },
	};
	int failed = 0;
	for (int i = 0; i < 2; i++) {
		struct arena arena = ARENA_INIT;
		struct source source = { kinds[i].name, make_geojson(&arena, kinds[i].decimals) };
		failed |= measure("tokens", &source, read_tokens);
		failed |= measure("tree", &source, read_tree);
		arena_release(&arena);
	}
	return failed;
}
