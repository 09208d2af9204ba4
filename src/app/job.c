#include "app/job.h"

#include <string.h>

#include "app/datadir.h"
#include "app/extent.h"
#include "app/extra.h"
#include "app/output.h"
#include "app/sources.h"
#include "app/state.h"
#include "base/limits.h"
#include "compose/sheet.h"
#include "compose/words.h"
#include "data/read.h"
#include "geo/crs.h"

/* The page when nothing is said: 1200 x 900 page units. */
static const struct opt_size DEFAULT_SIZE = { 1200, 900, false, false };

/* Events spread over more degrees of longitude than this are shown on the whole world. */
static const double HALF_WORLD = 200;

/* All that is opened and read for one map. */
struct drawing {
	const struct job *job;
	struct arena *arena;
	struct diag *diag;
	const char *data_dir;
	struct events events;
	struct event_layers layers;
	struct gazetteer *gazetteer;
	const struct style *style;
	const char *style_path;
	const struct layer *data; /* of the files of --data */
	struct iconset icons;
	struct shaper *shaper;
	struct projector *projector;
	struct str language[8];
	uint32_t nlanguages;
	struct rect page, frame;
	struct view view;
	bool has_events, bare, whole_world;
};

void job_defaults(struct job *job) {
	*job = (struct job){ .style = "paper",
		.zoom = NAN,
		.bearing = 0,
		.pixel_ratio = NAN,
		.dpi = NAN,
		.size = DEFAULT_SIZE,
		.bbox = RECT_EMPTY,
		.center = { NAN, NAN } };
}

bool job_has_bbox(const struct job *job) {
	return !rect_is_empty(job->bbox);
}

bool job_has_center(const struct job *job) {
	return !isnan(job->center.x);
}

/* As seen from the map file `base`, if there is one. */
static const char *job_path(const char *base, const char *path, struct arena *arena) {
	return base && strcmp(path, "-") != 0 ? path_beside(base, str_of(path), arena) : path;
}

static void read_languages(struct drawing *d) {
	struct str rest = str_of(d->job->language ? d->job->language : "en");
	while (rest.at && d->nlanguages < 8) {
		struct str one = str_trim(str_split(&rest, ','));
		if (one.len)
			d->language[d->nlanguages++] = one;
	}
}

static bool open_gazetteer(struct drawing *d) {
	const char *path = d->job->gazetteer;
	if (d->gazetteer)
		return true;
	if (!path)
		path = datadir_gazetteer(d->data_dir, d->arena);
	if (!path)
		return diag_error(d->diag, WHERE_NOWHERE,
			"no gazetteer in the data folder \"%s\" "
			"(name one with --gazetteer)",
			d->data_dir);
	d->gazetteer = gazetteer_open(path, d->diag);
	return d->gazetteer != NULL;
}

static bool needs_gazetteer(const struct events *e) {
	for (uint32_t i = 0; i < e->count; i++)
		for (uint32_t k = 0; k < e->event[i].nplaces; k++)
			if (!e->event[i].place[k].has_point)
				return true;
	return false;
}

/* Reads, selects and locates the events; an exit code. */
static int take_events(struct drawing *d) {
	const struct job *job = d->job;
	struct source *source = arena_new(d->arena, struct source, 1);
	if (!job->events)
		return EXIT_DONE;
	const char *path = job_path(job->base, job->events, d->arena);
	if (job->events_source)
		*source = *job->events_source;
	else if (!source_load(source, path, d->arena, d->diag))
		return EXIT_FAILED;
	if (!events_read(source, &d->events, d->arena, d->diag))
		return EXIT_FAILED;
	events_select(&d->events, job->since, job->as_of);
	if ((needs_gazetteer(&d->events) || d->nlanguages > 1
		    || !str_equal(d->language[0], STR("en")))
		&& !open_gazetteer(d))
		return EXIT_FAILED;
	struct events_options options = { .since = job->since,
		.as_of = job->as_of,
		.skip_unplaced = job->skip_unplaced };
	if (strcmp(path, "-") != 0)
		options.lock_path = arena_printf(d->arena, "%s.places.lock", path);
	switch (events_locate(&d->events, d->gazetteer, &options, d->arena, d->diag)) {
	case LOCATE_UNPLACED:
		return EXIT_PLACE;
	case LOCATE_FAILED:
		return EXIT_FAILED;
	case LOCATE_DONE:
		break;
	}
	events_layers(&d->events, d->gazetteer, d->language, d->nlanguages, &d->layers, d->arena);
	d->has_events = true;
	return EXIT_DONE;
}

/* The style's text and the file that its paths are seen from. */
static const struct source *load_style(struct drawing *d) {
	const struct job *job = d->job;
	struct source *source = arena_new(d->arena, struct source, 1);
	const char *name = job->style;
	if (job->style_source) {
		d->style_path = name;
		return job->style_source;
	}
	d->style_path = datadir_style(d->data_dir, str_of(name), d->arena);
	if (!d->style_path && !strchr(name, '/') && !str_ends(str_of(name), STR(".json"))) {
		diag_error(d->diag, WHERE_NOWHERE,
			"no style \"%s\" (bundled are paper, light, dark and "
			"mono; a file's name ends in .json)",
			name);
		return NULL;
	}
	if (!d->style_path)
		d->style_path = job_path(job->base, name, d->arena);
	return source_load(source, d->style_path, d->arena, d->diag) ? source : NULL;
}

static bool take_style(struct drawing *d) {
	const struct source *source = load_style(d);
	if (!source)
		return false;
	d->style = style_parse(source, d->arena, d->diag);
	if (d->style && d->job->data.count)
		d->style = style_with_data(d->style, d->job->data.count, d->arena, d->diag);
	const char *icons = arena_printf(d->arena, "%s/styles/icons", d->data_dir);
	return d->style && iconset_read(&d->icons, icons, d->arena, d->diag);
}

static bool take_data(struct drawing *d) {
	const struct job *job = d->job;
	struct layer *layer = arena_new(d->arena, struct layer, job->data.count);
	struct read_options all = { 0 };
	bool ok = true;
	for (uint32_t i = 0; i < job->data.count; i++)
		ok &= layer_read(job_path(job->base, job->data.item[i], d->arena), &all, &layer[i],
			d->arena, d->diag);
	d->data = layer;
	return ok;
}

/* What the map must show, in degrees. */
static bool gather_extent(struct drawing *d, struct extent *e) {
	const struct job *job = d->job;
	struct rect box;
	for (uint32_t i = 0; i < job->fit.count; i++) {
		struct str rest = str_of(job->fit.item[i]);
		while (rest.at) {
			struct str name = str_trim(str_split(&rest, ','));
			if (!open_gazetteer(d)
				|| !gazetteer_extent(d->gazetteer, name, &box, d->diag))
				return false;
			extent_add_box(e, box);
		}
	}
	if (job_has_bbox(job))
		extent_add_box(e, job->bbox);
	else if (job_has_center(job))
		extent_add(e, job->center);
	else if (job->fit.count == 0)
		for (uint32_t i = 0; i < job->data.count; i++)
			extent_add_layer(e, &d->data[i]);
	if (!job_has_bbox(job) && !job_has_center(job) && job->fit.count == 0 && d->has_events) {
		extent_add_layer(e, &d->layers.events);
		extent_add_layer(e, &d->layers.routes);
		extent_add_layer(e, &d->layers.precision);
	}
	if (e->npoints == 0)
		extent_add_box(e, (struct rect){ { -180, -60 }, { 179.99, 84 } });
	return true;
}

static bool open_projector(struct drawing *d, struct rect degrees) {
	char crs[256];
	const char *wanted = d->job->projection;
	if (d->bare && !wanted)
		wanted = "EPSG:3857";
	if (!wanted || strcmp(wanted, "auto") == 0) {
		crs_for_bounds(degrees, crs, sizeof(crs));
		wanted = crs;
	}
	d->projector = projector_open(wanted, d->diag);
	return d->projector != NULL;
}

static bool make_view(struct drawing *d, const struct extent *e) {
	const struct job *job = d->job;
	if (!isnan(job->zoom) && job_has_center(job) && projector_is_mercator(d->projector)) {
		view_camera(&d->view, d->projector, d->frame, job->center, job->zoom, job->bearing);
		return true;
	}
	struct view_fit fit = { .padding = 0.15, .min_width = 40000, .snap = true };
	if (d->whole_world)
		fit = (struct view_fit){ .padding = 0.02 };
	else if (job_has_bbox(job) || job->fit.count)
		fit = (struct view_fit){ .padding = job_has_bbox(job) ? 0 : 0.04,
			.min_width = 100 };
	if (!view_fit(&d->view, d->projector, d->frame, e->point, e->npoints, &fit))
		return diag_error(d->diag, WHERE_NOWHERE,
			"the projection \"%s\" cannot show the extent",
			projector_name(d->projector));
	if (!isnan(job->zoom) && job_has_center(job)) {
		double scale = d->view.scale * exp2(job->zoom - d->view.zoom);
		view_set(&d->view, d->projector, d->frame, d->view.center, scale, job->bearing);
	} else if (job->bearing != 0) {
		view_set(&d->view, d->projector, d->frame, d->view.center, d->view.scale,
			job->bearing);
	}
	return true;
}

/* Sources of the events, each once, in the order of the list. */
static struct str join_sources(const struct drawing *d) {
	struct out *text = out_memory(d->arena);
	for (uint32_t i = 0; i < d->events.count; i++) {
		struct str s = d->events.event[i].source;
		bool again = s.len == 0;
		for (uint32_t k = 0; k < i && !again; k++)
			again = str_equal(d->events.event[k].source, s);
		if (again)
			continue;
		out_printf(text, "%s%.*s", out_bytes(text).len ? "; " : "", STR_ARG(s));
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
	struct str word = words_in(d->language[0], n == 1 ? STR("event") : STR("events"));
	return str_of(arena_printf(d->arena, "%.*s%s%u %.*s", STR_ARG(period),
		period.len ? "  ·  " : "", n, STR_ARG(word)));
}

static bool is_right_to_left(struct str language) {
	static const char *const rtl[] = { "ar", "he", "fa", "ur", "ckb", "ps" };
	for (size_t i = 0; i < sizeof(rtl) / sizeof(*rtl); i++)
		if (str_equal(language, str_of(rtl[i])))
			return true;
	return false;
}

static bool describe_sheet(const struct drawing *d, struct sheet *sheet) {
	const struct job *job = d->job;
	*sheet = (struct sheet){ .language = d->language[0], .furniture = FURNITURE_ALL };
	if (job->furniture && !furniture_parse(str_of(job->furniture), &sheet->furniture, d->diag))
		return false;
	sheet->rtl = is_right_to_left(d->language[0]);
	sheet->title = job->title ? str_of(job->title) : d->events.title;
	sheet->subtitle = job->subtitle ? str_of(job->subtitle) : d->events.subtitle;
	if (sheet->subtitle.len == 0)
		sheet->subtitle = subtitle_text(d);
	sheet->sources = join_sources(d);
	const struct json *credit = style_metadata(d->style, NULL, "attribution");
	sheet->attribution = credit && credit->type == JSON_STRING ? credit->string : STR("");
	if (d->has_events) {
		sheet->events = &d->layers.events;
		sheet->routes = &d->layers.routes;
	}
	return true;
}

static const struct layer *locator_land(const struct drawing *d) {
	struct layer *land = arena_new(d->arena, struct layer, 1);
	const char *path = datadir_layer(d->data_dir, STR("countries_110m"), d->arena);
	struct read_options all = { .geometry_only = true };
	return path && layer_read(path, &all, land, d->arena, d->diag) ? land : NULL;
}

static struct scene_about about_of(const struct drawing *d, const struct sheet *sheet) {
	struct scene_about about = { .title = sheet->title,
		.description = sheet->subtitle,
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

static bool read_sources(struct drawing *d, struct map *map) {
	struct sources from = { .style = d->style,
		.style_path = d->style_path,
		.data_dir = d->data_dir,
		.events = d->has_events ? &d->layers : NULL,
		.window = d->view.degrees,
		.data = d->data,
		.ndata = d->job->data.count,
		.allow_path = d->job->allow_path };
	struct map_source *source;
	bool ok = sources_read(&from, &source, &map->nsources, d->arena, d->diag);
	map->source = source;
	map->global_state = state_make(map, from.events, d->language, d->nlanguages, d->arena);
	return ok;
}

/* The frame depends on the sheet, the view on the frame, and where the key can stand on
 * the view: a second round with the key outside is the last. */
static struct sheet_plan *lay_out(struct drawing *d, struct map *map, const struct sheet *sheet,
	const struct extent *extent) {
	d->frame = d->page;
	for (int key_outside = 0; key_outside <= 1; key_outside++) {
		struct sheet_plan *plan = d->bare
			? NULL
			: sheet_plan(sheet, map, d->page, key_outside, d->arena);
		if (plan)
			d->frame = sheet_frame(plan);
		if (!make_view(d, extent) || !read_sources(d, map))
			return NULL;
		if (!plan || sheet_arrange(plan, &d->view) || key_outside)
			return plan;
	}
	return NULL;
}

static bool compose_sheet(struct drawing *d, struct map *map, struct scene *scene) {
	struct sheet sheet;
	struct extent extent = { .arena = d->arena };
	const struct rect *reserved = NULL;
	struct composed drawn;
	if (!describe_sheet(d, &sheet) || !gather_extent(d, &extent))
		return false;
	struct rect degrees = extent_unwrap(&extent);
	if (rect_width(degrees) > HALF_WORLD && !job_has_bbox(d->job)) {
		degrees = (struct rect){ { -179.99, -90 }, { 179.99, 90 } };
		extent.npoints = 0;
		extent_add_box(&extent, degrees);
		d->whole_world = true;
	}
	if (!open_projector(d, degrees))
		return false;
	map->projector = d->projector;
	sheet.whole_world = d->whole_world;
	sheet.flexible = !d->job->size.given;
	sheet.aspect = view_aspect(d->projector, extent.point, extent.npoints);
	sheet.projection = str_of(projector_name(d->projector));
	if (sheet.furniture & FURNITURE_INSET)
		sheet.land = locator_land(d);
	scene->about = about_of(d, &sheet);
	struct sheet_plan *plan = lay_out(d, map, &sheet, &extent);
	if (d->diag->errors)
		return false;
	if (plan)
		scene->page = sheet_page(plan);
	uint32_t nreserved = plan ? sheet_reserved(plan, &reserved) : 0;
	if (plan)
		sheet_draw_below(plan, scene);
	if (!compose_map(map, &d->view, reserved, nreserved, scene, &drawn, d->diag))
		return false;
	if (plan)
		sheet_draw_above(plan, scene);
	scene_seal(scene);
	return true;
}

static bool check_size(struct drawing *d, double ratio) {
	double width = rect_width(d->page) * ratio, height = rect_height(d->page) * ratio;
	if (width < 1 || height < 1)
		return diag_error(d->diag, WHERE_NOWHERE,
			"a picture of %g x %g pixels is too small", width, height);
	if (width > LIMIT_SIDE_PIXELS || height > LIMIT_SIDE_PIXELS)
		return diag_error(d->diag, WHERE_NOWHERE,
			"a picture of %.0f x %.0f pixels is over the "
			"limit of %d pixels a side",
			width, height, LIMIT_SIDE_PIXELS);
	return true;
}

static int draw(struct drawing *d) {
	const struct job *job = d->job;
	d->page = (struct rect){ { 0, 0 }, { job->size.width, job->size.height } };
	d->bare = !job->events && job_has_center(job) && !isnan(job->zoom) && !job->furniture;
	double ratio = !isnan(job->pixel_ratio) ? job->pixel_ratio
		: job->size.given || d->bare    ? 1
						: 2;
	if (!check_size(d, ratio))
		return EXIT_FAILED;
	d->data_dir = datadir_find(job->data_dir, d->arena, d->diag);
	if (!d->data_dir)
		return EXIT_FAILED;
	read_languages(d);
	bool styled = take_style(d) && take_data(d);
	int status = take_events(d);
	if (status != EXIT_DONE || !styled)
		return status != EXIT_DONE ? status : EXIT_FAILED;
	d->shaper = shaper_open(NULL, d->diag);
	if (!d->shaper)
		return EXIT_FAILED;
	struct scene scene;
	scene_init(&scene, d->page, d->arena);
	struct map map = { .style = d->style,
		.icons = &d->icons,
		.shaper = d->shaper,
		.bare = d->bare };
	if (!compose_sheet(d, &map, &scene))
		return EXIT_FAILED;
	if (job->strict && d->diag->warnings)
		return EXIT_FAILED;
	for (uint32_t i = 0; i < job->output.count; i++)
		if (!output_write(job, job_path(job->output_base, job->output.item[i], d->arena),
			    &scene, ratio, d->bare, d->arena, d->diag))
			return EXIT_FAILED;
	return EXIT_DONE;
}

int job_draw(const struct job *job, struct arena *arena, struct diag *diag) {
	struct drawing d = { .job = job, .arena = arena, .diag = diag };
	int status = draw(&d);
	gazetteer_close(d.gazetteer);
	projector_close(d.projector);
	shaper_close(d.shaper);
	return status;
}
