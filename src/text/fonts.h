#ifndef TEXT_FONTS_H
#define TEXT_FONTS_H

#include <hb.h>

#include "base/diag.h"
#include "scene/glyphs.h"

/* Which font files there are, opened when a text first needs them.  Files are
 * found by name in known folders, never by asking the user's setup, so that the
 * same packages give the same picture, and so that no folder is scanned. */
struct fonts {
	struct arena *arena;
	struct diag *diag;  /* hears of missing packages, once each */
	const char *folder; /* NULL: the folders of the packages */
	struct face *first;
	hb_draw_funcs_t *draw;
	uint32_t missing; /* bits of packages already reported */
};

struct face {
	struct glyph_face glyph_face; /* first, so that ops find their face */
	struct fonts *fonts;
	struct face *next;
	const char *stem; /* "NotoSansArabic" */
	int want_weight;
	bool want_italic, found;
	unsigned index; /* in a collection */
	double scale;   /* of the size asked for, to look as large */
	hb_blob_t *blob;
	hb_font_t *font; /* in font units */
	double unit;     /* one font unit at size 1 */
	const struct glyph_outline **outline;
	struct sized_font *sized;
};

bool fonts_open(struct fonts *fonts, const char *folder, struct arena *arena, struct diag *diag);
void fonts_close(struct fonts *fonts);

/* The face to draw `c` with: of the family, else of a companion that has the
 * script; when none has the character, the family itself (draws a box). */
struct face *fonts_find(struct fonts *fonts, const char *family, int weight, bool italic,
	hb_script_t script, struct str language, uint32_t c);

bool face_has(const struct face *face, uint32_t c);
void face_load_outline(struct face *face, uint32_t glyph);

/* The face at a size; the same pointer for the same size. */
const struct glyph_font *face_sized(struct face *face, double size);

#endif
