#ifndef COMPOSE_MARKS_H
#define COMPOSE_MARKS_H

#include "compose/compose.h"

/*
 * Events that are too many for symbols: those that lie close together become one feature
 * with a circle, whose ring shows their kinds by colour (what is not certain is hollow) and
 * whose figure is their number.  All others stay, without number and date.
 */
struct marked {
	struct layer events;         /* the largest circles first, then events alone */
	struct layer routes;         /* equal ones are one, its number is how many it stands for */
	struct layer precision;      /* rings of events alone, and of routes */
	const struct map_mark *mark; /* one a feature of `events` */
	const uint32_t *color;       /* which colour of the rings each event of the list has */
	uint32_t nclusters, largest; /* the count of the largest */
};

/* True when the style has symbols that may give way to circles. */
bool marks_are_possible(const struct map *map);

/* True when so many symbols would cover each other in this view that they say nothing. */
bool marks_are_better(const struct map *map, const struct view *view, const struct layer *events,
	struct arena *arena);

/* The layers of a list, which share their columns. */
struct marks_input {
	const struct layer *events, *routes, *precision;
	struct str language;
	/* The same list in another style: its rings are divided as they are there, since a
	 * colour that two kinds share can be swapped only as a whole.  NULL: none. */
	const struct marked *as;
};
struct marked *marks_make(const struct map *map, const struct view *view,
	const struct marks_input *input, struct arena *arena);

/* `columns`: those of the routes and two more, the count and the summary. */
void marks_join_routes(const struct layer *routes, const struct columns *columns,
	struct str language, struct layer *out, struct arena *arena);

#endif
