#include "app/input.h"

#include <string.h>

#include "app/datadir.h"
#include "app/mapfile.h"

static bool has_suffix(struct str name, const char *const *suffix) {
	for (; *suffix; suffix++)
		if (str_ends_nocase(name, str_of(*suffix)))
			return true;
	return false;
}

static bool is_json(struct str text) {
	text = str_trim(text);
	return text.len && (text.at[0] == '{' || text.at[0] == '[');
}

/* A style has layers where GeoJSON has features or a geometry.  What cannot be read
 * is taken for a style, whose reader says why. */
static bool is_style(const struct source *source) {
	struct arena arena = ARENA_INIT;
	struct diag quiet;
	diag_init(&quiet, &arena);
	const struct json *root = json_parse(source, &arena, &quiet);
	bool style = !root
		|| (root->type == JSON_OBJECT && !json_member(root, "features")
			&& !json_member(root, "geometry") && !json_member(root, "coordinates"));
	arena_release(&arena);
	return style;
}

bool input_is_mapfile(const char *path) {
	static const char *const maps[] = { ".yaml", ".yml", NULL };
	return has_suffix(str_of(path), maps);
}

bool input_load(const char *path, struct source *source, enum input_kind *kind, struct arena *arena,
	struct diag *diag) {
	static const char *const lists[] = { ".csv", ".tsv", ".geojson", NULL };
	static const char *const geodata[] = { ".shp", NULL };
	struct str name = str_of(path);
	*kind = INPUT_GEODATA;
	if (has_suffix(name, geodata))
		return true;
	if (!source_load(source, path, arena, diag))
		return false;
	*kind = input_is_mapfile(path) ? INPUT_MAPFILE : INPUT_EVENTS;
	if (*kind == INPUT_EVENTS && !has_suffix(name, lists) && is_json(source->text)
		&& is_style(source))
		*kind = INPUT_STYLE;
	return true;
}

static const char *near_map(struct str word, struct arena *arena, struct diag *quiet) {
	struct mapfile file;
	if (!path_exists("sitmap.yaml") || !mapfile_read("sitmap.yaml", &file, arena, quiet))
		return NULL;
	const char **name = arena_new(arena, const char *, file.njobs + 1);
	for (uint32_t i = 0; i < file.njobs; i++)
		name[i] = file.job[i].name;
	return str_nearest(word, name, file.njobs);
}

bool input_is_misplaced(const char *word, bool styles, const char *data_dir, struct arena *arena,
	struct diag *diag) {
	struct diag quiet;
	diag_init(&quiet, arena);
	if (strpbrk(word, "./") || strcmp(word, "-") == 0 || path_exists(word))
		return false;
	const char *folder = styles ? datadir_find(data_dir, arena, &quiet) : NULL;
	const char *near = folder ? datadir_near_style(folder, str_of(word), arena) : NULL;
	const char *before = near ? "--style" : "sitmap build --only";
	if (!near)
		near = near_map(str_of(word), arena, &quiet);
	return near
		&& !diag_error(diag, WHERE_NOWHERE, "%s: no such file; did you mean \"%s %s\"?",
			word, before, near);
}

bool input_take(struct job *job, const char *path, struct arena *arena, struct diag *diag) {
	struct source *source = arena_new(arena, struct source, 1);
	enum input_kind kind;
	if (input_is_misplaced(path, true, job->data_dir, arena, diag)
		|| !input_load(path, source, &kind, arena, diag))
		return false;
	switch (kind) {
	case INPUT_EVENTS:
		job->events = path;
		job->events_source = source;
		break;
	case INPUT_STYLE:
		job->style = path;
		job->style_source = source;
		break;
	case INPUT_GEODATA:
		*arena_push(arena, job->data.item, job->data.count, job->data.capacity) = path;
		break;
	case INPUT_MAPFILE:
		return diag_error(diag, WHERE_NOWHERE, "%s: a map file stands alone", path);
	}
	return true;
}
