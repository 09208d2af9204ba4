/* style [FEATURES]: a filter of five comparisons and a colour by a property, over
 * generated features of eight columns; the columns remembered, and not. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "random.h"
#include "style/style.h"

enum { COLUMNS = 8, RUNS = 5, BATCH = 4096 };

static const char text[] =
	"{\"version\":8,\"sources\":{\"s\":{\"type\":\"geojson\",\"data\":\"x.geojson\"}},"
	"\"layers\":["
	"{\"id\":\"now\",\"type\":\"circle\",\"source\":\"s\",\"filter\":[\"all\","
	"[\">\",[\"get\",\"population\"],1000],[\"<=\",[\"get\",\"rank\"],6],"
	"[\"==\",[\"get\",\"kind\"],\"town\"],[\"!=\",[\"get\",\"country\"],\"XX\"],"
	"[\">=\",[\"get\",\"height\"],-100]],"
	"\"paint\":{\"circle-color\":[\"match\",[\"get\",\"country\"],\"IQ\",\"#0072b2\","
	"\"SY\",\"#d55e00\",[\"TR\",\"IR\"],\"#b2182b\",\"#888888\"]}},"
	"{\"id\":\"ramp\",\"type\":\"circle\",\"source\":\"s\",\"filter\":[\"all\","
	"[\">\",[\"get\",\"population\"],1000],[\"<=\",[\"get\",\"rank\"],6],"
	"[\"==\",[\"get\",\"kind\"],\"town\"],[\"!=\",[\"get\",\"country\"],\"XX\"],"
	"[\">=\",[\"get\",\"height\"],-100]],"
	"\"paint\":{\"circle-color\":[\"interpolate\",[\"linear\"],[\"get\",\"population\"],"
	"0,\"#ffffff\",100000,\"#ffcc00\",1000000,\"#cc0000\"]}},"
	"{\"id\":\"old\",\"type\":\"circle\",\"source\":\"s\",\"filter\":[\"all\","
	"[\">\",\"population\",1000],[\"<=\",\"rank\",6],[\"==\",\"kind\",\"town\"],"
	"[\"!=\",\"country\",\"XX\"],[\">=\",\"height\",-100]],"
	"\"paint\":{\"circle-color\":{\"property\":\"country\",\"type\":\"categorical\","
	"\"stops\":[[\"IQ\",\"#0072b2\"],[\"SY\",\"#d55e00\"]],\"default\":\"#888888\"}}}"
	"]}";

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static struct feature *generate(uint32_t n, struct arena *arena) {
	static const char *const word[COLUMNS] = { "id", "name", "kind", "country", "population",
		"rank", "height", "note" };
	static const char *const country[] = { "IQ", "SY", "TR", "IR", "JO" };
	struct str *name = arena_new(arena, struct str, COLUMNS);
	for (int i = 0; i < COLUMNS; i++)
		name[i] = str_of(word[i]);
	struct columns *columns = arena_new(arena, struct columns, 1);
	struct feature *feature = arena_new(arena, struct feature, n);
	uint64_t state = 1;
	*columns = (struct columns){ name, COLUMNS };
	for (uint32_t i = 0; i < n; i++) {
		struct value *v = arena_new(arena, struct value, COLUMNS);
		v[0] = value_number(i);
		v[1] = value_string(STR("somewhere"));
		v[2] = value_string(random_next(&state) % 8 ? STR("town") : STR("village"));
		v[3] = value_string(str_of(country[random_next(&state) % 5]));
		v[4] = value_number((double)(random_next(&state) % 2000000));
		v[5] = value_number((double)(random_next(&state) % 8));
		v[6] = value_number((double)(random_next(&state) % 3000) - 50);
		v[7] = value_null();
		feature[i] = (struct feature){ .columns = columns, .value = v };
	}
	return feature;
}

/* Features of a cached batch, so that memory is not what is measured. */
static void run(const struct style_layer *layer, struct expr_env *env,
	const struct feature *feature, uint32_t n, const char *what) {
	double best = 1e9, sum = 0;
	uint32_t shown = 0;
	for (int k = 0; k < RUNS; k++) {
		double start = now();
		for (uint32_t i = 0; i < n; i++) {
			env->feature = &feature[i % BATCH];
			if (!style_layer_shows(layer, env))
				continue;
			struct color c = style_color(layer, STYLE_CIRCLE_COLOR, env);
			sum += (double)c.r;
			shown++;
		}
		double time = now() - start;
		if (time < best)
			best = time;
	}
	printf("%-42s %6.2f million features/s (%.0f%% pass, %.0f)\n", what, n / best / 1e6,
		100.0 * shown / n / RUNS, sum / RUNS);
}

int main(int argc, char **argv) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	long n = 2000000;

	struct source source = { "bench", str_of(text) };
	if (argc > 1 && !str_to_long(str_of(argv[1]), &n))
		return 2;
	diag_init(&diag, &arena);
	const struct style *style = style_parse(&source, &arena, &diag);
	diag_print(&diag, stderr, false);
	if (!style)
		return 1;
	const struct feature *feature = generate(BATCH, &arena);
	struct expr_env env = { .zoom = 5, .scratch = &arena };
	env.cache = style_cache(style, &arena);
	run(&style->layer[0], &env, feature, (uint32_t)n, "five comparisons, match");
	run(&style->layer[1], &env, feature, (uint32_t)n, "five comparisons, interpolate");
	run(&style->layer[2], &env, feature, (uint32_t)n, "the same in the older notation");
	env.cache = NULL;
	run(&style->layer[0], &env, feature, (uint32_t)n, "five comparisons, match, no cache");
	arena_release(&arena);
	return 0;
}
