#ifndef STYLE_TEXT_H
#define STYLE_TEXT_H

#include "base/arena.h"
#include "base/number.h"
#include "data/value.h"

/* How JavaScript writes and reads numbers and values, on which the specification
 * of expressions rests. */

/* Bytes that grow in an arena. */
struct strbuf {
	struct arena *arena;
	char *at;
	uint32_t count, capacity;
};

void strbuf_add(struct strbuf *b, struct str s);
struct str strbuf_text(const struct strbuf *b);

enum { NUMBER_TEXT_SIZE = NUMBER_SIZE };

/* Number.prototype.toString: the shortest text that reads back as the number. */
int number_to_text(double number, char out[static NUMBER_TEXT_SIZE]);
/* Number(): NAN when the string is not a number. */
double number_of_text(struct str s);
double number_of_value(const struct value *v, struct arena *arena);

/* What ["to-string"] gives. */
struct str value_to_text(const struct value *v, struct arena *arena);
/* String() in JavaScript */
struct str value_to_string(const struct value *v, struct arena *arena);
/* JSON.stringify */
struct str value_to_json(const struct value *v, struct arena *arena);
void strbuf_add_json(struct strbuf *b, const struct value *v);
/* "[r,g,b,a]", multiplied by the alpha. */
void strbuf_add_channels(struct strbuf *b, struct rgba c);
void strbuf_add_json_string(struct strbuf *b, struct str s);

/* Order by UTF-16 code units: less, equal, greater. */
int text_compare(struct str a, struct str b);

#endif
