#ifndef STYLE_COLOR_H
#define STYLE_COLOR_H

#include "base/arena.h"
#include "data/value.h"

/* What constants and coercions make of a value; false: it is not one. */
bool value_to_padding(const struct value *v, struct value *out, struct arena *arena);
bool value_to_numbers(const struct value *v, struct value *out, struct arena *arena);
bool value_to_colors(const struct value *v, struct value *out, struct arena *arena);
bool value_to_anchors(const struct value *v, struct value *out, struct arena *arena);
bool value_to_projection(const struct value *v, struct value *out, struct arena *arena);
struct value value_formatted(struct str text, struct arena *arena);

/* Between two colours, along the lightness, chroma and hue or the axes of CIELAB
 * (D50 white, as d3-color and the specification have it). */
struct color color_mix_hcl(struct color a, struct color b, double t);
struct color color_mix_lab(struct color a, struct color b, double t);
struct color color_mix_rgb(struct color a, struct color b, double t);

#endif
