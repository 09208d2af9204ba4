#include "scan/names.h"

#include <string.h>

enum { FIRST_CAPACITY = 1 << 12, MOST_NAMES = 1 << 19, MOST_READINGS = 48 };

void names_open(struct names *names, struct gazetteer *g) {
	*names = (struct names){ .g = g, .capacity = FIRST_CAPACITY };
	names->slot = arena_new(&names->arena, struct name, FIRST_CAPACITY);
}

void names_close(struct names *names) {
	arena_release(&names->arena);
}

void names_trim(struct names *names) {
	if (names->count < MOST_NAMES)
		return;
	struct gazetteer *g = names->g;
	names_close(names);
	names_open(names, g);
}

static struct name *slot_of(struct name *slot, uint32_t capacity, uint64_t hash) {
	uint32_t i = (uint32_t)(hash >> 20) & (capacity - 1);
	while (slot[i].hash && slot[i].hash != hash)
		i = (i + 1) & (capacity - 1);
	return &slot[i];
}

static void grow(struct names *names) {
	uint32_t larger = names->capacity * 2;
	struct name *slot = arena_new(&names->arena, struct name, larger);
	for (uint32_t i = 0; i < names->capacity; i++)
		if (names->slot[i].hash)
			*slot_of(slot, larger, names->slot[i].hash) = names->slot[i];
	names->slot = slot;
	names->capacity = larger;
}

/* Case counts: "US" is no "us", and what is in capitals is weighed otherwise;
 * hyphens do not. */
static uint64_t hash_of(const struct tokens *tokens, uint32_t first, uint32_t last) {
	uint64_t h = last - first;
	for (uint32_t i = first; i <= last; i++) {
		const struct token *t = &tokens->at[i];
		bool capitals = t->flags & TOKEN_CAPITALS && t->end - t->start <= 3;
		h = word_hash_pair(h, t->hash + capitals);
	}
	return h;
}

/* The slot of a hash; a new one has no readings and is `*fresh`. */
static struct name *enter(struct names *names, uint64_t hash, bool *fresh) {
	struct name *name = slot_of(names->slot, names->capacity, hash);
	*fresh = !name->hash;
	if (name->hash)
		return name;
	if (names->count * 2 > names->capacity) {
		grow(names);
		name = slot_of(names->slot, names->capacity, hash);
	}
	*name = (struct name){ .hash = hash };
	names->count++;
	return name;
}

static void keep(struct names *names, struct name *name, const struct place_exact *found,
	uint32_t n) {
	struct place_exact *kept = arena_new(&names->arena, struct place_exact, n);
	memcpy(kept, found, n * sizeof(*kept));
	name->reading = kept;
	name->n = n;
}

static struct str text_of(const struct tokens *tokens, uint32_t first, uint32_t last) {
	return str_slice(tokens->text, tokens->at[first].start, tokens->at[last].end);
}

/* "St. Marc", "Mt. Juliet", "Ft. Worth" as gazetteers write them; NULL. */
static const char *written_out(struct names *names, const struct tokens *tokens, uint32_t first,
	uint32_t last) {
	static const char *const words[][2] = { { "st", "Saint" }, { "mt", "Mount" },
		{ "ft", "Fort" }, { "ste", "Sainte" } };
	if (first == last)
		return NULL;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (tokens->at[first].hash == word_hash(words[i][0], str_of(words[i][0]).len))
			return arena_printf(&names->arena, "%s %.*s", words[i][1],
				STR_ARG(text_of(tokens, first + 1, last)));
	return NULL;
}

struct name *names_find(struct names *names, const struct tokens *tokens, uint32_t first,
	uint32_t last) {
	struct place_exact found[MOST_READINGS];
	bool fresh;
	struct name *name = enter(names, hash_of(tokens, first, last), &fresh);
	if (!fresh)
		return name;
	struct str text = text_of(tokens, first, last);
	uint32_t n = gazetteer_exact(names->g, text, MOST_READINGS, found, &names->arena);
	const char *whole = n ? NULL : written_out(names, tokens, first, last);
	if (whole)
		n = gazetteer_exact(names->g, str_of(whole), MOST_READINGS, found, &names->arena);
	if (n)
		keep(names, name, found, n);
	return name;
}

struct name *names_state(struct names *names, const struct state *state) {
	struct place_exact found[MOST_READINGS];
	bool fresh;
	struct name *name = enter(names,
		word_hash_pair(word_hash(state->country, 2), word_hash(state->code, 2)), &fresh);
	if (!fresh)
		return name;
	uint32_t n = gazetteer_exact(names->g, str_of(state->name), MOST_READINGS, found,
		&names->arena);
	for (uint32_t i = 0; i < n; i++)
		if (str_equal(found[i].place.country, str_of(state->country))
			&& str_equal(found[i].place.feature_code, STR("ADM1"))) {
			keep(names, name, &found[i], 1);
			break;
		}
	return name;
}

struct name *names_alike(struct names *names, const struct tokens *tokens, uint32_t first,
	uint32_t last, struct str country) {
	struct place_exact found;
	bool fresh;
	uint64_t hash = word_hash_pair(hash_of(tokens, first, last),
		word_hash(country.at, country.len));
	struct name *name = enter(names, hash, &fresh);
	if (fresh
		&& gazetteer_alike(names->g, text_of(tokens, first, last), country, &found,
			&names->arena))
		keep(names, name, &found, 1);
	return name->n ? name : NULL;
}

const struct place_exact *names_country(struct names *names, const char code[4]) {
	if (code[0] < 'A' || code[0] > 'Z' || code[1] < 'A' || code[1] > 'Z')
		return NULL;
	int i = (code[0] - 'A') * 26 + code[1] - 'A';
	if (!names->looked[i]) {
		struct place_exact *p = arena_new(&names->arena, struct place_exact, 1);
		names->looked[i] = true;
		if (gazetteer_country(names->g, (struct str){ code, 2 }, p, &names->arena))
			names->country[i] = p;
	}
	return names->country[i];
}
