#ifndef SCENE_PAINTER_H
#define SCENE_PAINTER_H

#include "base/out.h"
#include "scene/scene.h"

/* Turns scene operations into a picture.  Implementations embed this first
 * and are created by their own header in paint/. */
struct painter {
	const struct painter_ops *ops;
};

struct painter_ops {
	/* A new picture begins: what was drawn before is forgotten, the corner of
	 * `window` becomes that of the page. */
	void (*begin)(struct painter *, const struct scene *, struct rect window);
	void (*fill)(struct painter *, const struct scene_op *);
	void (*stroke)(struct painter *, const struct scene_op *);
	void (*glyphs)(struct painter *, const struct scene_op *);
	void (*icon)(struct painter *, const struct scene_op *);
	void (*image)(struct painter *, const struct scene_op *);
	void (*push_group)(struct painter *, const struct scene_op *);
	void (*pop_group)(struct painter *);
	/* Writes the finished picture; the caller commits `out`. */
	bool (*finish)(struct painter *, struct out *, struct diag *);
	void (*close)(struct painter *);
};

/* One operation, groups too, by the entry for its type. */
void painter_draw(struct painter *painter, const struct scene_op *op);

/* Everything of the (sealed) scene that touches `window`, moved so that its
 * corner is the page's.  Groups that hold nothing of it are left out.  A painter
 * can be used for one window after the other. */
void painter_replay(struct painter *painter, const struct scene *scene, struct rect window);
bool painter_finish(struct painter *painter, struct out *out, struct diag *diag);
void painter_close(struct painter *painter);

#endif
