#include "app/job.h"

#include <string.h>

#include "app/alt.h"
#include "app/datadir.h"
#include "app/drawing.h"
#include "app/extent.h"
#include "app/georef.h"
#include "app/output.h"
#include "app/seen.h"
#include "base/limits.h"
#include "compose/marks.h"
#include "data/read.h"
#include "geo/crs.h"
#include "geo/mercator.h"
#include "paint/svg.h"

/* The page when nothing is said: 1200 x 900 page units. */
static const struct opt_size DEFAULT_SIZE = { 1200, 900, false, false };

/* Events spread over more degrees of longitude than this are shown on the whole world. */
static const double HALF_WORLD = 200;

/* A box of more has no corners: it is drawn as a world, down to its parallels. */
static const double WHOLE_WORLD = 350;

void job_defaults(struct job *job) {
	*job = (struct job){ .style = "paper",
		.zoom = NAN,
		.bearing = 0,
		.pixel_ratio = NAN,
		.dpi = NAN,
		.size = DEFAULT_SIZE,
		.bbox = RECT_EMPTY,
		.center = { NAN, NAN },
		.svg.precision = 2 };
}

bool job_has_bbox(const struct job *job) {
	return !rect_is_empty(job->bbox);
}

bool job_has_center(const struct job *job) {
	return !isnan(job->center.x);
}

/* A country as it lies, within the box of its main area: the box of one that bends around a
 * pole has corners far from it.  False: the basemap does not know it. */
static bool add_country(struct drawing *d, struct extent *e, const char *code, struct rect box) {
	const double detail = 0.2; /* degrees */
	struct layer countries;
	struct read_options all = { .has_window = false };
	const char *path = datadir_layer(d->data_dir, STR("countries"), d->arena);
	uint32_t before = e->npoints;
	if (!path || !layer_read(path, &all, &countries, d->arena, d->diag))
		return false;
	struct rect around = rect_grow(box, 0.1);
	for (uint32_t i = 0; i < countries.nfeatures; i++) {
		const struct feature *f = &countries.feature[i];
		const struct value *iso = feature_get(f, STR("iso_a2"));
		if (!iso || iso->type != VALUE_STRING || !str_equal(iso->string, str_of(code)))
			continue;
		struct geom g = geom_simplify(&f->geom, detail, d->arena);
		for (uint32_t k = 0; k < g.npoints; k++) {
			struct point p = g.point[k];
			p.x += p.x < around.min.x ? 360 : 0;
			if (rect_contains(around, p))
				extent_add(e, p);
		}
	}
	return e->npoints > before;
}

/* A country or region by name. */
static bool add_place(struct drawing *d, struct extent *e, struct str name) {
	struct rect box;
	char code[4];
	if (!drawing_open_gazetteer(d))
		return false;
	if (!gazetteer_extent(d->gazetteer, name, &box, d->diag)) {
		d->failure = EXIT_PLACE;
		return false;
	}
	if (!gazetteer_country_code(d->gazetteer, name, code) || !add_country(d, e, code, box))
		extent_add_box(e, box);
	return true;
}

/* What the map must show, in degrees. */
bool drawing_extent(struct drawing *d, struct extent *e) {
	const struct job *job = d->job;
	for (uint32_t i = 0; i < job->fit.count; i++) {
		struct str rest = str_of(job->fit.item[i]);
		while (rest.at) {
			struct str name = str_trim(str_split(&rest, ','));
			if (!add_place(d, e, name))
				return false;
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

static const struct layer *locator_land(const struct drawing *d) {
	struct layer *land = arena_new(d->arena, struct layer, 1);
	const char *path = datadir_layer(d->data_dir, STR("countries_110m"), d->arena);
	struct read_options all = { .geometry_only = true };
	return path && layer_read(path, &all, land, d->arena, d->diag) ? land : NULL;
}

static bool open_projector(struct drawing *d, struct rect degrees) {
	char crs[256];
	const char *wanted = d->job->projection;
	if (d->job->overlay || (d->bare && !wanted))
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
		fit = (struct view_fit){ .padding = projector_repeats(d->projector) ? 0 : 0.03 };
	else if (job_has_bbox(job) || job->fit.count)
		fit = (struct view_fit){ .padding = job_has_bbox(job) ? 0 : 0.04,
			.min_width = 100 };
	fit.bearing = job->bearing;
	if (!view_fit(&d->view, d->projector, d->frame, e->point, e->npoints, &fit))
		return diag_error(d->diag, WHERE_NOWHERE,
			"the projection \"%s\" cannot show the extent",
			projector_name(d->projector));
	/* Not a hair off, as in view_camera(). */
	if (d->bare && fabs(d->view.zoom - round(d->view.zoom)) < 1e-6)
		d->view.zoom = round(d->view.zoom);
	if (!isnan(job->zoom) && job_has_center(job)) {
		double scale = d->view.scale * exp2(job->zoom - d->view.zoom);
		view_set(&d->view, d->projector, d->frame, d->view.center, scale, job->bearing);
	}
	return true;
}

/* Whole pixels of the page that lie so far, metres, beyond the edge of the world. */
static double page_beyond(const struct drawing *d, double metres) {
	return metres > 0 ? ceil(metres * d->view.scale * d->ratio - 1e-6) / d->ratio : 0;
}

/* Web maps end at 85.05 degrees: Leaflet takes a bound behind that for that. */
static void cut_to_world(struct drawing *d) {
	double above = page_beyond(d, d->view.world.max.y - MERCATOR_HALF);
	double below = page_beyond(d, -MERCATOR_HALF - d->view.world.min.y);
	struct point center = d->view.center;
	if (above + below == 0 || above + below >= rect_height(d->page))
		return;
	center.y += (below - above) / 2 / d->view.scale;
	d->page.max.y -= above + below;
	d->frame = d->page;
	view_set(&d->view, d->projector, d->page, center, d->view.scale, 0);
}

static void draw_circles(struct drawing *d, const struct map *map, struct sheet *sheet) {
	struct marks_input input = { &d->layers.events, &d->layers.routes, &d->layers.precision,
		sheet->language, d->light };
	struct marked *marked = marks_make(map, &d->view, &input, d->arena);
	d->marked = marked;
	sheet->largest_cluster = marked->largest;
}

/* Decided once, on the map as it is with a key that stands on it: a web map or an overlay,
 * which one can look into, keeps its symbols unless circles are asked for. */
static bool wants_circles(struct drawing *d, const struct map *map, struct sheet *sheet,
	bool has_sheet) {
	int asked = d->job->cluster;
	if (asked == CLUSTER_NEVER || !d->has_events || !marks_are_possible(map))
		return false;
	if (asked == CLUSTER_AUTO)
		return has_sheet && marks_are_better(map, &d->view, &d->layers.events, d->arena);
	draw_circles(d, map, sheet);
	bool has_any = d->marked->nclusters > 0;
	d->marked = NULL;
	return has_any;
}

/* The frame depends on the sheet, the view on the frame, and where the key can stand on
 * the view: a second round with the key outside is the last. */
static struct sheet_plan *lay_out(struct drawing *d, struct map *map, struct sheet *sheet,
	const struct extent *extent) {
	bool decided = false;
	d->frame = d->page;
	for (int key_outside = 0; key_outside <= 1; key_outside++) {
		struct sheet_plan *plan = d->bare
			? NULL
			: sheet_plan(sheet, map, d->page, key_outside, d->arena);
		if (plan)
			d->frame = sheet_frame(plan);
		if (!make_view(d, extent))
			return NULL;
		if (d->job->overlay)
			cut_to_world(d);
		if (!decided && wants_circles(d, map, sheet, plan)) {
			sheet->clustered = decided = true;
			key_outside = -1; /* again, with another key */
			continue;
		}
		decided = true;
		if (sheet->clustered)
			draw_circles(d, map, sheet);
		/* The basemap need not be read to see this. */
		if (plan && !key_outside && drawing_read_subjects(d, map)
			&& sheet_is_crowded(plan, &d->view))
			continue;
		if (!drawing_read_sources(d, map))
			return NULL;
		if (!plan || sheet_arrange(plan, &d->view) || key_outside)
			return plan;
	}
	return NULL;
}

/* An overlay's page keeps to what it shows, where no size is given, and is whole pixels, so
 * that its edges are those of the picture. */
static void fit_page(struct drawing *d, double aspect) {
	enum { LONGEST = 1200, MOST = 6 };
	struct point size = { d->job->size.width, d->job->size.height };
	if (!d->job->size.given && !job_has_center(d->job)) {
		aspect = fmax(1.0 / MOST, fmin(MOST, aspect));
		size = (struct point){ LONGEST * fmin(1, aspect), LONGEST / fmax(1, aspect) };
	}
	d->page.max = (struct point){ floor(size.x * d->ratio + 0.5) / d->ratio,
		floor(size.y * d->ratio + 0.5) / d->ratio };
}

/* Instead of what spreads over most of it; the box of all, degrees. */
static struct rect show_world(struct drawing *d, struct extent *e) {
	struct rect all = { { -179.99, -90 }, { 179.99, 90 } };
	e->npoints = 0;
	d->whole_world = true;
	if (d->job->overlay) {
		all = (struct rect){ { -180, -MERCATOR_MAX_LAT }, { 180, MERCATOR_MAX_LAT } };
		extent_add_box(e, all);
		return all;
	}
	/* Not only its edges: a hemisphere's edge lies in the middle. */
	for (int row = 0; row <= 12; row++)
		extent_add_box(e, (struct rect){ all.min, { all.max.x, row * 15 - 90 } });
	return all;
}

/* Whether a sheet may leave out events; asked again when some were, since a shorter key moves
 * the frame, but not for ever. */
static bool shows_part(struct drawing *d) {
	enum { MOST = 5 };
	const struct job *job = d->job;
	return d->asked_part++ < MOST && !d->bare && d->has_events
		&& (job_has_bbox(job) || job_has_center(job) || job->fit.count);
}

static bool compose_sheet(struct drawing *d, struct map *map, struct scene *scene) {
	struct sheet sheet;
	struct extent extent = { .arena = d->arena };
	const struct rect *reserved = NULL;
	struct composed drawn;
	d->marked = NULL;
	if (!describe_sheet(d, &sheet) || !drawing_extent(d, &extent))
		return false;
	struct rect degrees = extent_unwrap(&extent);
	if (rect_width(degrees) > HALF_WORLD && !job_has_bbox(d->job) && !crs_is_polar(degrees))
		degrees = show_world(d, &extent);
	if (!open_projector(d, degrees))
		return false;
	map->projector = d->projector;
	sheet.whole_world = d->whole_world
		|| (job_has_bbox(d->job) && rect_width(degrees) > WHOLE_WORLD
			&& sheet.furniture != FURNITURE_NONE && !crs_is_polar(degrees));
	sheet.flexible = !d->job->size.given;
	sheet.aspect = view_aspect(d->projector, extent.point, extent.npoints, d->job->bearing);
	if (d->job->overlay)
		fit_page(d, sheet.aspect);
	sheet.projection = str_of(projector_name(d->projector));
	if (!d->bare && sheet.furniture & FURNITURE_INSET)
		sheet.land = locator_land(d);
	struct sheet_plan *plan = lay_out(d, map, &sheet, &extent);
	if (d->diag->errors)
		return false;
	if (shows_part(d) && seen_keep(d)) {
		projector_close(d->projector);
		d->projector = NULL;
		return compose_sheet(d, map, scene);
	}
	scene->about = describe_scene(d, &sheet);
	if (d->job->alt) {
		const char *path = job_path(d->job->output_base, d->job->alt, d->arena);
		struct out *out = outputs_add(&d->outputs, path, d->arena);
		alt_write(d, &sheet, path, out);
	}
	scene->page = plan ? sheet_page(plan) : d->page;
	uint32_t nreserved = plan ? sheet_reserved(plan, &reserved) : 0;
	if (plan)
		sheet_draw_below(plan, scene);
	double world = rect_width(d->view.world) / (2 * MERCATOR_HALF);
	map->wraps = map->bare && projector_is_mercator(d->projector) && d->view.bearing == 0
		&& fabs(world - 1) < 1e-9;
	if (!compose_map(map, &d->view, reserved, nreserved, scene, &drawn, d->diag))
		return false;
	if (plan)
		sheet_draw_above(plan, scene);
	scene_seal(scene);
	return true;
}

static bool check_size(struct drawing *d) {
	double width = rect_width(d->page) * d->ratio, height = rect_height(d->page) * d->ratio;
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

static bool wants_svg(const struct job *job) {
	const char *file;
	for (uint32_t i = 0; i < job->output.count; i++)
		if (output_format(job->output.item[i], &file) == OUTPUT_SVG)
			return true;
	return false;
}

/* The style for dark screens as a job's: what the job says, else what the style does,
 * seen from its own file.  False: there is none. */
static bool dark_style(const struct drawing *d, struct job *job) {
	const struct json *named = style_metadata(d->style, NULL, "dark");
	job->style_source = NULL;
	job->style = job->svg.dark;
	if (job->style)
		return true;
	if (!named || named->type != JSON_STRING)
		return false;
	job->style = arena_strdup(d->arena, named->string);
	if (str_ends(named->string, STR(".json"))) {
		job->style = path_beside(d->style_path, named->string, d->arena);
		job->base = NULL;
	}
	return true;
}

/* The map again in its style for dark screens; NULL when there is none, or it draws other
 * things. */
static const struct scene *compose_dark(const struct drawing *d, const struct map *map,
	const struct scene *light) {
	struct job job = *d->job;
	if (!wants_svg(&job) || !dark_style(d, &job))
		return NULL;
	struct drawing dark = *d;
	struct map with = *map;
	struct scene *scene = arena_new(d->arena, struct scene, 1);
	job.alt = NULL;
	job.cluster = d->marked ? CLUSTER_ALWAYS : CLUSTER_NEVER;
	dark.job = &job;
	dark.light = d->marked;
	dark.projector = NULL;
	scene_init(scene, d->page, d->arena);
	bool ok = drawing_read_style(&dark);
	with.style = dark.style;
	with.icons = &dark.icons;
	ok = ok && compose_sheet(&dark, &with, scene);
	projector_close(dark.projector);
	if (ok && !svg_dark_fits(light, scene))
		diag_warn(d->diag, WHERE_NOWHERE,
			"the style \"%s\" draws other things than \"%s\": "
			"the SVG has no colours for dark screens",
			job.style, d->job->style);
	return ok && svg_dark_fits(light, scene) ? scene : NULL;
}

/* What a web map or its tiles show, without a sheet around it: a camera, or any extent in
 * Web Mercator without furniture. */
static bool is_web_picture(const struct job *job) {
	bool camera = job_has_center(job) && !isnan(job->zoom) && !job->furniture;
	bool plain = job->furniture && strcmp(job->furniture, "none") == 0 && job->projection
		&& strcmp(job->projection, "EPSG:3857") == 0;
	return !job->events && (camera || plain);
}

/* All get their names together, or in groups of so many as can wait for it. */
static bool write_outputs(struct drawing *d, const struct scene *scene, const struct scene *dark) {
	const struct job *job = d->job;
	bool ok = true;
	for (uint32_t i = 0; ok && i < job->output.count; i++) {
		const char *file;
		enum output_format format = output_format(job->output.item[i], &file);
		file = job_path(job->output_base, file, d->arena);
		if (d->outputs.n + 1 + GEOREF_MOST > OUT_MOST
			&& !outputs_commit(&d->outputs, d->diag))
			return false;
		if (job->overlay)
			georef_write(file, format, &d->view, d->ratio, &d->outputs, d->arena);
		struct out *out = outputs_add(&d->outputs, file, d->arena);
		if (out)
			ok = output_paint(job, format, scene, dark, d->ratio, d->bare, out,
				d->diag);
	}
	return ok && outputs_commit(&d->outputs, d->diag);
}

static int draw(struct drawing *d) {
	const struct job *job = d->job;
	d->page = (struct rect){ { 0, 0 }, { job->size.width, job->size.height } };
	bool web = is_web_picture(job);
	d->bare = web || job->overlay;
	d->ratio = !isnan(job->pixel_ratio) ? job->pixel_ratio : job->size.given || web ? 1 : 2;
	if (!check_size(d))
		return EXIT_FAILED;
	int status = drawing_read_inputs(d);
	if (status != EXIT_DONE)
		return status;
	d->shaper = shaper_open(NULL, d->diag);
	if (!d->shaper)
		return EXIT_FAILED;
	struct scene scene;
	scene_init(&scene, d->page, d->arena);
	struct map map = { .style = d->style,
		.icons = &d->icons,
		.shaper = d->shaper,
		.bare = web,
		.pixel_ratio = web ? d->ratio : 0 };
	if (!compose_sheet(d, &map, &scene))
		return d->failure;
	const struct scene *dark = compose_dark(d, &map, &scene);
	if (d->diag->errors)
		return EXIT_FAILED;
	if (job->strict && d->diag->warnings)
		return EXIT_FAILED;
	return write_outputs(d, &scene, dark) ? EXIT_DONE : EXIT_FAILED;
}

int job_draw(const struct job *job, struct arena *arena, struct diag *diag) {
	struct drawing d = { .job = job, .arena = arena, .diag = diag, .failure = EXIT_FAILED };
	int status = draw(&d);
	drawing_close(&d);
	return status;
}
