#include "base/csv.h"

#include <string.h>

#include "base/limits.h"
#include "base/out.h"
#include "base/utf8.h"

/* Of the three separators the one that stands most often in the first row. */
static char find_separator(struct str text, size_t from) {
	size_t commas = 0, semicolons = 0, tabs = 0;
	bool quoted = false;
	for (size_t i = from; i < text.len && (quoted || text.at[i] != '\n'); i++) {
		char c = text.at[i];
		quoted ^= c == '"';
		if (quoted)
			continue;
		commas += c == ',';
		semicolons += c == ';';
		tabs += c == '\t';
	}
	if (semicolons > commas && semicolons >= tabs)
		return ';';
	return tabs > commas ? '\t' : ',';
}

static size_t pass_blank_lines(struct str text, size_t i) {
	while (i < text.len
		&& (text.at[i] == '\n'
			|| (text.at[i] == '\r' && i + 1 < text.len && text.at[i + 1] == '\n')))
		i++;
	return i;
}

static bool is_space_line(struct str text, size_t i) {
	while (i < text.len && text.at[i] == ' ')
		i++;
	return i < text.len && (text.at[i] == '\n' || text.at[i] == '\r');
}

/* "# exported in May" above the header; "#,place" is a header whose first column has that name. */
static bool is_comment(struct str text, size_t i) {
	return i < text.len && text.at[i] == '#'
		&& (i + 1 == text.len || !memchr(",;\t", text.at[i + 1], 3));
}

static size_t pass_to_header(struct str text, size_t i) {
	i = pass_blank_lines(text, i);
	while (is_comment(text, i) || is_space_line(text, i)) {
		const char *end = memchr(text.at + i, '\n', text.len - i);
		i = end ? pass_blank_lines(text, (size_t)(end - text.at)) : text.len;
	}
	return i;
}

void csv_open(struct csv *csv, const struct source *source, struct arena *arena) {
	*csv = (struct csv){ .source = source, .arena = arena };
	if (str_starts(source->text, STR("\xEF\xBB\xBF")))
		csv->offset = 3;
	csv->offset = pass_to_header(source->text, csv->offset);
	csv->separator = find_separator(source->text, csv->offset);
}

static bool fail(struct csv *csv, size_t offset, struct diag *diag, const char *what) {
	csv->offset = csv->source->text.len;
	return diag_error(diag, (struct where){ csv->source, offset, NULL }, "%s", what);
}

static bool at_row_end(struct str text, size_t i) {
	return i >= text.len || text.at[i] == '\n'
		|| (text.at[i] == '\r' && (i + 1 == text.len || text.at[i + 1] == '\n'));
}

/* Between its quotes every pair of quotes becomes one. */
static struct str unquote(struct arena *arena, struct str raw, size_t pairs) {
	if (pairs == 0)
		return raw;
	char *copy = arena_alloc(arena, raw.len - pairs, 1, 1);
	size_t n = 0;
	for (size_t i = 0; i < raw.len; i++) {
		copy[n++] = raw.at[i];
		i += raw.at[i] == '"';
	}
	return (struct str){ copy, n };
}

/* A cell that begins with a quote, up to the separator or the end of the row. */
static bool read_quoted(struct csv *csv, struct csv_cell *cell, struct diag *diag) {
	struct str text = csv->source->text;
	size_t start = csv->offset + 1, i = start, pairs = 0;
	for (;;) {
		const char *quote = memchr(text.at + i, '"', text.len - i);
		if (!quote)
			return fail(csv, csv->offset, diag,
				"a quoted cell without its closing quote");
		i = (size_t)(quote - text.at) + 1;
		if (i == text.len || text.at[i] != '"')
			break;
		i++;
		pairs++;
	}
	cell->text = unquote(csv->arena, str_slice(text, start, i - 1), pairs);
	csv->offset = i;
	if (!at_row_end(text, i) && text.at[i] != csv->separator)
		return fail(csv, i, diag,
			"text behind the closing quote of a cell; "
			"a quote inside a quoted cell is written twice");
	return true;
}

static void read_plain(struct csv *csv, struct csv_cell *cell) {
	struct str text = csv->source->text;
	size_t i = csv->offset;
	while (i < text.len && text.at[i] != csv->separator && text.at[i] != '\n')
		i++;
	size_t end = i;
	if (end > csv->offset && text.at[end - 1] == '\r' && at_row_end(text, end - 1))
		end--;
	cell->text = str_slice(text, csv->offset, end);
	csv->offset = end;
}

static bool read_cell(struct csv *csv, struct csv_cell *cell, struct diag *diag) {
	struct str text = csv->source->text;
	size_t start = cell->offset = csv->offset;
	if (start < text.len && text.at[start] == '"') {
		if (!read_quoted(csv, cell, diag))
			return false;
	} else {
		read_plain(csv, cell);
	}
	if (cell->text.len > LIMIT_STRING) {
		csv->offset = text.len;
		return diag_error(diag, (struct where){ csv->source, start, NULL },
			"a cell longer than the limit of %d bytes", LIMIT_STRING);
	}
	size_t broken = utf8_check(str_slice(text, start, csv->offset));
	if (broken == SIZE_MAX)
		return true;
	csv->offset = text.len;
	return diag_error(diag, (struct where){ csv->source, start + broken, NULL },
		"byte 0x%02x is not UTF-8; save the file as UTF-8",
		(unsigned char)text.at[start + broken]);
}

bool csv_next(struct csv *csv, struct csv_row *row, struct diag *diag) {
	struct str text = csv->source->text;
	uint32_t capacity = 0;
	csv->offset = pass_blank_lines(text, csv->offset);
	*row = (struct csv_row){ .offset = csv->offset };
	if (csv->offset == text.len)
		return false;
	for (;;) {
		struct csv_cell cell;
		if (!read_cell(csv, &cell, diag))
			return false;
		if (row->ncells == LIMIT_FIELDS) {
			csv->offset = text.len;
			return diag_error(diag, (struct where){ csv->source, cell.offset, NULL },
				"more than the limit of %d columns", LIMIT_FIELDS);
		}
		*arena_push(csv->arena, row->cell, row->ncells, capacity) = cell;
		if (at_row_end(text, csv->offset))
			break;
		csv->offset++;
	}
	if (csv->offset < text.len && text.at[csv->offset] == '\r')
		csv->offset++;
	if (csv->offset < text.len)
		csv->offset++;
	return true;
}

void csv_write_cell(struct out *out, struct str text) {
	bool quote = text.len && text.at[0] == '#';
	for (size_t i = 0; i < text.len; i++)
		quote |= text.at[i] == ',' || text.at[i] == '"' || text.at[i] == '\n'
			|| text.at[i] == '\r' || text.at[i] == ';' || text.at[i] == '\t';
	if (!quote) {
		out_write(out, text.at, text.len);
		return;
	}
	out_write(out, "\"", 1);
	while (text.at) {
		struct str part = str_split(&text, '"');
		out_write(out, part.at, part.len);
		if (text.at)
			out_write(out, "\"\"", 2);
	}
	out_write(out, "\"", 1);
}
