#include "paint/palette.h"

#include <string.h>

void palette_init(struct palette *p) {
	memset(p->slot_index, -1, sizeof(p->slot_index));
	p->ncolors = 0;
}

int palette_index(struct palette *p, uint32_t color) {
	uint32_t slot = (color * UINT32_C(2654435761)) >> 22;
	while (p->slot_index[slot] >= 0) {
		if (p->slot_color[slot] == color)
			return p->slot_index[slot];
		slot = (slot + 1) % PALETTE_SLOTS;
	}
	if (p->ncolors == PALETTE_MOST)
		return -1;
	p->slot_color[slot] = color;
	p->slot_index[slot] = (int16_t)p->ncolors;
	p->color[p->ncolors] = color;
	return (int)p->ncolors++;
}
