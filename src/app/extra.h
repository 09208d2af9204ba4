#ifndef APP_EXTRA_H
#define APP_EXTRA_H

#include "style/style.h"

/* The style with layers for the files of --data, below the first layer that shows
 * events, or else on top: areas tinted, lines, points and names, in the colours that
 * simplestyle-spec 1.1.0 properties (fill, stroke, marker-color ...) ask for. */
const struct style *style_with_data(const struct style *style, uint32_t ndata, struct arena *arena,
	struct diag *diag);

#endif
