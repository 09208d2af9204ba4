/* Points per second of what is done to each geometry of a map, on coasts made
 * for it: 200 islands of 5,000 points, a few metres to a few kilometres apart. */
#include <stdio.h>
#include <time.h>

#include "geo/boxindex.h"
#include "geo/project.h"
#include "shapes.h"

enum { ISLANDS = 200, POINTS = 5000, ROUNDS = 7 };

static double now(void) {
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

/* A circle whose radius wanders, and comes back to where it began. */
static void island(uint64_t *seed, struct point center, double radius, struct point *p) {
	double wander[POINTS], r = 0;
	for (int i = 0; i < POINTS; i++)
		wander[i] = r += random_between(seed, -0.01, 0.01);
	for (int i = 0; i < POINTS; i++) {
		double angle = 6.283185307179586 * i / POINTS;
		double at = radius * (1 + wander[i] - r * i / POINTS);
		p[i] = (struct point){ center.x + at * cos(angle), center.y + at * sin(angle) };
	}
	p[POINTS] = p[0];
}

static struct geom *make_islands(struct arena *a) {
	uint64_t seed = 1;
	struct geom *islands = arena_new(a, struct geom, ISLANDS);
	for (int i = 0; i < ISLANDS; i++) {
		struct geom g = { .type = GEOM_POLYGONS, .npoints = POINTS + 1, .nparts = 1 };
		g.point = arena_new(a, struct point, g.npoints);
		g.end = arena_new(a, uint32_t, 1);
		g.end[0] = g.npoints;
		struct point center = { 30 + 1.3 * (i % 20), 20 + 1.9 * (i / 20) };
		island(&seed, center, 0.9, g.point);
		islands[i] = g;
	}
	return islands;
}

struct work {
	const char *name;
	struct geom (*run)(const struct work *w, const struct geom *g, struct arena *a);
	struct projector *projector;
	struct rect window;
	double tolerance;
};

static struct geom run_clip(const struct work *w, const struct geom *g, struct arena *a) {
	return geom_clip(g, w->window, a);
}

static struct geom run_simplify(const struct work *w, const struct geom *g, struct arena *a) {
	return geom_simplify(g, w->tolerance, a);
}

static struct geom run_project(const struct work *w, const struct geom *g, struct arena *a) {
	return geom_project(g, w->projector, w->tolerance, w->window, a);
}

static struct geom run_boundary(const struct work *w, const struct geom *g, struct arena *a) {
	(void)w;
	return geom_boundary(g, a);
}

static struct geom run_split(const struct work *w, const struct geom *g, struct arena *a) {
	return geom_split_dateline(g, w->tolerance, a);
}

static void measure(const struct work *w, const struct geom *islands) {
	double best = INFINITY;
	size_t left = 0;
	for (int round = 0; round < ROUNDS; round++) {
		double start = now();
		left = 0;
		for (int i = 0; i < ISLANDS; i++) {
			struct arena a = ARENA_INIT;
			left += w->run(w, &islands[i], &a).npoints;
			arena_release(&a);
		}
		best = fmin(best, now() - start);
	}
	double points = (double)ISLANDS * (POINTS + 1);
	printf("%-44s %7.1f M points/s, %5.1f ms, %8zu points left\n", w->name, points / best / 1e6,
		best * 1e3, left);
}

static bool count(uint32_t i, void *user) {
	*(size_t *)user += i + 1;
	return true;
}

static void measure_boxindex(void) {
	enum { BOXES = 200000, WINDOWS = 100000 };
	struct arena a = ARENA_INIT;
	uint64_t seed = 2;
	struct rect *box = arena_new(&a, struct rect, BOXES);
	for (int i = 0; i < BOXES; i++) {
		struct point at = { random_between(&seed, 0, 1000),
			random_between(&seed, 0, 1000) };
		box[i] = rect_grow((struct rect){ at, at }, random_between(&seed, 0, 1));
	}
	double start = now();
	const struct boxindex *index = boxindex_build(box, BOXES, &a);
	double built = now();
	size_t found = 0;
	for (int i = 0; i < WINDOWS; i++) {
		struct point at = { random_between(&seed, 0, 1000),
			random_between(&seed, 0, 1000) };
		boxindex_search(index, rect_grow((struct rect){ at, at }, 5), count, &found);
	}
	double done = now();
	printf("%-44s %7.1f M boxes/s built, %.2f us for a window\n", "boxindex, 200,000 boxes",
		BOXES / (built - start) / 1e6, (done - built) / WINDOWS * 1e6);
	arena_release(&a);
}

int main(void) {
	static const struct rect any = RECT_EMPTY;
	static const char *const projections[] = {
		"EPSG:3857",
		"EPSG:32638",
		"+proj=lcc +lat_1=27 +lat_2=37 +lat_0=32 +lon_0=43 +ellps=WGS84",
		"+proj=laea +lat_0=30 +lon_0=43 +ellps=WGS84",
		"+proj=eqearth +ellps=WGS84",
		"+proj=ortho +lat_0=30 +lon_0=-30 +ellps=WGS84",
	};
	struct arena a = ARENA_INIT;
	struct diag diag;
	diag_init(&diag, &a);
	struct geom *islands = make_islands(&a);
	const struct work shapes[] = {
		{ "clip, wholly inside", run_clip, NULL, { { 0, 0 }, { 80, 80 } }, 0 },
		{ "clip, a quarter inside", run_clip, NULL, { { 31.1, 21.2 }, { 44.4, 29.9 } }, 0 },
		{ "simplify, 0.002 degrees", run_simplify, NULL, any, 0.002 },
		{ "simplify, 0.02 degrees", run_simplify, NULL, any, 0.02 },
		{ "boundary", run_boundary, NULL, any, 0 },
		{ "dateline, nothing to do", run_split, NULL, any, 0 },
		{ "dateline, cut at 43 E", run_split, NULL, any, -137 },
	};
	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++)
		measure(&shapes[i], islands);
	for (size_t i = 0; i < sizeof(projections) / sizeof(projections[0]); i++) {
		char name[80];
		double start = now();
		struct projector *p = projector_open(projections[i], &diag);
		double opened = now() - start;
		snprintf(name, sizeof(name), "project, %.34s", projections[i]);
		measure(&(struct work){ name, run_project, p, any, 200 }, islands);
		struct point middle = { 43, 33 };
		projector_forward(p, &middle, 1);
		struct rect window = rect_grow((struct rect){ middle, middle }, 400000);
		measure(&(struct work){ "  the same, 800 km of it", run_project, p, window, 200 },
			islands);
		measure(&(struct work){ "  the same, for a small map", run_project, p, any, 4000 },
			islands);
		printf("  opened in %.2f ms\n", opened * 1e3);
		projector_close(p);
	}
	measure_boxindex();
	arena_release(&a);
	return 0;
}
