#include "text/shape.h"

#include <string.h>

#include "text/layout.h"

/* Texts shaped before, by everything that decides how they look. */
struct entry {
	struct entry *next;
	uint64_t hash;
	const char *key;
	size_t key_len;
	const struct glyph_run *run;
};

enum { FIRST_BUCKETS = 1024 };

struct shaper {
	struct arena arena, scratch;
	struct fonts fonts;
	hb_buffer_t *buffer;
	struct entry **bucket;
	uint32_t nbuckets, nentries;
};

struct shaper *shaper_open(const char *font_dir, struct diag *diag) {
	struct arena arena = ARENA_INIT;
	struct shaper *s = arena_new(&arena, struct shaper, 1);
	s->arena = arena;
	s->buffer = hb_buffer_create();
	s->nbuckets = FIRST_BUCKETS;
	s->bucket = arena_new(&s->arena, struct entry *, s->nbuckets);
	if (fonts_open(&s->fonts, font_dir, &s->arena, diag))
		return s;
	shaper_close(s);
	return NULL;
}

void shaper_close(struct shaper *s) {
	if (!s)
		return;
	fonts_close(&s->fonts);
	hb_buffer_destroy(s->buffer);
	arena_release(&s->scratch);
	struct arena arena = s->arena;
	arena_release(&arena);
}

/* The bytes that two equal requests have in common. */
struct key {
	char *at;
	size_t len;
};

static void key_bytes(struct key *key, const void *data, size_t len) {
	if (len)
		memcpy(key->at + key->len, data, len);
	key->len += len;
}

static void key_str(struct key *key, struct str s) {
	key_bytes(key, &s.len, sizeof(s.len));
	key_bytes(key, s.at, s.len);
}

static void key_section(struct key *key, const struct text_section *s) {
	const int numbers[] = { s->weight, s->italic };
	key_bytes(key, numbers, sizeof(numbers));
	key_bytes(key, &s->scale, sizeof(s->scale));
	key_bytes(key, &s->color, sizeof(s->color));
	key_str(key, str_of(s->family));
	key_str(key, s->text);
}

static struct key make_key(const struct text_section *section, uint32_t n,
	const struct text_style *style, struct arena *scratch) {
	const int numbers[] = { style->weight, style->italic, style->tabular, (int)style->justify,
		style->web_breaks, style->cut_words };
	const double sizes[] = { style->size, style->letter_spacing, style->line_height,
		style->max_width };
	size_t room = sizeof(numbers) + sizeof(sizes) + 2 * sizeof(size_t)
		+ str_of(style->family).len + style->language.len;
	for (uint32_t i = 0; i < n; i++)
		room += sizeof(struct text_section) + 2 * sizeof(size_t)
			+ str_of(section[i].family).len + section[i].text.len;
	struct key key = { arena_new(scratch, char, room), 0 };
	key_bytes(&key, numbers, sizeof(numbers));
	key_bytes(&key, sizes, sizeof(sizes));
	key_str(&key, str_of(style->family));
	key_str(&key, style->language);
	for (uint32_t i = 0; i < n; i++)
		key_section(&key, &section[i]);
	return key;
}

/* FNV-1a, 64 bits. */
static uint64_t hash_of(const struct key *key) {
	uint64_t hash = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < key->len; i++)
		hash = (hash ^ (unsigned char)key->at[i]) * UINT64_C(1099511628211);
	return hash;
}

/* Twice as many buckets, so that their chains stay short. */
static void grow(struct shaper *s) {
	uint32_t n = 2 * s->nbuckets;
	struct entry **bucket = arena_new(&s->arena, struct entry *, n);
	for (uint32_t i = 0; i < s->nbuckets; i++)
		for (struct entry *e = s->bucket[i], *next; e; e = next) {
			next = e->next;
			e->next = bucket[e->hash % n];
			bucket[e->hash % n] = e;
		}
	s->bucket = bucket;
	s->nbuckets = n;
}

static void keep(struct shaper *s, struct entry *entry) {
	if (s->nentries++ == s->nbuckets)
		grow(s);
	struct entry **link = &s->bucket[entry->hash % s->nbuckets];
	entry->next = *link;
	*link = entry;
}

const struct glyph_run *shaper_shape_sections(struct shaper *s, const struct text_section *section,
	uint32_t n, const struct text_style *style) {
	struct arena_mark mark = arena_mark(&s->scratch);
	struct key key = make_key(section, n, style, &s->scratch);
	uint64_t hash = hash_of(&key);
	for (struct entry *e = s->bucket[hash % s->nbuckets]; e; e = e->next) {
		if (e->hash == hash && e->key_len == key.len
			&& memcmp(e->key, key.at, key.len) == 0) {
			arena_rewind(&s->scratch, mark);
			return e->run;
		}
	}
	struct entry *entry = arena_new(&s->arena, struct entry, 1);
	*entry = (struct entry){ .hash = hash,
		.key_len = key.len,
		.key = arena_strdup(&s->arena, (struct str){ key.at, key.len }) };
	entry->run = layout_run(&s->fonts, s->buffer, section, n, style, &s->arena, &s->scratch);
	keep(s, entry);
	arena_rewind(&s->scratch, mark);
	return entry->run;
}

const struct glyph_run *shaper_shape(struct shaper *s, struct str text,
	const struct text_style *style) {
	struct text_section section = { .text = text, .color = { 0, 0, 0, -1 } };
	return shaper_shape_sections(s, &section, 1, style);
}
