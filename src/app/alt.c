#include "app/alt.h"

#include "base/htmlwrite.h"
#include "compose/entries.h"
#include "compose/words.h"

static void add_part(struct out *out, const char *before, struct str text) {
	if (text.len)
		out_printf(out, "%s%.*s", before, STR_ARG(text));
}

static void add_sentence(const struct drawing *d, struct out *out, const struct feature *f) {
	struct str confidence = entry_text(f, "confidence"), date = entry_text(f, "date_text");
	struct str title = entry_text(f, "title"), actor = entry_text(f, "actor");
	out_printf(out, "%.*s", STR_ARG(entry_place(f, d->language[0], d->arena)));
	add_part(out, ", ", words_in(d->language[0], entry_text(f, "kind")));
	add_part(out, ", ", date);
	add_part(out, ": ", title);
	add_part(out, title.len ? ", " : ": ", actor);
	add_part(out, " → ", entry_text(f, "recipient"));
	if (confidence.len && !str_equal(confidence, STR("confirmed")))
		add_part(out, ", ", words_in(d->language[0], confidence));
	out_printf(out, ". ");
}

struct str alt_description(const struct drawing *d, const struct sheet *sheet, uint32_t most) {
	struct out *out = out_memory(d->arena);
	if (sheet->subtitle.len)
		out_printf(out, "%.*s. ", STR_ARG(sheet->subtitle));
	if (sheet->clustered)
		out_printf(out, "%.*s. ", STR_ARG(words_in(sheet->language, STR(CIRCLES_SAID))));
	struct entry *list;
	uint32_t n = entries_in_order(sheet, &list, d->arena);
	for (uint32_t i = 0; i < n && i < most; i++)
		add_sentence(d, out, list[i].feature);
	if (n > most)
		out_printf(out, "+ %u", n - most);
	return str_trim(out_bytes(out));
}

static const char *const columns[] = { "number", "date_text", "kind", "label", "title", "actor",
	"recipient", "confidence", "source" };
static const char *const heads[] = { "No.", "Date", "Kind", "Place", "What", "By", "To",
	"Confidence", "Source" };

enum { NCOLUMNS = sizeof(columns) / sizeof(*columns) };

static struct str cell(const struct drawing *d, const struct feature *f, size_t column) {
	const struct value *v = feature_get(f, str_of(columns[column]));
	if (str_equal(str_of(columns[column]), STR("label")))
		return entry_place(f, d->language[0], d->arena);
	if (!v || (v->type != VALUE_STRING && v->type != VALUE_NUMBER))
		return STR("");
	if (v->type == VALUE_STRING)
		return v->string;
	char figures[40];
	int len = str_from_double(v->number, 6, figures, sizeof(figures));
	return str_of(arena_strdup(d->arena, (struct str){ figures, (size_t)len }));
}

static bool column_is_used(const struct drawing *d, const struct entry *list, uint32_t n,
	size_t column) {
	for (uint32_t i = 0; i < n; i++)
		if (cell(d, list[i].feature, column).len)
			return true;
	return false;
}

static void write_html(const struct drawing *d, const struct sheet *sheet, struct out *out,
	const struct entry *list, uint32_t n) {
	bool used[NCOLUMNS];
	out_printf(out,
		"<!DOCTYPE html>\n<html lang=\"%.*s\" dir=\"%s\">\n<meta charset=\"utf-8\">\n"
		"<title>",
		STR_ARG(sheet->language), sheet->rtl ? "rtl" : "ltr");
	html_write_text(out, sheet->title);
	out_printf(out, "</title>\n<h1>");
	html_write_text(out, sheet->title);
	out_printf(out, "</h1>\n<p>");
	html_write_text(out, alt_description(d, sheet, n));
	out_printf(out, "</p>\n<table>\n<thead>\n<tr>");
	for (size_t k = 0; k < NCOLUMNS; k++) {
		used[k] = column_is_used(d, list, n, k);
		if (used[k])
			out_printf(out, "<th scope=\"col\">%s</th>", heads[k]);
	}
	out_printf(out, "</tr>\n</thead>\n<tbody>\n");
	for (uint32_t i = 0; i < n; i++) {
		out_printf(out, "<tr>");
		for (size_t k = 0; k < NCOLUMNS; k++) {
			if (!used[k])
				continue;
			out_printf(out, "<td>");
			html_write_text(out, cell(d, list[i].feature, k));
			out_printf(out, "</td>");
		}
		out_printf(out, "</tr>\n");
	}
	out_printf(out, "</tbody>\n</table>\n</html>\n");
}

static void write_text(const struct drawing *d, const struct sheet *sheet, struct out *out,
	const struct entry *list, uint32_t n) {
	out_printf(out, "%.*s\n%.*s\n\n", STR_ARG(sheet->title), STR_ARG(sheet->subtitle));
	for (uint32_t i = 0; i < n; i++) {
		struct str number = cell(d, list[i].feature, 0);
		add_part(out, "", number);
		out_printf(out, "%s", number.len ? ". " : "");
		add_sentence(d, out, list[i].feature);
		add_part(out, "", cell(d, list[i].feature, NCOLUMNS - 1));
		out_printf(out, "\n");
	}
}

static bool is_html(struct str path) {
	return str_ends_nocase(path, STR(".html")) || str_ends_nocase(path, STR(".htm"));
}

bool alt_is_known(const char *path) {
	struct str name = str_of(path);
	return is_html(name) || str_ends_nocase(name, STR(".txt")) || str_equal(name, STR("-"));
}

void alt_write(const struct drawing *d, const struct sheet *sheet, const char *path,
	struct out *out) {
	struct entry *list;
	uint32_t n = entries_in_order(sheet, &list, d->arena);
	if (is_html(str_of(path)))
		write_html(d, sheet, out, list, n);
	else
		write_text(d, sheet, out, list, n);
}
