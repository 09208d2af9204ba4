#include <math.h>
#include <string.h>

#include "scene/path.h"

/* Reading SVG path data: one command letter, then as many groups of numbers as
 * there are. */
struct reader {
	struct str rest;
	struct path_builder to;
	struct point at, start; /* the pen; where the subpath began */
	struct point arm;       /* last control point, for smooth curves */
	char previous;          /* command before, upper case */
};

static bool is_space(char c) {
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static void skip_space(struct str *s) {
	while (s->len && is_space(s->at[0]))
		*s = str_slice(*s, 1, s->len);
}

static void skip_separator(struct str *s) {
	skip_space(s);
	if (s->len && s->at[0] == ',') {
		*s = str_slice(*s, 1, s->len);
		skip_space(s);
	}
}

static size_t digits(struct str s, size_t i) {
	while (i < s.len && s.at[i] >= '0' && s.at[i] <= '9')
		i++;
	return i;
}

/* How much of `s` is one number: "1.5.5" is two. */
static size_t number_length(struct str s) {
	size_t i = 0, end;
	if (i < s.len && (s.at[i] == '+' || s.at[i] == '-'))
		i++;
	end = digits(s, i);
	size_t n = end - i;
	if (end < s.len && s.at[end] == '.') {
		size_t fraction = digits(s, end + 1);
		n += fraction - end - 1;
		end = fraction;
	}
	if (n == 0)
		return 0;
	if (end < s.len && (s.at[end] == 'e' || s.at[end] == 'E')) {
		size_t from = end + 1;
		if (from < s.len && (s.at[from] == '+' || s.at[from] == '-'))
			from++;
		size_t to = digits(s, from);
		if (to > from)
			end = to;
	}
	return end;
}

static bool read_number(struct reader *r, double *out) {
	skip_separator(&r->rest);
	size_t n = number_length(r->rest);
	if (n == 0 || !str_to_double(str_slice(r->rest, 0, n), out))
		return false;
	r->rest = str_slice(r->rest, n, r->rest.len);
	return true;
}

/* A flag of an arc may stand against the next number: "a1 1 0 0110 10". */
static bool read_flag(struct reader *r, bool *out) {
	skip_separator(&r->rest);
	if (r->rest.len == 0 || (r->rest.at[0] != '0' && r->rest.at[0] != '1'))
		return false;
	*out = r->rest.at[0] == '1';
	r->rest = str_slice(r->rest, 1, r->rest.len);
	return true;
}

static bool read_point(struct reader *r, bool relative, struct point *out) {
	double x, y;
	if (!read_number(r, &x) || !read_number(r, &y))
		return false;
	*out = relative ? (struct point){ r->at.x + x, r->at.y + y } : (struct point){ x, y };
	return true;
}

static void line_to(struct reader *r, struct point p) {
	path_line(&r->to, p.x, p.y);
	r->at = r->arm = p;
}

static void cubic_to(struct reader *r, struct point c1, struct point c2, struct point p) {
	path_curve(&r->to, c1, c2, p);
	r->at = p;
	r->arm = c2;
}

/* A quadratic curve is a cubic whose arms are two thirds as long. */
static void quadratic_to(struct reader *r, struct point c, struct point p) {
	struct point c1 = { r->at.x + (c.x - r->at.x) * 2 / 3, r->at.y + (c.y - r->at.y) * 2 / 3 };
	struct point c2 = { p.x + (c.x - p.x) * 2 / 3, p.y + (c.y - p.y) * 2 / 3 };
	path_curve(&r->to, c1, c2, p);
	r->at = p;
	r->arm = c;
}

/* The other end of the last arm, mirrored at the pen. */
static struct point mirrored_arm(const struct reader *r, const char *after) {
	if (!r->previous || !strchr(after, r->previous))
		return r->at;
	return (struct point){ 2 * r->at.x - r->arm.x, 2 * r->at.y - r->arm.y };
}

struct ellipse {
	struct point center;
	double rx, ry, cos, sin, from, sweep;
};

/* From end points to centre and angles: SVG 1.1, appendix F.6.5 and F.6.6. */
static struct ellipse ellipse_of(struct point p0, struct point p1, double rx, double ry,
	double degrees, bool large, bool clockwise) {
	double phi = fmod(degrees, 360) * RADIANS;
	struct ellipse e = { .cos = cos(phi), .sin = sin(phi) };
	double dx = (p0.x - p1.x) / 2, dy = (p0.y - p1.y) / 2;
	double x = e.cos * dx + e.sin * dy, y = e.cos * dy - e.sin * dx;
	double excess = x * x / (rx * rx) + y * y / (ry * ry);
	if (excess > 1) {
		rx *= sqrt(excess);
		ry *= sqrt(excess);
	}
	double under = rx * rx * y * y + ry * ry * x * x;
	double k = under > 0 ? sqrt(fmax(0, rx * rx * ry * ry / under - 1)) : 0;
	if (large == clockwise)
		k = -k;
	double cx = k * rx * y / ry, cy = -k * ry * x / rx;
	e.rx = rx;
	e.ry = ry;
	e.center = (struct point){ e.cos * cx - e.sin * cy + (p0.x + p1.x) / 2,
		e.sin * cx + e.cos * cy + (p0.y + p1.y) / 2 };
	e.from = atan2((y - cy) / ry, (x - cx) / rx);
	e.sweep = atan2((-y - cy) / ry, (-x - cx) / rx) - e.from;
	if (clockwise && e.sweep < 0)
		e.sweep += 2 * PI;
	if (!clockwise && e.sweep > 0)
		e.sweep -= 2 * PI;
	return e;
}

static struct point ellipse_point(const struct ellipse *e, double x, double y) {
	x *= e->rx;
	y *= e->ry;
	return (struct point){ e->center.x + e->cos * x - e->sin * y,
		e->center.y + e->sin * x + e->cos * y };
}

static void arc_to(struct reader *r, double rx, double ry, double degrees, bool large,
	bool clockwise, struct point to) {
	rx = fabs(rx);
	ry = fabs(ry);
	if (rx == 0 || ry == 0 || (to.x == r->at.x && to.y == r->at.y)) {
		line_to(r, to);
		return;
	}
	struct ellipse e = ellipse_of(r->at, to, rx, ry, degrees, large, clockwise);
	double quarters = ceil(fabs(e.sweep) / (PI / 2) - 1e-9);
	int pieces = quarters >= 1 && quarters <= 4 ? (int)quarters : 1;
	double step = e.sweep / pieces, arm = 4.0 / 3.0 * tan(step / 4);
	for (int i = 0; i < pieces; i++) {
		double t0 = e.from + step * i, t1 = t0 + step;
		double c0 = cos(t0), s0 = sin(t0), c1 = cos(t1), s1 = sin(t1);
		path_curve(&r->to, ellipse_point(&e, c0 - arm * s0, s0 + arm * c0),
			ellipse_point(&e, c1 + arm * s1, s1 - arm * c1),
			i == pieces - 1 ? to : ellipse_point(&e, c1, s1));
	}
	r->at = r->arm = to;
}

static bool read_arc(struct reader *r, bool relative) {
	double rx, ry, degrees;
	bool large, clockwise;
	struct point to;
	if (!read_number(r, &rx) || !read_number(r, &ry) || !read_number(r, &degrees)
		|| !read_flag(r, &large) || !read_flag(r, &clockwise)
		|| !read_point(r, relative, &to))
		return false;
	arc_to(r, rx, ry, degrees, large, clockwise, to);
	return true;
}

/* One group of numbers of one command (upper case). */
static bool read_segment(struct reader *r, char command, bool relative) {
	struct point c1, c2, p = r->at;
	double v;
	switch (command) {
	case 'M':
		if (!read_point(r, relative, &p))
			return false;
		path_move(&r->to, p.x, p.y);
		r->at = r->start = r->arm = p;
		return true;
	case 'L':
		if (!read_point(r, relative, &p))
			return false;
		line_to(r, p);
		return true;
	case 'H':
	case 'V':
		if (!read_number(r, &v))
			return false;
		if (command == 'H')
			p.x = relative ? p.x + v : v;
		else
			p.y = relative ? p.y + v : v;
		line_to(r, p);
		return true;
	case 'C':
		if (!read_point(r, relative, &c1) || !read_point(r, relative, &c2)
			|| !read_point(r, relative, &p))
			return false;
		cubic_to(r, c1, c2, p);
		return true;
	case 'S':
		c1 = mirrored_arm(r, "CS");
		if (!read_point(r, relative, &c2) || !read_point(r, relative, &p))
			return false;
		cubic_to(r, c1, c2, p);
		return true;
	case 'Q':
		if (!read_point(r, relative, &c1) || !read_point(r, relative, &p))
			return false;
		quadratic_to(r, c1, p);
		return true;
	case 'T':
		c1 = mirrored_arm(r, "QT");
		if (!read_point(r, relative, &p))
			return false;
		quadratic_to(r, c1, p);
		return true;
	case 'A':
		return read_arc(r, relative);
	default:
		return false;
	}
}

static bool at_number(const struct reader *r) {
	struct str rest = r->rest;
	skip_separator(&rest);
	return number_length(rest) > 0;
}

/* One command letter with all its groups of numbers. */
static bool read_command(struct reader *r) {
	char letter = r->rest.at[0];
	bool relative = letter >= 'a' && letter <= 'z';
	char command = relative ? (char)(letter - 'a' + 'A') : letter;
	if (!r->previous && command != 'M')
		return false;
	r->rest = str_slice(r->rest, 1, r->rest.len);
	if (command == 'Z') {
		path_close(&r->to);
		r->at = r->arm = r->start;
		r->previous = 'Z';
		return true;
	}
	/* After a close the next subpath begins where the last one did. */
	if (r->previous == 'Z' && command != 'M')
		path_move(&r->to, r->at.x, r->at.y);
	do {
		if (!read_segment(r, command, relative))
			return false;
		r->previous = command;
		/* More points behind a move are lines. */
		if (command == 'M')
			command = 'L';
	} while (at_number(r));
	return true;
}

bool path_parse(struct str data, struct path *out, struct arena *arena) {
	struct reader r = { .rest = data, .to = { .arena = arena } };
	bool ok = true;
	skip_space(&r.rest);
	while (ok && r.rest.len) {
		ok = read_command(&r);
		skip_space(&r.rest);
	}
	*out = path_builder_path(&r.to);
	return ok;
}
