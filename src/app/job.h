#ifndef APP_JOB_H
#define APP_JOB_H

#include "app/opt.h"
#include "base/json.h"

/* Everything that one map is made from: the options of `render` and one entry of
 * sitmap.yaml are both this. */
struct job {
	const char *name;                /* in sitmap.yaml; NULL */
	const struct tileset_job *tiles; /* drawn as tiles, not as a sheet; NULL */
	const struct json *entry;        /* of the map file, as written there; NULL */
	/* The map file, that relative paths are seen from; NULL: the current folder. */
	const char *base, *output_base;
	const char *events;                 /* file, "-" or NULL */
	const struct source *events_source; /* already read, or NULL */
	const char *style;                  /* name of a bundled style, or a file */
	const struct source *style_source;  /* already read, or NULL */
	const char *data_dir, *gazetteer, *projection;
	const char *title, *subtitle, *language, *furniture;
	struct opt_list fit, data, output;
	struct rect bbox;                       /* degrees; empty: not given */
	struct point center;                    /* degrees; NAN: not given */
	double zoom, bearing, pixel_ratio, dpi; /* NAN: not given */
	struct opt_size size;
	struct date since, as_of;
	bool overlay; /* only the events, transparent, in Web Mercator */
	bool skip_unplaced, strict, allow_path, quiet;
	struct job_svg {
		int writer, text, size, fonts; /* indices into the words of the options */
		long precision;
		const char *prefix, *dark; /* dark: style for dark screens; NULL */
	} svg;
	const char *alt; /* file for the map in words; NULL: none */
	int cluster;     /* enum job_cluster */
};

/* The words of the options; the first one is what nobody has said. */
#define SVG_WRITER_WORDS "sitmap|cairo"
#define SVG_TEXT_WORDS "text|paths|both"
#define SVG_SIZE_WORDS "fixed|fluid"
#define SVG_FONTS_WORDS "names|embed"

#define CLUSTER_WORDS "auto|never|always"
enum job_cluster { CLUSTER_AUTO, CLUSTER_NEVER, CLUSTER_ALWAYS };

/* What nobody has said. */
void job_defaults(struct job *job);
bool job_has_bbox(const struct job *job);
bool job_has_center(const struct job *job);

/* Exit codes, the same for all commands (docs: sitmap.1). */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_USAGE = 2, EXIT_PLACE = 3, EXIT_LOCKED = 75 };

/* Draws all outputs of the job; they appear together, when all went well.  Returns an exit
 * code. */
int job_draw(const struct job *job, struct arena *arena, struct diag *diag);

#endif
