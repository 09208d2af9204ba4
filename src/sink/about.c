#include "sink/about.h"

#include "base/json.h"
#include "base/jsonwrite.h"

struct point about_center(const struct tileset *about) {
	struct point c = rect_center(about->bounds);
	if (c.x > 180)
		c.x -= 360;
	return c;
}

struct rect about_bounds(const struct tileset *about) {
	struct rect b = about->bounds;
	if (b.max.x > 180) {
		b.min.x = -180;
		b.max.x = 180;
	}
	return b;
}

static void member(struct out *out, const char *key, struct str text) {
	if (text.len == 0)
		return;
	out_printf(out, ",\"%s\":", key);
	json_write_string(out, text);
}

static void number(struct out *out, double value, const char *behind) {
	out_number(out, value, 7);
	out_str(out, str_of(behind));
}

static void bounds(struct out *out, struct rect b) {
	number(out, b.min.x, ",");
	number(out, b.min.y, ",");
	number(out, b.max.x, ",");
	number(out, b.max.y, "");
}

static void common(const struct tileset *about, struct out *out) {
	member(out, "name", about->name);
	member(out, "description", about->description);
	member(out, "attribution", about->attribution);
	out_printf(out, ",\"format\":\"png\",\"type\":\"%s\",\"tileSize\":%u,\"scale\":%u",
		about->overlay ? "overlay" : "baselayer", about->tile_size, about->scale);
}

void about_tilejson(const struct tileset *about, struct str tiles, struct out *out) {
	struct point c = about_center(about);
	out_printf(out, "{\"tilejson\":\"3.0.0\"");
	common(about, out);
	out_printf(out, ",\"scheme\":\"xyz\",\"tiles\":[");
	json_write_string(out, tiles);
	out_printf(out, "],\"minzoom\":%u,\"maxzoom\":%u,\"bounds\":[", about->minzoom,
		about->maxzoom);
	bounds(out, about_bounds(about));
	out_printf(out, "],\"center\":[");
	number(out, c.x, ",");
	number(out, c.y, ",");
	out_printf(out, "%u]}", about->minzoom);
}

void about_metadata(const struct tileset *about, struct out *out) {
	out_printf(out, "{\"generator\":\"sitmap\"");
	common(about, out);
	if (about->nshards)
		out_printf(out, ",\"shard\":%u,\"shards\":%u", about->shard, about->nshards);
	out_printf(out, "}");
}

static struct str text_of(const struct json *root, const char *key) {
	const struct json *j = json_member(root, key);
	return j && j->type == JSON_STRING ? j->string : STR("");
}

static uint32_t whole_of(const struct json *root, const char *key) {
	const struct json *j = json_member(root, key);
	bool fits = j && j->type == JSON_NUMBER && j->number >= 0 && j->number <= 1e9;
	return fits ? (uint32_t)j->number : 0;
}

bool about_read(struct str json, struct tileset *out, struct arena *arena) {
	struct source *source = arena_new(arena, struct source, 1);
	struct diag quiet;
	diag_init(&quiet, arena);
	*source = (struct source){ "metadata", json };
	const struct json *root = json_parse(source, arena, &quiet);
	if (!root || !str_equal(text_of(root, "generator"), STR("sitmap")))
		return false;
	out->name = text_of(root, "name");
	out->description = text_of(root, "description");
	out->attribution = text_of(root, "attribution");
	out->overlay = str_equal(text_of(root, "type"), STR("overlay"));
	out->tile_size = whole_of(root, "tileSize");
	out->scale = whole_of(root, "scale");
	out->shard = whole_of(root, "shard");
	out->nshards = whole_of(root, "shards");
	return out->tile_size > 0 && out->scale > 0;
}
