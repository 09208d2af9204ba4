#include "data/table.h"

#include <math.h>

#include "base/csv.h"
#include "base/limits.h"
#include "data/skipped.h"

static const char *const longitudes[] = {
	"lon",
	"longitude",
	"lng",
	"long",
	"decimallongitude",
	"x",
	NULL,
};
static const char *const latitudes[] = {
	"lat",
	"latitude",
	"decimallatitude",
	"y",
	NULL,
};

enum { NOWHERE = -1 };

/* One column of the file. */
struct kind {
	bool is_text;   /* some cell is no number; never the position */
	int32_t column; /* of the layer, or NOWHERE */
};

struct reading {
	const struct source *source;
	const struct read_options *options;
	struct layer *layer;
	struct arena *arena, scratch;
	struct diag *diag;
	struct skipped skipped;
	struct kind *kind;
	uint32_t nkinds, lon, lat;
};

/* A number that is meant as one: codes such as 007 or +49 stay text. */
static bool is_number(struct str s, double *out) {
	if (!str_to_double(s, out))
		return false;
	if (s.at[0] == '-')
		s = str_slice(s, 1, s.len);
	return s.at[0] != '+' && !(s.len > 1 && s.at[0] == '0' && s.at[1] >= '0' && s.at[1] <= '9');
}

/* The first of the names that the header has. */
static bool find_column(const struct csv_row *header, const char *const *names, uint32_t *out) {
	for (; *names; names++)
		for (uint32_t i = 0; i < header->ncells; i++)
			if (str_equal_nocase(str_trim(header->cell[i].text), str_of(*names))) {
				*out = i;
				return true;
			}
	return false;
}

/* "no column of ...: the header has "a", "b"". */
static bool miss_column(struct reading *r, const struct csv_row *header, const char *what,
	const char *names) {
	char list[160] = "";
	size_t n = 0;
	for (uint32_t i = 0; i < header->ncells && n < sizeof(list) - 1; i++) {
		struct str name = str_trim(header->cell[i].text);
		int len = snprintf(list + n, sizeof(list) - n, "%s\"%.*s\"", i ? ", " : "",
			name.len > 30 ? 30 : (int)name.len, name.at);
		n += len > 0 ? (size_t)len : 0;
	}
	return diag_error(r->diag, (struct where){ r->source, header->offset, NULL },
		"no column of %s (%s): the header has %s", what, names, list);
}

static bool read_header(struct reading *r, struct csv *csv) {
	struct csv_row header;
	unsigned errors = r->diag->errors;
	if (!csv_next(csv, &header, r->diag))
		return r->diag->errors > errors
			? false
			: diag_error(r->diag, (struct where){ r->source, WHERE_WHOLE, NULL },
				"empty: a table begins with a row of column names");
	if (!find_column(&header, longitudes, &r->lon))
		return miss_column(r, &header, "longitudes", "lon, longitude, lng, x");
	if (!find_column(&header, latitudes, &r->lat))
		return miss_column(r, &header, "latitudes", "lat, latitude, y");
	r->nkinds = header.ncells;
	r->kind = arena_new(r->arena, struct kind, r->nkinds);
	struct str *name = arena_new(r->arena, struct str, r->nkinds);
	uint32_t n = 0;
	for (uint32_t i = 0; i < r->nkinds; i++) {
		struct str text = str_trim(header.cell[i].text);
		bool wanted = !r->options->geometry_only && text.len
			&& (!r->options->only || columns_find(r->options->only, text) >= 0);
		r->kind[i].column = wanted ? (int32_t)n : NOWHERE;
		if (wanted)
			name[n++] = (struct str){ arena_strdup(r->arena, text), text.len };
	}
	r->layer->columns = (struct columns){ .name = name, .count = n };
	return true;
}

/* First pass: which columns hold numbers, how many rows there are. */
static bool survey(struct reading *r, uint32_t *nrows) {
	struct csv csv;
	struct csv_row row;
	unsigned errors = r->diag->errors;
	uint64_t written = 0;
	csv_open(&csv, r->source, &r->scratch);
	*nrows = 0;
	if (!read_header(r, &csv))
		return false;
	for (;;) {
		struct arena_mark mark = arena_mark(&r->scratch);
		if (!csv_next(&csv, &row, r->diag))
			break;
		for (uint32_t i = 0; i < row.ncells && i < r->nkinds; i++) {
			struct str s = str_trim(row.cell[i].text);
			double number;
			if (s.len && !r->kind[i].is_text && i != r->lon && i != r->lat)
				r->kind[i].is_text = !is_number(s, &number);
		}
		written += row.ncells;
		arena_rewind(&r->scratch, mark);
		if (++*nrows > LIMIT_FEATURES)
			return diag_error(r->diag, (struct where){ r->source, row.offset, NULL },
				"more than the limit of %u features for a layer", LIMIT_FEATURES);
	}
	uint64_t cells = (uint64_t)*nrows * r->layer->columns.count;
	if (cells > LIMIT_SPARSE && cells / 16 > written)
		return diag_error(r->diag, (struct where){ r->source, WHERE_WHOLE, NULL },
			"short rows below %u columns: more than the limit of %d missing values",
			r->nkinds, LIMIT_SPARSE);
	return r->diag->errors == errors;
}

static bool read_degrees(struct reading *r, const struct csv_row *row, uint32_t column,
	const char *what, double *out) {
	struct where at = { r->source, row->offset, NULL };
	struct str s = { NULL, 0 };
	if (column < row->ncells) {
		at.offset = row->cell[column].offset;
		s = str_trim(row->cell[column].text);
	}
	if (!s.len)
		return skipped_add(&r->skipped, at, "no %s", what);
	if (!str_to_double(s, out))
		return skipped_add(&r->skipped, at, "%s \"%.*s\" is not a number", what,
			s.len > 40 ? 40 : (int)s.len, s.at);
	return true;
}

static bool read_position(struct reading *r, const struct csv_row *row, struct point *out) {
	if (row->ncells > r->nkinds)
		return skipped_add(&r->skipped, (struct where){ r->source, row->offset, NULL },
			"%u cells where the header has %u", row->ncells, r->nkinds);
	if (!read_degrees(r, row, r->lon, "longitude", &out->x)
		|| !read_degrees(r, row, r->lat, "latitude", &out->y))
		return false;
	char text[32];
	struct where at = { r->source, row->cell[r->lat].offset, NULL };
	if (fabs(out->y) > 90) {
		str_from_double(out->y, 6, text, sizeof(text));
		return skipped_add(&r->skipped, at, "latitude %s is beyond 90 degrees%s", text,
			fabs(out->y) <= 180 && fabs(out->x) <= 90
				? "; longitude and latitude swapped?"
				: "");
	}
	if (fabs(out->x) <= 540)
		return true;
	at.offset = row->cell[r->lon].offset;
	str_from_double(out->x, 6, text, sizeof(text));
	return skipped_add(&r->skipped, at, "longitude %s is beyond 540 degrees", text);
}

static struct value cell_value(struct reading *r, const struct kind *kind, struct str cell) {
	struct value v = { .type = VALUE_NULL };
	struct str s = str_trim(cell);
	if (!s.len)
		return v;
	if (!kind->is_text && is_number(s, &v.number)) {
		v.type = VALUE_NUMBER;
		return v;
	}
	v.type = VALUE_STRING;
	v.string = (struct str){ arena_strdup(r->arena, s), s.len };
	return v;
}

static void add_row(struct reading *r, const struct csv_row *row, struct point at,
	struct feature *f) {
	uint32_t ncolumns = r->layer->columns.count;
	struct value *value = arena_new(r->arena, struct value, ncolumns);
	struct point *point = arena_new(r->arena, struct point, 1);
	for (uint32_t i = 0; i < row->ncells; i++)
		if (r->kind[i].column != NOWHERE)
			value[r->kind[i].column] = cell_value(r, &r->kind[i], row->cell[i].text);
	*point = at;
	f->geom = (struct geom){ .type = GEOM_POINTS, .npoints = 1, .point = point };
	f->bounds = (struct rect){ at, at };
	f->columns = &r->layer->columns;
	f->value = value;
	r->layer->bounds = rect_add(r->layer->bounds, at);
}

/* Second pass: the features. */
static bool read_rows(struct reading *r, uint32_t nrows) {
	struct csv csv;
	struct csv_row row;
	struct feature *feature = arena_new(r->arena, struct feature, nrows);
	csv_open(&csv, r->source, &r->scratch);
	if (!csv_next(&csv, &row, r->diag))
		return false;
	for (;;) {
		struct arena_mark mark = arena_mark(&r->scratch);
		struct point at;
		if (!csv_next(&csv, &row, r->diag))
			break;
		if (read_position(r, &row, &at)
			&& read_options_want(r->options, (struct rect){ at, at }))
			add_row(r, &row, at, &feature[r->layer->nfeatures++]);
		arena_rewind(&r->scratch, mark);
	}
	r->layer->feature = feature;
	r->layer->skipped = r->skipped.count;
	return skipped_end(&r->skipped, r->source, r->layer->nfeatures);
}

bool table_read(const struct source *source, const struct read_options *options, struct layer *out,
	struct arena *arena, struct diag *diag) {
	struct reading r = { .source = source,
		.options = options,
		.layer = out,
		.arena = arena,
		.diag = diag,
		.skipped = { diag, 0 } };
	uint32_t nrows;
	*out = (struct layer){ .bounds = RECT_EMPTY };
	out->name = layer_name(source->name, arena);
	bool ok = survey(&r, &nrows) && read_rows(&r, nrows);
	arena_release(&r.scratch);
	return ok;
}
