#ifndef SCENE_SCENE_H
#define SCENE_SCENE_H

#include "base/color.h"
#include "scene/glyphs.h"
#include "scene/icon.h"

enum scene_type {
	SCENE_FILL,
	SCENE_STROKE,
	SCENE_GLYPHS,
	SCENE_ICON,
	SCENE_IMAGE,
	SCENE_PUSH_GROUP,
	SCENE_POP_GROUP,
};

enum stroke_cap { CAP_BUTT, CAP_ROUND, CAP_SQUARE };
enum stroke_join { JOIN_MITER, JOIN_ROUND, JOIN_BEVEL };

struct stroke {
	struct color color;
	double width, miter_limit, dash_offset;
	enum stroke_cap cap;
	enum stroke_join join;
	uint32_t ndashes;
	const double *dash; /* page units */
	bool hairline;      /* among pixels one of them wide, whatever `width` is */
	bool unjoined;      /* a line that returns to its start has two ends there and no join */
};

struct scene_attribute {
	struct str name, value;
};

/* The thing on the map that an operation stands for: an event, a route, a town.
 * SVG groups by it and gives it a <title>; PDF makes a link of it. */
struct scene_subject {
	struct str id, kind, title, link; /* link: empty, or http(s) */
	const struct scene_attribute *attribute;
	uint32_t nattributes;
};

/* A picture that repeats: `icon` on a grid of its size that begins at `origin` (zero:
 * the page's corner) and is turned by `angle` (radians, clockwise). */
struct scene_pattern {
	const struct icon *icon;
	struct color tint, rim;
	double scale;
	struct point origin;
	double angle;
	bool mirrored; /* rows go up from the origin, the picture upside down */
};

/* Colours that blend into one another along the way from `from` to `to`, or, with a
 * radius, from the middle `from` outwards; beyond its ends the last one goes on. */
struct scene_stop {
	double at; /* 0 to 1, rising */
	struct color color;
};
struct scene_ramp {
	struct point from, to;
	double radius; /* 0: along a line */
	const struct scene_stop *stop;
	uint32_t nstops;
};

struct image; /* decoded pixels, see scene/image.h */

/* The index of no group. */
#define SCENE_NO_GROUP UINT32_MAX

struct scene_op {
	enum scene_type type;
	struct rect bounds;                  /* of all that is inked; page units */
	struct str layer;                    /* id of the style layer or part of the sheet */
	const struct scene_subject *subject; /* NULL: none */
	bool clipped;                        /* a group's clip may cut it; set by scene_seal() */
	union {
		struct {
			struct path path;
			struct color color;
			const struct scene_pattern *pattern; /* NULL: colour */
			const struct scene_ramp *ramp;       /* NULL: colour */
			bool evenodd, aliased;
		} fill;
		struct {
			struct path path;
			struct stroke stroke;
			const struct scene_ramp *ramp;       /* NULL: the stroke's colour */
			const struct scene_pattern *pattern; /* NULL: likewise */
		} stroke;
		struct {
			const struct glyph_run *run;
			struct point at;               /* of the run's origin */
			double angle;                  /* radians, clockwise */
			const struct glyph_spot *spot; /* NULL, or one a cluster */
			struct color color, halo;
			double halo_width; /* beyond the outline; 0: none */
		} glyphs;
		struct {
			const struct icon *icon;
			struct point at;
			double angle, scale, opacity;
			struct color tint, rim;
		} icon;
		struct {
			const struct image *image;
			struct rect to;
			double opacity;
		} image;
		struct {
			double opacity;
			const struct path *clip; /* NULL: none */
		} group;
	};
};

/* What the whole picture says of itself. */
struct scene_about {
	struct str title, description, language, author, sources;
	bool rtl;
	int64_t date; /* seconds since 1970; for file metadata */
};

/* A display list.  Written once by one thread, then read by many. */
struct scene {
	struct arena *arena;
	struct scene_op *op;
	uint32_t nops, capacity;
	struct rect page;
	struct scene_about about;
	/* Set by scene_seal(): the index, and for each operation the push of the
	 * group it is in. */
	const struct boxindex *index;
	const uint32_t *parent;
	/* What scene_add() stamps on new operations. */
	struct str layer;
	const struct scene_subject *subject;
};

void scene_init(struct scene *scene, struct rect page, struct arena *arena);

/* The new operation, its layer and subject set; the caller fills the rest. */
struct scene_op *scene_add(struct scene *scene, enum scene_type type, struct rect bounds);

void scene_fill(struct scene *scene, struct path path, struct color color);
void scene_stroke(struct scene *scene, struct path path, const struct stroke *stroke);
void scene_text(struct scene *scene, const struct glyph_run *run, struct point at,
	struct color color, struct color halo, double halo_width);
/* Turned around `at`: radians, clockwise. */
void scene_text_turned(struct scene *scene, const struct glyph_run *run, struct point at,
	double angle, struct color color, struct color halo, double halo_width);
/* With a spot for each cluster (glyph_run_nclusters()), kept by the caller. */
void scene_text_along(struct scene *scene, const struct glyph_run *run,
	const struct glyph_spot *spot, struct color color, struct color halo, double halo_width);
void scene_icon(struct scene *scene, const struct icon *icon, struct point at, double angle,
	double scale, struct color tint, struct color rim);
void scene_push(struct scene *scene, const struct path *clip, double opacity);
void scene_pop(struct scene *scene);

/* How far ink may lie from the path that is stroked. */
double stroke_reach(const struct stroke *stroke);

/* False for a push, a pop, and what has no ink on the page. */
bool scene_draws(const struct scene_op *op);

/* Builds the index; nothing may be added afterwards.  Must be called before the
 * scene is replayed. */
void scene_seal(struct scene *scene);

#endif
