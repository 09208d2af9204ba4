#include "scan/scan.h"

#include "scan/trigger.h"

void scanner_open(struct scanner *s, struct gazetteer *g, struct arena *arena) {
	*s = (struct scanner){ 0 };
	words_make(&s->words, arena);
	triggers_enter(&s->words);
	names_open(&s->names, g);
}

void scanner_close(struct scanner *s) {
	names_close(&s->names);
}

void scan_text(struct scanner *s, struct str text, struct scanned *out, struct arena *arena) {
	names_trim(&s->names);
	tokens_make(&out->tokens, text, &s->words, arena);
	mentions_find(&out->tokens, &s->names, ++s->documents, &out->mentions, arena);
}

static size_t cut_at(struct str text, size_t from, size_t to, bool (*is_cut)(const char *)) {
	for (size_t i = to; i > from; i--)
		if (is_cut(text.at + i))
			return i;
	return 0;
}

static bool is_empty_line(const char *c) {
	return c[0] == '\n' && c[-1] == '\n';
}

static bool is_line(const char *c) {
	return c[0] == '\n';
}

static bool is_space(const char *c) {
	return c[0] == ' ' || c[0] == '\t';
}

struct str scan_part(struct str *rest) {
	struct str text = *rest;
	size_t end = text.len;
	if (text.len > SCAN_PART) {
		end = cut_at(text, SCAN_PART / 2, SCAN_PART - 1, is_empty_line);
		if (!end)
			end = cut_at(text, SCAN_PART / 2, SCAN_PART - 1, is_line);
		if (!end)
			end = cut_at(text, SCAN_PART / 2, SCAN_PART - 1, is_space);
		/* Never inside a character. */
		for (end = end ? end : SCAN_PART; end > 1
			&& ((unsigned char)text.at[end] & 0xC0) == 0x80 && SCAN_PART - end < 4;)
			end--;
	}
	*rest = str_slice(text, end, text.len);
	return str_slice(text, 0, end);
}
