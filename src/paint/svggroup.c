#include "paint/escape.h"
#include "paint/svgpath.h"
#include "paint/svgwrite.h"

/* Layers and subjects.  One that was opened outside the innermost group of the
 * scene cannot be closed within it. */

/* An id that no other group has: a name used before gets a number. */
static struct str put_id(struct svg *s, const char *kind, struct str name) {
	struct buffer slug = svg_scratch(s);
	buffer_put(&slug, kind);
	escape_name(&slug, name);
	unsigned count = 1;
	for (uint32_t i = 0; i < s->nnames; i++)
		count += str_equal(s->name[i], buffer_bytes(&slug));
	struct str kept = { arena_strdup(&s->arena, buffer_bytes(&slug)), slug.nbytes };
	*arena_push(&s->arena, s->name, s->nnames, s->names_capacity) = kept;
	struct str id = kept;
	if (count > 1)
		id = str_of(arena_printf(&s->arena, "%.*s_%u", STR_ARG(kept), count));
	buffer_put(&s->body, " id=\"" SVG_PREFIX);
	buffer_str(&s->body, id);
	buffer_put(&s->body, "\"");
	return id;
}

static void end_subject(struct svg *s) {
	svg_end_shared(s);
	if (s->in_subject && s->subject_level == s->nlevels)
		buffer_put(&s->body, "</g>\n");
	s->in_subject = false;
	s->subject = NULL;
}

void svg_end_layer(struct svg *s) {
	end_subject(s);
	if (s->in_layer && s->layer_level == s->nlevels)
		buffer_put(&s->body, "</g>\n");
	s->in_layer = false;
	s->layer = (struct str){ NULL, 0 };
}

static void begin_layer(struct svg *s, struct str layer) {
	buffer_put(&s->body, "<g");
	s->layer_id = put_id(s, "layer-", layer);
	buffer_put(&s->body, " data-layer=\"");
	escape_xml_attribute(&s->body, layer);
	buffer_put(&s->body, "\">\n");
	s->in_layer = true;
	s->layer_level = s->nlevels;
	s->layer = layer;
}

static bool is_web_link(struct str link) {
	return str_starts(link, STR("http://")) || str_starts(link, STR("https://"));
}

static void put_data(struct svg *s, struct str name, struct str value) {
	buffer_put(&s->body, " data-");
	escape_name(&s->body, name);
	buffer_put(&s->body, "=\"");
	escape_xml_attribute(&s->body, value);
	buffer_put(&s->body, "\"");
}

/* Two columns may have names that come to the same. */
static bool name_taken(struct svg *s, const struct scene_subject *subject, uint32_t i) {
	struct buffer name = svg_scratch(s);
	escape_name(&name, subject->attribute[i].name);
	if (str_equal(buffer_bytes(&name), STR("link")))
		return true;
	for (uint32_t k = 0; k < i; k++) {
		struct buffer other = svg_scratch(s);
		escape_name(&other, subject->attribute[k].name);
		if (str_equal(buffer_bytes(&name), buffer_bytes(&other)))
			return true;
	}
	return false;
}

static void begin_subject(struct svg *s, const struct scene_subject *subject) {
	buffer_put(&s->body, "<g");
	(void)put_id(s, "event-", subject->id.len ? subject->id : subject->title);
	buffer_put(&s->body, " class=\"event");
	if (subject->kind.len) {
		buffer_put(&s->body, " ");
		escape_name(&s->body, subject->kind);
	}
	buffer_put(&s->body, "\"");
	for (uint32_t i = 0; i < subject->nattributes; i++)
		if (!name_taken(s, subject, i))
			put_data(s, subject->attribute[i].name, subject->attribute[i].value);
	if (is_web_link(subject->link))
		put_data(s, STR("link"), subject->link);
	buffer_put(&s->body, ">\n");
	if (subject->title.len) {
		buffer_put(&s->body, "<title>");
		escape_xml_text(&s->body, subject->title);
		buffer_put(&s->body, "</title>\n");
	}
	s->in_subject = true;
	s->subject_level = s->nlevels;
	s->subject = subject;
}

static bool same_layer(const struct svg *s, struct str layer) {
	return s->in_layer ? str_equal(layer, s->layer) : layer.len == 0;
}

void svg_context(struct svg *s, const struct scene_op *op) {
	if (!same_layer(s, op->layer)) {
		svg_end_layer(s);
		if (op->layer.len)
			begin_layer(s, op->layer);
	}
	if (op->subject != s->subject) {
		end_subject(s);
		if (op->subject)
			begin_subject(s, op->subject);
	}
	if (!op->clipped)
		return;
	for (uint32_t i = 0; i < s->nlevels; i++)
		if (s->level[i].clip)
			s->clip[s->level[i].clip - 1].needed = true;
}

static uint32_t add_clip(struct svg *s, const struct path *path) {
	struct buffer data = { .arena = &s->arena };
	struct svgpath writer;
	struct transform t = svg_transform(s);
	svgpath_begin(&writer, &data, s->options.precision);
	svgpath_add(&writer, path, &t);
	/* Only what a rectangle cuts is known (scene_seal()). */
	bool straight = path->nverbs == 5 && path->npoints == 4;
	*arena_push(&s->arena, s->clip, s->nclips,
		s->clips_capacity) = (struct svg_clip){ buffer_bytes(&data), !straight };
	return s->nclips;
}

void svg_push_group(struct painter *painter, const struct scene_op *op) {
	struct svg *s = (struct svg *)painter;
	svg_end_shared(s);
	bool inside = same_layer(s, op->layer) && s->subject == op->subject;
	if (!inside)
		svg_end_layer(s);
	struct svg_level level = { .in_layer = s->in_layer,
		.in_subject = s->in_subject,
		.layer_level = s->layer_level,
		.subject_level = s->subject_level,
		.layer = s->layer,
		.layer_id = s->layer_id,
		.subject = s->subject };
	buffer_put(&s->body, "<g");
	if (op->group.clip) {
		level.clip = add_clip(s, op->group.clip);
		buffer_printf(&s->body, "%c%08x", SVG_CLIP, level.clip);
	}
	if (op->group.opacity < 1)
		svg_attribute(&s->body, "opacity", op->group.opacity, 3);
	buffer_put(&s->body, ">\n");
	*arena_push(&s->arena, s->level, s->nlevels, s->levels_capacity) = level;
}

void svg_pop_group(struct painter *painter) {
	struct svg *s = (struct svg *)painter;
	svg_end_layer(s);
	buffer_put(&s->body, "</g>\n");
	const struct svg_level *level = &s->level[--s->nlevels];
	s->in_layer = level->in_layer;
	s->in_subject = level->in_subject;
	s->layer_level = level->layer_level;
	s->subject_level = level->subject_level;
	s->layer = level->layer;
	s->layer_id = level->layer_id;
	s->subject = level->subject;
}
