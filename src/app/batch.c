#include "app/batch.h"

#include <unistd.h>

#include "base/csv.h"
#include "base/out.h"
#include "event/events.h"
#include "gazetteer/explain.h"

struct batch {
	struct gazetteer *g;
	const struct place_query *common;
	int place, country, class, date; /* columns; -1: none */
	struct out *out;
	long rows, unplaced;
	bool progress;
	struct str usual; /* country of most rows that are clear by themselves */
};

/* How often a country was met. */
struct tally {
	char code[4];
	uint32_t n;
};

static int column_of(const struct csv_row *head, const char *const *names) {
	for (; *names; names++)
		for (uint32_t i = 0; i < head->ncells; i++)
			if (str_equal_nocase(str_trim(head->cell[i].text), str_of(*names)))
				return (int)i;
	return -1;
}

static bool read_head(struct batch *b, const struct csv_row *head, const struct source *source,
	struct diag *diag) {
	static const char *const place[] = { "place", "name", "location", NULL };
	static const char *const country[] = { "country", "cc", NULL };
	static const char *const date[] = { "date", "event_date", NULL };
	static const char *const class[] = { "class", NULL };
	b->place = column_of(head, place);
	b->country = column_of(head, country);
	b->class = column_of(head, class);
	b->date = column_of(head, date);
	if (b->place < 0)
		return diag_error(diag, (struct where){ source, head->offset, NULL },
			"no column \"place\" or \"name\" in the header");
	return true;
}

static void copy_row(struct out *out, const struct csv_row *row) {
	for (uint32_t i = 0; i < row->ncells; i++) {
		csv_write_cell(out, row->cell[i].text);
		out_write(out, ",", 1);
	}
}

static struct str cell(const struct csv_row *row, int column, struct str otherwise) {
	if (column < 0 || (uint32_t)column >= row->ncells)
		return otherwise;
	struct str s = str_trim(row->cell[column].text);
	return s.len ? s : otherwise;
}

static void write_match(struct batch *b, const struct place_result *result) {
	bool placed = result->verdict == PLACE_CLEAR || result->verdict == PLACE_DECIDED;
	const struct place_match *m = placed ? &result->match[0] : NULL;
	char lon[40] = "", lat[40] = "";
	b->unplaced += !placed;
	if (m) {
		str_from_double(m->place->at.x, 6, lon, sizeof(lon));
		str_from_double(m->place->at.y, 6, lat, sizeof(lat));
	}
	out_printf(b->out, "%s,%s,", lon, lat);
	csv_write_cell(b->out, m ? m->place->id : STR(""));
	out_write(b->out, ",", 1);
	csv_write_cell(b->out, m ? m->place->name : STR(""));
	out_printf(b->out, ",%s,", place_verdict_name(result->verdict));
	const char *why = result->decision ? result->decision
		: m && m->nreasons         ? m->reason[0]
					   : "";
	csv_write_cell(b->out, str_of(why));
	out_write(b->out, "\n", 1);
}

static bool geocode_row(struct batch *b, const struct csv_row *row, const struct source *source,
	struct arena *scratch, struct diag *diag) {
	struct place_query query = *b->common;
	struct place_result result = { .verdict = PLACE_UNKNOWN };
	query.name = cell(row, b->place, STR(""));
	query.country = cell(row, b->country, query.country);
	query.class = cell(row, b->class, query.class);
	query.at = (struct where){ source, row->offset, NULL };
	query.usual_country = b->usual;
	query.date = cell(row, b->date, query.date);
	if (query.name.len && !gazetteer_find(b->g, &query, 5, &result, scratch, diag))
		return false;
	copy_row(b->out, row);
	write_match(b, &result);
	if (b->progress && ++b->rows % 1000 == 0)
		fprintf(stderr, "\r%ld rows", b->rows);
	return true;
}

/* Rows that are clear by themselves say in which country most of the list lies, a
 * weak hint for the others; half of at least three must agree. */
static void find_usual(struct batch *b, const struct source *source, struct arena *arena) {
	enum { LEAST = 3 };
	struct tally *tally = NULL;
	uint32_t n = 0, capacity = 0, all = 0, most = 0;
	struct arena scratch = ARENA_INIT;
	struct diag unsaid;
	struct csv csv;
	struct csv_row row;
	diag_init(&unsaid, &scratch);
	csv_open(&csv, source, &scratch);
	csv_next(&csv, &row, &unsaid);
	struct arena_mark mark = arena_mark(&scratch);
	while (csv_next(&csv, &row, &unsaid)) {
		struct place_query query = *b->common;
		struct place_result result;
		query.name = cell(&row, b->place, STR(""));
		query.country = cell(&row, b->country, query.country);
		if (query.name.len && gazetteer_find(b->g, &query, 1, &result, &scratch, &unsaid)
			&& result.verdict == PLACE_CLEAR) {
			struct str code = result.match[0].place->country;
			uint32_t k = 0;
			while (k < n && !str_equal(str_of(tally[k].code), code))
				k++;
			if (k == n && code.len < sizeof(tally->code)) {
				*arena_push(arena, tally, n, capacity) = (struct tally){ "", 0 };
				for (size_t i = 0; i < code.len; i++)
					tally[k].code[i] = code.at[i];
			}
			if (k < n && ++tally[k].n > tally[most].n)
				most = k;
			all++;
		}
		if (unsaid.errors)
			break;
		arena_rewind(&scratch, mark);
	}
	arena_release(&scratch);
	if (all >= LEAST && 2 * tally[most].n >= all)
		b->usual = str_of(tally[most].code);
}

bool batch_geocode(const char *path, struct gazetteer *g, const struct place_query *common,
	long *unplaced, struct arena *arena, struct diag *diag) {
	struct arena scratch = ARENA_INIT;
	struct source *source = arena_new(arena, struct source, 1);
	struct csv csv;
	struct csv_row row;
	unsigned errors = diag->errors;
	if (!source_load(source, path, arena, diag) || !events_is_text(source, diag))
		return false;
	struct batch b = { .g = g,
		.common = common,
		.out = out_file("-", arena),
		.progress = isatty(STDERR_FILENO) };
	csv_open(&csv, source, &scratch);
	if (!csv_next(&csv, &row, diag)) {
		if (diag->errors == errors)
			diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL },
				"an empty table");
		out_abandon(b.out);
		arena_release(&scratch);
		return false;
	}
	if (read_head(&b, &row, source, diag)) {
		find_usual(&b, source, arena);
		copy_row(b.out, &row);
		out_printf(b.out, "lon,lat,id,match,verdict,reason\n");
		struct arena_mark mark = arena_mark(&scratch);
		while (csv_next(&csv, &row, diag)) {
			if (!geocode_row(&b, &row, source, &scratch, diag))
				break;
			arena_rewind(&scratch, mark);
		}
	}
	if (b.progress && b.rows >= 1000)
		fprintf(stderr, "\r%ld rows\n", b.rows);
	arena_release(&scratch);
	*unplaced = b.unplaced;
	return out_commit(b.out, diag) && diag->errors == errors;
}
