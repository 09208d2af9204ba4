#ifndef COMPOSE_SYMBOL_PARTS_H
#define COMPOSE_SYMBOL_PARTS_H

#include "compose/symbol.h"
#include "label/around.h"
#include "label/place.h"

/* What the files of compose/symbol*.c share. */

/* What is drawn where label i of the list is placed. */
struct symbol {
	const struct drawn *drawn;
	const struct icon *icon; /* NULL: none */
	double icon_scale, icon_angle;
	struct point icon_at;     /* where the icon's drawing has its middle */
	bool icon_slides;         /* it stands at the label's spot, not at icon_at */
	struct point icon_offset; /* from the spot then, turned with it */
	double text_size;
	double sort_key;
	uint32_t layer, order; /* index of the style's layer; in order of collecting */
};

/* A layer's settings that no feature changes. */
struct symbol_layer {
	const struct style_layer *layer;
	uint32_t first, count; /* symbols */
	bool fine, never_drop, has_anchors;
	bool names; /* never-drop was asked for */
	enum label_anchor anchor[LABEL_NANCHORS];
	uint32_t nanchors; /* of sitmap:anchors */
	double density, text_padding, area_price;
	struct label_part icon, text;
	const struct drawn *areas; /* its features as polygons, once they were asked for */
	uint32_t nareas;
};

/* Numbers for texts: equal texts of one scope have equal numbers. */
struct text_keys {
	struct text_key *key;
	uint32_t count, capacity;
	uint32_t *bucket;
};

struct symbols {
	struct compose *c;
	struct arena arena; /* of the list and of this; the scratch arena is for less */
	struct label_list list;
	struct symbol *symbol; /* one a label */
	uint32_t nsymbols, symbol_capacity;
	struct symbol_layer *layer; /* one for each of the style's layers */
	struct label_choice *choice;
	struct text_keys keys;
};

/* metadata of the layer, else of the style; NULL: none. */
const struct json *symbol_metadata(const struct symbols *s, const struct style_layer *layer,
	const char *name);

uint32_t text_key(struct symbols *s, uint32_t scope, struct str text);

/* The text of one feature, not shaped yet. */
struct symbol_text {
	const struct text_section *section;
	uint32_t nsections;
	struct text_style style;
	struct str plain; /* all sections in a row */
};

/* The text field with everything that shapes it; `env` holds the feature.  False
 * when there is nothing to write. */
bool symbol_text_read(struct symbols *s, const struct style_layer *layer, struct symbol_text *out);

/* In lines of the widest allowed, or in one. */
const struct glyph_run *symbol_text_shape(struct symbols *s, const struct symbol_text *text,
	enum text_justify justify, bool wrap);
enum text_justify symbol_justify(struct symbols *s, const struct style_layer *layer,
	enum label_anchor anchor);

/* "Noto Sans Semi Bold Italic" to family, weight and slant; family in the arena. */
void font_name_parse(struct str name, struct text_style *style, struct arena *arena);

/* An icon as one feature wants it: what it covers, turned not yet, from the point
 * of the symbol.  False: none. */
struct symbol_icon {
	const struct icon *icon;
	double scale, angle; /* of its own: icon-rotate, radians */
	struct point offset; /* its drawing's middle from the point, not turned */
	struct rect box;
	double padding[4]; /* top, right, bottom, left */
	double radius;     /* of a circle around what it inks */
};
bool symbol_icon_read(struct symbols *s, const struct style_layer *layer, struct symbol_icon *out);

/* The layer's choice of a word among the alternatives; `env` holds the feature. */
bool symbol_is(struct symbols *s, const struct style_layer *layer, enum style_prop prop,
	const char *word);

/* Appends the label and its symbol for one point. */
void symbol_add_point(struct symbols *s, struct symbol_layer *l, const struct drawn *drawn,
	struct point at, const struct symbol_text *text, const struct symbol_icon *icon);

/* Where in its area a name of this size may stand as well, best first, none of them
 * `at` itself.  None for what is not an area.  The environment keeps its feature. */
struct area_place {
	struct point middle;
	double cost;
};
enum { SYMBOL_AREA_PLACES = 24 };
uint32_t symbol_area_places(struct symbols *s, struct symbol_layer *l,
	const struct feature *feature, struct point at, struct point size,
	struct area_place out[SYMBOL_AREA_PLACES]);

/* Appends those along the lines of all features of a layer. */
void symbol_add_lines(struct symbols *s, struct symbol_layer *l);

/* What labels of the layer have in common. */
struct label symbol_label(struct symbols *s, const struct symbol_layer *l,
	const struct drawn *drawn);

/* Records what the labels from `first` on of the list draw. */
void symbol_record(struct symbols *s, struct symbol_layer *l, const struct symbol *like,
	uint32_t first);

#endif
