#include <string.h>

#include "base/limits.h"
#include "paint/deflate.h"
#include "paint/draw.h"
#include "paint/pngfile.h"
#include "paint/raster.h"
#include "paint/stroker.h"

/* Pixels. */
struct png_painter {
	struct draw draw;
	cairo_surface_t *surface;
	struct scene_about about;
	double dpi;
	bool transparent, plain;
	struct raster *raster; /* NULL: Cairo draws everything */
	struct deflate *work;  /* of plain pictures, which may be many; or NULL */
};

static void png_begin(struct painter *painter, const struct scene *scene, struct rect window) {
	struct png_painter *png = (struct png_painter *)painter;
	(void)scene;
	if (png->draw.cr)
		cairo_destroy(png->draw.cr);
	cairo_surface_flush(png->surface);
	size_t stride = (size_t)cairo_image_surface_get_stride(png->surface);
	memset(cairo_image_surface_get_data(png->surface), png->transparent ? 0 : 255,
		stride * (size_t)cairo_image_surface_get_height(png->surface));
	cairo_surface_mark_dirty(png->surface);
	cairo_t *cr = cairo_create(png->surface);
	cairo_scale(cr, png->draw.pixel_ratio, png->draw.pixel_ratio);
	draw_begin(&png->draw, cr, window);
	double ratio = png->draw.pixel_ratio;
	if (png->raster)
		raster_place(png->raster,
			(struct point){ window.min.x * ratio, window.min.y * ratio });
}

/* Cairo keeps what is drawn in a group, and its clip. */
static bool uses_raster(const struct png_painter *png) {
	return png->raster && png->draw.ngroups == 0;
}

static void paint_raster(struct png_painter *png, bool evenodd, struct color color) {
	cairo_surface_flush(png->surface);
	raster_paint(png->raster, evenodd, color, cairo_image_surface_get_data(png->surface),
		(size_t)cairo_image_surface_get_stride(png->surface));
	cairo_surface_mark_dirty(png->surface);
}

static void png_fill(struct painter *painter, const struct scene_op *op) {
	struct png_painter *png = (struct png_painter *)painter;
	if (!uses_raster(png) || op->fill.pattern || op->fill.ramp || op->fill.aliased) {
		draw_fill(painter, op);
		return;
	}
	raster_path(png->raster, &op->fill.path, png->draw.pixel_ratio);
	paint_raster(png, op->fill.evenodd, op->fill.color);
}

static void png_stroke(struct painter *painter, const struct scene_op *op) {
	struct png_painter *png = (struct png_painter *)painter;
	const struct stroke *stroke = &op->stroke.stroke;
	bool plain = !op->stroke.pattern && !op->stroke.ramp && !stroke->hairline;
	if (plain && uses_raster(png) && stroke->width > 0
		&& stroker_add(png->raster, &op->stroke.path, stroke, png->draw.pixel_ratio,
			&png->draw.arena))
		paint_raster(png, false, stroke->color);
	else
		draw_stroke(painter, op);
}

void paint_png_place(struct painter *whole, struct painter *part, uint32_t x, uint32_t y) {
	cairo_surface_t *to = ((struct png_painter *)whole)->surface;
	cairo_surface_t *from = ((struct png_painter *)part)->surface;
	uint32_t width = (uint32_t)cairo_image_surface_get_width(to);
	uint32_t height = (uint32_t)cairo_image_surface_get_height(to);
	uint32_t columns = (uint32_t)cairo_image_surface_get_width(from);
	uint32_t rows = (uint32_t)cairo_image_surface_get_height(from);
	size_t to_stride = (size_t)cairo_image_surface_get_stride(to);
	size_t from_stride = (size_t)cairo_image_surface_get_stride(from);
	if (x >= width || y >= height)
		return;
	columns = columns < width - x ? columns : width - x;
	rows = rows < height - y ? rows : height - y;
	cairo_surface_flush(to);
	cairo_surface_flush(from);
	for (uint32_t row = 0; row < rows; row++)
		memcpy(cairo_image_surface_get_data(to) + (y + row) * to_stride + (size_t)x * 4,
			cairo_image_surface_get_data(from) + row * from_stride,
			(size_t)columns * 4);
	cairo_surface_mark_dirty(to);
}

static bool png_finish(struct painter *painter, struct out *out, struct diag *diag) {
	struct png_painter *png = (struct png_painter *)painter;
	cairo_status_t status = cairo_status(png->draw.cr);
	if (status != CAIRO_STATUS_SUCCESS)
		return diag_error(diag, WHERE_NOWHERE, "cannot draw the picture: %s",
			cairo_status_to_string(status));
	cairo_surface_flush(png->surface);
	struct pngfile file = {
		.pixels = cairo_image_surface_get_data(png->surface),
		.width = (uint32_t)cairo_image_surface_get_width(png->surface),
		.height = (uint32_t)cairo_image_surface_get_height(png->surface),
		.stride = (uint32_t)cairo_image_surface_get_stride(png->surface),
		.opaque = !png->transparent,
		.dpi = png->plain ? 0 : png->dpi,
		.plain = png->plain,
		.work = png->work,
		.title = png->about.title,
		.author = png->about.author,
		.description = png->about.description,
		.sources = png->about.sources,
	};
	pngfile_write(&file, out);
	return true;
}

static void png_close(struct painter *painter) {
	struct png_painter *png = (struct png_painter *)painter;
	cairo_surface_destroy(png->surface);
	draw_release(&png->draw);
}

static const struct painter_ops png_ops = {
	.begin = png_begin,
	.fill = png_fill,
	.stroke = png_stroke,
	.glyphs = draw_glyph_pixels,
	.icon = draw_icon,
	.image = draw_image,
	.push_group = draw_push_group,
	.pop_group = draw_pop_group,
	.finish = png_finish,
	.close = png_close,
};

struct painter *paint_png_open(struct rect page, const struct paint_options *options,
	struct diag *diag) {
	double ratio = options->pixel_ratio > 0 ? options->pixel_ratio : 1;
	double width = floor(rect_width(page) * ratio + 0.5);
	double height = floor(rect_height(page) * ratio + 0.5);
	if (!(width >= 1 && height >= 1)) {
		diag_error(diag, WHERE_NOWHERE, "the picture has no pixels");
		return NULL;
	}
	if (width > LIMIT_SIDE_PIXELS || height > LIMIT_SIDE_PIXELS) {
		diag_error(diag, WHERE_NOWHERE,
			"%.0f x %.0f pixels are more than the limit of %d on "
			"a side",
			width, height, LIMIT_SIDE_PIXELS);
		return NULL;
	}
	cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, (int)width,
		(int)height);
	if (cairo_surface_status(surface) != CAIRO_STATUS_SUCCESS) {
		diag_error(diag, WHERE_NOWHERE, "no memory for %.0f x %.0f pixels", width, height);
		cairo_surface_destroy(surface);
		return NULL;
	}
	struct arena arena = ARENA_INIT;
	struct png_painter *png = arena_new(&arena, struct png_painter, 1);
	draw_init(&png->draw, &png_ops, ratio);
	png->draw.arena = arena;
	png->surface = surface;
	png->dpi = options->dpi > 0 ? options->dpi : 96 * ratio;
	png->transparent = options->transparent;
	png->plain = options->plain;
	if (options->plain)
		png->work = deflate_new((uint32_t)width, &png->draw.arena);
	png->draw.shaded = options->window;
	if (options->window)
		png->raster = raster_new((int)width, (int)height, &png->draw.arena);
	if (options->about)
		png->about = *options->about;
	return &png->draw.painter;
}
