#include "gazetteer/import.h"

#include <string.h>

#include "base/out.h"
#include "gazetteer/store.h"

enum kind {
	KIND_PLACES,
	KIND_ALTERNATES,
	KIND_DIVISIONS,
	KIND_COUNTRIES,
	KIND_HIERARCHY,
	KIND_OURAIRPORTS,
	KIND_OPENFLIGHTS,
	KIND_OWN,
};

/* The first line that is no comment, as far as it is in memory. */
static struct str first_line(struct str text) {
	while (text.at && text.len) {
		struct str line = str_split(&text, '\n');
		if (line.len && line.at[line.len - 1] == '\r')
			line.len--;
		if (line.len && line.at[0] != '#')
			return line;
	}
	return (struct str){ "", 0 };
}

static bool is_number(struct str s) {
	long number;
	return str_to_long(s, &number);
}

/* "IQ.07" */
static bool is_division_code(struct str s) {
	return s.len > 3 && s.at[2] == '.' && s.at[0] >= 'A' && s.at[0] <= 'Z';
}

static bool holds(struct str s, struct str part) {
	for (size_t i = 0; i + part.len <= s.len; i++)
		if (memcmp(s.at + i, part.at, part.len) == 0)
			return true;
	return false;
}

static enum kind kind_of_csv(struct str line) {
	struct str rest = line;
	struct str first = str_split(&rest, ',');
	if (is_number(first) && rest.at && rest.len && rest.at[0] == '"')
		return KIND_OPENFLIGHTS;
	return holds(line, STR("ident")) && holds(line, STR("latitude_deg")) ? KIND_OURAIRPORTS
									     : KIND_OWN;
}

static enum kind kind_of(struct str text) {
	enum { MOST_CELLS = 20, GEONAMES = 15, COUNTRY_INFO = 17, ALTERNATE = 4 };
	struct str cell[MOST_CELLS], line = first_line(text), rest = line;
	int n = 0;
	while (rest.at && n < MOST_CELLS)
		cell[n++] = str_split(&rest, '\t');
	if (n < 2)
		return kind_of_csv(line);
	if (n >= GEONAMES && is_number(cell[0]))
		return KIND_PLACES;
	if (n >= COUNTRY_INFO && cell[0].len == 2 && cell[1].len == 3 && is_number(cell[16]))
		return KIND_COUNTRIES;
	if (n == 4 && is_division_code(cell[0]) && is_number(cell[3]))
		return KIND_DIVISIONS;
	if (!is_number(cell[0]) || !is_number(cell[1]))
		return KIND_OWN;
	return n >= ALTERNATE ? KIND_ALTERNATES : KIND_HIERARCHY;
}

static bool gather_file(struct gathering *g, struct lines *lines, enum kind kind,
	struct diag *diag) {
	struct source source;
	switch (kind) {
	case KIND_PLACES:
		return gather_geonames(g, lines, diag);
	case KIND_ALTERNATES:
		return gather_alternates(g, lines, diag);
	case KIND_DIVISIONS:
		return gather_divisions(g, lines, diag);
	case KIND_COUNTRIES:
		return gather_countries(g, lines, diag);
	case KIND_HIERARCHY:
		return gather_hierarchy(g, lines, diag);
	default:
		break;
	}
	struct source *whole = arena_new(diag->arena, struct source, 1);
	if (!lines_all(lines, &source, diag))
		return false;
	*whole = source;
	return kind == KIND_OURAIRPORTS    ? gather_ourairports(g, whole, diag)
		: kind == KIND_OPENFLIGHTS ? gather_openflights(g, whole, diag)
					   : gather_csv(g, whole, diag);
}

/* Tables that name countries wait for those that say their codes. */
static bool gather_path(struct gathering *g, const char *path, bool waiting, struct diag *diag) {
	struct lines lines;
	unsigned errors = diag->errors;
	/* Messages show lines of what is read as a whole: it lives as long. */
	bool ok = lines_open(&lines, path, diag->arena, diag);
	if (ok) {
		enum kind kind = kind_of(lines_peek(&lines));
		if ((kind == KIND_OPENFLIGHTS) == waiting)
			ok = gather_file(g, &lines, kind, diag);
	}
	lines_close(&lines);
	return ok && diag->errors == errors;
}

static bool gather_all(struct gathering *g, const struct import *import, struct diag *diag) {
	bool ok = true, piped = false;
	for (size_t i = 0; i < import->npaths; i++) {
		bool standard = strcmp(import->path[i], "-") == 0;
		if (standard && piped)
			ok = diag_error(diag, WHERE_NOWHERE, "standard input is named twice");
		piped |= standard;
		ok &= gather_path(g, import->path[i], false, diag);
	}
	for (size_t i = 0; ok && i < import->npaths; i++)
		if (strcmp(import->path[i], "-") != 0)
			ok &= gather_path(g, import->path[i], true, diag);
	return ok;
}

static bool gather(struct gathering *g, const struct import *import, struct diag *diag) {
	if (import->add_to) {
		struct gazetteer *old = gazetteer_open(import->add_to, diag);
		bool ok = old && store_gather(old, g, diag);
		gazetteer_close(old);
		if (!ok)
			return false;
	}
	if (!gather_all(g, import, diag) || !sorter_ok(g->sorter, diag))
		return false;
	if (!g->nplaces)
		return diag_error(diag, WHERE_NOWHERE, "no places to import");
	return true;
}

bool gazetteer_import_all(const struct import *import, struct import_figures *figures,
	struct diag *diag) {
	static const size_t usual = (size_t)112 << 20;
	size_t memory = import->memory ? import->memory : usual;
	struct arena arena = ARENA_INIT;
	struct gathering g = { .arena = &arena };
	g.sorter = sorter_open(import->output, memory);
	bool ok = gather(&g, import, diag);
	if (!ok)
		goto done;
	struct out *out = out_file(import->output, diag->arena);
	const char *temporary = out_temporary(out);
	if (!temporary && !out_failed(out)) {
		out_abandon(out);
		ok = diag_error(diag, WHERE_NOWHERE,
			"\"%s\" is no file: a gazetteer cannot be "
			"written to a pipe or device",
			import->output);
		goto done;
	}
	*figures = (struct import_figures){ .rows = g.nrows };
	ok = !temporary || store_write(temporary, g.sorter, memory, figures, diag);
	if (ok)
		ok = out_commit(out, diag);
	else
		out_abandon(out);
done:
	sorter_close(g.sorter);
	diag_settle(diag);
	arena_release(&g.scratch);
	arena_release(&arena);
	return ok;
}

bool gazetteer_import(const char *const *paths, size_t n, const char *out_path, struct diag *diag) {
	struct import import = { .path = paths, .npaths = n, .output = out_path };
	struct import_figures figures;
	return gazetteer_import_all(&import, &figures, diag);
}
