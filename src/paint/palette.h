#ifndef PAINT_PALETTE_H
#define PAINT_PALETTE_H

#include <stdint.h>

enum { PALETTE_MOST = 256, PALETTE_SLOTS = 1024 };

/* The colours of a picture, in the order in which they were met. */
struct palette {
	uint32_t color[PALETTE_MOST];
	uint32_t ncolors;
	uint32_t slot_color[PALETTE_SLOTS];
	int16_t slot_index[PALETTE_SLOTS]; /* -1: free */
};

void palette_init(struct palette *p);

/* -1 when there is no room for one more colour. */
int palette_index(struct palette *p, uint32_t color);

#endif
