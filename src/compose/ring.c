#include "compose/ring.h"

#include <stdio.h>

/* Of the ring, at least. */
static const double THINNEST = 3.2;

/* A part of a disc from one angle to another, clockwise from the top. */
static struct path slice(double radius, double from, double to, struct arena *arena) {
	struct path_builder b = { .arena = arena };
	if (to - from > 2 * PI - 1e-9) {
		path_circle(&b, (struct point){ 0, 0 }, radius);
		return path_builder_path(&b);
	}
	int n = (int)ceil((to - from) / (PI / 4));
	double step = (to - from) / n, reach = 4.0 / 3 * tan(step / 4) * radius;
	path_move(&b, 0, 0);
	path_line(&b, radius * sin(from), -radius * cos(from));
	for (int i = 0; i < n; i++) {
		double a = from + i * step, z = a + step;
		struct point start = { radius * sin(a), -radius * cos(a) };
		struct point end = { radius * sin(z), -radius * cos(z) };
		path_curve(&b, (struct point){ start.x + reach * cos(a), start.y + reach * sin(a) },
			(struct point){ end.x - reach * cos(z), end.y - reach * sin(z) }, end);
	}
	path_close(&b);
	return path_builder_path(&b);
}

static struct icon_part disc(double radius, struct arena *arena) {
	return (struct icon_part){ .path = slice(radius, 0, 2 * PI, arena),
		.fill_paint = ICON_RIM,
		.has_fill = true };
}

double ring_figure_size(uint32_t count, double radius) {
	int figures = snprintf(NULL, 0, "%u", count);
	double room = 2 * (radius - THINNEST) - 1.5;
	return fmax(7.5, fmin(fmin(12.5, radius * 0.75), room / (0.6 * figures)));
}

const struct icon *ring_icon(const struct ring_share *share, uint32_t nshares, double radius,
	struct arena *arena) {
	const double rim = 1.3, outline = 1.1;
	struct icon *icon = arena_new(arena, struct icon, 1);
	struct icon_part *part = arena_new(arena, struct icon_part, nshares + 2);
	double from = 0, hole = radius - fmax(THINNEST, radius * 0.24);
	uint32_t all = 0;
	for (uint32_t i = 0; i < nshares; i++)
		all += share[i].count;
	part[0] = disc(radius + rim, arena);
	for (uint32_t i = 0; i < nshares; i++) {
		double to = from + 2 * PI * share[i].count / all;
		bool hollow = share[i].unsure;
		enum icon_paint ink = share[i].tinted ? ICON_TINT : ICON_FIXED;
		double inset = hollow ? outline / 2 : 0;
		part[i + 1] = (struct icon_part){ .path = slice(radius - inset, from, to, arena),
			.fill_paint = hollow ? ICON_RIM : ink,
			.has_fill = true,
			.fill = share[i].tint,
			.stroke_paint = ink,
			.has_stroke = hollow,
			.stroke = share[i].tint,
			.stroke_width = outline };
		from = to;
	}
	part[nshares + 1] = disc(hole, arena);
	*icon = (struct icon){ .name = STR("cluster"),
		.part = part,
		.nparts = nshares + 2,
		.number_size = ring_figure_size(all, radius) };
	return icon;
}
