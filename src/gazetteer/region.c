#include "gazetteer/region.h"

#include "gazetteer/asked.h"
#include "gazetteer/distance.h"
#include "gazetteer/keys.h"
#include "gazetteer/rank.h"
#include "geo/geodesic.h"

/* "03", "CA", not "Anbar": our own lists name the division. */
static bool is_division_code(struct str s) {
	return s.len > 0 && s.len <= 3;
}

static bool is_named(const struct region *r, struct str admin1) {
	struct folded own;
	enum fit fit;
	if (!admin1.len || is_division_code(admin1))
		return false;
	fold(admin1, &own);
	return name_similarity(&own, &r->name, &fit) >= PLACE_FITS_ALONE
		|| (r->has_core && name_similarity(&own, &r->core, &fit) >= PLACE_FITS_ALONE);
}

static bool is_district(const struct anchor *a) {
	return str_starts(a->feature_code, STR("ADM2")) && a->admin2.len;
}

enum answer { NO, YES, NOT_KNOWN };

static enum answer tell_by_codes(const struct anchor *a, const struct stored *s) {
	const struct place *p = &s->place;
	if (!is_division_code(a->admin1) || !is_division_code(p->admin1)
		|| !str_equal(a->country, p->country))
		return NOT_KNOWN;
	if (!str_equal(a->admin1, p->admin1))
		return NO;
	if (is_district(a))
		return s->admin2.len ? (enum answer)str_equal(a->admin2, s->admin2) : NOT_KNOWN;
	return YES;
}

/* Places that another lies in, on the way up. */
enum { MOST_STEPS = 32 };

struct climb {
	struct str id[MOST_STEPS];
	uint32_t n;
};

static void reach(struct climb *c, struct str id) {
	for (uint32_t i = 0; i < c->n; i++)
		if (str_equal(c->id[i], id))
			return;
	if (id.len && c->n < MOST_STEPS)
		c->id[c->n++] = id;
}

/* The place of a division's code, "IQ.07" or "IQ.07.98182". */
static void reach_division(struct gazetteer *g, struct climb *c, const struct stored *s,
	bool second, struct arena *arena) {
	enum { MOST = 8 };
	uint32_t value[MOST];
	struct stored division;
	struct str code = gathered_division(s->place.country, s->place.admin1,
		second ? s->admin2 : (struct str){ "", 0 }, arena);
	uint32_t n = code.len ? posting_read_all(g, keys_text(KEY_DIVISION, code), value, MOST) : 0;
	for (uint32_t i = 0; i < n; i++)
		if (store_read(g, value[i] >> STORE_WEIGHT_BITS, &division, arena)
			&& str_equal(division.place.country, s->place.country)
			&& str_equal(division.place.admin1, s->place.admin1))
			reach(c, division.place.id);
}

static void reach_parents(struct gazetteer *g, struct climb *c, const struct stored *s,
	struct arena *arena) {
	struct str parents = s->parent;
	while (parents.at && parents.len)
		reach(c, str_split(&parents, ';'));
	reach_division(g, c, s, false, arena);
	if (s->admin2.len)
		reach_division(g, c, s, true, arena);
}

/* Breadth first; a hierarchy that runs in a circle ends where it began. */
static bool tell_by_hierarchy(const struct region *r, const struct stored *s) {
	struct arena arena = ARENA_INIT;
	struct climb c = { .n = 0 };
	struct stored above;
	bool found = false;
	reach_parents(r->g, &c, s, &arena);
	for (uint32_t i = 0; i < c.n && !found; i++) {
		for (uint32_t k = 0; k < r->nanchors && !found; k++)
			found = str_equal(c.id[i], r->anchor[k].id);
		if (!found && store_read_id(r->g, c.id[i], &above, &arena))
			reach_parents(r->g, &c, &above, &arena);
	}
	arena_release(&arena);
	return found;
}

bool region_holds(const struct region *r, const struct stored *s) {
	/* A region is named after its seat; where nothing tells, so far around it. */
	static const double far = 100000;
	bool parts = false;
	if (is_named(r, s->place.admin1))
		return true;
	for (uint32_t i = 0; i < r->nanchors; i++) {
		const struct anchor *a = &r->anchor[i];
		enum answer by_codes = tell_by_codes(a, s);
		parts |= a->has_parts;
		if (!rect_is_empty(a->extent) && rect_contains(a->extent, s->place.at))
			return true;
		if (by_codes == YES)
			return true;
		if (by_codes == NOT_KNOWN && !a->has_parts
			&& geodesic_distance(a->at, s->place.at) <= far)
			return true;
	}
	return parts && tell_by_hierarchy(r, s);
}
