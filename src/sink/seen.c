#include "sink/seen.h"

#include <string.h>

enum { FIRST_SLOTS = 1024 };

/* The finaliser of MurmurHash3 (Appleby), which spreads every bit over all. */
static uint64_t mix(uint64_t h) {
	h = (h ^ h >> 33) * UINT64_C(0xFF51AFD7ED558CCD);
	h = (h ^ h >> 33) * UINT64_C(0xC4CEB9FE1A85EC53);
	return h ^ h >> 33;
}

static uint64_t word_at(const char *at, size_t n) {
	uint64_t word = 0;
	for (size_t i = 0; i < n; i++)
		word |= (uint64_t)(unsigned char)at[i] << 8 * i;
	return word;
}

static void hash_image(struct str image, uint64_t out[2]) {
	uint64_t a = UINT64_C(0x9E3779B97F4A7C15) ^ image.len, b = UINT64_C(0xD1B54A32D192ED03);
	for (size_t i = 0; i < image.len; i += 8) {
		size_t left = image.len - i;
		uint64_t word = word_at(image.at + i, left < 8 ? left : 8);
		a = (a ^ word) * UINT64_C(0x87C37B91114253D5);
		a ^= a >> 29;
		b = (b + word) * UINT64_C(0x4CF5AD432745937F);
		b ^= b >> 31;
	}
	out[0] = mix(a + b);
	out[1] = mix(a ^ mix(b));
}

static struct seen_image *slot_for(struct seen *seen, const uint64_t hash[2], uint32_t len) {
	uint32_t i = (uint32_t)hash[0] & (seen->nslots - 1);
	for (;; i = (i + 1) & (seen->nslots - 1)) {
		struct seen_image *slot = &seen->slot[i];
		if (!slot->len
			|| (slot->len == len && slot->hash[0] == hash[0]
				&& slot->hash[1] == hash[1]))
			return slot;
	}
}

/* Half of the slots stay free. */
static void make_room(struct seen *seen) {
	if (seen->count * 2 < seen->nslots)
		return;
	struct seen old = *seen;
	seen->nslots = old.nslots ? old.nslots * 2 : FIRST_SLOTS;
	seen->arena = (struct arena)ARENA_INIT;
	seen->slot = arena_new(&seen->arena, struct seen_image, seen->nslots);
	for (uint32_t i = 0; i < old.nslots; i++)
		if (old.slot[i].len)
			*slot_for(seen, old.slot[i].hash, old.slot[i].len) = old.slot[i];
	arena_release(&old.arena);
}

struct seen_image *seen_find(struct seen *seen, struct str image, bool *is_new) {
	uint64_t hash[2];
	make_room(seen);
	hash_image(image, hash);
	struct seen_image *slot = slot_for(seen, hash, (uint32_t)image.len);
	*is_new = slot->len == 0;
	if (*is_new) {
		*slot = (struct seen_image){ { hash[0], hash[1] }, (uint32_t)image.len, 0 };
		seen->count++;
	}
	return slot;
}

void seen_release(struct seen *seen) {
	arena_release(&seen->arena);
}
