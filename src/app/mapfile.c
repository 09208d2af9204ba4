#include "app/mapfile.h"

#include <string.h>

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
	CUSTOM("events", events, read_text),
	CUSTOM("style", style, read_text),
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
	CUSTOM("languages", language, read_text),
	CUSTOM("furniture", furniture, read_text),
	CUSTOM("alt", alt, read_text),
	CUSTOM("svg-text", svg.text, read_svg_text),
	CUSTOM("svg-fonts", svg.fonts, read_svg_fonts),
	CUSTOM("svg-size", svg.size, read_svg_size),
	CUSTOM("id-prefix", svg.prefix, read_text),
	CUSTOM("data", data, read_list),
	CUSTOM("gazetteer", gazetteer, read_text),
	{ .key = "skip-unplaced", .type = SCHEMA_BOOL, .offset = FIELD(skip_unplaced) },
	{ .key = "strict", .type = SCHEMA_BOOL, .offset = FIELD(strict) },
	{ .key = "outputs",
		.type = SCHEMA_CUSTOM,
		.offset = FIELD(output),
		.read = read_list,
		.required = true },
};

static void check_names(const struct mapfile *file, const struct json *maps, struct diag *diag) {
	const struct json *at = maps->child;
	for (uint32_t i = 0; i < file->njobs; i++, at = at->next) {
		file->job[i].entry = at;
		for (uint32_t k = 0; k < i; k++)
			if (file->job[i].name && file->job[k].name
				&& strcmp(file->job[i].name, file->job[k].name) == 0)
				json_error(diag, at, "two maps are named \"%s\"",
					file->job[i].name);
	}
}

/* What stands at the top of the file. */
struct top {
	struct schema_list maps;
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
	const struct schema_row top[] = {
		{ .key = "maps", .type = SCHEMA_OBJECTS, .required = true, .schema = &map },
		{ .key = "gallery",
			.type = SCHEMA_CUSTOM,
			.offset = offsetof(struct top, gallery),
			.read = read_gallery },
	};
	const struct schema file = { top, sizeof(top) / sizeof(*top), sizeof(all), NULL };
	if (!schema_read(&file, root, &all, arena, diag))
		return false;
	*out = (struct mapfile){ all.maps.item, all.maps.count, all.gallery, all.no_gallery };
	if (out->njobs == 0)
		return json_error(diag, json_member(root, "maps"), "the list of maps is empty");
	check_names(out, json_member(root, "maps"), diag);
	return diag->errors == errors;
}
