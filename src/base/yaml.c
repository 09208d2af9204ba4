#include "base/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/number.h"
#include "base/tree.h"
#include "base/utf8.h"

struct reader {
	const struct source *source;
	struct arena *arena;
	struct diag *diag;
	yaml_parser_t parser;
	struct tree tree;
	/* libyaml counts characters; the last one that was asked for, in bytes. */
	size_t first_byte, characters, bytes;
	bool wants_key[LIMIT_JSON_DEPTH + 1]; /* of each level: a key comes next */
	bool is_object[LIMIT_JSON_DEPTH + 1];
	struct str key[LIMIT_JSON_DEPTH + 1];
};

static size_t offset_of(struct reader *r, yaml_mark_t mark) {
	struct str text = r->source->text;
	if (mark.index < r->characters) {
		r->characters = 0;
		r->bytes = r->first_byte;
	}
	for (; r->characters < mark.index && r->bytes < text.len; r->characters++)
		utf8_next(text, &r->bytes);
	return r->bytes;
}

static bool fail(struct reader *r, size_t offset, const char *what) {
	return diag_error(r->diag, (struct where){ r->source, offset, NULL }, "%s", what);
}

/* What libyaml's scanner or parser did not like, where it was. */
static bool syntax_error(struct reader *r) {
	const yaml_parser_t *p = &r->parser;
	struct str text = r->source->text;
	if (p->error == YAML_READER_ERROR) {
		size_t at = r->first_byte + p->problem_offset;
		return fail(r, at < text.len ? at : text.len,
			"a control character that YAML does not allow");
	}
	size_t offset = offset_of(r, p->problem_mark);
	struct where at = { r->source, offset, NULL };
	if (offset < text.len && text.at[offset] == '\t')
		return diag_error(r->diag, at, "a tab where YAML wants spaces");
	const char *problem = p->problem ? p->problem : "cannot be read";
	/* Such as "title: Iraq: a map". */
	bool colon = offset < text.len && text.at[offset] == ':';
	if (!p->context)
		return diag_error(r->diag, at, "%s%s", problem,
			colon ? ": a text with \": \" in it must stand in quotes" : "");
	if (p->context_mark.line == p->problem_mark.line)
		return diag_error(r->diag, at, "%s %s", problem, p->context);
	return diag_error(r->diag, at, "%s %s that begins in line %zu", problem, p->context,
		p->context_mark.line + 1);
}

/* Bytes that stand in the source as they are need no copy, and tell where they are. */
static struct str keep(struct reader *r, const yaml_event_t *event, size_t offset) {
	struct str value = { (const char *)event->data.scalar.value, event->data.scalar.length };
	bool quoted = event->data.scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE
		|| event->data.scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE;
	struct str there = str_slice(r->source->text, offset + quoted, offset + quoted + value.len);
	if (str_equal(there, value))
		return there;
	return (struct str){ arena_strdup(r->arena, value), value.len };
}

/* The grammar of a number is that of JSON, but that "1." passes. */
static bool is_number(struct str s, double *out) {
	bool negative = str_starts(s, STR("-"));
	const char *at = s.at + negative, *end = s.at + s.len;
	if (at == end || *at < '0' || *at > '9'
		|| (*at == '0' && end - at > 1 && at[1] >= '0' && at[1] <= '9')
		|| number_read(&at, end, NUMBER_LOOSE, out) != NUMBER_OK || at != end)
		return false;
	if (negative)
		*out = -*out;
	return true;
}

static void resolve(struct json *value, struct str text, bool plain) {
	value->type = JSON_STRING;
	if (plain && (text.len == 0 || str_equal(text, STR("null")) || str_equal(text, STR("~"))))
		value->type = JSON_NULL;
	else if (plain && str_equal(text, STR("true")))
		value->type = JSON_TRUE;
	else if (plain && str_equal(text, STR("false")))
		value->type = JSON_FALSE;
	else if (plain && is_number(text, &value->number))
		value->type = JSON_NUMBER;
	else
		value->string = text;
}

/* Of what the program does not understand, the first is named. */
static void check_extras(struct reader *r, size_t offset, const yaml_char_t *anchor,
	const yaml_char_t *tag) {
	struct where at = { r->source, offset, NULL };
	if (anchor)
		diag_error(r->diag, at, "an anchor (\"&%s\") is not supported",
			(const char *)anchor);
	if (tag)
		diag_error(r->diag, at, "a tag (\"%s\") is not supported", (const char *)tag);
}

static void read_key(struct reader *r, const yaml_event_t *event, struct str text, size_t offset) {
	bool plain = event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE;
	if (plain && str_equal(text, STR("<<")))
		fail(r, offset, "a merge key (\"<<\") is not supported");
	else if (plain && text.len == 0)
		fail(r, offset, "a key is missing before the colon");
	r->key[r->tree.depth] = text;
	r->wants_key[r->tree.depth] = false;
}

/* The key of the value that comes now; the next one is a key again. */
static struct str take_key(struct reader *r) {
	unsigned depth = r->tree.depth;
	if (!r->is_object[depth])
		return (struct str){ NULL, 0 };
	r->wants_key[depth] = true;
	return r->key[depth];
}

static bool read_scalar(struct reader *r, const yaml_event_t *event) {
	struct json value = { .source = r->source, .offset = offset_of(r, event->start_mark) };
	check_extras(r, value.offset, event->data.scalar.anchor, event->data.scalar.tag);
	struct str text = keep(r, event, value.offset);
	if (text.len > LIMIT_STRING)
		return diag_error(r->diag, (struct where){ r->source, value.offset, NULL },
			"text longer than the limit of %d bytes", LIMIT_STRING);
	if (r->wants_key[r->tree.depth]) {
		read_key(r, event, text, value.offset);
		return true;
	}
	value.key = take_key(r);
	resolve(&value, text, event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE);
	return tree_add(&r->tree, &value, r->diag);
}

static bool open_level(struct reader *r, const yaml_event_t *event, enum json_type type) {
	struct json value = { .type = type, .source = r->source };
	value.offset = offset_of(r, event->start_mark);
	bool object = type == JSON_OBJECT;
	check_extras(r, value.offset,
		object ? event->data.mapping_start.anchor : event->data.sequence_start.anchor,
		object ? event->data.mapping_start.tag : event->data.sequence_start.tag);
	if (r->wants_key[r->tree.depth])
		return fail(r, value.offset, "a key must be text");
	value.key = take_key(r);
	if (!tree_open(&r->tree, &value, r->diag))
		return false;
	r->is_object[r->tree.depth] = r->wants_key[r->tree.depth] = object;
	return true;
}

/* An alias cannot be resolved; null stands for it, so that the rest is read. */
static bool read_alias(struct reader *r, const yaml_event_t *event) {
	struct json value = { .source = r->source, .offset = offset_of(r, event->start_mark) };
	diag_error(r->diag, (struct where){ r->source, value.offset, NULL },
		"an alias (\"*%s\") is not supported", (const char *)event->data.alias.anchor);
	if (r->wants_key[r->tree.depth]) {
		r->key[r->tree.depth] = (struct str){ "", 0 };
		r->wants_key[r->tree.depth] = false;
		return true;
	}
	value.key = take_key(r);
	return tree_add(&r->tree, &value, r->diag);
}

static bool read_event(struct reader *r, const yaml_event_t *event) {
	switch (event->type) {
	case YAML_SCALAR_EVENT:
		return read_scalar(r, event);
	case YAML_SEQUENCE_START_EVENT:
		return open_level(r, event, JSON_ARRAY);
	case YAML_MAPPING_START_EVENT:
		return open_level(r, event, JSON_OBJECT);
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		tree_close(&r->tree);
		return true;
	case YAML_ALIAS_EVENT:
		return read_alias(r, event);
	case YAML_DOCUMENT_START_EVENT:
		if (r->tree.nvalues)
			return fail(r, offset_of(r, event->start_mark),
				"a second document in one file");
		return true;
	default:
		return true;
	}
}

static bool read_stream(struct reader *r) {
	for (bool more = true; more;) {
		yaml_event_t event;
		if (!yaml_parser_parse(&r->parser, &event))
			return syntax_error(r);
		more = event.type != YAML_STREAM_END_EVENT;
		bool ok = read_event(r, &event);
		yaml_event_delete(&event);
		if (!ok)
			return false;
	}
	return r->tree.nvalues > 0
		|| fail(r, r->source->text.len, "empty; it should hold a YAML document");
}

static const struct json *finish(struct reader *r) {
	const struct json *root = tree_finish(&r->tree);
	for (uint32_t i = 0; i < r->tree.nrepeated; i++) {
		const struct json *member = r->tree.repeated[i];
		json_key_error(r->diag, member, "\"%.*s\" stands more than once",
			STR_ARG(member->key));
	}
	return root;
}

const struct json *yaml_parse(const struct source *source, struct arena *arena, struct diag *diag) {
	struct str text = source->text;
	size_t broken = utf8_check(text);
	if (broken != SIZE_MAX)
		return diag_error(diag, (struct where){ source, broken, NULL },
			       "byte 0x%02x is not UTF-8", (unsigned char)text.at[broken]),
		       NULL;
	if (text.len > LIMIT_YAML_SIZE)
		return diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL },
			       "larger than the limit of %d bytes for a YAML file",
			       LIMIT_YAML_SIZE),
		       NULL;
	struct reader *r = arena_new(arena, struct reader, 1);
	*r = (struct reader){ .source = source, .arena = arena, .diag = diag };
	if (!yaml_parser_initialize(&r->parser))
		return diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL },
			       "out of memory"),
		       NULL;
	r->first_byte = r->bytes = str_starts(text, STR("\xEF\xBB\xBF")) ? 3 : 0;
	text = str_slice(text, r->first_byte, text.len);
	yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r->parser, (const unsigned char *)text.at, text.len);
	tree_init(&r->tree, arena);
	const struct json *root = read_stream(r) ? finish(r) : NULL;
	tree_release(&r->tree);
	yaml_parser_delete(&r->parser);
	return root;
}
