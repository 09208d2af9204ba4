#include "base/gzip.h"

#include <libdeflate.h>
#include <string.h>

#include "base/limits.h"

/* DEFLATE makes no more of one byte (RFC 1951: 258 from two bits, about). */
enum { BEST_RATIO = 1032 };

/* The last four bytes of a member claim its size, modulo 2^32: a first guess. */
static size_t guess_size(struct str packed) {
	const unsigned char *end = (const unsigned char *)packed.at + packed.len;
	size_t claim = end[-4] | (size_t)end[-3] << 8 | (size_t)end[-2] << 16
		| (size_t)end[-1] << 24;
	size_t most = packed.len * BEST_RATIO;
	return claim && claim < most ? claim : packed.len * 4;
}

/* One member from the front of `packed`; what is not enough room is doubled. */
static bool inflate_member(struct libdeflate_decompressor *d, struct str *packed, struct str *out,
	struct arena *arena) {
	size_t room = guess_size(*packed);
	for (;;) {
		struct arena_mark mark = arena_mark(arena);
		char *text = arena_new(arena, char, room + 1);
		size_t used = 0, made = 0;
		enum libdeflate_result result = libdeflate_gzip_decompress_ex(d, packed->at,
			packed->len, text, room, &used, &made);
		if (result == LIBDEFLATE_SUCCESS) {
			*packed = str_slice(*packed, used, packed->len);
			*out = (struct str){ text, made };
			return true;
		}
		arena_rewind(arena, mark);
		if (result != LIBDEFLATE_INSUFFICIENT_SPACE || room >= LIMIT_FILE_SIZE)
			return false;
		room = room * 2 < LIMIT_FILE_SIZE ? room * 2 : LIMIT_FILE_SIZE;
	}
}

static struct str join(struct str a, struct str b, struct arena *arena) {
	if (!a.len)
		return b;
	char *text = arena_new(arena, char, a.len + b.len + 1);
	memcpy(text, a.at, a.len);
	memcpy(text + a.len, b.at, b.len);
	return (struct str){ text, a.len + b.len };
}

bool gzip_inflate(struct source *source, struct arena *arena, struct diag *diag) {
	enum { SMALLEST_MEMBER = 18 };
	struct where whole = { source, WHERE_WHOLE, NULL };
	struct str packed = source->text, all = { "", 0 };
	if (!str_starts(packed, STR("\x1F\x8B")))
		return true;
	struct libdeflate_decompressor *d = libdeflate_alloc_decompressor();
	bool ok = d != NULL;
	while (ok && packed.len) {
		struct str member;
		ok = packed.len >= SMALLEST_MEMBER && inflate_member(d, &packed, &member, arena);
		if (ok)
			all = join(all, member, arena);
		ok = ok && all.len <= LIMIT_FILE_SIZE;
	}
	libdeflate_free_decompressor(d);
	if (!ok)
		return diag_error(diag, whole, "damaged gzip data");
	source->text = all;
	return true;
}
