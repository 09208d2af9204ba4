#ifndef COMPOSE_SYMBOL_H
#define COMPOSE_SYMBOL_H

#include "compose/context.h"

/*
 * The symbol layers of one map: first all are collected, in the order of the
 * style, then placed together (a layer further up in the style is placed
 * first, within a layer symbol-sort-key decides), then each is drawn when its
 * turn comes.
 *
 * On a bare picture symbols are placed as a web map places them.  On a sheet they
 * are placed finely: texts take the better of their anchors, keep off lines that
 * have a price, slide along lines to where these are straight, are not repeated
 * nearby, make room for one another and never cross the frame.  Metadata of a
 * layer, or of the style for all its layers, say more:
 *
 *   "sitmap:placement"   "fine" or "plain", whatever the picture is
 *   "sitmap:never-drop"  true: where no anchor is free the text moves away and is
 *                        tied to its symbol by a line; fine.  Of a layer with more
 *                        than 60 symbols, or where these names with those
 *                        of the layers further up take more than a third of the
 *                        map, nobody could follow all those lines: they stand
 *                        where there is room, the symbols all
 *   "sitmap:anchors"     where texts may stand around their symbol, best first:
 *                        "right-above", "right-below", "left-above", "left-below",
 *                        "right", "left", "above", "below", "over"; true: the
 *                        first eight in this order (Imhof's); fine
 *   "sitmap:density"     of a layer's names at most one in a square of this many
 *                        page units, about; fine
 *   "sitmap:avoid"       on a line layer: what it costs a name to cross it, 1 for a
 *                        river, "never" for what no name may cross; a name gives up its best place for one that
 *                        costs less by 0.14 for each place further down its list;
 *                        on a fill layer: what it costs to lie in it (0.4 for land:
 *                        names of coast towns write out to sea)
 *   "sitmap:avoid-areas" on a symbol layer: how many times dearer it is for its names
 *                        to lie in areas that have a price (names of seas on land)
 *   "sitmap:number"      the property whose value is written into icons that have
 *                        a place for a number
 *   "sitmap:leader-color", "sitmap:leader-width"  of the lines of never-drop texts
 */
struct symbols;

struct symbols *symbols_new(struct compose *c);
void symbols_close(struct symbols *s);
void symbols_collect(struct symbols *s, const struct style_layer *layer);

/* A line or box in page units that labels keep off: cost INFINITY: never
 * crossed; else the price of crossing it, 1 for a river or a border. */
void symbols_avoid_line(struct symbols *s, const struct geom *lines, double width, double cost);
void symbols_avoid_area(struct symbols *s, const struct geom *polygons, double cost);
void symbols_avoid_box(struct symbols *s, struct rect box, double cost);

void symbols_place(struct symbols *s);
/* Returns how many symbols were drawn. */
uint32_t symbols_draw(struct symbols *s, const struct style_layer *layer);

#endif
