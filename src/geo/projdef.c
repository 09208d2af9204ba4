#include "geo/projdef.h"

#include <stdio.h>
#include <string.h>

#include "base/str.h"
#include "geo/mercator.h"

enum described { BY_NOTHING, BY_PARALLELS, BY_CENTER, BY_MERIDIAN, BY_TRUE_SCALE, BY_ZONE };

/*
 * One row for each method.  `reach`: degrees of longitude on either side of the
 * central meridian, or, of an azimuthal one, degrees from the center.  `lat`:
 * from pole to pole, less where the pole lies at infinity.
 */
static const struct method {
	const char *proj, *name;
	enum outline_kind kind;
	double reach, lat;
	enum described by;
} methods[] = {
	{ "aea", "Albers equal-area conic", OUTLINE_LOBES, 180, 90, BY_PARALLELS },
	{ "aeqd", "azimuthal equidistant", OUTLINE_HORIZON, 175, 90, BY_CENTER },
	{ "airy", "Airy", OUTLINE_HORIZON, 89.9, 90, BY_CENTER },
	{ "aitoff", "Aitoff", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "bonne", "Bonne", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "cass", "Cassini", OUTLINE_LOBES, 80, 90, BY_MERIDIAN },
	{ "cea", "cylindrical equal-area", OUTLINE_LOBES, 180, 90, BY_TRUE_SCALE },
	{ "eck1", "Eckert I", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "eck2", "Eckert II", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "eck3", "Eckert III", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "eck4", "Eckert IV", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "eck5", "Eckert V", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "eck6", "Eckert VI", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "eqc", "equirectangular", OUTLINE_LOBES, 180, 90, BY_TRUE_SCALE },
	{ "eqdc", "equidistant conic", OUTLINE_LOBES, 180, 90, BY_PARALLELS },
	{ "eqearth", "Equal Earth", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "etmerc", "transverse Mercator", OUTLINE_LOBES, 80, 90, BY_MERIDIAN },
	{ "gall", "Gall stereographic", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "geos", "view from a geostationary satellite", OUTLINE_HORIZON, 81, 90, BY_MERIDIAN },
	{ "gnom", "gnomonic", OUTLINE_HORIZON, 75, 90, BY_CENTER },
	{ "goode", "Goode homolosine, in one piece", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "hammer", "Hammer", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "igh", "interrupted Goode homolosine", OUTLINE_LOBES, 180, 90, BY_NOTHING },
	{ "kav5", "Kavrayskiy V", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "kav7", "Kavrayskiy VII", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "krovak", "Krovak", OUTLINE_LOBES, 40, 80, BY_NOTHING },
	{ "laea", "Lambert azimuthal equal-area", OUTLINE_HORIZON, 165, 90, BY_CENTER },
	{ "lcc", "Lambert conformal conic", OUTLINE_LOBES, 180, 90, BY_PARALLELS },
	{ "loxim", "loximuthal", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "merc", "Mercator", OUTLINE_LOBES, 180, MERCATOR_MAX_LAT, BY_TRUE_SCALE },
	{ "mill", "Miller", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "moll", "Mollweide", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "natearth", "Natural Earth", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "natearth2", "Natural Earth II", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "nsper", "view from space", OUTLINE_HORIZON, 89.9, 90, BY_CENTER },
	{ "omerc", "oblique Mercator", OUTLINE_LOBES, 60, 90, BY_NOTHING },
	{ "ortho", "orthographic", OUTLINE_HORIZON, 89.9, 90, BY_CENTER },
	{ "patterson", "Patterson", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "poly", "American polyconic", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "robin", "Robinson", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "sinu", "sinusoidal", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "somerc", "Swiss oblique Mercator", OUTLINE_LOBES, 60, 85, BY_NOTHING },
	{ "stere", "stereographic", OUTLINE_HORIZON, 142, 90, BY_CENTER },
	{ "sterea", "double stereographic", OUTLINE_HORIZON, 142, 90, BY_CENTER },
	{ "times", "Times", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "tmerc", "transverse Mercator", OUTLINE_LOBES, 80, 90, BY_MERIDIAN },
	{ "ups", "universal polar stereographic", OUTLINE_HORIZON, 142, 90, BY_CENTER },
	{ "utm", "universal transverse Mercator (UTM)", OUTLINE_LOBES, 80, 90, BY_ZONE },
	{ "vandg", "van der Grinten", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "wag4", "Wagner IV", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "wag5", "Wagner V", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "wag7", "Wagner VII", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
	{ "webmerc", "Web Mercator", OUTLINE_LOBES, 180, MERCATOR_MAX_LAT, BY_NOTHING },
	{ "wintri", "Winkel tripel", OUTLINE_LOBES, 180, 90, BY_MERIDIAN },
};

static const struct method *method_find(const char *proj) {
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (strcmp(methods[i].proj, proj) == 0)
			return &methods[i];
	return NULL;
}

struct reading {
	struct projdef *def;
	double a, b;
	bool null_grid, moved;
};

static void read_number(struct reading *r, struct str key, double value) {
	const struct {
		const char *key;
		double *to;
	} rows[] = {
		{ "lon_0", &r->def->lon_0 },
		{ "lonc", &r->def->lon_0 },
		{ "lat_0", &r->def->lat_0 },
		{ "lat_1", &r->def->lat_1 },
		{ "lat_2", &r->def->lat_2 },
		{ "lat_ts", &r->def->lat_ts },
		{ "h", &r->def->height },
		{ "a", &r->a },
		{ "b", &r->b },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_equal(key, str_of(rows[i].key)))
			*rows[i].to = value;
	if ((str_equal(key, STR("x_0")) || str_equal(key, STR("y_0"))) && value != 0)
		r->moved = true;
	if ((str_equal(key, STR("k")) || str_equal(key, STR("k_0"))) && value != 1)
		r->moved = true;
	if (str_equal(key, STR("zone")))
		r->def->zone = value >= 1 && value <= 60 ? (int)value : 0;
}

static void read_word(struct reading *r, struct str key, struct str value) {
	struct projdef *def = r->def;
	double number;
	if (str_equal(key, STR("proj")) && !def->proj[0]) {
		size_t len = value.len < sizeof(def->proj) - 1 ? value.len : sizeof(def->proj) - 1;
		memcpy(def->proj, value.at, len);
		def->proj[len] = '\0';
	} else if (str_equal(key, STR("south"))) {
		def->south = true;
	} else if (str_equal(key, STR("nadgrids"))) {
		r->null_grid = str_equal(value, STR("@null"));
		def->plain = false;
	} else if (str_equal(key, STR("datum"))) {
		def->plain = def->plain && str_equal_nocase(value, STR("WGS84"));
	} else if (str_equal(key, STR("towgs84"))) {
		def->plain = def->plain && str_starts(value, STR("0,0,0"))
			&& (value.len == 5 || str_equal(value, STR("0,0,0,0,0,0,0")));
	} else if (str_equal(key, STR("init")) || str_equal(key, STR("geoidgrids"))
		|| str_equal(key, STR("pm")) || str_equal(key, STR("axis"))
		|| str_equal(key, STR("step"))) {
		def->plain = false;
	} else if (str_to_double(value, &number)) {
		read_number(r, key, number);
	}
}

bool projdef_parse(struct projdef *def, const char *text) {
	*def = (struct projdef){ .plain = true, .lat_1 = NAN, .lat_2 = NAN, .lat_ts = NAN };
	struct reading r = { .def = def };
	struct str rest = str_of(text);
	while (rest.at) {
		struct str value = str_trim(str_split(&rest, ' '));
		if (str_starts(value, STR("+")))
			value = str_slice(value, 1, value.len);
		struct str key = str_split(&value, '=');
		if (key.len)
			read_word(&r, key, value.at ? value : STR(""));
	}
	if (strcmp(def->proj, "utm") == 0) {
		if (!def->zone && fabs(def->lon_0) <= 180)
			def->zone = (int)fmin(60, floor((def->lon_0 + 180) / 6) + 1);
		def->lon_0 = def->zone * 6 - 183;
	}
	if (strcmp(def->proj, "ups") == 0)
		def->lat_0 = def->south ? -90 : 90;
	def->web_mercator = strcmp(def->proj, "webmerc") == 0
		|| (strcmp(def->proj, "merc") == 0 && r.a == MERCATOR_RADIUS && r.b == r.a
			&& (def->plain || r.null_grid));
	def->web_mercator = def->web_mercator && def->lon_0 == 0 && !r.moved
		&& (isnan(def->lat_ts) || def->lat_ts == 0);
	return def->proj[0] != '\0';
}

/* As the EPSG registry defines them; tests/property/project.c holds them
 * against PROJ's copy of it. */
static const struct {
	const char *code, *text;
} codes[] = {
	{ "EPSG:3031", "+proj=stere +lat_0=-90 +lat_ts=-71 +lon_0=0 +ellps=WGS84" },
	{ "EPSG:3034",
		"+proj=lcc +lat_0=52 +lon_0=10 +lat_1=35 +lat_2=65 +x_0=4000000 "
		"+y_0=2800000 +ellps=GRS80" },
	{ "EPSG:3035", "+proj=laea +lat_0=52 +lon_0=10 +x_0=4321000 +y_0=3210000 +ellps=GRS80" },
	{ "EPSG:3395", "+proj=merc +lon_0=0 +ellps=WGS84" },
	{ "EPSG:3413", "+proj=stere +lat_0=90 +lat_ts=70 +lon_0=-45 +ellps=WGS84" },
	{ "EPSG:3857", "+proj=webmerc" },
	{ "EPSG:3995", "+proj=stere +lat_0=90 +lat_ts=71 +lon_0=0 +ellps=WGS84" },
	{ "EPSG:4087", "+proj=eqc +lat_ts=0 +lon_0=0 +ellps=WGS84" },
	{ "EPSG:4258", "+proj=longlat" },
	{ "EPSG:4326", "+proj=longlat" },
	{ "EPSG:4979", "+proj=longlat" },
	{ "EPSG:6933", "+proj=cea +lat_ts=30 +lon_0=0 +ellps=WGS84" },
	{ "EPSG:8857", "+proj=eqearth +lon_0=0 +ellps=WGS84" },
	{ "EPSG:900913", "+proj=webmerc" },
	{ "ESRI:54009", "+proj=moll +lon_0=0 +ellps=WGS84" },
	{ "ESRI:54030", "+proj=robin +lon_0=0 +ellps=WGS84" },
	{ "OGC:CRS84", "+proj=longlat" },
	{ "CRS84", "+proj=longlat" },
	{ "WGS84", "+proj=longlat" },
};

bool projdef_for_code(const char *code, char *out, size_t size) {
	struct str name = str_of(code);
	for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
		if (!str_equal_nocase(name, str_of(codes[i].code)))
			continue;
		snprintf(out, size, "%s", codes[i].text);
		return true;
	}
	/* UTM on WGS 84: EPSG:32601 to 32660 north, 32701 to 32760 south. */
	long number;
	if (name.len != 10 || !str_equal_nocase(str_slice(name, 0, 5), STR("EPSG:"))
		|| !str_to_long(str_slice(name, 5, 10), &number))
		return false;
	long zone = number % 100;
	if ((number / 100 != 326 && number / 100 != 327) || zone < 1 || zone > 60)
		return false;
	snprintf(out, size, "+proj=utm +zone=%ld%s +ellps=WGS84", zone,
		number / 100 == 327 ? " +south" : "");
	return true;
}

static double clamp(double v, double low, double high) {
	return v < low ? low : v > high ? high : v;
}

/* The lobes of the interrupted homolosine (J. P. Goode, 1925), land shown whole. */
static void goode_lobes(struct outline *o) {
	static const struct rect lobes[] = {
		{ { -180, 0 }, { -40, 90 } },
		{ { -40, 0 }, { 180, 90 } },
		{ { -180, -90 }, { -100, 0 } },
		{ { -100, -90 }, { -20, 0 } },
		{ { -20, -90 }, { 80, 0 } },
		{ { 80, -90 }, { 180, 0 } },
	};
	memcpy(o->lobe, lobes, sizeof(lobes));
	o->nlobes = sizeof(lobes) / sizeof(lobes[0]);
}

/* The far pole of a conformal conic lies at infinity; so does, near enough,
 * what is beyond 50 degrees on its side. */
static void conformal_lobe(const struct projdef *def, struct rect *lobe) {
	double middle = isnan(def->lat_1) ? def->lat_0 : def->lat_1;
	if (!isnan(def->lat_1) && !isnan(def->lat_2))
		middle = (def->lat_1 + def->lat_2) / 2;
	if (middle >= 0)
		lobe->min.y = -50;
	else
		lobe->max.y = 50;
}

static double space_horizon(const struct projdef *def, double otherwise) {
	if (!(def->height > 0))
		return otherwise;
	double angle = acos(MERCATOR_RADIUS / (MERCATOR_RADIUS + def->height));
	/* A hundredth less: the ellipsoid is not the sphere. */
	return angle / RADIANS * 0.99;
}

struct outline projdef_outline(const struct projdef *def) {
	const struct method *m = method_find(def->proj);
	struct outline o = { .kind = OUTLINE_LOBES,
		.lon0 = def->lon_0,
		.nlobes = 1,
		.lobe = { { { -180, -90 }, { 180, 90 } } } };
	if (!m)
		return o;
	o.kind = m->kind;
	o.lobe[0] = (struct rect){ { -m->reach, -m->lat }, { m->reach, m->lat } };
	if (m->kind == OUTLINE_HORIZON) {
		o.lobe[0] = (struct rect){ { -180, -90 }, { 180, 90 } };
		o.horizon = m->reach;
		o.center = (struct point){ def->lon_0, clamp(def->lat_0, -90, 90) };
		if (strcmp(def->proj, "nsper") == 0 || strcmp(def->proj, "geos") == 0)
			o.horizon = space_horizon(def, m->reach);
	}
	if (strcmp(def->proj, "igh") == 0)
		goode_lobes(&o);
	if (strcmp(def->proj, "lcc") == 0)
		conformal_lobe(def, &o.lobe[0]);
	return o;
}

struct text {
	char *at;
	size_t size, used;
};

static void text_add(struct text *t, const char *s) {
	size_t len = strlen(s);
	if (t->used + len >= t->size)
		return;
	memcpy(t->at + t->used, s, len + 1);
	t->used += len;
}

static void text_degrees(struct text *t, double value, const char *positive, const char *negative) {
	char number[32];
	str_from_double(fabs(value), 4, number, sizeof(number));
	text_add(t, number);
	text_add(t, "\302\260");
	if (value != 0 && positive) {
		text_add(t, "\302\240");
		text_add(t, value > 0 ? positive : negative);
	}
}

static void text_parallels(struct text *t, const struct projdef *def) {
	bool one = isnan(def->lat_2) || def->lat_2 == def->lat_1;
	double first = isnan(def->lat_1) ? def->lat_0 : def->lat_1;
	text_add(t, one ? ", parallel " : ", parallels ");
	bool same_side = !one && (first >= 0) == (def->lat_2 >= 0);
	text_degrees(t, first, same_side ? NULL : "N", "S");
	if (one)
		return;
	text_add(t, " and ");
	text_degrees(t, def->lat_2, "N", "S");
}

bool projdef_name(const struct projdef *def, char *out, size_t size) {
	struct text t = { out, size, 0 };
	char number[16];
	if (def->web_mercator) {
		text_add(&t, "Web Mercator");
		return true;
	}
	if (strcmp(def->proj, "longlat") == 0 || strcmp(def->proj, "latlong") == 0) {
		text_add(&t, "plain degrees (plate carr\303\251e)");
		return true;
	}
	const struct method *m = method_find(def->proj);
	if (!m)
		return false;
	text_add(&t, m->name);
	switch (m->by) {
	case BY_NOTHING:
		break;
	case BY_PARALLELS:
		text_parallels(&t, def);
		break;
	case BY_CENTER:
		text_add(&t, ", centred on ");
		text_degrees(&t, def->lat_0, "N", "S");
		if (fabs(def->lat_0) < 90) {
			text_add(&t, " ");
			text_degrees(&t, def->lon_0, "E", "W");
		}
		break;
	case BY_MERIDIAN:
		text_add(&t, ", central meridian ");
		text_degrees(&t, def->lon_0, "E", "W");
		break;
	case BY_TRUE_SCALE:
		if (!isnan(def->lat_ts) && def->lat_ts != 0) {
			text_add(&t, ", true at ");
			text_degrees(&t, fabs(def->lat_ts), NULL, NULL);
			text_add(&t, " N and S");
		}
		break;
	case BY_ZONE:
		text_add(&t, ", zone ");
		str_from_double(def->zone, 0, number, sizeof(number));
		text_add(&t, number);
		text_add(&t, def->south ? "S" : "N");
		break;
	}
	return true;
}
