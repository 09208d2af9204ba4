#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cairo.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paint/pngfile.h"
#include "random.h"

struct reader {
	struct str rest;
};

static cairo_status_t read_bytes(void *from, unsigned char *to, unsigned len) {
	struct reader *r = from;
	if (r->rest.len < len)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(to, r->rest.at, len);
	r->rest = str_slice(r->rest, len, r->rest.len);
	return CAIRO_STATUS_SUCCESS;
}

/* Alpha and colour as Cairo multiplies them when it reads them back. */
static uint32_t multiplied(uint32_t c) {
	uint32_t a = c >> 24, out = a << 24;
	for (int shift = 0; shift < 24; shift += 8) {
		uint32_t v = (c >> shift & 255) * a + 128;
		out |= ((v + (v >> 8)) >> 8) << shift;
	}
	return out;
}

/* Written and read by libpng again, every pixel is the same (where it is not
 * opaque, within the rounding of multiplied alpha). */
static void check(const uint32_t *pixel, uint32_t width, uint32_t height, const char *what) {
	struct arena arena = ARENA_INIT;
	struct out *out = out_memory(&arena);
	struct pngfile png = { .pixels = (const unsigned char *)pixel,
		.width = width,
		.height = height,
		.stride = width * 4,
		.dpi = 96,
		.title = STR("Títle") };
	pngfile_write(&png, out);
	struct reader reader = { out_bytes(out) };
	cairo_surface_t *s = cairo_image_surface_create_from_png_stream(read_bytes, &reader);
	if (cairo_surface_status(s) != CAIRO_STATUS_SUCCESS)
		fail_msg("%s, %u x %u: cannot be read", what, width, height);
	assert_int_equal(cairo_image_surface_get_width(s), width);
	assert_int_equal(cairo_image_surface_get_height(s), height);
	bool alpha = cairo_image_surface_get_format(s) == CAIRO_FORMAT_ARGB32;
	for (uint32_t y = 0; y < height; y++) {
		const unsigned char *at = cairo_image_surface_get_data(s)
			+ (size_t)y * (size_t)cairo_image_surface_get_stride(s);
		for (uint32_t x = 0; x < width; x++) {
			uint32_t got, want = pixel[(size_t)y * width + x];
			memcpy(&got, at + 4 * x, 4);
			if (!alpha)
				got |= UINT32_C(0xFF000000);
			for (int shift = 0; shift < 32; shift += 8) {
				int off = (int)(got >> shift & 255) - (int)(want >> shift & 255);
				if (abs(off) > (want >> 24 == 255 ? 0 : 1))
					fail_msg("%s, %u x %u: pixel %u,%u is %08x, not %08x", what,
						width, height, x, y, got, want);
			}
		}
	}
	cairo_surface_destroy(s);
	arena_release(&arena);
}

enum kind { NOISE, FEW_COLORS, FLAT, LIKE_MAP, ROWS, TRANSPARENT, KINDS };
static const char *const names[] = { "noise", "few colours", "flat", "like a map", "rows",
	"transparent" };

static void fill(uint32_t *pixel, uint32_t width, uint32_t height, enum kind kind, uint64_t *seed) {
	const uint32_t opaque = UINT32_C(0xFF000000);
	uint32_t colors = 1 + (uint32_t)(random_next(seed) % 300), color = 0;
	for (size_t i = 0; i < (size_t)width * height; i++) {
		uint32_t r = (uint32_t)random_next(seed);
		switch (kind) {
		case NOISE:
			color = r;
			break;
		case FEW_COLORS:
			color = r % colors * 0x010305;
			break;
		case FLAT:
			color = 0x123456;
			break;
		case LIKE_MAP:
			if (r % 40 == 0)
				color = (r >> 8) % 3000 * 0x131;
			else if (r % 40 == 1 && i >= width)
				color = pixel[i - width];
			break;
		case ROWS:
			color = i >= width && r % 500 ? pixel[i - width] : r;
			break;
		case TRANSPARENT:
		case KINDS:
			pixel[i] = multiplied(r % 7 == 0 ? 0 : r);
			continue;
		}
		pixel[i] = color | opaque;
	}
}

static void test_sizes(void **state) {
	(void)state;
	static const uint32_t sizes[][2] = {
		{ 1, 1 },
		{ 2, 1 },
		{ 1, 7 },
		{ 3, 3 },
		{ 17, 5 },
		{ 64, 64 },
		{ 301, 200 },
		{ 10922, 3 },
		{ 10923, 3 },
		{ 16000, 2 },
		{ 2, 3000 },
	};
	uint64_t seed = 1;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		uint32_t width = sizes[i][0], height = sizes[i][1];
		uint32_t *pixel = malloc((size_t)width * height * 4);
		assert_non_null(pixel);
		for (int kind = 0; kind < KINDS; kind++) {
			fill(pixel, width, height, (enum kind)kind, &seed);
			check(pixel, width, height, names[kind]);
		}
		free(pixel);
	}
}

static void test_random(void **state) {
	(void)state;
	uint64_t seed = 2;
	for (int round = 0; round < 150; round++) {
		uint32_t width = 1 + (uint32_t)(random_next(&seed) % 400);
		uint32_t height = 1 + (uint32_t)(random_next(&seed) % 120);
		uint32_t *pixel = malloc((size_t)width * height * 4);
		assert_non_null(pixel);
		int kind = (int)(random_next(&seed) % KINDS);
		fill(pixel, width, height, (enum kind)kind, &seed);
		check(pixel, width, height, names[kind]);
		free(pixel);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_sizes),
		cmocka_unit_test(test_random),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
