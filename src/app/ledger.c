#include "app/ledger.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/jsonwrite.h"

void ledger_add_print(struct ledger_prints *to, struct ledger_print print, struct arena *arena) {
	*arena_push(arena, to->item, to->count, to->capacity) = print;
}

void ledger_add_words(struct ledger_words *to, struct str text, struct arena *arena) {
	*arena_push(arena, to->item, to->count,
		to->capacity) = (struct str){ arena_strdup(arena, text), text.len };
}

/* --- writing ------------------------------------------------------------------------- */

static void write_digest(struct out *out, struct digest digest) {
	char text[DIGEST_SIZE];
	digest_format(digest, text);
	out_printf(out, "\"%s\"", text);
}

static void write_prints(struct out *out, const struct ledger_prints *prints,
	const uint64_t *size) {
	out_str(out, STR("["));
	for (uint32_t i = 0; i < prints->count; i++) {
		const struct ledger_print *p = &prints->item[i];
		out_printf(out, "%s[", i ? ",\n  " : "");
		json_write_string(out, p->name);
		out_str(out, STR(","));
		if (p->there)
			write_digest(out, p->digest);
		else
			out_str(out, STR("null"));
		if (size)
			out_printf(out, ",%llu", (unsigned long long)size[i]);
		out_str(out, STR("]"));
	}
	out_str(out, STR("]"));
}

static void write_words(struct out *out, const struct ledger_words *words) {
	out_str(out, STR("["));
	for (uint32_t i = 0; i < words->count; i++) {
		out_str(out, i ? STR(",") : STR(""));
		json_write_string(out, words->item[i]);
	}
	out_str(out, STR("]"));
}

static void write_member(struct out *out, const char *key, struct str text) {
	unsigned n = 1;
	json_write_key(out, &n, key);
	json_write_string(out, text);
}

void ledger_write_entry(const struct ledger_entry *e, struct out *out) {
	static const struct {
		const char *key;
		size_t offset;
	} digests[] = {
		{ "program", offsetof(struct ledger_entry, program) },
		{ "libraries", offsetof(struct ledger_entry, libraries) },
		{ "list", offsetof(struct ledger_entry, list) },
		{ "places", offsetof(struct ledger_entry, places) },
	}, prints[] = {
		{ "settings", offsetof(struct ledger_entry, settings) },
		{ "events", offsetof(struct ledger_entry, events) },
		{ "inputs", offsetof(struct ledger_entry, inputs) },
		{ "outputs", offsetof(struct ledger_entry, outputs) },
	}, words[] = {
		{ "why", offsetof(struct ledger_entry, why) },
		{ "warnings", offsetof(struct ledger_entry, warnings) },
		{ "failed", offsetof(struct ledger_entry, failed) },
	};
	unsigned n = 0;
	out_str(out, STR("{"));
	json_write_key(out, &n, "name");
	json_write_string(out, e->name);
	write_member(out, "kind", e->kind);
	write_member(out, "title", e->title);
	write_member(out, "data", e->data_dir);
	write_member(out, "epoch", e->epoch);
	for (size_t i = 0; i < sizeof(digests) / sizeof(*digests); i++) {
		out_printf(out, ",\"%s\":", digests[i].key);
		write_digest(out, *(const struct digest *)((const char *)e + digests[i].offset));
	}
	for (size_t i = 0; i < sizeof(prints) / sizeof(*prints); i++) {
		const struct ledger_prints *p = (const void *)((const char *)e + prints[i].offset);
		out_printf(out, ",\n \"%s\":", prints[i].key);
		write_prints(out, p, p == &e->outputs ? e->size : NULL);
	}
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		out_printf(out, ",\n \"%s\":", words[i].key);
		write_words(out, (const void *)((const char *)e + words[i].offset));
	}
	if (e->ntiles)
		out_printf(out, ",\n \"tiles\":[%llu,%llu]", (unsigned long long)e->ntiles,
			(unsigned long long)e->nchanged);
	if (e->ndone)
		out_printf(out, ",\n \"done\":%llu", (unsigned long long)e->ndone);
	if (e->part) {
		out_str(out, STR(",\n \"part\":"));
		ledger_write_entry(e->part, out);
	}
	out_printf(out, ",\n \"drawn\":%lld}", (long long)e->drawn);
}

bool ledger_write(const struct ledger *ledger, const char *path, struct arena *arena,
	struct diag *diag) {
	struct out *out = out_file(path, arena);
	out_printf(out, "{\"sitmap-state\":1,\"entries\":[\n");
	for (uint32_t i = 0; i < ledger->count; i++) {
		out_str(out, i ? STR(",\n") : STR(""));
		ledger_write_entry(&ledger->entry[i], out);
	}
	out_str(out, STR("]}\n"));
	return out_commit(out, diag);
}

/* --- reading ------------------------------------------------------------------------- */

/* A count or a size; false: none that any file has. */
static bool is_whole(const struct json *j) {
	return j && j->type == JSON_NUMBER && j->number >= 0 && j->number <= 1e18;
}

static bool read_text(const struct json *object, const char *key, struct str *out) {
	const struct json *j = json_member(object, key);
	if (!j || j->type != JSON_STRING)
		return false;
	*out = j->string;
	return true;
}

static bool read_digest(const struct json *object, const char *key, struct digest *out) {
	struct str text;
	return read_text(object, key, &text) && digest_parse(text, out);
}

static bool read_prints(const struct json *object, const char *key, struct ledger_prints *out,
	uint64_t **size, struct arena *arena) {
	const struct json *list = json_member(object, key);
	if (!list || list->type != JSON_ARRAY)
		return false;
	*out = (struct ledger_prints){ arena_new(arena, struct ledger_print, list->count),
		list->count, list->count };
	if (size)
		*size = arena_new(arena, uint64_t, list->count);
	for (uint32_t i = 0; i < list->count; i++) {
		const struct json *row = &list->child[i];
		struct ledger_print *p = &out->item[i];
		if (row->type != JSON_ARRAY || row->count != (size ? 3 : 2)
			|| row->child[0].type != JSON_STRING)
			return false;
		p->name = row->child[0].string;
		p->there = row->child[1].type == JSON_STRING;
		if (p->there && !digest_parse(row->child[1].string, &p->digest))
			return false;
		if (size && !is_whole(&row->child[2]))
			return false;
		if (size)
			(*size)[i] = (uint64_t)row->child[2].number;
	}
	return true;
}

static bool read_words(const struct json *object, const char *key, struct ledger_words *out,
	struct arena *arena) {
	const struct json *list = json_member(object, key);
	if (!list || list->type != JSON_ARRAY)
		return false;
	*out = (struct ledger_words){ arena_new(arena, struct str, list->count), list->count,
		list->count };
	for (uint32_t i = 0; i < list->count; i++) {
		if (list->child[i].type != JSON_STRING)
			return false;
		out->item[i] = list->child[i].string;
	}
	return true;
}

static bool read_tiles(const struct json *object, struct ledger_entry *e) {
	const struct json *pair = json_member(object, "tiles");
	if (!pair)
		return true;
	if (pair->type != JSON_ARRAY || pair->count != 2)
		return false;
	if (!is_whole(&pair->child[0]) || !is_whole(&pair->child[1]))
		return false;
	e->ntiles = (uint64_t)pair->child[0].number;
	e->nchanged = (uint64_t)pair->child[1].number;
	return true;
}

static bool read_part(const struct json *object, struct ledger_entry *e, struct arena *arena) {
	const struct json *part = json_member(object, "part"), *done = json_member(object, "done");
	if (done && !is_whole(done))
		return false;
	e->ndone = done ? (uint64_t)done->number : 0;
	if (!part)
		return true;
	e->part = arena_new(arena, struct ledger_entry, 1);
	return !json_member(part, "part") && ledger_read_entry(part, e->part, arena);
}

bool ledger_read_entry(const struct json *j, struct ledger_entry *e, struct arena *arena) {
	const struct json *drawn = json_member(j, "drawn");
	*e = (struct ledger_entry){ .name = { NULL, 0 } };
	if (!drawn || drawn->type != JSON_NUMBER
		|| !(drawn->number >= -1e15 && drawn->number <= 1e15))
		return false;
	e->drawn = (int64_t)drawn->number;
	return read_text(j, "name", &e->name) && read_text(j, "kind", &e->kind)
		&& read_text(j, "title", &e->title) && read_text(j, "data", &e->data_dir)
		&& read_text(j, "epoch", &e->epoch) && read_digest(j, "program", &e->program)
		&& read_digest(j, "libraries", &e->libraries) && read_digest(j, "list", &e->list)
		&& read_digest(j, "places", &e->places)
		&& read_prints(j, "settings", &e->settings, NULL, arena)
		&& read_prints(j, "events", &e->events, NULL, arena)
		&& read_prints(j, "inputs", &e->inputs, NULL, arena)
		&& read_prints(j, "outputs", &e->outputs, &e->size, arena) && read_tiles(j, e)
		&& read_part(j, e, arena) && read_words(j, "why", &e->why, arena)
		&& read_words(j, "warnings", &e->warnings, arena)
		&& read_words(j, "failed", &e->failed, arena);
}

static bool read_all(const struct source *source, struct ledger *out, struct arena *arena) {
	struct diag quiet;
	diag_init(&quiet, arena);
	const struct json *root = json_parse(source, arena, &quiet);
	const struct json *version = json_member(root, "sitmap-state");
	const struct json *list = json_member(root, "entries");
	if (!version || version->type != JSON_NUMBER || version->number != 1 || !list
		|| list->type != JSON_ARRAY)
		return false;
	for (uint32_t i = 0; i < list->count; i++) {
		struct ledger_entry e;
		if (!ledger_read_entry(&list->child[i], &e, arena))
			return false;
		*arena_push(arena, out->entry, out->count, out->capacity) = e;
	}
	return true;
}

void ledger_read(const char *path, struct ledger *out, struct arena *arena, struct diag *diag) {
	struct source *source = arena_new(arena, struct source, 1);
	*out = (struct ledger){ NULL, 0, 0 };
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return;
	struct diag heard;
	diag_init(&heard, arena);
	if (!source_load(source, path, arena, &heard) || !read_all(source, out, arena)) {
		struct source *name = arena_new(arena, struct source, 1);
		*name = (struct source){ path, { NULL, 0 } };
		diag_warn(diag, (struct where){ name, WHERE_WHOLE, NULL },
			"not a state that this version reads: everything is drawn anew");
		*out = (struct ledger){ NULL, 0, 0 };
	}
}

struct ledger_entry *ledger_find(const struct ledger *ledger, struct str name) {
	for (uint32_t i = 0; i < ledger->count; i++)
		if (str_equal(ledger->entry[i].name, name))
			return &ledger->entry[i];
	return NULL;
}

void ledger_set(struct ledger *ledger, const struct ledger_entry *entry, struct arena *arena) {
	struct ledger_entry *there = ledger_find(ledger, entry->name);
	if (!there)
		there = arena_push(arena, ledger->entry, ledger->count, ledger->capacity);
	*there = *entry;
}

void ledger_remove(struct ledger *ledger, struct str name) {
	struct ledger_entry *there = ledger_find(ledger, name);
	if (!there)
		return;
	struct ledger_entry *end = ledger->entry + ledger->count--;
	memmove(there, there + 1, (size_t)(end - there - 1) * sizeof(*there));
}
