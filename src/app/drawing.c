#include "app/drawing.h"

#include <string.h>

#include "app/advise.h"
#include "app/datadir.h"
#include "app/extra.h"
#include "app/overlay.h"
#include "app/sources.h"
#include "app/state.h"
#include "data/read.h"

const char *job_path(const char *base, const char *path, struct arena *arena) {
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

bool drawing_open_gazetteer(struct drawing *d) {
	const struct job *job = d->job;
	if (!d->gazetteer)
		d->gazetteer = datadir_open_gazetteer(
			job->gazetteer ? job_path(job->base, job->gazetteer, d->arena) : NULL,
			d->data_dir, d->arena, d->diag);
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
static int read_events(struct drawing *d) {
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
	uint32_t listed = d->events.count;
	events_select(&d->events, job->since, job->as_of);
	if (d->events.count == 0)
		diag_warn(d->diag, WHERE_NOWHERE, "%s: %s", path,
			listed ? "all its events are earlier or later than asked for"
			       : "an event list without events");
	advise_kinds(&d->events, &d->icons, d->arena, d->diag);
	if ((needs_gazetteer(&d->events) || d->nlanguages > 1
		    || !str_equal(d->language[0], STR("en")))
		&& !drawing_open_gazetteer(d))
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
	return gazetteer_sound(d->gazetteer, d->diag) ? EXIT_DONE : EXIT_FAILED;
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
		diag_error(d->diag, WHERE_NOWHERE, "%s",
			datadir_no_style(d->data_dir, str_of(name), d->arena));
		return NULL;
	}
	if (!d->style_path)
		d->style_path = job_path(job->base, name, d->arena);
	return source_load(source, d->style_path, d->arena, d->diag) ? source : NULL;
}

bool drawing_read_style(struct drawing *d) {
	const struct source *source = load_style(d);
	if (!source)
		return false;
	d->style = style_parse(source, d->arena, d->diag);
	if (d->style && d->job->data.count)
		d->style = style_with_data(d->style, d->job->data.count, d->arena, d->diag);
	if (d->style && d->job->overlay)
		d->style = style_of_events(d->style, d->arena);
	const char *icons = arena_printf(d->arena, "%s/styles/icons", d->data_dir);
	return d->style && iconset_read(&d->icons, icons, d->arena, d->diag);
}

static bool read_data(struct drawing *d) {
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

int drawing_read_inputs(struct drawing *d) {
	d->data_dir = datadir_find(d->job->data_dir, d->arena, d->diag);
	if (!d->data_dir)
		return EXIT_FAILED;
	read_languages(d);
	bool styled = drawing_read_style(d) && read_data(d);
	int status = read_events(d);
	return status != EXIT_DONE || styled ? status : EXIT_FAILED;
}

static bool read_sources(struct drawing *d, struct map *map, bool subjects_only) {
	struct sources from = { .style = d->style,
		.style_path = d->style_path,
		.data_dir = d->data_dir,
		.events = d->has_events ? &d->layers : NULL,
		.marked = d->marked,
		.window = d->view.degrees,
		.data = d->data,
		.ndata = d->job->data.count,
		.allow_path = d->job->allow_path,
		.threads = d->threads,
		.subjects_only = subjects_only };
	struct map_source *source;
	bool ok = sources_read(&from, &source, &map->nsources, d->arena, d->diag);
	map->source = source;
	struct value *state = arena_new(d->arena, struct value, 1);
	*state = style_state(d->style,
		state_make(map, from.events, d->language, d->nlanguages, d->arena), d->arena);
	map->global_state = state;
	return ok;
}

bool drawing_read_sources(struct drawing *d, struct map *map) {
	return read_sources(d, map, false);
}

bool drawing_read_subjects(struct drawing *d, struct map *map) {
	return read_sources(d, map, true);
}

void drawing_close(struct drawing *d) {
	gazetteer_close(d->gazetteer);
	projector_close(d->projector);
	shaper_close(d->shaper);
	outputs_abandon(&d->outputs);
}
