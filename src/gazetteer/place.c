#include "gazetteer/gazetteer.h"

#include <string.h>

#include "gazetteer/distance.h"
#include "gazetteer/explain.h"
#include "gazetteer/keys.h"
#include "gazetteer/rank.h"

const struct place *gazetteer_place(struct gazetteer *g, struct str id, struct arena *arena) {
	struct stored s;
	if (!store_read_id(g, id, &s, arena))
		return NULL;
	struct place *p = arena_new(arena, struct place, 1);
	*p = s.place;
	return p;
}

/* Of several names in one language, the one that is the main name written in
 * its letters: by sound the nearest, so that "al-Malikiyah" is not shown as
 * "Derik", nor a district's full title as the town. */
struct str gazetteer_name(struct gazetteer *g, struct str id, struct str language,
	struct arena *arena) {
	struct stored s;
	struct place_name name;
	struct folded own, other;
	struct str best = { "", 0 };
	double least = 2;
	if (!store_read_id(g, id, &s, arena))
		return best;
	fold(s.place.name, &own);
	struct str names = s.names;
	while (store_next_name(&names, &name)) {
		if (!str_equal(name.language, language))
			continue;
		fold(name.text, &other);
		double distance = sound_distance((struct str){ own.sound, own.nsound },
			(struct str){ other.sound, other.nsound });
		if (distance < least) {
			least = distance;
			best = name.text;
		}
	}
	if (!best.len && str_equal(language, STR("en")))
		return s.place.name;
	return best;
}

bool gazetteer_country_code(struct gazetteer *g, struct str name, char code[4]) {
	struct store_country country;
	struct arena arena = ARENA_INIT;
	bool found = context_country(g, name, &country, &arena);
	if (found)
		memcpy(code, country.code, sizeof(country.code));
	arena_release(&arena);
	return found;
}

/* How far a place without a box reaches, metres: as far as its point may be off, which is half
 * a region's size, else by what it is and how many live there. */
static double reach(const struct place *p) {
	static const double division = 80e3, district = 30e3, least = 5e3, most = 30e3;
	if (str_equal(p->class, STR("region")))
		return fmax(p->precision, division);
	if (str_equal(p->class, STR("district")))
		return fmax(p->precision, district);
	return fmax(p->precision, fmin(most, fmax(least, 10 * sqrt(p->population))));
}

static struct rect box_around(struct point at, double metres) {
	static const double degree = 111320; /* metres */
	double up = metres / degree,
	       aside = fmin(180, up / fmax(0.01, cos(at.y * (3.14159265358979324 / 180))));
	return (struct rect){ { at.x - aside, fmax(-90, at.y - up) },
		{ at.x + aside, fmin(90, at.y + up) } };
}

bool gazetteer_extent(struct gazetteer *g, struct str name, struct rect *out, struct diag *diag) {
	enum { MOST_CANDIDATES = 4 };
	struct store_country country;
	struct arena arena = ARENA_INIT;
	struct place_query query = { .name = name };
	struct place_result result;
	bool found = context_country(g, name, &country, &arena);
	if (found) {
		*out = country.extent;
	} else if (gazetteer_find(g, &query, MOST_CANDIDATES, &result, &arena, diag)
		&& (result.verdict == PLACE_CLEAR || result.verdict == PLACE_DECIDED)) {
		struct stored s;
		const struct place *p = result.match[0].place;
		found = true;
		place_tell(&result, name, WHERE_NOWHERE, diag);
		if (!store_read_id(g, p->id, &s, &arena) || !store_read_extent(g, s.number, out))
			*out = box_around(p->at, reach(p));
	} else {
		diag_error(diag, WHERE_NOWHERE, "\"%.*s\" is %s", STR_ARG(name),
			result.verdict == PLACE_AMBIGUOUS
				? "the name of several places; add the country, as in \"Name, CC\""
				: "no country, region or place of the gazetteer");
	}
	arena_release(&arena);
	return found;
}

bool gazetteer_class(struct gazetteer *g, struct str word, struct str *class, const char **near) {
	*near = NULL;
	*class = class_of_word(word);
	if (class->len)
		return true;
	*class = word;
	if (store_may_have_class(g, word))
		return true;
	*near = class_nearest(word);
	return false;
}
