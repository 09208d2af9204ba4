#include "data/read.h"

#include <string.h>

#include "data/geojson.h"
#include "data/shapefile.h"
#include "data/table.h"

bool read_options_want(const struct read_options *options, struct rect box) {
	if (!options->has_window)
		return true;
	for (int turn = -360; turn <= 360; turn += 360) {
		struct rect moved = box;
		moved.min.x += turn;
		moved.max.x += turn;
		if (rect_overlaps(options->window, moved))
			return true;
	}
	return false;
}

struct str layer_name(const char *path, struct arena *arena) {
	struct str name = str_of(path);
	const char *slash = strrchr(path, '/');
	if (slash)
		name = str_of(slash + 1);
	for (size_t i = name.len; i > 1; i--)
		if (name.at[i - 1] == '.') {
			name.len = i - 1;
			break;
		}
	return (struct str){ arena_strdup(arena, name), name.len };
}

static bool format_by_suffix(struct str path, enum layer_format *out) {
	static const struct {
		const char *suffix;
		enum layer_format format;
	} rows[] = {
		{ ".shp", LAYER_SHAPEFILE },
		{ ".shx", LAYER_SHAPEFILE },
		{ ".dbf", LAYER_SHAPEFILE },
		{ ".geojson", LAYER_GEOJSON },
		{ ".json", LAYER_GEOJSON },
		{ ".csv", LAYER_TABLE },
		{ ".tsv", LAYER_TABLE },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		size_t n = strlen(rows[i].suffix);
		if (path.len > n
			&& str_equal_nocase(str_slice(path, path.len - n, path.len),
				str_of(rows[i].suffix))) {
			*out = rows[i].format;
			return true;
		}
	}
	return false;
}

static enum layer_format format_by_content(struct str text) {
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.len);
	text = str_trim(text);
	return text.len && (text.at[0] == '{' || text.at[0] == '[') ? LAYER_GEOJSON : LAYER_TABLE;
}

static bool read_shapefile(const char *path, const struct read_options *options, struct layer *out,
	struct arena *arena, struct diag *diag) {
	/* Messages point at the sources in it. */
	struct shapefile *files = arena_new(arena, struct shapefile, 1);
	if (!shapefile_open(files, path, arena, diag))
		return false;
	bool ok = shapefile_read(files, options, out, arena, diag);
	shapefile_close(files);
	return ok;
}

bool layer_read_format(const char *path, const struct read_options *options, struct layer *out,
	enum layer_format *format, struct arena *arena, struct diag *diag) {
	bool known = format_by_suffix(str_of(path), format);
	*out = (struct layer){ .bounds = RECT_EMPTY };
	if (known && *format == LAYER_SHAPEFILE)
		return read_shapefile(path, options, out, arena, diag);
	struct source *source = arena_new(arena, struct source, 1);
	if (!source_load(source, path, arena, diag))
		return false;
	if (!known)
		*format = format_by_content(source->text);
	return *format == LAYER_GEOJSON ? geojson_read(source, options, out, arena, diag)
					: table_read(source, options, out, arena, diag);
}

bool layer_read(const char *path, const struct read_options *options, struct layer *out,
	struct arena *arena, struct diag *diag) {
	enum layer_format format;
	return layer_read_format(path, options, out, &format, arena, diag);
}
