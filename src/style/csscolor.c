#include <math.h>

#include "style/color.h"
#include "style/text.h"

/*
 * rgb() and hsl() as the specification takes them: three arguments with commas or with
 * spaces between, an alpha behind a comma or "/", each a number or a percentage.
 */
struct css_argument {
	double number;
	bool percent;
	char before; /* what separates it: ',', '/', ' ' */
};

static bool is_space(char c) {
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static struct str skip_spaces(struct str s) {
	size_t n = 0;
	while (n < s.len && is_space(s.at[n]))
		n++;
	return str_slice(s, n, s.len);
}

static bool is_number_letter(char c) {
	return (c >= '0' && c <= '9') || c == 'e' || c == 'E' || c == '.' || c == '+' || c == '-';
}

static bool read_argument(struct str *rest, bool angle, struct css_argument *out) {
	size_t n = 0;
	while (n < rest->len && is_number_letter(rest->at[n]))
		n++;
	if (n == 0)
		return false;
	out->number = number_of_text(str_slice(*rest, 0, n));
	*rest = str_slice(*rest, n, rest->len);
	out->percent = str_starts(*rest, STR("%"));
	if (out->percent)
		*rest = str_slice(*rest, 1, rest->len);
	else if (angle && rest->len >= 3 && str_equal_nocase(str_slice(*rest, 0, 3), STR("deg")))
		*rest = str_slice(*rest, 3, rest->len);
	return !isnan(out->number);
}

/* Passes over what separates two arguments; 0: nothing does. */
static char read_separator(struct str *rest) {
	struct str after = skip_spaces(*rest);
	bool spaces = after.len < rest->len;
	char mark = after.len ? after.at[0] : 0;
	*rest = after;
	if (mark != ',' && mark != '/')
		return spaces ? ' ' : 0;
	*rest = skip_spaces(str_slice(after, 1, after.len));
	return mark;
}

/* How many arguments there are; 0: they are not well formed. */
static int read_arguments(struct str inside, bool angle, struct css_argument out[static 4]) {
	struct str rest = skip_spaces(inside);
	for (int n = 0; n < 4; n++) {
		out[n].before = ' ';
		if (n && !(out[n].before = read_separator(&rest)))
			return 0;
		if (!read_argument(&rest, angle && n == 0, &out[n]))
			return 0;
		if (n >= 2 && skip_spaces(rest).len == 0)
			return n + 1;
	}
	return 0;
}

/* Commas everywhere, or nowhere and "/" before the alpha. */
static bool is_well_separated(const struct css_argument *a, int n) {
	if (a[1].before != a[2].before || (a[1].before != ',' && a[1].before != ' '))
		return false;
	return n == 3 || a[3].before == (a[1].before == ',' ? ',' : '/');
}

static double clamp(double x, double greatest) {
	return x < 0 ? 0 : x > greatest ? greatest : x;
}

static bool make_rgb(const struct css_argument *a, struct rgba *out) {
	if (a[0].percent != a[1].percent || a[0].percent != a[2].percent)
		return false;
	double whole = a[0].percent ? 100 : 255;
	out->r = clamp(a[0].number / whole, 1);
	out->g = clamp(a[1].number / whole, 1);
	out->b = clamp(a[2].number / whole, 1);
	return true;
}

/* CSS Color 4, section 7.1. */
static double hsl_channel(double hue, double saturation, double lightness, double n) {
	double k = fmod(n + hue / 30, 12), reach = saturation * fmin(lightness, 1 - lightness);
	return lightness - reach * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
}

static bool make_hsl(const struct css_argument *a, struct rgba *out) {
	double hue = fmod(a[0].number, 360);
	double s = clamp(a[1].number, 100) / 100, l = clamp(a[2].number, 100) / 100;
	if (a[0].percent || !a[1].percent || !a[2].percent)
		return false;
	if (hue < 0)
		hue += 360;
	out->r = hsl_channel(hue, s, l, 0);
	out->g = hsl_channel(hue, s, l, 8);
	out->b = hsl_channel(hue, s, l, 4);
	return true;
}

static bool parse_function(struct str name, struct str inside, struct rgba *out) {
	bool rgb = str_equal_nocase(name, STR("rgb")) || str_equal_nocase(name, STR("rgba"));
	bool hsl = str_equal_nocase(name, STR("hsl")) || str_equal_nocase(name, STR("hsla"));
	struct css_argument a[4];
	if (!rgb && !hsl)
		return false;
	int n = read_arguments(inside, hsl, a);
	if (n == 0 || !is_well_separated(a, n))
		return false;
	out->a = n < 4 ? 1 : clamp(a[3].percent ? a[3].number / 100 : a[3].number, 1);
	return rgb ? make_rgb(a, out) : make_hsl(a, out);
}

bool rgba_parse(struct str css, struct rgba *out) {
	struct color named;
	css = str_trim(css);
	for (size_t i = 0; i < css.len; i++)
		if (css.at[i] == '(')
			return css.at[css.len - 1] == ')'
				&& parse_function(str_slice(css, 0, i),
					str_slice(css, i + 1, css.len - 1), out);
	/* Names and hexadecimal digits are whole steps of 1 / 255. */
	if (!color_parse(css, &named))
		return false;
	*out = (struct rgba){ round((double)named.r * 255) / 255,
		round((double)named.g * 255) / 255, round((double)named.b * 255) / 255,
		round((double)named.a * 255) / 255 };
	return true;
}
