#ifndef APP_OUTPUT_H
#define APP_OUTPUT_H

#include "app/job.h"
#include "scene/scene.h"

enum output_format { OUTPUT_UNKNOWN, OUTPUT_PNG, OUTPUT_SVG, OUTPUT_PDF, OUTPUT_TRACE };

/* By suffix; "png:-" and the like name the format of standard output. */
enum output_format output_format(const char *path, const char **file);

/* Paints the sealed scene into the file, whole or not at all; `dark`: the same in the
 * colours of a dark screen, for an SVG, or NULL. */
bool output_write(const struct job *job, const char *path, const struct scene *scene,
	const struct scene *dark, double pixel_ratio, bool transparent, struct arena *arena,
	struct diag *diag);

#endif
