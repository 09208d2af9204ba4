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

/* The colours that the specification knows: names, #rgb, #rgba, #rrggbb, #rrggbbaa,
 * rgb(), rgba(), hsl(), hsla(). */
bool rgba_parse(struct str css, struct rgba *out);

/* Between two colours, along the lightness, chroma and hue or the axes of CIELAB
 * (D50 white, as d3-color and the specification have it). */
struct rgba rgba_mix_hcl(struct rgba a, struct rgba b, double t);
struct rgba rgba_mix_lab(struct rgba a, struct rgba b, double t);
struct rgba rgba_mix(struct rgba a, struct rgba b, double t);

#endif
