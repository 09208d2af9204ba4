#include "paint/pdffile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

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
	const struct pdfextra *extra;
	/* Where each object of the update begins, by number. */
	struct entry {
		unsigned long number;
		uint32_t offset;
	} * entry;
	uint32_t nentries, capacity;
	unsigned long next;        /* number of the next new object */
	unsigned long font, texts; /* 0: none */
};

static void begin_object(struct update *u, unsigned long number) {
	*arena_push(&u->arena, u->entry, u->nentries, u->capacity) = (struct entry){ number,
		u->file->nbytes };
	buffer_printf(u->file, "%lu 0 obj\n", number);
}

static void put_numbers(struct buffer *b, const double *v, int n, int decimals) {
	for (int k = 0; k < n; k++) {
		buffer_put(b, " ");
		buffer_number(b, v[k], decimals);
	}
}

static void add_link(struct update *u, const struct pdflink *link) {
	struct buffer *b = u->file;
	double unit = u->extra->unit, height = u->extra->page_height;
	const double edge[] = { link->box.min.x * unit, (height - link->box.max.y) * unit,
		link->box.max.x * unit, (height - link->box.min.y) * unit };
	begin_object(u, u->next++);
	buffer_put(b, "<< /Type /Annot\n   /Subtype /Link\n   /Rect [");
	put_numbers(b, edge, 4, 2);
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

static void add_stream(struct update *u, struct str bytes) {
	begin_object(u, u->next++);
	buffer_printf(u->file, "<< /Length %zu >>\nstream\n", bytes.len);
	buffer_str(u->file, bytes);
	buffer_put(u->file, "\nendstream\nendobj\n");
}

/* A font with one letter, a blank as wide as high. */
static void add_font(struct update *u) {
	unsigned long blank = u->next;
	add_stream(u, STR("1 0 d0"));
	u->font = u->next++;
	begin_object(u, u->font);
	buffer_printf(u->file,
		"<< /Type /Font\n   /Subtype /Type3\n   /FontBBox [ 0 0 1 1 ]\n"
		"   /FontMatrix [ 1 0 0 1 0 0 ]\n   /CharProcs << /blank %lu 0 R >>\n"
		"   /Encoding << /Type /Encoding /Differences [ 32 /blank ] >>\n"
		"   /FirstChar 32\n   /LastChar 32\n   /Widths [ 1 ]\n   /Resources << >>\n>>\n"
		"endobj\n",
		blank);
}

static void put_utf16(struct buffer *b, struct str text) {
	buffer_put(b, "<FEFF");
	for (size_t i = 0; i < text.len;) {
		uint32_t c = utf8_next(text, &i);
		if (c >= 0x10000)
			buffer_printf(b, "%04X%04X", 0xD800 + ((c - 0x10000) >> 10),
				0xDC00 + ((c - 0x10000) & 0x3FF));
		else
			buffer_printf(b, "%04X", c);
	}
	buffer_put(b, ">");
}

/* The blank stretched over the place of a string that it stands for. */
static void put_unseen(struct update *u, struct buffer *b, const struct pdftext *t) {
	double unit = u->extra->unit, c = cos(t->angle) * unit, s = sin(t->angle) * unit;
	const double matrix[] = { c * t->width, -s * t->width, s * t->size, c * t->size,
		t->at.x * unit, (u->extra->page_height - t->at.y) * unit };
	buffer_put(b, "/Span << /ActualText ");
	put_utf16(b, t->text);
	buffer_put(b, " >> BDC\nBT 3 Tr /unseen 1 Tf");
	put_numbers(b, matrix, 6, 3);
	buffer_put(b, " Tm ( ) Tj ET\nEMC\n");
}

static void add_texts(struct update *u) {
	struct buffer stream = { .arena = &u->arena };
	add_font(u);
	buffer_put(&stream, "q\n");
	for (uint32_t i = 0; i < u->extra->ntexts; i++)
		put_unseen(u, &stream, &u->extra->text[i]);
	buffer_put(&stream, "Q");
	u->texts = u->next;
	add_stream(u, buffer_bytes(&stream));
}

/* The body with something put in behind a word, or before everything else. */
static void put_body(struct update *u, struct str body, const char *behind, const char *more,
	const char *otherwise) {
	size_t at = find(body, behind, 0);
	buffer_put(u->file, "<<");
	if (at == SIZE_MAX) {
		buffer_put(u->file, otherwise);
		buffer_str(u->file, body);
	} else {
		at += strlen(behind);
		buffer_str(u->file, str_slice(body, 0, at));
		buffer_put(u->file, more);
		buffer_str(u->file, str_slice(body, at, body.len));
	}
	buffer_put(u->file, "endobj\n");
}

static void add_resources(struct update *u, unsigned long number, struct str body) {
	begin_object(u, number);
	put_body(u, body, "/Font <<", arena_printf(&u->arena, " /unseen %lu 0 R", u->font),
		arena_printf(&u->arena, " /Font << /unseen %lu 0 R >>\n  ", u->font));
}

/* The page with its links and its second stream. */
static void add_page(struct update *u, unsigned long number, struct str body,
	unsigned long contents, unsigned long first_link) {
	struct buffer links = { .arena = &u->arena };
	if (u->extra->nlinks) {
		buffer_put(&links, " /Annots [");
		for (uint32_t i = 0; i < u->extra->nlinks; i++)
			buffer_printf(&links, " %lu 0 R", first_link + i);
		buffer_put(&links, " ]\n  ");
	}
	if (u->texts) {
		const char *old = arena_printf(&u->arena, "/Contents %lu 0 R", contents);
		size_t at = find(body, old, 0);
		struct str rest = str_slice(body, at + strlen(old), body.len);
		body = str_of(arena_printf(&u->arena, "%.*s/Contents [ %lu 0 R %lu 0 R ]%.*s",
			(int)at, body.at, contents, u->texts, STR_ARG(rest)));
	}
	begin_object(u, number);
	buffer_put(u->file, "<<");
	buffer_str(u->file, buffer_bytes(&links));
	buffer_str(u->file, body);
	buffer_put(u->file, "endobj\n");
}

static void add_catalog(struct update *u, unsigned long number, struct str body) {
	struct buffer *b = u->file;
	struct str language = u->extra->language;
	begin_object(u, number);
	buffer_put(b, "<<");
	bool plain = language.len > 0;
	for (size_t i = 0; i < language.len; i++) {
		char c = language.at[i];
		plain = plain
			&& ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')
				|| (c >= '0' && c <= '9') || c == '-');
	}
	if (plain)
		buffer_printf(b, " /Lang (%.*s)\n  ", STR_ARG(language));
	if (u->extra->has_title)
		buffer_put(b, " /ViewerPreferences << /DisplayDocTitle true >>\n  ");
	buffer_str(b, body);
	buffer_put(b, "endobj\n");
}

static int compare_entries(const void *a, const void *b) {
	const struct entry *x = a, *y = b;
	return (x->number > y->number) - (x->number < y->number);
}

static void add_trailer(struct update *u, unsigned long catalog, const char *info,
	unsigned long previous) {
	struct buffer *b = u->file;
	uint32_t start = b->nbytes;
	buffer_put(b, "xref\n");
	qsort(u->entry, u->nentries, sizeof(*u->entry), compare_entries);
	/* A section for each run of numbers; an entry is exactly 20 bytes. */
	for (uint32_t i = 0, end; i < u->nentries; i = end) {
		for (end = i + 1;
			end < u->nentries && u->entry[end].number == u->entry[end - 1].number + 1;
			end++)
			;
		buffer_printf(b, "%lu %u\n", u->entry[i].number, end - i);
		for (uint32_t k = i; k < end; k++)
			buffer_printf(b, "%010u 00000 n \n", u->entry[k].offset);
	}
	buffer_printf(b,
		"trailer\n<< /Size %lu\n   /Root %lu 0 R\n%s   /Prev %lu\n>>\n"
		"startxref\n%u\n%%%%EOF\n",
		u->next, catalog, info, previous, start);
}

/* What of Cairo's file the update refers to. */
struct parts {
	unsigned long catalog, page, contents, resources, size, previous, info;
	bool has_info;
	struct str catalog_body, page_body, resources_body;
};

static bool find_parts(struct str file, struct parts *p) {
	unsigned long pages;
	struct str pages_body;
	size_t trailer = find_last(file, "trailer");
	if (trailer == SIZE_MAX)
		return false;
	p->has_info = number_after(file, "/Info", trailer, &p->info);
	return number_after(file, "/Root", trailer, &p->catalog)
		&& number_after(file, "/Size", trailer, &p->size)
		&& number_after(file, "startxref", trailer, &p->previous)
		&& object_body(file, p->catalog, &p->catalog_body)
		&& number_after(p->catalog_body, "/Pages", 0, &pages)
		&& object_body(file, pages, &pages_body)
		&& number_after(pages_body, "/Kids", 0, &p->page)
		&& object_body(file, p->page, &p->page_body)
		&& number_after(p->page_body, "/Contents", 0, &p->contents)
		&& number_after(p->page_body, "/Resources", 0, &p->resources)
		&& object_body(file, p->resources, &p->resources_body);
}

bool pdffile_extend(struct buffer *file, const struct pdfextra *extra) {
	struct update u = { .file = file, .extra = extra };
	struct parts p;
	if (!find_parts(buffer_bytes(file), &p))
		return false;
	const char *info = p.has_info ? arena_printf(&u.arena, "   /Info %lu 0 R\n", p.info) : "";
	/* The buffer moves as it grows. */
	struct str *const bodies[] = { &p.catalog_body, &p.page_body, &p.resources_body };
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		bodies[i]->at = arena_strdup(&u.arena, *bodies[i]);
	u.next = p.size;
	unsigned long first_link = u.next;
	for (uint32_t i = 0; i < extra->nlinks; i++)
		add_link(&u, &extra->link[i]);
	if (extra->ntexts) {
		add_texts(&u);
		add_resources(&u, p.resources, p.resources_body);
	}
	if (extra->ntexts || extra->nlinks)
		add_page(&u, p.page, p.page_body, p.contents, first_link);
	add_catalog(&u, p.catalog, p.catalog_body);
	add_trailer(&u, p.catalog, info, p.previous);
	arena_release(&u.arena);
	return true;
}
