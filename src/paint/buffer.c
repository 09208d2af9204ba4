#include "paint/buffer.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

void buffer_add(struct buffer *b, const void *data, size_t len) {
	if (len > UINT32_MAX / 2 - b->nbytes || b->too_large) {
		b->too_large = true;
		return;
	}
	while (b->capacity - b->nbytes < len)
		b->bytes = arena_grow(b->arena, b->bytes, b->capacity, &b->capacity, 1, 1);
	if (len)
		memcpy(b->bytes + b->nbytes, data, len);
	b->nbytes += (uint32_t)len;
}

void buffer_put(struct buffer *b, const char *text) {
	buffer_add(b, text, strlen(text));
}

void buffer_str(struct buffer *b, struct str text) {
	buffer_add(b, text.at, text.len);
}

void buffer_printf(struct buffer *b, const char *fmt, ...) {
	char text[256];
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	int len = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (len > 0 && (size_t)len < sizeof(text)) {
		buffer_add(b, text, (size_t)len);
	} else if (len > 0) {
		struct arena scratch = ARENA_INIT;
		char *longer = arena_new(&scratch, char, (size_t)len + 1);
		vsnprintf(longer, (size_t)len + 1, fmt, again);
		buffer_add(b, longer, (size_t)len);
		arena_release(&scratch);
	}
	va_end(again);
}

void buffer_number(struct buffer *b, double value, int decimals) {
	char text[64];
	int len = str_from_double(value, decimals, text, sizeof(text));
	buffer_add(b, text, (size_t)len);
}

static unsigned byte_of(float channel) {
	return (unsigned)(fminf(fmaxf(channel, 0), 1) * 255 + 0.5f);
}

void buffer_color(struct buffer *b, struct color c) {
	buffer_printf(b, "#%02x%02x%02x", byte_of(c.r), byte_of(c.g), byte_of(c.b));
}

struct str buffer_bytes(const struct buffer *b) {
	return (struct str){ b->bytes, b->nbytes };
}
