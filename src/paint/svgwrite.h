#ifndef PAINT_SVGWRITE_H
#define PAINT_SVGWRITE_H

#include "paint/buffer.h"
#include "paint/svg.h"

/*
 * The parts of our SVG writer.  Two bytes that XML forbids stand for what is
 * known only when the picture is complete: SVG_PREFIX for the prefix of every
 * id, SVG_CLIP and eight hex digits for the clip of a group, which is left out
 * when nothing would be cut.
 */
#define SVG_PREFIX "\x01"
#define SVG_CLIP '\x02'

/* An open group of the scene. */
struct svg_level {
	uint32_t clip;             /* number of its clip; 0: none */
	bool in_layer, in_subject; /* what was open around it, and since when */
	uint32_t layer_level, subject_level;
	struct str layer, layer_id;
	const struct scene_subject *subject;
};

struct svg_clip {
	struct str path; /* path data */
	bool needed;
};

/* A shape whose attributes may be those of the next one too. */
struct svg_pending {
	const char *tag;
	struct buffer attributes, rest;
};

/* A label that waits for its neighbours, so that they share their attributes. */
struct svg_label {
	struct rect bounds;
	unsigned id;
	struct str element;
};

struct svg_icon {
	const struct icon *icon;
	struct color tint, rim;
	double scale; /* of a pattern; 0: a symbol */
	struct point origin;
	double angle; /* of a pattern's grid */
	bool mirrored;
};

/* Which characters of a face occur, for fonts put in the file. */
struct svg_face {
	const struct glyph_face *face;
	uint32_t *character;
	uint32_t ncharacters, capacity;
};

/* A colour within the group `scope`, and what it is on a dark screen. */
struct svg_swap {
	struct str scope;
	const char *property;
	struct color light, dark;
};

struct svg {
	struct painter painter;
	struct arena arena, scratch;
	struct svg_options options;
	struct scene_about about;
	struct point origin;
	double width, height;
	struct buffer body, defs;

	struct svg_level *level;
	uint32_t nlevels, levels_capacity;
	bool in_layer, in_subject;
	uint32_t layer_level, subject_level; /* levels open when they were opened */
	struct str layer, layer_id;          /* the id without the prefix */
	const struct scene_subject *subject;

	const struct scene *light, *dark; /* dark: NULL when there is none */
	struct svg_swap *swap;
	uint32_t nswaps, swaps_capacity;

	bool has_pending, in_style;
	struct svg_pending pending;
	struct buffer style; /* attributes of the open group */

	struct svg_label *label;
	uint32_t nlabels, labels_capacity;
	struct buffer label_attributes, label_halo;
	unsigned next_id;

	struct svg_clip *clip;
	uint32_t nclips, clips_capacity;
	struct svg_icon *icon;
	uint32_t nicons, icons_capacity;
	const struct scene_ramp **ramp;
	uint32_t nramps, ramps_capacity;
	struct str *name; /* ids given to layers and subjects */
	uint32_t nnames, names_capacity;
	struct svg_face *face;
	uint32_t nfaces, faces_capacity;
};

/* Opens what the op stands in: its layer, its subject. */
void svg_context(struct svg *s, const struct scene_op *op);

/* Closes the layer and the subject that are open in the innermost group. */
void svg_end_layer(struct svg *s);
void svg_push_group(struct painter *painter, const struct scene_op *op);
void svg_pop_group(struct painter *painter);

/* One element: "<tag", attributes that others may share, then the rest of it. */
void svg_shape(struct svg *s, struct str attributes, const char *tag, struct str rest);
/* Ends the group of shapes and labels that share attributes. */
void svg_end_shared(struct svg *s);

struct transform svg_transform(const struct svg *s);
struct buffer svg_scratch(struct svg *s);

/* " fill=...", with its opacity; name is "fill" or "stroke". */
void svg_paint(struct buffer *b, const char *name, struct color color);
/* "#aabbcc", or "#abc" where that says it. */
void svg_color(struct buffer *b, struct color color, bool in_full);
void svg_attribute(struct buffer *b, const char *name, double value, int precision);

/* The icon or pattern in the defs, one count for both; from 1. */
unsigned svg_define_icon(struct svg *s, const struct icon *icon, struct color tint,
	struct color rim);
unsigned svg_define_pattern(struct svg *s, const struct scene_pattern *pattern);
/* The gradient in the defs; from 1. */
unsigned svg_define_ramp(struct svg *s, const struct scene_ramp *ramp);
void svg_write_icons(struct svg *s);

void svg_text(struct svg *s, const struct scene_op *op);
void svg_flush_labels(struct svg *s);

/* The fonts, when they are to be in the file, as CSS. */
void svg_write_fonts(struct svg *s, struct buffer *to);

/* Remembers what the colours of the operation are on a dark screen; `number`: of its
 * icon, pattern or ramp in the defs.  Then the CSS of all. */
void svg_swap_colors(struct svg *s, const struct scene_op *op, unsigned number);
void svg_write_swaps(struct svg *s, struct buffer *to);

#endif
