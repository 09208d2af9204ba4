#include "compose/sheet_parts.h"

#include <string.h>

enum { DIAMETER = 92, SMALLEST = 58, FRAME_SAMPLES = 12 };

/* A map that shows more than this needs no locator; one that shows less than the
 * second gets a region instead of a globe, on which it would be a dot. */
static const double CONTINENT_METRES = 5.5e6, GLOBE_METRES = 4e5;

struct locator {
	bool globe;
	double diameter;
	char crs[160];
};

static double width_metres(const struct sheet_context *c, const struct view *view) {
	double x, y;
	if (!view_metres(view, c->map->projector, rect_center(view->page), &x, &y))
		return INFINITY;
	return x * rect_width(view->page);
}

static void append(char *out, size_t size, const char *name, double value) {
	char number[40];
	size_t len = strlen(out);
	str_from_double(value, 4, number, sizeof(number));
	snprintf(out + len, size - len, " +%s=%s", name, number);
}

/* The region is shown in an azimuthal projection as large as a few maps. */
struct locator *locator_make(const struct sheet_context *c, const struct view *view) {
	double width = width_metres(c, view);
	struct point middle = view->center;
	/* No larger than a fifth of a small map, or it would hide what it explains. */
	double diameter = fmin(DIAMETER, fmin(rect_width(view->page), rect_height(view->page)) / 5);
	if (diameter < SMALLEST || width > CONTINENT_METRES
		|| projector_inverse(c->map->projector, &middle, 1) != 1)
		return NULL;
	struct locator *l = arena_new(c->arena, struct locator, 1);
	l->globe = width > GLOBE_METRES;
	l->diameter = floor(diameter);
	snprintf(l->crs, sizeof(l->crs), "%s",
		l->globe ? "+proj=ortho +R=6371000" : "+proj=laea +R=6371000");
	/* Turned a little towards the equator, so that the globe is not seen from above
	 * one pole; the map stays near the middle. */
	append(l->crs, sizeof(l->crs), "lat_0", l->globe ? middle.y * 0.8 : middle.y);
	append(l->crs, sizeof(l->crs), "lon_0", middle.x);
	return l;
}

struct point locator_size(const struct locator *l) {
	return (struct point){ l->diameter + 4, l->diameter + 4 };
}

/* The frame of the map as a ring of degrees. */
static struct geom frame_ring(const struct sheet_context *c, const struct view *view,
	struct arena *a) {
	struct rect f = view->page;
	struct point corner[5] = { f.min, { f.min.x, f.max.y }, f.max, { f.max.x, f.min.y },
		f.min };
	struct geom g = { .type = GEOM_POLYGONS, .nparts = 1 };
	g.point = arena_new(a, struct point, 4 * FRAME_SAMPLES + 1);
	g.end = arena_new(a, uint32_t, 1);
	for (int side = 0; side < 4; side++)
		for (int i = 0; i < FRAME_SAMPLES; i++) {
			double t = (double)i / FRAME_SAMPLES;
			struct point p = { corner[side].x
					+ (corner[side + 1].x - corner[side].x) * t,
				corner[side].y + (corner[side + 1].y - corner[side].y) * t };
			g.point[g.npoints++] = view_from_page(view, p);
		}
	g.point[g.npoints] = g.point[0];
	g.end[0] = ++g.npoints;
	if (projector_inverse(c->map->projector, g.point, g.npoints) != g.npoints)
		g.npoints = g.nparts = 0;
	return g;
}

/* One country on the page of the locator; empty when it is not seen. */
static struct geom land_on_page(const struct geom *land, struct projector *p,
	const struct view *view, struct arena *scratch) {
	struct geom g = geom_project(land, p, 0.3 / view->scale, view->world, scratch);
	for (uint32_t k = 0; k < g.npoints; k++)
		g.point[k] = view_to_page(view, g.point[k]);
	g = geom_clip(&g, rect_grow(view->page, 2), scratch);
	return geom_simplify(&g, 0.25, scratch);
}

static void add_rings(struct path_builder *b, const struct geom *g) {
	for (uint32_t part = 0; part < g->nparts; part++) {
		uint32_t start = geom_start(g, part);
		path_move(b, g->point[start].x, g->point[start].y);
		for (uint32_t k = start + 1; k + 1 < g->end[part]; k++)
			path_line(b, g->point[k].x, g->point[k].y);
		path_close(b);
	}
}

/* All land is one path, so that no seam shows between neighbours.  On a region borders
 * help to know it; on a globe they would be a scribble. */
static void draw_land(const struct sheet_context *c, struct projector *p, const struct view *view,
	bool borders, struct scene *scene) {
	struct arena scratch = ARENA_INIT;
	struct path_builder all = { .arena = scene->arena };
	for (uint32_t i = 0; i < c->sheet->land->nfeatures; i++) {
		struct geom g = land_on_page(&c->sheet->land->feature[i].geom, p, view, &scratch);
		add_rings(&all, &g);
		arena_release(&scratch);
	}
	struct stroke edge = { .color = c->color.paper,
		.width = 0.6,
		.miter_limit = 2,
		.join = JOIN_ROUND };
	struct path path = path_builder_path(&all);
	if (path.nverbs)
		scene_fill(scene, path, c->color.land);
	if (path.nverbs && borders)
		scene_stroke(scene, path, &edge);
}

/* A frame too small to see becomes a mark of this size. */
static void enlarge(struct geom *g, double least) {
	struct rect box = geom_bounds(g);
	struct point middle = rect_center(box);
	double times = least / fmax(rect_width(box), rect_height(box));
	for (uint32_t k = 0; times > 1 && k < g->npoints; k++) {
		g->point[k].x = middle.x + (g->point[k].x - middle.x) * times;
		g->point[k].y = middle.y + (g->point[k].y - middle.y) * times;
	}
}

static void draw_here(const struct sheet_context *c, struct projector *p, const struct view *view,
	const struct view *map_view, struct scene *scene) {
	struct arena scratch = ARENA_INIT;
	struct geom ring = frame_ring(c, map_view, &scratch);
	struct geom g = geom_project(&ring, p, 0.2 / view->scale, view->world, &scratch);
	for (uint32_t k = 0; k < g.npoints; k++)
		g.point[k] = view_to_page(view, g.point[k]);
	if (g.npoints) {
		enlarge(&g, 7);
		struct color tint = c->color.accent;
		tint.a = 0.14f;
		struct stroke edge = { .color = c->color.accent, .width = 1.3, .miter_limit = 4 };
		struct path path = path_from_geom(&g, scene->arena);
		scene_fill(scene, path, tint);
		scene_stroke(scene, path, &edge);
	}
	arena_release(&scratch);
}

static struct path disc(struct scene *scene, struct point middle, double radius) {
	struct path_builder b = { .arena = scene->arena };
	path_circle(&b, middle, radius);
	return path_builder_path(&b);
}

void locator_draw(const struct locator *l, const struct sheet_context *c,
	const struct view *map_view, struct scene *scene, struct rect box) {
	struct arena quiet = ARENA_INIT;
	struct diag ignored;
	struct view view;
	diag_init(&ignored, &quiet);
	struct projector *p = projector_open(l->crs, &ignored);
	if (p) {
		double radius = l->diameter / 2;
		double reach = l->globe ? 6371000 : fmax(1.1e6, 2.6 * width_metres(c, map_view));
		struct rect page = rect_grow((struct rect){ rect_center(box), rect_center(box) },
			radius);
		view_set(&view, p, page, (struct point){ 0, 0 }, radius / reach, 0);
		struct stroke rim = { .color = c->color.frame, .width = 1, .miter_limit = 4 };
		struct path *edge = arena_new(scene->arena, struct path, 1);
		*edge = disc(scene, rect_center(box), radius);
		scene_fill(scene, *edge, c->color.sea);
		scene_push(scene, edge, 1);
		draw_land(c, p, &view, !l->globe, scene);
		draw_here(c, p, &view, map_view, scene);
		scene_pop(scene);
		scene_stroke(scene, *edge, &rim);
	}
	projector_close(p);
	arena_release(&quiet);
}
