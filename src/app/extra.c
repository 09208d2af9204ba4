#include "app/extra.h"

#include "base/out.h"

/* The layers of one file; %u is its number. */
static const char layers[] =
	"{\"id\":\"data-%u-areas\",\"type\":\"fill\",\"source\":\"data-%u\",\"paint\":{"
	"\"fill-color\":[\"to-color\",[\"get\",\"fill\"],\"#5b5750\"],"
	"\"fill-opacity\":[\"to-number\",[\"coalesce\",[\"get\",\"fill-opacity\"],0.2]]}},"
	"{\"id\":\"data-%u-lines\",\"type\":\"line\",\"source\":\"data-%u\","
	"\"layout\":{\"line-join\":\"round\",\"line-cap\":\"round\"},\"paint\":{"
	"\"line-color\":[\"to-color\",[\"get\",\"stroke\"],\"#5b5750\"],"
	"\"line-width\":[\"to-number\",[\"coalesce\",[\"get\",\"stroke-width\"],1.4]],"
	"\"line-opacity\":[\"to-number\",[\"coalesce\",[\"get\",\"stroke-opacity\"],1]]}},"
	"{\"id\":\"data-%u-points\",\"type\":\"circle\",\"source\":\"data-%u\","
	"\"filter\":[\"==\",[\"geometry-type\"],\"Point\"],\"paint\":{"
	"\"circle-radius\":3.5,\"circle-stroke-width\":1,\"circle-stroke-color\":\"#ffffff\","
	"\"circle-color\":[\"to-color\",[\"get\",\"marker-color\"],\"#5b5750\"]}},"
	"{\"id\":\"data-%u-names\",\"type\":\"symbol\",\"source\":\"data-%u\","
	"\"layout\":{\"text-field\":[\"coalesce\",[\"get\",\"name\"],[\"get\",\"title\"],\"\"],"
	"\"text-font\":[\"Noto Sans Regular\"],\"text-size\":9.5,"
	"\"text-variable-anchor\":[\"bottom-left\",\"top-left\",\"bottom-right\",\"top-right\"],"
	"\"text-radial-offset\":0.6},\"paint\":{\"text-color\":\"#2f2c27\","
	"\"text-halo-color\":\"#fbf9f3\",\"text-halo-width\":1.5}}";

static struct source *fragment(uint32_t ndata, struct arena *arena) {
	struct out *text = out_memory(arena);
	struct source *source = arena_new(arena, struct source, 1);
	out_printf(text, "{\"version\":8,\"sources\":{");
	for (uint32_t i = 1; i <= ndata; i++)
		out_printf(text, "%s\"data-%u\":{\"type\":\"geojson\",\"data\":\"sitmap:data-%u\"}",
			i > 1 ? "," : "", i, i);
	out_printf(text, "},\"layers\":[");
	for (uint32_t i = 1; i <= ndata; i++) {
		out_printf(text, "%s", i > 1 ? "," : "");
		out_printf(text, layers, i, i, i, i, i, i, i, i);
	}
	out_printf(text, "]}");
	*source = (struct source){ "the layers of --data", out_bytes(text) };
	return source;
}

/* The first layer of the map's own events, or behind the last. */
static uint32_t first_event_layer(const struct style *style) {
	uint32_t i = 0;
	while (i < style->nlayers && !str_equal(style->layer[i].source, STR("precision"))
		&& !str_equal(style->layer[i].source, STR("routes"))
		&& !str_equal(style->layer[i].source, STR("events")))
		i++;
	return i;
}

const struct style *style_with_data(const struct style *style, uint32_t ndata, struct arena *arena,
	struct diag *diag) {
	const struct style *more = style_parse(fragment(ndata, arena), arena, diag);
	if (!more)
		return NULL;
	struct style *all = arena_new(arena, struct style, 1);
	uint32_t nlayers = style->nlayers + more->nlayers, at = first_event_layer(style), n = 0;
	uint32_t nsources = style->nsources + more->nsources;
	struct style_layer *layer = arena_new(arena, struct style_layer, nlayers);
	struct style_source *source = arena_new(arena, struct style_source, nsources);
	for (uint32_t i = 0; i < at; i++)
		layer[n++] = style->layer[i];
	for (uint32_t i = 0; i < more->nlayers; i++)
		layer[n++] = more->layer[i];
	for (uint32_t i = at; i < style->nlayers; i++)
		layer[n++] = style->layer[i];
	for (uint32_t i = 0; i < nsources; i++)
		source[i] = i < style->nsources ? style->source[i]
						: more->source[i - style->nsources];
	*all = *style;
	all->layer = layer;
	all->nlayers = nlayers;
	all->source = source;
	all->nsources = nsources;
	return all;
}
