#include "style/checker.h"

/* Fonts and sprites. */

static const struct json *string_member(const struct json *json, const char *name) {
	const struct json *j = json_member(json, name);
	return j && j->type == JSON_STRING && j->string.len ? j : NULL;
}

static bool same_text(const struct json *a, const struct json *b) {
	return a && b && str_equal(a->string, b->string);
}

/* Whether a sprite before this one has the same id, or the same URL. */
static bool is_repeated(const struct json *sprites, const struct json *sprite, const char *member) {
	for (const struct json *j = sprites->child; j != sprite; j = j->next)
		if (same_text(string_member(j, member), string_member(sprite, member)))
			return true;
	return false;
}

static void check_pair(struct check *c, const char *key, const struct json *json) {
	static const char *const name[] = { "id", "url" };
	if (!check_is_object(c, key, json))
		return;
	for (const struct json *j = json->child; j; j = j->next)
		if (str_equal(j->key, STR("id")) || str_equal(j->key, STR("url")))
			check_string(c, key_member(c, key, j->key), j);
		else
			check_error(c, key, j, "unknown property \"%.*s\"", STR_ARG(j->key));
	for (int i = 0; i < 2; i++)
		if (!json_member(json, name[i]))
			check_error(c, key, json, "missing required property \"%s\"", name[i]);
}

void check_sprite(struct check *c, const char *key, const struct json *json) {
	check_undrawn(c, key, json, "sprites are not read: icons are the built-in ones");
	if (json->type != JSON_ARRAY) {
		check_string(c, key, json);
		return;
	}
	uint32_t i = 0;
	for (const struct json *j = json->child; j; j = j->next, i++) {
		if (is_repeated(json, j, "id"))
			check_error(c, key, json,
				"all the sprites' ids must be unique, but %.*s is "
				"duplicated",
				STR_ARG(string_member(j, "id")->string));
		if (is_repeated(json, j, "url"))
			check_error(c, key, json,
				"all the sprites' URLs must be unique, but %.*s is "
				"duplicated",
				STR_ARG(string_member(j, "url")->string));
		check_pair(c, key_index(c, key, i), j);
	}
}

static bool contains(struct str s, struct str part) {
	for (size_t i = 0; i + part.len <= s.len; i++)
		if (str_starts(str_slice(s, i, s.len), part))
			return true;
	return false;
}

void check_glyphs(struct check *c, const char *key, const struct json *json) {
	check_string(c, key, json);
	if (json->type != JSON_STRING)
		return;
	if (!contains(json->string, STR("{fontstack}")))
		check_error(c, key, json, "\"glyphs\" url must include a \"{fontstack}\" token");
	if (!contains(json->string, STR("{range}")))
		check_error(c, key, json, "\"glyphs\" url must include a \"{range}\" token");
	check_undrawn(c, key, json, "glyphs are not read: fonts are those of the system");
}

/* Hexadecimal digits at the start; how many, at most seven. */
static size_t hex_digits(struct str s, unsigned long *out) {
	size_t n = 0;
	*out = 0;
	while (n < s.len && n < 7) {
		char ch = s.at[n], letter = (char)(ch | 0x20);
		unsigned digit = ch >= '0' && ch <= '9'  ? (unsigned)(ch - '0')
			: letter >= 'a' && letter <= 'f' ? (unsigned)(letter - 'a') + 10
							 : 99;
		if (digit > 15)
			break;
		*out = *out * 16 + digit;
		n++;
	}
	return n;
}

/* "U+26", "U+0-7F", "U+4??"; NULL: fine. */
static const char *range_error(struct str s, struct arena *arena) {
	static const char invalid[] = "invalid unicode range, expected a value such as \"U+26\", "
				      "\"U+0-10FFFF\" or \"U+4??\"";
	unsigned long from, to;
	if (s.len < 3 || (s.at[0] | 0x20) != 'u' || s.at[1] != '+')
		return invalid;
	struct str rest = str_slice(s, 2, s.len);
	size_t n = hex_digits(rest, &from), questions = 0;
	while (n + questions < rest.len && rest.at[n + questions] == '?')
		questions++;
	if (questions)
		return n + questions == rest.len && rest.len <= 6 ? NULL : invalid;
	to = from;
	if (n == 0 || n > 6)
		return invalid;
	if (n < rest.len) {
		struct str end = str_slice(rest, n + 1, rest.len);
		size_t digits = hex_digits(end, &to);
		if (rest.at[n] != '-' || digits == 0 || digits > 6 || digits != end.len)
			return invalid;
	}
	if (from > 0x10FFFF || to > 0x10FFFF)
		return "unicode range is out of bounds, the maximum code point is U+10FFFF";
	if (from > to)
		return arena_printf(arena,
			"unicode range start must not be greater than its end, but "
			"%.*s is",
			STR_ARG(s));
	return NULL;
}

static void check_ranges(struct check *c, const char *key, const struct json *json) {
	uint32_t i = 0;
	if (json->type != JSON_ARRAY) {
		check_error(c, key, json, "array expected, %s found", json_kind(json));
		return;
	}
	for (const struct json *j = json->child; j; j = j->next, i++) {
		const char *error = j->type == JSON_STRING ? range_error(j->string, c->arena)
							   : NULL;
		check_string(c, key_index(c, key, i), j);
		if (error)
			check_error(c, key_index(c, key, i), j, "%s", error);
	}
}

static void check_face(struct check *c, const char *key, const struct json *json) {
	if (!check_is_object(c, key, json))
		return;
	for (const struct json *j = json->child; j; j = j->next)
		if (str_equal(j->key, STR("url")))
			check_string(c, key_member(c, key, j->key), j);
		else if (str_equal(j->key, STR("unicode-range")))
			check_ranges(c, key_member(c, key, j->key), j);
		else
			check_error(c, key, j, "unknown property \"%.*s\"", STR_ARG(j->key));
	if (!json_member(json, "url"))
		check_error(c, key, json, "missing required property \"url\"");
}

void check_fonts(struct check *c, const char *key, const struct json *json) {
	check_undrawn(c, key, json, "font faces are not read: fonts are those of the system");
	if (!check_is_object(c, key, json))
		return;
	for (const struct json *j = json->child; j; j = j->next) {
		const char *name = key_member(c, key, j->key);
		uint32_t i = 0;
		if (j->type == JSON_ARRAY)
			for (const struct json *face = j->child; face; face = face->next, i++)
				check_face(c, key_index(c, name, i), face);
		else if (j->type != JSON_STRING)
			check_error(c, name, j, "string or array expected, %s found", json_kind(j));
	}
}
