/*
 * stitched FOLDER Z SUFFIX PICTURE.png [FIRST]: all tiles of a zoom (Z/X/YSUFFIX), laid side
 * by side, are the picture, pixel for pixel.  With FIRST the picture begins at that column and
 * goes on over the dateline; its outer columns are not looked at: an area that its edge cuts
 * has its name elsewhere.  Exit 0; 1 with a line for the first pixel that differs; 2 when
 * something cannot be read.
 */
#include <cairo.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct picture {
	cairo_surface_t *surface;
	const unsigned char *pixels;
	size_t width, height, stride;
};

static struct picture read_picture(const char *path) {
	struct picture p = { .surface = cairo_image_surface_create_from_png(path) };
	cairo_status_t status = cairo_surface_status(p.surface);
	if (status != CAIRO_STATUS_SUCCESS) {
		fprintf(stderr, "stitched: %s: %s\n", path, cairo_status_to_string(status));
		exit(2);
	}
	p.pixels = cairo_image_surface_get_data(p.surface);
	p.width = (size_t)cairo_image_surface_get_width(p.surface);
	p.height = (size_t)cairo_image_surface_get_height(p.surface);
	p.stride = (size_t)cairo_image_surface_get_stride(p.surface);
	return p;
}

/* A picture without alpha is RGB24, whose fourth byte says nothing. */
static unsigned pixel_at(const struct picture *p, size_t x, size_t y) {
	unsigned pixel;
	memcpy(&pixel, p->pixels + y * p->stride + 4 * x, sizeof(pixel));
	bool opaque = cairo_image_surface_get_format(p->surface) == CAIRO_FORMAT_RGB24;
	return opaque ? pixel | 0xff000000u : pixel;
}

/* The tile at `column` and `row` of the picture. */
static bool is_there(const struct picture *whole, const struct picture *tile, size_t left,
	size_t top, const char *name) {
	for (size_t y = 0; y < tile->height; y++) {
		for (size_t x = 0; x < tile->width; x++) {
			unsigned a = pixel_at(tile, x, y), b = pixel_at(whole, left + x, top + y);
			if (a == b)
				continue;
			printf("%s: pixel %zu, %zu is #%08x, in the picture #%08x\n", name, x, y, a,
				b);
			return false;
		}
	}
	return true;
}

int main(int argc, char **argv) {
	if (argc < 5) {
		fprintf(stderr, "usage: stitched FOLDER Z SUFFIX PICTURE.png [FIRST]\n");
		return 2;
	}
	size_t n = (size_t)1 << strtoul(argv[2], NULL, 10);
	size_t first = argc > 5 ? strtoul(argv[5], NULL, 10) : 0;
	struct picture whole = read_picture(argv[4]);
	size_t side = whole.width / n;
	if (side == 0 || whole.width != n * side || whole.height != n * side) {
		printf("%s: %zu x %zu pixels\n", argv[4], whole.width, whole.height);
		return 1;
	}
	for (size_t i = 0; i < n * n; i++) {
		char name[4096];
		size_t column = i % n, row = i / n;
		if (argc > 5 && (column == 0 || column == n - 1))
			continue;
		snprintf(name, sizeof(name), "%s/%s/%zu/%zu%s", argv[1], argv[2],
			(first + column) % n, row, argv[3]);
		struct picture tile = read_picture(name);
		if (tile.width != side || tile.height != side
			|| !is_there(&whole, &tile, column * side, row * side, name))
			return 1;
		cairo_surface_destroy(tile.surface);
	}
	cairo_surface_destroy(whole.surface);
	return 0;
}
