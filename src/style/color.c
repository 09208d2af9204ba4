#include "style/color.h"

#include <math.h>

#include "base/angle.h"

/*
 * CIELAB with the white of D50; matrices and the constants of the curve as in
 * Mike Bostock, "Lab and RGB" (2018), which the specification's reference uses.
 * Hue in degrees, NAN for greys.
 */
struct lab_color {
	double l, a, b, alpha;
};

struct hcl_color {
	double h, c, l, alpha;
};

static const double white_x = 0.96422, white_z = 0.82521;
static const double knee = 6.0 / 29, foot = 4.0 / 29, slope = 3 * 6.0 / 29 * 6.0 / 29;

static double linear(double x) {
	return x <= 0.04045 ? x / 12.92 : pow((x + 0.055) / 1.055, 2.4);
}

static double companded(double x) {
	x = x <= 0.00304 ? 12.92 * x : 1.055 * pow(x, 1 / 2.4) - 0.055;
	return x < 0 ? 0 : x > 1 ? 1 : x;
}

static double to_lab(double t) {
	return t > knee * knee * knee ? cbrt(t) : t / slope + foot;
}

static double from_lab(double t) {
	return t > knee ? t * t * t : slope * (t - foot);
}

static struct lab_color lab_of(struct rgba color) {
	double r = linear(color.r), g = linear(color.g), b = linear(color.b);
	double y = to_lab(0.2225045 * r + 0.7168786 * g + 0.0606169 * b), x = y, z = y;
	if (r != g || g != b) {
		x = to_lab((0.4360747 * r + 0.3850649 * g + 0.1430804 * b) / white_x);
		z = to_lab((0.0139322 * r + 0.0971045 * g + 0.7141733 * b) / white_z);
	}
	return (struct lab_color){ fmax(116 * y - 16, 0), 500 * (x - y), 200 * (y - z), color.a };
}

static struct rgba rgba_of_lab(struct lab_color lab) {
	double y = (lab.l + 16) / 116;
	double x = white_x * from_lab(y + lab.a / 500), z = white_z * from_lab(y - lab.b / 200);
	y = from_lab(y);
	return (struct rgba){ companded(3.1338561 * x - 1.6168667 * y - 0.4906146 * z),
		companded(-0.9787684 * x + 1.9161415 * y + 0.033454 * z),
		companded(0.0719453 * x - 0.2289914 * y + 1.4052427 * z), lab.alpha };
}

static struct hcl_color hcl_of(struct rgba color) {
	struct lab_color lab = lab_of(color);
	double c = hypot(lab.a, lab.b), h = NAN;
	if (floor(c * 10000 + 0.5) != 0) {
		h = fmod(atan2(lab.b, lab.a) / RADIANS, 360);
		if (h < 0)
			h += 360;
	}
	return (struct hcl_color){ h, c, lab.l, lab.alpha };
}

static double mix(double a, double b, double t) {
	return a + t * (b - a);
}

struct rgba rgba_mix(struct rgba a, struct rgba b, double t) {
	return (struct rgba){ mix(a.r, b.r, t), mix(a.g, b.g, t), mix(a.b, b.b, t),
		mix(a.a, b.a, t) };
}

struct rgba rgba_mix_lab(struct rgba a, struct rgba b, double t) {
	struct lab_color x = lab_of(a), y = lab_of(b);
	return rgba_of_lab((struct lab_color){ mix(x.l, y.l, t), mix(x.a, y.a, t), mix(x.b, y.b, t),
		mix(x.alpha, y.alpha, t) });
}

static bool is_extreme(double lightness) {
	return lightness == 0 || lightness == 1;
}

/* The hue goes the short way round; a grey takes the other's hue, and its chroma
 * too where it is black. */
struct rgba rgba_mix_hcl(struct rgba a, struct rgba b, double t) {
	struct hcl_color x = hcl_of(a), y = hcl_of(b);
	double h = 0, c = mix(x.c, y.c, t);
	if (!isnan(x.h) && !isnan(y.h)) {
		double turn = y.h - x.h;
		if (turn > 180)
			turn -= 360;
		else if (turn < -180)
			turn += 360;
		h = x.h + t * turn;
	} else if (!isnan(x.h)) {
		h = x.h;
		if (is_extreme(y.l))
			c = x.c;
	} else if (!isnan(y.h)) {
		h = y.h;
		if (is_extreme(x.l))
			c = y.c;
	}
	return rgba_of_lab((struct lab_color){ mix(x.l, y.l, t), cos(h * RADIANS) * c,
		sin(h * RADIANS) * c, mix(x.alpha, y.alpha, t) });
}
