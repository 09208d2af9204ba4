#include "text/fonts.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <hb-subset.h>
#include <string.h>

/* From <cairo-ft.h>, which drags in all of FreeType, banned functions included. */
cairo_font_face_t *cairo_ft_font_face_create_for_pattern(FcPattern *pattern);

/* Where distributions put the Noto fonts. */
static const char *const folders[] = {
	"/usr/share/fonts/truetype/noto", /* Debian, Ubuntu */
	"/usr/share/fonts/opentype/noto",
	"/usr/share/fonts/noto", /* Arch, Alpine */
	"/usr/share/fonts/noto-cjk",
	"/usr/share/fonts/google-noto", /* Fedora */
	"/usr/share/fonts/google-noto-sans-cjk-fonts",
	"/usr/local/share/fonts/noto",
};

enum package { CORE, CJK };
static const char *const packages[] = { "fonts-noto-core", "fonts-noto-cjk" };

/* Which font has a script: next to Noto Sans, and next to Noto Serif where that
 * is another.  Arabic letters are drawn smaller than Latin ones in a font of the
 * same size; `scale` makes up for it. */
struct companion {
	hb_script_t script;
	const char *sans, *serif;
	double scale;
	enum package package;
};

static const struct companion companions[] = {
	{ HB_SCRIPT_ARABIC, "NotoSansArabic", "NotoNaskhArabic", 1.15, CORE },
	{ HB_SCRIPT_HEBREW, "NotoSansHebrew", "NotoSerifHebrew", 1.05, CORE },
	{ HB_SCRIPT_SYRIAC, "NotoSansSyriac", NULL, 1.1, CORE },
	{ HB_SCRIPT_THAANA, "NotoSansThaana", NULL, 1.1, CORE },
	{ HB_SCRIPT_NKO, "NotoSansNKo", NULL, 1, CORE },
	{ HB_SCRIPT_ADLAM, "NotoSansAdlam", NULL, 1, CORE },
	{ HB_SCRIPT_ARMENIAN, "NotoSansArmenian", "NotoSerifArmenian", 1, CORE },
	{ HB_SCRIPT_GEORGIAN, "NotoSansGeorgian", "NotoSerifGeorgian", 1, CORE },
	{ HB_SCRIPT_ETHIOPIC, "NotoSansEthiopic", "NotoSerifEthiopic", 1, CORE },
	{ HB_SCRIPT_DEVANAGARI, "NotoSansDevanagari", "NotoSerifDevanagari", 1, CORE },
	{ HB_SCRIPT_BENGALI, "NotoSansBengali", "NotoSerifBengali", 1, CORE },
	{ HB_SCRIPT_GURMUKHI, "NotoSansGurmukhi", "NotoSerifGurmukhi", 1, CORE },
	{ HB_SCRIPT_GUJARATI, "NotoSansGujarati", "NotoSerifGujarati", 1, CORE },
	{ HB_SCRIPT_ORIYA, "NotoSansOriya", NULL, 1, CORE },
	{ HB_SCRIPT_TAMIL, "NotoSansTamil", "NotoSerifTamil", 1, CORE },
	{ HB_SCRIPT_TELUGU, "NotoSansTelugu", "NotoSerifTelugu", 1, CORE },
	{ HB_SCRIPT_KANNADA, "NotoSansKannada", "NotoSerifKannada", 1, CORE },
	{ HB_SCRIPT_MALAYALAM, "NotoSansMalayalam", "NotoSerifMalayalam", 1, CORE },
	{ HB_SCRIPT_SINHALA, "NotoSansSinhala", "NotoSerifSinhala", 1, CORE },
	{ HB_SCRIPT_THAI, "NotoSansThai", "NotoSerifThai", 1, CORE },
	{ HB_SCRIPT_LAO, "NotoSansLao", "NotoSerifLao", 1, CORE },
	{ HB_SCRIPT_KHMER, "NotoSansKhmer", "NotoSerifKhmer", 1, CORE },
	{ HB_SCRIPT_MYANMAR, "NotoSansMyanmar", "NotoSerifMyanmar", 1, CORE },
	{ HB_SCRIPT_TIBETAN, "NotoSerifTibetan", NULL, 1, CORE },
	{ HB_SCRIPT_MONGOLIAN, "NotoSansMongolian", NULL, 1, CORE },
	{ HB_SCRIPT_CANADIAN_SYLLABICS, "NotoSansCanadianAboriginal", NULL, 1, CORE },
	{ HB_SCRIPT_CHEROKEE, "NotoSansCherokee", NULL, 1, CORE },
	{ HB_SCRIPT_TIFINAGH, "NotoSansTifinagh", NULL, 1, CORE },
	{ HB_SCRIPT_OL_CHIKI, "NotoSansOlChiki", NULL, 1, CORE },
	{ HB_SCRIPT_MEETEI_MAYEK, "NotoSansMeeteiMayek", NULL, 1, CORE },
	{ HB_SCRIPT_HANIFI_ROHINGYA, "NotoSansHanifiRohingya", NULL, 1, CORE },
	{ HB_SCRIPT_JAVANESE, "NotoSansJavanese", NULL, 1, CORE },
	{ HB_SCRIPT_BALINESE, "NotoSansBalinese", NULL, 1, CORE },
	{ HB_SCRIPT_SUNDANESE, "NotoSansSundanese", NULL, 1, CORE },
	{ HB_SCRIPT_YI, "NotoSansYi", NULL, 1, CORE },
	{ HB_SCRIPT_LISU, "NotoSansLisu", NULL, 1, CORE },
	{ HB_SCRIPT_VAI, "NotoSansVai", NULL, 1, CORE },
	{ HB_SCRIPT_BAMUM, "NotoSansBamum", NULL, 1, CORE },
	{ HB_SCRIPT_COPTIC, "NotoSansCoptic", NULL, 1, CORE },
	{ HB_SCRIPT_GOTHIC, "NotoSansGothic", NULL, 1, CORE },
	{ HB_SCRIPT_HAN, "NotoSansCJK", "NotoSerifCJK", 1, CJK },
	{ HB_SCRIPT_HIRAGANA, "NotoSansCJK", "NotoSerifCJK", 1, CJK },
	{ HB_SCRIPT_KATAKANA, "NotoSansCJK", "NotoSerifCJK", 1, CJK },
	{ HB_SCRIPT_HANGUL, "NotoSansCJK", "NotoSerifCJK", 1, CJK },
	{ HB_SCRIPT_BOPOMOFO, "NotoSansCJK", "NotoSerifCJK", 1, CJK },
	/* Arrows, stars and other signs of no script. */
	{ HB_SCRIPT_COMMON, "NotoSansSymbols", NULL, 1, CORE },
	{ HB_SCRIPT_COMMON, "NotoSansSymbols2", NULL, 1, CORE },
	{ HB_SCRIPT_COMMON, "NotoSansMath", NULL, 1, CORE },
	{ HB_SCRIPT_COMMON, "NotoSansCJK", NULL, 1, CJK },
};

/* Names of files by weight, heaviest last. */
static const struct {
	int weight;
	const char *name;
} styles[] = {
	{ 100, "Thin" },
	{ 200, "ExtraLight" },
	{ 300, "Light" },
	{ 400, "Regular" },
	{ 500, "Medium" },
	{ 600, "SemiBold" },
	{ 700, "Bold" },
	{ 800, "ExtraBold" },
	{ 900, "Black" },
};

static const char *weight_name(int weight) {
	for (size_t i = 0; i < sizeof(styles) / sizeof(styles[0]); i++)
		if (styles[i].weight == weight)
			return styles[i].name;
	return "Regular";
}

static hb_blob_t *try_file(struct fonts *fonts, const char *folder, const char *stem,
	const char *style, const char **path) {
	static const char *const suffix[] = { "ttf", "otf", "ttc" };
	char name[512];
	for (size_t i = 0; i < sizeof(suffix) / sizeof(suffix[0]); i++) {
		int n = snprintf(name, sizeof(name), "%s/%s-%s.%s", folder, stem, style, suffix[i]);
		if (n < 0 || (size_t)n >= sizeof(name))
			continue;
		diag_reads(fonts->diag, name);
		hb_blob_t *blob = hb_blob_create_from_file_or_fail(name);
		if (blob) {
			*path = arena_strdup(fonts->arena, str_of(name));
			return blob;
		}
	}
	return NULL;
}

static hb_blob_t *find_style(struct fonts *fonts, const char *stem, const char *style,
	const char **path) {
	if (fonts->folder)
		return try_file(fonts, fonts->folder, stem, style, path);
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		hb_blob_t *blob = try_file(fonts, folders[i], stem, style, path);
		if (blob)
			return blob;
	}
	return NULL;
}

/* The file of a weight and slant.  The packages bring regular and bold; others
 * are only looked for in a folder of the user's, since whether they are
 * installed must not change the picture. */
static hb_blob_t *find_file(struct face *face, int weight, bool italic, const char **path) {
	struct fonts *fonts = face->fonts;
	char style[32];
	int exact = (weight + 50) / 100 * 100;
	const int tries[] = { fonts->folder ? exact : 0, weight >= 500 ? 700 : 400, 400 };
	for (size_t i = 0; i < 3; i++) {
		if (tries[i] == 0)
			continue;
		bool plain = tries[i] == 400 && italic;
		snprintf(style, sizeof(style), "%s%s", plain ? "" : weight_name(tries[i]),
			italic ? "Italic" : "");
		hb_blob_t *blob = find_style(fonts, face->stem, style, path);
		if (blob) {
			face->glyph_face.weight = tries[i];
			face->glyph_face.italic = italic;
			return blob;
		}
	}
	return italic ? find_file(face, weight, false, path) : NULL;
}

static struct str subset_face(const struct glyph_face *glyph_face, const uint32_t *character,
	uint32_t n, struct arena *arena) {
	const struct face *face = (const struct face *)glyph_face;
	struct str file = { NULL, 0 };
	hb_subset_input_t *input = hb_subset_input_create_or_fail();
	if (!input)
		return file;
	hb_set_t *wanted = hb_subset_input_unicode_set(input);
	for (uint32_t i = 0; i < n; i++)
		hb_set_add(wanted, character[i]);
	hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_NO_HINTING);
	hb_face_t *cut = hb_subset_or_fail(hb_font_get_face(face->font), input);
	if (cut) {
		hb_blob_t *blob = hb_face_reference_blob(cut);
		unsigned len;
		const char *data = hb_blob_get_data(blob, &len);
		file = (struct str){ arena_strdup(arena, (struct str){ data, len }), len };
		hb_blob_destroy(blob);
		hb_face_destroy(cut);
	}
	hb_subset_input_destroy(input);
	return file;
}

static const struct glyph_face_ops face_ops = { subset_face };

/* Family name as the font has it, for SVG. */
static struct str family_name(hb_face_t *face, struct arena *arena) {
	static const hb_ot_name_id_t ids[] = {
		HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY,
		HB_OT_NAME_ID_FONT_FAMILY,
	};
	hb_language_t english = hb_language_from_string("en", 2);
	for (size_t i = 0; i < 2; i++) {
		char name[128];
		unsigned size = sizeof(name);
		if (hb_ot_name_get_utf8(face, ids[i], english, &size, name) && size)
			return str_of(arena_strdup(arena, (struct str){ name, size }));
	}
	return STR("Noto Sans");
}

static void load(struct face *face) {
	struct arena *arena = face->fonts->arena;
	const char *path;
	face->blob = find_file(face, face->want_weight, face->want_italic, &path);
	if (!face->blob)
		return;
	hb_face_t *hb = hb_face_create(face->blob, face->index);
	struct glyph_face *g = &face->glyph_face;
	g->nglyphs = hb_face_get_glyph_count(hb);
	g->family = family_name(hb, arena);
	g->ops = &face_ops;
	face->outline = arena_new(arena, const struct glyph_outline *, g->nglyphs);
	g->outline = face->outline;
	face->unit = 1.0 / hb_face_get_upem(hb);
	face->font = hb_font_create(hb);
	hb_face_destroy(hb);

	FcPattern *pattern = FcPatternCreate();
	FcPatternAddString(pattern, FC_FILE, (const FcChar8 *)path);
	FcPatternAddInteger(pattern, FC_INDEX, (int)face->index);
	g->native = cairo_ft_font_face_create_for_pattern(pattern);
	FcPatternDestroy(pattern);
	face->found = true;
}

/* The face of a file, found or not, opened at its first use. */
static struct face *face_of(struct fonts *fonts, const char *stem, int weight, bool italic,
	unsigned index, double scale) {
	struct face **link = &fonts->first;
	for (; *link; link = &(*link)->next) {
		struct face *f = *link;
		if (f->want_weight == weight && f->want_italic == italic && f->index == index
			&& strcmp(f->stem, stem) == 0)
			return f;
	}
	struct face *face = arena_new(fonts->arena, struct face, 1);
	face->fonts = fonts;
	face->stem = arena_strdup(fonts->arena, str_of(stem));
	face->want_weight = weight;
	face->want_italic = italic;
	face->index = index;
	face->scale = scale;
	load(face);
	*link = face;
	return face;
}

/* "Noto Sans" is in files named "NotoSans-...". */
static const char *stem_of(const char *family, char *stem, size_t size) {
	size_t n = 0;
	for (; *family && n + 1 < size; family++)
		if (*family != ' ' && *family != '/' && *family != '.')
			stem[n++] = *family;
	stem[n] = '\0';
	return stem;
}

static struct face *main_face(struct fonts *fonts, const char *family, int weight, bool italic) {
	char stem[128];
	if (family) {
		struct face *face = face_of(fonts, stem_of(family, stem, sizeof(stem)), weight,
			italic, 0, 1);
		if (face->found)
			return face;
	}
	return face_of(fonts, "NotoSans", weight, italic, 0, 1);
}

/* Han letters look different in Japan, Korea, Taiwan and on the mainland; the
 * collections hold them in this order: JP, KR, SC, TC. */
static unsigned cjk_index(hb_script_t script, struct str language) {
	if (script == HB_SCRIPT_HIRAGANA || script == HB_SCRIPT_KATAKANA
		|| str_starts(language, STR("ja")))
		return 0;
	if (script == HB_SCRIPT_HANGUL || str_starts(language, STR("ko")))
		return 1;
	if (script == HB_SCRIPT_BOPOMOFO || str_starts(language, STR("zh-Hant"))
		|| str_starts(language, STR("zh-TW")) || str_starts(language, STR("zh-HK")))
		return 3;
	return 2;
}

static void report_missing(struct fonts *fonts, enum package package) {
	if (fonts->folder || (fonts->missing & (1u << package)))
		return;
	fonts->missing |= 1u << package;
	diag_warn(fonts->diag, WHERE_NOWHERE,
		"some letters are drawn as boxes: no font has "
		"them; install the package %s",
		packages[package]);
}

bool face_has(const struct face *face, uint32_t c) {
	hb_codepoint_t glyph;
	return face->found && hb_font_get_nominal_glyph(face->font, c, &glyph);
}

struct face *fonts_find(struct fonts *fonts, const char *family, int weight, bool italic,
	hb_script_t script, struct str language, uint32_t c) {
	struct face *first = main_face(fonts, family, weight, italic);
	if (face_has(first, c))
		return first;
	bool serif = family && strstr(family, "Serif");
	const struct companion *missing = NULL;
	enum { NCOMPANIONS = sizeof(companions) / sizeof(companions[0]) };
	/* Then all: an Arabic comma behind a Latin word is taken for Latin. */
	for (size_t i = 0; i < 2 * NCOMPANIONS; i++) {
		const struct companion *row = &companions[i % NCOMPANIONS];
		bool fits = row->script == script || row->script == HB_SCRIPT_COMMON;
		if (fits != (i < NCOMPANIONS) || (!fits && c < 0x250))
			continue;
		unsigned index = row->package == CJK ? cjk_index(script, language) : 0;
		const char *stem = serif && row->serif ? row->serif : row->sans;
		struct face *face = face_of(fonts, stem, weight, false, index, row->scale);
		if (face_has(face, c))
			return face;
		if (!face->found && fits && !missing)
			missing = row;
	}
	if (missing)
		report_missing(fonts, missing->package);
	return first;
}

struct outline_build {
	struct path_builder path;
	double unit;
};

static struct point unit_point(const struct outline_build *b, float x, float y) {
	return (struct point){ (double)x * b->unit, -(double)y * b->unit };
}

static void outline_move(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x,
	float y, void *user) {
	(void)funcs, (void)state, (void)user;
	struct outline_build *b = data;
	struct point p = unit_point(b, x, y);
	path_move(&b->path, p.x, p.y);
}

static void outline_line(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x,
	float y, void *user) {
	(void)funcs, (void)state, (void)user;
	struct outline_build *b = data;
	struct point p = unit_point(b, x, y);
	path_line(&b->path, p.x, p.y);
}

static void outline_cubic(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, float x1,
	float y1, float x2, float y2, float x, float y, void *user) {
	(void)funcs, (void)state, (void)user;
	struct outline_build *b = data;
	path_curve(&b->path, unit_point(b, x1, y1), unit_point(b, x2, y2), unit_point(b, x, y));
}

static void outline_close(hb_draw_funcs_t *funcs, void *data, hb_draw_state_t *state, void *user) {
	(void)funcs, (void)state, (void)user;
	struct outline_build *b = data;
	path_close(&b->path);
}

void face_load_outline(struct face *face, uint32_t glyph) {
	if (glyph >= face->glyph_face.nglyphs || face->outline[glyph])
		return;
	struct arena *arena = face->fonts->arena;
	struct outline_build b = { { .arena = arena }, face->unit };
#if HB_VERSION_ATLEAST(7, 0, 0)
	hb_font_draw_glyph(face->font, glyph, face->fonts->draw, &b);
#else
	hb_font_get_glyph_shape(face->font, glyph, face->fonts->draw, &b);
#endif
	struct glyph_outline *outline = arena_new(arena, struct glyph_outline, 1);
	outline->path = path_builder_path(&b.path);
	outline->bounds = path_bounds(&outline->path);
	outline->advance = hb_font_get_glyph_h_advance(face->font, glyph) * face->unit;
	face->outline[glyph] = outline;
}

struct sized_font {
	struct glyph_font font;
	struct sized_font *next;
};

const struct glyph_font *face_sized(struct face *face, double size) {
	for (struct sized_font *s = face->sized; s; s = s->next)
		if (s->font.size == size)
			return &s->font;
	struct sized_font *s = arena_new(face->fonts->arena, struct sized_font, 1);
	s->font = (struct glyph_font){ &face->glyph_face, size };
	s->next = face->sized;
	face->sized = s;
	return &s->font;
}

bool fonts_open(struct fonts *fonts, const char *folder, struct arena *arena, struct diag *diag) {
	*fonts = (struct fonts){ .arena = arena, .diag = diag };
	if (folder)
		fonts->folder = arena_strdup(arena, str_of(folder));
	fonts->draw = hb_draw_funcs_create();
	hb_draw_funcs_set_move_to_func(fonts->draw, outline_move, NULL, NULL);
	hb_draw_funcs_set_line_to_func(fonts->draw, outline_line, NULL, NULL);
	hb_draw_funcs_set_cubic_to_func(fonts->draw, outline_cubic, NULL, NULL);
	hb_draw_funcs_set_close_path_func(fonts->draw, outline_close, NULL, NULL);
	if (main_face(fonts, NULL, 400, false)->found)
		return true;
	if (folder)
		return diag_error(diag, WHERE_NOWHERE,
			"no font NotoSans-Regular.ttf in the "
			"folder \"%s\"",
			folder);
	return diag_error(diag, WHERE_NOWHERE,
		"the font NotoSans-Regular.ttf is not installed; "
		"install the package %s",
		packages[CORE]);
}

void fonts_close(struct fonts *fonts) {
	for (struct face *f = fonts->first; f; f = f->next) {
		if (!f->found)
			continue;
		cairo_font_face_destroy(f->glyph_face.native);
		hb_font_destroy(f->font);
		hb_blob_destroy(f->blob);
	}
	hb_draw_funcs_destroy(fonts->draw);
}
