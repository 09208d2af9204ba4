#include "paint/buffer.h"
#include "paint/paint.h"

/*
 * The display list as text, one operation a line, groups indented:
 *
 *	fill land #f4f0e6 box=0,0,10,10 M0 0L10 0L10 10Z
 *	text towns "Erbil" at=10,20 size=9.5 #333333 halo=#ffffff,1.6 box=...
 *
 * Everything that decides how the picture looks, rounded to 1/100 of a page unit.
 */
struct trace_painter {
	struct painter painter;
	struct arena arena;
	struct buffer text;
	unsigned depth;
	struct point origin; /* of the window */
};

/* Longer paths are told by their length and the path's first point. */
enum { MOST_POINTS = 16 };

static void put_number(struct trace_painter *t, double v) {
	buffer_number(&t->text, v, 2);
}

static void put_xy(struct trace_painter *t, struct point p, const char *between) {
	put_number(t, p.x - t->origin.x);
	buffer_put(&t->text, between);
	put_number(t, p.y - t->origin.y);
}

static void put_box(struct trace_painter *t, const char *name, struct rect r) {
	buffer_printf(&t->text, " %s=", name);
	if (rect_is_empty(r)) {
		buffer_put(&t->text, "empty");
		return;
	}
	put_xy(t, r.min, ",");
	buffer_put(&t->text, ",");
	put_xy(t, r.max, ",");
}

static void put_quoted(struct trace_painter *t, struct str s) {
	buffer_put(&t->text, "\"");
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		if (c == '"' || c == '\\')
			buffer_printf(&t->text, "\\%c", c);
		else if (c < 0x20)
			buffer_printf(&t->text, "\\x%02x", c);
		else
			buffer_add(&t->text, &c, 1);
	}
	buffer_put(&t->text, "\"");
}

static void put_color(struct trace_painter *t, struct color c) {
	buffer_color(&t->text, c);
	if (c.a < 1) {
		buffer_put(&t->text, "/");
		put_number(t, (double)c.a);
	}
}

static void put_named(struct trace_painter *t, const char *name, double value) {
	buffer_printf(&t->text, " %s=", name);
	put_number(t, value);
}

static void put_ramp(struct trace_painter *t, const struct scene_ramp *ramp) {
	buffer_put(&t->text, "ramp=");
	put_xy(t, ramp->from, ",");
	buffer_put(&t->text, ramp->radius > 0 ? "~" : ">");
	if (ramp->radius > 0)
		put_number(t, ramp->radius);
	else
		put_xy(t, ramp->to, ",");
	for (uint32_t i = 0; i < ramp->nstops; i++) {
		buffer_put(&t->text, i ? "," : ":");
		put_number(t, ramp->stop[i].at);
		put_color(t, ramp->stop[i].color);
	}
}

static void put_path(struct trace_painter *t, const struct path *path) {
	static const char letters[] = { [PATH_MOVE] = 'M',
		[PATH_LINE] = 'L',
		[PATH_CURVE] = 'C',
		[PATH_CLOSE] = 'Z' };
	if (path->npoints > MOST_POINTS) {
		buffer_printf(&t->text, " M");
		put_xy(t, path->point[0], " ");
		buffer_printf(&t->text, " (%u points)", path->npoints);
		return;
	}
	const struct point *p = path->point;
	buffer_put(&t->text, " ");
	for (uint32_t i = 0; i < path->nverbs; i++) {
		uint32_t n = path_verb_npoints(path->verb[i]);
		buffer_add(&t->text, &letters[path->verb[i]], 1);
		for (uint32_t k = 0; k < n; k++) {
			if (k)
				buffer_put(&t->text, " ");
			put_xy(t, *p++, " ");
		}
	}
}

static void begin_line(struct trace_painter *t, const char *what, const struct scene_op *op) {
	for (unsigned i = 0; i < t->depth; i++)
		buffer_put(&t->text, "\t");
	buffer_printf(&t->text, "%s ", what);
	if (op->layer.len)
		buffer_str(&t->text, op->layer);
	else
		buffer_put(&t->text, "-");
}

static void end_line(struct trace_painter *t, const struct scene_op *op) {
	if (op->subject) {
		buffer_put(&t->text, " for=");
		put_quoted(t, op->subject->id.len ? op->subject->id : op->subject->title);
	}
	buffer_put(&t->text, "\n");
}

static void trace_begin(struct painter *painter, const struct scene *scene, struct rect window) {
	struct trace_painter *t = (struct trace_painter *)painter;
	t->text.nbytes = 0;
	t->depth = 0;
	t->origin = window.min;
	buffer_put(&t->text, "page ");
	put_number(t, rect_width(window));
	buffer_put(&t->text, "x");
	put_number(t, rect_height(window));
	if (scene->about.title.len) {
		buffer_put(&t->text, " ");
		put_quoted(t, scene->about.title);
	}
	buffer_put(&t->text, "\n");
}

/* With where its grid begins, unless that is the page's corner. */
static void put_pattern(struct trace_painter *t, const struct scene_pattern *pattern) {
	buffer_put(&t->text, "pattern=");
	buffer_str(&t->text, pattern->icon->name);
	buffer_put(&t->text, ",");
	put_color(t, pattern->tint);
	if (pattern->origin.x != 0 || pattern->origin.y != 0) {
		buffer_put(&t->text, " from=");
		put_xy(t, pattern->origin, ",");
	}
	if (pattern->scale != 1)
		put_named(t, "scale", pattern->scale);
	if (pattern->angle != 0)
		put_named(t, "angle", pattern->angle);
	if (pattern->mirrored)
		buffer_put(&t->text, " mirrored");
}

static void trace_fill(struct painter *painter, const struct scene_op *op) {
	struct trace_painter *t = (struct trace_painter *)painter;
	begin_line(t, "fill", op);
	buffer_put(&t->text, " ");
	if (op->fill.pattern) {
		put_pattern(t, op->fill.pattern);
	} else if (op->fill.ramp) {
		put_ramp(t, op->fill.ramp);
	} else {
		put_color(t, op->fill.color);
	}
	if (op->fill.evenodd)
		buffer_put(&t->text, " evenodd");
	put_box(t, "box", op->bounds);
	put_path(t, &op->fill.path);
	end_line(t, op);
}

static void trace_stroke(struct painter *painter, const struct scene_op *op) {
	static const char *const caps[] = { "", " cap=round", " cap=square" };
	static const char *const joins[] = { "", " join=round", " join=bevel" };
	struct trace_painter *t = (struct trace_painter *)painter;
	const struct stroke *s = &op->stroke.stroke;
	begin_line(t, "stroke", op);
	buffer_put(&t->text, " ");
	if (op->stroke.pattern)
		put_pattern(t, op->stroke.pattern);
	else if (op->stroke.ramp)
		put_ramp(t, op->stroke.ramp);
	else
		put_color(t, s->color);
	put_named(t, "width", s->width);
	buffer_printf(&t->text, "%s%s", caps[s->cap], joins[s->join]);
	for (uint32_t i = 0; i < s->ndashes; i++) {
		buffer_put(&t->text, i ? "," : " dash=");
		put_number(t, s->dash[i]);
	}
	if (s->hairline)
		buffer_put(&t->text, " hairline");
	if (s->dash_offset != 0)
		put_named(t, "dash-offset", s->dash_offset);
	put_box(t, "box", op->bounds);
	put_path(t, &op->stroke.path);
	end_line(t, op);
}

static void put_spots(struct trace_painter *t, const struct scene_op *op) {
	uint32_t n = glyph_run_nclusters(op->glyphs.run);
	buffer_put(&t->text, " along=");
	for (uint32_t i = 0; i < n; i++) {
		if (i)
			buffer_put(&t->text, ";");
		put_xy(t, op->glyphs.spot[i].at, ",");
		buffer_put(&t->text, ",");
		put_number(t, op->glyphs.spot[i].angle / RADIANS);
	}
}

static void trace_glyphs(struct painter *painter, const struct scene_op *op) {
	struct trace_painter *t = (struct trace_painter *)painter;
	const struct glyph_run *run = op->glyphs.run;
	begin_line(t, "text", op);
	buffer_put(&t->text, " ");
	put_quoted(t, run->text);
	if (op->glyphs.spot) {
		put_spots(t, op);
	} else {
		buffer_put(&t->text, " at=");
		put_xy(t, op->glyphs.at, ",");
		if (op->glyphs.angle != 0)
			put_named(t, "angle", op->glyphs.angle / RADIANS);
	}
	put_named(t, "size", run->size);
	if (run->nspans && run->span[0].font->face->weight != 400)
		buffer_printf(&t->text, " weight=%d", run->span[0].font->face->weight);
	if (run->nspans && run->span[0].font->face->italic)
		buffer_put(&t->text, " italic");
	if (run->nlines > 1)
		buffer_printf(&t->text, " lines=%u", run->nlines);
	buffer_put(&t->text, run->rtl ? " rtl " : " ");
	put_color(t, op->glyphs.color);
	if (op->glyphs.halo_width > 0) {
		buffer_put(&t->text, " halo=");
		put_color(t, op->glyphs.halo);
		buffer_put(&t->text, ",");
		put_number(t, op->glyphs.halo_width);
	}
	put_box(t, "box", op->bounds);
	end_line(t, op);
}

static void trace_icon(struct painter *painter, const struct scene_op *op) {
	struct trace_painter *t = (struct trace_painter *)painter;
	begin_line(t, "icon", op);
	buffer_put(&t->text, " ");
	buffer_str(&t->text, op->icon.icon->name);
	buffer_put(&t->text, " at=");
	put_xy(t, op->icon.at, ",");
	put_named(t, "scale", op->icon.scale);
	if (op->icon.angle != 0)
		put_named(t, "angle", op->icon.angle / RADIANS);
	if (op->icon.opacity < 1)
		put_named(t, "opacity", op->icon.opacity);
	buffer_put(&t->text, " ");
	put_color(t, op->icon.tint);
	buffer_put(&t->text, " ");
	put_color(t, op->icon.rim);
	end_line(t, op);
}

static void trace_image(struct painter *painter, const struct scene_op *op) {
	struct trace_painter *t = (struct trace_painter *)painter;
	begin_line(t, "image", op);
	put_box(t, "to", op->image.to);
	put_named(t, "opacity", op->image.opacity);
	end_line(t, op);
}

static void trace_push_group(struct painter *painter, const struct scene_op *op) {
	struct trace_painter *t = (struct trace_painter *)painter;
	begin_line(t, "group", op);
	if (op->group.opacity < 1)
		put_named(t, "opacity", op->group.opacity);
	if (op->group.clip)
		put_box(t, "clip", path_bounds(op->group.clip));
	end_line(t, op);
	t->depth++;
}

static void trace_pop_group(struct painter *painter) {
	((struct trace_painter *)painter)->depth--;
}

static bool trace_finish(struct painter *painter, struct out *out, struct diag *diag) {
	struct trace_painter *t = (struct trace_painter *)painter;
	if (t->text.too_large)
		return diag_error(diag, WHERE_NOWHERE, "the trace would be larger than 2 GB");
	out_write(out, t->text.bytes, t->text.nbytes);
	return true;
}

static void trace_close(struct painter *painter) {
	struct arena arena = ((struct trace_painter *)painter)->arena;
	arena_release(&arena);
}

static const struct painter_ops trace_ops = {
	.begin = trace_begin,
	.fill = trace_fill,
	.stroke = trace_stroke,
	.glyphs = trace_glyphs,
	.icon = trace_icon,
	.image = trace_image,
	.push_group = trace_push_group,
	.pop_group = trace_pop_group,
	.finish = trace_finish,
	.close = trace_close,
};

struct painter *paint_trace_open(struct rect page, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	struct trace_painter *t = arena_new(&arena, struct trace_painter, 1);
	(void)page;
	(void)diag;
	t->arena = arena;
	t->painter.ops = &trace_ops;
	t->text.arena = &t->arena;
	return &t->painter;
}
