#include "paint/pngfile.h"

#include <libdeflate.h>
#include <math.h>
#include <string.h>

#include "paint/deflate.h"

static void put32(unsigned char *to, uint32_t v) {
	to[0] = (unsigned char)(v >> 24);
	to[1] = (unsigned char)(v >> 16);
	to[2] = (unsigned char)(v >> 8);
	to[3] = (unsigned char)v;
}

static void write_chunk(struct out *out, const char type[static 4], const void *data, size_t len) {
	unsigned char head[8], tail[4];
	put32(head, (uint32_t)len);
	for (int i = 0; i < 4; i++)
		head[4 + i] = (unsigned char)type[i];
	uint32_t crc = libdeflate_crc32(0, head + 4, 4);
	if (len)
		crc = libdeflate_crc32(crc, data, len);
	put32(tail, crc);
	out_write(out, head, 8);
	if (len)
		out_write(out, data, len);
	out_write(out, tail, 4);
}

/* International text, not compressed: PNG, section 11.3.4.5. */
static void write_text(struct out *out, const char *keyword, struct str text, struct arena *arena) {
	if (text.len == 0)
		return;
	size_t n = strlen(keyword), len = n + 5 + text.len;
	char *data = arena_new(arena, char, len);
	memcpy(data, keyword, n);
	memcpy(data + n + 5, text.at, text.len);
	write_chunk(out, "iTXt", data, len);
}

static const uint32_t *row_of(const struct pngfile *png, uint32_t y) {
	return (const uint32_t *)(const void *)(png->pixels + (size_t)y * png->stride);
}

/* Straight alpha from multiplied, rounded as Cairo's own PNG writer does. */
static uint32_t straight(uint32_t c) {
	uint32_t a = c >> 24;
	if (a == 255)
		return c;
	if (a == 0)
		return 0;
	uint32_t r = (((c >> 16) & 255) * 255 + a / 2) / a;
	uint32_t g = (((c >> 8) & 255) * 255 + a / 2) / a;
	uint32_t b = ((c & 255) * 255 + a / 2) / a;
	return a << 24 | r << 16 | g << 8 | b;
}

/* 16 colours or fewer fit in half a byte or less. */
static size_t pack_rows(const struct pngfile *png, unsigned char *data, unsigned depth) {
	unsigned per_byte = 8 / depth;
	size_t packed = ((size_t)png->width + per_byte - 1) / per_byte;
	unsigned char *to = data;
	for (uint32_t y = 0; y < png->height; y++) {
		const unsigned char *from = data + (size_t)y * (png->width + 1) + 1;
		*to++ = 0;
		for (size_t i = 0; i < packed; i++) {
			unsigned byte = 0;
			for (unsigned k = 0; k < per_byte; k++) {
				size_t x = i * per_byte + k;
				byte = byte << depth | (x < png->width ? from[x] : 0);
			}
			*to++ = (unsigned char)byte;
		}
	}
	return (packed + 1) * png->height;
}

static bool is_opaque(const struct pngfile *png) {
	for (uint32_t y = 0; y < png->height; y++) {
		const uint32_t *row = row_of(png, y);
		uint32_t all = UINT32_MAX;
		for (uint32_t x = 0; x < png->width; x++)
			all &= row[x];
		if (all >> 24 != 255)
			return false;
	}
	return true;
}

static unsigned char *alpha_pixels(const struct pngfile *png, struct arena *arena) {
	unsigned char *data = arena_new(arena, unsigned char,
		((size_t)png->width * 4 + 1) * png->height);
	unsigned char *to = data;
	for (uint32_t y = 0; y < png->height; y++) {
		const uint32_t *row = row_of(png, y);
		*to++ = 0;
		for (uint32_t x = 0; x < png->width; x++) {
			uint32_t c = straight(row[x]);
			*to++ = (unsigned char)(c >> 16);
			*to++ = (unsigned char)(c >> 8);
			*to++ = (unsigned char)c;
			*to++ = (unsigned char)(c >> 24);
		}
	}
	return data;
}

static void write_palette(const struct palette *p, struct out *out) {
	unsigned char rgb[PALETTE_MOST * 3] = { 0 }, alpha[PALETTE_MOST] = { 0 };
	uint32_t nalpha = 0;
	for (uint32_t i = 0; i < p->ncolors; i++) {
		uint32_t c = straight(p->color[i]);
		rgb[i * 3] = (unsigned char)(c >> 16);
		rgb[i * 3 + 1] = (unsigned char)(c >> 8);
		rgb[i * 3 + 2] = (unsigned char)c;
		alpha[i] = (unsigned char)(c >> 24);
		if (alpha[i] != 255)
			nalpha = i + 1;
	}
	write_chunk(out, "PLTE", rgb, p->ncolors * 3);
	if (nalpha)
		write_chunk(out, "tRNS", alpha, nalpha);
}

enum { COLOR_RGB = 2, COLOR_PALETTE = 3, COLOR_RGBA = 6 };

/* Of libdeflate: higher ones take twice as long for 1% less. */
enum { LEVEL = 6, FAST_LEVEL = 2 };

static void write_head(const struct pngfile *png, unsigned depth, unsigned type, struct out *out) {
	static const unsigned char signature[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n' };
	/* Rendering intent: relative colorimetric. */
	static const unsigned char intent[] = { 1 };
	unsigned char head[13] = { 0 };
	put32(head, png->width);
	put32(head + 4, png->height);
	head[8] = (unsigned char)depth;
	head[9] = (unsigned char)type;
	out_write(out, signature, sizeof(signature));
	write_chunk(out, "IHDR", head, sizeof(head));
	if (!png->plain)
		write_chunk(out, "sRGB", intent, sizeof(intent));
	if (png->dpi > 0) {
		unsigned char size[9];
		uint32_t per_metre = (uint32_t)lround(png->dpi / 0.0254);
		put32(size, per_metre);
		put32(size + 4, per_metre);
		size[8] = 1;
		write_chunk(out, "pHYs", size, sizeof(size));
	}
}

static void write_compressed(const unsigned char *data, size_t len, int level, struct out *out,
	struct arena *arena) {
	struct libdeflate_compressor *c = libdeflate_alloc_compressor(level);
	size_t bound = libdeflate_zlib_compress_bound(c, len);
	unsigned char *packed = arena_new(arena, unsigned char, bound);
	size_t n = libdeflate_zlib_compress(c, data, len, packed, bound);
	libdeflate_free_compressor(c);
	write_chunk(out, "IDAT", packed, n);
}

/* Of a tile with more than 16 colours what was found on the way is good enough. */
static void write_indexed(const struct pngfile *png, const struct deflate_pixels *picture,
	struct str stream, unsigned depth, struct out *out, struct arena *arena) {
	size_t len = ((size_t)png->width + 1) * png->height;
	write_palette(picture->palette, out);
	if (png->plain && depth == 8) {
		write_chunk(out, "IDAT", stream.at, stream.len);
		return;
	}
	if (depth < 8)
		len = pack_rows(png, picture->index, depth);
	write_compressed(picture->index, len, png->plain ? FAST_LEVEL : LEVEL, out, arena);
}

static unsigned depth_of(uint32_t ncolors) {
	return ncolors <= 2 ? 1 : ncolors <= 4 ? 2 : ncolors <= 16 ? 4 : 8;
}

void pngfile_write(const struct pngfile *png, struct out *out) {
	struct arena arena = ARENA_INIT;
	struct palette *palette = arena_new(&arena, struct palette, 1);
	struct deflate *work = png->work ? png->work : deflate_new(png->width, &arena);
	struct deflate_pixels picture = { png->pixels, png->width, png->height, png->stride,
		palette, NULL };
	struct buffer packed = { .arena = &arena };
	picture.index = arena_new(&arena, unsigned char, ((size_t)png->width + 1) * png->height);
	palette_init(palette);
	unsigned depth = 8, type = COLOR_PALETTE;
	if (deflate_pixels(work, &picture, &packed))
		depth = depth_of(palette->ncolors);
	else
		type = png->opaque || is_opaque(png) ? COLOR_RGB : COLOR_RGBA;
	write_head(png, depth, type, out);
	write_text(out, "Title", png->title, &arena);
	write_text(out, "Author", png->author, &arena);
	write_text(out, "Description", png->description, &arena);
	write_text(out, "Source", png->sources, &arena);
	if (type == COLOR_PALETTE) {
		write_indexed(png, &picture, buffer_bytes(&packed), depth, out, &arena);
	} else if (type == COLOR_RGB) {
		packed.nbytes = 0;
		picture.palette = NULL;
		deflate_pixels(work, &picture, &packed);
		write_chunk(out, "IDAT", packed.bytes, packed.nbytes);
	} else {
		write_compressed(alpha_pixels(png, &arena),
			((size_t)png->width * 4 + 1) * png->height, png->plain ? FAST_LEVEL : LEVEL,
			out, &arena);
	}
	write_chunk(out, "IEND", NULL, 0);
	arena_release(&arena);
}
