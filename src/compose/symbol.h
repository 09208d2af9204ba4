#ifndef COMPOSE_SYMBOL_H
#define COMPOSE_SYMBOL_H

#include "compose/context.h"

/*
 * The symbol layers of one map: first all are collected, in the order of the
 * style, then placed together (a layer further up in the style is placed
 * first, within a layer symbol-sort-key decides), then each is drawn when its
 * turn comes.
 */
struct symbols;

struct symbols *symbols_new(struct compose *c);
void symbols_collect(struct symbols *s, const struct style_layer *layer);

/* A line or box in page units that labels keep off: cost INFINITY: never
 * crossed; else the price of crossing it, 1 for a river or a border. */
void symbols_avoid_line(struct symbols *s, const struct geom *lines, double width, double cost);
void symbols_avoid_box(struct symbols *s, struct rect box, double cost);

void symbols_place(struct symbols *s);
/* Returns how many symbols were drawn. */
uint32_t symbols_draw(struct symbols *s, const struct style_layer *layer);

#endif
