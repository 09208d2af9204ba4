/* Names as they are folded, keyed, compared and taken apart; seeds in fold/. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "gazetteer/asked.h"
#include "gazetteer/distance.h"
#include "gazetteer/gather.h"
#include "gazetteer/keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct str all = { (const char *)data, size }, rest = all;
	struct str first = str_split(&rest, '\n');
	struct str second = rest.at ? rest : all;
	struct folded a, b;
	struct asked asked;
	enum fit fit;
	uint64_t key[KEYS_MOST];
	fold(first, &a);
	fold(second, &b);
	if (a.ntext > FOLD_LONGEST || strlen(a.text) > a.ntext || a.nsound > FOLD_LONGEST)
		abort();
	if (keys_make(&a, KEY_ALL, true, key) > KEYS_MOST
		|| keys_make(&b, KEY_ALL, false, key) > KEYS_MOST)
		abort();
	double s = name_similarity(&a, &b, &fit);
	if (!(s <= 1) || (a.nwhole && !(name_similarity(&a, &a, &fit) >= 1)))
		abort();
	name_language(first);
	struct place_query query = { .name = first };
	asked_parse(&query, &asked);
	/* What is folded already stays as it is. */
	fold((struct str){ a.text, a.ntext }, &b);
	if (!(a.scripts >> 1) && strcmp(a.text, b.text) != 0)
		abort();
	return 0;
}
