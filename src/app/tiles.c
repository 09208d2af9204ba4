#include <stdlib.h>
#include <string.h>

#include "app/command.h"
#include "app/input.h"
#include "app/mapfile.h"
#include "app/tileset.h"

struct tiles_options {
	struct job job;
	const char *output, *zoom, *shard, *base;
	long scale, tile_size, jobs, block;
	bool viewer, wait, quiet;
	struct opt_list only;
};

#define FIELD(name) offsetof(struct tiles_options, name)

/* clang-format off */
static const struct opt options[] = {
	{ "output", 'o', OPT_STRING, FIELD(output), "DEST",
		"a .pmtiles or .mbtiles file, or a folder of z/x/y.png", 0, 0 },
	{ "zoom", 'z', OPT_STRING, FIELD(zoom), "A-B", "zooms to draw; default 0-6", 0, 0 },
	{ "style", 's', OPT_STRING, FIELD(job.style), "NAME|FILE",
		"a bundled style (paper, light, dark, mono) or a MapLibre style file; default paper", 0, 0 },
	{ "overlay", 0, OPT_FLAG, FIELD(job.overlay), NULL, "only the events, on nothing; with their "
		"GeoJSON beside the tiles", 0, 0 },
	{ "bbox", 0, OPT_BBOX, FIELD(job.bbox), "W,S,E,N", "tiles of this box of degrees; default the "
		"world, for an overlay the events", 0, 0 },
	{ "fit", 0, OPT_LIST, FIELD(job.fit), "PLACE", "tiles of these countries, regions or places, by name or "
		"ISO code: --fit IQ,SY", 0, 0 },
	{ "scale", 0, OPT_WHOLE, FIELD(scale), "N", "pixels for one unit of the style: 2 makes @2x tiles",
		1, 4 },
	{ "tile-size", 0, OPT_WHOLE, FIELD(tile_size), "N", "256 (default) or 512 units", 1, 65536 },
	{ "jobs", 'j', OPT_WHOLE, FIELD(jobs), "N", "threads; default as many as there are processors",
		1, 256 },
	{ "shard", 0, OPT_STRING, FIELD(shard), "K/N", "only the K-th of N parts, as .pmtiles; K may be "
		"auto in a Slurm array or a Kubernetes indexed job", 0, 0 },
	{ "viewer", 0, OPT_FLAG, FIELD(viewer), NULL, "write a page that shows the tiles", 0, 0 },
	{ "base", 0, OPT_STRING, FIELD(base), "TILES", "tiles below the overlay on that page: a folder or an "
		"address with {z}, {x} and {y}, as seen from the page", 0, 0 },
	{ "title", 't', OPT_STRING, FIELD(job.title), "TEXT", "name of the set", 0, 0 },
	{ "since", 0, OPT_DATE, FIELD(job.since), "DATE", "leave out earlier events", 0, 0 },
	{ "as-of", 0, OPT_DATE, FIELD(job.as_of), "DATE", "leave out later events", 0, 0 },
	{ "language", 'l', OPT_TAGS, FIELD(job.language), "LIST", "languages of names: ar,en", 0, 0 },
	{ "data", 0, OPT_LIST, FIELD(job.data), "FILE", "one more layer: .shp, .geojson or .csv", 0, 0 },
	{ "data-dir", 0, OPT_STRING, FIELD(job.data_dir), "DIR", "folder with styles/ and geodata/", 0, 0 },
	{ "gazetteer", 0, OPT_STRING, FIELD(job.gazetteer), "FILE", "gazetteer to find places in", 0, 0 },
	{ "skip-unplaced", 0, OPT_FLAG, FIELD(job.skip_unplaced), NULL, "draw the rest where a place is "
		"unknown or ambiguous", 0, 0 },
	{ "strict", 0, OPT_FLAG, FIELD(job.strict), NULL, "warnings are errors", 0, 0 },
	{ "allow-path", 0, OPT_FLAG, FIELD(job.allow_path), NULL, "let a style name files outside its "
		"folder", 0, 0 },
	{ "only", 0, OPT_LIST, FIELD(only), "NAME,...", "only these tilesets of a map file", 0, 0 },
	{ "wait", 0, OPT_FLAG, FIELD(wait), NULL, "wait for another run that writes the same tiles", 0, 0 },
	{ "quiet", 'q', OPT_FLAG, FIELD(quiet), NULL, "say nothing on success: no "
		"progress, no warnings", 0, 0 },
	{ "block", 0, OPT_WHOLE, FIELD(block), "N", "compose scenes for 2^N by 2^N tiles (default at most 3); "
		"changes no pixel", 0, 8 },
};
/* clang-format on */

static void defaults(void *options_) {
	struct tiles_options *o = options_;
	*o = (struct tiles_options){ .zoom = "0-6", .scale = 1, .tile_size = 256, .block = -1 };
	job_defaults(&o->job);
}

static bool read_zooms(const struct tiles_options *o, struct tileset_job *job, struct diag *diag) {
	return opt_zooms(str_of(o->zoom), &job->minzoom, &job->maxzoom)
		|| diag_error(diag, WHERE_NOWHERE,
			"--zoom: \"%s\" is not a zoom or a range of zooms from 0 to 22, such as "
			"0-6",
			o->zoom);
}

/* The number of this task: Slurm counts as the user says (by hand from 1), Kubernetes from 0. */
static bool own_number(long n, long *out) {
	static const char *const names[] = { "SLURM_ARRAY_TASK_ID", "JOB_COMPLETION_INDEX" };
	static const char *const lowest[] = { "SLURM_ARRAY_TASK_MIN", NULL };
	for (int i = 0; i < 2; i++) {
		const char *text = getenv(names[i]), *low = lowest[i] ? getenv(lowest[i]) : NULL;
		long least = i == 0;
		if (!text || !str_to_long(str_of(text), out))
			continue;
		if (low && !str_to_long(str_of(low), &least))
			return false;
		*out += 1 - least;
		return *out >= 1 && *out <= n;
	}
	return false;
}

/* Of an array of another length, such as a part sent again alone, the lowest number does not
 * tell which part is meant. */
static bool is_whole_array(long n, struct diag *diag) {
	const char *text = getenv("SLURM_ARRAY_TASK_COUNT");
	long count;
	if (!text || !str_to_long(str_of(text), &count) || count == n)
		return true;
	return diag_error(diag, WHERE_NOWHERE,
		"--shard: the Slurm array has %ld tasks and not %ld; say K/%ld for a part alone",
		count, n, n);
}

static bool read_shard(const struct tiles_options *o, struct tileset_job *job, struct diag *diag) {
	long k, n;
	if (!o->shard)
		return true;
	struct str rest = str_of(o->shard), first = str_split(&rest, '/');
	bool is_auto = str_equal(first, STR("auto"));
	if (!rest.at || !str_to_long(rest, &n) || n < 1 || n > 1000000
		|| (!is_auto && (!str_to_long(first, &k) || k < 1 || k > n)))
		return diag_error(diag, WHERE_NOWHERE,
			"--shard: \"%s\" is not K/N with K from 1 to N, or auto/N", o->shard);
	if (is_auto && !is_whole_array(n, diag))
		return false;
	if (is_auto && !own_number(n, &k))
		return diag_error(diag, WHERE_NOWHERE,
			"--shard: neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX names one "
			"of %ld parts",
			n);
	if (sink_kind(o->output) != SINK_PMTILES)
		return diag_error(diag, WHERE_NOWHERE,
			"--shard: a part is a .pmtiles file, not \"%s\" (sitmap tiles merge makes "
			"folders and .mbtiles of parts)",
			o->output);
	job->shard = (uint32_t)k;
	job->nshards = (uint32_t)n;
	return true;
}

/* How it is drawn, which changes no tile. */
static void set_run(const struct tiles_options *o, struct tileset_job *job) {
	job->jobs = (unsigned)o->jobs;
	job->wait = o->wait;
	job->quiet = o->quiet;
	job->force_block = o->block >= 0;
	job->block = job->force_block ? (unsigned)o->block : 0;
}

static bool read_options(const struct tiles_options *o, struct tileset_job *job,
	struct diag *diag) {
	*job = (struct tileset_job){ .job = o->job,
		.output = o->output,
		.tile_size = (uint32_t)o->tile_size,
		.scale = (uint32_t)o->scale,
		.viewer = o->viewer,
		.base = o->base };
	set_run(o, job);
	if (!o->output || !o->output[0])
		return diag_error(diag, WHERE_NOWHERE,
			"tiles: no output (say -o FOLDER, -o FILE.pmtiles or -o FILE.mbtiles)");
	if (strcmp(o->output, "-") == 0)
		diag_error(diag, WHERE_NOWHERE,
			"tiles: a folder or an archive cannot go to standard output");
	tileset_check_output(o->output, WHERE_NOWHERE, diag);
	if (o->tile_size != 256 && o->tile_size != 512)
		diag_error(diag, WHERE_NOWHERE, "--tile-size: %ld is neither 256 nor 512",
			o->tile_size);
	if (o->only.count)
		diag_error(diag, WHERE_NOWHERE, "--only: chooses from the tilesets of a map file");
	read_zooms(o, job, diag);
	read_shard(o, job, diag);
	return diag->errors == 0;
}

static int run_merge(const struct tiles_options *o, char **part, int nparts, struct arena *arena,
	struct diag *diag) {
	static const char *const allowed[] = { "output", "wait", "quiet", NULL };
	if (nparts == 0)
		diag_error(diag, WHERE_NOWHERE, "merge: no parts are given");
	else
		opt_beside(&command_tiles, o, part[0], allowed, arena, diag);
	if (!o->output || !o->output[0])
		diag_error(diag, WHERE_NOWHERE, "merge: no output (say -o FILE.pmtiles)");
	else
		tileset_check_output(o->output, WHERE_NOWHERE, diag);
	return diag->errors ? EXIT_USAGE
			    : tileset_merge(part, nparts, o->output, o->wait, arena, diag);
}

/* What one set has read and said is let go before the next. */
static int draw_listed(const struct tiles_options *o, const struct job *listed, struct diag *diag) {
	struct tileset_job job = *listed->tiles;
	struct arena own = ARENA_INIT;
	struct diag said;
	diag_init(&said, &own);
	job.job.data_dir = o->job.data_dir;
	job.job.strict |= o->job.strict;
	set_run(o, &job);
	int status = tileset_draw(&job, &own, &said);
	diag_settle(&said);
	diag_append(diag, &said);
	arena_release(&own);
	return status;
}

/* The tilesets of a map file one after the other, up to the first that fails. */
static int run_mapfile(const struct tiles_options *o, const char *path, struct arena *arena,
	struct diag *diag) {
	static const char *const allowed[] = { "only", "jobs", "block", "wait", "quiet", "strict",
		"data-dir", NULL };
	struct mapfile file;
	if (!opt_beside(&command_tiles, o, path, allowed, arena, diag))
		return EXIT_USAGE;
	if (!mapfile_read(path, &file, arena, diag))
		return EXIT_FAILED;
	if (file.nmaps == file.njobs) {
		diag_error(diag, WHERE_NOWHERE,
			"%s: lists no tilesets (sitmap build draws its maps)", path);
		return EXIT_FAILED;
	}
	bool *wanted = arena_new(arena, bool, file.njobs);
	if (!mapfile_choose(&file, file.nmaps, &o->only, "tileset", wanted, diag))
		return EXIT_USAGE;
	int status = EXIT_DONE;
	for (uint32_t i = file.nmaps; i < file.njobs && status == EXIT_DONE; i++)
		if (wanted[i])
			status = draw_listed(o, &file.job[i], diag);
	return status;
}

static int draw_inputs(const struct tiles_options *o, char **operand, int noperands,
	struct arena *arena, struct diag *diag) {
	struct tileset_job job;
	if (!read_options(o, &job, diag))
		return EXIT_USAGE;
	for (int i = 0; i < noperands; i++) {
		const struct source *style = job.job.style_source, *events = job.job.events_source;
		if (!input_take(&job.job, operand[i], arena, diag))
			return EXIT_FAILED;
		if ((style && job.job.style_source != style)
			|| (events && job.job.events_source != events)) {
			diag_error(diag, WHERE_NOWHERE,
				"tiles: one event list and one style (\"%s\" is too much)",
				operand[i]);
			return EXIT_USAGE;
		}
	}
	return tileset_draw(&job, arena, diag);
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	const struct tiles_options *o = given;
	int status;
	if (noperands && strcmp(operand[0], "merge") == 0)
		status = run_merge(o, operand + 1, noperands - 1, arena, diag);
	else if (noperands == 1 && input_is_mapfile(operand[0]))
		status = run_mapfile(o, operand[0], arena, diag);
	else
		status = draw_inputs(o, operand, noperands, arena, diag);
	if (o->quiet && status == EXIT_DONE)
		diag_forget(diag);
	return status;
}

const struct command command_tiles = {
	"tiles",
	"[INPUT...] | FILE.yaml | merge PART...",
	"a pyramid of web tiles, or an overlay of the events",
	"Draws web tiles of a style (.json) with the events of a list (.csv or .geojson) on it, as a "
	"folder, .mbtiles or .pmtiles; of a map file (.yaml) the tilesets that it lists. `sitmap "
	"tiles merge PART... -o FILE` joins the parts that runs with --shard have written.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct tiles_options),
	defaults,
	run,
};
