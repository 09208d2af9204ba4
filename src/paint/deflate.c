#include "paint/deflate.h"

#include <libdeflate.h>
#include <string.h>

#include "paint/huffman.h"

enum {
	SHORTEST_MATCH = 3,
	LONGEST_MATCH = 258,
	FARTHEST = 32768,
	BLOCK_TOKENS = 1 << 16,
	LITERALS = 286,
	DISTANCES = 30,
	LENGTHS = 19,
	END_OF_BLOCK = 256,
	SEEN_BITS = 12, /* of the number of pairs of pixels whose places are remembered */
};

/* RFC 1951, section 3.2.5. */
/* clang-format off */
static const uint16_t length_base[] = {
	3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99,
	115, 131, 163, 195, 227, 258,
};

static const uint8_t length_extra[] = {
	0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
};

static const uint16_t distance_base[] = {
	1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025,
	1537, 2049, 3073, 4097, 6145, 8193, 12289, 16385, 24577,
};

static const uint8_t distance_extra[] = {
	0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12,
	12, 13, 13,
};
/* clang-format on */

struct deflate {
	struct buffer *to;
	const struct deflate_pixels *picture;
	unsigned bytes;     /* of a pixel in the file */
	uint32_t row_bytes; /* in the file */
	uint64_t bits;
	unsigned nbits;
	unsigned char *row; /* of red, green and blue */
	/* Where a pair of pixels was last seen: its row << 16 | column, plus 1; 0: nowhere. */
	uint32_t seen[1 << SEEN_BITS];
	/* Literals as they are, matches as MATCH | length << 16 | distance - 1. */
	uint32_t *token;
	uint32_t ntokens;
	uint32_t literals[LITERALS], distances[DISTANCES];
	uint8_t length_symbol[LONGEST_MATCH + 1]; /* counted from 257 */
	uint8_t distance_symbol[512];             /* see distance_symbol() */
};

#define MATCH UINT32_C(0x80000000)

static void put_bits(struct deflate *e, uint32_t value, unsigned n) {
	e->bits |= (uint64_t)value << e->nbits;
	e->nbits += n;
	while (e->nbits >= 32) {
		unsigned char four[4] = { (unsigned char)e->bits, (unsigned char)(e->bits >> 8),
			(unsigned char)(e->bits >> 16), (unsigned char)(e->bits >> 24) };
		buffer_add(e->to, four, 4);
		e->bits >>= 32;
		e->nbits -= 32;
	}
}

static void flush_bits(struct deflate *e) {
	for (; e->nbits > 0; e->nbits = e->nbits > 8 ? e->nbits - 8 : 0, e->bits >>= 8) {
		unsigned char byte = (unsigned char)e->bits;
		buffer_add(e->to, &byte, 1);
	}
}

static void make_symbol_tables(struct deflate *e) {
	for (int symbol = 0; symbol < 29; symbol++)
		for (int i = 0; i < 1 << length_extra[symbol]; i++)
			e->length_symbol[length_base[symbol] + i] = (uint8_t)symbol;
	for (uint32_t symbol = 0; symbol < DISTANCES; symbol++) {
		for (uint32_t i = 0; i < UINT32_C(1) << distance_extra[symbol]; i++) {
			uint32_t d = distance_base[symbol] + i - 1;
			e->distance_symbol[d < 256 ? d : 256 + (d >> 7)] = (uint8_t)symbol;
		}
	}
}

/* From 257 on distances share their upper bits (7 and more): symbols do not
 * change within 128. */
static unsigned distance_symbol(const struct deflate *e, uint32_t less_one) {
	return e->distance_symbol[less_one < 256 ? less_one : 256 + (less_one >> 7)];
}

/* How lengths of codes are written: RFC 1951, section 3.2.7. */
struct lengths {
	uint8_t symbol[LITERALS + DISTANCES], extra[LITERALS + DISTANCES];
	int n;
};

static void add_length(struct lengths *l, int symbol, int extra) {
	l->symbol[l->n] = (uint8_t)symbol;
	l->extra[l->n++] = (uint8_t)extra;
}

static void add_lengths(struct lengths *l, const uint8_t *length, int n) {
	for (int i = 0, run; i < n; i += run) {
		for (run = 1; i + run < n && length[i + run] == length[i]; run++)
			;
		int left = run;
		if (length[i] == 0) {
			for (; left >= 11; left -= left > 138 ? 138 : left)
				add_length(l, 18, (left > 138 ? 138 : left) - 11);
			if (left >= 3) {
				add_length(l, 17, left - 3);
				left = 0;
			}
		} else {
			add_length(l, length[i], 0);
			left--;
			for (; left >= 3; left -= left > 6 ? 6 : left)
				add_length(l, 16, (left > 6 ? 6 : left) - 3);
		}
		while (left-- > 0)
			add_length(l, length[i], 0);
	}
}

static void put_codes(struct deflate *e, const struct huffman *literal,
	const struct huffman *distance) {
	/* clang-format off */
	static const uint8_t order[LENGTHS] = {
		16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
	};
	/* clang-format on */
	struct lengths l = { .n = 0 };
	uint32_t count[LENGTHS] = { 0 };
	struct huffman code;
	int nliterals = LITERALS, ndistances = DISTANCES, nlengths = LENGTHS;
	while (nliterals > 257 && literal->length[nliterals - 1] == 0)
		nliterals--;
	while (ndistances > 1 && distance->length[ndistances - 1] == 0)
		ndistances--;
	add_lengths(&l, literal->length, nliterals);
	add_lengths(&l, distance->length, ndistances);
	for (int i = 0; i < l.n; i++)
		count[l.symbol[i]]++;
	huffman_build(&code, count, LENGTHS, 7);
	/* The end of a block has a code: some length behind the fourth is there. */
	while (code.length[order[nlengths - 1]] == 0)
		nlengths--;
	put_bits(e, (uint32_t)(nliterals - 257), 5);
	put_bits(e, (uint32_t)(ndistances - 1), 5);
	put_bits(e, (uint32_t)(nlengths - 4), 4);
	for (int i = 0; i < nlengths; i++)
		put_bits(e, code.length[order[i]], 3);
	for (int i = 0; i < l.n; i++) {
		int s = l.symbol[i];
		put_bits(e, code.code[s], code.length[s]);
		if (s >= 16)
			put_bits(e, l.extra[i], s == 16 ? 2 : s == 17 ? 3 : 7);
	}
}

static void put_match(struct deflate *e, uint32_t token, const struct huffman *literal,
	const struct huffman *distance) {
	unsigned length = token >> 16 & 0x1FF, less_one = token & 0x7FFF;
	unsigned symbol = e->length_symbol[length];
	put_bits(e, literal->code[257 + symbol], literal->length[257 + symbol]);
	put_bits(e, length - length_base[symbol], length_extra[symbol]);
	symbol = distance_symbol(e, less_one);
	put_bits(e, distance->code[symbol], distance->length[symbol]);
	put_bits(e, less_one + 1 - distance_base[symbol], distance_extra[symbol]);
}

static void end_block(struct deflate *e, bool last) {
	struct huffman literal, distance;
	e->literals[END_OF_BLOCK] = 1;
	huffman_build(&literal, e->literals, LITERALS, 15);
	huffman_build(&distance, e->distances, DISTANCES, 15);
	put_bits(e, last, 1);
	put_bits(e, 2, 2);
	put_codes(e, &literal, &distance);
	for (uint32_t i = 0; i < e->ntokens; i++) {
		uint32_t token = e->token[i];
		if (token & MATCH)
			put_match(e, token, &literal, &distance);
		else
			put_bits(e, literal.code[token], literal.length[token]);
	}
	put_bits(e, literal.code[END_OF_BLOCK], literal.length[END_OF_BLOCK]);
	e->ntokens = 0;
	memset(e->literals, 0, sizeof(e->literals));
	memset(e->distances, 0, sizeof(e->distances));
}

static void add_literal(struct deflate *e, unsigned byte) {
	e->token[e->ntokens++] = byte;
	e->literals[byte]++;
}

static void add_match(struct deflate *e, uint32_t nbytes, uint32_t bytes_back) {
	uint32_t left = nbytes, symbol = distance_symbol(e, bytes_back - 1);
	while (left) {
		uint32_t length = left < LONGEST_MATCH ? left : LONGEST_MATCH;
		/* What is left must not be too short. */
		if (left > length && left - length < SHORTEST_MATCH)
			length -= SHORTEST_MATCH;
		e->token[e->ntokens++] = MATCH | length << 16 | (bytes_back - 1);
		e->literals[257 + e->length_symbol[length]]++;
		e->distances[symbol]++;
		left -= length;
	}
}

/* How many pixels are the same, of at most n. */
static uint32_t same_pixels(const uint32_t *a, const uint32_t *b, uint32_t n) {
	uint32_t i = 0;
	for (; i + 4 <= n; i += 4) {
		uint64_t x[2], y[2];
		memcpy(x, a + i, sizeof(x));
		memcpy(y, b + i, sizeof(y));
		if ((x[0] ^ y[0]) | (x[1] ^ y[1]))
			break;
	}
	while (i < n && a[i] == b[i])
		i++;
	return i;
}

static const uint32_t *row_of(const struct deflate_pixels *p, uint32_t y) {
	return (const uint32_t *)(const void *)(p->pixels + (size_t)y * p->stride);
}

/* A run of pixels that is in the stream already. */
struct copy {
	uint32_t npixels;
	uint32_t back; /* bytes; 0: there is none */
};

static struct copy find_seen(struct deflate *e, const uint32_t *row, uint32_t x, uint32_t y) {
	const struct deflate_pixels *picture = e->picture;
	uint64_t pair = (uint64_t)row[x] << 32 | row[x + 1];
	uint32_t *slot = &e->seen[pair * UINT64_C(0x9E3779B97F4A7C15) >> (64 - SEEN_BITS)];
	uint32_t there = *slot - 1, sx = there & 0xFFFF, sy = there >> 16;
	struct copy none = { 0, 0 };
	*slot = (y << 16 | x) + 1;
	if (there == UINT32_MAX)
		return none;
	uint32_t back = (y - sy) * e->row_bytes + (x - sx) * e->bytes;
	if (back > FARTHEST)
		return none;
	uint32_t longest = x > sx ? x : sx;
	return (struct copy){
		same_pixels(row + x, row_of(picture, sy) + sx, picture->width - longest), back
	};
}

/* The longest run from the left, from above, or from where these pixels were last seen. */
static struct copy find_copy(struct deflate *e, const uint32_t *row, const uint32_t *above,
	uint32_t x, uint32_t y) {
	uint32_t most = e->picture->width - x;
	if (x == 0 && above && memcmp(row, above, (size_t)most * 4) == 0)
		return (struct copy){ most, e->row_bytes };
	uint32_t left = x && row[x] == row[x - 1] ? same_pixels(row + x, row + x - 1, most) : 0;
	uint32_t up = above && row[x] == above[x] ? same_pixels(row + x, above + x, most) : 0;
	if (left || up)
		return left >= up ? (struct copy){ left, e->bytes }
				  : (struct copy){ up, e->row_bytes };
	struct copy seen = { 0, 0 };
	if (most >= 2)
		seen = find_seen(e, row, x, y);
	return seen.npixels >= 2 ? seen : (struct copy){ 0, 0 };
}

/* One row of red, green and blue; `above` is NULL for the first, and where it is too far. */
static void encode_rgb(struct deflate *e, const uint32_t *row, const uint32_t *above, uint32_t y) {
	uint32_t width = e->picture->width;
	add_literal(e, 0);
	for (uint32_t x = 0; x < width;) {
		struct copy copy = find_copy(e, row, above, x, y);
		if (copy.npixels) {
			add_match(e, copy.npixels * e->bytes, copy.back);
			x += copy.npixels;
			continue;
		}
		add_literal(e, row[x] >> 16 & 255);
		add_literal(e, row[x] >> 8 & 255);
		add_literal(e, row[x] & 255);
		x++;
	}
}

static void repeat(unsigned char *to, struct copy copy) {
	if (copy.back == 1)
		memset(to, to[-1], copy.npixels);
	else if (copy.back >= copy.npixels)
		memcpy(to, to - copy.back, copy.npixels);
	else
		for (uint32_t i = 0; i < copy.npixels; i++)
			to[i] = to[(ptrdiff_t)i - (ptrdiff_t)copy.back];
}

/* One row of a palette's numbers, which are noted too. */
static bool encode_indexed(struct deflate *e, const uint32_t *row, const uint32_t *above,
	uint32_t y) {
	uint32_t width = e->picture->width;
	unsigned char *index = e->picture->index + (size_t)y * e->row_bytes;
	*index++ = 0;
	add_literal(e, 0);
	for (uint32_t x = 0; x < width;) {
		struct copy copy = find_copy(e, row, above, x, y);
		repeat(index + x, copy);
		if (copy.npixels >= SHORTEST_MATCH) {
			add_match(e, copy.npixels, copy.back);
			x += copy.npixels;
			continue;
		}
		if (copy.npixels == 0) {
			int found = palette_index(e->picture->palette, row[x]);
			if (found < 0)
				return false;
			index[x] = (unsigned char)found;
			copy.npixels = 1;
		}
		for (; copy.npixels; copy.npixels--)
			add_literal(e, index[x++]);
	}
	return true;
}

/* Red, green, blue in the order of the file, as the lower bytes of a word that is
 * stored lowest byte first. */
static uint32_t file_order(uint32_t pixel) {
	return (pixel & 0xFF00) | (pixel >> 16 & 0xFF) | (pixel & 0xFF) << 16;
}

/* The row as it is in the file, for the checksum; four pixels make three words. */
static void unpack_row(const uint32_t *row, uint32_t width, unsigned char *to) {
	uint32_t x = 0;
	*to++ = 0;
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
	for (; x + 4 <= width; x += 4, to += 12) {
		uint32_t a = file_order(row[x]), b = file_order(row[x + 1]);
		uint32_t c = file_order(row[x + 2]), d = file_order(row[x + 3]);
		const uint32_t words[] = { a | b << 24, b >> 8 | c << 16, c >> 16 | d << 8 };
		memcpy(to, words, sizeof(words));
	}
#endif
	for (; x < width; x++, to += 3) {
		to[0] = (unsigned char)(row[x] >> 16);
		to[1] = (unsigned char)(row[x] >> 8);
		to[2] = (unsigned char)row[x];
	}
}

struct deflate *deflate_new(uint32_t width, struct arena *arena) {
	struct deflate *e = arena_new(arena, struct deflate, 1);
	size_t row_bytes = (size_t)width * 3 + 1;
	e->row = arena_new(arena, unsigned char, row_bytes);
	/* A row has at most a token for each byte. */
	e->token = arena_new(arena, uint32_t, BLOCK_TOKENS + row_bytes);
	make_symbol_tables(e);
	return e;
}

static void begin(struct deflate *e, const struct deflate_pixels *picture, struct buffer *to) {
	e->picture = picture;
	e->to = to;
	e->bytes = picture->palette ? 1 : 3;
	e->row_bytes = picture->width * e->bytes + 1;
	e->bits = e->nbits = 0;
	e->ntokens = 0;
	memset(e->seen, 0, sizeof(e->seen));
	memset(e->literals, 0, sizeof(e->literals));
	memset(e->distances, 0, sizeof(e->distances));
	/* Deflate, window of 32 KB, fastest. */
	buffer_add(to, "\x78\x01", 2);
}

bool deflate_pixels(struct deflate *e, const struct deflate_pixels *picture, struct buffer *to) {
	uint32_t sum = 1;
	const uint32_t *above = NULL;
	begin(e, picture, to);
	for (uint32_t y = 0; y < picture->height; y++) {
		const uint32_t *row = row_of(picture, y);
		const unsigned char *bytes = e->row;
		if (picture->palette) {
			if (!encode_indexed(e, row, above, y))
				return false;
			bytes = picture->index + (size_t)y * e->row_bytes;
		} else {
			encode_rgb(e, row, above, y);
			unpack_row(row, picture->width, e->row);
		}
		sum = libdeflate_adler32(sum, bytes, e->row_bytes);
		above = e->row_bytes <= FARTHEST ? row : NULL;
		if (e->ntokens >= BLOCK_TOKENS && y + 1 < picture->height)
			end_block(e, false);
	}
	end_block(e, true);
	flush_bits(e);
	unsigned char tail[4] = { (unsigned char)(sum >> 24), (unsigned char)(sum >> 16),
		(unsigned char)(sum >> 8), (unsigned char)sum };
	buffer_add(to, tail, 4);
	return true;
}
