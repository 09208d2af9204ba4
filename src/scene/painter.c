#include "scene/painter.h"

#include "geo/boxindex.h"

/* One replay: which groups are open, the innermost last. */
struct replay {
	struct painter *painter;
	const struct scene *scene;
	uint32_t group;
};

/* Whether `group` is `of` or around it. */
static bool holds(const struct scene *scene, uint32_t group, uint32_t of) {
	while (of != SCENE_NO_GROUP && of > group)
		of = scene->parent[of];
	return of == group;
}

static void open_groups(struct replay *r, uint32_t group) {
	if (group == r->group)
		return;
	open_groups(r, r->scene->parent[group]);
	r->painter->ops->push_group(r->painter, &r->scene->op[group]);
	r->group = group;
}

/* Leaves the groups that do not hold `group`, then enters those that do. */
static void enter(struct replay *r, uint32_t group) {
	while (r->group != SCENE_NO_GROUP && !holds(r->scene, r->group, group)) {
		r->painter->ops->pop_group(r->painter);
		r->group = r->scene->parent[r->group];
	}
	open_groups(r, group);
}

void painter_draw(struct painter *painter, const struct scene_op *op) {
	switch (op->type) {
	case SCENE_FILL:
		painter->ops->fill(painter, op);
		break;
	case SCENE_STROKE:
		painter->ops->stroke(painter, op);
		break;
	case SCENE_GLYPHS:
		painter->ops->glyphs(painter, op);
		break;
	case SCENE_ICON:
		painter->ops->icon(painter, op);
		break;
	case SCENE_IMAGE:
		painter->ops->image(painter, op);
		break;
	case SCENE_PUSH_GROUP:
		painter->ops->push_group(painter, op);
		break;
	case SCENE_POP_GROUP:
		painter->ops->pop_group(painter);
		break;
	}
}

static bool visit(uint32_t i, void *user) {
	struct replay *r = user;
	if (!scene_draws(&r->scene->op[i]))
		return true;
	enter(r, r->scene->parent[i]);
	painter_draw(r->painter, &r->scene->op[i]);
	return true;
}

void painter_replay(struct painter *painter, const struct scene *scene, struct rect window) {
	struct replay r = { painter, scene, SCENE_NO_GROUP };
	painter->ops->begin(painter, scene, window);
	if (scene->nops)
		boxindex_search(scene->index, window, visit, &r);
	while (r.group != SCENE_NO_GROUP) {
		painter->ops->pop_group(painter);
		r.group = scene->parent[r.group];
	}
}

bool painter_finish(struct painter *painter, struct out *out, struct diag *diag) {
	return painter->ops->finish(painter, out, diag);
}

void painter_close(struct painter *painter) {
	if (painter)
		painter->ops->close(painter);
}
