#include "app/overlay.h"

#include <string.h>

#include "app/output.h"
#include "base/jsonwrite.h"

bool overlay_check(const struct job *job, struct where at, struct diag *diag) {
	if (job->overlay && !job->events)
		diag_error(diag, at, "an overlay shows events, and none are given");
	if (job->overlay && job->data.count)
		diag_error(diag, at, "an overlay shows nothing but events, not \"%s\"",
			job->data.item[0]);
	return diag->errors == 0;
}

bool overlay_check_picture(const struct job *job, struct where at, struct diag *diag) {
	const char *file;
	if (!job->overlay)
		return true;
	for (uint32_t i = 0; i < job->output.count; i++) {
		enum output_format format = output_format(job->output.item[i], &file);
		if (format == OUTPUT_PDF)
			diag_error(diag, at, "a .png or .svg, not \"%s\"", job->output.item[i]);
		else if (format != OUTPUT_UNKNOWN && strcmp(file, "-") == 0)
			diag_error(diag, at,
				"a file, since its bounds are written beside it, not standard "
				"output");
	}
	if (job->projection && strcmp(job->projection, "EPSG:3857") != 0
		&& strcmp(job->projection, "auto") != 0)
		diag_error(diag, at, "is in Web Mercator, not in \"%s\"", job->projection);
	if (job->bearing != 0)
		diag_error(diag, at, "north is up; a bearing turns it");
	if (job->furniture && strcmp(job->furniture, "none") != 0)
		diag_error(diag, at, "has no furniture, not \"%s\"", job->furniture);
	return overlay_check(job, at, diag);
}

static const struct style_source *source_of(const struct style *style, struct str id) {
	for (uint32_t i = 0; i < style->nsources; i++)
		if (str_equal(style->source[i].id, id))
			return &style->source[i];
	return NULL;
}

static bool is_of_events(const struct style *style, const struct style_layer *layer) {
	static const char *const own[] = { "sitmap:events", "sitmap:routes", "sitmap:stops",
		"sitmap:precision" };
	const struct style_source *source = source_of(style, layer->source);
	if (!source || !source->data || source->data->type != JSON_STRING)
		return false;
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
		if (str_equal(source->data->string, str_of(own[i])))
			return true;
	return false;
}

const struct style *style_of_events(const struct style *style, struct arena *arena) {
	struct style *own = arena_new(arena, struct style, 1);
	struct style_layer *layer = arena_new(arena, struct style_layer, style->nlayers);
	*own = *style;
	own->nlayers = 0;
	for (uint32_t i = 0; i < style->nlayers; i++)
		if (is_of_events(style, &style->layer[i]))
			layer[own->nlayers++] = style->layer[i];
	own->layer = layer;
	return own;
}

static void write_value(struct out *out, const struct value *v) {
	if (v->type == VALUE_STRING)
		json_write_string(out, v->string);
	else if (v->type == VALUE_NUMBER)
		out_number(out, v->number, 6);
	else
		out_printf(out, "null");
}

static void write_properties(struct out *out, const struct feature *f) {
	static const char *const shown[] = { "id", "number", "date_text", "date", "kind", "label",
		"place", "title", "note", "source", "url", "confidence" };
	bool first = true;
	for (size_t i = 0; i < sizeof(shown) / sizeof(*shown); i++) {
		const struct value *v = feature_get(f, str_of(shown[i]));
		if (!v || (v->type != VALUE_STRING && v->type != VALUE_NUMBER)
			|| (v->type == VALUE_STRING && v->string.len == 0))
			continue;
		out_printf(out, "%s\"%s\":", first ? "" : ",", shown[i]);
		write_value(out, v);
		first = false;
	}
}

static void write_points(struct out *out, const struct point *point, uint32_t n) {
	for (uint32_t i = 0; i < n; i++) {
		out_str(out, i ? STR(",[") : STR("["));
		out_number(out, point[i].x, 6);
		out_printf(out, ",");
		out_number(out, point[i].y, 6);
		out_printf(out, "]");
	}
}

static void write_geometry(struct out *out, const struct geom *g) {
	if (g->type == GEOM_POINTS) {
		out_printf(out, "{\"type\":\"Point\",\"coordinates\":");
		write_points(out, g->point, 1);
	} else {
		out_printf(out, "{\"type\":\"MultiLineString\",\"coordinates\":[");
		for (uint32_t i = 0; i < g->nparts; i++) {
			uint32_t start = geom_start(g, i);
			out_str(out, i ? STR(",[") : STR("["));
			write_points(out, g->point + start, g->end[i] - start);
			out_printf(out, "]");
		}
		out_printf(out, "]");
	}
	out_printf(out, "}");
}

static void write_layer(const struct layer *layer, bool *first, struct out *out) {
	struct arena scratch = ARENA_INIT;
	for (uint32_t i = 0; i < layer->nfeatures; i++) {
		const struct feature *f = &layer->feature[i];
		struct geom geom = f->geom;
		if (geom.type == GEOM_LINES) /* RFC 7946, 3.1.9 */
			geom = geom_split_dateline(&geom, 0, &scratch);
		if (geom.npoints == 0)
			continue;
		out_printf(out, "%s\n{\"type\":\"Feature\",\"geometry\":", *first ? "" : ",");
		write_geometry(out, &geom);
		out_printf(out, ",\"properties\":{");
		write_properties(out, f);
		out_printf(out, "}}");
		*first = false;
	}
	arena_release(&scratch);
}

void events_geojson(const struct event_layers *layers, struct out *out) {
	bool first = true;
	out_printf(out, "{\"type\":\"FeatureCollection\",\"features\":[");
	write_layer(&layers->events, &first, out);
	write_layer(&layers->routes, &first, out);
	out_printf(out, "\n]}\n");
}
