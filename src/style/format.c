#include <math.h>

#include "base/limits.h"
#include "style/locale.h"
#include "style/ops.h"
#include "style/text.h"

/* Texts of sections, images, numbers as text, collators; case of letters. */

/* Which options a section of ["format"] has, in this order behind its content. */
enum { SECTION_SCALE = 1, SECTION_FONT = 2, SECTION_COLOR = 4, SECTION_ALIGN = 8 };

static struct str join_fonts(const struct value *fonts, struct arena *arena) {
	struct strbuf b = { .arena = arena };
	for (uint32_t i = 0; i < fonts->array.count; i++) {
		if (i)
			strbuf_add(&b, STR(","));
		strbuf_add(&b, fonts->array.item[i].string);
	}
	return strbuf_text(&b);
}

static uint32_t count_options(uint32_t options) {
	uint32_t n = 0;
	for (; options; options &= options - 1)
		n++;
	return n;
}

/* The options at `arg`, in their order. */
static bool eval_options(const struct expr *e, uint32_t options, uint32_t arg,
	const struct expr_env *env, struct value_section *out) {
	struct value v;
	for (uint32_t option = SECTION_SCALE; option <= SECTION_ALIGN; option *= 2) {
		/* An image is only aligned. */
		bool wanted = option == SECTION_ALIGN || !out->image.at;
		if (!(options & option))
			continue;
		if (wanted && !node_eval(e->arg[arg], env, &v))
			return false;
		arg++;
		if (!wanted)
			continue;
		if (option == SECTION_SCALE)
			out->scale = v.number;
		else if (option == SECTION_FONT)
			out->font = join_fonts(&v, env->scratch);
		else if (option == SECTION_COLOR)
			out->color = value_rgba(&v);
		else
			out->vertical_align = v.string;
	}
	out->has_scale = !out->image.at && options & SECTION_SCALE;
	out->has_color = !out->image.at && options & SECTION_COLOR;
	return true;
}

/* Evaluates the content and its options; `arg` moves behind them. */
static bool eval_section(const struct expr *e, uint32_t options, uint32_t *arg,
	const struct expr_env *env, struct value_section *out) {
	struct value content;
	uint32_t at = *arg;
	*arg += 1 + count_options(options);
	*out = (struct value_section){ .text = STR("") };
	if (!node_eval(e->arg[at], env, &content))
		return false;
	if (content.type == VALUE_IMAGE) {
		out->image = content.image.name;
		out->image_available = content.image.available;
	} else {
		out->text = value_to_text(&content, env->scratch);
	}
	return eval_options(e, options, at + 1, env, out);
}

static bool eval_format(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value_section *section = arena_new(env->scratch, struct value_section, e->nvalues);
	uint32_t arg = 0;
	for (uint32_t i = 0; i < e->nvalues; i++)
		if (!eval_section(e, (uint32_t)e->values[i].number, &arg, env, &section[i]))
			return false;
	*out = (struct value){ .type = VALUE_FORMATTED, .formatted = { section, e->nvalues } };
	return true;
}

/* An option that is false, 0, "" or null counts as not given. */
static const struct json *option(const struct json *options, const char *name) {
	const struct json *j = json_member(options, name);
	if (!j || j->type == JSON_NULL || j->type == JSON_FALSE
		|| (j->type == JSON_NUMBER && j->number == 0)
		|| (j->type == JSON_STRING && j->string.len == 0))
		return NULL;
	return j;
}

/* Options of a form: each stands for argument 1, as the specification's keys do. */
static bool parse_option(const struct at *at, const struct json *json, const struct type *type,
	struct expr *e) {
	const struct expr *arg = parse_child(at, json, 1, type);
	if (arg)
		node_set(e, e->nargs++, arg);
	return arg;
}

static bool is_alignment(struct str word) {
	return str_equal(word, STR("bottom")) || str_equal(word, STR("center"))
		|| str_equal(word, STR("top"));
}

static bool parse_section_options(const struct at *at, const struct json *json, struct expr *e,
	struct value *options) {
	const struct json *j;
	unsigned given = 0;
	if ((j = option(json, "font-scale"))) {
		if (!parse_option(at, j, type_of_kind(KIND_NUMBER), e))
			return false;
		given |= SECTION_SCALE;
	}
	if ((j = option(json, "text-font"))) {
		if (!parse_option(at, j, &type_strings, e))
			return false;
		given |= SECTION_FONT;
	}
	if ((j = option(json, "text-color"))) {
		if (!parse_option(at, j, type_of_kind(KIND_COLOR), e))
			return false;
		given |= SECTION_COLOR;
	}
	if ((j = option(json, "vertical-align"))) {
		if (j->type == JSON_STRING && !is_alignment(j->string))
			return parse_error(at,
				"'vertical-align' must be one of: 'bottom', 'center', "
				"'top' but found '%.*s' instead.",
				STR_ARG(j->string));
		if (!parse_option(at, j, type_of_kind(KIND_STRING), e))
			return false;
		given |= SECTION_ALIGN;
	}
	*options = value_number(given);
	return true;
}

static bool parse_content(const struct at *at, const struct json *json, struct expr *e) {
	const struct expr *content = parse_child(at, json, 1, type_of_kind(KIND_VALUE));
	if (!content)
		return false;
	enum kind kind = content->type->kind;
	if (kind != KIND_STRING && kind != KIND_VALUE && kind != KIND_NULL && kind != KIND_IMAGE)
		return parse_error(at,
			"Formatted text type must be 'string', 'value', 'image' or "
			"'null'.");
	node_set(e, e->nargs++, content);
	return true;
}

/* typeof is "object" for it, and it is no array. */
static bool is_object(const struct json *json) {
	return json->type == JSON_OBJECT || json->type == JSON_NULL;
}

const struct expr *parse_format(const struct at *at, const struct json *json) {
	if (json->count < 2)
		return parse_error(at, "Expected at least one argument.");
	if (is_object(json->child->next))
		return parse_error(at, "First argument must be an image or text section.");
	struct value *options = arena_new(at->parser->arena, struct value, json->count);
	struct expr *e = node_new(at, eval_format, type_of_kind(KIND_FORMATTED), json->count * 5);
	e->nargs = 0;
	e->values = options;
	bool may_be_options = false;
	for (const struct json *j = json->child->next; j; j = j->next) {
		if (may_be_options && is_object(j)) {
			may_be_options = false;
			if (j->type == JSON_OBJECT
				&& !parse_section_options(at, j, e, &options[e->nvalues - 1]))
				return NULL;
			continue;
		}
		if (!parse_content(at, j, e))
			return NULL;
		may_be_options = true;
		options[e->nvalues++] = value_number(0);
	}
	return node_finish(e);
}

/* image */

static bool eval_image(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value name;
	if (!node_eval(e->arg[0], env, &name))
		return false;
	*out = value_null();
	if (name.string.len == 0)
		return true;
	bool available = !env->has_image || env->has_image(env->user, name.string);
	*out = (struct value){ .type = VALUE_IMAGE, .image = { name.string, available } };
	return true;
}

const struct expr *parse_image(const struct at *at, const struct json *json) {
	if (json->count != 2)
		return parse_error(at, "Expected two arguments.");
	const struct expr *name = parse_child(at, json->child->next, 1, type_of_kind(KIND_STRING));
	if (!name)
		return parse_error(at, "No image name provided.");
	struct expr *e = node_new(at, eval_image, type_of_kind(KIND_IMAGE), 1);
	node_set(e, 0, name);
	return node_finish(e);
}

/* collator */

static bool eval_collator(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value cases, marks, locale = value_string(STR(""));
	if (!node_eval(e->arg[0], env, &cases) || !node_eval(e->arg[1], env, &marks)
		|| (e->nargs > 2 && !node_eval(e->arg[2], env, &locale)))
		return false;
	struct value_collator *collator = arena_new(env->scratch, struct value_collator, 1);
	*collator = (struct value_collator){ cases.boolean, marks.boolean, locale.string };
	*out = (struct value){ .type = VALUE_COLLATOR, .collator = collator };
	return true;
}

static bool parse_switch(const struct at *at, const struct json *options, const char *name,
	struct expr *e) {
	const struct json *j = json_member(options, name);
	if (j)
		return parse_option(at, j, type_of_kind(KIND_BOOL), e);
	node_set(e, e->nargs++, node_literal(at, value_bool(false), type_of_kind(KIND_BOOL)));
	return true;
}

const struct expr *parse_collator(const struct at *at, const struct json *json) {
	if (json->count != 2)
		return parse_error(at, "Expected one argument.");
	const struct json *options = json->child->next, *locale;
	if (options->type != JSON_OBJECT)
		return parse_error(at, "Collator options argument must be an object.");
	struct expr *e = node_new(at, eval_collator, type_of_kind(KIND_COLLATOR), 3);
	e->nargs = 0;
	e->flags = EXPR_VARIES;
	if (!parse_switch(at, options, "case-sensitive", e)
		|| !parse_switch(at, options, "diacritic-sensitive", e))
		return NULL;
	if ((locale = option(options, "locale"))
		&& !parse_option(at, locale, type_of_kind(KIND_STRING), e))
		return NULL;
	return node_finish(e);
}

bool eval_resolved_locale(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value collator;
	if (!node_eval(e->arg[0], env, &collator))
		return false;
	*out = value_string(locale_resolved(collator.collator->locale, env->scratch));
	return true;
}

/* number-format */

enum {
	FORMAT_LOCALE = 1,
	FORMAT_CURRENCY = 2,
	FORMAT_UNIT = 4,
	FORMAT_LEAST = 8,
	FORMAT_MOST = 16
};

static bool eval_number_format(const struct expr *e, const struct expr_env *env,
	struct value *out) {
	struct value number, v;
	uint32_t arg = 1;
	struct number_style style = { .least_digits = NAN, .most_digits = NAN };
	if (!node_eval(e->arg[0], env, &number))
		return false;
	for (unsigned which = FORMAT_LOCALE; which <= FORMAT_MOST; which *= 2) {
		if (!(e->extra & which))
			continue;
		if (!node_eval(e->arg[arg++], env, &v))
			return false;
		if (which == FORMAT_LOCALE)
			style.locale = v.string;
		else if (which == FORMAT_CURRENCY)
			style.currency = v.string;
		else if (which == FORMAT_UNIT)
			style.unit = v.string;
		else if (which == FORMAT_LEAST)
			style.least_digits = v.number;
		else
			style.most_digits = v.number;
	}
	struct str text;
	if (!locale_format_number(number.number, &style, &text, env->scratch))
		return expr_fail_plain(env, "The number cannot be formatted with these options.");
	*out = value_string(text);
	return true;
}

static bool parse_format_option(const struct at *at, const struct json *options, const char *name,
	enum kind kind, unsigned which, struct expr *e) {
	const struct json *j = option(options, name);
	if (!j)
		return true;
	e->extra |= (uint16_t)which;
	return parse_option(at, j, type_of_kind(kind), e);
}

const struct expr *parse_number_format(const struct at *at, const struct json *json) {
	if (json->count != 3)
		return parse_error(at, "Expected two arguments.");
	const struct expr *number = parse_child(at, json->child->next, 1,
		type_of_kind(KIND_NUMBER));
	if (!number)
		return NULL;
	const struct json *options = json->child->next->next;
	if (options->type != JSON_OBJECT)
		return parse_error(at, "NumberFormat options argument must be an object.");
	struct expr *e = node_new(at, eval_number_format, type_of_kind(KIND_STRING), 6);
	e->nargs = 1;
	node_set(e, 0, number);
	if (!parse_format_option(at, options, "locale", KIND_STRING, FORMAT_LOCALE, e)
		|| !parse_format_option(at, options, "currency", KIND_STRING, FORMAT_CURRENCY, e)
		|| !parse_format_option(at, options, "unit", KIND_STRING, FORMAT_UNIT, e))
		return NULL;
	if (e->extra & FORMAT_CURRENCY && e->extra & FORMAT_UNIT)
		return parse_error(at,
			"NumberFormat options `currency` and `unit` are mutually "
			"exclusive");
	if (!parse_format_option(at, options, "min-fraction-digits", KIND_NUMBER, FORMAT_LEAST, e)
		|| !parse_format_option(at, options, "max-fraction-digits", KIND_NUMBER,
			FORMAT_MOST, e))
		return NULL;
	return node_finish(e);
}

/* Letters and words. */

bool eval_is_supported_script(const struct expr *e, const struct expr_env *env, struct value *out) {
	if (!node_eval(e->arg[0], env, out))
		return false;
	*out = value_bool(true);
	return true;
}

bool eval_upcase(const struct expr *e, const struct expr_env *env, struct value *out) {
	if (!node_eval(e->arg[0], env, out))
		return false;
	out->string = locale_upper(out->string, env->scratch);
	return true;
}

bool eval_downcase(const struct expr *e, const struct expr_env *env, struct value *out) {
	if (!node_eval(e->arg[0], env, out))
		return false;
	out->string = locale_lower(out->string, env->scratch);
	return true;
}

static bool give_text(const struct expr *e, const struct expr_env *env, const struct strbuf *b,
	struct value *out) {
	if (b->count > LIMIT_STRING)
		return expr_fail(e, env, "The text is longer than %d bytes (LIMIT_STRING).",
			(int)LIMIT_STRING);
	*out = value_string(strbuf_text(b));
	return true;
}

bool eval_concat(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct strbuf b = { .arena = env->scratch };
	for (uint32_t i = 0; i < e->nargs; i++) {
		struct value v;
		if (!node_eval(e->arg[i], env, &v))
			return false;
		strbuf_add(&b, value_to_text(&v, env->scratch));
	}
	return give_text(e, env, &b, out);
}

bool eval_join(const struct expr *e, const struct expr_env *env, struct value *out) {
	struct value list, between;
	if (!node_eval(e->arg[0], env, &list) || !node_eval(e->arg[1], env, &between))
		return false;
	struct strbuf b = { .arena = env->scratch };
	for (uint32_t i = 0; i < list.array.count; i++) {
		if (i)
			strbuf_add(&b, between.string);
		strbuf_add(&b, value_to_text(&list.array.item[i], env->scratch));
	}
	return give_text(e, env, &b, out);
}
