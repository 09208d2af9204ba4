#include "compose/iconset.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

#include "base/json.h"

/* The icons of one set while files are read. */
struct reading {
	struct icon *icon;
	uint32_t nicons, capacity;
	struct arena *arena;
	struct diag *diag;
};

/* Width of the rim beyond a badge, and of the outline of a hollow one. */
static const double rim_width = 1.5, hollow_width = 1.8;

static bool expect(const struct json *value, enum json_type type, const char *what,
	struct diag *diag) {
	return value->type == type
		|| json_error(diag, value, "must be %s, not %s", what, json_type_name(value));
}

static bool read_path(const struct json *value, struct path *out, struct reading *r) {
	if (!expect(value, JSON_STRING, "path data in a string", r->diag))
		return false;
	if (!path_parse(value->string, out, r->arena))
		return json_error(r->diag, value, "is no SVG path data behind its point %u",
			out->npoints);
	if (out->npoints == 0)
		return json_error(r->diag, value, "has no points");
	return true;
}

static bool read_number(const struct json *value, double least, double *out, struct diag *diag) {
	if (!expect(value, JSON_NUMBER, "a number", diag))
		return false;
	if (value->number < least)
		return json_error(diag, value, "must be at least %g", least);
	*out = value->number;
	return true;
}

static bool read_pair(const struct json *value, double least, struct point *out,
	struct diag *diag) {
	if (value->type != JSON_ARRAY || value->count != 2)
		return json_error(diag, value, "must be two numbers");
	return read_number(json_element(value, 0), least, &out->x, diag)
		&& read_number(json_element(value, 1), least, &out->y, diag);
}

/* "tint", "rim", or a colour of its own. */
static bool read_paint(const struct json *value, enum icon_paint *paint, struct color *fixed,
	struct diag *diag) {
	if (!expect(value, JSON_STRING, "\"tint\", \"rim\" or a colour", diag))
		return false;
	*paint = ICON_FIXED;
	if (str_equal(value->string, STR("tint")))
		*paint = ICON_TINT;
	else if (str_equal(value->string, STR("rim")))
		*paint = ICON_RIM;
	else if (!color_parse(value->string, fixed))
		return json_error(diag, value, "\"%.*s\" is neither \"tint\", \"rim\" nor a colour",
			STR_ARG(value->string));
	return true;
}

/* An icon's parts, as many as there may be at most. */
struct parts {
	struct icon_part *part;
	uint32_t n, capacity;
};

static bool read_part(const struct json *value, struct parts *parts, struct reading *r) {
	static const char *const known[] = { "d", "fill", "stroke", "stroke-width",
		"stroke-first" };
	struct icon_part part = { .stroke_width = 1 };
	bool stroke_first = false, ok = true;
	const struct json *d = json_member(value, "d");
	if (!expect(value, JSON_OBJECT, "an object", r->diag))
		return false;
	if (!d)
		return json_error(r->diag, value, "\"d\" is missing");
	ok = read_path(d, &part.path, r);
	for (const struct json *m = value->child; value->count && m; m = m->next) {
		if (str_equal(m->key, STR("fill"))) {
			part.has_fill = read_paint(m, &part.fill_paint, &part.fill, r->diag);
			ok = ok && part.has_fill;
		} else if (str_equal(m->key, STR("stroke"))) {
			part.has_stroke = read_paint(m, &part.stroke_paint, &part.stroke, r->diag);
			ok = ok && part.has_stroke;
		} else if (str_equal(m->key, STR("stroke-width"))) {
			ok = read_number(m, 0, &part.stroke_width, r->diag) && ok;
		} else if (str_equal(m->key, STR("stroke-first"))) {
			stroke_first = m->type == JSON_TRUE;
		} else if (m != d) {
			const char *near = str_nearest(m->key, known,
				sizeof(known) / sizeof(known[0]));
			ok = json_error(r->diag, m, "unknown key%s%s%s",
				near ? "; did you mean \"" : "", near ? near : "",
				near ? "\"?" : "");
		}
	}
	if (!ok)
		return false;
	/* A stroke below the fill is a part of its own. */
	if (stroke_first && part.has_fill && part.has_stroke) {
		struct icon_part below = part;
		below.has_fill = part.has_stroke = false;
		*arena_push(r->arena, parts->part, parts->n, parts->capacity) = below;
	}
	*arena_push(r->arena, parts->part, parts->n, parts->capacity) = part;
	return true;
}

static struct icon *add_icon(struct reading *r, struct str name) {
	struct icon *icon = arena_push(r->arena, r->icon, r->nicons, r->capacity);
	*icon = (struct icon){ .name = name };
	return icon;
}

/* Twice the way from the middle to the farthest ink, unless the file says. */
static void set_size(struct icon *icon, const struct parts *parts, struct point size) {
	icon->part = parts->part;
	icon->nparts = parts->n;
	struct rect box = icon_bounds(icon);
	if (!rect_is_empty(box))
		icon->size = (struct point){ 2 * fmax(-box.min.x, box.max.x),
			2 * fmax(-box.min.y, box.max.y) };
	if (size.x > 0)
		icon->size = size;
}

static void add_part(struct parts *parts, struct reading *r, struct path path, bool fill,
	enum icon_paint paint, double stroke_width) {
	struct icon_part *part = arena_push(r->arena, parts->part, parts->n, parts->capacity);
	*part = (struct icon_part){ .path = path,
		.has_fill = fill,
		.has_stroke = !fill,
		.fill_paint = paint,
		.stroke_paint = paint,
		.stroke_width = stroke_width };
}

struct badge {
	struct str name;
	struct path outline, sign;
	bool has_sign;
	struct point size, number_at;
	double number_size;
};

/* Hollow is what is claimed or planned; what is denied has a bar behind it besides, of
 * which the ends show. */
enum badge_look { BADGE_FILLED, BADGE_HOLLOW, BADGE_DENIED };

static void add_bar(struct parts *parts, struct reading *r, const struct badge *b) {
	static const double reach = 12.5, width = 2.2;
	char text[96];
	struct point at = b->number_at;
	int n = snprintf(text, sizeof(text), "M%d %dL%d %d", (int)lround(at.x - reach),
		(int)lround(at.y + reach), (int)lround(at.x + reach), (int)lround(at.y - reach));
	struct path bar;
	if (!path_parse((struct str){ text, (size_t)n }, &bar, r->arena))
		return;
	add_part(parts, r, bar, false, ICON_RIM, width + 2 * rim_width);
	add_part(parts, r, bar, false, ICON_TINT, width);
}

static void add_badge(struct reading *r, const struct badge *b, enum badge_look look) {
	static const char *const suffix[] = { "", "-hollow", "-denied" };
	struct parts parts = { 0 };
	bool hollow = look != BADGE_FILLED;
	if (look == BADGE_DENIED)
		add_bar(&parts, r, b);
	double edge = hollow ? hollow_width : 0;
	add_part(&parts, r, b->outline, false, ICON_RIM, 2 * rim_width + edge);
	add_part(&parts, r, b->outline, true, hollow ? ICON_RIM : ICON_TINT, 0);
	if (hollow)
		add_part(&parts, r, b->outline, false, ICON_TINT, hollow_width);
	if (b->has_sign)
		add_part(&parts, r, b->sign, true, hollow ? ICON_TINT : ICON_RIM, 0);
	struct icon *icon = add_icon(r,
		str_of(arena_printf(r->arena, "%.*s%s", STR_ARG(b->name), suffix[look])));
	set_size(icon, &parts, b->size);
	icon->number_at = b->number_at;
	icon->number_size = b->number_size;
	icon->number_paint = hollow ? ICON_TINT : ICON_RIM;
}

static bool read_number_spot(const struct json *value, struct badge *b, struct diag *diag) {
	const struct json *at = json_member(value, "at"), *size = json_member(value, "size");
	if (!at || !size)
		return json_error(diag, value, "must be an object with \"at\" and \"size\"");
	return read_pair(at, -1000, &b->number_at, diag)
		&& read_number(size, 1, &b->number_size, diag);
}

static bool read_parts(const struct json *value, struct reading *r, const struct badge *b) {
	struct parts parts = { 0 };
	bool ok = true;
	if (!expect(value, JSON_ARRAY, "an array of parts", r->diag))
		return false;
	for (uint32_t i = 0; i < value->count; i++)
		ok = read_part(json_element(value, i), &parts, r) && ok;
	if (!ok)
		return false;
	struct icon *icon = add_icon(r, b->name);
	set_size(icon, &parts, b->size);
	icon->number_at = b->number_at;
	icon->number_size = b->number_size;
	icon->number_paint = ICON_RIM;
	return true;
}

static bool read_icon(const struct json *value, struct reading *r) {
	static const char *const known[] = { "badge", "sign", "number", "parts", "size" };
	struct badge b = { .name = value->key };
	const struct json *badge = NULL, *parts = NULL;
	bool ok = true;
	if (!expect(value, JSON_OBJECT, "an object", r->diag))
		return false;
	for (const struct json *m = value->count ? value->child : NULL; m; m = m->next) {
		if (str_equal(m->key, STR("badge"))) {
			badge = m;
			ok = read_path(m, &b.outline, r) && ok;
		} else if (str_equal(m->key, STR("sign"))) {
			b.has_sign = true;
			ok = read_path(m, &b.sign, r) && ok;
		} else if (str_equal(m->key, STR("number"))) {
			ok = read_number_spot(m, &b, r->diag) && ok;
		} else if (str_equal(m->key, STR("size"))) {
			ok = read_pair(m, 0.5, &b.size, r->diag) && ok;
		} else if (str_equal(m->key, STR("parts"))) {
			parts = m;
		} else {
			const char *near = str_nearest(m->key, known,
				sizeof(known) / sizeof(known[0]));
			ok = json_error(r->diag, m, "unknown key%s%s%s",
				near ? "; did you mean \"" : "", near ? near : "",
				near ? "\"?" : "");
		}
	}
	if (!badge == !parts)
		return json_error(r->diag, value, "needs either \"badge\" or \"parts\"");
	if (parts)
		return read_parts(parts, r, &b) && ok;
	if (!ok)
		return false;
	for (int look = BADGE_FILLED; look <= BADGE_DENIED; look++)
		add_badge(r, &b, (enum badge_look)look);
	return true;
}

static bool read_file(struct reading *r, const char *path) {
	struct source *source = arena_new(r->arena, struct source, 1);
	if (!source_load(source, path, r->arena, r->diag))
		return false;
	const struct json *root = json_parse(source, r->arena, r->diag);
	if (!root)
		return false;
	const struct json *icons = json_member(root, "icons");
	if (!icons || icons->type != JSON_OBJECT)
		return json_error(r->diag, root, "must have an object \"icons\"");
	bool ok = true;
	for (uint32_t i = 0; i < icons->count; i++)
		ok = read_icon(&icons->child[i], r) && ok;
	return ok;
}

static int compare_names(const void *a, const void *b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* By name, for iconset_find(); where two files have one name, the later file. */
static int compare_icons(const void *a, const void *b) {
	return str_compare(((const struct icon *)a)->name, ((const struct icon *)b)->name);
}

static void sort_icons(struct reading *r) {
	/* Few and mostly in order; insertion keeps equal names in the order of files. */
	for (uint32_t i = 1; i < r->nicons; i++) {
		struct icon icon = r->icon[i];
		uint32_t k = i;
		while (k > 0 && compare_icons(&r->icon[k - 1], &icon) > 0) {
			r->icon[k] = r->icon[k - 1];
			k--;
		}
		r->icon[k] = icon;
	}
	uint32_t n = 0;
	for (uint32_t i = 0; i < r->nicons; i++)
		if (i + 1 == r->nicons || compare_icons(&r->icon[i], &r->icon[i + 1]) != 0)
			r->icon[n++] = r->icon[i];
	r->nicons = n;
}

bool iconset_read(struct iconset *set, const char *folder, struct arena *arena, struct diag *diag) {
	struct reading r = { .arena = arena, .diag = diag };
	char **name = NULL;
	uint32_t nnames = 0, capacity = 0;
	bool ok = true;
	*set = (struct iconset){ 0 };
	diag_reads(diag, folder);
	DIR *dir = opendir(folder);
	if (!dir)
		return diag_error(diag, WHERE_NOWHERE, "cannot open the folder of icons \"%s\": %s",
			folder, strerror(errno));
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct str s = str_of(entry->d_name);
		if (str_ends(s, STR(".json")) && s.at[0] != '.')
			*arena_push(arena, name, nnames, capacity) = arena_strdup(arena, s);
	}
	closedir(dir);
	if (nnames)
		qsort(name, nnames, sizeof(*name), compare_names);
	for (uint32_t i = 0; i < nnames; i++)
		ok = read_file(&r, arena_printf(arena, "%s/%s", folder, name[i])) && ok;
	sort_icons(&r);
	*set = (struct iconset){ r.icon, r.nicons };
	return ok;
}

const struct icon *iconset_find(const struct iconset *set, struct str name) {
	uint32_t low = 0, high = set->nicons;
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = str_compare(name, set->icon[middle].name);
		if (order == 0)
			return &set->icon[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}
