#ifndef PAINT_BUFFER_H
#define PAINT_BUFFER_H

#include "base/color.h"
#include "base/out.h"

/* Bytes of a file that is being written; kept in memory since some of it is known
 * only at the end.  Past 2 GB nothing is added and `too_large` is set. */
struct buffer {
	struct arena *arena;
	char *bytes;
	uint32_t nbytes, capacity;
	bool too_large;
};

void buffer_add(struct buffer *b, const void *data, size_t len);
void buffer_put(struct buffer *b, const char *text);
void buffer_str(struct buffer *b, struct str text);
void buffer_printf(struct buffer *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* Shortest form with at most so many decimals. */
void buffer_number(struct buffer *b, double value, int decimals);

/* "#rrggbb", without the alpha. */
void buffer_color(struct buffer *b, struct color color);

struct str buffer_bytes(const struct buffer *b);

#endif
