#include "label/along.h"

#include <stdlib.h>

#include "label/list.h"
#include "label/pieces.h"
#include "label/track.h"

/* A line of which one end was looked at: both ways of reading it. */
struct line {
	struct track track, reversed;
	const struct track *bends; /* the line itself, not smoothed; fine */
	const struct label_along *how;
	struct text_pieces pieces;
	double half; /* of what stands on it, along the line */
	double size; /* of the text, where corners and ends are looked at */
	struct label_list *list;
	struct arena *scratch;
};

/* Where on the line one label may stand. */
struct stand {
	const struct line *line;
	double at, cost;
	unsigned side; /* 0: where the offset puts it; texts: 1 the other; icons: 1 to 3 */
};

static double half_length(const struct label_along *how) {
	double text = rect_is_empty(how->text) ? 0 : rect_width(how->text);
	double icon = rect_is_empty(how->icon) ? 0 : rect_width(how->icon);
	return fmax(text, icon) / 2;
}

/* The web map lays names out as large as they ever get, and icons as if they were
 * letters of a text of 24 (getShapedLabelLength() of MapLibre GL JS). */
static double web_half_length(const struct label_along *how, double size) {
	double text = rect_is_empty(how->text) ? 0 : rect_width(how->text) * 24 / how->size;
	return fmax(text, how->web_icon) / 2 * size / 24;
}

static double direction(const struct track *t, double at, double reach) {
	struct point a = track_point(t, at - reach), b = track_point(t, at + reach);
	return atan2(b.y - a.y, b.x - a.x);
}

/* Read this way the text would stand on its head.  Upright lines are read
 * upwards. */
static bool is_upside_down(const struct line *line, double at) {
	struct point a = track_point(&line->track, at - line->half);
	struct point b = track_point(&line->track, at + line->half);
	if (line->how->fine && fabs(b.x - a.x) < 0.03 * fabs(b.y - a.y))
		return b.y > a.y;
	return b.x < a.x;
}

/* One spot a cluster: each piece stands on the chord below it. */
static const struct glyph_spot *clusters_on(const struct line *line, const struct track *t,
	double at, double offset) {
	const struct text_pieces *all = &line->pieces;
	struct glyph_spot *spot = arena_new(line->list->arena, struct glyph_spot, all->nclusters);
	for (uint32_t i = 0; i < all->npieces; i++) {
		const struct text_piece *p = &all->piece[i];
		struct point a = track_point(t, at + p->left), b = track_point(t, at + p->right);
		double middle = (p->left + p->right) / 2;
		double angle = p->right > p->left ? atan2(b.y - a.y, b.x - a.x)
						  : direction(t, at + middle, 0.5);
		double c = cos(angle), s = sin(angle);
		for (uint32_t k = p->first; k < p->first + p->count; k++) {
			double x = all->place[k].at.x - middle, y = all->place[k].at.y + offset;
			spot[k].at = (struct point){ (a.x + b.x) / 2 + x * c - y * s,
				(a.y + b.y) / 2 + x * s + y * c };
			spot[k].angle = angle;
		}
	}
	return spot;
}

/* Small boxes along the line, each level with its piece of it. */
static uint32_t boxes_on(const struct line *line, const struct track *t, double at, double offset) {
	enum { MOST_BOXES = 64 };
	struct rect text = line->how->text;
	double w = rect_width(text), h = rect_height(text);
	uint32_t count = 0, n = (uint32_t)fmin(fmax(ceil(w / fmax(h, 1)), 1), MOST_BOXES);
	for (uint32_t i = 0; i < n; i++) {
		double left = text.min.x + w * i / n, right = text.min.x + w * (i + 1) / n;
		struct point a = track_point(t, at + left), b = track_point(t, at + right);
		struct point middle = { (a.x + b.x) / 2, (a.y + b.y) / 2 };
		struct rect part = { { -w / n / 2, text.min.y + offset },
			{ w / n / 2, text.max.y + offset } };
		double angle = atan2(b.y - a.y, b.x - a.x);
		count += label_add_boxes(line->list, part, middle, angle, line->how->text_padding);
	}
	return count;
}

/* The whole run turned as one, where the line is as good as straight. */
static void stand_straight(const struct line *line, const struct track *t, double at, double offset,
	struct label_spot *spot) {
	struct rect text = line->how->text;
	struct point a = track_point(t, at + text.min.x), b = track_point(t, at + text.max.x);
	double angle = line->how->level ? 0 : atan2(b.y - a.y, b.x - a.x);
	double share = text.max.x > text.min.x ? -text.min.x / rect_width(text) : 0.5;
	struct point on = { a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share };
	if (line->how->level)
		on = track_point(t, at);
	spot->angle = angle;
	spot->at = (struct point){ on.x - offset * sin(angle), on.y + offset * cos(angle) };
	spot->nboxes = label_add_boxes(line->list, text, spot->at, angle, line->how->text_padding);
}

/* How far the line's bends reach beyond its smoothed course below a text (above it: `side`
 * -1), as the text is read; bends farther off than three sizes are no longer beside it. */
static double bends_beside(const struct line *line, const struct track *t, double at, double side) {
	struct point a = track_point(t, at - line->half), b = track_point(t, at + line->half);
	double length = point_distance(a, b), most = 0;
	if (!line->bends || !(length > 0))
		return 0;
	struct point u = { (b.x - a.x) / length, (b.y - a.y) / length };
	for (uint32_t i = 0; i < line->bends->npoints; i++) {
		struct point p = { line->bends->point[i].x - a.x, line->bends->point[i].y - a.y };
		double along = p.x * u.x + p.y * u.y, below = side * (p.y * u.x - p.x * u.y);
		if (along >= 0 && along <= length && below < 3 * line->size)
			most = fmax(most, below);
	}
	return most;
}

static void add_text_spot(const struct stand *stand) {
	const struct line *line = stand->line;
	const struct label_along *how = line->how;
	bool turned = how->keep_upright && !how->level && is_upside_down(line, stand->at);
	const struct track *t = turned ? &line->reversed : &line->track;
	double at = turned ? t->length - stand->at : stand->at;
	double offset = stand->side ? -how->offset : how->offset;
	if (fabs(offset) > 0 && !how->level)
		offset += copysign(bends_beside(line, t, at, copysign(1, offset)), offset);
	struct label_spot spot = { .run = how->run,
		.cost = stand->cost,
		.first_box = line->list->nboxes };
	struct track beside;
	if (fabs(how->parallel) > 0 && !how->level) {
		double by = turned ? -how->parallel : how->parallel;
		beside = track_parallel(t, by, &at, line->scratch);
		t = &beside;
	}
	double sag = track_sag(t, at + how->text.min.x, at + how->text.max.x);
	if (how->level || sag <= (how->fine ? 0.12 : 0.05) * how->size) {
		stand_straight(line, t, at, offset, &spot);
	} else {
		spot.glyph = clusters_on(line, t, at, offset);
		spot.at = track_point(t, at);
		spot.angle = direction(t, at, line->half);
		spot.nboxes = boxes_on(line, t, at, offset);
	}
	label_add_spot(line->list, &spot);
}

static double icon_angle(const struct line *line, double at) {
	double angle = line->how->level ? 0 : direction(&line->track, at, 1);
	if (!line->how->run && line->how->keep_upright && cos(angle) < 0)
		angle += PI;
	return angle + line->how->icon_turn;
}

/* An icon that stands off its line may stand off it to the other side, above or below. */
static struct point beside_line(const struct line *line, unsigned side) {
	struct point off = rect_center(line->how->icon);
	/* It is wider than high, its neighbours are round. */
	double away = hypot(off.x, off.y) + 5;
	const struct point to[] = { off, { -off.x, -off.y }, { 0, -away }, { 0, away } };
	return (struct point){ to[side].x - off.x, to[side].y - off.y };
}

static void add_icon_spot(const struct stand *stand) {
	const struct line *line = stand->line;
	struct label_spot spot = { .cost = stand->cost, .first_box = line->list->nboxes };
	struct point on = track_point(&line->track, stand->at), by = beside_line(line, stand->side);
	spot.at = (struct point){ on.x + by.x, on.y + by.y };
	spot.angle = icon_angle(line, stand->at);
	spot.nboxes = label_add_boxes(line->list, line->how->icon, spot.at, spot.angle,
		line->how->icon_padding);
	label_add_spot(line->list, &spot);
}

/* One label with its stands, the cheapest first. */
static void add_label(const struct label *like, const struct stand *stand, uint32_t n) {
	const struct line *line = stand[0].line;
	struct label_list *list = line->list;
	bool has_icon = !rect_is_empty(line->how->icon), has_text = line->how->run != NULL;
	struct label label = *like;
	label.at = track_point(&line->track, stand[0].at);
	label.angle = icon_angle(line, stand[0].at);
	label.first_icon_box = list->nboxes;
	label.nicon_boxes = 0;
	if (has_icon && has_text)
		label.nicon_boxes = label_add_boxes(list, line->how->icon, label.at, label.angle,
			line->how->icon_padding);
	label_add(list, &label);
	for (uint32_t i = 0; i < n; i++) {
		/* The icon stands at the first; the text stays with it. */
		if (has_icon && has_text && stand[i].at != stand[0].at)
			continue;
		if (has_text)
			add_text_spot(&stand[i]);
		else
			add_icon_spot(&stand[i]);
	}
}

static bool is_too_sharp(const struct line *line, double at) {
	const struct label_along *how = line->how;
	return how->max_angle > 0 && how->run && !how->level
		&& track_sharpest(&line->track, at - line->half, at + line->half, 0.6 * line->size)
		> how->max_angle;
}

static uint32_t add_if_fits(const struct line *line, const struct label *like, double at) {
	struct stand stand = { .line = line, .at = at };
	struct line laid = *line;
	laid.half = web_half_length(line->how, line->size);
	if (at < laid.half || at + laid.half > line->track.length || is_too_sharp(&laid, at))
		return 0;
	add_label(like, &stand, 1);
	return 1;
}

/* The web map's rule (getAnchors() of MapLibre GL JS): at least a quarter of the
 * spacing between two, the first away from the end by half its length and twice
 * its size; where that leaves none, one at the middle. */
static uint32_t add_evenly(const struct line *line, const struct label *like) {
	double length = 2 * web_half_length(line->how, line->size), spacing = line->how->spacing;
	uint32_t count = 0;
	if (line->how->once)
		return add_if_fits(line, like, line->track.length / 2);
	if (spacing - length < spacing / 4)
		spacing = length + spacing / 4;
	for (double at = fmod(length / 2 + 2 * line->size, spacing); at < line->track.length;
		at += spacing)
		count += add_if_fits(line, like, at);
	return count ? count : add_if_fits(line, like, line->track.length / 2);
}

static int by_cost(const void *left, const void *right) {
	const struct stand *a = left, *b = right;
	if (a->cost < b->cost || a->cost > b->cost)
		return a->cost < b->cost ? -1 : 1;
	if (a->at < b->at || a->at > b->at)
		return a->at < b->at ? -1 : 1;
	return (a->side > b->side) - (a->side < b->side);
}

/* A stretch of the line for one label, and where it would best stand. */
struct stretch {
	double from, to, middle;
};

static uint32_t sort_stands(struct stand *stand, uint32_t n, uint32_t max) {
	if (n)
		qsort(stand, n, sizeof *stand, by_cost);
	return n < max ? n : max;
}

/* The best stands of a stretch: straight, and near to its middle; then the same on
 * the other side of the line. */
static uint32_t find_stands(const struct line *line, struct stretch on, struct stand out[],
	uint32_t max) {
	const double price_of_other_side = 0.4, price_of_end = 0.3;
	const struct label_along *how = line->how;
	bool turns = how->run && !how->level;
	double length = on.to - on.from, reach = fmax(length / 2, 1);
	double step = fmax(fmax(line->half / 4, 4), length / 64);
	double first = on.middle - step * floor((on.middle - on.from) / step);
	uint32_t n = 0, most = (uint32_t)(length / step) + 2;
	struct stand *stand = arena_new(line->scratch, struct stand, most);
	for (double at = first; at <= on.to && n < most; at += step) {
		double turn = track_turn(&line->track, at - line->half, at + line->half);
		double aside = price_of_end * fabs(at - on.middle) / reach;
		if (!is_too_sharp(line, at) && !(turns && turn > PI))
			stand[n++] = (struct stand){ line, at, aside + (turns ? turn : 0), 0 };
	}
	bool sides = how->run
		? turns && fabs(how->offset) > 0
		: how->level && hypot(rect_center(how->icon).x, rect_center(how->icon).y) > 1;
	unsigned nsides = !sides ? 1 : how->run ? 2 : 4;
	n = sort_stands(stand, n, max / nsides);
	for (unsigned side = 0; side < nsides; side++)
		for (uint32_t i = 0; i < n; i++) {
			out[side * n + i] = stand[i];
			out[side * n + i].side = side;
			out[side * n + i].cost += side ? price_of_other_side : 0;
		}
	return sort_stands(out, nsides * n, max);
}

/* A river that winds too much for its name bears it along its general course: sizes of the
 * text over which the line is smoothed, and what is not so near to it costs. */
static const struct { double smooth, cost; } COURSE[] = { { 1.2, 0 }, { 3, 0.3 }, { 6, 0.6 } };

enum { NCOURSES = sizeof COURSE / sizeof *COURSE, MOST_STANDS = 16 };

/* The best stands on the i-th of n equal stretches. */
static uint32_t stands_of_stretch(const struct line *line, double i, double n, double cost,
	struct stand *out) {
	double length = line->track.length;
	struct stretch on = { fmax(length * i / n, line->half),
		fmin(length * (i + 1) / n, length - line->half), length * (i + 0.5) / n };
	/* An icon has its place on a line however short. */
	bool alone = !line->how->run;
	if (alone && on.from > on.to)
		on.from = on.to = length / 2;
	on.middle = fmax(on.from, fmin(on.middle, on.to));
	uint32_t most = alone && line->how->level ? NCOURSES * MOST_STANDS : MOST_STANDS;
	uint32_t count = on.from > on.to ? 0 : find_stands(line, on, out, most);
	for (uint32_t k = 0; k < count; k++)
		out[k].cost += cost;
	return count;
}

/* The line is cut into equal stretches of about the spacing; each gets one. */
static uint32_t add_finely(const struct line *course, uint32_t ncourses, const struct label *like) {
	const struct label_along *how = course->how;
	double n = how->once ? 1 : fmax(1, floor(course->track.length / how->spacing));
	uint32_t count = 0;
	for (double i = 0; i < n && ncourses; i++) {
		struct stand stand[NCOURSES * MOST_STANDS];
		uint32_t nstands = 0;
		for (uint32_t k = 0; k < ncourses; k++)
			nstands += stands_of_stretch(&course[k], i, n, COURSE[k].cost,
				stand + nstands);
		if (!nstands)
			continue;
		add_label(like, stand, sort_stands(stand, nstands, nstands));
		count++;
	}
	return count;
}

/* The line and, for a text, its general courses; none when it has no room. */
static uint32_t find_courses(const struct line *line, struct line course[NCOURSES]) {
	bool text = line->how->run != NULL;
	uint32_t n = 0;
	for (uint32_t most = text ? NCOURSES : 1; n < most; n++) {
		struct line *l = &course[n];
		*l = *line;
		l->bends = &line->track;
		if (text)
			l->track = track_smooth(&line->track, COURSE[n].smooth * line->how->size,
				line->scratch);
		if (l->track.npoints < 2 || (text && l->track.length < 2 * l->half))
			break;
		l->reversed = track_reverse(&l->track, line->scratch);
	}
	return n;
}

uint32_t label_add_along(struct label_list *list, const struct label *like,
	const struct point *point, uint32_t npoints, const struct label_along *how,
	struct arena *scratch) {
	struct line line = { .how = how,
		.half = half_length(how),
		.size = !how->fine && how->web_size > 0 ? how->web_size : how->size,
		.list = list,
		.scratch = scratch };
	struct arena_mark mark = arena_mark(scratch);
	uint32_t count = 0;
	line.track = track_of(point, npoints, scratch);
	if (line.track.npoints >= 2 && how->spacing > 0) {
		struct line course[NCOURSES];
		if (how->run)
			line.pieces = text_pieces_of(how->run, scratch);
		line.reversed = track_reverse(&line.track, scratch);
		count = how->fine ? add_finely(course, find_courses(&line, course), like)
				  : add_evenly(&line, like);
	}
	arena_rewind(scratch, mark);
	return count;
}
