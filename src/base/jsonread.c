#include "base/json.h"

#include <string.h>

#include "base/number.h"
#include "base/utf8.h"

/* What may come next; zero is the state of a fresh reader. */
enum state {
	STATE_START,
	STATE_VALUE,
	STATE_VALUE_OR_CLOSE,
	STATE_KEY,
	STATE_KEY_OR_CLOSE,
	STATE_AFTER_VALUE,
	STATE_FAILED,
};

static bool inside_object(const struct json_reader *r) {
	unsigned level = r->depth - 1;
	return r->depth && r->objects[level / 64] >> level % 64 & 1;
}

/* Words that people write where JSON wants something else. */
static const char *advice(struct str found) {
	static const struct {
		const char *start, *text;
	} rows[] = {
		{ "'", "; text stands in double quotes" },
		{ "//", "; JSON has no comments" },
		{ "/*", "; JSON has no comments" },
		{ "#", "; JSON has no comments" },
		{ "NaN", "; JSON has no such number" },
		{ "Infinity", "; JSON has no such number" },
		{ "-Infinity", "; JSON has no such number" },
		{ "True", "; it is written \"true\"" },
		{ "False", "; it is written \"false\"" },
		{ "None", "; it is written \"null\"" },
		{ "+", "; a number has no plus sign" },
		{ ".", "; a number begins with a digit" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_starts(found, str_of(rows[i].start)))
			return rows[i].text;
	return "";
}

/* The word, or the one character, that stands at an offset. */
static struct str word_at(struct str text, size_t offset) {
	size_t end = offset;
	while (end < text.len && end - offset < 40
		&& ((text.at[end] >= '0' && text.at[end] <= '9') || text.at[end] == '_'
			|| ((text.at[end] | 0x20) >= 'a' && (text.at[end] | 0x20) <= 'z')))
		end++;
	if (end == offset)
		utf8_next(text, &end);
	return str_slice(text, offset, end);
}

static enum json_token fail(struct json_reader *r, size_t offset, struct diag *diag,
	const char *what) {
	r->state = STATE_FAILED;
	diag_error(diag, (struct where){ r->source, offset, NULL }, "%s", what);
	return JSON_TOKEN_ERROR;
}

static enum json_token fail_expected(struct json_reader *r, struct diag *diag,
	const char *expected) {
	struct where at = { r->source, r->offset, NULL };
	struct str text = r->source->text;
	r->state = STATE_FAILED;
	if (r->offset >= text.len) {
		diag_error(diag, at, "the text ends where %s should be", expected);
	} else if (utf8_check(word_at(text, r->offset)) != SIZE_MAX) {
		diag_error(diag, at, "byte 0x%02x is not UTF-8", (unsigned char)text.at[r->offset]);
	} else {
		struct str found = word_at(text, r->offset);
		diag_error(diag, at, "found \"%.*s\" where %s should be%s", STR_ARG(found),
			expected, advice(str_slice(text, r->offset, text.len)));
	}
	return JSON_TOKEN_ERROR;
}

static bool hex4(const char *at, const char *end, uint32_t *out) {
	uint32_t value = 0;
	if (end - at < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		char c = at[i], letter = (char)(c | 0x20);
		if (c >= '0' && c <= '9')
			value = value << 4 | (uint32_t)(c - '0');
		else if (letter >= 'a' && letter <= 'f')
			value = value << 4 | (uint32_t)(letter - 'a' + 10);
		else
			return false;
	}
	*out = value;
	return true;
}

/* One escape at `*at` (behind the backslash), written to `*to`; an error in words. */
static const char *unescape(const char **at, const char *end, char **to) {
	static const char from[] = "\"\\/bfnrt", into[] = "\"\\/\b\f\n\r\t";
	uint32_t c, low;
	const char *p = *at;
	const char *known = p < end && *p ? strchr(from, *p) : NULL;
	if (known) {
		*(*to)++ = into[known - from];
		*at = p + 1;
		return NULL;
	}
	if (p == end || *p != 'u')
		return "unknown escape in a string; a backslash itself is written \\\\";
	if (!hex4(p + 1, end, &c))
		return "\\u wants four hexadecimal digits";
	p += 5;
	if (c >= 0xDC00 && c < 0xE000)
		return "the second half of a surrogate pair without the first";
	if (c >= 0xD800 && c < 0xDC00) {
		if (end - p < 6 || p[0] != '\\' || p[1] != 'u' || !hex4(p + 2, end, &low)
			|| low < 0xDC00 || low >= 0xE000)
			return "the first half of a surrogate pair without the second";
		c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
		p += 6;
	}
	*to += utf8_put(c, *to);
	*at = p;
	return NULL;
}

/* A string with escapes; an escape is never shorter than what it stands for. */
static bool decode_string(struct json_reader *r, struct str raw, struct str *out,
	struct diag *diag) {
	struct arena *arena = r->arena ? r->arena : diag->arena;
	char *copy = arena_alloc(arena, raw.len, 1, 1), *to = copy;
	const char *p = raw.at, *end = raw.at + raw.len;
	while (p < end) {
		const char *slash = memchr(p, '\\', (size_t)(end - p));
		size_t plain = (size_t)((slash ? slash : end) - p);
		memcpy(to, p, plain);
		to += plain;
		p += plain;
		if (!slash)
			break;
		p++;
		const char *wrong = unescape(&p, end, &to);
		if (wrong) {
			fail(r, (size_t)(slash - r->source->text.at), diag, wrong);
			return false;
		}
	}
	*out = (struct str){ copy, (size_t)(to - copy) };
	return true;
}

/* Bytes that end the fast way through a string. */
static inline bool is_plain(char c) {
	return (unsigned char)c >= 0x20 && (unsigned char)c < 0x80 && c != '"' && c != '\\';
}

/* A string at the opening quote. */
static bool read_string(struct json_reader *r, struct str *out, struct diag *diag) {
	const char *base = r->source->text.at, *end = base + r->source->text.len;
	const char *first = base + r->offset + 1, *p = first;
	bool escapes = false, wide = false;
	for (;;) {
		while (p < end && is_plain(*p))
			p++;
		if (p == end || *p == '"')
			break;
		if (*p == '\\') {
			escapes = true;
			p += end - p > 1 ? 2 : 1;
		} else if ((unsigned char)*p >= 0x80) {
			wide = true;
			p++;
		} else {
			fail(r, (size_t)(p - base), diag,
				*p == '\n' || *p == '\r'
					? "a string does not go on over the end of a line; "
					  "a line break in it is written \\n"
					: "a control character in a string is written as an escape");
			return false;
		}
	}
	struct str raw = { first, (size_t)(p - first) };
	size_t broken = wide ? utf8_check(raw) : SIZE_MAX;
	if (broken != SIZE_MAX) {
		size_t offset = r->offset + 1 + broken;
		diag_error(diag, (struct where){ r->source, offset, NULL },
			"byte 0x%02x is not UTF-8", (unsigned char)base[offset]);
		r->state = STATE_FAILED;
		return false;
	}
	if (p == end)
		return fail(r, r->offset, diag, "a string without its closing quote"), false;
	if (raw.len > LIMIT_STRING) {
		diag_error(diag, (struct where){ r->source, r->offset, NULL },
			"text longer than the limit of %d bytes", LIMIT_STRING);
		r->state = STATE_FAILED;
		return false;
	}
	*out = raw;
	if (escapes && !decode_string(r, raw, out, diag))
		return false;
	r->offset = (size_t)(p - base) + 1;
	return true;
}

static enum json_token read_number(struct json_reader *r, struct json *value, struct diag *diag) {
	const char *base = r->source->text.at, *end = base + r->source->text.len;
	const char *p = base + r->offset;
	bool negative = *p == '-';
	double number;
	p += negative;
	enum number_result result = number_read(&p, end, NUMBER_JSON, &number);
	if (result == NUMBER_TOO_LARGE)
		return fail(r, r->offset, diag, "a number too large for a double");
	if (result != NUMBER_OK) {
		if (p > base + r->offset + negative || !negative)
			return fail(r, (size_t)(p - base), diag,
				p < end && *p >= '0' && *p <= '9'
					? "a number does not begin with 0"
					: "a digit is missing in a number");
		const char *words = advice(str_slice(r->source->text, r->offset, SIZE_MAX));
		return fail(r, r->offset, diag,
			*words ? words + 2 : "a minus sign without a number");
	}
	value->type = JSON_NUMBER;
	value->number = negative ? -number : number;
	r->offset = (size_t)(p - base);
	r->state = STATE_AFTER_VALUE;
	return JSON_TOKEN_VALUE;
}

static enum json_token read_word(struct json_reader *r, struct json *value, struct diag *diag) {
	struct str word = word_at(r->source->text, r->offset);
	if (str_equal(word, STR("true")))
		value->type = JSON_TRUE;
	else if (str_equal(word, STR("false")))
		value->type = JSON_FALSE;
	else if (str_equal(word, STR("null")))
		value->type = JSON_NULL;
	else
		return fail_expected(r, diag, "a value");
	r->offset += word.len;
	r->state = STATE_AFTER_VALUE;
	return JSON_TOKEN_VALUE;
}

static enum json_token open_level(struct json_reader *r, struct json *value, bool object,
	struct diag *diag) {
	if (r->depth == LIMIT_JSON_DEPTH) {
		r->state = STATE_FAILED;
		diag_error(diag, (struct where){ r->source, r->offset, NULL },
			"arrays and objects nested deeper than the limit of %d", LIMIT_JSON_DEPTH);
		return JSON_TOKEN_ERROR;
	}
	uint64_t bit = UINT64_C(1) << r->depth % 64, *word = &r->objects[r->depth / 64];
	*word = object ? *word | bit : *word & ~bit;
	r->depth++;
	r->offset++;
	r->state = object ? STATE_KEY_OR_CLOSE : STATE_VALUE_OR_CLOSE;
	value->type = object ? JSON_OBJECT : JSON_ARRAY;
	value->count = 0;
	value->child = NULL;
	return JSON_TOKEN_OPEN;
}

static enum json_token close_level(struct json_reader *r, struct json *value) {
	value->type = inside_object(r) ? JSON_OBJECT : JSON_ARRAY;
	r->depth--;
	r->offset++;
	r->state = STATE_AFTER_VALUE;
	return JSON_TOKEN_CLOSE;
}

static inline void pass_space(struct json_reader *r) {
	const char *at = r->source->text.at;
	size_t len = r->source->text.len, i = r->offset;
	while (i < len && (at[i] == ' ' || at[i] == '\n' || at[i] == '\r' || at[i] == '\t'))
		i++;
	r->offset = i;
}

/* The byte at the offset, or -1. */
static inline int peek(const struct json_reader *r) {
	return r->offset < r->source->text.len ? (unsigned char)r->source->text.at[r->offset] : -1;
}

static enum json_token read_value(struct json_reader *r, struct json *value, struct diag *diag) {
	int c = peek(r);
	value->offset = r->offset;
	if (c == '-' || (c >= '0' && c <= '9'))
		return read_number(r, value, diag);
	if (c == '[' || c == '{')
		return open_level(r, value, c == '{', diag);
	if (c != '"')
		return c < 0 ? fail_expected(r, diag, "a value") : read_word(r, value, diag);
	if (!read_string(r, &value->string, diag))
		return JSON_TOKEN_ERROR;
	value->type = JSON_STRING;
	r->state = STATE_AFTER_VALUE;
	return JSON_TOKEN_VALUE;
}

/* A key and its colon. */
static enum json_token read_key(struct json_reader *r, struct json *value, struct diag *diag) {
	value->offset = r->offset;
	if (peek(r) != '"')
		return fail_expected(r, diag, "a key in double quotes");
	if (!read_string(r, &value->string, diag))
		return JSON_TOKEN_ERROR;
	pass_space(r);
	if (peek(r) != ':')
		return fail_expected(r, diag, "a colon");
	r->offset++;
	r->state = STATE_VALUE;
	value->type = JSON_STRING;
	return JSON_TOKEN_KEY;
}

/* Behind a value: a comma and the next one, the end of the level, or the end. */
static enum json_token read_after(struct json_reader *r, struct json *value, struct diag *diag) {
	int c = peek(r);
	bool object = inside_object(r);
	value->offset = r->offset;
	if (r->depth == 0)
		return c < 0 ? JSON_TOKEN_END : fail_expected(r, diag, "the end of the text");
	if (c == (object ? '}' : ']'))
		return close_level(r, value);
	if (c != ',')
		return fail_expected(r, diag, object ? "a comma or \"}\"" : "a comma or \"]\"");
	size_t comma = r->offset++;
	pass_space(r);
	c = peek(r);
	if (c == '}' || c == ']')
		return fail(r, comma, diag, "a comma with nothing behind it");
	return object ? read_key(r, value, diag) : read_value(r, value, diag);
}

enum json_token json_next(struct json_reader *r, struct json *value, struct diag *diag) {
	pass_space(r);
	value->source = r->source;
	value->parent = NULL;
	switch ((enum state)r->state) {
	case STATE_AFTER_VALUE:
		return read_after(r, value, diag);
	case STATE_VALUE:
		return read_value(r, value, diag);
	case STATE_VALUE_OR_CLOSE:
		value->offset = r->offset;
		return peek(r) == ']' ? close_level(r, value) : read_value(r, value, diag);
	case STATE_KEY:
		return read_key(r, value, diag);
	case STATE_KEY_OR_CLOSE:
		value->offset = r->offset;
		return peek(r) == '}' ? close_level(r, value) : read_key(r, value, diag);
	case STATE_START:
		if (r->offset == 0 && str_starts(r->source->text, STR("\xEF\xBB\xBF"))) {
			r->offset = 3;
			pass_space(r);
		}
		if (r->offset == r->source->text.len) {
			value->offset = r->offset;
			return fail(r, r->offset, diag, "empty; it should hold a JSON value");
		}
		return read_value(r, value, diag);
	case STATE_FAILED:
		break;
	}
	return JSON_TOKEN_ERROR;
}

static bool skip_to_depth(struct json_reader *r, unsigned depth, struct diag *diag) {
	struct arena unused = ARENA_INIT;
	struct arena *arena = r->arena;
	struct json value;
	enum json_token token;
	r->arena = &unused;
	do {
		token = json_next(r, &value, diag);
		arena_rewind(&unused, (struct arena_mark){ NULL, 0 });
	} while (token != JSON_TOKEN_ERROR && token != JSON_TOKEN_END
		&& (token == JSON_TOKEN_KEY || r->depth > depth));
	r->arena = arena;
	return token == JSON_TOKEN_VALUE || token == JSON_TOKEN_CLOSE;
}

bool json_skip(struct json_reader *reader, struct diag *diag) {
	return skip_to_depth(reader, reader->depth, diag);
}

bool json_skip_open(struct json_reader *reader, struct diag *diag) {
	return skip_to_depth(reader, reader->depth - 1, diag);
}
