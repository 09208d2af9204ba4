#include "text/pieces.h"

static const char *family_at(const struct shaping *s, uint32_t section) {
	const char *own = s->section[section].family;
	return own ? own : s->style->family;
}

static int weight_at(const struct shaping *s, uint32_t section) {
	int weight = s->section[section].weight;
	if (weight == 0)
		weight = s->style->weight;
	return weight == 0 ? 400 : weight;
}

static bool keeps_face(uint32_t c) {
	return char_is_space(c)
		|| hb_unicode_general_category(hb_unicode_funcs_get_default(), c)
		== HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK
		|| c == 0x200C || c == 0x200D || c == 0x200E || c == 0x200F;
}

/* Spaces and marks stay with the face of the letters before them. */
static struct face *face_at(const struct shaping *s, uint32_t i, struct face *before) {
	const struct chars *chars = s->chars;
	uint32_t section = chars->section[i];
	if (before && keeps_face(chars->c[i]) && face_has(before, chars->c[i]))
		return before;
	return fonts_find(s->fonts, family_at(s, section), weight_at(s, section),
		s->style->italic || s->section[section].italic, chars->script[i],
		s->style->language, chars->c[i]);
}

struct piece *pieces_find(const struct shaping *s, uint32_t *n) {
	const struct chars *chars = s->chars;
	struct piece *piece = NULL;
	uint32_t capacity = 0;
	struct piece *last = NULL;
	*n = 0;
	for (uint32_t i = 0; i < chars->n; i++) {
		if (chars->c[i] == '\n') {
			last = NULL;
			continue;
		}
		uint32_t section = chars->section[i];
		bool same = last && last->section == section && last->level == chars->level[i];
		struct face *face = face_at(s, i, same ? last->face : NULL);
		if (same && last->face == face && last->script == chars->script[i]) {
			last->end = i + 1;
			continue;
		}
		last = arena_push(s->scratch, piece, *n, capacity);
		double scale = s->section[section].scale > 0 ? s->section[section].scale : 1;
		*last = (struct piece){ .start = i,
			.end = i + 1,
			.face = face,
			.size = s->style->size * scale * face->scale,
			.script = chars->script[i],
			.level = chars->level[i],
			.section = section };
	}
	return piece;
}

bool script_joins(hb_script_t script) {
	return script == HB_SCRIPT_ARABIC || script == HB_SCRIPT_SYRIAC || script == HB_SCRIPT_NKO
		|| script == HB_SCRIPT_MONGOLIAN || script == HB_SCRIPT_ADLAM
		|| script == HB_SCRIPT_HANIFI_ROHINGYA || script == HB_SCRIPT_MANDAIC
		|| script == HB_SCRIPT_DEVANAGARI || script == HB_SCRIPT_BENGALI
		|| script == HB_SCRIPT_GURMUKHI;
}

/* The language of a piece: that of the text if it is written so, else what the
 * script says. */
static struct str language_of(hb_script_t script, struct str language) {
	static const char *const arabic[] = { "ar", "fa", "ur", "ps", "sd", "ug", "ckb", "ku" };
	struct str rest = language, main = str_split(&rest, '-');
	bool is_arabic = false;
	for (size_t i = 0; i < sizeof(arabic) / sizeof(arabic[0]); i++)
		is_arabic = is_arabic || str_equal(main, str_of(arabic[i]));
	bool is_hebrew = str_equal(main, STR("he")) || str_equal(main, STR("yi"));
	if (script == HB_SCRIPT_ARABIC)
		return is_arabic ? language : STR("ar");
	if (script == HB_SCRIPT_HEBREW)
		return is_hebrew ? language : STR("he");
	return is_arabic || is_hebrew ? STR("") : language;
}

static uint32_t set_features(const struct shaping *s, bool spaced, hb_feature_t feature[static 3]) {
	uint32_t n = 0;
	if (s->style->tabular)
		feature[n++] = (hb_feature_t){ HB_TAG('t', 'n', 'u', 'm'), 1, 0, (unsigned)-1 };
	if (spaced) {
		feature[n++] = (hb_feature_t){ HB_TAG('l', 'i', 'g', 'a'), 0, 0, (unsigned)-1 };
		feature[n++] = (hb_feature_t){ HB_TAG('c', 'l', 'i', 'g'), 0, 0, (unsigned)-1 };
	}
	return n;
}

/* Where the cluster of glyph `i` (in the order of the text) begins and ends. */
struct cluster_walk {
	const hb_glyph_info_t *info;
	uint32_t nglyphs;
	bool backward;
};

static uint32_t cluster_at(const struct cluster_walk *w, uint32_t i) {
	return w->info[w->backward ? w->nglyphs - 1 - i : i].cluster;
}

/* Clusters in the order of the text; `advance` is that of the glyphs as they stand
 * in the buffer. */
static void set_clusters(const struct cluster_walk *w, const struct chars *chars,
	const double *advance, uint32_t end, struct glyph_span *span, struct arena *arena) {
	struct glyph_cluster *cluster = arena_new(arena, struct glyph_cluster, w->nglyphs);
	uint32_t n = 0;
	for (uint32_t i = 0, next; i < w->nglyphs; i = next) {
		uint32_t from = cluster_at(w, i);
		double sum = 0;
		for (next = i; next < w->nglyphs && cluster_at(w, next) == from; next++)
			sum += advance[w->backward ? w->nglyphs - 1 - next : next];
		uint32_t to = next < w->nglyphs ? cluster_at(w, next) : end;
		cluster[n++] = (struct glyph_cluster){ chars->byte[to] - chars->byte[from],
			next - i, sum };
	}
	span->cluster = cluster;
	span->nclusters = n;
}

static void shape_buffer(const struct shaping *s, const struct piece *piece, uint32_t start,
	uint32_t end, struct str language, bool spaced) {
	const struct chars *chars = s->chars;
	hb_buffer_t *buffer = s->buffer;
	hb_feature_t feature[3];
	hb_buffer_clear_contents(buffer);
	hb_buffer_add_codepoints(buffer, chars->c, (int)chars->n, start, (int)(end - start));
	hb_buffer_set_direction(buffer, piece->level & 1 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
	hb_buffer_set_script(buffer, piece->script);
	if (language.len)
		hb_buffer_set_language(buffer,
			hb_language_from_string(language.at, (int)language.len));
	hb_shape(piece->face->font, buffer, feature, set_features(s, spaced, feature));
}

void piece_shape(const struct shaping *s, const struct piece *piece, uint32_t start, uint32_t end,
	struct glyph_span *span, struct arena *arena) {
	const struct chars *chars = s->chars;
	struct face *face = piece->face;
	bool joined = script_joins(piece->script);
	double spacing = joined ? 0 : s->style->letter_spacing;
	struct str language = language_of(piece->script, s->style->language);
	shape_buffer(s, piece, start, end, language, spacing != 0);

	unsigned n = hb_buffer_get_length(s->buffer);
	const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(s->buffer, NULL);
	const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(s->buffer, NULL);
	struct glyph *glyph = arena_new(arena, struct glyph, n);
	double *advance = arena_new(s->scratch, double, n);
	double scale = piece->size * face->unit, x = 0;
	for (unsigned i = 0; i < n; i++) {
		bool last = i + 1 == n || info[i + 1].cluster != info[i].cluster;
		glyph[i].index = info[i].codepoint;
		glyph[i].at = (struct point){ x + pos[i].x_offset * scale,
			-pos[i].y_offset * scale };
		advance[i] = pos[i].x_advance * scale + (last ? spacing : 0);
		x += advance[i];
		face_load_outline(face, info[i].codepoint);
	}
	*span = (struct glyph_span){
		.font = face_sized(face, piece->size),
		.text_start = chars->byte[start],
		.text_len = chars->byte[end] - chars->byte[start],
		.rtl = piece->level & 1,
		.language = language,
		.advance = x,
		.glyph = glyph,
		.nglyphs = n,
		.joined = joined,
		.spaced = spacing != 0,
		.color = s->section[piece->section].color,
	};
	struct cluster_walk walk = { info, n, piece->level & 1 };
	set_clusters(&walk, chars, advance, end, span, arena);
}
