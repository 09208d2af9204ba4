#include "app/command.h"

#include <string.h>

#include "app/advise.h"
#include "app/datadir.h"
#include "app/input.h"
#include "app/job.h"
#include "app/mapfile.h"
#include "base/json.h"
#include "data/read.h"
#include "event/events.h"
#include "style/check.h"

struct check_options {
	bool json;
	const char *data_dir, *gazetteer;
};

/* A run: files that several maps name are read once. */
struct checking {
	const struct check_options *options;
	struct opt_list seen;
	struct arena *arena;
	struct diag *diag;
	unsigned unplaced; /* errors that are places */
};

static const struct opt options[] = {
	{ .name = "json",
		.type = OPT_FLAG,
		.offset = offsetof(struct check_options, json),
		.help = "what is wrong with one style, as JSON" },
	{ .name = "data-dir",
		.type = OPT_STRING,
		.offset = offsetof(struct check_options, data_dir),
		.argument = "DIR",
		.help = "folder with styles/ and geodata/" },
	{ .name = "gazetteer",
		.type = OPT_STRING,
		.offset = offsetof(struct check_options, gazetteer),
		.argument = "FILE",
		.help = "gazetteer to find places in" },
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

static bool check_data(const char *path, struct arena *arena, struct diag *diag) {
	struct layer layer;
	struct read_options all = { 0 };
	return layer_read(path, &all, &layer, arena, diag);
}

static const char *path_of(const struct job *job, const char *path, struct arena *arena) {
	return path_beside(job->base, str_of(path), arena);
}

/* The gazetteer that is asked for, else that of the data folder, else none: then places are
 * not looked up. */
static struct gazetteer *open_gazetteer(struct checking *c, const struct job *job) {
	struct diag quiet;
	diag_init(&quiet, c->arena);
	const char *path = c->options->gazetteer;
	if (job && job->gazetteer)
		path = path_of(job, job->gazetteer, c->arena);
	bool asked = path || c->options->data_dir;
	const char *folder = datadir_find(c->options->data_dir, c->arena, asked ? c->diag : &quiet);
	return folder ? datadir_open_gazetteer(path, folder, c->arena, asked ? c->diag : &quiet)
		      : NULL;
}

static void check_kinds(struct checking *c, const struct events *events) {
	struct diag quiet;
	struct iconset icons;
	diag_init(&quiet, c->arena);
	const char *folder = datadir_find(c->options->data_dir, c->arena, &quiet);
	if (folder
		&& iconset_read(&icons, arena_printf(c->arena, "%s/styles/icons", folder), c->arena,
			&quiet))
		advise_kinds(events, &icons, c->arena, c->diag);
}

/* Looks the places up as drawing does, with the lock but without writing one. */
static void check_events(struct checking *c, const char *path, const struct source *source,
	const struct job *job) {
	struct events events;
	struct events_options how = { .keep_lock = true,
		.skip_unplaced = job && job->skip_unplaced };
	if (!events_read(source, &events, c->arena, c->diag))
		return;
	advise_ids(&events, c->arena, c->diag);
	check_kinds(c, &events);
	struct gazetteer *g = open_gazetteer(c, job);
	unsigned errors = c->diag->errors;
	if (g) {
		advise_positions(&events, g, c->diag);
		if (strcmp(path, "-") != 0)
			how.lock_path = arena_printf(c->arena, "%s.places.lock", path);
		if (events_locate(&events, g, &how, c->arena, c->diag) == LOCATE_UNPLACED)
			c->unplaced += c->diag->errors - errors;
	}
	gazetteer_close(g);
}

static bool is_new(struct checking *c, const char *path) {
	for (uint32_t i = 0; i < c->seen.count; i++)
		if (strcmp(c->seen.item[i], path) == 0)
			return false;
	*arena_push(c->arena, c->seen.item, c->seen.count, c->seen.capacity) = path;
	return true;
}

static void check_file(struct checking *c, const char *path, const struct job *job);

/* A map's events, style and further layers; a bundled style is right. */
static void check_job(struct checking *c, const struct job *job) {
	struct diag quiet;
	diag_init(&quiet, c->arena);
	if (job->events)
		check_file(c, path_of(job, job->events, c->arena), job);
	for (uint32_t i = 0; i < job->data.count; i++) {
		const char *path = path_of(job, job->data.item[i], c->arena);
		if (is_new(c, path))
			check_data(path, c->arena, c->diag);
	}
	const char *folder = datadir_find(c->options->data_dir, c->arena, &quiet);
	const struct json *named = json_member(job->entry, "style");
	if (!named || (folder && datadir_style(folder, str_of(job->style), c->arena)))
		return;
	if (strchr(job->style, '/') || str_ends(str_of(job->style), STR(".json")))
		check_file(c, path_of(job, job->style, c->arena), job);
	else if (folder)
		json_error(c->diag, named, "%s",
			datadir_no_style(folder, str_of(job->style), c->arena));
}

static void check_mapfile(struct checking *c, const char *path) {
	struct mapfile maps;
	if (!mapfile_read(path, &maps, c->arena, c->diag))
		return;
	for (uint32_t i = 0; i < maps.njobs; i++)
		check_job(c, &maps.job[i]);
}

/* `job`: the map that names the file, or NULL. */
static void check_file(struct checking *c, const char *path, const struct job *job) {
	struct source *source = arena_new(c->arena, struct source, 1);
	enum input_kind kind;
	if (!is_new(c, path) || !input_load(path, source, &kind, c->arena, c->diag))
		return;
	switch (kind) {
	case INPUT_EVENTS:
		check_events(c, path, source, job);
		break;
	case INPUT_STYLE:
		check_style(source, c->arena, c->diag);
		break;
	case INPUT_MAPFILE:
		check_mapfile(c, path);
		break;
	case INPUT_GEODATA:
		check_data(path, c->arena, c->diag);
		break;
	}
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
	struct checking c = { .options = o, .arena = arena, .diag = diag };
	for (int i = 0; i < noperands; i++)
		check_file(&c, operand[i], NULL);
	if (diag->errors == 0)
		return EXIT_DONE;
	return diag->errors == c.unplaced ? EXIT_PLACE : EXIT_FAILED;
}

const struct command command_check = {
	"check",
	"FILE...",
	"every error of styles, event lists, map files and geodata",
	"Reads each file to its end and says everything that is wrong with it; nothing is drawn. "
	"Styles end in .json, map files in .yaml, geodata in .shp; the rest are event lists, whose "
	"places are looked up. Of a map file also the events, styles and layers that it names are "
	"read.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct check_options),
	NULL,
	run,
};
