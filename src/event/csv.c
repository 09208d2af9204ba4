#include "event/fields.h"

#include <string.h>

#include "base/csv.h"
#include "base/limits.h"

/* What the header row says. */
struct header {
	struct str *name;  /* as layers show it */
	const char **path; /* for messages */
	struct field_column *column;
	uint32_t n;
};

static struct where where_cell(const struct source *source, const struct csv_cell *cell,
	const char *path) {
	return (struct where){ source, cell->offset, path };
}

/* As line ends of old Macs: all of the file would be its header. */
static bool has_lone_return(struct str s) {
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == '\r' && (i + 1 == s.len || s.at[i + 1] != '\n'))
			return true;
	return false;
}

static bool read_header(const struct source *source, const struct csv_row *row, struct header *h,
	struct arena *arena, struct diag *diag) {
	h->n = row->ncells;
	if (h->n > LIMIT_FIELDS)
		return diag_error(diag, (struct where){ source, row->offset, NULL },
			"%u columns; the limit is %d", h->n, LIMIT_FIELDS);
	for (uint32_t i = 0; i < h->n; i++)
		if (has_lone_return(row->cell[i].text))
			return diag_error(diag, where_cell(source, &row->cell[i], NULL),
				"a carriage return in the header; save the file with line ends LF "
				"or CRLF");
	h->name = arena_new(arena, struct str, h->n);
	h->path = arena_new(arena, const char *, h->n);
	h->column = arena_new(arena, struct field_column, h->n);
	struct where *at = arena_new(arena, struct where, h->n);
	for (uint32_t i = 0; i < h->n; i++) {
		h->name[i] = str_trim(row->cell[i].text);
		h->path[i] = arena_strdup(arena, h->name[i]);
		at[i] = where_cell(source, &row->cell[i], NULL);
	}
	if (!fields_assign(h->name, at, h->n, h->column, diag))
		return false;
	for (uint32_t i = 0; i < h->n; i++) {
		enum field field = h->column[i].field;
		if (field != FIELD_NONE && str_equal_nocase(h->name[i], str_of(field_names[field])))
			h->name[i] = str_of(field_names[field]);
	}
	return true;
}

static bool read_row(const struct source *source, const struct header *h, const struct csv_row *row,
	struct event *e, struct arena *arena, struct diag *diag) {
	struct field_cell cell[NFIELDS];
	e->row = (struct where){ source, row->offset, NULL };
	for (int i = 0; i < NFIELDS; i++)
		cell[i] = (struct field_cell){ { "", 0 }, e->row, false };
	if (row->ncells != h->n)
		return diag_error(diag, e->row, "%u cell%s, but the header has %u column%s%s",
			row->ncells, row->ncells == 1 ? "" : "s", h->n, h->n == 1 ? "" : "s",
			str_starts(row->cell[0].text, STR("#"))
				? "; comments stand above the header only"
				: row->ncells > h->n
				? "; a cell that holds a comma must stand in quotes"
				: "");
	struct value *value = arena_new(arena, struct value, h->n);
	bool ok = true;
	for (uint32_t i = 0; i < h->n; i++) {
		struct str text = str_trim(row->cell[i].text);
		struct where at = where_cell(source, &row->cell[i], h->path[i]);
		if (text.len > LIMIT_STRING)
			ok = diag_error(diag, at, "longer than the limit of %d bytes for a text",
				LIMIT_STRING);
		value[i].type = text.len ? VALUE_STRING : VALUE_MISSING;
		value[i].string = text;
		if (h->column[i].field != FIELD_NONE)
			cell[h->column[i].field] = (struct field_cell){ text, at,
				h->column[i].acled };
	}
	e->column = value;
	return event_from_fields(cell, NULL, e, arena, diag) && ok;
}

/* What spreadsheets write below a table. */
static bool is_blank(const struct csv_row *row) {
	for (uint32_t i = 0; i < row->ncells; i++)
		if (str_trim(row->cell[i].text).len)
			return false;
	return true;
}

/* "007" is a name, 7 is a number. */
static bool is_figure(struct str s, double *number) {
	size_t i = s.len && s.at[0] == '-';
	if (s.len > i + 1 && s.at[i] == '0' && s.at[i + 1] != '.')
		return false;
	return str_to_double(s, number);
}

/* A column of the user's own whose every cell is a number holds numbers, so
 * that a style can compare them. */
static void type_columns(const struct header *h, struct events *events) {
	for (uint32_t c = 0; c < h->n; c++) {
		double number;
		bool numbers = h->column[c].field == FIELD_NONE
			|| h->column[c].field == FIELD_COUNT;
		for (uint32_t i = 0; numbers && i < events->count; i++) {
			const struct value *v = &events->event[i].column[c];
			numbers = v->type == VALUE_MISSING || is_figure(v->string, &number);
		}
		for (uint32_t i = 0; numbers && i < events->count; i++) {
			struct value *v = &events->event[i].column[c];
			if (v->type != VALUE_STRING)
				continue;
			is_figure(v->string, &number);
			*v = (struct value){ .type = VALUE_NUMBER, .number = number };
		}
	}
}

bool events_read_csv(const struct source *source, struct events *out, struct arena *arena,
	struct diag *diag) {
	struct csv csv;
	struct csv_row row;
	struct header header = { 0 };
	unsigned errors = diag->errors;
	uint32_t capacity = 0;
	csv_open(&csv, source, arena);
	if (!csv_next(&csv, &row, diag)) {
		if (diag->errors == errors)
			diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL },
				"empty: an event list begins with a row of column names");
		return false;
	}
	if (!read_header(source, &row, &header, arena, diag))
		return false;
	out->columns = (struct columns){ header.name, header.n };
	while (csv_next(&csv, &row, diag)) {
		struct event e = { 0 };
		if (is_blank(&row))
			continue;
		if (out->count >= LIMIT_FEATURES)
			return diag_error(diag, (struct where){ source, row.offset, NULL },
				"more than %u events", LIMIT_FEATURES);
		if (read_row(source, &header, &row, &e, arena, diag))
			*arena_push(arena, out->event, out->count, capacity) = e;
	}
	if (diag->errors > errors)
		return false;
	type_columns(&header, out);
	return true;
}
