#ifndef LABEL_LIST_H
#define LABEL_LIST_H

#include "label/place.h"

/* Building a list of wishes; everything is kept in the list's arena. */

uint32_t label_add(struct label_list *list, const struct label *label);
void label_add_obstacle(struct label_list *list, const struct label_obstacle *obstacle);

/* Appends a spot to the label added last; spots come cheapest first. */
struct label_spot *label_add_spot(struct label_list *list, const struct label_spot *spot);

/* Appends what a rectangle covers that lies `box` from `at` and is turned around
 * it: one box when it lies level or upright, else several small ones along its
 * longer side.  Returns how many. */
uint32_t label_add_boxes(struct label_list *list, struct rect box, struct point at, double angle,
	double padding);

#endif
