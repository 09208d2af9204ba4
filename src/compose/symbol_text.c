#include "compose/symbol_parts.h"

#include <string.h>

#include "style/locale.h"

/* Words at the end of a font's name, the longer first. */
/* clang-format off */
static const struct {
	const char *word;
	int weight;                 /* 0: none */
	bool italic;
} font_words[] = {
	{ "Extra Light", 200, false }, { "ExtraLight", 200, false }, { "Ultra Light", 200, false },
	{ "Semi Bold", 600, false },   { "SemiBold", 600, false },   { "Semibold", 600, false },
	{ "Demi Bold", 600, false },   { "DemiBold", 600, false },   { "Extra Bold", 800, false },
	{ "ExtraBold", 800, false },   { "Ultra Bold", 800, false }, { "Thin", 100, false },
	{ "Light", 300, false },       { "Regular", 400, false },    { "Normal", 400, false },
	{ "Roman", 400, false },       { "Book", 400, false },       { "Medium", 500, false },
	{ "Bold", 700, false },        { "Black", 900, false },      { "Heavy", 900, false },
	{ "Italic", 0, true },         { "Oblique", 0, true },
};
/* clang-format on */

/* Cuts one word of style off the end of the name; false when there is none. */
static bool cut_font_word(struct str *name, struct text_style *style) {
	for (size_t i = 0; i < sizeof font_words / sizeof *font_words; i++) {
		struct str word = str_of(font_words[i].word);
		if (name->len <= word.len || name->at[name->len - word.len - 1] != ' ')
			continue;
		if (!str_equal_nocase(str_slice(*name, name->len - word.len, name->len), word))
			continue;
		*name = str_trim(str_slice(*name, 0, name->len - word.len));
		if (font_words[i].weight)
			style->weight = font_words[i].weight;
		style->italic |= font_words[i].italic;
		return true;
	}
	return false;
}

void font_name_parse(struct str name, struct text_style *style, struct arena *arena) {
	name = str_trim(name);
	style->weight = 400;
	style->italic = false;
	while (cut_font_word(&name, style))
		;
	style->family = name.len ? arena_strdup(arena, name) : NULL;
}

static void read_font(struct symbols *s, const struct style_layer *layer,
	struct text_style *style) {
	struct value fonts = style_value(layer, STYLE_TEXT_FONT, &s->c->env);
	style->weight = 400;
	if (fonts.type == VALUE_ARRAY && fonts.array.count
		&& fonts.array.item[0].type == VALUE_STRING)
		font_name_parse(fonts.array.item[0].string, style, s->c->scene->arena);
}

static struct str transformed(struct symbols *s, const struct style_layer *layer, struct str text) {
	struct str how = style_text(layer, STYLE_TEXT_TRANSFORM, &s->c->env);
	if (str_equal(how, STR("uppercase")))
		return locale_upper(text, s->c->scene->arena);
	if (str_equal(how, STR("lowercase")))
		return locale_lower(text, s->c->scene->arena);
	return text;
}

static struct text_section section_of(struct symbols *s, const struct style_layer *layer,
	const struct value_section *from, const struct text_style *style) {
	struct text_section section = {
		.text = transformed(s, layer, from->text),
		.scale = from->has_scale ? from->scale : 1,
		.family = style->family,
		.weight = style->weight,
		.italic = style->italic,
		.color = from->has_color ? rgba_to_color(from->color)
					 : (struct color){ 0, 0, 0, -1 },
	};
	if (from->font.at && from->font.len) {
		struct str list = from->font;
		struct text_style own = *style;
		font_name_parse(str_split(&list, ','), &own, s->c->scene->arena);
		section.family = own.family;
		section.weight = own.weight;
		section.italic = own.italic;
	}
	return section;
}

/* The field's sections; a plain string is one. */
static uint32_t read_sections(struct symbols *s, const struct style_layer *layer,
	const struct text_style *style, struct text_section **out) {
	struct arena *a = s->c->scene->arena;
	struct value v = style_value(layer, STYLE_TEXT_FIELD, &s->c->env);
	struct value_section whole = { .text = v.type == VALUE_STRING ? v.string : STR("") };
	const struct value_section *from = &whole;
	uint32_t n = v.type == VALUE_STRING, count = 0;
	if (v.type == VALUE_FORMATTED) {
		from = v.formatted.section;
		n = v.formatted.count;
	}
	*out = arena_new(a, struct text_section, n);
	for (uint32_t i = 0; i < n; i++)
		if (from[i].text.len)
			(*out)[count++] = section_of(s, layer, &from[i], style);
	return count;
}

static struct str joined(const struct text_section *section, uint32_t n, struct arena *a) {
	size_t len = 0;
	for (uint32_t i = 0; i < n; i++)
		len += section[i].text.len;
	if (n == 1)
		return section[0].text;
	char *text = arena_new(a, char, len + 1);
	len = 0;
	for (uint32_t i = 0; i < n; i++) {
		memcpy(text + len, section[i].text.at, section[i].text.len);
		len += section[i].text.len;
	}
	return (struct str){ text, len };
}

bool symbol_text_read(struct symbols *s, const struct style_layer *layer, struct symbol_text *out) {
	const struct expr_env *env = &s->c->env;
	struct text_section *section;
	*out = (struct symbol_text){ 0 };
	if (!style_has(layer, STYLE_TEXT_FIELD))
		return false;
	out->style.size = style_number(layer, STYLE_TEXT_SIZE, env);
	if (!(out->style.size > 0))
		return false;
	read_font(s, layer, &out->style);
	out->nsections = read_sections(s, layer, &out->style, &section);
	out->section = section;
	out->plain = joined(section, out->nsections, s->c->scene->arena);
	if (!str_trim(out->plain).len)
		return false;
	double size = out->style.size;
	out->style.letter_spacing = size * style_number(layer, STYLE_TEXT_LETTER_SPACING, env);
	out->style.line_height = size * style_number(layer, STYLE_TEXT_LINE_HEIGHT, env);
	out->style.max_width = size * style_number(layer, STYLE_TEXT_MAX_WIDTH, env);
	return true;
}

enum text_justify symbol_justify(struct symbols *s, const struct style_layer *layer,
	enum label_anchor anchor) {
	struct str how = style_text(layer, STYLE_TEXT_JUSTIFY, &s->c->env);
	if (str_equal(how, STR("left")))
		return TEXT_LEFT;
	if (str_equal(how, STR("right")))
		return TEXT_RIGHT;
	if (!str_equal(how, STR("auto")))
		return TEXT_CENTER;
	double side = label_side(anchor).x;
	return side > 0 ? TEXT_LEFT : side < 0 ? TEXT_RIGHT : TEXT_CENTER;
}

/* In one line: ends of lines become spaces. */
static struct str without_breaks(struct str text, struct arena *a) {
	if (!text.len || !memchr(text.at, '\n', text.len))
		return text;
	char *copy = arena_strdup(a, text);
	for (size_t i = 0; i < text.len; i++)
		if (copy[i] == '\n')
			copy[i] = ' ';
	return (struct str){ copy, text.len };
}

const struct glyph_run *symbol_text_shape(struct symbols *s, const struct symbol_text *text,
	enum text_justify justify, bool wrap) {
	struct text_style style = text->style;
	struct shaper *shaper = s->c->map->shaper;
	struct arena *a = s->c->scene->arena;
	style.justify = justify;
	style.web_breaks = s->c->map->bare;
	if (!wrap)
		style.max_width = 0;
	const struct text_section *first = &text->section[0];
	if (text->nsections == 1 && first->scale == 1 && first->color.a < 0) {
		style.family = first->family;
		style.weight = first->weight;
		style.italic = first->italic;
		struct str whole = wrap ? first->text : without_breaks(first->text, a);
		return shaper_shape(shaper, whole, &style);
	}
	struct text_section *section = arena_new(a, struct text_section, text->nsections);
	for (uint32_t i = 0; i < text->nsections; i++) {
		section[i] = text->section[i];
		if (!wrap)
			section[i].text = without_breaks(section[i].text, a);
	}
	return shaper_shape_sections(shaper, section, text->nsections, &style);
}
