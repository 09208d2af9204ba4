#include "app/command.h"

#include <string.h>

#include "app/alt.h"
#include "app/input.h"
#include "app/job.h"
#include "app/mapfile.h"
#include "app/output.h"
#include "app/overlay.h"

#define FIELD(name) offsetof(struct job, name)

/* clang-format off */
static const struct opt options[] = {
	{ "output", 'o', OPT_LIST, FIELD(output), "FILE",
		"what to write, by suffix: .png, .svg, .pdf; may be given several times; png:-, svg:- "
		"and pdf:- write to standard output", 0, 0 },
	{ "style", 's', OPT_STRING, FIELD(style), "NAME|FILE",
		"a bundled style (paper, light, dark, mono) or a MapLibre style file; default paper", 0, 0 },
	{ "bbox", 0, OPT_BBOX, FIELD(bbox), "W,S,E,N", "show this box of degrees", 0, 0 },
	{ "center", 0, OPT_POINT, FIELD(center), "LON,LAT", "middle of the map, with --zoom", 0, 0 },
	{ "zoom", 0, OPT_NUMBER, FIELD(zoom), "Z", "zoom as on web maps (512-pixel world tiles)", -2, 24 },
	{ "fit", 0, OPT_LIST, FIELD(fit), "PLACE", "show these countries, regions or places, by name "
		"or ISO code: --fit IQ,SY", 0, 0 },
	{ "projection", 'p', OPT_STRING, FIELD(projection), "CRS",
		"auto (default), EPSG:N or a PROJ string", 0, 0 },
	{ "size", 0, OPT_SIZE, FIELD(size), "WxH", "page size in px, or with mm, cm, in, pt "
		"behind; default 1200x900", 0, 0 },
	{ "bearing", 0, OPT_NUMBER, FIELD(bearing), "B", "degrees; this direction is up", -360, 360 },
	{ "pixel-ratio", 0, OPT_NUMBER, FIELD(pixel_ratio), "N", "pixels of a PNG for one page unit; "
		"default 1, or 2 where no --size is given", 0.05, 16 },
	{ "dpi", 0, OPT_NUMBER, FIELD(dpi), "N", "physical resolution noted in a PNG", 1, 9600 },
	{ "title", 't', OPT_STRING, FIELD(title), "TEXT", "title of the sheet", 0, 0 },
	{ "subtitle", 0, OPT_STRING, FIELD(subtitle), "TEXT", "line below it; default the period", 0, 0 },
	{ "since", 0, OPT_DATE, FIELD(since), "DATE", "leave out earlier events", 0, 0 },
	{ "as-of", 0, OPT_DATE, FIELD(as_of), "DATE", "leave out later events", 0, 0 },
	{ "language", 'l', OPT_TAGS, FIELD(language), "LIST", "languages of names, the first one "
		"larger: ar,en", 0, 0 },
	{ "data", 0, OPT_LIST, FIELD(data), "FILE", "one more layer: .shp, .geojson or .csv", 0, 0 },
	{ "furniture", 0, OPT_STRING, FIELD(furniture), "LIST", "none, all, or some of title, key, "
		"scale, graticule, inset, sources", 0, 0 },
	{ "data-dir", 0, OPT_STRING, FIELD(data_dir), "DIR", "folder with styles/ and geodata/", 0, 0 },
	{ "gazetteer", 0, OPT_STRING, FIELD(gazetteer), "FILE", "gazetteer to find places in", 0, 0 },
	{ "skip-unplaced", 0, OPT_FLAG, FIELD(skip_unplaced), NULL, "draw the rest where a place is "
		"unknown or ambiguous", 0, 0 },
	{ "overlay", 0, OPT_FLAG, FIELD(overlay), NULL, "only the events, on nothing, in Web Mercator; "
		"with bounds and world file beside the picture", 0, 0 },
	{ "cluster", 0, OPT_WORD, FIELD(cluster), CLUSTER_WORDS, "circles with the number of events "
		"where symbols would cover each other: when too many do (default), never, or wherever "
		"two touch", 0, 0 },
	{ "alt", 0, OPT_STRING, FIELD(alt), "FILE", "the map in words, with a table of its events: "
		".html or .txt", 0, 0 },
	{ "svg-text", 0, OPT_WORD, FIELD(svg.text), SVG_TEXT_WORDS, "letters of an SVG as text "
		"(default), as outlines, or outlines with text to select", 0, 0 },
	{ "svg-fonts", 0, OPT_WORD, FIELD(svg.fonts), SVG_FONTS_WORDS, "fonts by name (default), or the "
		"letters that occur inside the file", 0, 0 },
	{ "svg-size", 0, OPT_WORD, FIELD(svg.size), SVG_SIZE_WORDS, "with width and height (default), "
		"or as large as there is room", 0, 0 },
	{ "svg-precision", 0, OPT_WHOLE, FIELD(svg.precision), "N", "decimals of an SVG's coordinates; "
		"default 2", 0, 6 },
	{ "svg-writer", 0, OPT_WORD, FIELD(svg.writer), SVG_WRITER_WORDS, "who writes the SVG", 0, 0 },
	{ "svg-dark", 0, OPT_STRING, FIELD(svg.dark), "NAME|FILE", "style whose colours an SVG has on a "
		"dark screen; default what the style calls \"sitmap:dark\"", 0, 0 },
	{ "id-prefix", 0, OPT_STRING, FIELD(svg.prefix), "TEXT", "in front of every id of an SVG; "
		"default a hash of its content", 0, 0 },
	{ "strict", 0, OPT_FLAG, FIELD(strict), NULL, "warnings are errors", 0, 0 },
	{ "quiet", 'q', OPT_FLAG, FIELD(quiet), NULL, "say nothing on success, warnings included", 0, 0 },
	{ "allow-path", 0, OPT_FLAG, FIELD(allow_path), NULL, "let a style name files outside its "
		"folder", 0, 0 },
};
/* clang-format on */

static void defaults(void *job) {
	job_defaults(job);
}

static bool check_outputs(const struct job *job, struct arena *arena, struct diag *diag) {
	const char *file, *known;
	if (job->output.count == 0)
		return diag_error(diag, WHERE_NOWHERE,
			"render: no output (say -o map.png, .svg or .pdf)");
	for (uint32_t i = 0; i < job->output.count; i++)
		if (output_format(job->output.item[i], &file) == OUTPUT_UNKNOWN) {
			known = strcmp(job->output.item[i], "-") == 0
				? "say png:-, svg:- or pdf:-"
				: ".png, .svg and .pdf are known";
			diag_error(diag, WHERE_NOWHERE, "render: unknown format of \"%s\" (%s)",
				job->output.item[i], known);
		}
	if (job->alt && !alt_is_known(job->alt))
		diag_error(diag, WHERE_NOWHERE, "--alt: \"%s\" is neither a .html nor a .txt file",
			job->alt);
	struct opt_list files = output_files(job, arena);
	for (uint32_t i = 0; i < files.count; i++)
		for (uint32_t k = 0; k < i; k++)
			if (strcmp(output_plain(files.item[i], arena),
				    output_plain(files.item[k], arena))
				== 0)
				diag_error(diag, WHERE_NOWHERE,
					"render: \"%s\" is written a second time", files.item[i]);
	return diag->errors == 0;
}

static bool check_view(const struct job *job, struct diag *diag) {
	bool zoomed = !isnan(job->zoom);
	if (job_has_center(job) != zoomed)
		diag_error(diag, WHERE_NOWHERE, "render: --center and --zoom belong together");
	if (job_has_bbox(job) && job_has_center(job))
		diag_error(diag, WHERE_NOWHERE, "render: --bbox and --center exclude each other");
	if (job->furniture) {
		unsigned parts;
		struct where at = { .path = "--furniture" };
		furniture_parse(str_of(job->furniture), at, &parts, diag);
	}
	return diag->errors == 0;
}

/* Nothing said is more likely an empty variable of a script than the wish for a world map. */
static bool says_what(const struct job *job, int noperands, struct diag *diag) {
	struct job usual;
	job_defaults(&usual);
	return noperands || job_has_bbox(job) || job_has_center(job) || job->fit.count
		|| job->data.count || job->style != usual.style
		|| diag_error(diag, WHERE_NOWHERE,
			"render: which events? (a list, a map file, or --style, --bbox or --fit)");
}

/* A map file says everything of its one map but where it goes. */
static int take_mapfile(struct job *job, const char *path, struct arena *arena, struct diag *diag) {
	static const char *const allowed[] = { "output", "data-dir", "strict", "quiet", NULL };
	struct mapfile file;
	struct job given = *job;
	if (!opt_beside(&command_render, job, path, allowed, arena, diag))
		return EXIT_USAGE;
	if (!mapfile_read(path, &file, arena, diag))
		return EXIT_FAILED;
	if (file.nmaps != 1) {
		diag_error(diag, WHERE_NOWHERE,
			file.nmaps ? "%s: lists %u maps (sitmap build draws them all)"
				   : "%s: lists %u maps (sitmap tiles draws its tilesets)",
			path, file.nmaps);
		return EXIT_FAILED;
	}
	*job = file.job[0];
	job->data_dir = given.data_dir;
	job->strict |= given.strict;
	job->quiet = given.quiet;
	if (given.output.count) {
		job->output = given.output;
		job->output_base = NULL;
	}
	return EXIT_DONE;
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	struct job job = *(const struct job *)given;
	int status = EXIT_DONE;
	if (noperands > 1)
		diag_error(diag, WHERE_NOWHERE, "render: one input, not %d (\"%s\" is too much)",
			noperands, operand[1]);
	if (!check_view(&job, diag) || !says_what(&job, noperands, diag))
		return EXIT_USAGE;
	if (noperands == 1 && input_is_mapfile(operand[0]))
		status = take_mapfile(&job, operand[0], arena, diag);
	else if (noperands == 1 && !input_take(&job, operand[0], arena, diag))
		status = EXIT_FAILED;
	if (status != EXIT_DONE)
		return status;
	struct where overlay = { .path = "--overlay" };
	if (!check_outputs(&job, arena, diag) || !overlay_check_picture(&job, overlay, diag))
		return EXIT_USAGE;
	status = job_draw(&job, arena, diag);
	if (job.quiet && status == EXIT_DONE)
		diag_forget(diag);
	return status;
}

const struct command command_render = {
	"render",
	"[INPUT]",
	"one map from an event list, a map file or a style",
	"Draws one map. INPUT is an event list (.csv or .geojson, - for standard input), a map file "
	"(.yaml) or a style (.json); without it --style, --bbox, --fit or --center say what is drawn.",
	options,
	sizeof(options) / sizeof(*options),
	sizeof(struct job),
	defaults,
	run,
};
