#include "base/utf8.h"
#include "paint/escape.h"
#include "paint/svgpath.h"
#include "paint/svgwrite.h"

/* Labels that wait for each other at most. */
enum { MOST_LABELS = 256 };

/* Characters of embedded fonts. */

static struct svg_face *face_of(struct svg *s, const struct glyph_face *face) {
	for (uint32_t i = 0; i < s->nfaces; i++)
		if (s->face[i].face == face)
			return &s->face[i];
	struct svg_face *added = arena_push(&s->arena, s->face, s->nfaces, s->faces_capacity);
	*added = (struct svg_face){ .face = face };
	return added;
}

static void note_character(struct svg *s, struct svg_face *face, uint32_t c) {
	uint32_t at = face->ncharacters;
	while (at > 0 && face->character[at - 1] > c)
		at--;
	if (at > 0 && face->character[at - 1] == c)
		return;
	(void)arena_push(&s->arena, face->character, face->ncharacters, face->capacity);
	for (uint32_t i = face->ncharacters - 1; i > at; i--)
		face->character[i] = face->character[i - 1];
	face->character[at] = c;
}

static void note_characters(struct svg *s, const struct glyph_run *run) {
	for (uint32_t i = 0; i < run->nspans; i++) {
		const struct glyph_span *span = &run->span[i];
		struct svg_face *face = face_of(s, span->font->face);
		struct str text = str_slice(run->text, span->text_start,
			span->text_start + span->text_len);
		for (size_t k = 0; k < text.len;)
			note_character(s, face, utf8_next(text, &k));
	}
}

static void put_font(struct svg *s, struct buffer *to, const struct svg_face *face, uint32_t i) {
	struct str file = { NULL, 0 };
	if (face->face->ops)
		file = face->face->ops->subset(face->face, face->character, face->ncharacters,
			&s->scratch);
	if (file.len == 0)
		return;
	buffer_printf(to,
		"@font-face{font-family:\"" SVG_PREFIX "f%u\";font-weight:%d;"
		"font-style:%s;src:url(data:font/ttf;base64,",
		i, face->face->weight, face->face->italic ? "italic" : "normal");
	escape_base64(to, file);
	buffer_put(to, ")}\n");
}

void svg_write_fonts(struct svg *s, struct buffer *to) {
	for (uint32_t i = 0; i < s->nfaces; i++)
		put_font(s, to, &s->face[i], i);
}

/* Attributes. */

static bool is_default_family(struct str family) {
	return str_equal(family, STR("Noto Sans"));
}

static void put_family(struct svg *s, struct buffer *b, const struct glyph_face *face) {
	bool serif = face->family.len >= 10
		&& str_equal(str_slice(face->family, 5, 10), STR("Serif"));
	if (!s->options.embed_fonts && is_default_family(face->family))
		return;
	buffer_put(b, " font-family=\"");
	if (s->options.embed_fonts)
		buffer_printf(b, SVG_PREFIX "f%u, ", (unsigned)(face_of(s, face) - s->face));
	escape_xml_attribute(b, face->family);
	if (!is_default_family(face->family))
		buffer_put(b, serif ? ", Noto Serif" : ", Noto Sans");
	buffer_put(b, serif ? ", serif\"" : ", Arial, sans-serif\"");
}

/* What text of this font has; `than`: what is around it already says. */
static void put_font_attributes(struct svg *s, struct buffer *b, const struct glyph_font *font,
	const struct glyph_font *than) {
	if (!than || than->face != font->face)
		put_family(s, b, font->face);
	if (than && than->face != font->face && is_default_family(font->face->family)
		&& !s->options.embed_fonts && !is_default_family(than->face->family))
		buffer_put(b, " font-family=\"Noto Sans, Arial, sans-serif\"");
	if (!than || than->size != font->size)
		svg_attribute(b, "font-size", font->size, 3);
	if (than ? than->face->weight != font->face->weight : font->face->weight != 400)
		buffer_printf(b, " font-weight=\"%d\"", font->face->weight);
	if (than ? than->face->italic != font->face->italic : font->face->italic)
		buffer_printf(b, " font-style=\"%s\"", font->face->italic ? "italic" : "normal");
}

static void put_language(struct svg *s, struct buffer *b, struct str language, struct str around) {
	(void)s;
	if (is_plain_name(language) && !str_equal(language, around))
		buffer_printf(b, " xml:lang=\"%.*s\"", STR_ARG(language));
}

/* Text as text. */

struct text_line {
	uint32_t first, end; /* spans */
	double left, right, baseline;
};

static struct text_line line_at(const struct glyph_run *run, uint32_t first) {
	struct text_line line = { .first = first,
		.end = first,
		.left = INFINITY,
		.right = -INFINITY,
		.baseline = run->span[first].at.y };
	while (line.end < run->nspans && run->span[line.end].line == run->span[first].line) {
		const struct glyph_span *span = &run->span[line.end++];
		line.left = fmin(line.left, span->at.x);
		line.right = fmax(line.right, span->at.x + span->advance);
	}
	return line;
}

static void put_spans(struct svg *s, struct buffer *b, const struct glyph_run *run,
	const struct text_line *line) {
	const struct glyph_span *main = &run->span[0];
	for (uint32_t i = line->first; i < line->end; i++) {
		const struct glyph_span *span = &run->span[i];
		struct str text = str_slice(run->text, span->text_start,
			span->text_start + span->text_len);
		struct buffer own = svg_scratch(s);
		if (span->font != main->font)
			put_font_attributes(s, &own, span->font, main->font);
		if (span->color.a >= 0)
			svg_paint(&own, "fill", span->color);
		if (run->letter_spacing != 0 && !span->spaced)
			buffer_put(&own, " letter-spacing=\"0\"");
		put_language(s, &own, span->language,
			run->language.len ? run->language : s->about.language);
		if (own.nbytes) {
			buffer_put(b, "<tspan");
			buffer_str(b, buffer_bytes(&own));
			buffer_put(b, ">");
		}
		escape_xml_text(b, text);
		if (own.nbytes)
			buffer_put(b, "</tspan>");
	}
}

/* Spaces that count would be joined or dropped. */
static bool has_blanks(const struct glyph_run *run) {
	for (size_t i = 0; i < run->text.len; i++)
		if (run->text.at[i] == ' '
			&& (i == 0 || i + 1 == run->text.len || run->text.at[i + 1] == ' '))
			return true;
	return false;
}

/* Where a line begins.  Its length is said too, so that it takes no more room
 * where the font is not to be had. */
static void put_line_start(struct svg *s, struct buffer *b, const struct glyph_run *run,
	const struct text_line *line, struct point at) {
	int precision = s->options.precision;
	svg_attribute(b, "x", at.x + (run->rtl ? line->right : line->left), precision);
	svg_attribute(b, "y", at.y + line->baseline, precision);
	if (run->letter_spacing == 0) {
		svg_attribute(b, "textLength", line->right - line->left, precision);
		buffer_put(b, " lengthAdjust=\"spacingAndGlyphs\"");
	}
}

static void put_rotation(struct svg *s, struct buffer *b, struct point at, double angle) {
	buffer_put(b, " transform=\"translate(");
	svg_number(b, at.x, s->options.precision);
	buffer_put(b, " ");
	svg_number(b, at.y, s->options.precision);
	buffer_put(b, ")rotate(");
	svg_number(b, angle / RADIANS, 3);
	buffer_put(b, ")\"");
}

/* Everything of a <text> behind its common attributes. */
static void put_text(struct svg *s, struct buffer *b, const struct glyph_run *run, struct point at,
	double angle) {
	struct point origin = at;
	if (angle != 0) {
		put_rotation(s, b, at, angle);
		origin = (struct point){ 0, 0 };
	}
	if (run->rtl)
		buffer_put(b, " direction=\"rtl\"");
	put_language(s, b, run->language, s->about.language);
	if (has_blanks(run))
		buffer_put(b, " xml:space=\"preserve\"");
	struct text_line line = line_at(run, 0);
	bool single = line.end == run->nspans;
	if (single)
		put_line_start(s, b, run, &line, origin);
	buffer_put(b, ">");
	uint32_t written = 0;
	for (uint32_t i = 0; i < run->nspans; i = line.end) {
		line = line_at(run, i);
		/* The space at which the line was broken, for those who search. */
		if (run->span[i].text_start > written && i)
			buffer_put(b, " ");
		if (!single) {
			buffer_put(b, "<tspan");
			put_line_start(s, b, run, &line, origin);
			buffer_put(b, ">");
		}
		put_spans(s, b, run, &line);
		if (!single)
			buffer_put(b, "</tspan>");
		const struct glyph_span *last = &run->span[line.end - 1];
		written = last->text_start + last->text_len;
	}
	buffer_put(b, "</text>");
}

/* Text as outlines. */

static void add_glyphs(struct svgpath *data, const struct glyph_place *place,
	const struct transform *t) {
	for (uint32_t i = 0; i < place->nglyphs; i++) {
		const struct glyph_font *font = place->span->font;
		const struct glyph_outline *o = glyph_outline_find(font, place->glyph[i].index);
		if (!o)
			continue;
		struct point at = { place->glyph[i].at.x - place->at.x,
			place->glyph[i].at.y - place->at.y };
		at = transform_point(t, at);
		double size = font->size;
		struct transform all = { t->a * size, t->b * size, t->c * size, t->d * size, at.x,
			at.y };
		svgpath_add(data, &o->path, &all);
	}
}

/* Where each cluster's pen stands on the page. */
static struct transform place_transform(const struct svg *s, const struct scene_op *op,
	const struct glyph_place *place, uint32_t i) {
	struct point origin = s->origin;
	if (op->glyphs.spot) {
		struct glyph_spot spot = op->glyphs.spot[i];
		return transform_of((struct point){ spot.at.x - origin.x, spot.at.y - origin.y },
			spot.angle, 1);
	}
	struct transform whole = transform_of(
		(struct point){ op->glyphs.at.x - origin.x, op->glyphs.at.y - origin.y },
		op->glyphs.angle, 1);
	struct point at = transform_point(&whole, place->at);
	whole.e = at.x;
	whole.f = at.y;
	return whole;
}

/* One path, or one for each colour of the run. */
static void put_outlines(struct svg *s, struct buffer *b, const struct scene_op *op) {
	const struct glyph_run *run = op->glyphs.run;
	uint32_t n = glyph_run_nclusters(run);
	struct glyph_place *place = arena_new(&s->scratch, struct glyph_place, n);
	glyph_run_places(run, place);
	for (uint32_t i = 0; i < n;) {
		struct color color = place[i].span->color;
		struct svgpath data;
		buffer_put(b, "<path");
		if (color.a >= 0)
			svg_paint(b, "fill", color);
		buffer_put(b, " d=\"");
		svgpath_begin(&data, b, s->options.precision);
		do {
			struct transform t = place_transform(s, op, &place[i], i);
			add_glyphs(&data, &place[i++], &t);
		} while (i < n && color_equal(place[i].span->color, color));
		buffer_put(b, "\"/>");
	}
}

/* Where the straight text of a label along a line lies: from its first letter to
 * its last. */
static void straight_place(const struct svg *s, const struct scene_op *op, struct point *at,
	double *angle) {
	const struct glyph_run *run = op->glyphs.run;
	*at = (struct point){ op->glyphs.at.x - s->origin.x, op->glyphs.at.y - s->origin.y };
	*angle = op->glyphs.angle;
	uint32_t n = glyph_run_nclusters(run);
	if (!op->glyphs.spot || n == 0)
		return;
	const struct glyph_spot *first = &op->glyphs.spot[run->rtl ? n - 1 : 0];
	const struct glyph_spot *last = &op->glyphs.spot[run->rtl ? 0 : n - 1];
	*angle = n > 1 ? atan2(last->at.y - first->at.y, last->at.x - first->at.x) : first->angle;
	/* The run's origin is the middle of its box, the pen at its left end. */
	struct transform turn = transform_of(
		(struct point){ first->at.x - s->origin.x, first->at.y - s->origin.y }, *angle, 1);
	*at = transform_point(&turn, (struct point){ -run->box.min.x, -run->baseline });
}

static void put_unseen_text(struct svg *s, struct buffer *b, const struct scene_op *op) {
	struct point at;
	double angle;
	straight_place(s, op, &at, &angle);
	buffer_put(b, "<text fill-opacity=\"0\"");
	put_font_attributes(s, b, op->glyphs.run->span[0].font, NULL);
	if (op->glyphs.run->letter_spacing != 0)
		svg_attribute(b, "letter-spacing", op->glyphs.run->letter_spacing, 3);
	put_text(s, b, op->glyphs.run, at, angle);
	if (s->options.embed_fonts)
		note_characters(s, op->glyphs.run);
}

/* Labels. */

/* Letters of one font, or fonts that all run the same way, need no help from us to
 * stand where they should in every program. */
static bool says_itself(const struct scene_op *op) {
	const struct glyph_run *run = op->glyphs.run;
	for (uint32_t i = 0; i < run->nspans; i++) {
		const struct glyph_span *span = &run->span[i];
		if (span->rtl != run->rtl && run->nspans > 1)
			return false;
		if (run->letter_spacing != 0 && (span->joined || run->nlines > 1))
			return false;
	}
	return !op->glyphs.spot;
}

/* The label as it is seen, with an id when a halo refers to it. */
static void put_label(struct svg *s, struct buffer *b, const struct scene_op *op, unsigned id,
	bool as_text) {
	const struct glyph_run *run = op->glyphs.run;
	if (as_text) {
		if (id)
			buffer_printf(b, "<text id=\"" SVG_PREFIX "t%x\"", id);
		put_text(s, b, run,
			(struct point){ op->glyphs.at.x - s->origin.x,
				op->glyphs.at.y - s->origin.y },
			op->glyphs.angle);
		buffer_put(b, "\n");
		return;
	}
	if (id)
		buffer_printf(b, "<g id=\"" SVG_PREFIX "t%x\"", id);
	buffer_put(b, ">");
	if (s->options.text == SVG_PATHS) {
		buffer_put(b, "<title>");
		escape_xml_text(b, run->text);
		buffer_put(b, "</title>");
	}
	put_outlines(s, b, op);
	buffer_put(b, "</g>");
	if (s->options.text != SVG_PATHS)
		put_unseen_text(s, b, op);
	buffer_put(b, "\n");
}

static void put_label_attributes(struct svg *s, struct buffer *b, const struct scene_op *op,
	bool as_text) {
	svg_paint(b, "fill", op->glyphs.color);
	if (!as_text)
		return;
	put_font_attributes(s, b, op->glyphs.run->span[0].font, NULL);
	if (op->glyphs.run->letter_spacing != 0)
		svg_attribute(b, "letter-spacing", op->glyphs.run->letter_spacing, 3);
}

static void put_halo_attributes(struct buffer *b, const struct scene_op *op) {
	struct color halo = op->glyphs.halo;
	double alpha = (double)halo.a;
	halo.a = 1;
	svg_paint(b, "fill", halo);
	svg_paint(b, "stroke", halo);
	svg_attribute(b, "stroke-width", 2 * op->glyphs.halo_width, 3);
	buffer_put(b, " stroke-linejoin=\"round\"");
	if (alpha < 1)
		svg_attribute(b, "opacity", alpha, 3);
}

static void put_use(struct svg *s, const struct svg_label *label, struct str attributes) {
	buffer_printf(&s->body, "<use xlink:href=\"#" SVG_PREFIX "t%x\"", label->id);
	buffer_str(&s->body, attributes);
	buffer_put(&s->body, "/>\n");
}

void svg_flush_labels(struct svg *s) {
	struct str halo = buffer_bytes(&s->label_halo), none = { NULL, 0 };
	bool several = s->nlabels > 1;
	if (s->nlabels == 0)
		return;
	/* A <use> has its letters' font from what is around it, not around them. */
	buffer_put(&s->body, "<g");
	buffer_str(&s->body, buffer_bytes(&s->label_attributes));
	buffer_put(&s->body, ">\n");
	if (several) {
		buffer_put(&s->body, "<g");
		buffer_str(&s->body, halo);
		buffer_put(&s->body, ">\n");
	}
	for (uint32_t i = 0; i < s->nlabels; i++)
		put_use(s, &s->label[i], several ? none : halo);
	if (several)
		buffer_put(&s->body, "</g>\n");
	for (uint32_t i = 0; i < s->nlabels; i++)
		buffer_str(&s->body, s->label[i].element);
	buffer_put(&s->body, "</g>\n");
	s->nlabels = 0;
}

/* Halos drawn before all names of a batch must not change the picture. */
static bool touches_label(const struct svg *s, struct rect bounds) {
	for (uint32_t i = 0; i < s->nlabels; i++)
		if (rect_overlaps(s->label[i].bounds, bounds))
			return true;
	return false;
}

static void add_label(struct svg *s, const struct scene_op *op, bool as_text) {
	struct buffer attributes = svg_scratch(s), halo = svg_scratch(s), element = svg_scratch(s);
	put_label_attributes(s, &attributes, op, as_text);
	put_halo_attributes(&halo, op);
	if (s->nlabels
		&& (s->nlabels == MOST_LABELS || touches_label(s, op->bounds)
			|| !str_equal(buffer_bytes(&attributes), buffer_bytes(&s->label_attributes))
			|| !str_equal(buffer_bytes(&halo), buffer_bytes(&s->label_halo))))
		svg_flush_labels(s);
	if (s->nlabels == 0) {
		s->label_attributes.nbytes = s->label_halo.nbytes = 0;
		buffer_str(&s->label_attributes, buffer_bytes(&attributes));
		buffer_str(&s->label_halo, buffer_bytes(&halo));
	}
	unsigned id = ++s->next_id;
	put_label(s, &element, op, id, as_text);
	*arena_push(&s->arena, s->label, s->nlabels,
		s->labels_capacity) = (struct svg_label){ op->bounds, id, buffer_bytes(&element) };
}

void svg_text(struct svg *s, const struct scene_op *op) {
	const struct glyph_run *run = op->glyphs.run;
	if (run->nspans == 0)
		return;
	bool as_text = s->options.text == SVG_TEXT && says_itself(op);
	bool halo = op->glyphs.halo_width > 0 && op->glyphs.halo.a > 0;
	if (as_text && s->options.embed_fonts)
		note_characters(s, run);
	if (halo) {
		if (s->has_pending || s->in_style)
			svg_end_shared(s);
		add_label(s, op, as_text);
		return;
	}
	struct buffer attributes = svg_scratch(s), element = svg_scratch(s);
	put_label_attributes(s, &attributes, op, as_text);
	put_label(s, &element, op, 0, as_text);
	svg_shape(s, buffer_bytes(&attributes), as_text ? "<text" : "<g", buffer_bytes(&element));
}
