#include "scan/story.h"

#include <stdlib.h>

#include "base/csv.h"
#include "scan/json.h"
#include "scan/where.h"

static struct str iso_date(struct date d, char out[static 16]) {
	int n = !d.year    ? 0
		: !d.month ? snprintf(out, 16, "%04d", d.year % 10000)
		: !d.day
		? snprintf(out, 16, "%04d-%02d", d.year % 10000, d.month % 100)
		: snprintf(out, 16, "%04d-%02d-%02d", d.year % 10000, d.month % 100, d.day % 100);
	return (struct str){ out, (size_t)n };
}

/* What the gazetteer knows no better than to so many kilometres, and what is no
 * point at all. */
static struct str precision_of(const struct site *p, char out[static 32]) {
	static const double worth_saying = 1000;
	bool unlisted = str_equal(p->class, STR("unlisted"));
	if (str_equal(p->class, STR("country")) || (unlisted && p->precision < worth_saying))
		return STR("region");
	if (p->precision < worth_saying)
		return (struct str){ "", 0 };
	int n = str_from_double(p->precision / 1000, 0, out, 24);
	out[n++] = 'k';
	out[n++] = 'm';
	return (struct str){ out, (size_t)n };
}

static struct str place_cell(const struct site *p, struct arena *arena) {
	if (!p->country.len)
		return p->name;
	return str_of(arena_printf(arena, "%.*s, %.*s", STR_ARG(p->name), STR_ARG(p->country)));
}

/* All who tell it, each once, apart by "; ". */
static struct str sources_of(const struct story *s, struct arena *arena) {
	struct str all = { "", 0 };
	for (uint32_t i = 0; i < s->ntold; i++) {
		struct str name = s->told[i].source.len ? s->told[i].source : s->told[i].file;
		bool known = false;
		for (uint32_t k = 0; k < i; k++)
			known |= str_equal(name,
				s->told[k].source.len ? s->told[k].source : s->told[k].file);
		if (!known)
			all = str_of(arena_printf(arena, "%.*s%s%.*s", STR_ARG(all),
				all.len ? "; " : "", STR_ARG(name)));
	}
	return all;
}

/* The sentence, and what others tell differently. */
static struct str note_of(const struct story *s, struct arena *arena) {
	struct str note = s->told[0].sentence;
	for (uint32_t i = 0; i < s->nclaims; i++)
		note = str_of(
			arena_printf(arena, "%.*s [%.*s]", STR_ARG(note), STR_ARG(s->claim[i])));
	return note;
}

static void put_cell(struct out *out, struct str text) {
	out_str(out, STR(","));
	csv_write_cell(out, text);
}

static void put_row(struct out *out, const struct story *s, uint32_t number, struct arena *arena) {
	char date[16], precision[32], coordinate[32];
	out_printf(out, "%s-%u", kind_rows[s->kind].name, number);
	put_cell(out, iso_date(s->date, date));
	put_cell(out, str_of(kind_rows[s->kind].name));
	put_cell(out, s->place.name);
	put_cell(out, s->place.country);
	int n = str_from_double(s->place.at.x, 5, coordinate, sizeof(coordinate));
	put_cell(out, (struct str){ coordinate, (size_t)n });
	n = str_from_double(s->place.at.y, 5, coordinate, sizeof(coordinate));
	put_cell(out, (struct str){ coordinate, (size_t)n });
	struct str via = { "", 0 };
	for (uint32_t i = 0; i < s->nvia; i++) {
		struct str one = place_cell(&s->via[i], arena);
		via = str_of(arena_printf(arena, "%.*s%s%.*s", STR_ARG(via), i ? "; " : "",
			STR_ARG(one)));
	}
	put_cell(out, via);
	put_cell(out, s->to.set ? place_cell(&s->to, arena) : STR(""));
	put_cell(out, s->actor);
	put_cell(out, s->recipient);
	put_cell(out, s->count.text);
	put_cell(out, note_of(s, arena));
	put_cell(out, sources_of(s, arena));
	put_cell(out, str_of(story_status_name(s->status)));
	put_cell(out, precision_of(&s->place, precision));
	put_cell(out, iso_date(s->until, date));
	out_str(out, STR("\n"));
}

void stories_write_csv(struct out *out, const struct stories *stories) {
	struct arena arena = ARENA_INIT;
	out_str(out,
		STR("id,date,kind,place,country,lon,lat,via,to,actor,recipient,count,note,"
		    "source,confidence,precision,end_date\n"));
	for (uint32_t i = 0; i < stories->n; i++)
		put_row(out, &stories->at[i], i + 1, &arena);
	arena_release(&arena);
}

static void put_position(struct out *out, const struct site *p) {
	out_str(out, STR("["));
	out_number(out, p->at.x, 6);
	out_str(out, STR(","));
	out_number(out, p->at.y, 6);
	out_str(out, STR("]"));
}

static void put_geometry(struct out *out, const struct story *s) {
	if (!s->to.set && !s->nvia) {
		out_str(out, STR("{\"type\":\"Point\",\"coordinates\":"));
		put_position(out, &s->place);
		out_str(out, STR("}"));
		return;
	}
	out_str(out, STR("{\"type\":\"LineString\",\"coordinates\":["));
	put_position(out, &s->place);
	for (uint32_t i = 0; i < s->nvia; i++) {
		out_str(out, STR(","));
		put_position(out, &s->via[i]);
	}
	if (s->to.set) {
		out_str(out, STR(","));
		put_position(out, &s->to);
	}
	out_str(out, STR("]}"));
}

void stories_write_geojson(struct out *out, const struct stories *stories) {
	struct arena arena = ARENA_INIT;
	out_str(out, STR("{\"type\":\"FeatureCollection\",\"features\":[\n"));
	for (uint32_t i = 0; i < stories->n; i++) {
		const struct story *s = &stories->at[i];
		char date[16], precision[32];
		out_printf(out, "%s{\"type\":\"Feature\",\"id\":%u,\"geometry\":", i ? ",\n" : "",
			i + 1);
		put_geometry(out, s);
		out_str(out, STR(",\"properties\":{"));
		json_put_member(out, "kind", str_of(kind_rows[s->kind].name), true);
		json_put_member(out, "date", iso_date(s->date, date), false);
		json_put_member(out, "end_date", iso_date(s->until, date), false);
		json_put_member(out, "place", s->place.name, false);
		json_put_member(out, "country", s->place.country, false);
		json_put_member(out, "to", s->to.set ? s->to.name : STR(""), false);
		json_put_member(out, "actor", s->actor, false);
		json_put_member(out, "recipient", s->recipient, false);
		json_put_member(out, "count", s->count.text, false);
		json_put_member(out, "note", note_of(s, &arena), false);
		json_put_member(out, "source", sources_of(s, &arena), false);
		json_put_member(out, "confidence", str_of(story_status_name(s->status)), false);
		json_put_member(out, "precision", precision_of(&s->place, precision), false);
		out_str(out, STR("}}"));
	}
	out_str(out, STR("\n]}\n"));
	arena_release(&arena);
}

static int compare_scores(const void *a, const void *b) {
	const struct story *const *x = a, *const *y = b;
	if ((*x)->score != (*y)->score)
		return (*x)->score < (*y)->score ? -1 : 1;
	return (*x > *y) - (*x < *y);
}

/* At most `width` code points; control bytes are spaces. */
static void put_column(struct out *out, struct str text, unsigned width) {
	unsigned n = 0;
	for (size_t i = 0; i < text.len && n < width; i++) {
		unsigned char c = (unsigned char)text.at[i];
		if ((c & 0xC0) != 0x80)
			n++;
		char shown = (char)(c < ' ' || c == 0x7F ? ' ' : c);
		out_write(out, &shown, 1);
		while (i + 1 < text.len && ((unsigned char)text.at[i + 1] & 0xC0) == 0x80)
			out_write(out, &text.at[++i], 1);
	}
	for (; n < width + 2; n++)
		out_str(out, STR(" "));
}

void stories_write_review(struct out *out, const struct stories *stories, struct arena *arena) {
	const struct story **order = arena_new(arena, const struct story *, (size_t)stories->n + 1);
	for (uint32_t i = 0; i < stories->n; i++)
		order[i] = &stories->at[i];
	if (stories->n > 1)
		qsort(order, stories->n, sizeof(*order), compare_scores);
	out_str(out,
		STR("score  date        kind        status     place                    "
		    "actor                    source\n"));
	for (uint32_t i = 0; i < stories->n; i++) {
		const struct story *s = order[i];
		char date[16], score[32];
		int n = str_from_double(s->score, 2, score, sizeof(score));
		put_column(out, (struct str){ score, (size_t)n }, 5);
		put_column(out, iso_date(s->date, date), 10);
		put_column(out, str_of(kind_rows[s->kind].name), 10);
		put_column(out, str_of(story_status_name(s->status)), 9);
		put_column(out, place_cell(&s->place, arena), 23);
		put_column(out, s->actor, 23);
		out_str(out, sources_of(s, arena));
		out_str(out, STR("\n       "));
		out_str(out, note_of(s, arena));
		out_str(out, STR("\n"));
	}
}
