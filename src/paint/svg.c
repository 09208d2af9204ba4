#include "paint/svg.h"

#include <string.h>

#include "paint/escape.h"
#include "paint/pngfile.h"
#include "paint/svgpath.h"
#include "paint/svgwrite.h"
#include "scene/image.h"

struct transform svg_transform(const struct svg *s) {
	return (struct transform){ 1, 0, 0, 1, -s->origin.x, -s->origin.y };
}

struct buffer svg_scratch(struct svg *s) {
	return (struct buffer){ .arena = &s->scratch };
}

void svg_attribute(struct buffer *b, const char *name, double value, int precision) {
	buffer_printf(b, " %s=\"", name);
	svg_number(b, value, precision);
	buffer_put(b, "\"");
}

void svg_color(struct buffer *b, struct color color, bool in_full) {
	uint32_t at = b->nbytes;
	buffer_color(b, color);
	if (b->too_large || in_full)
		return;
	char *c = b->bytes + at;
	if (c[1] == c[2] && c[3] == c[4] && c[5] == c[6]) {
		c[2] = c[3];
		c[3] = c[5];
		b->nbytes -= 3;
	}
}

void svg_paint(struct buffer *b, const char *name, struct color color) {
	buffer_printf(b, " %s=\"", name);
	svg_color(b, color, false);
	buffer_put(b, "\"");
	if (color.a < 1)
		buffer_printf(b, " %s-opacity=\"", name);
	if (color.a < 1) {
		svg_number(b, (double)color.a, 3);
		buffer_put(b, "\"");
	}
}

/* Shapes that share attributes. */

static void flush_pending(struct svg *s) {
	if (!s->has_pending)
		return;
	buffer_put(&s->body, s->pending.tag);
	buffer_str(&s->body, buffer_bytes(&s->pending.attributes));
	buffer_str(&s->body, buffer_bytes(&s->pending.rest));
	s->has_pending = false;
}

static void end_style(struct svg *s) {
	flush_pending(s);
	if (s->in_style)
		buffer_put(&s->body, "</g>\n");
	s->in_style = false;
}

void svg_end_shared(struct svg *s) {
	end_style(s);
	svg_flush_labels(s);
}

void svg_shape(struct svg *s, struct str attributes, const char *tag, struct str rest) {
	svg_flush_labels(s);
	if (s->in_style && str_equal(attributes, buffer_bytes(&s->style))) {
		buffer_put(&s->body, tag);
		buffer_str(&s->body, rest);
		return;
	}
	if (attributes.len && s->has_pending
		&& str_equal(attributes, buffer_bytes(&s->pending.attributes))) {
		buffer_put(&s->body, "<g");
		buffer_str(&s->body, attributes);
		buffer_put(&s->body, ">\n");
		buffer_put(&s->body, s->pending.tag);
		buffer_str(&s->body, buffer_bytes(&s->pending.rest));
		buffer_put(&s->body, tag);
		buffer_str(&s->body, rest);
		s->has_pending = false;
		s->in_style = true;
		s->style.nbytes = 0;
		buffer_str(&s->style, attributes);
		return;
	}
	end_style(s);
	s->has_pending = true;
	s->pending.tag = tag;
	s->pending.attributes.nbytes = s->pending.rest.nbytes = 0;
	buffer_str(&s->pending.attributes, attributes);
	buffer_str(&s->pending.rest, rest);
}

/* Operations. */

static void put_path(struct svg *s, struct buffer *b, const struct path *path) {
	struct svgpath data;
	struct transform t = svg_transform(s);
	buffer_put(b, " d=\"");
	svgpath_begin(&data, b, s->options.precision);
	svgpath_add(&data, path, &t);
	buffer_put(b, "\"/>\n");
}

static void svg_fill(struct painter *painter, const struct scene_op *op) {
	struct svg *s = (struct svg *)painter;
	const struct scene_pattern *pattern = op->fill.pattern;
	if (!pattern && !op->fill.ramp && !(op->fill.color.a > 0))
		return;
	svg_context(s, op);
	struct arena_mark mark = arena_mark(&s->scratch);
	struct buffer attributes = svg_scratch(s);
	unsigned defined = pattern ? svg_define_pattern(s, pattern)
		: op->fill.ramp    ? svg_define_ramp(s, op->fill.ramp)
				   : 0;
	svg_swap_colors(s, op, defined);
	if (defined)
		buffer_printf(&attributes, " fill=\"url(#" SVG_PREFIX "%c%u)\"",
			pattern ? 'i' : 'r', defined);
	else
		svg_paint(&attributes, "fill", op->fill.color);
	if (op->fill.evenodd)
		buffer_put(&attributes, " fill-rule=\"evenodd\"");
	if (op->fill.aliased)
		buffer_put(&attributes, " shape-rendering=\"crispEdges\"");
	struct buffer rest = svg_scratch(s);
	put_path(s, &rest, &op->fill.path);
	svg_shape(s, buffer_bytes(&attributes), "<path", buffer_bytes(&rest));
	arena_rewind(&s->scratch, mark);
}

static void put_dashes(struct buffer *b, const struct stroke *stroke) {
	double sum = 0;
	for (uint32_t i = 0; i < stroke->ndashes; i++)
		sum += stroke->dash[i];
	if (!(sum > 0))
		return;
	for (uint32_t i = 0; i < stroke->ndashes; i++) {
		buffer_put(b, i ? " " : " stroke-dasharray=\"");
		svg_number(b, stroke->dash[i], 3);
	}
	buffer_put(b, "\"");
	if (stroke->dash_offset != 0)
		svg_attribute(b, "stroke-dashoffset", stroke->dash_offset, 3);
}

static void svg_stroke(struct painter *painter, const struct scene_op *op) {
	static const char *const caps[] = { "", " stroke-linecap=\"round\"",
		" stroke-linecap=\"square\"" };
	static const char *const joins[] = { "", " stroke-linejoin=\"round\"",
		" stroke-linejoin=\"bevel\"" };
	struct svg *s = (struct svg *)painter;
	const struct stroke *stroke = &op->stroke.stroke;
	if (!(stroke->width > 0) || !(op->stroke.ramp || stroke->color.a > 0))
		return;
	svg_context(s, op);
	struct arena_mark mark = arena_mark(&s->scratch);
	struct buffer attributes = svg_scratch(s);
	buffer_put(&attributes, " fill=\"none\"");
	unsigned defined = op->stroke.pattern ? svg_define_pattern(s, op->stroke.pattern)
		: op->stroke.ramp             ? svg_define_ramp(s, op->stroke.ramp)
					      : 0;
	svg_swap_colors(s, op, defined);
	if (defined)
		buffer_printf(&attributes, " stroke=\"url(#" SVG_PREFIX "%c%u)\"",
			op->stroke.pattern ? 'i' : 'r', defined);
	else
		svg_paint(&attributes, "stroke", stroke->color);
	svg_attribute(&attributes, "stroke-width", stroke->width, 3);
	buffer_put(&attributes, caps[stroke->cap]);
	buffer_put(&attributes, joins[stroke->join]);
	double limit = stroke->miter_limit > 0 ? stroke->miter_limit : 10;
	if (stroke->join == JOIN_MITER && limit != 4)
		svg_attribute(&attributes, "stroke-miterlimit", limit, 3);
	put_dashes(&attributes, stroke);
	struct buffer rest = svg_scratch(s);
	put_path(s, &rest, &op->stroke.path);
	svg_shape(s, buffer_bytes(&attributes), "<path", buffer_bytes(&rest));
	arena_rewind(&s->scratch, mark);
}

static void svg_glyphs(struct painter *painter, const struct scene_op *op) {
	struct svg *s = (struct svg *)painter;
	svg_context(s, op);
	struct arena_mark mark = arena_mark(&s->scratch);
	svg_swap_colors(s, op, 0);
	svg_text(s, op);
	/* Labels wait in the scratch arena until they are written. */
	if (s->nlabels == 0)
		arena_rewind(&s->scratch, mark);
}

static void svg_icon(struct painter *painter, const struct scene_op *op) {
	struct svg *s = (struct svg *)painter;
	int precision = s->options.precision;
	svg_context(s, op);
	struct arena_mark mark = arena_mark(&s->scratch);
	struct buffer attributes = svg_scratch(s), rest = svg_scratch(s);
	if (op->icon.opacity < 1)
		svg_attribute(&attributes, "opacity", op->icon.opacity, 3);
	unsigned icon = svg_define_icon(s, op->icon.icon, op->icon.tint, op->icon.rim);
	svg_swap_colors(s, op, icon);
	buffer_printf(&rest, " xlink:href=\"#" SVG_PREFIX "i%u\"", icon);
	double x = op->icon.at.x - s->origin.x, y = op->icon.at.y - s->origin.y;
	if (op->icon.angle == 0 && op->icon.scale == 1) {
		svg_attribute(&rest, "x", x, precision);
		svg_attribute(&rest, "y", y, precision);
	} else {
		buffer_put(&rest, " transform=\"translate(");
		svg_number(&rest, x, precision);
		buffer_put(&rest, " ");
		svg_number(&rest, y, precision);
		buffer_put(&rest, ")");
		if (op->icon.angle != 0) {
			buffer_put(&rest, "rotate(");
			svg_number(&rest, op->icon.angle / RADIANS, 2);
			buffer_put(&rest, ")");
		}
		if (op->icon.scale != 1) {
			buffer_put(&rest, "scale(");
			svg_number(&rest, op->icon.scale, 4);
			buffer_put(&rest, ")");
		}
		buffer_put(&rest, "\"");
	}
	buffer_put(&rest, "/>\n");
	svg_shape(s, buffer_bytes(&attributes), "<use", buffer_bytes(&rest));
	arena_rewind(&s->scratch, mark);
}

static void svg_image(struct painter *painter, const struct scene_op *op) {
	struct svg *s = (struct svg *)painter;
	const struct image *image = op->image.image;
	struct rect to = op->image.to;
	int precision = s->options.precision;
	svg_context(s, op);
	svg_end_shared(s);
	struct arena_mark mark = arena_mark(&s->scratch);
	struct out *png = out_memory(&s->scratch);
	pngfile_write(&(struct pngfile){ .pixels = (const unsigned char *)image->pixel,
			      .width = image->width,
			      .height = image->height,
			      .stride = image->width * 4 },
		png);
	buffer_put(&s->body, "<image");
	svg_attribute(&s->body, "x", to.min.x - s->origin.x, precision);
	svg_attribute(&s->body, "y", to.min.y - s->origin.y, precision);
	svg_attribute(&s->body, "width", rect_width(to), precision);
	svg_attribute(&s->body, "height", rect_height(to), precision);
	if (op->image.opacity < 1)
		svg_attribute(&s->body, "opacity", op->image.opacity, 3);
	buffer_put(&s->body, " preserveAspectRatio=\"none\" xlink:href=\"data:image/png;base64,");
	escape_base64(&s->body, out_bytes(png));
	buffer_put(&s->body, "\"/>\n");
	arena_rewind(&s->scratch, mark);
}

/* The whole file. */

static void svg_begin(struct painter *painter, const struct scene *scene, struct rect window) {
	struct svg *s = (struct svg *)painter;
	s->light = scene;
	s->dark = s->options.dark && svg_dark_fits(scene, s->options.dark) ? s->options.dark : NULL;
	s->nswaps = 0;
	s->origin = window.min;
	s->width = rect_width(window);
	s->height = rect_height(window);
	s->body.nbytes = s->defs.nbytes = 0;
	s->nlevels = s->nclips = s->nicons = s->nramps = s->nnames = s->nfaces = s->nlabels = 0;
	s->in_layer = s->in_subject = s->in_style = s->has_pending = false;
	s->subject = NULL;
	s->next_id = 0;
}

static void put_about(struct svg *s, struct buffer *b) {
	if (s->about.title.len) {
		buffer_put(b, "<title id=\"" SVG_PREFIX "title\">");
		escape_xml_text(b, s->about.title);
		buffer_put(b, "</title>\n");
	}
	if (s->about.description.len) {
		buffer_put(b, "<desc id=\"" SVG_PREFIX "desc\">");
		escape_xml_text(b, s->about.description);
		buffer_put(b, "</desc>\n");
	}
}

static void put_root(struct svg *s, struct buffer *b) {
	bool title = s->about.title.len > 0, desc = s->about.description.len > 0;
	buffer_put(b,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" "
		"xmlns:xlink=\"http://www.w3.org/1999/xlink\" id=\"" SVG_PREFIX "map\"");
	if (!s->options.fluid) {
		svg_attribute(b, "width", s->width, 2);
		svg_attribute(b, "height", s->height, 2);
	}
	buffer_put(b, " viewBox=\"0 0 ");
	svg_number(b, s->width, 2);
	buffer_put(b, " ");
	svg_number(b, s->height, 2);
	buffer_put(b, "\" role=\"img\"");
	if (title || desc)
		buffer_printf(b, " aria-labelledby=\"%s%s%s\"", title ? SVG_PREFIX "title" : "",
			title && desc ? " " : "", desc ? SVG_PREFIX "desc" : "");
	if (is_plain_name(s->about.language))
		buffer_printf(b, " lang=\"%.*s\" xml:lang=\"%.*s\"", STR_ARG(s->about.language),
			STR_ARG(s->about.language));
	if (s->about.rtl)
		buffer_put(b, " dir=\"rtl\"");
	buffer_put(b, ">\n");
}

/* A page around the picture hands its text down; this begins afresh.  Programs
 * that do not know "all" have no page around. */
static void put_fresh_start(struct buffer *b) {
	buffer_put(b,
		"<g style=\"all:initial\"><g direction=\"ltr\" "
		"font-family=\"Noto Sans, Open Sans, Arial, sans-serif\" "
		"text-rendering=\"geometricPrecision\" xml:space=\"preserve\">\n");
}

static void put_style(struct svg *s, struct buffer *b) {
	struct buffer css = { .arena = &s->scratch };
	svg_write_fonts(s, &css);
	svg_write_swaps(s, &css);
	if (css.nbytes == 0)
		return;
	buffer_put(b, "<style>\n");
	buffer_str(b, buffer_bytes(&css));
	buffer_put(b, "</style>\n");
}

static void put_clips(struct svg *s, struct buffer *b) {
	for (uint32_t i = 0; i < s->nclips; i++) {
		if (!s->clip[i].needed)
			continue;
		buffer_printf(b, "<clipPath id=\"" SVG_PREFIX "c%u\"><path d=\"", i + 1);
		buffer_str(b, s->clip[i].path);
		buffer_put(b, "\"/></clipPath>\n");
	}
}

static void assemble(struct svg *s, struct buffer *b) {
	put_root(s, b);
	put_about(s, b);
	put_style(s, b);
	svg_write_icons(s);
	put_clips(s, &s->defs);
	put_fresh_start(b);
	if (s->defs.nbytes) {
		buffer_put(b, "<defs>\n");
		buffer_str(b, buffer_bytes(&s->defs));
		buffer_put(b, "</defs>\n");
	}
	buffer_str(b, buffer_bytes(&s->body));
	buffer_put(b, "</g></g>\n</svg>\n");
}

/* "m" and seven figures of base 32, from FNV-1a over the whole file. */
static struct str content_prefix(struct str text, char out[static 10]) {
	static const char digits[] = "abcdefghijkmnpqrstuvwxyz23456789";
	uint64_t hash = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < text.len; i++)
		hash = (hash ^ (unsigned char)text.at[i]) * UINT64_C(1099511628211);
	hash ^= hash >> 35;
	out[0] = 'm';
	for (int i = 1; i < 8; i++, hash >>= 5)
		out[i] = digits[hash & 31];
	out[8] = '-';
	return (struct str){ out, 9 };
}

static uint32_t hex8(const char *at) {
	uint32_t v = 0;
	for (int i = 0; i < 8; i++)
		v = v << 4 | (uint32_t)(at[i] <= '9' ? at[i] - '0' : at[i] - 'a' + 10);
	return v;
}

/* Writes the text with what its marks stand for. */
static void write_resolved(const struct svg *s, struct str text, struct str prefix,
	struct out *out) {
	size_t from = 0;
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] != SVG_PREFIX[0] && text.at[i] != SVG_CLIP)
			continue;
		out_write(out, text.at + from, i - from);
		if (text.at[i] == SVG_CLIP) {
			uint32_t clip = hex8(text.at + i + 1);
			if (s->clip[clip - 1].needed)
				out_printf(out, " clip-path=\"url(#%.*sc%u)\"", STR_ARG(prefix),
					clip);
			i += 8;
		} else {
			out_str(out, prefix);
		}
		from = i + 1;
	}
	out_write(out, text.at + from, text.len - from);
}

static bool svg_finish(struct painter *painter, struct out *out, struct diag *diag) {
	struct svg *s = (struct svg *)painter;
	char hash[10];
	svg_end_layer(s);
	struct arena arena = ARENA_INIT;
	struct buffer whole = { .arena = &arena };
	assemble(s, &whole);
	bool ok = !whole.too_large && !s->body.too_large;
	struct str text = buffer_bytes(&whole), prefix = s->options.prefix;
	if (ok && prefix.len == 0)
		prefix = content_prefix(text, hash);
	if (ok)
		write_resolved(s, text, prefix, out);
	else
		diag_error(diag, WHERE_NOWHERE, "the SVG would be larger than 2 GB");
	arena_release(&arena);
	return ok;
}

static void svg_close(struct painter *painter) {
	struct svg *s = (struct svg *)painter;
	arena_release(&s->scratch);
	struct arena arena = s->arena;
	arena_release(&arena);
}

static const struct painter_ops svg_ops = {
	.begin = svg_begin,
	.fill = svg_fill,
	.stroke = svg_stroke,
	.glyphs = svg_glyphs,
	.icon = svg_icon,
	.image = svg_image,
	.push_group = svg_push_group,
	.pop_group = svg_pop_group,
	.finish = svg_finish,
	.close = svg_close,
};

static bool is_prefix(struct str prefix) {
	char first = prefix.len ? prefix.at[0] : 'x';
	bool letter = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z');
	return prefix.len == 0 || (letter && is_plain_name(prefix));
}

struct painter *paint_svg_open(struct rect page, const struct paint_options *options,
	const struct svg_options *svg, struct diag *diag) {
	static const struct svg_options standard = SVG_OPTIONS_DEFAULT;
	(void)page;
	if (!svg)
		svg = &standard;
	if (!is_prefix(svg->prefix)) {
		diag_error(diag, WHERE_NOWHERE,
			"\"%.*s\" cannot lead ids: a letter, then letters, "
			"figures, \"-\" and \"_\"",
			STR_ARG(svg->prefix));
		return NULL;
	}
	struct arena arena = ARENA_INIT;
	struct svg *s = arena_new(&arena, struct svg, 1);
	s->arena = arena;
	s->painter.ops = &svg_ops;
	s->options = *svg;
	if (svg->precision < 0 || svg->precision > 6)
		s->options.precision = svg->precision < 0 ? 2 : 6;
	if (options->about)
		s->about = *options->about;
	struct buffer *const buffers[] = { &s->body, &s->defs, &s->pending.attributes,
		&s->pending.rest, &s->style, &s->label_attributes, &s->label_halo };
	for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++)
		buffers[i]->arena = &s->arena;
	return &s->painter;
}
