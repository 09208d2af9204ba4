#ifndef PAINT_HUFFMAN_H
#define PAINT_HUFFMAN_H

#include <stdint.h>

enum { HUFFMAN_SYMBOLS = 288 };

/* Codes of deflate (RFC 1951, section 3.2.2), bits ready to be written lowest
 * first; length 0: the symbol does not occur. */
struct huffman {
	uint16_t code[HUFFMAN_SYMBOLS];
	uint8_t length[HUFFMAN_SYMBOLS];
};

/* The best lengths for these counts, none longer than `limit`.  A single symbol
 * gets a code of one bit. */
void huffman_build(struct huffman *h, const uint32_t *count, int n, int limit);

#endif
