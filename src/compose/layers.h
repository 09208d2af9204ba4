#ifndef COMPOSE_LAYERS_H
#define COMPOSE_LAYERS_H

#include "compose/context.h"

/* One style layer of each type to operations of the scene, in the order of the
 * source's features.  Each returns how many features were drawn. */
uint32_t compose_background(struct compose *c, const struct style_layer *layer);
uint32_t compose_fill(struct compose *c, const struct style_layer *layer);
uint32_t compose_line(struct compose *c, const struct style_layer *layer);
uint32_t compose_circle(struct compose *c, const struct style_layer *layer);

/* Whether an area layer draws the boundaries of its areas too. */
bool compose_fill_is_outlined(const struct compose *c, const struct style_layer *layer);

/* Colour times opacity; alpha below 1/512 is nothing. */
struct color compose_color(struct compose *c, const struct style_layer *layer,
	enum style_prop color, enum style_prop opacity);
bool color_is_visible(struct color color);

/* The pen of a line layer for the environment's feature; false: nothing is seen. */
bool compose_stroke(struct compose *c, const struct style_layer *layer, struct stroke *stroke);

/* *-translate with its anchor (map or viewport), page units. */
struct point compose_translate(struct compose *c, const struct style_layer *layer,
	enum style_prop translate, enum style_prop anchor);

/* A pattern of styles/icons/ by name in the colour of the layer; NULL: none.  On a web
 * map its grid lies on the ground, as large as it is at the next lower whole zoom;
 * else on the page. */
const struct scene_pattern *compose_pattern(struct compose *c, const struct style_layer *layer,
	enum style_prop pattern, struct color tint, struct point moved);

/* How much larger than at the next lower whole zoom the ground is on a web map, where
 * patterns and dashes belong to whole zooms; 1 on a sheet. */
double compose_zoom_growth(const struct compose *c);

/* A pixel in page units. */
double compose_pixel(const struct compose *c);

/* *-layer-opacity: what is drawn until compose_layer_end() fades as one. */
bool compose_layer_begin(struct compose *c, const struct style_layer *layer,
	enum style_prop opacity);
void compose_layer_end(struct compose *c, bool begun);

/* The layer's features in the order of its sort key, those of one key in the
 * source's; in the scratch arena. */
const uint32_t *compose_order(struct compose *c, const struct style_layer *layer,
	enum style_prop key, const struct drawn *drawn, uint32_t n);

/* In place. */
void geom_move(struct geom *g, struct point by);
struct geom geom_copy(const struct geom *g, struct arena *a);

#endif
