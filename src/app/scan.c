#include "app/command.h"

#include "app/datadir.h"
#include "app/job.h"
#include "base/utf8.h"
#include "scan/story.h"
#include "scan/when.h"

struct scan_options {
	bool json, csv, geojson, plover, review;
	struct date date;
	const char *source, *output, *gazetteer, *data_dir;
};

#define FIELD(name) offsetof(struct scan_options, name)

static const struct opt options[] = {
	{ "json", 0, OPT_FLAG, FIELD(json), NULL, "place mentions, JSON lines", 0, 0 },
	{ "csv", 0, OPT_FLAG, FIELD(csv), NULL, "event candidates, an event list (the default)", 0,
		0 },
	{ "geojson", 0, OPT_FLAG, FIELD(geojson), NULL, "event candidates, GeoJSON", 0, 0 },
	{ "events-json", 0, OPT_FLAG, FIELD(plover), NULL,
		"event candidates, JSON lines with PLOVER's field names", 0, 0 },
	{ "review", 0, OPT_FLAG, FIELD(review), NULL,
		"event candidates, a table, the least certain first", 0, 0 },
	{ "date", 0, OPT_DATE, FIELD(date), "DATE", "the texts' own date; default: their datelines",
		0, 0 },
	{ "source", 0, OPT_STRING, FIELD(source), "NAME",
		"who tells it; default: the agency of the dateline", 0, 0 },
	{ "output", 'o', OPT_STRING, FIELD(output), "FILE", "default: standard output", 0, 0 },
	{ "gazetteer", 0, OPT_STRING, FIELD(gazetteer), "FILE", "gazetteer to look in", 0, 0 },
	{ "data-dir", 0, OPT_STRING, FIELD(data_dir), "DIR", "folder with the gazetteer", 0, 0 },
};

/* What one run has at hand. */
struct scanning {
	const struct scan_options *options;
	struct scanner scanner;
	struct stories stories;
	struct out *out;
	struct arena *arena; /* of the run: stories are kept in it */
	uint32_t documents;
};

static void scan_one(struct scanning *s, struct str text, struct article *article,
	struct arena *arena) {
	struct scanned found;
	scan_text(&s->scanner, text, &found, arena);
	if (s->options->json) {
		scan_write_mentions(s->out, article->file, &found, article->points);
		return;
	}
	if (!article->points) {
		article->date = when_article(&found.tokens, article->file, s->options->date);
		if (!article->source.len) {
			struct str agency = when_agency(&found.tokens);
			article->source = (struct str){ arena_strdup(s->arena, agency),
				agency.len };
		}
	}
	stories_find(&found, article, &s->stories, s->arena);
}

/* Single odd bytes are let pass; more than one in so many, and the file is in another
 * encoding, or no text at all. */
enum { FEW_ODD_BYTES = 4, TEXT_BYTES_PER_ODD = 50 };

/* Control characters of texts: bell to carriage return, escape. */
static bool is_odd(uint32_t c) {
	return c < 0x07 || (c > 0x0D && c < 0x20 && c != 0x1B);
}

static void warn_no_text(const struct source *source, struct diag *diag) {
	struct str text = source->text;
	size_t odd = 0;
	for (size_t i = 0; i < text.len;) {
		size_t start = i;
		uint32_t c = utf8_next(text, &i);
		odd += is_odd(c) || (c == 0xFFFD && i - start == 1);
	}
	if (odd <= FEW_ODD_BYTES || odd <= text.len / TEXT_BYTES_PER_ODD)
		return;
	diag_warn(diag, (struct where){ source, WHERE_WHOLE, NULL },
		"%.0f %% of it is not UTF-8 text; convert it, or leave it out",
		100 * (double)odd / (double)text.len);
}

/* One file: its parts one after the other, memory of one part at a time. */
static bool scan_file(struct scanning *s, const char *path, struct diag *diag) {
	struct arena loaded = ARENA_INIT, part = ARENA_INIT;
	struct source source;
	bool ok = source_load(&source, path, &loaded, diag);
	struct str rest = ok ? source.text : (struct str){ "", 0 };
	struct article article = { .file = str_of(path),
		.source = str_of(s->options->source ? s->options->source : ""),
		.document = ++s->documents };
	if (ok)
		warn_no_text(&source, diag);
	while (rest.len && !out_failed(s->out)) {
		struct arena_mark mark = arena_mark(&part);
		struct str text = scan_part(&rest);
		scan_one(s, text, &article, &part);
		article.points += rest.len ? (uint32_t)utf8_count(text) : 0;
		arena_rewind(&part, mark);
	}
	diag_settle(diag);
	arena_release(&part);
	arena_release(&loaded);
	return ok;
}

static void write_stories(struct scanning *s) {
	const struct scan_options *o = s->options;
	stories_merge(&s->stories, s->arena);
	if (o->geojson)
		stories_write_geojson(s->out, &s->stories);
	else if (o->plover)
		stories_write_plover(s->out, &s->stories);
	else if (o->review)
		stories_write_review(s->out, &s->stories, s->arena);
	else
		stories_write_csv(s->out, &s->stories);
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct scan_options *o = given;
	struct scanning s = { .options = o, .arena = arena };
	if (noperands == 0) {
		diag_error(diag, WHERE_NOWHERE, "scan: which text? (\"-\": standard input)");
		return EXIT_USAGE;
	}
	if (o->json + o->csv + o->geojson + o->plover + o->review > 1) {
		diag_error(diag, WHERE_NOWHERE,
			"scan: only one of --json, --csv, --geojson, --events-json and --review");
		return EXIT_USAGE;
	}
	struct gazetteer *g = datadir_open_gazetteer(o->gazetteer, o->data_dir, arena, diag);
	if (!g)
		return EXIT_FAILED;
	s.out = out_file(o->output ? o->output : "-", arena);
	bool ok = true;
	scanner_open(&s.scanner, g, arena);
	for (int i = 0; i < noperands; i++)
		ok &= scan_file(&s, operand[i], diag);
	ok = gazetteer_sound(g, diag) && ok;
	if (ok && !o->json)
		write_stories(&s);
	scanner_close(&s.scanner);
	gazetteer_close(g);
	if (!ok && o->output) {
		out_abandon(s.out);
		return EXIT_FAILED;
	}
	return command_finish(s.out, diag) && ok ? EXIT_DONE : EXIT_FAILED;
}

const struct command command_scan = {
	"scan",
	"FILE...",
	"place mentions and event candidates of texts",
	"Reads news texts (\"-\": standard input) and says which places they name, or which events "
	"they may tell of: who did what to whom, where, when. What it finds are candidates for "
	"you to check.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct scan_options),
	NULL,
	run,
};
