#include "base/utf8.h"

enum { REPLACEMENT = 0xFFFD };

/* RFC 3629, section 4: no overlong form, no surrogate, nothing over U+10FFFF. */
static uint32_t decode(struct str s, size_t *i, bool *broken) {
	unsigned char first = (unsigned char)s.at[*i];
	static const uint32_t smallest[] = { 0, 0x80, 0x800, 0x10000 };
	int more = first < 0x80          ? 0
		: (first & 0xE0) == 0xC0 ? 1
		: (first & 0xF0) == 0xE0 ? 2
		: (first & 0xF8) == 0xF0 ? 3
					 : -1;
	*broken = more < 0 || s.len - *i < (size_t)more + 1;
	if (!*broken) {
		uint32_t c = more == 0 ? first : first & (0x3Fu >> more);
		for (int k = 1; k <= more; k++) {
			unsigned char next = (unsigned char)s.at[*i + (size_t)k];
			*broken |= (next & 0xC0) != 0x80;
			c = c << 6 | (next & 0x3F);
		}
		*broken |= c < smallest[more] || c > 0x10FFFF || (c >= 0xD800 && c < 0xE000);
		if (!*broken) {
			*i += (size_t)more + 1;
			return c;
		}
	}
	++*i;
	return REPLACEMENT;
}

uint32_t utf8_next(struct str s, size_t *i) {
	bool broken;
	return decode(s, i, &broken);
}

int utf8_put(uint32_t c, char out[static 4]) {
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | c >> 6);
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | c >> 12);
		out[1] = (char)(0x80 | (c >> 6 & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | c >> 18);
	out[1] = (char)(0x80 | (c >> 12 & 0x3F));
	out[2] = (char)(0x80 | (c >> 6 & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

size_t utf8_check(struct str s) {
	for (size_t i = 0; i < s.len;) {
		size_t start = i;
		bool broken = false;
		if ((unsigned char)s.at[i] < 0x80)
			i++;
		else
			decode(s, &i, &broken);
		if (broken)
			return start;
	}
	return SIZE_MAX;
}

size_t utf8_count(struct str s) {
	size_t n = 0;
	for (size_t i = 0; i < s.len; n++)
		utf8_next(s, &i);
	return n;
}
