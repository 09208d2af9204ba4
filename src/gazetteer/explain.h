#ifndef GAZETTEER_EXPLAIN_H
#define GAZETTEER_EXPLAIN_H

#include "base/out.h"
#include "gazetteer/gazetteer.h"

/* One JSON line for each candidate, best first, as `sitmap geocode --json`
 * promises: query, rank, name, lon, lat, country, admin1, feature_code, id,
 * score, reasons, and the verdict on the query. */
void geocode_print_json(struct out *out, struct str query, const struct place_result *result);

/* The same for people: the verdict and a line for each candidate; at most `most`.
 * With `parts`, below each what its score is made of. */
void geocode_print(struct out *out, struct str query, const struct place_result *result,
	uint32_t most, bool parts);

/* "clear", "decided", "ambiguous", "unknown". */
const char *place_verdict_name(enum place_verdict verdict);

/* Why the first candidate was taken, in words; empty where there is nothing to say. */
const char *place_reason(const struct place_result *result);

/* Says which place a name was taken for, unless it is just its name: a note, and a warning where
 * a far larger place may be meant.  The verdict is clear or decided. */
void place_tell(const struct place_result *result, struct str name, struct where at,
	struct diag *diag);

/* What a user types to mean exactly this candidate: "Name, CC" where no other of
 * the first `n` candidates lies in that country, else its own name where that
 * tells it apart; NULL: only lon and lat do. */
const char *place_pin_among(const struct place_result *result, uint32_t n, uint32_t i,
	struct str name, struct arena *arena);

/* The same among all candidates; "lon 42.17, lat 36.9" where no name does,
 * "lon and lat" where there is no candidate `i`. */
const char *place_pin(const struct place_result *result, uint32_t i, struct str name,
	struct arena *arena);

#endif
