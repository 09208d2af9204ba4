#include "base/color.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/angle.h"

/* CSS Color 4, section 6.1, sorted. */
/* clang-format off */
static const struct named_color {
	const char *name;
	uint32_t rgb;
} named_colors[] = {
	{ "aliceblue", 0xF0F8FF }, { "antiquewhite", 0xFAEBD7 }, { "aqua", 0x00FFFF },
	{ "aquamarine", 0x7FFFD4 }, { "azure", 0xF0FFFF }, { "beige", 0xF5F5DC },
	{ "bisque", 0xFFE4C4 }, { "black", 0x000000 }, { "blanchedalmond", 0xFFEBCD },
	{ "blue", 0x0000FF }, { "blueviolet", 0x8A2BE2 }, { "brown", 0xA52A2A },
	{ "burlywood", 0xDEB887 }, { "cadetblue", 0x5F9EA0 }, { "chartreuse", 0x7FFF00 },
	{ "chocolate", 0xD2691E }, { "coral", 0xFF7F50 }, { "cornflowerblue", 0x6495ED },
	{ "cornsilk", 0xFFF8DC }, { "crimson", 0xDC143C }, { "cyan", 0x00FFFF },
	{ "darkblue", 0x00008B }, { "darkcyan", 0x008B8B }, { "darkgoldenrod", 0xB8860B },
	{ "darkgray", 0xA9A9A9 }, { "darkgreen", 0x006400 }, { "darkgrey", 0xA9A9A9 },
	{ "darkkhaki", 0xBDB76B }, { "darkmagenta", 0x8B008B }, { "darkolivegreen", 0x556B2F },
	{ "darkorange", 0xFF8C00 }, { "darkorchid", 0x9932CC }, { "darkred", 0x8B0000 },
	{ "darksalmon", 0xE9967A }, { "darkseagreen", 0x8FBC8F }, { "darkslateblue", 0x483D8B },
	{ "darkslategray", 0x2F4F4F }, { "darkslategrey", 0x2F4F4F },
	{ "darkturquoise", 0x00CED1 }, { "darkviolet", 0x9400D3 }, { "deeppink", 0xFF1493 },
	{ "deepskyblue", 0x00BFFF }, { "dimgray", 0x696969 }, { "dimgrey", 0x696969 },
	{ "dodgerblue", 0x1E90FF }, { "firebrick", 0xB22222 }, { "floralwhite", 0xFFFAF0 },
	{ "forestgreen", 0x228B22 }, { "fuchsia", 0xFF00FF }, { "gainsboro", 0xDCDCDC },
	{ "ghostwhite", 0xF8F8FF }, { "gold", 0xFFD700 }, { "goldenrod", 0xDAA520 },
	{ "gray", 0x808080 }, { "green", 0x008000 }, { "greenyellow", 0xADFF2F },
	{ "grey", 0x808080 }, { "honeydew", 0xF0FFF0 }, { "hotpink", 0xFF69B4 },
	{ "indianred", 0xCD5C5C }, { "indigo", 0x4B0082 }, { "ivory", 0xFFFFF0 },
	{ "khaki", 0xF0E68C }, { "lavender", 0xE6E6FA }, { "lavenderblush", 0xFFF0F5 },
	{ "lawngreen", 0x7CFC00 }, { "lemonchiffon", 0xFFFACD }, { "lightblue", 0xADD8E6 },
	{ "lightcoral", 0xF08080 }, { "lightcyan", 0xE0FFFF },
	{ "lightgoldenrodyellow", 0xFAFAD2 }, { "lightgray", 0xD3D3D3 },
	{ "lightgreen", 0x90EE90 }, { "lightgrey", 0xD3D3D3 }, { "lightpink", 0xFFB6C1 },
	{ "lightsalmon", 0xFFA07A }, { "lightseagreen", 0x20B2AA }, { "lightskyblue", 0x87CEFA },
	{ "lightslategray", 0x778899 }, { "lightslategrey", 0x778899 },
	{ "lightsteelblue", 0xB0C4DE }, { "lightyellow", 0xFFFFE0 }, { "lime", 0x00FF00 },
	{ "limegreen", 0x32CD32 }, { "linen", 0xFAF0E6 }, { "magenta", 0xFF00FF },
	{ "maroon", 0x800000 }, { "mediumaquamarine", 0x66CDAA }, { "mediumblue", 0x0000CD },
	{ "mediumorchid", 0xBA55D3 }, { "mediumpurple", 0x9370DB },
	{ "mediumseagreen", 0x3CB371 }, { "mediumslateblue", 0x7B68EE },
	{ "mediumspringgreen", 0x00FA9A }, { "mediumturquoise", 0x48D1CC },
	{ "mediumvioletred", 0xC71585 }, { "midnightblue", 0x191970 }, { "mintcream", 0xF5FFFA },
	{ "mistyrose", 0xFFE4E1 }, { "moccasin", 0xFFE4B5 }, { "navajowhite", 0xFFDEAD },
	{ "navy", 0x000080 }, { "oldlace", 0xFDF5E6 }, { "olive", 0x808000 },
	{ "olivedrab", 0x6B8E23 }, { "orange", 0xFFA500 }, { "orangered", 0xFF4500 },
	{ "orchid", 0xDA70D6 }, { "palegoldenrod", 0xEEE8AA }, { "palegreen", 0x98FB98 },
	{ "paleturquoise", 0xAFEEEE }, { "palevioletred", 0xDB7093 }, { "papayawhip", 0xFFEFD5 },
	{ "peachpuff", 0xFFDAB9 }, { "peru", 0xCD853F }, { "pink", 0xFFC0CB }, { "plum", 0xDDA0DD },
	{ "powderblue", 0xB0E0E6 }, { "purple", 0x800080 }, { "rebeccapurple", 0x663399 },
	{ "red", 0xFF0000 }, { "rosybrown", 0xBC8F8F }, { "royalblue", 0x4169E1 },
	{ "saddlebrown", 0x8B4513 }, { "salmon", 0xFA8072 }, { "sandybrown", 0xF4A460 },
	{ "seagreen", 0x2E8B57 }, { "seashell", 0xFFF5EE }, { "sienna", 0xA0522D },
	{ "silver", 0xC0C0C0 }, { "skyblue", 0x87CEEB }, { "slateblue", 0x6A5ACD },
	{ "slategray", 0x708090 }, { "slategrey", 0x708090 }, { "snow", 0xFFFAFA },
	{ "springgreen", 0x00FF7F }, { "steelblue", 0x4682B4 }, { "tan", 0xD2B48C },
	{ "teal", 0x008080 }, { "thistle", 0xD8BFD8 }, { "tomato", 0xFF6347 },
	{ "turquoise", 0x40E0D0 }, { "violet", 0xEE82EE }, { "wheat", 0xF5DEB3 },
	{ "white", 0xFFFFFF }, { "whitesmoke", 0xF5F5F5 }, { "yellow", 0xFFFF00 },
	{ "yellowgreen", 0x9ACD32 },
};
/* clang-format on */

static double clamp(double value, double most) {
	return value < 0 ? 0 : value > most ? most : value;
}

static struct color opaque(double r, double g, double b, double alpha) {
	return (struct color){ (float)clamp(r, 1), (float)clamp(g, 1), (float)clamp(b, 1),
		(float)clamp(alpha, 1) };
}

static int compare_name(const void *key, const void *row) {
	return strcmp(key, ((const struct named_color *)row)->name);
}

static bool parse_name(struct str word, struct color *out) {
	char name[24];
	if (word.len >= sizeof(name))
		return false;
	for (size_t i = 0; i < word.len; i++)
		name[i] = (char)(word.at[i] >= 'A' && word.at[i] <= 'Z' ? word.at[i] | 0x20
									: word.at[i]);
	name[word.len] = '\0';
	if (strcmp(name, "transparent") == 0) {
		*out = (struct color){ 0, 0, 0, 0 };
		return true;
	}
	const struct named_color *row = bsearch(name, named_colors,
		sizeof(named_colors) / sizeof(named_colors[0]), sizeof(named_colors[0]),
		compare_name);
	if (!row)
		return false;
	*out = opaque((row->rgb >> 16) / 255.0, (row->rgb >> 8 & 255) / 255.0,
		(row->rgb & 255) / 255.0, 1);
	return true;
}

static bool parse_hex(struct str digits, struct color *out) {
	int nibble[8];
	if (digits.len != 3 && digits.len != 4 && digits.len != 6 && digits.len != 8)
		return false;
	for (size_t i = 0; i < digits.len; i++) {
		char c = digits.at[i], letter = (char)(c | 0x20);
		if (c >= '0' && c <= '9')
			nibble[i] = c - '0';
		else if (letter >= 'a' && letter <= 'f')
			nibble[i] = letter - 'a' + 10;
		else
			return false;
	}
	double channel[4] = { 0, 0, 0, 1 };
	size_t width = digits.len < 6 ? 1 : 2;
	for (size_t i = 0; i < digits.len / width; i++)
		channel[i] = (width == 1 ? nibble[i] * 17 : nibble[2 * i] * 16 + nibble[2 * i + 1])
			/ 255.0;
	*out = opaque(channel[0], channel[1], channel[2], channel[3]);
	return true;
}

/* What stands in the brackets: three or four numbers with what they say they are. */
struct arguments {
	double number[4];
	bool percent[4], degrees[4];
	int count;
};

static bool is_blank(char c) {
	return c == ' ' || (c >= '\t' && c <= '\r');
}

static bool is_number_part(struct str s, size_t i) {
	char c = s.at[i];
	if ((c >= '0' && c <= '9') || c == '.')
		return true;
	if (c == '+' || c == '-')
		return i == 0 || (s.at[i - 1] | 0x20) == 'e';
	return (c | 0x20) == 'e' && i > 0 && i + 1 < s.len
		&& ((s.at[i + 1] >= '0' && s.at[i + 1] <= '9') || s.at[i + 1] == '+'
			|| s.at[i + 1] == '-');
}

static bool take_argument(struct str *rest, struct arguments *out) {
	size_t n = 0;
	int i = out->count++;
	while (n < rest->len && is_number_part(*rest, n))
		n++;
	if (!str_to_double(str_slice(*rest, 0, n), &out->number[i]))
		return false;
	*rest = str_slice(*rest, n, rest->len);
	out->percent[i] = str_starts(*rest, STR("%"));
	out->degrees[i] = rest->len >= 3 && str_equal_nocase(str_slice(*rest, 0, 3), STR("deg"));
	*rest = str_slice(*rest, out->percent[i] ? 1 : out->degrees[i] ? 3 : 0, rest->len);
	return true;
}

/* Passes over what separates two arguments: ',', '/', ' ', or 0 at something else. */
static char take_separator(struct str *rest) {
	struct str before = *rest;
	while (rest->len && is_blank(rest->at[0]))
		*rest = str_slice(*rest, 1, rest->len);
	if (rest->len == 0 || (rest->at[0] != ',' && rest->at[0] != '/'))
		return rest->len < before.len ? ' ' : 0;
	char separator = rest->at[0];
	*rest = str_trim(str_slice(*rest, 1, rest->len));
	return separator;
}

/* "a, b, c", "a, b, c, alpha", "a b c" or "a b c / alpha"; never mixed. */
static bool take_arguments(struct str rest, struct arguments *out) {
	char first = 0;
	*out = (struct arguments){ .number = { 0, 0, 0, 1 } };
	for (rest = str_trim(rest); out->count < 4;) {
		if (!take_argument(&rest, out))
			return false;
		if (rest.len == 0)
			return out->count >= 3;
		char separator = take_separator(&rest);
		if (out->count == 1)
			first = separator;
		if (separator != (out->count == 3 && first == ' ' ? '/' : first)
			|| (separator != ',' && separator != ' ' && separator != '/')
			|| first == '/')
			return false;
	}
	return false;
}

static double alpha_of(const struct arguments *a) {
	return a->count < 4 ? 1 : clamp(a->percent[3] ? a->number[3] / 100 : a->number[3], 1);
}

static bool make_rgb(const struct arguments *a, struct color *out) {
	if (a->percent[0] != a->percent[1] || a->percent[0] != a->percent[2])
		return false;
	double most = a->percent[0] ? 100 : 255;
	*out = opaque(a->number[0] / most, a->number[1] / most, a->number[2] / most, alpha_of(a));
	return !a->degrees[0];
}

/* A hue at full saturation (CSS Color 4, section 7.1): n = 0, 8, 4 for r, g, b. */
static double hsl_channel(double hue, double saturation, double lightness, int n) {
	double k = fmod(n + hue / 30, 12), reach = saturation * fmin(lightness, 1 - lightness);
	return lightness - reach * fmax(-1, fmin(fmin(k - 3, 9 - k), 1));
}

static double turn(double degrees) {
	double hue = fmod(degrees, 360);
	return hue < 0 ? hue + 360 : hue;
}

static bool make_hsl(const struct arguments *a, struct color *out) {
	double hue = turn(a->number[0]);
	double s = clamp(a->number[1] / 100, 1), l = clamp(a->number[2] / 100, 1);
	*out = opaque(hsl_channel(hue, s, l, 0), hsl_channel(hue, s, l, 8),
		hsl_channel(hue, s, l, 4), alpha_of(a));
	return !a->percent[0] && a->percent[1] && a->percent[2];
}

static bool make_hwb(const struct arguments *a, struct color *out) {
	double hue = turn(a->number[0]);
	double white = clamp(a->number[1] / 100, 1), black = clamp(a->number[2] / 100, 1);
	double sum = white + black, left = 1 - sum;
	if (sum > 1) {
		white /= sum;
		left = 0;
	}
	*out = opaque(hsl_channel(hue, 1, .5, 0) * left + white,
		hsl_channel(hue, 1, .5, 8) * left + white,
		hsl_channel(hue, 1, .5, 4) * left + white, alpha_of(a));
	return !a->percent[0] && a->percent[1] && a->percent[2];
}

/* A percentage of these channels is one of 125 (a, b) or 150 (chroma). */
static double share(const struct arguments *a, int i, double whole) {
	return a->percent[i] ? a->number[i] * whole / 100 : a->number[i];
}

static bool make_lab(const struct arguments *a, struct color *out) {
	struct lab lab = { clamp(a->number[0], 100), share(a, 1, 125), share(a, 2, 125) };
	*out = color_from_lab(lab, alpha_of(a));
	return !a->degrees[0];
}

static bool make_lch(const struct arguments *a, struct color *out) {
	double chroma = fmax(share(a, 1, 150), 0), hue = turn(a->number[2]) * RADIANS;
	struct lab lab = { clamp(a->number[0], 100), chroma * cos(hue), chroma * sin(hue) };
	*out = color_from_lab(lab, alpha_of(a));
	return !a->percent[2];
}

static const struct {
	const char *name;
	bool (*make)(const struct arguments *a, struct color *out);
	bool commas; /* the older syntax is allowed */
	int hue;     /* the argument that is one, or -1 */
} functions[] = {
	{ "rgb", make_rgb, true, -1 },
	{ "rgba", make_rgb, true, -1 },
	{ "hsl", make_hsl, true, 0 },
	{ "hsla", make_hsl, true, 0 },
	{ "hwb", make_hwb, false, 0 },
	{ "lab", make_lab, false, -1 },
	{ "lch", make_lch, false, 2 },
};

static bool parse_function(struct str name, struct str inside, struct color *out) {
	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++) {
		struct arguments a;
		if (!str_equal_nocase(name, str_of(functions[i].name)))
			continue;
		if (!take_arguments(inside, &a))
			return false;
		if (!functions[i].commas && memchr(inside.at, ',', inside.len))
			return false;
		for (int k = 0; k < a.count; k++)
			if (a.degrees[k] && k != functions[i].hue)
				return false;
		return functions[i].make(&a, out);
	}
	return false;
}

bool color_parse(struct str css, struct color *out) {
	struct color made;
	css = str_trim(css);
	const char *bracket = css.len ? memchr(css.at, '(', css.len) : NULL;
	bool ok;
	if (css.len && css.at[0] == '#')
		ok = parse_hex(str_slice(css, 1, css.len), &made);
	else if (bracket && css.at[css.len - 1] == ')')
		ok = parse_function(str_slice(css, 0, (size_t)(bracket - css.at)),
			str_slice(css, (size_t)(bracket - css.at) + 1, css.len - 1), &made);
	else
		ok = parse_name(css, &made);
	if (ok)
		*out = made;
	return ok;
}

bool color_equal(struct color a, struct color b) {
	return a.r == b.r && a.g == b.g && a.b == b.b && a.a == b.a;
}

struct color color_mix(struct color a, struct color b, double t) {
	double s = 1 - t;
	return (struct color){ (float)(a.r * s + b.r * t), (float)(a.g * s + b.g * t),
		(float)(a.b * s + b.b * t), (float)(a.a * s + b.a * t) };
}

static unsigned byte_of(float channel) {
	return (unsigned)lround(clamp((double)channel, 1) * 255);
}

int color_format(struct color c, char out[static 10]) {
	int n = snprintf(out, 10, "#%02x%02x%02x", byte_of(c.r), byte_of(c.g), byte_of(c.b));
	if (byte_of(c.a) != 255)
		n += snprintf(out + n, 10 - (size_t)n, "%02x", byte_of(c.a));
	return n;
}

/* White point D50 and the limits of CIELAB (CSS Color 4, section 9.3, and CIE 15). */
static const double white_x = 0.3457 / 0.3585, white_z = (1.0 - 0.3457 - 0.3585) / 0.3585;
static const double epsilon = 216.0 / 24389, kappa = 24389.0 / 27;

static double to_linear(double channel) {
	return channel <= 0.04045 ? channel / 12.92 : pow((channel + 0.055) / 1.055, 2.4);
}

static double from_linear(double channel) {
	return channel <= 0.0031308 ? channel * 12.92 : 1.055 * pow(channel, 1 / 2.4) - 0.055;
}

static double lab_curve(double t) {
	return t > epsilon ? cbrt(t) : (kappa * t + 16) / 116;
}

static double lab_uncurve(double f) {
	return f * f * f > epsilon ? f * f * f : (116 * f - 16) / kappa;
}

/* The matrices are made from the primaries of sRGB and its white point D65 (0.3127,
 * 0.3290), adapted to D50 by Bradford's cone responses. */
struct lab color_to_lab(struct color c) {
	double r = to_linear((double)c.r), g = to_linear((double)c.g), b = to_linear((double)c.b);
	double x = lab_curve((0.4360657469 * r + 0.3851515096 * g + 0.1430784200 * b) / white_x);
	double y = lab_curve(0.2224931771 * r + 0.7168870131 * g + 0.0606198098 * b);
	double z = lab_curve((0.0139239215 * r + 0.0970813242 * g + 0.7140993568 * b) / white_z);
	return (struct lab){ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
}

struct color color_from_lab(struct lab lab, double alpha) {
	double fy = (lab.l + 16) / 116;
	double x = lab_uncurve(fy + lab.a / 500) * white_x, y = lab_uncurve(fy);
	double z = lab_uncurve(fy - lab.b / 200) * white_z;
	return opaque(from_linear(3.1341358529 * x - 1.6173859980 * y - 0.4906622179 * z),
		from_linear(-0.9787954766 * x + 1.9162543774 * y + 0.0334428734 * z),
		from_linear(0.0719553926 * x - 0.2289767598 * y + 1.4053860351 * z), alpha);
}
