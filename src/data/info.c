#include "data/info.h"

#include <string.h>

#include "base/utf8.h"
#include "data/encoding.h"
#include "data/prj.h"
#include "data/shapefile.h"
#include "data/shp.h"

enum { TYPE_NONE = -1, TYPE_MIXED = -2, SAMPLE_LETTERS = 40 };

static const char *type_words(int type) {
	switch (type) {
	case TYPE_NONE:
		return "empty";
	case TYPE_MIXED:
		return "mixed";
	case VALUE_STRING:
		return "text";
	default:
		return value_type_name((enum value_type)type);
	}
}

static struct data_column describe_column(const struct layer *layer, uint32_t i) {
	struct data_column column = { .name = layer->columns.name[i] };
	int type = TYPE_NONE;
	for (uint32_t f = 0; f < layer->nfeatures; f++) {
		const struct value *row = layer->feature[f].value;
		if (!row || row[i].type == VALUE_NULL || row[i].type == VALUE_MISSING)
			continue;
		if (type == TYPE_NONE)
			column.sample = row[i];
		type = type == TYPE_NONE || type == (int)row[i].type ? (int)row[i].type
								     : TYPE_MIXED;
		column.nvalues++;
	}
	column.type = type_words(type);
	return column;
}

static const char *geometry_words(unsigned kinds) {
	static const char *const words[8] = {
		"no geometry",
		"points",
		"lines",
		"points and lines",
		"polygons",
		"points and polygons",
		"lines and polygons",
		"points, lines and polygons",
	};
	return words[kinds];
}

static void describe_layer(const struct layer *layer, struct data_info *info, struct arena *arena) {
	unsigned kinds = 0;
	info->nfeatures = layer->nfeatures;
	info->skipped = layer->skipped;
	info->bounds = layer->bounds;
	for (uint32_t i = 0; i < layer->nfeatures; i++) {
		const struct geom *g = &layer->feature[i].geom;
		info->npoints += g->npoints;
		info->nempty += geom_is_empty(g);
		if (!geom_is_empty(g))
			kinds |= 1u << g->type;
	}
	info->geometry = geometry_words(kinds);
	info->ncolumns = layer->columns.count;
	info->column = arena_new(arena, struct data_column, info->ncolumns);
	for (uint32_t i = 0; i < info->ncolumns; i++)
		info->column[i] = describe_column(layer, i);
}

static const char *describe_crs(const struct source *prj, struct arena *arena) {
	struct str name = prj_name(prj->text);
	if (!str_trim(prj->text).len)
		return "not stated; taken as degrees of WGS 84";
	if (prj_is_degrees(prj->text))
		return "degrees of WGS 84";
	return arena_strdup(arena, name.len ? name : STR("a projection without a name"));
}

static void describe_files(const struct shapefile *files, struct data_info *info,
	struct arena *arena) {
	enum { DRIVER_BYTE = 29 };
	struct diag quiet;
	struct shp shp;
	struct encoding encoding;
	struct where nowhere = WHERE_NOWHERE;
	diag_init(&quiet, arena);
	if (shp_open(&shp, &files->shp, &files->shx, arena, &quiet))
		info->geometry = shp_type_name(&shp);
	info->crs = describe_crs(&files->prj, arena);
	info->encoding = "no attribute table";
	if (files->dbf.text.len <= DRIVER_BYTE)
		return;
	encoding_open(&encoding, files->cpg.text, (unsigned char)files->dbf.text.at[DRIVER_BYTE],
		nowhere, arena, &quiet);
	info->encoding = arena_strdup(arena, str_of(encoding_name(&encoding)));
	encoding_close(&encoding);
}

static bool read_shapefile(struct data_info *info, struct layer *layer, struct arena *arena,
	struct diag *diag) {
	static const struct read_options all = { .has_window = false };
	struct shapefile *files = arena_new(arena, struct shapefile, 1);
	if (!shapefile_open(files, info->path, arena, diag))
		return false;
	bool ok = shapefile_read(files, &all, layer, arena, diag);
	if (ok) {
		describe_layer(layer, info, arena);
		describe_files(files, info, arena);
	}
	shapefile_close(files);
	return ok;
}

bool data_info_read(const char *path, struct data_info *out, struct arena *arena,
	struct diag *diag) {
	static const struct read_options all = { .has_window = false };
	struct layer *layer = arena_new(arena, struct layer, 1);
	*out = (struct data_info){ .path = arena_strdup(arena, str_of(path)),
		.encoding = "UTF-8",
		.crs = "degrees of WGS 84",
		.bounds = RECT_EMPTY };
	struct str name = str_of(path);
	if (str_equal_nocase(str_slice(name, name.len < 4 ? 0 : name.len - 4, name.len),
		    STR(".shp"))) {
		out->format = "shapefile";
		return read_shapefile(out, layer, arena, diag);
	}
	enum layer_format format;
	if (!layer_read_format(path, &all, layer, &format, arena, diag))
		return false;
	out->format = format == LAYER_GEOJSON ? "GeoJSON" : "table";
	describe_layer(layer, out, arena);
	return true;
}

static void write_number(struct out *out, double value) {
	char text[40];
	str_from_double(value, 6, text, sizeof(text));
	out_printf(out, "%s", text);
}

void data_info_text(struct out *out, struct str s, unsigned letters) {
	for (size_t i = 0; i < s.len && letters; letters--) {
		char bytes[4];
		uint32_t c = utf8_next(s, &i);
		if (c < 0x20 || (c >= 0x7F && c < 0xA0))
			c = 0xFFFD;
		out_write(out, bytes, (size_t)utf8_put(c, bytes));
		if (letters == 1 && i < s.len)
			out_printf(out, "…");
	}
}

static void write_sample(struct out *out, const struct value *v) {
	switch (v->type) {
	case VALUE_BOOL:
		out_printf(out, v->boolean ? "true" : "false");
		return;
	case VALUE_NUMBER:
		write_number(out, v->number);
		return;
	case VALUE_STRING:
		out_printf(out, "\"");
		data_info_text(out, v->string, SAMPLE_LETTERS);
		out_printf(out, "\"");
		return;
	case VALUE_ARRAY:
		out_printf(out, "%u item%s", v->array.count, v->array.count == 1 ? "" : "s");
		return;
	case VALUE_OBJECT:
		out_printf(out, "%u member%s", v->object.count, v->object.count == 1 ? "" : "s");
		return;
	default:
		return;
	}
}

static void write_columns(const struct data_info *info, struct out *out) {
	unsigned widest = 8;
	for (uint32_t i = 0; i < info->ncolumns; i++) {
		size_t n = utf8_count(info->column[i].name);
		widest = n > widest ? n < 30 ? (unsigned)n : 30 : widest;
	}
	for (uint32_t i = 0; i < info->ncolumns; i++) {
		const struct data_column *c = &info->column[i];
		size_t n = utf8_count(c->name);
		out_printf(out, "  ");
		data_info_text(out, c->name, 60);
		out_printf(out, "%*s  %-7s  %8u  ", n < widest ? (int)(widest - n) : 0, "", c->type,
			c->nvalues);
		write_sample(out, &c->sample);
		out_printf(out, "\n");
	}
}

void data_info_write(const struct data_info *info, struct out *out) {
	data_info_text(out, str_of(info->path), 4096);
	out_printf(out, "\n  format    %s, %s\n  features  %u", info->format, info->geometry,
		info->nfeatures);
	if (info->nempty)
		out_printf(out, ", %u without geometry", info->nempty);
	if (info->skipped)
		out_printf(out, ", %u more broken", info->skipped);
	out_printf(out, "\n  points    %llu\n", (unsigned long long)info->npoints);
	if (!rect_is_empty(info->bounds)) {
		const double side[] = { info->bounds.min.x, info->bounds.min.y, info->bounds.max.x,
			info->bounds.max.y };
		out_printf(out, "  box       ");
		for (int i = 0; i < 4; i++) {
			out_printf(out, i ? ", " : "");
			write_number(out, side[i]);
		}
		out_printf(out, "  (west, south, east, north)\n");
	}
	out_printf(out, "  crs       ");
	data_info_text(out, str_of(info->crs), 200);
	out_printf(out, "\n  encoding  ");
	data_info_text(out, str_of(info->encoding), 60);
	out_printf(out, "\n  columns   %u%s\n", info->ncolumns,
		info->ncolumns ? "  (name, type, how many, a sample)" : "");
	write_columns(info, out);
}
