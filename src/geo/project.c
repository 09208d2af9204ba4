#include "geo/project.h"

#include <proj.h>
#include <stdlib.h>
#include <string.h>

#include "base/str.h"
#include "geo/mercator.h"
#include "geo/projector.h"

enum closed_form { NOT_CLOSED, CLOSED_DEGREES, CLOSED_MERCATOR };

struct projector {
	enum closed_form closed;
	bool radians; /* the operation takes radians */
	PJ_CONTEXT *context;
	PJ *operation;
	struct outline outline;
	struct projector_window window;
	char name[128];
};

/* PROJ would print to stderr. */
static void stay_silent(void *user, int level, const char *message) {
	(void)user;
	(void)level;
	(void)message;
}

/* PROJ 9 opens its database whenever it makes an operation, though a projection
 * by name needs nothing from it: 4 ms, measured.  An empty one is quicker. */
static const char *no_database(PJ_CONTEXT *context, const char *name, void *user) {
	(void)context;
	(void)user;
	return strcmp(name, "proj.db") == 0 ? "/dev/null" : NULL;
}

static PJ_CONTEXT *context_open(bool database) {
	PJ_CONTEXT *context = proj_context_create();
	if (!context)
		return NULL;
	proj_log_func(context, NULL, stay_silent);
	proj_context_set_enable_network(context, 0);
	if (!database)
		proj_context_set_file_finder(context, no_database, NULL);
	return context;
}

static void operation_close(struct projector *p) {
	proj_destroy(p->operation);
	proj_context_destroy(p->context);
	p->operation = NULL;
	p->context = NULL;
}

/* A projection by itself: from longitude and latitude in radians. */
static bool open_plain(struct projector *p, const char *text) {
	char definition[512];
	int len = snprintf(definition, sizeof(definition), "%s", text);
	if (len < 0 || (size_t)len >= sizeof(definition))
		return false;
	/* "+type=crs" would make it a reference system, not an operation. */
	char *type = strstr(definition, "+type=crs");
	if (type)
		memset(type, ' ', strlen("+type=crs"));
	p->context = context_open(false);
	if (p->context)
		p->operation = proj_create(p->context, definition);
	if (!p->operation || !proj_angular_input(p->operation, PJ_FWD)
		|| proj_angular_output(p->operation, PJ_FWD)) {
		operation_close(p);
		return false;
	}
	p->radians = true;
	return true;
}

static void read_shape(struct projector *p, const PJ *crs) {
	struct projdef def = { .proj = "" };
	const char *text = proj_as_proj_string(p->context, crs, PJ_PROJ_4, NULL);
	if (text)
		projdef_parse(&def, text);
	p->outline = projdef_outline(&def);
	if (!projdef_name(&def, p->name, sizeof(p->name)))
		snprintf(p->name, sizeof(p->name), "%s", proj_get_name(crs));
}

static bool is_reference_system(const PJ *object) {
	switch (proj_get_type(object)) {
	case PJ_TYPE_GEOGRAPHIC_2D_CRS:
	case PJ_TYPE_GEOGRAPHIC_3D_CRS:
	case PJ_TYPE_PROJECTED_CRS:
	case PJ_TYPE_COMPOUND_CRS:
	case PJ_TYPE_BOUND_CRS:
		return true;
	default:
		return false;
	}
}

/* Anything PROJ knows as a reference system, by way of its database. */
static bool open_system(struct projector *p, const char *text) {
	p->context = context_open(true);
	if (!p->context)
		return false;
	char definition[4096];
	bool by_name = strstr(text, "proj=") && !strchr(text, '[') && !strstr(text, "type=crs");
	if (by_name) {
		int len = snprintf(definition, sizeof(definition), "%s +type=crs", text);
		if (len < 0 || (size_t)len >= sizeof(definition)) {
			operation_close(p);
			return false;
		}
		text = definition;
	}
	PJ *target = proj_create(p->context, text);
	PJ *source = target && is_reference_system(target) ? proj_create(p->context, "OGC:CRS84")
							   : NULL;
	if (source) {
		read_shape(p, target);
		PJ *raw = proj_create_crs_to_crs_from_pj(p->context, source, target, NULL, NULL);
		p->operation = raw ? proj_normalize_for_visualization(p->context, raw) : NULL;
		proj_destroy(raw);
	}
	proj_destroy(source);
	proj_destroy(target);
	if (!p->operation)
		operation_close(p);
	return p->operation != NULL;
}

/* The .prj that most shapefiles carry, known by its words: its longitudes and
 * latitudes are ours. */
static bool is_wgs84_degrees(const char *wkt) {
	return (strncmp(wkt, "GEOGCS[\"GCS_WGS_1984\"", 21) == 0
		       || strncmp(wkt, "GEOGCS[\"WGS 84\"", 15) == 0
		       || strncmp(wkt, "GEOGCS[\"WGS84\"", 14) == 0)
		&& strstr(wkt, "UNIT[\"Degree\",0.0174532925")
		&& strstr(wkt, "PRIMEM[\"Greenwich\",0");
}

static bool is_degrees(const struct projdef *def) {
	return def->plain
		&& (strcmp(def->proj, "longlat") == 0 || strcmp(def->proj, "latlong") == 0);
}

/* "EPSG:32638", "urn:ogc:def:crs:EPSG::32638". */
static bool is_code(const char *text) {
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789_-+.:/";
	bool urn = strncmp(text, "urn:ogc:def:crs:", 16) == 0;
	const char *colon = strchr(urn ? text + 16 : text, ':');
	return colon && (urn || !strchr(colon + 1, ':')) && !text[strspn(text, allowed)];
}

/* By its first keyword, in WKT 1 or 2. */
static bool is_wkt(const char *text) {
	static const char *const keywords[] = { "GEOGCS", "PROJCS", "COMPD_CS", "GEOGCRS",
		"GEODCRS", "PROJCRS", "BOUNDCRS", "COMPOUNDCRS", "GEOGRAPHICCRS", "GEODETICCRS",
		"PROJECTEDCRS" };
	struct str rest = str_trim(str_of(text)), word = rest;
	word.len = strcspn(word.at, "[( \t\r\n");
	rest = str_trim(str_slice(rest, word.len, rest.len));
	if (!rest.len || (rest.at[0] != '[' && rest.at[0] != '('))
		return false;
	for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
		if (str_equal_nocase(word, str_of(keywords[i])))
			return true;
	return false;
}

static bool open_text(struct projector *p, const char *crs) {
	char known[256];
	struct projdef def;
	const char *text = projdef_for_code(crs, known, sizeof(known)) ? known : crs;
	if (is_wgs84_degrees(text))
		text = "+proj=longlat";
	/* Anything else PROJ would search its database for, a quarter of a second long, and
	 * take what sounds like it: there is a system for "foo". */
	if (strchr(text, '[') || !projdef_parse(&def, text))
		return (is_wkt(text) || is_code(text)) && open_system(p, text);
	/* A pipeline is no reference system, and could read any file. */
	if (strcmp(def.proj, "pipeline") == 0 || strstr(text, "init="))
		return false;
	p->outline = projdef_outline(&def);
	projdef_name(&def, p->name, sizeof(p->name));
	if (def.web_mercator)
		p->closed = CLOSED_MERCATOR;
	else if (is_degrees(&def))
		p->closed = CLOSED_DEGREES;
	if (p->closed)
		return true;
	return (def.plain && open_plain(p, text)) || open_system(p, text);
}

struct projector *projector_open(const char *crs, struct diag *diag) {
	struct projector *p = calloc(1, sizeof(*p));
	if (!p) {
		diag_error(diag, WHERE_NOWHERE, "out of memory for a projection");
		return NULL;
	}
	if (!open_text(p, crs)) {
		free(p);
		diag_error(diag, WHERE_NOWHERE,
			"unknown coordinate reference system \"%.200s\"; a code (EPSG:32638), a "
			"PROJ string (+proj=lcc ...) or WKT is expected",
			crs);
		return NULL;
	}
	if (!p->name[0])
		snprintf(p->name, sizeof(p->name), "%.100s", crs);
	const char *database = p->context ? proj_context_get_database_path(p->context) : NULL;
	if (database && strcmp(database, "/dev/null") != 0)
		diag_reads(diag, database);
	return p;
}

void projector_close(struct projector *p) {
	if (!p)
		return;
	operation_close(p);
	free(p);
}

static size_t finish(struct point *points, size_t n) {
	size_t good = 0;
	for (size_t i = 0; i < n; i++) {
		if (isfinite(points[i].x) && isfinite(points[i].y))
			good++;
		else
			points[i] = (struct point){ INFINITY, INFINITY };
	}
	return good;
}

static void scale(struct point *points, size_t n, double by) {
	for (size_t i = 0; i < n; i++) {
		points[i].x *= by;
		points[i].y *= by;
	}
}

static void transform(struct projector *p, PJ_DIRECTION direction, struct point *points, size_t n) {
	if (n)
		proj_trans_generic(p->operation, direction, &points->x, sizeof(*points), n,
			&points->y, sizeof(*points), n, NULL, 0, 0, NULL, 0, 0);
}

size_t projector_forward(struct projector *p, struct point *points, size_t n) {
	if (p->closed == CLOSED_DEGREES)
		return finish(points, n);
	if (p->closed == CLOSED_MERCATOR) {
		for (size_t i = 0; i < n; i++)
			points[i] = mercator_forward(points[i]);
		return finish(points, n);
	}
	if (p->radians)
		scale(points, n, RADIANS);
	transform(p, PJ_FWD, points, n);
	return finish(points, n);
}

size_t projector_inverse(struct projector *p, struct point *points, size_t n) {
	if (p->closed == CLOSED_DEGREES)
		return finish(points, n);
	if (p->closed == CLOSED_MERCATOR) {
		for (size_t i = 0; i < n; i++)
			points[i] = mercator_inverse(points[i]);
		return finish(points, n);
	}
	transform(p, PJ_INV, points, n);
	if (p->radians)
		scale(points, n, 1 / RADIANS);
	return finish(points, n);
}

bool projector_is_mercator(const struct projector *p) {
	return p->closed == CLOSED_MERCATOR;
}

bool projector_is_degrees(const struct projector *p) {
	return p->closed == CLOSED_DEGREES;
}

bool projector_repeats(const struct projector *p) {
	return projector_is_mercator(p) || projector_is_degrees(p);
}

const char *projector_name(const struct projector *p) {
	return p->name;
}

double projector_central_meridian(const struct projector *p) {
	return p->outline.lon0;
}

const struct outline *projector_outline(const struct projector *p) {
	return &p->outline;
}

struct projector_window *projector_window(struct projector *p) {
	return &p->window;
}
