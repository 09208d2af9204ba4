/*
 * measure A.png B.png [X Y]: prints the mean absolute difference of two pictures (of 255,
 * over red, green and blue, both laid on white) and their structural similarity (mean over
 * all windows of 8 x 8 pixels of grey, step 4; Wang et al. 2004, equation 13, uniform
 * weights).  With X Y, A is the part of B's size that begins there.
 */
#include <cairo.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

struct picture {
	cairo_surface_t *surface;
	const unsigned char *bytes;
	int width, height, stride;
};

static struct picture read_picture(const char *path) {
	cairo_surface_t *from = cairo_image_surface_create_from_png(path);
	if (cairo_surface_status(from) != CAIRO_STATUS_SUCCESS) {
		fprintf(stderr, "measure: %s: %s\n", path,
			cairo_status_to_string(cairo_surface_status(from)));
		exit(2);
	}
	struct picture p = { .width = cairo_image_surface_get_width(from),
		.height = cairo_image_surface_get_height(from) };
	p.surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, p.width, p.height);
	cairo_t *cr = cairo_create(p.surface);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	cairo_set_source_surface(cr, from, 0, 0);
	cairo_paint(cr);
	cairo_destroy(cr);
	cairo_surface_destroy(from);
	cairo_surface_flush(p.surface);
	p.bytes = cairo_image_surface_get_data(p.surface);
	p.stride = cairo_image_surface_get_stride(p.surface);
	return p;
}

static struct picture part_of(struct picture whole, int x, int y, const struct picture *size) {
	whole.bytes += (ptrdiff_t)y * whole.stride + 4 * (ptrdiff_t)x;
	if (x < 0 || y < 0 || x + size->width > whole.width || y + size->height > whole.height) {
		fprintf(stderr, "measure: the part lies outside\n");
		exit(2);
	}
	whole.width = size->width;
	whole.height = size->height;
	return whole;
}

static const unsigned char *pixel_at(const struct picture *p, int x, int y) {
	return p->bytes + (ptrdiff_t)y * p->stride + 4 * (ptrdiff_t)x;
}

static double mean_difference(const struct picture *a, const struct picture *b) {
	double sum = 0;
	for (int y = 0; y < a->height; y++)
		for (int x = 0; x < a->width; x++)
			for (int k = 0; k < 3; k++)
				sum += abs(pixel_at(a, x, y)[k] - pixel_at(b, x, y)[k]);
	return sum / (3.0 * a->width * a->height);
}

static double grey_at(const struct picture *p, int x, int y) {
	const unsigned char *c = pixel_at(p, x, y);
	return 0.114 * c[0] + 0.587 * c[1] + 0.299 * c[2];
}

enum { WINDOW = 8, STEP = 4 };

static double window_similarity(const struct picture *a, const struct picture *b, int x0, int y0) {
	const double c1 = 0.01 * 255 * 0.01 * 255, c2 = 0.03 * 255 * 0.03 * 255;
	const double n = WINDOW * WINDOW;
	double sa = 0, sb = 0, saa = 0, sbb = 0, sab = 0;
	for (int y = y0; y < y0 + WINDOW; y++)
		for (int x = x0; x < x0 + WINDOW; x++) {
			double p = grey_at(a, x, y), q = grey_at(b, x, y);
			sa += p;
			sb += q;
			saa += p * p;
			sbb += q * q;
			sab += p * q;
		}
	double ma = sa / n, mb = sb / n;
	double va = saa / n - ma * ma, vb = sbb / n - mb * mb, cov = sab / n - ma * mb;
	return (2 * ma * mb + c1) * (2 * cov + c2) / ((ma * ma + mb * mb + c1) * (va + vb + c2));
}

static double similarity(const struct picture *a, const struct picture *b) {
	double sum = 0;
	long windows = 0;
	for (int y = 0; y + WINDOW <= a->height; y += STEP)
		for (int x = 0; x + WINDOW <= a->width; x += STEP, windows++)
			sum += window_similarity(a, b, x, y);
	return windows ? sum / (double)windows : 1;
}

int main(int argc, char **argv) {
	if (argc != 3 && argc != 5) {
		fprintf(stderr, "usage: measure A.png B.png [X Y]\n");
		return 2;
	}
	struct picture a = read_picture(argv[1]), b = read_picture(argv[2]);
	if (argc == 5)
		a = part_of(a, (int)strtol(argv[3], NULL, 10), (int)strtol(argv[4], NULL, 10), &b);
	if (a.width != b.width || a.height != b.height) {
		fprintf(stderr, "measure: %s: another size\n", argv[2]);
		return 2;
	}
	printf("%.3f %.4f\n", mean_difference(&a, &b), similarity(&a, &b));
	cairo_surface_destroy(a.surface);
	cairo_surface_destroy(b.surface);
	return 0;
}
