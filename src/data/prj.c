#include "data/prj.h"

#include <math.h>
#include <string.h>

#include "base/limits.h"

/* Behind the bracket of the first `keyword[` (or `keyword(`) outside quotes;
 * at == NULL when there is none. */
static struct str find_node(struct str wkt, const char *keyword) {
	struct str word = str_of(keyword);
	bool quoted = false, inside = false;
	for (size_t i = 0; i < wkt.len; i++) {
		char c = wkt.at[i];
		if (c == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
		if (letter && !inside && str_equal_nocase(str_slice(wkt, i, i + word.len), word)) {
			struct str rest = str_trim(str_slice(wkt, i + word.len, wkt.len));
			if (rest.len && (rest.at[0] == '[' || rest.at[0] == '('))
				return str_trim(str_slice(rest, 1, rest.len));
		}
		inside = letter || (inside && c >= '0' && c <= '9');
	}
	return (struct str){ NULL, 0 };
}

/* The quoted name a node begins with; `*rest` is what follows its comma. */
static struct str node_name(struct str node, struct str *rest) {
	struct str none = { NULL, 0 };
	*rest = none;
	if (!node.len || node.at[0] != '"')
		return none;
	struct str tail = str_slice(node, 1, node.len);
	struct str name = str_split(&tail, '"');
	tail = str_trim(tail);
	if (tail.len && tail.at[0] == ',')
		*rest = str_trim(str_slice(tail, 1, tail.len));
	return name;
}

/* The number behind a node's name, NAN when there is none. */
static double node_number(struct str node) {
	struct str rest;
	node_name(node, &rest);
	size_t n = 0;
	while (n < rest.len && strchr("+-.0123456789eE", rest.at[n]) && rest.at[n])
		n++;
	double value;
	return str_to_double(str_slice(rest, 0, n), &value) ? value : NAN;
}

/* Equal but for case and for what stands between the words. */
static bool same_words(struct str a, const char *b) {
	size_t i = 0;
	for (;;) {
		while (i < a.len && (a.at[i] == '_' || a.at[i] == ' '))
			i++;
		while (*b == ' ')
			b++;
		if (i == a.len || !*b)
			return i == a.len && !*b;
		if (!str_equal_nocase((struct str){ a.at + i, 1 }, (struct str){ b, 1 }))
			return false;
		i++, b++;
	}
}

static bool is_one_of(struct str name, const char *const *names, size_t n) {
	for (size_t i = 0; i < n; i++)
		if (same_words(name, names[i]))
			return true;
	return false;
}

static bool is_wgs84(struct str datum) {
	static const char *const names[] = {
		"D WGS 1984",
		"WGS 1984",
		"WGS 84",
		"D WGS 84",
		"World Geodetic System 1984",
		"World Geodetic System 1984 ensemble",
	};
	struct str rest;
	return is_one_of(node_name(datum, &rest), names, sizeof(names) / sizeof(names[0]));
}

static bool is_geographic(struct str wkt) {
	static const char *const keywords[] = { "GEOGCS", "GEOGCRS", "GEODCRS", "GEOGRAPHICCRS" };
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (str_equal_nocase(str_slice(wkt, 0, strlen(keywords[i])), str_of(keywords[i])))
			return true;
	return false;
}

bool prj_is_degrees(struct str wkt) {
	wkt = str_trim(wkt);
	if (!is_geographic(wkt) || find_node(wkt, "TOWGS84").at)
		return false;
	struct str datum = find_node(wkt, "DATUM");
	if (!datum.at)
		datum = find_node(wkt, "ENSEMBLE");
	if (!datum.at || !is_wgs84(datum))
		return false;
	struct str meridian = find_node(wkt, "PRIMEM");
	if (meridian.at && node_number(meridian) != 0)
		return false;
	struct str unit = find_node(wkt, "ANGLEUNIT");
	if (!unit.at)
		unit = find_node(wkt, "UNIT");
	return unit.at && fabs(node_number(unit) - 0.017453292519943295) < 1e-12;
}

struct str prj_name(struct str wkt) {
	wkt = str_trim(wkt);
	size_t i = 0;
	while (i < wkt.len && wkt.at[i] != '[' && wkt.at[i] != '(')
		i++;
	struct str rest;
	return node_name(str_trim(str_slice(wkt, i + 1, wkt.len)), &rest);
}

/* These are spheres on an ellipsoid's degrees: a closed form, without PROJ. */
static bool is_web_mercator(struct str wkt) {
	static const char *const names[] = {
		"WGS 84 / Pseudo-Mercator",
		"WGS 84 Pseudo Mercator",
		"WGS 1984 Web Mercator Auxiliary Sphere",
		"WGS 1984 Web Mercator",
	};
	return is_one_of(prj_name(wkt), names, sizeof(names) / sizeof(names[0]));
}

bool prj_open(const struct source *prj, struct projector **out, struct arena *arena,
	struct diag *diag) {
	struct str wkt = str_trim(prj->text);
	*out = NULL;
	if (!wkt.len)
		return true;
	struct where at = { prj, WHERE_WHOLE, NULL };
	if (wkt.len > LIMIT_STRING)
		return diag_error(diag, at, "larger than the limit of %d bytes for a text",
			LIMIT_STRING);
	if (prj_is_degrees(wkt))
		return true;
	if (memchr(wkt.at, '\0', wkt.len))
		return diag_error(diag, at, "not the text of a coordinate system");
	struct diag inner;
	diag_init(&inner, arena);
	*out = projector_open(is_web_mercator(wkt) ? "EPSG:3857" : arena_strdup(arena, wkt),
		&inner);
	if (!*out)
		return diag_error(diag, at, "coordinate system not understood: %s",
			inner.first ? inner.first->message : "no reason given");
	if (projector_is_degrees(*out)) {
		projector_close(*out);
		*out = NULL;
	}
	return true;
}
