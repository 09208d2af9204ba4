#include "app/output.h"

#include <assert.h>
#include <string.h>

#include "app/georef.h"
#include "app/tileset.h"
#include "app/viewer.h"
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

const char *output_plain(const char *path, struct arena *arena) {
	char *out = arena_new(arena, char, strlen(path) + 1);
	size_t root = path[0] == '/', n = root;
	memcpy(out, path, root);
	for (struct str rest = str_of(path); rest.at;) {
		struct str part = str_split(&rest, '/');
		bool back = str_equal(part, STR("..")) && n > root;
		if (part.len == 0 || str_equal(part, STR(".")))
			continue;
		if (back && !str_ends((struct str){ out, n }, STR(".."))) {
			while (n > root && out[--n] != '/')
				;
			continue;
		}
		if (n > root)
			out[n++] = '/';
		memcpy(out + n, part.at, part.len);
		n += part.len;
	}
	out[n] = '\0';
	return out;
}

static bool is_among(const struct opt_list *list, uint32_t from, const char *path,
	struct arena *arena) {
	for (uint32_t i = from; i < list->count; i++)
		if (strcmp(output_plain(list->item[i], arena), output_plain(path, arena)) == 0)
			return true;
	return false;
}

struct opt_list output_files(const struct job *job, struct arena *arena) {
	struct opt_list list = { 0 };
	const char *file, *beside[GEOREF_MOST];
	for (uint32_t i = 0; i < job->output.count + (job->alt != NULL); i++) {
		file = i < job->output.count ? job->output.item[i] : job->alt;
		if (i < job->output.count)
			output_format(job->output.item[i], &file);
		if (strcmp(file, "-") != 0 && !str_starts(str_of(file), STR("/dev/")))
			*arena_push(arena, list.item, list.count, list.capacity) = file;
	}
	uint32_t own = list.count;
	for (uint32_t i = 0; job->overlay && !job->tiles && i < job->output.count; i++) {
		file = job->output.item[i];
		enum output_format format = output_format(job->output.item[i], &file);
		uint32_t n = georef_names(file, format, beside, arena);
		for (uint32_t k = 0; k < n; k++)
			if (!is_among(&list, own, beside[k], arena))
				*arena_push(arena, list.item, list.count,
					list.capacity) = beside[k];
	}
	if (job->tiles && job->output.count) {
		uint32_t n = viewer_names(job->output.item[0], job->overlay, job->tiles->viewer,
			beside, arena);
		for (uint32_t k = 0; k < n; k++)
			*arena_push(arena, list.item, list.count, list.capacity) = beside[k];
	}
	return list;
}

struct out *outputs_add(struct outputs *outputs, const char *path, struct arena *arena) {
	if (outputs->n && out_failed(outputs->out[outputs->n - 1]))
		return NULL;
	struct out *out = out_file(path, arena);
	for (size_t i = 0; i < outputs->n; i++) {
		const char *one = out_target(out), *other = out_target(outputs->out[i]);
		if (one && other
			&& strcmp(output_plain(one, arena), output_plain(other, arena)) == 0) {
			out_abandon(out);
			return NULL;
		}
	}
	assert(outputs->n < OUT_MOST);
	return outputs->out[outputs->n++] = out;
}

bool outputs_commit(struct outputs *outputs, struct diag *diag) {
	size_t n = outputs->n;
	outputs->n = 0;
	return out_commit_all(outputs->out, n, diag);
}

void outputs_abandon(struct outputs *outputs) {
	for (size_t i = 0; i < outputs->n; i++)
		out_abandon(outputs->out[i]);
	outputs->n = 0;
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

bool output_paint(const struct job *job, enum output_format format, const struct scene *scene,
	const struct scene *dark, double pixel_ratio, bool transparent, struct out *out,
	struct diag *diag) {
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
	ok = ok && painter_finish(painter, out, diag);
	painter_close(painter);
	return ok;
}
