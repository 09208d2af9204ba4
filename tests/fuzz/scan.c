/* A text to words, dates and triggers; with a gazetteer (SITMAP_TEST_GAZETTEER, or
 * build/gazetteer.sqlite) to places and events too.  Seeds in scan/. */
#include <stddef.h>
#include <stdint.h>

#include "base/out.h"
#include "scan/when.h"
#include "scanning.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct scanning *scanning;
static struct words words;

static void scan_words(struct str text) {
	struct arena arena = ARENA_INIT;
	struct tokens tokens;
	tokens_make(&tokens, text, &words, &arena);
	struct date date = when_article(&tokens, text, (struct date){ 0 });
	when_nearest(&tokens, 0, tokens.n, 0, &(struct calendar){ .article = date });
	when_agency(&tokens);
	for (uint32_t i = 0; i < tokens.n; i++) {
		uint32_t last;
		trigger_at(&tokens, i, &last);
		phrase_at(&tokens, i, tokens.n);
	}
	count_nearest(&tokens, 0, tokens.n, 0);
	arena_release(&arena);
}

static void scan_places(struct str text) {
	struct arena_mark mark = arena_mark(&scanning->arena);
	struct scanned found;
	struct stories stories = { 0 };
	struct article article = { .file = STR("x"), .document = 1 };
	scan_text(&scanning->scanner, text, &found, &scanning->arena);
	article.date = when_article(&found.tokens, article.file, (struct date){ 0 });
	stories_find(&found, &article, &stories, &scanning->arena);
	stories_merge(&stories, &scanning->arena);
	struct out *out = out_memory(&scanning->arena);
	stories_write_csv(out, &stories);
	stories_write_plover(out, &stories);
	out_abandon(out);
	arena_rewind(&scanning->arena, mark);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct str text = { (const char *)data, size };
	if (!scanning) {
		void *state;
		scanning_open(&state);
		scanning = state;
		words_make(&words, &scanning->arena);
	}
	scan_words(text);
	if (scanning->g)
		scan_places(text);
	return 0;
}
