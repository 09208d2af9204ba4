#include "app/mapfile.h"

#include <string.h>

#include "app/alt.h"
#include "app/datadir.h"
#include "app/mapcheck.h"
#include "app/tileset.h"
#include "base/schema.h"
#include "base/yaml.h"

#define FIELD(name) offsetof(struct job, name)

/* The text of a scalar: sizes and years may look like numbers to YAML. */
static bool scalar_text(const struct json *j, struct str *out, struct arena *arena) {
	char figures[40];
	if (j->type == JSON_STRING) {
		*out = j->string;
		return true;
	}
	if (j->type != JSON_NUMBER)
		return false;
	int n = str_from_double(j->number, 9, figures, sizeof(figures));
	*out = str_of(arena_strdup(arena, (struct str){ figures, (size_t)n }));
	return true;
}

static bool read_list(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	struct opt_list *list = field;
	struct str one;
	const struct json *item = j->type == JSON_ARRAY ? j->child : j;
	for (; item; item = j->type == JSON_ARRAY ? item->next : NULL) {
		if (!scalar_text(item, &one, arena))
			return json_error(diag, item, "a text is wanted here");
		*arena_push(arena, list->item, list->count, list->capacity) = arena_strdup(arena,
			one);
	}
	return true;
}

/* A list as one text with commas, as the command line has it; a scalar as it is. */
static bool read_joined(const struct json *j, struct str *out, struct arena *arena,
	struct diag *diag) {
	struct opt_list list = { 0 };
	struct str all = STR("");
	if (!read_list(j, &list, arena, diag))
		return false;
	for (uint32_t i = 0; i < list.count; i++)
		all = str_of(
			arena_printf(arena, "%.*s%s%s", STR_ARG(all), i ? "," : "", list.item[i]));
	*out = all;
	return true;
}

static bool read_text(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	struct str s;
	if (!read_joined(j, &s, arena, diag))
		return false;
	*(const char **)field = arena_strdup(arena, s);
	return true;
}

/* One file or name: a list of them would be one long name. */
static bool read_path(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	if (j->type == JSON_ARRAY && j->count != 1)
		return json_error(diag, j, "one is wanted here, not a list");
	return read_text(j, field, arena, diag);
}

static bool read_languages(const struct json *j, void *field, struct arena *arena,
	struct diag *diag) {
	const char **list = field;
	return read_text(j, field, arena, diag)
		&& (opt_languages(str_of(*list))
			|| json_error(diag, j, "\"%s\" is not a list of languages such as [ar, en]",
				*list));
}

static bool read_furniture(const struct json *j, void *field, struct arena *arena,
	struct diag *diag) {
	unsigned parts;
	return read_text(j, field, arena, diag)
		&& furniture_parse(str_of(*(const char **)field), json_where(j, arena), &parts,
			diag);
}

static bool read_alt(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	return read_text(j, field, arena, diag)
		&& (alt_is_known(*(const char **)field)
			|| json_error(diag, j, "the map in words is a .html or .txt file"));
}

static bool read_bbox(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	struct str s;
	return read_joined(j, &s, arena, diag)
		&& (opt_bbox(s, field)
			|| json_error(diag, j,
				"a bbox is [W, S, E, N] in degrees, south "
				"below north"));
}

static bool read_center(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	struct str s;
	return read_joined(j, &s, arena, diag)
		&& (opt_point(s, field)
			|| json_error(diag, j, "a center is [LON, LAT] in degrees"));
}

static bool read_size(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	struct str s;
	return read_joined(j, &s, arena, diag)
		&& (opt_size(s, field)
			|| json_error(diag, j,
				"a size is WIDTHxHEIGHT in pixels or with "
				"mm, cm, in, pt behind"));
}

static bool read_date(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	struct str s;
	return read_joined(j, &s, arena, diag)
		&& (date_parse(s, field)
			|| json_error(diag, j,
				"\"%.*s\" is not a date such as "
				"2020-04-07, 2020-04 or 2020",
				STR_ARG(s)));
}

/* An option's word; `words` as in app/job.h. */
static bool read_word(const struct json *j, const char *words, void *field, struct arena *arena,
	struct diag *diag) {
	struct str s;
	return read_joined(j, &s, arena, diag)
		&& (opt_word(s, words, field)
			|| json_error(diag, j, "\"%.*s\" is not one of %s", STR_ARG(s), words));
}

static bool read_svg_text(const struct json *j, void *field, struct arena *arena,
	struct diag *diag) {
	return read_word(j, SVG_TEXT_WORDS, field, arena, diag);
}

static bool read_svg_fonts(const struct json *j, void *field, struct arena *arena,
	struct diag *diag) {
	return read_word(j, SVG_FONTS_WORDS, field, arena, diag);
}

static bool read_svg_size(const struct json *j, void *field, struct arena *arena,
	struct diag *diag) {
	return read_word(j, SVG_SIZE_WORDS, field, arena, diag);
}

static bool read_cluster(const struct json *j, void *field, struct arena *arena,
	struct diag *diag) {
	return read_word(j, CLUSTER_WORDS, field, arena, diag);
}

#define CUSTOM(name, field, reader) \
	{ .key = name, .type = SCHEMA_CUSTOM, .offset = FIELD(field), .read = reader }

static const struct schema_row rows[] = {
	{ .key = "name",
		.type = SCHEMA_CUSTOM,
		.offset = FIELD(name),
		.read = read_text,
		.required = true },
	CUSTOM("title", title, read_text),
	CUSTOM("subtitle", subtitle, read_text),
	CUSTOM("events", events, read_path),
	CUSTOM("style", style, read_path),
	CUSTOM("bbox", bbox, read_bbox),
	CUSTOM("center", center, read_center),
	{ .key = "zoom", .type = SCHEMA_NUMBER, .offset = FIELD(zoom), .min = 0, .max = 24 },
	{ .key = "bearing",
		.type = SCHEMA_NUMBER,
		.offset = FIELD(bearing),
		.min = -360,
		.max = 360 },
	CUSTOM("fit", fit, read_list),
	CUSTOM("projection", projection, read_text),
	CUSTOM("size", size, read_size),
	{ .key = "pixel-ratio",
		.type = SCHEMA_NUMBER,
		.offset = FIELD(pixel_ratio),
		.min = 0.05,
		.max = 16 },
	{ .key = "dpi", .type = SCHEMA_NUMBER, .offset = FIELD(dpi), .min = 1, .max = 9600 },
	CUSTOM("since", since, read_date),
	CUSTOM("as-of", as_of, read_date),
	CUSTOM("languages", language, read_languages),
	CUSTOM("furniture", furniture, read_furniture),
	{ .key = "overlay", .type = SCHEMA_BOOL, .offset = FIELD(overlay) },
	CUSTOM("cluster", cluster, read_cluster),
	CUSTOM("alt", alt, read_alt),
	CUSTOM("svg-text", svg.text, read_svg_text),
	CUSTOM("svg-fonts", svg.fonts, read_svg_fonts),
	CUSTOM("svg-size", svg.size, read_svg_size),
	CUSTOM("svg-dark", svg.dark, read_text),
	CUSTOM("id-prefix", svg.prefix, read_text),
	CUSTOM("data", data, read_list),
	CUSTOM("gazetteer", gazetteer, read_path),
	{ .key = "skip-unplaced", .type = SCHEMA_BOOL, .offset = FIELD(skip_unplaced) },
	{ .key = "strict", .type = SCHEMA_BOOL, .offset = FIELD(strict) },
	{ .key = "outputs",
		.type = SCHEMA_CUSTOM,
		.offset = FIELD(output),
		.read = read_list,
		.required = true },
};

/* Into minzoom and maxzoom. */
static bool read_zooms(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	struct tileset_job *tiles = (struct tileset_job *)(void *)((char *)field
		- offsetof(struct tileset_job, minzoom));
	struct str s;
	return read_joined(j, &s, arena, diag)
		&& (opt_zooms(s, &tiles->minzoom, &tiles->maxzoom)
			|| json_error(diag, j, "zooms are a range from 0 to 22, such as 0-6"));
}

static bool read_scale(const struct json *j, void *field, struct arena *arena, struct diag *diag) {
	(void)arena;
	if (j->type != JSON_NUMBER || j->number < 1 || j->number > 4
		|| j->number != (double)(int)j->number)
		return json_error(diag, j, "scale is 1, 2, 3 or 4");
	*(uint32_t *)field = (uint32_t)j->number;
	return true;
}

static bool read_tile_size(const struct json *j, void *field, struct arena *arena,
	struct diag *diag) {
	(void)arena;
	if (j->type != JSON_NUMBER || (j->number != 256 && j->number != 512))
		return json_error(diag, j, "tile-size is 256 or 512");
	*(uint32_t *)field = (uint32_t)j->number;
	return true;
}

static bool read_container(const struct json *j, void *field, struct arena *arena,
	struct diag *diag) {
	return read_text(j, field, arena, diag)
		&& tileset_check_output(*(const char **)field, json_where(j, arena), diag);
}

#define TILES(name) offsetof(struct tileset_job, name)

/* Keys of a tileset beside those that it shares with maps. */
static const struct schema_row tile_rows[] = {
	{ .key = "zooms", .type = SCHEMA_CUSTOM, .offset = TILES(minzoom), .read = read_zooms },
	{ .key = "scale", .type = SCHEMA_CUSTOM, .offset = TILES(scale), .read = read_scale },
	{ .key = "tile-size",
		.type = SCHEMA_CUSTOM,
		.offset = TILES(tile_size),
		.read = read_tile_size },
	{ .key = "viewer", .type = SCHEMA_BOOL, .offset = TILES(viewer) },
	{ .key = "base", .type = SCHEMA_CUSTOM, .offset = TILES(base), .read = read_path },
	{ .key = "output",
		.type = SCHEMA_CUSTOM,
		.offset = TILES(output),
		.read = read_container,
		.required = true },
};

/* A tileset begins with a job, so that the rows of maps fit it. */
static struct schema tileset_schema(const struct tileset_job *defaults, struct arena *arena) {
	static const char *const shared[] = { "name", "title", "events", "style", "bbox", "fit",
		"since", "as-of", "languages", "data", "gazetteer", "overlay", "skip-unplaced",
		"strict" };
	enum { NSHARED = sizeof(shared) / sizeof(*shared) };
	enum { NOWN = sizeof(tile_rows) / sizeof(*tile_rows) };
	struct schema_row *row = arena_new(arena, struct schema_row, NSHARED + NOWN);
	size_t n = 0;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		for (size_t k = 0; k < NSHARED; k++)
			if (strcmp(rows[i].key, shared[k]) == 0)
				row[n++] = rows[i];
	for (size_t i = 0; i < NOWN; i++)
		row[n++] = tile_rows[i];
	return (struct schema){ row, n, sizeof(struct tileset_job), defaults };
}

/* Behind the maps, each with its one output. */
static void add_tilesets(struct mapfile *file, struct tileset_job *tiles, uint32_t n,
	const char *base, struct arena *arena) {
	struct job *all = arena_new(arena, struct job, file->njobs + n);
	if (file->njobs)
		memcpy(all, file->job, file->njobs * sizeof(*all));
	for (uint32_t i = 0; i < n; i++) {
		struct job *job = &all[file->njobs + i];
		const char *name = tiles[i].output ? tiles[i].output : "";
		*job = tiles[i].job;
		*arena_push(arena, job->output.item, job->output.count,
			job->output.capacity) = name;
		tiles[i].output = path_beside(base, str_of(name), arena);
		tiles[i].quiet = true;
		job->tiles = &tiles[i];
	}
	file->job = all;
	file->njobs += n;
}

/* What stands at the top of the file. */
struct top {
	struct schema_list maps, tilesets;
	const char *gallery;
	bool no_gallery;
};

static bool read_gallery(const struct json *j, void *field, struct arena *arena,
	struct diag *diag) {
	struct top *top = (struct top *)(void *)((char *)field - offsetof(struct top, gallery));
	if (j->type == JSON_FALSE) {
		top->no_gallery = true;
		return true;
	}
	return j->type == JSON_STRING
		? read_text(j, field, arena, diag)
		: json_error(diag, j, "the path of an HTML file is wanted here, or false");
}

bool mapfile_read(const char *path, struct mapfile *out, struct arena *arena, struct diag *diag) {
	struct source *source = arena_new(arena, struct source, 1);
	struct top all = { .gallery = NULL };
	struct job defaults;
	unsigned errors = diag->errors;
	*out = (struct mapfile){ 0 };
	if (!source_load(source, path, arena, diag))
		return false;
	const struct json *root = yaml_parse(source, arena, diag);
	if (!root)
		return false;
	job_defaults(&defaults);
	defaults.base = defaults.output_base = source->name;
	const struct schema map = { rows, sizeof(rows) / sizeof(*rows), sizeof(struct job),
		&defaults };
	const struct tileset_job set = { .job = defaults,
		.maxzoom = 6,
		.scale = 1,
		.tile_size = 256 };
	const struct schema tileset = tileset_schema(&set, arena);
	const struct schema_row top[] = {
		{ .key = "maps", .type = SCHEMA_OBJECTS, .schema = &map },
		{ .key = "tilesets",
			.type = SCHEMA_OBJECTS,
			.offset = offsetof(struct top, tilesets),
			.schema = &tileset },
		{ .key = "gallery",
			.type = SCHEMA_CUSTOM,
			.offset = offsetof(struct top, gallery),
			.read = read_gallery },
	};
	const struct schema file = { top, sizeof(top) / sizeof(*top), sizeof(all), NULL };
	schema_read(&file, root, &all, arena, diag);
	*out = (struct mapfile){ .job = all.maps.item,
		.njobs = all.maps.count,
		.nmaps = all.maps.count,
		.gallery = all.gallery,
		.no_gallery = all.no_gallery };
	add_tilesets(out, all.tilesets.item, all.tilesets.count, source->name, arena);
	if (out->njobs == 0 && diag->errors == errors)
		json_error(diag, root, "neither maps nor tilesets are listed");
	mapcheck(out, root, arena, diag);
	return diag->errors == errors;
}

static void say_no_name(const struct mapfile *file, uint32_t first, const char *noun,
	struct str name, struct diag *diag) {
	uint32_t n = file->njobs - first;
	const char **names = arena_new(diag->arena, const char *, n);
	for (uint32_t i = 0; i < n; i++)
		names[i] = file->job[first + i].name;
	const char *near = str_nearest(name, names, n);
	diag_error(diag, WHERE_NOWHERE, "--only: no %s is named \"%.*s\"%s%s%s", noun,
		STR_ARG(name), near ? "; did you mean \"" : "", near ? near : "",
		near ? "\"?" : "");
}

bool mapfile_choose(const struct mapfile *file, uint32_t first, const struct opt_list *only,
	const char *noun, bool *wanted, struct diag *diag) {
	for (uint32_t i = first; i < file->njobs; i++)
		wanted[i] = only->count == 0;
	for (uint32_t i = 0; i < only->count; i++) {
		struct str rest = str_of(only->item[i]);
		while (rest.at) {
			struct str name = str_trim(str_split(&rest, ','));
			uint32_t k = first;
			while (k < file->njobs && !str_equal(name, str_of(file->job[k].name)))
				k++;
			if (k < file->njobs)
				wanted[k] = true;
			else
				say_no_name(file, first, noun, name, diag);
		}
	}
	return diag->errors == 0;
}
