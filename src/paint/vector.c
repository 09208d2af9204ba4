#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <time.h>

#include "paint/buffer.h"
#include "paint/draw.h"
#include "paint/escape.h"
#include "paint/pdffile.h"

/* PDF and SVG as Cairo writes them. */
struct vector_painter {
	struct draw draw;
	struct arena bytes_arena, places;
	struct buffer bytes;
	cairo_surface_t *surface;
	const char *kind;
	bool pdf;
	struct rect window;
	struct scene_about about;
	struct pdflink *link;
	uint32_t nlinks, links_capacity;
	struct pdftext *text;
	uint32_t ntexts, texts_capacity;
};

/* A CSS pixel is 1/96 inch, a point 1/72. */
static const double points = 0.75;

static cairo_status_t write_bytes(void *to, const unsigned char *data, unsigned len) {
	struct buffer *bytes = to;
	buffer_add(bytes, data, len);
	return bytes->too_large ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

static void vector_begin(struct painter *painter, const struct scene *scene, struct rect window) {
	struct vector_painter *v = (struct vector_painter *)painter;
	(void)scene;
	/* The file holds one page: the first. */
	if (v->draw.cr)
		return;
	v->window = window;
	cairo_t *cr = cairo_create(v->surface);
	if (v->pdf)
		cairo_scale(cr, points, points);
	cairo_rectangle(cr, 0, 0, rect_width(window), rect_height(window));
	cairo_clip(cr);
	draw_begin(&v->draw, cr, window);
}

static bool is_web_link(struct str link) {
	return str_starts(link, STR("http://")) || str_starts(link, STR("https://"));
}

/* Symbols and names lead to their source; the box around a long line would lie
 * over everything else. */
static void note_link(struct painter *painter, const struct scene_op *op) {
	struct vector_painter *v = (struct vector_painter *)painter;
	if (!v->pdf || !op->subject || !is_web_link(op->subject->link))
		return;
	struct rect box = rect_intersection(op->bounds, v->window);
	if (rect_is_empty(box))
		return;
	struct point corner = v->window.min;
	*arena_push(&v->draw.arena, v->link, v->nlinks, v->links_capacity) = (struct pdflink){
		{ { box.min.x - corner.x, box.min.y - corner.y },
			{ box.max.x - corner.x, box.max.y - corner.y } },
		op->subject->link
	};
}

static void add_text(struct vector_painter *v, struct pdftext text) {
	*arena_push(&v->draw.arena, v->text, v->ntexts, v->texts_capacity) = text;
}

/* Readers take what runs to the left as it stands on the page: letter by letter. */
static void add_letters(struct vector_painter *v, const struct glyph_run *run, uint32_t n,
	struct pdftext whole) {
	struct arena_mark mark = arena_mark(&v->places);
	struct glyph_place *place = arena_new(&v->places, struct glyph_place, n);
	glyph_run_places(run, place);
	double c = cos(whole.angle), s = sin(whole.angle);
	for (uint32_t i = 0; i < n; i++) {
		struct pdftext letter = whole;
		double along = place[i].at.x - run->box.min.x;
		letter.text = str_slice(run->text, place[i].text_start,
			place[i].text_start + place[i].text_len);
		letter.at.x += along * c;
		letter.at.y += along * s;
		letter.width = place[i].advance;
		add_text(v, letter);
	}
	arena_rewind(&v->places, mark);
}

/* Letters along a line are drawn as outlines: as text each would be a word. */
static void note_text(struct vector_painter *v, const struct scene_op *op) {
	const struct glyph_run *run = op->glyphs.run;
	uint32_t n = glyph_run_nclusters(run);
	if (n == 0)
		return;
	const struct glyph_spot *first = &op->glyphs.spot[run->rtl ? n - 1 : 0];
	const struct glyph_spot *last = &op->glyphs.spot[run->rtl ? 0 : n - 1];
	double dx = last->at.x - first->at.x, dy = last->at.y - first->at.y;
	struct pdftext text = {
		.text = run->text,
		.width = rect_width(run->box),
		.size = run->size,
		.at = { first->at.x - v->window.min.x, first->at.y - v->window.min.y },
		.angle = n > 1 ? atan2(dy, dx) : first->angle,
	};
	if (run->rtl)
		add_letters(v, run, n, text);
	else
		add_text(v, text);
}

static void vector_glyphs(struct painter *painter, const struct scene_op *op) {
	struct vector_painter *v = (struct vector_painter *)painter;
	note_link(painter, op);
	if (v->pdf && op->glyphs.spot) {
		note_text(v, op);
		draw_glyph_paths(painter, op);
	} else {
		draw_glyph_text(painter, op);
	}
}

static void vector_icon(struct painter *painter, const struct scene_op *op) {
	note_link(painter, op);
	draw_icon(painter, op);
}

static void extend_pdf(struct vector_painter *v) {
	struct pdfextra extra = {
		.language = v->about.language,
		.has_title = v->about.title.len > 0,
		.link = v->link,
		.nlinks = v->nlinks,
		.text = v->text,
		.ntexts = v->ntexts,
		.page_height = rect_height(v->window),
		.unit = points,
	};
	pdffile_extend(&v->bytes, &extra);
}

static bool vector_finish(struct painter *painter, struct out *out, struct diag *diag) {
	struct vector_painter *v = (struct vector_painter *)painter;
	cairo_status_t status = CAIRO_STATUS_SUCCESS;
	if (v->draw.cr) {
		cairo_show_page(v->draw.cr);
		status = cairo_status(v->draw.cr);
	}
	cairo_surface_finish(v->surface);
	if (status == CAIRO_STATUS_SUCCESS)
		status = cairo_surface_status(v->surface);
	if (v->bytes.too_large)
		return diag_error(diag, WHERE_NOWHERE, "the %s would be larger than 2 GB", v->kind);
	if (status != CAIRO_STATUS_SUCCESS)
		return diag_error(diag, WHERE_NOWHERE, "cannot make the %s: %s", v->kind,
			cairo_status_to_string(status));
	if (v->pdf)
		extend_pdf(v);
	out_write(out, v->bytes.bytes, v->bytes.nbytes);
	return true;
}

static void vector_close(struct painter *painter) {
	struct vector_painter *v = (struct vector_painter *)painter;
	if (v->draw.cr)
		cairo_destroy(v->draw.cr);
	v->draw.cr = NULL;
	cairo_surface_destroy(v->surface);
	arena_release(&v->bytes_arena);
	arena_release(&v->places);
	draw_release(&v->draw);
}

static const struct painter_ops vector_ops = {
	.begin = vector_begin,
	.fill = draw_fill,
	.stroke = draw_stroke,
	.glyphs = vector_glyphs,
	.icon = vector_icon,
	.image = draw_image,
	.push_group = draw_push_group,
	.pop_group = draw_pop_group,
	.finish = vector_finish,
	.close = vector_close,
};

static struct vector_painter *vector_new(const char *kind) {
	struct arena arena = ARENA_INIT;
	struct vector_painter *v = arena_new(&arena, struct vector_painter, 1);
	draw_init(&v->draw, &vector_ops, 0);
	v->draw.arena = arena;
	v->bytes.arena = &v->bytes_arena;
	v->kind = kind;
	return v;
}

static bool surface_ok(const struct vector_painter *v, struct diag *diag) {
	cairo_status_t status = cairo_surface_status(v->surface);
	return status == CAIRO_STATUS_SUCCESS
		|| diag_error(diag, WHERE_NOWHERE, "cannot make the %s: %s", v->kind,
			cairo_status_to_string(status));
}

static void set_metadata(struct vector_painter *v, cairo_pdf_metadata_t what, struct str text) {
	if (text.len == 0)
		return;
	struct arena_mark mark = arena_mark(&v->draw.arena);
	struct buffer clean = { .arena = &v->draw.arena };
	escape_cairo_text(&clean, text);
	cairo_pdf_surface_set_metadata(v->surface, what, clean.bytes);
	arena_rewind(&v->draw.arena, mark);
}

/* Without a date of ours Cairo would write today's. */
static void set_date(struct vector_painter *v, int64_t date) {
	time_t seconds = (time_t)date;
	struct tm day = { 0 };
	char text[40];
	if (!gmtime_r(&seconds, &day) || !strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &day))
		return;
	cairo_pdf_surface_set_metadata(v->surface, CAIRO_PDF_METADATA_CREATE_DATE, text);
	cairo_pdf_surface_set_metadata(v->surface, CAIRO_PDF_METADATA_MOD_DATE, text);
}

struct painter *paint_pdf_open(struct rect page, const struct paint_options *options,
	struct diag *diag) {
	static const struct scene_about nothing;
	struct vector_painter *v = vector_new("PDF");
	v->pdf = true;
	v->surface = cairo_pdf_surface_create_for_stream(write_bytes, &v->bytes,
		rect_width(page) * points, rect_height(page) * points);
	if (!surface_ok(v, diag)) {
		vector_close(&v->draw.painter);
		return NULL;
	}
	const struct scene_about *about = options->about ? options->about : &nothing;
	v->about = *about;
	set_metadata(v, CAIRO_PDF_METADATA_TITLE, about->title);
	set_metadata(v, CAIRO_PDF_METADATA_AUTHOR, about->author);
	set_metadata(v, CAIRO_PDF_METADATA_SUBJECT, about->description);
	set_metadata(v, CAIRO_PDF_METADATA_CREATOR, STR("sitmap"));
	set_date(v, about->date);
	return &v->draw.painter;
}

struct painter *paint_cairo_svg_open(struct rect page, const struct paint_options *options,
	struct diag *diag) {
	struct vector_painter *v = vector_new("SVG");
	(void)options;
	v->surface = cairo_svg_surface_create_for_stream(write_bytes, &v->bytes, rect_width(page),
		rect_height(page));
	if (!surface_ok(v, diag)) {
		vector_close(&v->draw.painter);
		return NULL;
	}
	cairo_svg_surface_set_document_unit(v->surface, CAIRO_SVG_UNIT_PX);
	return &v->draw.painter;
}
