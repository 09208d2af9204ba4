#include "app/drawing.h"

#include <string.h>

#include "app/alt.h"
#include "app/datadir.h"
#include "app/state.h"
#include "base/language.h"
#include "compose/words.h"
#include "data/read.h"

/* Events that the description of a picture tells one by one. */
enum { MOST_DESCRIBED = 25 };

/* Whether one of the sources apart by ";" is `one`. */
static bool names_source(struct str all, struct str one) {
	while (all.len)
		if (str_equal(str_trim(str_split(&all, ';')), one))
			return true;
	return false;
}

/* Sources of the events, each once, in the order of the list; an event may have several
 * apart by ";". */
static struct str join_sources(const struct drawing *d) {
	struct out *text = out_memory(d->arena);
	for (uint32_t i = 0; i < d->events.count; i++) {
		struct str rest = d->events.event[i].source;
		while (rest.len) {
			struct str one = str_trim(str_split(&rest, ';'));
			if (one.len && !names_source(out_bytes(text), one))
				out_printf(text, "%s%.*s", out_bytes(text).len ? "; " : "",
					STR_ARG(one));
		}
	}
	return out_bytes(text);
}

static struct str period_text(const struct drawing *d) {
	struct date first = { 0 }, last = { 0 };
	char from[64], to[64];
	for (uint32_t i = 0; i < d->events.count; i++) {
		const struct event *e = &d->events.event[i];
		if (e->date.year == 0)
			continue;
		struct date end = e->end_date.year ? e->end_date : e->date;
		if (first.year == 0 || date_compare(e->date, first) < 0)
			first = e->date;
		if (last.year == 0 || date_compare(end, last) > 0)
			last = end;
	}
	if (first.year == 0)
		return STR("");
	date_format(first, d->language[0], from, sizeof(from));
	date_format(last, d->language[0], to, sizeof(to));
	return str_of(strcmp(from, to) == 0 ? arena_printf(d->arena, "%s", from)
					    : arena_printf(d->arena, "%s – %s", from, to));
}

/* The period and the number of events. */
static struct str subtitle_text(const struct drawing *d) {
	struct str period = period_text(d);
	uint32_t n = d->events.count;
	if (n == 0)
		return period;
	struct str word = words_events(d->language[0], n);
	return str_of(arena_printf(d->arena, "%.*s%s%u %.*s", STR_ARG(period),
		period.len ? "  ·  " : "", n, STR_ARG(word)));
}

/* Names of the countries in which events lie, those with most first; how many there are, which
 * is no longer counted when there are more than `most`. */
static uint32_t countries_of(const struct drawing *d, struct str *name, uint32_t most) {
	struct layer countries;
	uint32_t n = 0, *count = arena_new(d->arena, uint32_t, most);
	const struct layer *at[2] = { &d->layers.events, &d->layers.stops };
	const char *path = datadir_layer(d->data_dir, STR("countries"), d->arena);
	struct read_options near = { .window = rect_union(at[0]->bounds, at[1]->bounds),
		.has_window = true };
	if (!path || !layer_read(path, &near, &countries, d->arena, d->diag))
		return 0;
	struct str own = str_of(arena_printf(d->arena, "name_%.*s", STR_ARG(d->language[0])));
	for (uint32_t i = 0; i < countries.nfeatures && n <= most; i++) {
		const struct feature *f = &countries.feature[i];
		const struct value *v = feature_get(f, own);
		if (!v || v->type != VALUE_STRING || v->string.len == 0)
			v = feature_get(f, STR("name"));
		uint32_t inside = layer_count_in(at[0], f, UINT32_MAX)
			+ layer_count_in(at[1], f, UINT32_MAX);
		if (!inside || !v || v->type != VALUE_STRING)
			continue;
		/* Those with most events first. */
		uint32_t k = n < most ? n : most;
		n++;
		for (; k > 0 && count[k - 1] < inside; k--) {
			if (k < most) {
				count[k] = count[k - 1];
				name[k] = name[k - 1];
			}
		}
		if (k < most) {
			count[k] = inside;
			name[k] = v->string;
		}
	}
	return n;
}

/* "Events in Iraq and Syria": what a sheet is called when nobody says. */
static struct str usual_title(const struct drawing *d) {
	enum { MOST = 3 };
	struct str name[MOST], language = d->language[0];
	struct str events = words_in(language, d->events.count == 1 ? STR("Event") : STR("Events"));
	uint32_t n = countries_of(d, name, MOST);
	if (n == 0 || n > MOST)
		return events;
	struct str in = words_in(language, STR("in")), and = words_in(language, STR("and "));
	struct str title = str_of(arena_printf(d->arena, "%.*s %.*s %.*s", STR_ARG(events),
		STR_ARG(in), STR_ARG(name[0])));
	for (uint32_t i = 1; i < n; i++) {
		struct str before = i + 1 < n ? STR(", ") : and;
		title = str_of(arena_printf(d->arena, "%.*s%s%.*s%.*s", STR_ARG(title),
			i + 1 < n ? "" : " ", STR_ARG(before), STR_ARG(name[i])));
	}
	return title;
}

bool describe_sheet(const struct drawing *d, struct sheet *sheet) {
	const struct job *job = d->job;
	*sheet = (struct sheet){ .language = d->language[0], .furniture = FURNITURE_ALL };
	struct where furniture = { .path = "furniture" };
	if (job->furniture
		&& !furniture_parse(str_of(job->furniture), furniture, &sheet->furniture, d->diag))
		return false;
	sheet->rtl = language_is_right_to_left(d->language[0]);
	sheet->title = job->title ? str_of(job->title) : d->events.title;
	sheet->subtitle = job->subtitle ? str_of(job->subtitle) : d->events.subtitle;
	if (sheet->subtitle.len == 0)
		sheet->subtitle = subtitle_text(d);
	if (sheet->title.len == 0 && d->has_events && d->events.count)
		sheet->title = usual_title(d);
	sheet->sources = join_sources(d);
	const struct json *credit = style_metadata(d->style, NULL, "attribution");
	sheet->attribution = credit && credit->type == JSON_STRING ? credit->string : STR("");
	if (d->has_events) {
		sheet->events = &d->layers.events;
		sheet->routes = &d->layers.routes;
	}
	return true;
}

struct scene_about describe_scene(const struct drawing *d, const struct sheet *sheet) {
	struct scene_about about = { .title = sheet->title,
		.description = alt_description(d, sheet, MOST_DESCRIBED),
		.language = sheet->language,
		.rtl = sheet->rtl,
		.sources = sheet->sources };
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	long seconds = 0;
	if (epoch && str_to_long(str_of(epoch), &seconds))
		about.date = seconds;
	for (uint32_t i = 0; !epoch && i < d->events.count; i++) {
		int64_t date = date_to_unix(d->events.event[i].date);
		if (d->events.event[i].date.year && date > about.date)
			about.date = date;
	}
	return about;
}
