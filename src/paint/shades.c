#include "paint/shades.h"

static uint32_t byte_of(double v) {
	return (uint32_t)(v * 255 + 0.5);
}

struct shades shades_of(struct color c) {
	struct shades s;
	for (int i = 0; i <= SHADES; i++) {
		double a = (double)c.a * i / SHADES;
		uint32_t alpha = byte_of(a);
		s.color[i] = alpha << 24 | byte_of((double)c.r * a) << 16
			| byte_of((double)c.g * a) << 8 | byte_of((double)c.b * a);
		s.rest[i] = (uint8_t)(255 - alpha);
	}
	return s;
}

/* Each byte times a / 255, rounded. */
static uint32_t faded(uint32_t pixel, uint32_t a) {
	uint32_t even = (pixel & 0x00FF00FF) * a + 0x00800080;
	uint32_t odd = (pixel >> 8 & 0x00FF00FF) * a + 0x00800080;
	even = (even + (even >> 8 & 0x00FF00FF)) >> 8 & 0x00FF00FF;
	odd = (odd + (odd >> 8 & 0x00FF00FF)) & 0xFF00FF00;
	return even | odd;
}

void shades_paint(const struct shades *s, int level, uint32_t *pixel, int n) {
	uint32_t color = s->color[level], rest = s->rest[level];
	if (level == 0)
		return;
	if (rest == 0) {
		for (int i = 0; i < n; i++)
			pixel[i] = color;
		return;
	}
	for (int i = 0; i < n; i++)
		pixel[i] = color + faded(pixel[i], rest);
}
