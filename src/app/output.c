#include "app/output.h"

#include "base/limits.h"
#include "compose/words.h"
#include "paint/paint.h"
#include "paint/svg.h"
#include "tile/mosaic.h"

enum output_format output_format(const char *path, const char **file) {
	static const struct {
		struct str suffix, prefix;
		enum output_format format;
	} known[] = {
		{ { ".png", 4 }, { "png:", 4 }, OUTPUT_PNG },
		{ { ".svg", 4 }, { "svg:", 4 }, OUTPUT_SVG },
		{ { ".pdf", 4 }, { "pdf:", 4 }, OUTPUT_PDF },
		{ { ".trace", 6 }, { "trace:", 6 }, OUTPUT_TRACE },
	};
	struct str s = str_of(path);
	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++) {
		bool named = str_starts(s, known[i].prefix);
		if (named || str_ends_nocase(s, known[i].suffix)) {
			*file = named ? path + known[i].prefix.len : path;
			return known[i].format;
		}
	}
	return OUTPUT_UNKNOWN;
}

static struct painter *svg_painter(const struct job *job, struct rect page,
	const struct scene *dark, const struct paint_options *options, struct diag *diag) {
	enum { CAIRO = 1, FLUID = 1, EMBED = 1 };
	const struct job_svg *svg = &job->svg;
	struct svg_options how = { .precision = (int)svg->precision,
		.text = (enum svg_text_mode)svg->text,
		.prefix = str_of(svg->prefix ? svg->prefix : ""),
		.fluid = svg->size == FLUID,
		.embed_fonts = svg->fonts == EMBED,
		.dark = dark };
	if (svg->writer == CAIRO)
		return paint_cairo_svg_open(page, options, diag);
	return paint_svg_open(page, options, &how, diag);
}

static struct painter *painter_for(const struct job *job, enum output_format format,
	struct rect page, const struct scene *dark, const struct paint_options *options,
	struct diag *diag) {
	switch (format) {
	case OUTPUT_PNG:
		return paint_png_open(page, options, diag);
	case OUTPUT_SVG:
		return svg_painter(job, page, dark, options, diag);
	case OUTPUT_PDF:
		return paint_pdf_open(page, options, diag);
	case OUTPUT_TRACE:
		return paint_trace_open(page, diag);
	case OUTPUT_UNKNOWN:
		break;
	}
	return NULL;
}

bool output_write(const struct job *job, const char *path, const struct scene *scene,
	const struct scene *dark, double pixel_ratio, bool transparent, struct arena *arena,
	struct diag *diag) {
	const char *file = path;
	enum output_format format = output_format(path, &file);
	struct scene_about about = scene->about;
	/* What is read aloud must have a name. */
	if (about.title.len == 0 && (format == OUTPUT_SVG || format == OUTPUT_PDF))
		about.title = words_in(about.language, STR("Map"));
	struct paint_options options = { .about = &about,
		.pixel_ratio = pixel_ratio,
		.dpi = isnan(job->dpi) ? 0 : job->dpi,
		.transparent = transparent };
	struct painter *painter = painter_for(job, format, scene->page, dark, &options, diag);
	if (!painter)
		return false;
	bool ok = true, whole_cells = fmod(MOSAIC_CELL * pixel_ratio, 1) == 0;
	/* An overlay is what a sheet shows, to the pixel; a bare picture what tiles do. */
	if (format == OUTPUT_PNG && transparent && !job->overlay && whole_cells)
		ok = mosaic_paint(painter, scene, &options, diag);
	else
		painter_replay(painter, scene, scene->page);
	struct out *out = out_file(file, arena);
	ok = ok && painter_finish(painter, out, diag);
	if (ok)
		ok = out_commit(out, diag);
	else
		out_abandon(out);
	painter_close(painter);
	return ok;
}
