#include "app/command.h"

#include "app/input.h"
#include "app/job.h"
#include "app/mapfile.h"
#include "base/json.h"
#include "data/read.h"
#include "event/events.h"
#include "style/check.h"

struct check_options {
	bool json;
};

static const struct opt options[] = {
	{ .name = "json",
		.type = OPT_FLAG,
		.offset = offsetof(struct check_options, json),
		.help = "what is wrong with one style, as JSON" },
};

static bool check_style(const struct source *source, struct arena *arena, struct diag *diag) {
	struct check check;
	const struct json *style = json_parse(source, arena, diag);
	bool fine = style && style_check(style, &check, arena);
	if (style)
		check_report(&check, diag);
	return fine;
}

/* Standard output says it all; the exit code whether there were errors. */
static int print_json(const char *path, struct arena *arena, struct diag *diag) {
	struct source *source = arena_new(arena, struct source, 1);
	struct check check;
	const struct json *style = source_load(source, path, arena, diag)
		? json_parse(source, arena, diag)
		: NULL;
	if (!style)
		return EXIT_FAILED;
	bool fine = style_check(style, &check, arena);
	struct out *out = out_file("-", arena);
	out_str(out, check_json(&check, arena));
	return command_finish(out, diag) && fine ? EXIT_DONE : EXIT_FAILED;
}

static bool check_events(const struct source *source, struct arena *arena, struct diag *diag) {
	struct events events;
	return events_read(source, &events, arena, diag);
}

static bool check_data(const char *path, struct arena *arena, struct diag *diag) {
	struct layer layer;
	struct read_options all = { 0 };
	return layer_read(path, &all, &layer, arena, diag);
}

static bool check_one(const char *path, struct arena *arena, struct diag *diag) {
	struct source *source = arena_new(arena, struct source, 1);
	struct mapfile maps;
	enum input_kind kind;
	if (!input_load(path, source, &kind, arena, diag))
		return false;
	switch (kind) {
	case INPUT_EVENTS:
		return check_events(source, arena, diag);
	case INPUT_STYLE:
		return check_style(source, arena, diag);
	case INPUT_MAPFILE:
		return mapfile_read(path, &maps, arena, diag);
	case INPUT_GEODATA:
		break;
	}
	return check_data(path, arena, diag);
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct check_options *o = given;
	if (noperands == 0 || (o->json && noperands > 1)) {
		diag_error(diag, WHERE_NOWHERE,
			noperands ? "check: one style with --json, not %d" : "check: which file?",
			noperands);
		return EXIT_USAGE;
	}
	if (o->json)
		return print_json(operand[0], arena, diag);
	for (int i = 0; i < noperands; i++)
		check_one(operand[i], arena, diag);
	return diag->errors ? EXIT_FAILED : EXIT_DONE;
}

const struct command command_check = {
	"check",
	"FILE...",
	"every error of styles, event lists, map files and geodata",
	"Reads each file to its end and says everything that is wrong with it; nothing is drawn. "
	"Styles end in .json, map files in .yaml, geodata in .shp; the rest are event lists.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct check_options),
	NULL,
	run,
};
