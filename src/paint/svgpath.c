#include "paint/svgpath.h"

#include <math.h>

static const int64_t power[] = { 1, 10, 100, 1000, 10000, 100000, 1000000 };

static int64_t rounded(double v, int precision) {
	double scaled = v * (double)power[precision];
	if (!(fabs(scaled) < 1e15))
		return 0;
	return (int64_t)floor(scaled + 0.5);
}

/* "-.5", "12.25": no zero before the point, none at the end. */
static int format(int64_t v, int precision, char out[static 32], bool *point) {
	char reversed[24];
	int n = 0, digits = 0;
	uint64_t rest = v < 0 ? (uint64_t)-v : (uint64_t)v;
	uint64_t fraction = rest % (uint64_t)power[precision];
	uint64_t whole = rest / (uint64_t)power[precision];
	if (v < 0)
		out[n++] = '-';
	for (; whole; whole /= 10)
		reversed[digits++] = (char)('0' + whole % 10);
	while (digits)
		out[n++] = reversed[--digits];
	*point = fraction != 0;
	if (fraction) {
		out[n++] = '.';
		for (int d = precision - 1; d >= 0 && fraction; d--) {
			out[n++] = (char)('0' + fraction / (uint64_t)power[d]);
			fraction %= (uint64_t)power[d];
		}
	}
	if (v == 0)
		out[n++] = '0';
	return n;
}

void svg_number(struct buffer *to, double value, int precision) {
	char text[32];
	bool point;
	buffer_add(to, text, (size_t)format(rounded(value, precision), precision, text, &point));
}

/* A space only where the number would run into the one before. */
static void put_number(struct svgpath *s, int64_t v) {
	char text[32];
	bool point;
	int n = format(v, s->precision, text, &point);
	if (s->digit && text[0] != '-' && !(text[0] == '.' && s->point))
		buffer_add(s->to, " ", 1);
	buffer_add(s->to, text, (size_t)n);
	s->digit = true;
	s->point = point;
}

static void put_command(struct svgpath *s, char command) {
	/* Numbers behind an "m" are lines, the same letter need not be repeated. */
	bool implied = s->command == command && command != 'm';
	implied = implied || (s->command == 'm' && command == 'l');
	if (!implied) {
		buffer_add(s->to, &command, 1);
		s->digit = s->point = false;
	}
	s->command = command;
}

void svgpath_begin(struct svgpath *s, struct buffer *to, int precision) {
	*s = (struct svgpath){ .to = to, .precision = precision };
}

static void move_to(struct svgpath *s, int64_t x, int64_t y) {
	if (s->command == 0) {
		buffer_put(s->to, "M");
		put_number(s, x);
		put_number(s, y);
		/* Lines behind an absolute move would be absolute too. */
		s->command = 'M';
	} else {
		put_command(s, 'm');
		put_number(s, x - s->x);
		put_number(s, y - s->y);
	}
	s->x = s->start_x = x;
	s->y = s->start_y = y;
}

/* A line of no length is a dot with round caps: the first of a subpath stays. */
static void line_to(struct svgpath *s, int64_t x, int64_t y) {
	int64_t dx = x - s->x, dy = y - s->y;
	bool first = s->command == 'm' || s->command == 'M';
	if (dx == 0 && dy == 0 && !first)
		return;
	if (dy == 0) {
		put_command(s, 'h');
		put_number(s, dx);
	} else if (dx == 0) {
		put_command(s, 'v');
		put_number(s, dy);
	} else {
		put_command(s, 'l');
		put_number(s, dx);
		put_number(s, dy);
	}
	s->x = x;
	s->y = y;
}

static void curve_to(struct svgpath *s, const int64_t x[static 3], const int64_t y[static 3]) {
	put_command(s, 'c');
	for (int i = 0; i < 3; i++) {
		put_number(s, x[i] - s->x);
		put_number(s, y[i] - s->y);
	}
	s->x = x[2];
	s->y = y[2];
}

static void close_path(struct svgpath *s) {
	buffer_put(s->to, "z");
	s->command = 'z';
	s->digit = s->point = false;
	s->x = s->start_x;
	s->y = s->start_y;
}

void svgpath_add(struct svgpath *s, const struct path *path, const struct transform *t) {
	const struct point *p = path->point;
	for (uint32_t i = 0; i < path->nverbs; i++) {
		uint32_t n = path_verb_npoints(path->verb[i]);
		int64_t x[3] = { 0 }, y[3] = { 0 };
		for (uint32_t k = 0; k < n; k++) {
			struct point q = transform_point(t, *p++);
			x[k] = rounded(q.x, s->precision);
			y[k] = rounded(q.y, s->precision);
		}
		switch ((enum path_verb)path->verb[i]) {
		case PATH_MOVE:
			move_to(s, x[0], y[0]);
			break;
		case PATH_LINE:
			line_to(s, x[0], y[0]);
			break;
		case PATH_CURVE:
			curve_to(s, x, y);
			break;
		case PATH_CLOSE:
			close_path(s);
			break;
		}
	}
}
