#include "app/buildlog.h"

#include "base/date.h"
#include "base/jsonwrite.h"

static bool has_position(const struct where *at) {
	return at->source && at->source->text.at && at->offset != WHERE_WHOLE;
}

struct str buildlog_message(const struct diag_item *item, struct arena *arena) {
	struct out *out = out_memory(arena);
	const struct where *at = &item->at;
	if (at->source && at->source->name)
		out_printf(out, "%s:", at->source->name);
	if (has_position(at)) {
		unsigned line, column;
		source_position(at->source, at->offset, &line, &column);
		out_printf(out, "%u:%u:", line, column);
	}
	if (out_bytes(out).len)
		out_str(out, STR(" "));
	if (at->path && at->path[0])
		out_printf(out, "%s: ", at->path);
	out_printf(out, "%s", item->message);
	return out_bytes(out);
}

static void member(struct out *out, unsigned *n, const char *key, const char *text) {
	if (!text || !text[0])
		return;
	json_write_key(out, n, key);
	json_write_string(out, str_of(text));
}

static void write_item(struct out *out, const struct diag_item *item, const char *map) {
	static const char *const level[] = { "error", "warning", "note" };
	const struct where *at = &item->at;
	unsigned n = 0;
	out_str(out, STR("{"));
	member(out, &n, "level", level[item->severity]);
	member(out, &n, "map", map);
	member(out, &n, "file", at->source ? at->source->name : NULL);
	if (has_position(at)) {
		unsigned line, column;
		source_position(at->source, at->offset, &line, &column);
		out_printf(out, ",\"line\":%u,\"column\":%u", line, column);
	}
	member(out, &n, "path", at->path);
	member(out, &n, "message", item->message);
	out_str(out, STR("}\n"));
}

void buildlog_print_json(const struct diag *diag, const char *map, FILE *file) {
	struct arena arena = ARENA_INIT;
	struct out *out = out_memory(&arena);
	for (const struct diag_item *i = diag->first; i; i = i->next)
		write_item(out, i, map);
	if (out_size(out))
		fwrite(out_bytes(out).at, 1, out_bytes(out).len, file);
	arena_release(&arena);
}

struct str buildlog_line(bool json, const char *map, const char *message, struct arena *arena) {
	struct diag_item item = { .severity = DIAG_ERROR, .message = message };
	struct out *out = out_memory(arena);
	if (json)
		write_item(out, &item, map);
	else
		out_printf(out, "sitmap: %s: %s\n", map, message);
	return out_bytes(out);
}

struct str buildlog_time(int64_t seconds, struct arena *arena) {
	struct date day = date_from_unix(seconds);
	int64_t rest = seconds - date_to_unix(day);
	return str_of(arena_printf(arena, "%04d-%02d-%02dT%02d:%02d:%02dZ", day.year, day.month,
		day.day, (int)(rest / 3600), (int)(rest / 60 % 60), (int)(rest % 60)));
}

struct str buildlog_joined(const struct ledger_words *words, struct arena *arena) {
	struct out *out = out_memory(arena);
	for (uint32_t i = 0; i < words->count; i++)
		out_printf(out, "%s%.*s", i ? "; " : "", STR_ARG(words->item[i]));
	return out_bytes(out);
}
