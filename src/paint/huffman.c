#include "paint/huffman.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LONGEST = 15 };

struct leaf {
	uint32_t count;
	uint16_t symbol;
};

static int compare_leaves(const void *a, const void *b) {
	const struct leaf *x = a, *y = b;
	if (x->count != y->count)
		return x->count < y->count ? -1 : 1;
	return (x->symbol > y->symbol) - (x->symbol < y->symbol);
}

/* Depths of the leaves of Huffman's tree, the rarest first: the two lightest of
 * leaves and inner nodes are joined until one is left.  Both wait in order of
 * weight, so no heap is needed. */
static void find_depths(const struct leaf *leaf, int n, uint8_t *depth) {
	uint32_t weight[HUFFMAN_SYMBOLS];
	uint16_t parent[2 * HUFFMAN_SYMBOLS];
	uint8_t level[2 * HUFFMAN_SYMBOLS];
	int next_leaf = 0, next_node = 0;
	for (int made = 0; made < n - 1; made++) {
		weight[made] = 0;
		for (int k = 0; k < 2; k++) {
			bool take_leaf = next_leaf < n
				&& (next_node >= made
					|| leaf[next_leaf].count <= weight[next_node]);
			int chosen = take_leaf ? next_leaf++ : n + next_node;
			weight[made] += take_leaf ? leaf[chosen].count : weight[next_node++];
			parent[chosen] = (uint16_t)(n + made);
		}
	}
	level[2 * n - 2] = 0;
	for (int i = 2 * n - 3; i >= 0; i--)
		level[i] = (uint8_t)(level[parent[i]] + 1);
	memcpy(depth, level, (size_t)n);
}

/* Shortens what is longer than the limit.  In units of the longest code the
 * lengths must fill 2^limit exactly or less; what is too much is paid for by
 * lengthening the rarest codes that can still grow. */
static void limit_depths(uint8_t *depth, int n, int limit) {
	uint32_t filled = 0, room = UINT32_C(1) << limit;
	for (int i = 0; i < n; i++) {
		if (depth[i] > limit)
			depth[i] = (uint8_t)limit;
		filled += UINT32_C(1) << (limit - depth[i]);
	}
	for (int i = 0; filled > room; i = (i + 1) % n) {
		if (depth[i] >= limit)
			continue;
		filled -= UINT32_C(1) << (limit - depth[i] - 1);
		depth[i]++;
	}
	/* What was paid too much goes to the most frequent. */
	for (int i = n - 1; i >= 0; i--) {
		while (depth[i] > 1 && filled + (UINT32_C(1) << (limit - depth[i])) <= room) {
			filled += UINT32_C(1) << (limit - depth[i]);
			depth[i]--;
		}
	}
}

static uint16_t reversed(uint32_t code, int length) {
	uint32_t out = 0;
	for (int i = 0; i < length; i++)
		out |= (code >> i & 1) << (length - 1 - i);
	return (uint16_t)out;
}

/* Codes of one length follow each other in the order of the symbols. */
static void assign_codes(struct huffman *h, int n) {
	uint32_t first[LONGEST + 2] = { 0 }, number[LONGEST + 1] = { 0 };
	for (int i = 0; i < n; i++)
		number[h->length[i]]++;
	number[0] = 0;
	for (int l = 1; l <= LONGEST; l++)
		first[l + 1] = (first[l] + number[l]) << 1;
	for (int i = 0; i < n; i++)
		if (h->length[i])
			h->code[i] = reversed(first[h->length[i]]++, h->length[i]);
}

void huffman_build(struct huffman *h, const uint32_t *count, int n, int limit) {
	struct leaf leaf[HUFFMAN_SYMBOLS];
	uint8_t depth[HUFFMAN_SYMBOLS];
	int nleaves = 0;
	memset(h, 0, sizeof(*h));
	for (int i = 0; i < n; i++)
		if (count[i])
			leaf[nleaves++] = (struct leaf){ count[i], (uint16_t)i };
	if (nleaves == 0)
		return;
	if (nleaves == 1) {
		h->length[leaf[0].symbol] = 1;
		return;
	}
	qsort(leaf, (size_t)nleaves, sizeof(leaf[0]), compare_leaves);
	find_depths(leaf, nleaves, depth);
	limit_depths(depth, nleaves, limit);
	for (int i = 0; i < nleaves; i++)
		h->length[leaf[i].symbol] = depth[i];
	assign_codes(h, n);
}
