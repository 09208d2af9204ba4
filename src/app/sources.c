#include "app/sources.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "app/datadir.h"
#include "base/work.h"
#include "compose/lanes.h"
#include "data/geojson.h"
#include "data/read.h"

/* The symbols of events are this wide, page units, unless the style says otherwise. */
static const double SYMBOL_SIZE = 18;

static bool is_used(const struct style *style, struct str id) {
	for (uint32_t i = 0; i < style->nlayers; i++)
		if (!style->layer[i].hidden && str_equal(style->layer[i].source, id))
			return true;
	return false;
}

static double fan_size(const struct style *style) {
	const struct json *j = style_metadata(style, NULL, "fan");
	return j && j->type == JSON_NUMBER ? j->number : SYMBOL_SIZE;
}

/* "sitmap:data-2" is the second file of --data. */
static bool data_layer(const struct sources *from, struct str data, struct map_source *out) {
	struct str prefix = STR("sitmap:data-");
	long n;
	if (!str_starts(data, prefix) || !str_to_long(str_slice(data, prefix.len, data.len), &n)
		|| n < 1 || n > (long)from->ndata)
		return false;
	out->layer = &from->data[n - 1];
	return true;
}

/* True when the source's data is one of the map's own layers. */
static bool own_layer(const struct sources *from, struct str data, struct map_source *out) {
	static const struct layer nothing = { .nfeatures = 0, .bounds = RECT_EMPTY };
	const struct event_layers *e = from->events;
	if (str_equal(data, STR("sitmap:events"))) {
		out->layer = from->marked ? &from->marked->events : e ? &e->events : &nothing;
		out->mark = from->marked ? from->marked->mark : NULL;
		out->subjects = true;
		out->fan = from->marked ? 0 : fan_size(from->style);
	} else if (str_equal(data, STR("sitmap:routes"))) {
		out->layer = from->marked ? &from->marked->routes : e ? &e->routes : &nothing;
		out->subjects = out->smooth = true;
	} else if (str_equal(data, STR("sitmap:stops"))) {
		out->layer = e ? &e->stops : &nothing;
	} else if (str_equal(data, STR("sitmap:precision"))) {
		out->layer = from->marked ? &from->marked->precision : e ? &e->precision : &nothing;
	} else {
		return data_layer(from, data, out);
	}
	return true;
}

static bool leaves_folder(struct str path) {
	struct str rest = path;
	if (path.len && path.at[0] == '/')
		return true;
	while (rest.at)
		if (str_equal(str_split(&rest, '/'), STR("..")))
			return true;
	return false;
}

static const char *path_of(const struct sources *from, const struct style_source *source,
	struct arena *arena, struct diag *diag) {
	struct str data = source->data->string, prefix = STR("sitmap:");
	if (str_starts(data, prefix)) {
		struct str name = str_slice(data, prefix.len, data.len);
		const char *path = datadir_layer(from->data_dir, name, arena);
		if (!path)
			json_error(diag, source->data, "%s",
				datadir_no_layer(from->data_dir, name, arena));
		return path;
	}
	if (memchr(data.at, ':', data.len)) {
		json_error(diag, source->data,
			"\"%.*s\" is not a file: sitmap does not use the "
			"network",
			STR_ARG(data));
		return NULL;
	}
	if (!from->allow_path && leaves_folder(data)) {
		json_error(diag, source->data,
			"\"%.*s\" lies outside the style's folder "
			"(--allow-path permits that)",
			STR_ARG(data));
		return NULL;
	}
	return path_beside(from->style_path, data, arena);
}

/* One source at work, in an arena of its own. */
struct reading_source {
	const struct style_source *source;
	struct map_source *out;
	const char *path; /* NULL: no file */
	double cost;      /* of reading it */
	struct arena arena;
	struct diag diag;
	bool ok;
};

struct reading_sources {
	const struct sources *from;
	struct reading_source **source; /* the longest first, so that threads end together */
	const struct diag *heard;       /* whose listener hears of each file */
};

static double size_of(const char *path) {
	struct stat info;
	return stat(path, &info) == 0 ? (double)info.st_size : 0;
}

static const struct map_lane *lanes_beside_events(const struct sources *from,
	const struct layer *routes, struct arena *arena) {
	struct map_source events = { .fan = 0 };
	own_layer(from, STR("sitmap:events"), &events);
	double symbol = events.fan > 0 ? events.fan : SYMBOL_SIZE;
	return lanes_of(routes, events.layer, symbol, arena);
}

/* In bytes; one of a table takes about four times as long as one of the geometry. */
static double cost_of(const char *path, struct arena *arena) {
	int stem = (int)(strlen(path) - (str_ends(str_of(path), STR(".shp")) ? 4 : 0));
	return size_of(path) + 4 * size_of(arena_printf(arena, "%.*s.dbf", stem, path));
}

/* What there is to read; one without data is of a type that sitmap does not draw: already
 * said. */
static void find_source(const struct sources *from, struct reading_source *s) {
	const struct json *data = s->source->data;
	diag_init(&s->diag, &s->arena);
	s->ok = true;
	if (!data || data->type != JSON_STRING)
		return;
	if (own_layer(from, data->string, s->out)) {
		if (s->out->smooth)
			s->out->lane = lanes_beside_events(from, s->out->layer, &s->arena);
		return;
	}
	s->path = path_of(from, s->source, &s->arena, &s->diag);
	s->ok = s->path != NULL;
	s->cost = s->path ? cost_of(s->path, &s->arena) : 0;
}

/* One that cannot be read does not keep the next one from being looked at. */
static bool read_source(void *shared, size_t i, struct arena *result, struct str *out,
	struct diag *diag) {
	const struct reading_sources *all = shared;
	struct reading_source *s = all->source[i];
	const struct json *data = s->source->data;
	struct read_options options = { .window = all->from->window, .has_window = true };
	bool inlined = data && data->type != JSON_STRING;
	(void)result, (void)out, (void)diag;
	if (!s->path && !inlined)
		return true;
	struct layer *layer = arena_new(&s->arena, struct layer, 1);
	s->diag.on_read = all->heard->on_read;
	s->diag.listener = all->heard->listener;
	s->ok = inlined ? geojson_from_json(data, layer, &s->arena, &s->diag)
			: layer_read(s->path, &options, layer, &s->arena, &s->diag);
	s->out->layer = layer;
	return true;
}

static bool keep_source(void *shared, size_t i, struct str out, struct diag *diag) {
	(void)shared, (void)i, (void)out, (void)diag;
	return true;
}

static int by_cost(const void *left, const void *right) {
	const struct reading_source *a = *(struct reading_source *const *)left;
	const struct reading_source *b = *(struct reading_source *const *)right;
	return (a->cost < b->cost) - (a->cost > b->cost);
}

static bool read_all(const struct sources *from, struct reading_source *source, uint32_t n,
	struct arena *arena, struct diag *diag) {
	struct reading_sources all = { from, arena_new(arena, struct reading_source *, n), diag };
	struct work work = { .shared = &all, .run = read_source, .commit = keep_source };
	/* A listener hears of one file at a time, in the style's order. */
	unsigned threads = diag->on_read ? 1 : from->threads;
	for (uint32_t i = 0; i < n; i++) {
		find_source(from, &source[i]);
		all.source[i] = &source[i];
	}
	if (threads > 1)
		qsort(all.source, n, sizeof(struct reading_source *), by_cost);
	bool ok = work_run(&work, n, threads, diag);
	for (uint32_t i = 0; i < n; i++) {
		ok &= source[i].ok;
		diag_append(diag, &source[i].diag);
		arena_adopt(arena, &source[i].arena);
	}
	return ok;
}

static bool is_own(const struct sources *from, const struct style_source *source) {
	struct map_source ignored;
	return source->data && source->data->type == JSON_STRING
		&& own_layer(from, source->data->string, &ignored);
}

bool sources_read(const struct sources *from, struct map_source **out, uint32_t *n,
	struct arena *arena, struct diag *diag) {
	const struct style *style = from->style;
	struct reading_source *reading = arena_new(arena, struct reading_source, style->nsources);
	*out = arena_new(arena, struct map_source, style->nsources);
	*n = 0;
	for (uint32_t i = 0; i < style->nsources; i++) {
		const struct style_source *source = &style->source[i];
		if (!is_used(style, source->id) || (from->subjects_only && !is_own(from, source)))
			continue;
		(*out)[*n].id = source->id;
		reading[*n] = (struct reading_source){ .source = source, .out = &(*out)[*n] };
		++*n;
	}
	return read_all(from, reading, *n, arena, diag);
}
