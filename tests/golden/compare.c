/*
 * compare EXPECTED.png ACTUAL.png: exit 0 when the pictures look the same, 1 with one
 * line of figures when they do not.  Antialiasing may differ by a shade between builds of
 * the libraries; a line that is a fifth wider, or a name one pixel further, may not.
 */
#include <cairo.h>
#include <stdio.h>
#include <stdlib.h>

/* Of 255, the mean over all channels of all pixels. */
static const double MOST_MEAN = 0.25;
/* A pixel is another one when a channel is this far off; so much of the picture may be. */
enum { ANOTHER = 24 };
static const double MOST_OTHERS = 0.002;

struct difference {
	double mean, others;
};

static cairo_surface_t *read_picture(const char *path) {
	cairo_surface_t *picture = cairo_image_surface_create_from_png(path);
	cairo_status_t status = cairo_surface_status(picture);
	if (status != CAIRO_STATUS_SUCCESS) {
		fprintf(stderr, "compare: %s: %s\n", path, cairo_status_to_string(status));
		exit(2);
	}
	return picture;
}

/* The furthest channel of one pixel; adds all four to `sum`. */
static int furthest(const unsigned char *a, const unsigned char *b, double *sum) {
	int most = 0;
	for (int i = 0; i < 4; i++) {
		int off = abs(a[i] - b[i]);
		*sum += off;
		if (off > most)
			most = off;
	}
	return most;
}

/* Of two pictures of one size.  Cairo gives pictures without alpha as RGB24, whose
 * fourth byte says nothing; it is the same in all that sitmap writes. */
static struct difference difference_of(cairo_surface_t *a, cairo_surface_t *b) {
	int width = cairo_image_surface_get_width(a), height = cairo_image_surface_get_height(a);
	long others = 0;
	double sum = 0;
	for (int y = 0; y < height; y++) {
		const unsigned char *p = cairo_image_surface_get_data(a)
			+ (size_t)y * (size_t)cairo_image_surface_get_stride(a);
		const unsigned char *q = cairo_image_surface_get_data(b)
			+ (size_t)y * (size_t)cairo_image_surface_get_stride(b);
		for (int x = 0; x < width; x++)
			others += furthest(p + 4 * x, q + 4 * x, &sum) >= ANOTHER;
	}
	double pixels = (double)width * height;
	return (struct difference){ sum / (4 * pixels), (double)others / pixels };
}

int main(int argc, char **argv) {
	if (argc != 3) {
		fprintf(stderr, "usage: compare EXPECTED.png ACTUAL.png\n");
		return 2;
	}
	cairo_surface_t *a = read_picture(argv[1]), *b = read_picture(argv[2]);
	if (cairo_image_surface_get_width(a) != cairo_image_surface_get_width(b)
		|| cairo_image_surface_get_height(a) != cairo_image_surface_get_height(b)) {
		printf("%s: another size\n", argv[2]);
		return 1;
	}
	struct difference d = difference_of(a, b);
	cairo_surface_destroy(a);
	cairo_surface_destroy(b);
	if (d.mean <= MOST_MEAN && d.others <= MOST_OTHERS)
		return 0;
	printf("%s: mean difference %.3f of 255, %.2f%% of the pixels are others\n", argv[2],
		d.mean, 100 * d.others);
	return 1;
}
