#include "app/mapfile.h"

#include <string.h>

#include "base/json.h"
#include "base/yaml.h"

#define FIELD(name) offsetof(struct job, name)

/* Keys of one map.  Lists may be written as a list or as one text. */
struct key {
	const char *name;
	enum opt_type type;
	size_t offset;
	double min, max;        /* of numbers */
	const char *form;       /* what is right */
};

static const struct key keys[] = {
	{ "name", OPT_STRING, FIELD(name), 0, 0, "a text" },
	{ "title", OPT_STRING, FIELD(title), 0, 0, "a text" },
	{ "subtitle", OPT_STRING, FIELD(subtitle), 0, 0, "a text" },
	{ "events", OPT_STRING, FIELD(events), 0, 0, "a file" },
	{ "style", OPT_STRING, FIELD(style), 0, 0, "a bundled style or a file" },
	{ "bbox", OPT_BBOX, FIELD(bbox), 0, 0, "[W, S, E, N] in degrees, south below north" },
	{ "center", OPT_POINT, FIELD(center), 0, 0, "[LON, LAT] in degrees" },
	{ "zoom", OPT_NUMBER, FIELD(zoom), 0, 24, "a number from 0 to 24" },
	{ "bearing", OPT_NUMBER, FIELD(bearing), -360, 360, "degrees from -360 to 360" },
	{ "fit", OPT_LIST, FIELD(fit), 0, 0, "places or country codes" },
	{ "projection", OPT_STRING, FIELD(projection), 0, 0, "auto, EPSG:N or a PROJ string" },
	{ "size", OPT_SIZE, FIELD(size), 0, 0, "WIDTHxHEIGHT in pixels or with mm, cm, in behind" },
	{ "pixel-ratio", OPT_NUMBER, FIELD(pixel_ratio), 0.05, 16, "a number from 0.05 to 16" },
	{ "dpi", OPT_NUMBER, FIELD(dpi), 1, 9600, "a number from 1 to 9600" },
	{ "since", OPT_DATE, FIELD(since), 0, 0, "a date such as 2020-04-07" },
	{ "as-of", OPT_DATE, FIELD(as_of), 0, 0, "a date such as 2020-04-07" },
	{ "languages", OPT_STRING, FIELD(language), 0, 0, "language codes" },
	{ "furniture", OPT_STRING, FIELD(furniture), 0, 0, "none, all, or some of title, key, scale, "
		"graticule, inset, sources" },
	{ "data", OPT_LIST, FIELD(data), 0, 0, "files" },
	{ "gazetteer", OPT_STRING, FIELD(gazetteer), 0, 0, "a file" },
	{ "skip-unplaced", OPT_FLAG, FIELD(skip_unplaced), 0, 0, "true or false" },
	{ "strict", OPT_FLAG, FIELD(strict), 0, 0, "true or false" },
	{ "outputs", OPT_LIST, FIELD(output), 0, 0, "files" },
};

enum { NKEYS = sizeof(keys) / sizeof(*keys) };

/* The text of a scalar: dates and sizes may look like numbers to YAML. */
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

/* A list of scalars as one text with commas; a scalar as it is. */
static bool joined_text(const struct json *j, struct str *out, struct arena *arena) {
	if (j->type != JSON_ARRAY)
		return scalar_text(j, out, arena);
	struct str all = STR(""), one;
	for (const struct json *item = j->child; item; item = item->next) {
		if (!scalar_text(item, &one, arena))
			return false;
		all = str_of(arena_printf(arena, "%.*s%s%.*s", STR_ARG(all), all.len ? "," : "",
			STR_ARG(one)));
	}
	*out = all;
	return all.len > 0;
}

static bool set_list(struct opt_list *list, const struct json *j, struct arena *arena) {
	struct str one;
	const struct json *item = j->type == JSON_ARRAY ? j->child : j;
	for (; item; item = j->type == JSON_ARRAY ? item->next : NULL) {
		if (!scalar_text(item, &one, arena))
			return false;
		*arena_push(arena, list->item, list->count, list->capacity) = arena_strdup(arena, one);
	}
	return list->count > 0;
}

static bool set_number(const struct key *k, const struct json *j, double *out) {
	*out = j->number;
	return j->type == JSON_NUMBER && j->number >= k->min && j->number <= k->max;
}

static bool set_key(const struct key *k, struct job *job, const struct json *j,
	struct arena *arena) {
	void *field = (char *)job + k->offset;
	struct str text;
	switch (k->type) {
	case OPT_FLAG:
		*(bool *)field = j->type == JSON_TRUE;
		return j->type == JSON_TRUE || j->type == JSON_FALSE;
	case OPT_LIST:
		return set_list(field, j, arena);
	case OPT_NUMBER:
		return set_number(k, j, field);
	case OPT_STRING:
	case OPT_WHOLE:
	case OPT_BBOX:
	case OPT_POINT:
	case OPT_SIZE:
	case OPT_DATE:
		break;
	}
	if (!joined_text(j, &text, arena))
		return false;
	if (k->type == OPT_BBOX)
		return job->has_bbox = opt_bbox(text, field);
	if (k->type == OPT_POINT)
		return job->has_center = opt_point(text, field);
	if (k->type == OPT_SIZE)
		return opt_size(text, field);
	if (k->type == OPT_DATE)
		return date_parse(text, field);
	*(const char **)field = arena_strdup(arena, text);
	return true;
}

static void unknown_key(const struct json *j, struct diag *diag) {
	const char *names[NKEYS];
	for (size_t i = 0; i < NKEYS; i++)
		names[i] = keys[i].name;
	const char *near = str_nearest(j->key, names, NKEYS);
	json_error(diag, j, near ? "unknown key \"%.*s\" (did you mean \"%s\"?)"
		: "unknown key \"%.*s\"", STR_ARG(j->key), near);
}

static void read_map(const struct json *map, struct job *job, struct arena *arena,
	struct diag *diag) {
	if (map->type != JSON_OBJECT) {
		json_error(diag, map, "a map is a list of keys and values");
		return;
	}
	for (const struct json *j = map->child; j; j = j->next) {
		size_t i = 0;
		while (i < NKEYS && !str_equal(j->key, str_of(keys[i].name)))
			i++;
		if (i == NKEYS)
			unknown_key(j, diag);
		else if (!set_key(&keys[i], job, j, arena))
			json_error(diag, j, "\"%s\" must be %s", keys[i].name, keys[i].form);
	}
	if (!job->name)
		json_error(diag, map, "a map needs a \"name\"");
	if (job->output.count == 0)
		json_error(diag, map, "a map needs \"outputs\", such as [output/map.png]");
}

static void check_names(const struct mapfile *file, const struct json *maps, struct diag *diag) {
	const struct json *at = maps->child;
	for (uint32_t i = 0; i < file->njobs; i++, at = at->next)
		for (uint32_t k = 0; k < i; k++)
			if (file->job[i].name && file->job[k].name
			    && strcmp(file->job[i].name, file->job[k].name) == 0)
				json_error(diag, at, "two maps are named \"%s\"", file->job[i].name);
}

bool mapfile_read(const char *path, struct mapfile *out, struct arena *arena, struct diag *diag) {
	struct source *source = arena_new(arena, struct source, 1);
	unsigned errors = diag->errors;
	*out = (struct mapfile){ 0 };
	if (!source_load(source, path, arena, diag))
		return false;
	const struct json *root = yaml_parse(source, arena, diag);
	if (!root)
		return false;
	const struct json *maps = root->type == JSON_OBJECT ? json_member(root, "maps") : NULL;
	if (!maps || maps->type != JSON_ARRAY || maps->count == 0)
		return json_error(diag, maps ? maps : root, "a map file has a list \"maps\"");
	for (const struct json *j = root->child; j; j = j->next)
		if (j != maps)
			json_error(diag, j, "unknown key \"%.*s\" (only \"maps\" is known here)",
				STR_ARG(j->key));
	out->job = arena_new(arena, struct job, maps->count);
	for (const struct json *j = maps->child; j; j = j->next) {
		struct job *job = &out->job[out->njobs++];
		job_defaults(job);
		job->base = source->name;
		read_map(j, job, arena, diag);
	}
	check_names(out, maps, diag);
	return diag->errors == errors;
}
