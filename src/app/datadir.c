#include "app/datadir.h"

#include <dirent.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool path_exists(const char *path) {
	return access(path, F_OK) == 0;
}

const char *path_beside(const char *file, struct str path, struct arena *arena) {
	const char *slash = strrchr(file, '/');
	if (!slash || (path.len && path.at[0] == '/'))
		return arena_strdup(arena, path);
	return arena_printf(arena, "%.*s/%.*s", (int)(slash - file), file, STR_ARG(path));
}

/* Without its last part; NULL for the root and a bare name. */
static const char *parent(const char *path, struct arena *arena) {
	const char *slash = path ? strrchr(path, '/') : NULL;
	return slash && slash > path ? arena_printf(arena, "%.*s", (int)(slash - path), path)
				     : NULL;
}

static const char *running_program(struct arena *arena) {
	char *path = arena_new(arena, char, PATH_MAX + 1);
	ssize_t len = readlink("/proc/self/exe", path, PATH_MAX);
	if (len <= 0)
		return NULL;
	path[len] = '\0';
	return path;
}

static bool holds_styles(const char *folder, struct arena *arena) {
	return path_exists(arena_printf(arena, "%s/styles/paper.json", folder));
}

const char *datadir_find(const char *given, struct arena *arena, struct diag *diag) {
	if (!given)
		given = getenv("SITMAP_DATA");
	if (given && given[0]) {
		if (path_exists(given))
			return given;
		diag_error(diag, WHERE_NOWHERE, "%s: no such data folder", given);
		return NULL;
	}
	/* PREFIX/bin/sitmap, TREE/build/sitmap, TREE/build/address-undefined/sitmap. */
	const char *above = parent(parent(running_program(arena), arena), arena);
	const char *higher = parent(above, arena);
	const char *const candidate[] = { above, higher,
		above ? arena_printf(arena, "%s/share/sitmap", above) : NULL };
	for (size_t i = 0; i < sizeof(candidate) / sizeof(*candidate); i++)
		if (candidate[i] && holds_styles(candidate[i], arena))
			return candidate[i];
	diag_error(diag, WHERE_NOWHERE,
		"cannot find the data folder with styles/ and geodata/ "
		"(name it with --data-dir or SITMAP_DATA)");
	return NULL;
}

/* Names come from styles: they must not climb out of the folder. */
static bool is_plain_name(struct str name) {
	return name.len && name.at[0] != '.' && !memchr(name.at, '/', name.len);
}

static const char *named(const char *folder, const char *below, struct str name, const char *suffix,
	struct arena *arena) {
	if (!is_plain_name(name))
		return NULL;
	const char *path = arena_printf(arena, "%s/%s%.*s%s", folder, below, STR_ARG(name), suffix);
	return path_exists(path) ? path : NULL;
}

static const char *const layer_place[][2] = { { "geodata/", ".shp" }, { "", ".shp" },
	{ "geodata/", ".geojson" }, { "", ".geojson" } };

const char *datadir_layer(const char *folder, struct str name, struct arena *arena) {
	for (size_t i = 0; i < sizeof(layer_place) / sizeof(*layer_place); i++) {
		const char *path = named(folder, layer_place[i][0], name, layer_place[i][1], arena);
		if (path)
			return path;
	}
	return NULL;
}

const char *datadir_style(const char *folder, struct str name, struct arena *arena) {
	return named(folder, "styles/", name, ".json", arena);
}

/* What could have been meant. */
struct names {
	const char **item;
	uint32_t count, capacity;
};

static int compare_names(const void *a, const void *b) {
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void add_names(struct names *names, const char *folder, const char *below,
	const char *suffix, struct arena *arena) {
	DIR *dir = opendir(arena_printf(arena, "%s/%s", folder, below));
	for (const struct dirent *entry; dir && (entry = readdir(dir));) {
		struct str s = str_of(entry->d_name), end = str_of(suffix);
		if (str_ends(s, end) && is_plain_name(s))
			*arena_push(arena, names->item, names->count,
				names->capacity) = arena_strdup(arena,
				str_slice(s, 0, s.len - end.len));
	}
	if (dir)
		closedir(dir);
	if (names->count)
		qsort(names->item, names->count, sizeof(*names->item), compare_names);
}

const char *datadir_near_style(const char *folder, struct str name, struct arena *arena) {
	struct names names = { 0 };
	add_names(&names, folder, "styles/", ".json", arena);
	return str_nearest(name, names.item, names.count);
}

const char *datadir_no_style(const char *folder, struct str name, struct arena *arena) {
	struct names names = { 0 };
	add_names(&names, folder, "styles/", ".json", arena);
	const char *near = str_nearest(name, names.item, names.count), *all = "";
	if (near)
		return arena_printf(arena, "no style \"%.*s\"; did you mean \"%s\"?", STR_ARG(name),
			near);
	for (uint32_t i = 0; i < names.count; i++)
		all = arena_printf(arena, "%s%s%s", all, i ? ", " : "", names.item[i]);
	return arena_printf(arena, "no style \"%.*s\" (there are %s; a file's name ends in .json)",
		STR_ARG(name), all);
}

const char *datadir_no_layer(const char *folder, struct str name, struct arena *arena) {
	struct names names = { 0 };
	for (size_t i = 0; i < sizeof(layer_place) / sizeof(*layer_place); i++)
		add_names(&names, folder, layer_place[i][0], layer_place[i][1], arena);
	const char *near = str_nearest(name, names.item, names.count);
	return arena_printf(arena, "no layer \"%.*s\" in the data folder%s%s%s", STR_ARG(name),
		near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
}

/* Built by make into build/, installed beside the styles. */
const char *datadir_gazetteer(const char *folder, struct arena *arena) {
	static const char *const place[] = { "build/gazetteer.sqlite", "gazetteer.sqlite" };
	for (size_t i = 0; i < 2; i++) {
		const char *path = arena_printf(arena, "%s/%s", folder, place[i]);
		if (path_exists(path))
			return path;
	}
	return NULL;
}

struct gazetteer *datadir_open_gazetteer(const char *path, const char *folder, struct arena *arena,
	struct diag *diag) {
	if (path)
		return gazetteer_open(path, diag);
	folder = datadir_find(folder, arena, diag);
	if (!folder)
		return NULL;
	path = datadir_gazetteer(folder, arena);
	if (path)
		return gazetteer_open(path, diag);
	diag_error(diag, WHERE_NOWHERE,
		"no gazetteer in the data folder \"%s\" (name one with --gazetteer)", folder);
	return NULL;
}
