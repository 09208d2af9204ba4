#ifndef APP_BATCH_H
#define APP_BATCH_H

#include "gazetteer/gazetteer.h"

/* Geocodes a CSV table: its columns place (or name) and, where there, country and class
 * are the query over `common`; the same rows come out with lon, lat, id, match, verdict
 * and reason behind them.  `*unplaced` counts rows that are unknown or ambiguous, whose
 * new cells but the last two stay empty. */
bool batch_geocode(const char *path, struct gazetteer *g, const struct place_query *common,
	long *unplaced, struct arena *arena, struct diag *diag);

#endif
