#include "paint/pdffile.h"

#include <string.h>

/* Offset of `word` at or behind `from`; SIZE_MAX: not there. */
static size_t find(struct str s, const char *word, size_t from) {
	size_t n = strlen(word);
	for (size_t i = from; i + n <= s.len; i++)
		if (memcmp(s.at + i, word, n) == 0)
			return i;
	return SIZE_MAX;
}

static size_t find_last(struct str s, const char *word) {
	size_t n = strlen(word);
	for (size_t i = s.len < n ? 0 : s.len - n + 1; i-- > 0;)
		if (memcmp(s.at + i, word, n) == 0)
			return i;
	return SIZE_MAX;
}

/* The number behind a word such as "/Root". */
static bool number_after(struct str s, const char *word, size_t from, unsigned long *out) {
	size_t at = find(s, word, from);
	if (at == SIZE_MAX)
		return false;
	at += strlen(word);
	while (at < s.len && (s.at[at] == ' ' || s.at[at] == '\n' || s.at[at] == '['))
		at++;
	size_t end = at;
	while (end < s.len && s.at[end] >= '0' && s.at[end] <= '9')
		end++;
	long v;
	if (!str_to_long(str_slice(s, at, end), &v))
		return false;
	*out = (unsigned long)v;
	return true;
}

/* What is between "N 0 obj <<" and "endobj". */
static bool object_body(struct str file, unsigned long number, struct str *body) {
	char head[40];
	snprintf(head, sizeof(head), "\n%lu 0 obj\n<<", number);
	size_t at = find_last(file, head);
	if (at == SIZE_MAX)
		return false;
	at += strlen(head);
	size_t end = find(file, "endobj", at);
	if (end == SIZE_MAX)
		return false;
	*body = (struct str){ file.at + at, end - at };
	return true;
}

struct update {
	struct buffer *file;
	struct arena arena;
	uint32_t *offset;          /* of each object from `first` on */
	unsigned long first, next; /* numbers of new objects */
	uint32_t page_offset, catalog_offset;
};

static void add_link(struct update *u, const struct pdfextra *extra, uint32_t i) {
	struct buffer *b = u->file;
	const struct pdflink *link = &extra->link[i];
	const double edge[] = { link->box.min.x, extra->page_height - link->box.max.y,
		link->box.max.x, extra->page_height - link->box.min.y };
	u->offset[i] = b->nbytes;
	buffer_printf(b, "%lu 0 obj\n<< /Type /Annot\n   /Subtype /Link\n   /Rect [", u->next++);
	for (int k = 0; k < 4; k++) {
		buffer_put(b, " ");
		buffer_number(b, edge[k] * extra->unit, 2);
	}
	buffer_put(b, " ]\n   /Border [ 0 0 0 ]\n   /F 4\n   /A << /S /URI /URI (");
	for (size_t k = 0; k < link->uri.len; k++) {
		unsigned char c = (unsigned char)link->uri.at[k];
		/* A URI is ASCII; anything else is written as RFC 3987 maps it. */
		if (c <= 0x20 || c >= 0x7F || c == '(' || c == ')' || c == '\\')
			buffer_printf(b, "%%%02X", c);
		else
			buffer_add(b, &c, 1);
	}
	buffer_put(b, ") >>\n>>\nendobj\n");
}

static void add_page(struct update *u, unsigned long number, struct str body,
	const struct pdfextra *extra) {
	struct buffer *b = u->file;
	u->page_offset = b->nbytes;
	buffer_printf(b, "%lu 0 obj\n<< /Annots [", number);
	for (uint32_t i = 0; i < extra->nlinks; i++)
		buffer_printf(b, " %lu 0 R", u->first + i);
	buffer_put(b, " ]\n  ");
	buffer_str(b, body);
	buffer_put(b, "endobj\n");
}

static void add_catalog(struct update *u, unsigned long number, struct str body,
	const struct pdfextra *extra) {
	struct buffer *b = u->file;
	u->catalog_offset = b->nbytes;
	buffer_printf(b, "%lu 0 obj\n<<", number);
	bool plain = extra->language.len > 0;
	for (size_t i = 0; i < extra->language.len; i++) {
		char c = extra->language.at[i];
		plain = plain
			&& ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
				|| (c >= '0' && c <= '9') || c == '-');
	}
	if (plain)
		buffer_printf(b, " /Lang (%.*s)\n  ", STR_ARG(extra->language));
	if (extra->has_title)
		buffer_put(b, " /ViewerPreferences << /DisplayDocTitle true >>\n  ");
	buffer_str(b, body);
	buffer_put(b, "endobj\n");
}

/* One entry of a cross-reference table: exactly 20 bytes. */
static void add_entry(struct buffer *b, unsigned long number, uint32_t offset) {
	buffer_printf(b, "%lu 1\n%010u 00000 n \n", number, offset);
}

static void add_trailer(struct update *u, unsigned long page, unsigned long catalog,
	const char *info, unsigned long previous, const struct pdfextra *extra) {
	struct buffer *b = u->file;
	uint32_t start = b->nbytes;
	buffer_put(b, "xref\n");
	if (extra->nlinks)
		add_entry(b, page, u->page_offset);
	add_entry(b, catalog, u->catalog_offset);
	if (extra->nlinks)
		buffer_printf(b, "%lu %u\n", u->first, extra->nlinks);
	for (uint32_t i = 0; i < extra->nlinks; i++)
		buffer_printf(b, "%010u 00000 n \n", u->offset[i]);
	buffer_printf(b,
		"trailer\n<< /Size %lu\n   /Root %lu 0 R\n%s   /Prev %lu\n>>\n"
		"startxref\n%u\n%%%%EOF\n",
		u->next, catalog, info, previous, start);
}

bool pdffile_extend(struct buffer *file, const struct pdfextra *extra) {
	struct update u = { .file = file };
	unsigned long catalog, info, pages, page, size, previous;
	struct str catalog_body, pages_body, page_body, whole = buffer_bytes(file);
	size_t trailer = find_last(whole, "trailer");
	if (trailer == SIZE_MAX || !number_after(whole, "/Root", trailer, &catalog)
		|| !number_after(whole, "/Size", trailer, &size)
		|| !number_after(whole, "startxref", trailer, &previous)
		|| !object_body(whole, catalog, &catalog_body)
		|| !number_after(catalog_body, "/Pages", 0, &pages)
		|| !object_body(whole, pages, &pages_body)
		|| !number_after(pages_body, "/Kids", 0, &page)
		|| !object_body(whole, page, &page_body))
		return false;
	const char *info_line = "";
	if (number_after(whole, "/Info", trailer, &info))
		info_line = arena_printf(&u.arena, "   /Info %lu 0 R\n", info);
	/* The buffer moves as it grows. */
	catalog_body.at = arena_strdup(&u.arena, catalog_body);
	page_body.at = arena_strdup(&u.arena, page_body);
	u.first = u.next = size;
	u.offset = arena_new(&u.arena, uint32_t, extra->nlinks);
	for (uint32_t i = 0; i < extra->nlinks; i++)
		add_link(&u, extra, i);
	if (extra->nlinks)
		add_page(&u, page, page_body, extra);
	add_catalog(&u, catalog, catalog_body, extra);
	add_trailer(&u, page, catalog, info_line, previous, extra);
	arena_release(&u.arena);
	return true;
}
