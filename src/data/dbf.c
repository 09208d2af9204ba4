#include "data/dbf.h"

#include <string.h>

enum { HEADER_SIZE = 32, FIELD_SIZE = 32, HEADER_END = 0x0D, DELETED = '*' };

static uint32_t little16(const char *p) {
	return (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8;
}

static uint32_t little32(const char *p) {
	return little16(p) | little16(p + 2) << 16;
}

/* Bytes that the fields take in a row, the deletion mark included. */
static uint32_t fields_width(const char *header, uint32_t header_size) {
	uint32_t width = 1;
	for (uint32_t at = HEADER_SIZE; at + FIELD_SIZE <= header_size; at += FIELD_SIZE) {
		if (header[at] == HEADER_END)
			break;
		width += (unsigned char)header[at + 16];
	}
	return width;
}

bool dbf_check(struct dbf *dbf, const struct source *source, struct diag *diag) {
	struct where at = { source, WHERE_WHOLE, NULL };
	const char *p = source->text.at;
	size_t len = source->text.len;
	if (len < HEADER_SIZE)
		return diag_error(diag, at, "not a dBase table: %zu bytes are less than its header",
			len);
	*dbf = (struct dbf){ source, little32(p + 4), little16(p + 10), little16(p + 8),
		(unsigned char)p[29] };
	if (dbf->header_size < HEADER_SIZE + 1 || dbf->header_size > len)
		return diag_error(diag, at,
			"truncated or not a dBase table: a header of %u bytes "
			"in a file of %zu",
			dbf->header_size, len);
	uint32_t width = fields_width(p, dbf->header_size);
	if (dbf->row_size == 0 || width > dbf->row_size)
		return diag_error(diag, at, "its fields take %u bytes, its rows have %u", width,
			dbf->row_size);
	uint64_t room = (len - dbf->header_size) / dbf->row_size;
	if (dbf->nrows > room)
		return diag_error(diag, at,
			"truncated: its header says %u rows of %u bytes, "
			"there are %llu",
			dbf->nrows, dbf->row_size, (unsigned long long)room);
	return true;
}

const char *dbf_row(const struct dbf *dbf, uint32_t row) {
	return dbf->source->text.at + dbf->header_size + (size_t)row * dbf->row_size;
}

bool dbf_is_deleted(const struct dbf *dbf, uint32_t row) {
	return dbf_row(dbf, row)[0] == DELETED;
}

/* The field without the blanks around it; a NUL ends it. */
static struct str field_text(const struct dbf_field *field, const char *row) {
	struct str s = { row + field->offset, field->width };
	const char *end = memchr(s.at, '\0', s.len);
	if (end)
		s.len = (size_t)(end - s.at);
	while (s.len && s.at[s.len - 1] == ' ')
		s.len--;
	while (s.len && s.at[0] == ' ')
		s.at++, s.len--;
	return s;
}

static bool number_value(struct str s, struct value *out) {
	if (s.at[0] == '*')
		return true;
	out->type = VALUE_NUMBER;
	if (str_to_double(str_trim(s), &out->number))
		return true;
	out->type = VALUE_NULL;
	return false;
}

static bool logical_value(struct str s, struct value *out) {
	if (s.at[0] == '?')
		return true;
	bool yes = strchr("TtYy", s.at[0]), no = strchr("FfNn", s.at[0]);
	if (!yes && !no)
		return false;
	*out = (struct value){ .type = VALUE_BOOL, .boolean = yes };
	return true;
}

/* YYYYMMDD; zeros are what some writers have for none. */
static bool date_value(struct str s, struct arena *arena, struct value *out) {
	bool zeros = true;
	for (size_t i = 0; i < s.len; i++) {
		if (s.at[i] < '0' || s.at[i] > '9')
			return false;
		zeros = zeros && s.at[i] == '0';
	}
	if (zeros)
		return true;
	if (s.len != 8)
		return false;
	const char *text = arena_printf(arena, "%.4s-%.2s-%.2s", s.at, s.at + 4, s.at + 6);
	*out = (struct value){ .type = VALUE_STRING, .string = { text, 10 } };
	return true;
}

bool dbf_value(const struct dbf_field *field, const char *row, struct encoding *encoding,
	struct arena *arena, struct value *out) {
	struct str s = field_text(field, row);
	*out = (struct value){ .type = VALUE_NULL };
	if (!s.len)
		return true;
	switch (field->type) {
	case 'N':
	case 'F':
		return number_value(s, out);
	case 'L':
		return logical_value(s, out);
	case 'D':
		return date_value(s, arena, out);
	default:
		out->type = VALUE_STRING;
		out->string = encoding_decode(encoding, s, arena);
		return true;
	}
}
