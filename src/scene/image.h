#ifndef SCENE_IMAGE_H
#define SCENE_IMAGE_H

#include <stdint.h>

#include "base/str.h"

/* Decoded pixels: rows from the top, alpha multiplied in, 0xAARRGGBB in the
 * machine's byte order. */
struct image {
	uint32_t width, height;
	const uint32_t *pixel;
};

#endif
