#include "style/text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

void strbuf_add(struct strbuf *b, struct str s) {
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

struct str strbuf_text(const struct strbuf *b) {
	return (struct str){ b->at ? b->at : "", b->count };
}

static int copy(char *out, const char *text) {
	size_t n = strlen(text);
	memcpy(out, text, n + 1);
	return (int)n;
}

int number_to_text(double number, char out[static NUMBER_TEXT_SIZE]) {
	if (isnan(number))
		return copy(out, "NaN");
	if (isinf(number))
		return copy(out, number < 0 ? "-Infinity" : "Infinity");
	return number_format(number, out);
}

static double whole_of_digits(struct str s, unsigned base) {
	double number = 0;
	if (s.len == 0)
		return NAN;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.at[i];
		unsigned digit = c >= '0' && c <= '9' ? (unsigned)(c - '0')
			: c >= 'a' && c <= 'f'        ? (unsigned)(c - 'a') + 10
			: c >= 'A' && c <= 'F'        ? (unsigned)(c - 'A') + 10
						      : 99;
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
			: s.at[1] == 'o' || s.at[1] == 'O'       ? 8
			: s.at[1] == 'b' || s.at[1] == 'B'       ? 2
								 : 0;
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
	case VALUE_ARRAY:
	case VALUE_FORMATTED:
	case VALUE_IMAGE:
		/* By way of its text: [] is 0, [5] is 5. */
		return number_of_text(value_to_string(v, arena));
	default:
		return NAN;
	}
}

/* JSON. */

/* String(): an array is its items with commas between. */
struct str value_to_string(const struct value *v, struct arena *arena) {
	struct strbuf b = { .arena = arena };
	if (v->type == VALUE_OBJECT)
		return STR("[object Object]");
	if (v->type != VALUE_ARRAY)
		return value_to_text(v, arena);
	for (uint32_t i = 0; i < v->array.count; i++) {
		if (i)
			strbuf_add(&b, STR(","));
		strbuf_add(&b, value_to_string(&v->array.item[i], arena));
	}
	return strbuf_text(&b);
}

static void add_number(struct strbuf *b, double number) {
	char text[NUMBER_TEXT_SIZE];
	int n = number_to_text(number, text);
	strbuf_add(b, isfinite(number) ? (struct str){ text, (size_t)n } : STR("null"));
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

void strbuf_add_json_string(struct strbuf *b, struct str s) {
	size_t from = 0;
	strbuf_add(b, STR("\""));
	for (size_t i = 0; i < s.len; i++) {
		char letter = escape_of(s.at[i]), text[8];
		if (!letter && (unsigned char)s.at[i] >= 0x20)
			continue;
		strbuf_add(b, str_slice(s, from, i));
		if (letter)
			snprintf(text, sizeof(text), "\\%c", letter);
		else
			snprintf(text, sizeof(text), "\\u%04x", (unsigned char)s.at[i]);
		strbuf_add(b, str_of(text));
		from = i + 1;
	}
	strbuf_add(b, str_slice(s, from, s.len));
	strbuf_add(b, STR("\""));
}

/* The specification keeps colours multiplied by their alpha. */
static void add_rgba(struct strbuf *b, struct rgba c, const char *const label[static 4]) {
	const double channel[] = { c.r * c.a, c.g * c.a, c.b * c.a, c.a };
	for (int i = 0; i < 4; i++) {
		strbuf_add(b, str_of(label[i]));
		add_number(b, channel[i]);
	}
}

static void add_color(struct strbuf *b, struct rgba c) {
	static const char *const label[] = { "{\"r\":", ",\"g\":", ",\"b\":", ",\"a\":" };
	add_rgba(b, c, label);
	strbuf_add(b, STR("}"));
}

void strbuf_add_channels(struct strbuf *b, struct rgba c) {
	static const char *const label[] = { "[", ",", ",", "," };
	add_rgba(b, c, label);
	strbuf_add(b, STR("]"));
}

static void add_optional_string(struct strbuf *b, const char *label, struct str s) {
	strbuf_add(b, str_of(label));
	if (s.at)
		strbuf_add_json_string(b, s);
	else
		strbuf_add(b, STR("null"));
}

static void add_image(struct strbuf *b, struct str name, bool available) {
	add_optional_string(b, "{\"name\":", name);
	strbuf_add(b, available ? STR(",\"available\":true}") : STR(",\"available\":false}"));
}

static void add_section(struct strbuf *b, const struct value_section *s) {
	add_optional_string(b, "{\"text\":", s->text.at ? s->text : STR(""));
	strbuf_add(b, STR(",\"image\":"));
	if (s->image.at)
		add_image(b, s->image, s->image_available);
	else
		strbuf_add(b, STR("null"));
	strbuf_add(b, STR(",\"scale\":"));
	if (s->has_scale)
		add_number(b, s->scale);
	else
		strbuf_add(b, STR("null"));
	add_optional_string(b, ",\"fontStack\":", s->font);
	strbuf_add(b, STR(",\"textColor\":"));
	if (s->has_color)
		add_color(b, s->color);
	else
		strbuf_add(b, STR("null"));
	add_optional_string(b, ",\"verticalAlign\":", s->vertical_align);
	strbuf_add(b, STR("}"));
}

static void add_comma(struct strbuf *b, uint32_t i) {
	if (i)
		strbuf_add(b, STR(","));
}

static void add_numbers(struct strbuf *b, const double *number, uint32_t n) {
	strbuf_add(b, STR("["));
	for (uint32_t i = 0; i < n; i++) {
		add_comma(b, i);
		add_number(b, number[i]);
	}
	strbuf_add(b, STR("]"));
}

static void add_colors(struct strbuf *b, const struct value *v) {
	strbuf_add(b, STR("["));
	for (uint32_t i = 0; i < v->colors.count; i++) {
		add_comma(b, i);
		add_color(b, v->colors.at[i]);
	}
	strbuf_add(b, STR("]"));
}

static void add_anchors(struct strbuf *b, const struct value *v) {
	strbuf_add(b, STR("["));
	for (uint32_t i = 0; i < v->anchors.count; i++) {
		const struct value_anchor *a = &v->anchors.at[i];
		add_comma(b, i);
		strbuf_add_json_string(b, a->anchor);
		strbuf_add(b, STR(","));
		add_numbers(b, (const double[]){ a->x, a->y }, 2);
	}
	strbuf_add(b, STR("]"));
}

static void add_projection(struct strbuf *b, const struct value_projection *p) {
	strbuf_add(b, STR("{\"from\":"));
	strbuf_add_json_string(b, p->from);
	strbuf_add(b, STR(",\"to\":"));
	strbuf_add_json_string(b, p->to);
	strbuf_add(b, STR(",\"transition\":"));
	add_number(b, p->transition);
	strbuf_add(b, STR("}"));
}

/* What is an array beneath its type. */
static void add_values(struct strbuf *b, const struct value *v) {
	switch (v->type) {
	case VALUE_PADDING:
		add_numbers(b, v->padding, 4);
		break;
	case VALUE_NUMBERS:
		add_numbers(b, v->numbers.at, v->numbers.count);
		break;
	case VALUE_COLORS:
		add_colors(b, v);
		break;
	default:
		add_anchors(b, v);
	}
}

static void add_collection(struct strbuf *b, const struct value *v) {
	bool object = v->type == VALUE_OBJECT;
	uint32_t n = object ? v->object.count : v->array.count;
	strbuf_add(b, object ? STR("{") : STR("["));
	for (uint32_t i = 0; i < n; i++) {
		add_comma(b, i);
		if (object) {
			strbuf_add_json_string(b, v->object.key[i].string);
			strbuf_add(b, STR(":"));
		}
		strbuf_add_json(b, object ? &v->object.item[i] : &v->array.item[i]);
	}
	strbuf_add(b, object ? STR("}") : STR("]"));
}

void strbuf_add_json(struct strbuf *b, const struct value *v) {
	switch (v->type) {
	case VALUE_NULL:
	case VALUE_MISSING:
		strbuf_add(b, STR("null"));
		break;
	case VALUE_BOOL:
		strbuf_add(b, v->boolean ? STR("true") : STR("false"));
		break;
	case VALUE_NUMBER:
		add_number(b, v->number);
		break;
	case VALUE_STRING:
		strbuf_add_json_string(b, v->string);
		break;
	case VALUE_COLOR:
		add_color(b, value_rgba(v));
		break;
	case VALUE_ARRAY:
	case VALUE_OBJECT:
		add_collection(b, v);
		break;
	case VALUE_FORMATTED:
		strbuf_add(b, STR("{\"sections\":["));
		for (uint32_t i = 0; i < v->formatted.count; i++) {
			add_comma(b, i);
			add_section(b, &v->formatted.section[i]);
		}
		strbuf_add(b, STR("]}"));
		break;
	case VALUE_IMAGE:
		add_image(b, v->image.name, v->image.available);
		break;
	case VALUE_COLLATOR:
		strbuf_add(b, STR("{}"));
		break;
	case VALUE_PADDING:
	case VALUE_NUMBERS:
	case VALUE_COLORS:
	case VALUE_ANCHORS:
		strbuf_add(b, STR("{\"values\":"));
		add_values(b, v);
		strbuf_add(b, STR("}"));
		break;
	case VALUE_PROJECTION:
		add_projection(b, v->projection);
		break;
	}
}

struct str value_to_json(const struct value *v, struct arena *arena) {
	struct strbuf b = { .arena = arena };
	strbuf_add_json(&b, v);
	return strbuf_text(&b);
}

/* Text. */

static struct str color_to_text(struct rgba c, struct arena *arena) {
	char alpha[NUMBER_TEXT_SIZE];
	number_to_text(c.a, alpha);
	return str_of(arena_printf(arena, "rgba(%d,%d,%d,%s)", (int)floor(c.r * 255 + 0.5),
		(int)floor(c.g * 255 + 0.5), (int)floor(c.b * 255 + 0.5), alpha));
}

static struct str formatted_to_text(const struct value *v, struct arena *arena) {
	if (v->formatted.count == 1)
		return v->formatted.section[0].text;
	struct strbuf b = { .arena = arena };
	for (uint32_t i = 0; i < v->formatted.count; i++)
		strbuf_add(&b, v->formatted.section[i].text);
	return strbuf_text(&b);
}

static struct str projection_to_text(const struct value_projection *p, struct arena *arena) {
	struct strbuf b = { .arena = arena };
	if (str_equal(p->from, p->to) && p->transition == 1)
		return p->from;
	strbuf_add(&b, STR("["));
	strbuf_add_json_string(&b, p->from);
	strbuf_add(&b, STR(","));
	strbuf_add_json_string(&b, p->to);
	strbuf_add(&b, STR(","));
	add_number(&b, p->transition);
	strbuf_add(&b, STR("]"));
	return strbuf_text(&b);
}

struct str value_to_text(const struct value *v, struct arena *arena) {
	struct strbuf b = { .arena = arena };
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
		return color_to_text(value_rgba(v), arena);
	case VALUE_FORMATTED:
		return formatted_to_text(v, arena);
	case VALUE_IMAGE:
		return v->image.name;
	case VALUE_PADDING:
	case VALUE_NUMBERS:
	case VALUE_COLORS:
	case VALUE_ANCHORS:
		add_values(&b, v);
		return strbuf_text(&b);
	case VALUE_PROJECTION:
		return projection_to_text(v->projection, arena);
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
