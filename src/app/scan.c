#include "app/command.h"

#include "app/datadir.h"
#include "app/job.h"
#include "base/utf8.h"
#include "scan/scan.h"

struct scan_options {
	bool json;
	const char *gazetteer, *data_dir;
};

#define FIELD(name) offsetof(struct scan_options, name)

static const struct opt options[] = {
	{ "json", 0, OPT_FLAG, FIELD(json), NULL, "place mentions, JSON lines", 0, 0 },
	{ "gazetteer", 0, OPT_STRING, FIELD(gazetteer), "FILE", "gazetteer to look in", 0, 0 },
	{ "data-dir", 0, OPT_STRING, FIELD(data_dir), "DIR", "folder with the gazetteer", 0, 0 },
};

static struct gazetteer *open_gazetteer(const struct scan_options *o, struct arena *arena,
	struct diag *diag) {
	const char *path = o->gazetteer;
	if (!path) {
		const char *folder = datadir_find(o->data_dir, arena, diag);
		if (!folder)
			return NULL;
		path = datadir_gazetteer(folder, arena);
		if (!path) {
			diag_error(diag, WHERE_NOWHERE,
				"no gazetteer in the data folder \"%s\" (name one "
				"with --gazetteer)",
				folder);
			return NULL;
		}
	}
	return gazetteer_open(path, diag);
}

/* One file: its parts one after the other, memory of one part at a time. */
static bool scan_file(struct scanner *scanner, const char *path, struct out *out,
	struct diag *diag) {
	struct arena loaded = ARENA_INIT, part = ARENA_INIT;
	struct source source;
	bool ok = source_load(&source, path, &loaded, diag);
	struct str rest = ok ? source.text : (struct str){ "", 0 };
	uint32_t points = 0;
	while (rest.len && !out_failed(out)) {
		struct scanned found;
		struct arena_mark mark = arena_mark(&part);
		struct str text = scan_part(&rest);
		scan_text(scanner, text, &found, &part);
		scan_write_mentions(out, str_of(path), &found, points);
		points += rest.len ? (uint32_t)utf8_count(text) : 0;
		arena_rewind(&part, mark);
	}
	arena_release(&part);
	arena_release(&loaded);
	return ok;
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct scan_options *o = given;
	struct scanner scanner;
	if (noperands == 0) {
		diag_error(diag, WHERE_NOWHERE, "scan: which text? (\"-\": standard input)");
		return EXIT_USAGE;
	}
	struct gazetteer *g = open_gazetteer(o, arena, diag);
	if (!g)
		return EXIT_FAILED;
	struct out *out = out_file("-", arena);
	bool ok = true;
	scanner_open(&scanner, g, arena);
	for (int i = 0; i < noperands; i++)
		ok &= scan_file(&scanner, operand[i], out, diag);
	scanner_close(&scanner);
	gazetteer_close(g);
	return command_finish(out, diag) && ok ? EXIT_DONE : EXIT_FAILED;
}

const struct command command_scan = {
	"scan",
	"FILE...",
	"place mentions and event candidates of texts",
	"Reads news texts (\"-\": standard input) and says which places they name.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct scan_options),
	NULL,
	run,
};
