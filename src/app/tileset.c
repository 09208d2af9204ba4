#include "app/tileset.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app/carried.h"
#include "app/drawing.h"
#include "app/overlay.h"
#include "app/progress.h"
#include "app/viewer.h"
#include "base/work.h"
#include "geo/mercator.h"
#include "tile/grid.h"
#include "tile/pyramid.h"

/* Room left around events, of their extent and at least this many degrees. */
static const double EVENT_MARGIN = 0.1, LEAST_MARGIN = 0.2;

static bool says_where(const struct job *job) {
	return job_has_bbox(job) || job->fit.count > 0;
}

/* All around the world unless the job, or an overlay of events, says less. */
static bool find_bounds(struct drawing *d, const struct tileset_job *job, struct rect *out) {
	struct extent extent = { .arena = d->arena };
	*out = (struct rect){ { -180, -MERCATOR_MAX_LAT }, { 180, MERCATOR_MAX_LAT } };
	bool events = d->has_events && d->layers.events.nfeatures + d->layers.routes.nfeatures > 0;
	if (job_has_bbox(&job->job) && job->job.fit.count == 0) {
		*out = job->job.bbox;
	} else if (says_where(&job->job) || (events && job->job.overlay)) {
		if (!drawing_extent(d, &extent))
			return false;
		*out = extent_unwrap(&extent);
		double margin = says_where(&job->job)
			? 0
			: fmax(LEAST_MARGIN,
				EVENT_MARGIN * fmax(rect_width(*out), rect_height(*out)));
		*out = rect_grow(*out, margin);
	}
	out->min.y = fmax(out->min.y, -MERCATOR_MAX_LAT);
	out->max.y = fmin(out->max.y, MERCATOR_MAX_LAT);
	if (rect_width(*out) >= 360)
		out->min.x = -180, out->max.x = 180;
	if (out->min.y < out->max.y)
		return true;
	return diag_error(d->diag, WHERE_NOWHERE,
		"the tiles have no extent: Web Mercator ends at 85.05 degrees");
}

static struct tileset describe(const struct drawing *d, const struct tileset_job *job,
	struct rect bounds) {
	const struct json *credit = style_metadata(d->style, NULL, "attribution");
	struct tileset about = { .bounds = bounds,
		.minzoom = job->minzoom,
		.maxzoom = job->maxzoom,
		.tile_size = job->tile_size,
		.scale = job->scale,
		.overlay = job->job.overlay,
		.shard = job->shard,
		.nshards = job->nshards };
	about.name = job->job.title   ? str_of(job->job.title)
		: d->events.title.len ? d->events.title
		: job->job.overlay    ? STR("Events")
				      : d->style->name;
	if (credit && credit->type == JSON_STRING)
		about.attribution = credit->string;
	return about;
}

/* Everything the tiles are made from; an exit code. */
static int read_all(struct drawing *d, const struct tileset_job *job) {
	int status = drawing_read_inputs(d);
	if (status != EXIT_DONE)
		return status;
	if (job->viewer && !viewer_check(d->arena, d->diag))
		return EXIT_FAILED;
	d->shaper = shaper_open(NULL, d->diag);
	d->projector = projector_open("EPSG:3857", d->diag);
	return d->shaper && d->projector ? EXIT_DONE : EXIT_FAILED;
}

/* The widest view of all zooms, for the sources. */
static void set_view(struct drawing *d, const struct tileset *about) {
	struct tilegrid grid = tilegrid_of(about->bounds, about->minzoom);
	struct rect world = tilegrid_bounds(&grid);
	struct rect page = { { 0, 0 },
		{ (double)grid.columns * about->tile_size, (double)grid.rows * about->tile_size } };
	view_set(&d->view, d->projector, page, rect_center(world),
		rect_width(page) / rect_width(world), 0);
}

static bool write_beside(const struct drawing *d, const struct tileset_job *job,
	const struct tileset *about) {
	struct str events = STR("");
	if (d->has_events) {
		struct out *text = out_memory(d->arena);
		events_geojson(&d->layers, text);
		events = out_bytes(text);
	}
	/* Of parts the first has them; merging takes them from there. */
	if (job->job.overlay && job->shard <= 1
		&& !viewer_write_events(job->output, events, d->arena, d->diag))
		return false;
	struct viewer viewer = { .tiles = job->output,
		.about = about,
		.events = events,
		.base = job->base };
	return !job->viewer || viewer_write(&viewer, d->arena, d->diag);
}

bool tileset_check_output(const char *output, struct where at, struct diag *diag) {
	return !sink_is_foreign(output)
		|| diag_error(diag, at,
			"tiles are a .pmtiles or .mbtiles file or a folder, not \"%s\" (a folder of "
			"that name is \"%s/\")",
			output, output);
}

static bool check_job(const struct tileset_job *job, struct diag *diag) {
	if (job->viewer && sink_kind(job->output) == SINK_MBTILES)
		diag_error(diag, WHERE_NOWHERE,
			"viewer: a page cannot read .mbtiles; write a folder or .pmtiles");
	if (job->viewer && job->nshards)
		diag_error(diag, WHERE_NOWHERE, "viewer: one part of a set is not for viewing");
	if (job->base && !(job->viewer && job->job.overlay))
		diag_error(diag, WHERE_NOWHERE,
			"base: lies below an overlay in its viewer (say --overlay and --viewer)");
	return diag->errors == 0;
}

struct painted_set {
	struct progress progress;
	struct carried *carried;
};

static bool goes_on(void *user, uint64_t done, uint64_t total) {
	struct painted_set *set = user;
	progress_show(&set->progress, done, total);
	return !set->carried || carried_goes_on(set->carried, done, total);
}

/* All tiles are with the sink, or as many as there was time for. */
static bool finish(const struct drawing *d, const struct tileset_job *job, bool drawn,
	struct sink *sink) {
	bool stopped = job->carried && job->carried->stopped;
	if (!(drawn || stopped) || (job->job.strict && d->diag->warnings))
		return false;
	if (drawn)
		return sink_commit(sink, d->diag);
	return carried_park(job->carried, sink, job->output, d->arena, d->diag);
}

static int draw(struct drawing *d, const struct tileset_job *job) {
	struct rect bounds;
	int status = check_job(job, d->diag) && overlay_check(&job->job, WHERE_NOWHERE, d->diag)
		? read_all(d, job)
		: EXIT_USAGE;
	if (status != EXIT_DONE)
		return status;
	if (!find_bounds(d, job, &bounds))
		return d->failure;
	struct tileset about = describe(d, job, bounds);
	struct map map = { .style = d->style,
		.icons = &d->icons,
		.shaper = d->shaper,
		.projector = d->projector,
		.bare = true,
		.pixel_ratio = job->scale };
	set_view(d, &about);
	d->threads = job->jobs ? job->jobs : work_default_threads();
	if (!drawing_read_sources(d, &map) || (job->job.strict && d->diag->warnings))
		return EXIT_FAILED;
	struct sink_options options = { .about = &about,
		.wait = job->wait,
		.on_gone = job->carried ? carried_gone : NULL,
		.user = job->carried };
	struct sink *sink = sink_open(job->output, &options, d->diag);
	struct painted_set set = { .carried = job->carried };
	progress_start(&set.progress, job->quiet);
	struct pyramid pyramid = { .map = &map,
		.about = &about,
		.jobs = d->threads,
		.block = job->block,
		.force_block = job->force_block,
		.progress = goes_on,
		.user = &set };
	if (sink && job->carried)
		pyramid.carry = carried_begin(job->carried, job->output, &about, d->arena);
	bool drawn = sink && pyramid_draw(&pyramid, sink, d->diag);
	progress_end(&set.progress);
	bool ok = finish(d, job, drawn, sink);
	sink_close(sink);
	carried_end(job->carried);
	ok = ok && (!drawn || write_beside(d, job, &about));
	return ok ? EXIT_DONE : d->diag->locked ? EXIT_LOCKED : EXIT_FAILED;
}

int tileset_draw(const struct tileset_job *job, struct arena *arena, struct diag *diag) {
	struct drawing d = { .job = &job->job,
		.arena = arena,
		.diag = diag,
		.failure = EXIT_FAILED };
	d.bare = true;
	int status = draw(&d, job);
	drawing_close(&d);
	return status;
}
