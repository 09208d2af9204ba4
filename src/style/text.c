#include "style/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

void buffer_add(struct buffer *b, struct str s) {
	if (s.len == 0)
		return;
	if (s.len > b->capacity - b->count) {
		size_t size = (size_t)b->capacity * 2 > 64 ? (size_t)b->capacity * 2 : 64;
		if (size < b->count + s.len)
			size = b->count + s.len;
		char *larger = arena_new(b->arena, char, size);
		if (b->count)
			memcpy(larger, b->at, b->count);
		b->at = larger;
		b->capacity = (uint32_t)size;
	}
	memcpy(b->at + b->count, s.at, s.len);
	b->count += (uint32_t)s.len;
}

struct str buffer_text(const struct buffer *b) {
	return (struct str){ b->at ? b->at : "", b->count };
}

/* Whether digits * 10^exponent reads as `value`: exact in a long double while the
 * power is; a tie counts as no. */
static bool reads_as(uint64_t digits, int exponent, double value) {
	static const long double power[] = {
		1e0L, 1e1L, 1e2L, 1e3L, 1e4L, 1e5L, 1e6L, 1e7L, 1e8L, 1e9L, 1e10L, 1e11L, 1e12L,
		1e13L, 1e14L, 1e15L, 1e16L, 1e17L, 1e18L, 1e19L, 1e20L, 1e21L, 1e22L, 1e23L,
		1e24L, 1e25L, 1e26L, 1e27L,
	};
	int size = exponent < 0 ? -exponent : exponent;
	long double scale = size <= 27 ? power[size] : powl(10.0L, (long double)size);
	long double read = exponent < 0 ? (long double)digits / scale : (long double)digits * scale;
	return (double)read == value && (double)nextafterl(read, INFINITY) == value
		&& (double)nextafterl(read, -INFINITY) == value;
}

/* The fewest digits that read back, without trailing zeros, and the place of the
 * point behind the first digit. */
static int shortest_digits(double value, char digits[static 18], int *exponent) {
	int n = 0;
	for (int precision = 15; precision <= 17; precision++) {
		char text[32];
		snprintf(text, sizeof(text), "%.*e", precision - 1, value);
		uint64_t number = 0;
		n = 0;
		const char *c = text;
		for (; *c != 'e'; c++)
			if (*c != '.') {
				digits[n++] = *c;
				number = number * 10 + (uint64_t)(*c - '0');
			}
		bool down = c[1] == '-';
		*exponent = 0;
		for (c += 2; *c; c++)
			*exponent = *exponent * 10 + (*c - '0');
		if (down)
			*exponent = -*exponent;
		if (reads_as(number, *exponent - (precision - 1), value))
			break;
	}
	while (n > 1 && digits[n - 1] == '0')
		n--;
	return n;
}

static int copy(char *out, const char *text) {
	size_t n = strlen(text);
	memcpy(out, text, n + 1);
	return (int)n;
}

static int whole_to_text(int64_t number, char *out) {
	return snprintf(out, NUMBER_TEXT_SIZE, "%lld", (long long)number);
}

int number_to_text(double number, char out[static NUMBER_TEXT_SIZE]) {
	if (isnan(number))
		return copy(out, "NaN");
	if (isinf(number))
		return copy(out, number < 0 ? "-Infinity" : "Infinity");
	if (fabs(number) < 9007199254740992.0 && number == floor(number))
		return whole_to_text((int64_t)number, out);
	char digits[18];
	int exponent, n = 0;
	int ndigits = shortest_digits(fabs(number), digits, &exponent);
	int point = exponent + 1;
	if (number < 0)
		out[n++] = '-';
	if (point > 0 && point <= 21) {
		for (int i = 0; i < ndigits || i < point; i++) {
			if (i == point)
				out[n++] = '.';
			out[n++] = i < ndigits ? digits[i] : '0';
		}
	} else if (point <= 0 && point > -6) {
		out[n++] = '0';
		out[n++] = '.';
		for (int i = point; i < 0; i++)
			out[n++] = '0';
		for (int i = 0; i < ndigits; i++)
			out[n++] = digits[i];
	} else {
		out[n++] = digits[0];
		if (ndigits > 1)
			out[n++] = '.';
		for (int i = 1; i < ndigits; i++)
			out[n++] = digits[i];
		n += snprintf(out + n, (size_t)(NUMBER_TEXT_SIZE - n), "e%c%d",
			exponent < 0 ? '-' : '+', exponent < 0 ? -exponent : exponent);
	}
	out[n] = '\0';
	return n;
}

static double whole_of_digits(struct str s, unsigned base) {
	double number = 0;
	if (s.len == 0)
		return NAN;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0')
			: c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
			: c >= 'A' && c <= 'F' ? (unsigned)(c - 'A') + 10 : 99;
		if (digit >= base)
			return NAN;
		number = number * base + digit;
	}
	return number;
}

/* What JavaScript trims: white space and line ends of Unicode. */
static bool is_space(uint32_t c) {
	return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || c == 0x1680
		|| (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F
		|| c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

static struct str trim(struct str s) {
	size_t from = 0, to = 0;
	bool started = false;
	for (size_t i = 0; i < s.len;) {
		size_t start = i;
		if (is_space(utf8_next(s, &i)))
			continue;
		if (!started)
			from = start;
		started = true;
		to = i;
	}
	return str_slice(s, from, to);
}

double number_of_text(struct str s) {
	s = trim(s);
	if (s.len == 0)
		return 0;
	if (s.len > 2 && s.at[0] == '0') {
		unsigned base = s.at[1] == 'x' || s.at[1] == 'X' ? 16
			: s.at[1] == 'o' || s.at[1] == 'O' ? 8
			: s.at[1] == 'b' || s.at[1] == 'B' ? 2 : 0;
		if (base)
			return whole_of_digits(str_slice(s, 2, s.len), base);
	}
	if (str_equal(s, STR("Infinity")) || str_equal(s, STR("+Infinity")))
		return INFINITY;
	if (str_equal(s, STR("-Infinity")))
		return -INFINITY;
	double number;
	return str_to_double(s, &number) ? number : NAN;
}

double number_of_value(const struct value *v, struct arena *arena) {
	switch (v->type) {
	case VALUE_NULL:
	case VALUE_MISSING:
		return 0;
	case VALUE_BOOL:
		return v->boolean;
	case VALUE_NUMBER:
		return v->number;
	case VALUE_STRING:
		return number_of_text(v->string);
	case VALUE_ARRAY: {
		/* By way of its text: [] is 0, [5] is 5. */
		if (v->array.count != 1)
			return v->array.count ? NAN : 0;
		if (v->array.item->type == VALUE_BOOL)
			return NAN;
		return number_of_text(value_to_text(v->array.item, arena));
	}
	default:
		return NAN;
	}
}

/* JSON. */

static void add_number(struct buffer *b, double number) {
	char text[NUMBER_TEXT_SIZE];
	int n = number_to_text(number, text);
	buffer_add(b, isfinite(number) ? (struct str){ text, (size_t)n } : STR("null"));
}

/* Of a colour's channel: the shortest text that a float reads back as. */
static void add_channel(struct buffer *b, float channel) {
	for (int precision = 6; precision <= 9; precision++) {
		char text[32];
		int n = snprintf(text, sizeof(text), "%.*g", precision, (double)channel);
		double read;
		if (str_to_double((struct str){ text, (size_t)n }, &read)
		    && ((float)read == channel || precision == 9)) {
			add_number(b, read);
			return;
		}
	}
	add_number(b, (double)channel);
}

/* The letter behind the backslash; 0: none. */
static char escape_of(char c) {
	switch (c) {
	case '\b':
		return 'b';
	case '\t':
		return 't';
	case '\n':
		return 'n';
	case '\f':
		return 'f';
	case '\r':
		return 'r';
	case '"':
	case '\\':
		return c;
	default:
		return 0;
	}
}

void buffer_add_json_string(struct buffer *b, struct str s) {
	size_t from = 0;
	buffer_add(b, STR("\""));
	for (size_t i = 0; i < s.len; i++) {
		char letter = escape_of(s.at[i]), text[8];
		if (!letter && (unsigned char)s.at[i] >= 0x20)
			continue;
		buffer_add(b, str_slice(s, from, i));
		if (letter)
			snprintf(text, sizeof(text), "\\%c", letter);
		else
			snprintf(text, sizeof(text), "\\u%04x", (unsigned char)s.at[i]);
		buffer_add(b, str_of(text));
		from = i + 1;
	}
	buffer_add(b, str_slice(s, from, s.len));
	buffer_add(b, STR("\""));
}

static void add_color(struct buffer *b, struct color c) {
	static const char *const name[] = { "{\"r\":", ",\"g\":", ",\"b\":", ",\"a\":" };
	/* The specification keeps colours multiplied by their alpha. */
	const float channel[] = { c.r * c.a, c.g * c.a, c.b * c.a, c.a };
	for (int i = 0; i < 4; i++) {
		buffer_add(b, str_of(name[i]));
		add_channel(b, channel[i]);
	}
	buffer_add(b, STR("}"));
}

static void add_optional_string(struct buffer *b, const char *label, struct str s) {
	buffer_add(b, str_of(label));
	if (s.at)
		buffer_add_json_string(b, s);
	else
		buffer_add(b, STR("null"));
}

static void add_image(struct buffer *b, struct str name, bool available) {
	add_optional_string(b, "{\"name\":", name);
	buffer_add(b, available ? STR(",\"available\":true}") : STR(",\"available\":false}"));
}

static void add_section(struct buffer *b, const struct value_section *s) {
	add_optional_string(b, "{\"text\":", s->text.at ? s->text : STR(""));
	buffer_add(b, STR(",\"image\":"));
	if (s->image.at)
		add_image(b, s->image, s->image_available);
	else
		buffer_add(b, STR("null"));
	buffer_add(b, STR(",\"scale\":"));
	if (s->has_scale)
		add_number(b, s->scale);
	else
		buffer_add(b, STR("null"));
	add_optional_string(b, ",\"fontStack\":", s->font);
	buffer_add(b, STR(",\"textColor\":"));
	if (s->has_color)
		add_color(b, s->color);
	else
		buffer_add(b, STR("null"));
	add_optional_string(b, ",\"verticalAlign\":", s->vertical_align);
	buffer_add(b, STR("}"));
}

static void add_comma(struct buffer *b, uint32_t i) {
	if (i)
		buffer_add(b, STR(","));
}

static void add_numbers(struct buffer *b, const double *number, uint32_t n) {
	buffer_add(b, STR("["));
	for (uint32_t i = 0; i < n; i++) {
		add_comma(b, i);
		add_number(b, number[i]);
	}
	buffer_add(b, STR("]"));
}

static void add_colors(struct buffer *b, const struct value *v) {
	buffer_add(b, STR("["));
	for (uint32_t i = 0; i < v->colors.count; i++) {
		add_comma(b, i);
		add_color(b, v->colors.at[i]);
	}
	buffer_add(b, STR("]"));
}

static void add_anchors(struct buffer *b, const struct value *v) {
	buffer_add(b, STR("["));
	for (uint32_t i = 0; i < v->anchors.count; i++) {
		const struct value_anchor *a = &v->anchors.at[i];
		add_comma(b, i);
		buffer_add_json_string(b, a->anchor);
		buffer_add(b, STR(","));
		add_numbers(b, (const double[]){ a->x, a->y }, 2);
	}
	buffer_add(b, STR("]"));
}

static void add_projection(struct buffer *b, const struct value_projection *p) {
	buffer_add(b, STR("["));
	buffer_add_json_string(b, p->from);
	buffer_add(b, STR(","));
	buffer_add_json_string(b, p->to);
	buffer_add(b, STR(","));
	add_number(b, p->transition);
	buffer_add(b, STR("]"));
}

static void add_collection(struct buffer *b, const struct value *v) {
	bool object = v->type == VALUE_OBJECT;
	uint32_t n = object ? v->object.count : v->array.count;
	buffer_add(b, object ? STR("{") : STR("["));
	for (uint32_t i = 0; i < n; i++) {
		add_comma(b, i);
		if (object) {
			buffer_add_json_string(b, v->object.key[i].string);
			buffer_add(b, STR(":"));
		}
		buffer_add_json(b, object ? &v->object.item[i] : &v->array.item[i]);
	}
	buffer_add(b, object ? STR("}") : STR("]"));
}

void buffer_add_json(struct buffer *b, const struct value *v) {
	switch (v->type) {
	case VALUE_NULL:
	case VALUE_MISSING:
		buffer_add(b, STR("null"));
		break;
	case VALUE_BOOL:
		buffer_add(b, v->boolean ? STR("true") : STR("false"));
		break;
	case VALUE_NUMBER:
		add_number(b, v->number);
		break;
	case VALUE_STRING:
		buffer_add_json_string(b, v->string);
		break;
	case VALUE_COLOR:
		add_color(b, v->color);
		break;
	case VALUE_ARRAY:
	case VALUE_OBJECT:
		add_collection(b, v);
		break;
	case VALUE_FORMATTED:
		buffer_add(b, STR("{\"sections\":["));
		for (uint32_t i = 0; i < v->formatted.count; i++) {
			add_comma(b, i);
			add_section(b, &v->formatted.section[i]);
		}
		buffer_add(b, STR("]}"));
		break;
	case VALUE_IMAGE:
		add_image(b, v->image.name, v->image.available);
		break;
	case VALUE_COLLATOR:
		buffer_add(b, STR("{}"));
		break;
	case VALUE_PADDING:
		add_numbers(b, v->padding, 4);
		break;
	case VALUE_NUMBERS:
		add_numbers(b, v->numbers.at, v->numbers.count);
		break;
	case VALUE_COLORS:
		add_colors(b, v);
		break;
	case VALUE_ANCHORS:
		add_anchors(b, v);
		break;
	case VALUE_PROJECTION:
		add_projection(b, v->projection);
		break;
	}
}

struct str value_to_json(const struct value *v, struct arena *arena) {
	struct buffer b = { .arena = arena };
	buffer_add_json(&b, v);
	return buffer_text(&b);
}

/* Text. */

static struct str color_to_text(struct color c, struct arena *arena) {
	struct buffer b = { .arena = arena };
	buffer_add(&b, str_of(arena_printf(arena, "rgba(%d,%d,%d,", (int)(c.r * 255.0f + 0.5f),
		(int)(c.g * 255.0f + 0.5f), (int)(c.b * 255.0f + 0.5f))));
	add_channel(&b, c.a);
	buffer_add(&b, STR(")"));
	return buffer_text(&b);
}

static struct str formatted_to_text(const struct value *v, struct arena *arena) {
	if (v->formatted.count == 1)
		return v->formatted.section[0].text;
	struct buffer b = { .arena = arena };
	for (uint32_t i = 0; i < v->formatted.count; i++)
		buffer_add(&b, v->formatted.section[i].text);
	return buffer_text(&b);
}

struct str value_to_text(const struct value *v, struct arena *arena) {
	switch (v->type) {
	case VALUE_NULL:
	case VALUE_MISSING:
		return STR("");
	case VALUE_BOOL:
		return v->boolean ? STR("true") : STR("false");
	case VALUE_NUMBER: {
		char *text = arena_new(arena, char, NUMBER_TEXT_SIZE);
		int n = number_to_text(v->number, text);
		return (struct str){ text, (size_t)n };
	}
	case VALUE_STRING:
		return v->string;
	case VALUE_COLOR:
		return color_to_text(v->color, arena);
	case VALUE_FORMATTED:
		return formatted_to_text(v, arena);
	case VALUE_IMAGE:
		return v->image.name;
	case VALUE_PROJECTION:
		if (str_equal(v->projection->from, v->projection->to)
		    && v->projection->transition == 1)
			return v->projection->from;
		return value_to_json(v, arena);
	default:
		return value_to_json(v, arena);
	}
}

/* Bytes of UTF-8 order as code points do; code units put what lies beyond the
 * basic plane (surrogates) before U+E000 to U+FFFF. */
int text_compare(struct str a, struct str b) {
	size_t n = a.len < b.len ? a.len : b.len;
	for (size_t i = 0; i < n; i++) {
		unsigned char x = (unsigned char)a.at[i], y = (unsigned char)b.at[i];
		if (x == y)
			continue;
		if (x >= 0xEE && y >= 0xEE && (x >= 0xF0) != (y >= 0xF0))
			return x >= 0xF0 ? -1 : 1;
		return x < y ? -1 : 1;
	}
	return (a.len > b.len) - (a.len < b.len);
}
