#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include "app/job.h"
#include "base/out.h"
#include "scene/scene.h"

enum output_format { OUTPUT_UNKNOWN, OUTPUT_PNG, OUTPUT_SVG, OUTPUT_PDF, OUTPUT_TRACE };

/* By suffix; "png:-" and the like name the format of standard output. */
enum output_format output_format(const char *path, const char **file);

/* Every file that the job writes, as written in the map file, without a format before it: its
 * outputs, the map in words, and once what lies beside an overlay's pictures or a tileset.  Not what is no
 * file ("-"). */
struct opt_list output_files(const struct job *job, struct arena *arena);

/* The path without "." and what ".." takes back: two of one file are the same text. */
const char *output_plain(const char *path, struct arena *arena);

/* Files that get their names together, when all of them are on the disk. */
struct outputs {
	struct out *out[OUT_MOST];
	size_t n;
};

/* One more file.  NULL when it is among them already, perhaps by another name, and after one
 * that failed: the locks of the others are left to the run that has that one. */
struct out *outputs_add(struct outputs *outputs, const char *path, struct arena *arena);
bool outputs_commit(struct outputs *outputs, struct diag *diag);
/* Those that have no name yet leave no trace. */
void outputs_abandon(struct outputs *outputs);

/* Paints the sealed scene; `dark`: the same in the colours of a dark screen, for an SVG, or
 * NULL. */
bool output_paint(const struct job *job, enum output_format format, const struct scene *scene,
	const struct scene *dark, double pixel_ratio, bool transparent, struct out *out,
	struct diag *diag);

#endif
