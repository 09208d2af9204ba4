#ifndef TEXT_LAYOUT_H
#define TEXT_LAYOUT_H

#include "text/pieces.h"

/* Shapes a text, breaks it into lines and puts every glyph in its place. */
const struct glyph_run *layout_run(struct fonts *fonts, hb_buffer_t *buffer,
	const struct text_section *section, uint32_t n, const struct text_style *style,
	struct arena *arena, struct arena *scratch);

#endif
