#include "scene/scene.h"

#include "geo/boxindex.h"

void scene_init(struct scene *scene, struct rect page, struct arena *arena) {
	*scene = (struct scene){ .arena = arena, .page = page };
}

struct scene_op *scene_add(struct scene *scene, enum scene_type type, struct rect bounds) {
	struct scene_op *op = arena_push(scene->arena, scene->op, scene->nops, scene->capacity);
	*op = (struct scene_op){ .type = type,
		.bounds = bounds,
		.layer = scene->layer,
		.subject = scene->subject };
	return op;
}

void scene_fill(struct scene *scene, struct path path, struct color color) {
	struct scene_op *op = scene_add(scene, SCENE_FILL, path_bounds(&path));
	op->fill.path = path;
	op->fill.color = color;
}

double stroke_reach(const struct stroke *stroke) {
	double reach = 1;
	if (stroke->join == JOIN_MITER && stroke->miter_limit > reach)
		reach = stroke->miter_limit;
	if (stroke->cap == CAP_SQUARE && reach < 1.5)
		reach = 1.5;
	return reach * stroke->width / 2;
}

void scene_stroke(struct scene *scene, struct path path, const struct stroke *stroke) {
	struct rect bounds = rect_grow(path_bounds(&path), stroke_reach(stroke));
	struct scene_op *op = scene_add(scene, SCENE_STROKE, bounds);
	op->stroke.path = path;
	op->stroke.stroke = *stroke;
}

static struct scene_op *add_text(struct scene *scene, const struct glyph_run *run, struct point at,
	double angle, const struct glyph_spot *spot, double halo_width) {
	struct rect ink = glyph_run_bounds(run, at, angle, spot);
	struct scene_op *op = scene_add(scene, SCENE_GLYPHS, rect_grow(ink, halo_width));
	op->glyphs.run = run;
	op->glyphs.at = at;
	op->glyphs.angle = angle;
	op->glyphs.spot = spot;
	op->glyphs.halo_width = halo_width;
	return op;
}

void scene_text(struct scene *scene, const struct glyph_run *run, struct point at,
	struct color color, struct color halo, double halo_width) {
	struct scene_op *op = add_text(scene, run, at, 0, NULL, halo_width);
	op->glyphs.color = color;
	op->glyphs.halo = halo;
}

void scene_text_turned(struct scene *scene, const struct glyph_run *run, struct point at,
	double angle, struct color color, struct color halo, double halo_width) {
	struct scene_op *op = add_text(scene, run, at, angle, NULL, halo_width);
	op->glyphs.color = color;
	op->glyphs.halo = halo;
}

void scene_text_along(struct scene *scene, const struct glyph_run *run,
	const struct glyph_spot *spot, struct color color, struct color halo, double halo_width) {
	struct point at = { 0, 0 };
	if (glyph_run_nclusters(run))
		at = spot[0].at;
	struct scene_op *op = add_text(scene, run, at, 0, spot, halo_width);
	op->glyphs.color = color;
	op->glyphs.halo = halo;
}

void scene_icon(struct scene *scene, const struct icon *icon, struct point at, double angle,
	double scale, struct color tint, struct color rim) {
	struct rect box = icon_bounds(icon), bounds = RECT_EMPTY;
	struct transform t = transform_of(at, angle, scale);
	if (!rect_is_empty(box)) {
		bounds = rect_add(bounds, transform_point(&t, box.min));
		bounds = rect_add(bounds, transform_point(&t, box.max));
		bounds = rect_add(bounds,
			transform_point(&t, (struct point){ box.min.x, box.max.y }));
		bounds = rect_add(bounds,
			transform_point(&t, (struct point){ box.max.x, box.min.y }));
	}
	struct scene_op *op = scene_add(scene, SCENE_ICON, bounds);
	op->icon.icon = icon;
	op->icon.at = at;
	op->icon.angle = angle;
	op->icon.scale = scale;
	op->icon.opacity = 1;
	op->icon.tint = tint;
	op->icon.rim = rim;
}

void scene_push(struct scene *scene, const struct path *clip, double opacity) {
	struct scene_op *op = scene_add(scene, SCENE_PUSH_GROUP, (struct rect)RECT_EMPTY);
	op->group.opacity = opacity;
	op->group.clip = clip;
}

void scene_pop(struct scene *scene) {
	scene_add(scene, SCENE_POP_GROUP, (struct rect)RECT_EMPTY);
}

static bool rect_within(struct rect r, struct rect around) {
	return r.min.x >= around.min.x && r.max.x <= around.max.x && r.min.y >= around.min.y
		&& r.max.y <= around.max.y;
}

/* Gives each operation the group it is in, each group the bounds of what is in
 * it, and cuts what a group's clip hides from the bounds of its contents. */
static uint32_t *find_groups(struct scene *scene) {
	uint32_t *parent = arena_new(scene->arena, uint32_t, scene->nops);
	uint32_t group = SCENE_NO_GROUP;
	struct rect clip = { { -INFINITY, -INFINITY }, { INFINITY, INFINITY } };
	struct rect *outer = arena_new(scene->arena, struct rect, scene->nops);
	for (uint32_t i = 0; i < scene->nops; i++) {
		struct scene_op *op = &scene->op[i];
		if (op->type == SCENE_POP_GROUP) {
			parent[i] = group;
			if (group == SCENE_NO_GROUP)
				continue;
			struct rect inside = scene->op[group].bounds;
			clip = outer[group];
			group = parent[group];
			if (group != SCENE_NO_GROUP)
				scene->op[group].bounds = rect_union(scene->op[group].bounds,
					inside);
			continue;
		}
		parent[i] = group;
		if (op->type == SCENE_PUSH_GROUP) {
			outer[i] = clip;
			if (op->group.clip)
				clip = rect_intersection(clip, path_bounds(op->group.clip));
			group = i;
			continue;
		}
		op->clipped = !rect_within(op->bounds, clip);
		op->bounds = rect_intersection(op->bounds, clip);
		if (group != SCENE_NO_GROUP && !rect_is_empty(op->bounds))
			scene->op[group].bounds = rect_union(scene->op[group].bounds, op->bounds);
	}
	return parent;
}

bool scene_draws(const struct scene_op *op) {
	return op->type != SCENE_PUSH_GROUP && op->type != SCENE_POP_GROUP
		&& !rect_is_empty(op->bounds);
}

void scene_seal(struct scene *scene) {
	if (scene->index || scene->nops == 0)
		return;
	scene->parent = find_groups(scene);
	struct rect *box = arena_new(scene->arena, struct rect, scene->nops);
	for (uint32_t i = 0; i < scene->nops; i++) {
		/* What inks nothing needs a box all the same; replay skips it. */
		if (scene_draws(&scene->op[i]))
			box[i] = scene->op[i].bounds;
		else
			box[i] = (struct rect){ scene->page.min, scene->page.min };
	}
	scene->index = boxindex_build(box, scene->nops, scene->arena);
}
