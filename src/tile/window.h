#ifndef TILE_WINDOW_H
#define TILE_WINDOW_H

#include "base/digest.h"
#include "scene/painter.h"

/*
 * What one tile shows of a scene: the operations that reach it, their paths
 * without what lies elsewhere.  A tile that lies inside fills and meets nothing
 * else is known by their colours and need not be painted.
 */
struct window {
	struct scene_op *op;
	uint32_t nops, capacity;
	bool solid; /* every operation fills the whole tile with its colour */
};

/* The scene is sealed.  What is hidden behind a fill that covers
 * the window is left out. */
void window_find(const struct scene *scene, struct rect at, struct window *out,
	struct arena *arena);

/* Replays it; `at` as in window_find(). */
void window_paint(const struct window *window, struct painter *painter, const struct scene *scene,
	struct rect at);

/* Adds everything that its pixels depend on, but the scale: equal digests are equal
 * pictures. */
void window_digest(const struct window *window, struct rect at, struct digest_stream *to);

#endif
