#include "app/command.h"

#include <string.h>

#include "app/batch.h"
#include "app/datadir.h"
#include "app/job.h"
#include "gazetteer/explain.h"
#include "gazetteer/gazetteer.h"

struct geocode_options {
	bool json, pin, explain;
	long limit;
	const char *country, *class, *within, *batch, *date, *gazetteer, *data_dir;
	struct point near;
	struct rect bbox;
};

#define FIELD(name) offsetof(struct geocode_options, name)

static const struct opt options[] = {
	{ "json", 0, OPT_FLAG, FIELD(json), NULL, "JSON lines, one a candidate", 0, 0 },
	{ "country", 'c', OPT_STRING, FIELD(country), "CC", "country, ISO 3166-1 alpha-2", 0, 0 },
	{ "class", 0, OPT_STRING, FIELD(class), "CLASS",
		"base, crossing, airport, town, ...: others are meant only when none is there", 0,
		0 },
	{ "date", 0, OPT_STRING, FIELD(date), "DATE",
		"when it was: names that were not in use then stand back", 0, 0 },
	{ "near", 0, OPT_POINT, FIELD(near), "LON,LAT", "places near this point are meant", 0, 0 },
	{ "bbox", 0, OPT_BBOX, FIELD(bbox), "W,S,E,N", "places in this box are meant", 0, 0 },
	{ "within", 0, OPT_STRING, FIELD(within), "PLACE",
		"places in this country or region are meant", 0, 0 },
	{ "batch", 0, OPT_STRING, FIELD(batch), "FILE",
		"a CSV table with a column place (and country, class); the same rows come out with "
		"coordinates",
		0, 0 },
	{ "pin", 0, OPT_FLAG, FIELD(pin), NULL, "what to type to mean exactly each candidate", 0,
		0 },
	{ "explain", 0, OPT_FLAG, FIELD(explain), NULL, "what each candidate's score is made of", 0,
		0 },
	{ "limit", 'n', OPT_WHOLE, FIELD(limit), "N", "at most so many candidates; default 5", 1,
		100 },
	{ "gazetteer", 0, OPT_STRING, FIELD(gazetteer), "FILE", "gazetteer to look in", 0, 0 },
	{ "data-dir", 0, OPT_STRING, FIELD(data_dir), "DIR", "folder with the gazetteer", 0, 0 },
};

static void defaults(void *given) {
	struct geocode_options *o = given;
	*o = (struct geocode_options){ .limit = 5, .near = { NAN, NAN }, .bbox = RECT_EMPTY };
}

/* What to type for the nearest name where it was looked for; NULL when there is none, or when
 * what is typed would not be that place. */
static const char *proposal(struct gazetteer *g, const struct place_query *query,
	const struct place_result *result, struct arena *arena, struct diag *diag) {
	uint32_t i = 0;
	while (i < result->nmatches && result->match[i].elsewhere)
		i++;
	if (i == result->nmatches)
		return NULL;
	const struct place *p = result->match[i].place;
	const char *text = arena_printf(arena, "%.*s%s%.*s", STR_ARG(p->name),
		p->country.len ? ", " : "", STR_ARG(p->country));
	struct place_query typed = *query;
	struct place_result found;
	typed.name = str_of(text);
	bool known = gazetteer_find(g, &typed, 1, &found, arena, diag)
		&& (found.verdict == PLACE_CLEAR || found.verdict == PLACE_DECIDED);
	return known && str_equal(found.match[0].place->id, p->id) ? text : NULL;
}

static void complain_unknown(struct gazetteer *g, const struct place_query *query,
	const struct place_result *result, struct arena *arena, struct diag *diag) {
	struct str name = query->name;
	if (!result->nmatches) {
		diag_error(diag, WHERE_NOWHERE,
			"\"%.*s\" is not in the gazetteer (add it: a CSV file with name, lon "
			"and lat, and \"sitmap gazetteer import --add\")",
			STR_ARG(name));
		return;
	}
	const char *text = proposal(g, query, result, arena, diag);
	diag_error(diag, WHERE_NOWHERE,
		"\"%.*s\" is not in the gazetteer (the nearest names are listed%s%s%s)",
		STR_ARG(name), text ? "; write \"" : "", text ? text : "",
		text ? "\" if that is it" : "");
}

/* Names to type for the best candidates that have one, else coordinates. */
static void complain_ambiguous(struct str name, const struct place_result *result,
	struct arena *arena, struct diag *diag) {
	static const double CLOSE = 0.12;
	const char *pin[2] = { NULL, NULL };
	int n = 0;
	for (uint32_t i = 0; i < result->nmatches && n < 2; i++) {
		const char *one = place_pin(result, i, name, arena);
		bool rival = result->match[i].score > result->match[0].score - CLOSE;
		if (rival && one[0] == '"')
			pin[n++] = one;
	}
	for (uint32_t i = 0; n < 2; i++) {
		const char *one = place_pin(result, i, name, arena);
		if (n == 0 || strcmp(one, pin[0]) != 0)
			pin[n++] = one;
	}
	diag_error(diag, WHERE_NOWHERE, "\"%.*s\" is ambiguous (write %s, or %s)", STR_ARG(name),
		pin[0], pin[1]);
}

/* What the options say of every name. */
static bool common_query(const struct geocode_options *o, struct gazetteer *g,
	struct place_query *query, struct diag *diag) {
	*query = (struct place_query){ .country = str_of(o->country ? o->country : ""),
		.class = str_of(o->class ? o->class : ""),
		.date = str_of(o->date ? o->date : ""),
		.near = &o->near,
		.nnear = isnan(o->near.x) ? 0u : 1u,
		.within = o->bbox,
		.has_within = !rect_is_empty(o->bbox) };
	if (!o->within)
		return true;
	query->has_within = true;
	return gazetteer_extent(g, str_of(o->within), &query->within, diag);
}

static void print_pins(struct out *out, const char *name, const struct place_result *result,
	struct arena *arena) {
	for (uint32_t i = 0; i < result->nmatches; i++)
		out_printf(out, "%s\t%.*s\n", place_pin(result, i, str_of(name), arena),
			STR_ARG(result->match[i].place->id));
}

static int geocode(const struct geocode_options *o, struct gazetteer *g, char **name, int n,
	struct arena *arena, struct diag *diag) {
	struct place_query query;
	int status = EXIT_DONE;
	if (!common_query(o, g, &query, diag))
		return EXIT_PLACE;
	struct out *out = out_file("-", arena);
	for (int i = 0; i < n && status != EXIT_FAILED; i++) {
		struct place_result result;
		query.name = str_of(name[i]);
		if (!gazetteer_find(g, &query, (uint32_t)o->limit, &result, arena, diag)) {
			status = EXIT_FAILED;
			continue;
		}
		if (o->json)
			geocode_print_json(out, query.name, &result);
		else if (o->pin)
			print_pins(out, name[i], &result, arena);
		else
			geocode_print(out, query.name, &result, (uint32_t)o->limit, o->explain);
		if (result.verdict == PLACE_UNKNOWN)
			complain_unknown(g, &query, &result, arena, diag);
		if (result.verdict == PLACE_AMBIGUOUS)
			complain_ambiguous(query.name, &result, arena, diag);
		if (result.verdict == PLACE_UNKNOWN || result.verdict == PLACE_AMBIGUOUS)
			status = EXIT_PLACE;
		if (result.doubt)
			diag_warn(diag, WHERE_NOWHERE, "\"%s\": did you mean \"%.*s, %.*s\"?",
				name[i], STR_ARG(result.doubt->name),
				STR_ARG(result.doubt->country));
	}
	return command_finish(out, diag) ? status : EXIT_FAILED;
}

static int geocode_table(const struct geocode_options *o, struct gazetteer *g, struct arena *arena,
	struct diag *diag) {
	struct place_query query;
	long unplaced = 0;
	if (!common_query(o, g, &query, diag)
		|| !batch_geocode(o->batch, g, &query, &unplaced, arena, diag))
		return EXIT_FAILED;
	if (unplaced)
		diag_error(diag, WHERE_NOWHERE,
			"%s: %ld row%s unknown or ambiguous (the column verdict says which)",
			o->batch, unplaced, unplaced == 1 ? " is" : "s are");
	return unplaced ? EXIT_PLACE : EXIT_DONE;
}

static bool understand_class(struct geocode_options *o, struct gazetteer *g, struct arena *arena,
	struct diag *diag) {
	const char *near;
	struct str class;
	if (!o->class)
		return true;
	if (!gazetteer_class(g, str_of(o->class), &class, &near))
		return diag_error(diag, WHERE_NOWHERE,
			"--class: \"%s\" is no class of places (%s%s%s)", o->class,
			near ? "did you mean \"" : "base, crossing, airport, town, ...",
			near ? near : "", near ? "\"?" : "");
	o->class = arena_strdup(arena, class);
	return true;
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	struct geocode_options understood = *(const struct geocode_options *)given,
			       *o = &understood;
	if ((noperands == 0) == !o->batch) {
		diag_error(diag, WHERE_NOWHERE,
			o->batch ? "geocode: --batch takes no names" : "geocode: which place?");
		return EXIT_USAGE;
	}
	struct gazetteer *g = datadir_open_gazetteer(o->gazetteer, o->data_dir, arena, diag);
	if (!g)
		return EXIT_FAILED;
	int status = EXIT_USAGE;
	if (understand_class(o, g, arena, diag))
		status = o->batch ? geocode_table(o, g, arena, diag)
				  : geocode(o, g, operand, noperands, arena, diag);
	gazetteer_close(g);
	return status;
}

const struct command command_geocode = {
	"geocode",
	"NAME...",
	"candidates for place names, best first, each with reasons",
	"Looks names up in the gazetteer. A name may say \"Name, CC\" or \"Name, Region\". The exit "
	"code is 3 when a name is unknown or ambiguous.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct geocode_options),
	defaults,
	run,
};
