#include "base/str.h"

#include <assert.h>
#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/number.h"

struct str str_of(const char *cstring) {
	return (struct str){ cstring, cstring ? strlen(cstring) : 0 };
}

struct str str_slice(struct str s, size_t from, size_t to) {
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	return (struct str){ s.at ? s.at + from : NULL, to - from };
}

bool str_equal(struct str a, struct str b) {
	return a.len == b.len && (a.len == 0 || memcmp(a.at, b.at, a.len) == 0);
}

static unsigned char lower(char c) {
	return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool str_equal_nocase(struct str a, struct str b) {
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++)
		if (lower(a.at[i]) != lower(b.at[i]))
			return false;
	return true;
}

bool str_starts(struct str s, struct str prefix) {
	return s.len >= prefix.len && str_equal(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix) {
	return s.len >= suffix.len && str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
}

bool str_ends_nocase(struct str s, struct str suffix) {
	return s.len >= suffix.len
		&& str_equal_nocase(str_slice(s, s.len - suffix.len, s.len), suffix);
}

int str_compare(struct str a, struct str b) {
	size_t n = a.len < b.len ? a.len : b.len;
	int order = n ? memcmp(a.at, b.at, n) : 0;
	if (order)
		return order;
	return (a.len > b.len) - (a.len < b.len);
}

static bool is_space(char c) {
	return c == ' ' || (c >= '\t' && c <= '\r');
}

struct str str_trim(struct str s) {
	while (s.len && is_space(s.at[0]))
		s.at++, s.len--;
	while (s.len && is_space(s.at[s.len - 1]))
		s.len--;
	return s;
}

struct str str_split(struct str *rest, char separator) {
	struct str head = *rest;
	const char *cut = rest->len ? memchr(rest->at, separator, rest->len) : NULL;
	if (!cut) {
		*rest = (struct str){ NULL, 0 };
		return head;
	}
	head.len = (size_t)(cut - rest->at);
	rest->at = cut + 1;
	rest->len -= head.len + 1;
	return head;
}

static bool is_digit(char c) {
	return c >= '0' && c <= '9';
}

bool str_to_double(struct str s, double *out) {
	if (s.len == 0)
		return false;
	const char *at = s.at, *end = s.at + s.len;
	bool negative = *at == '-';
	double value;
	if (*at == '-' || *at == '+')
		at++;
	if (number_read(&at, end, NUMBER_LOOSE, &value) != NUMBER_OK || at != end)
		return false;
	*out = negative ? -value : value;
	return true;
}

bool str_to_long(struct str s, long *out) {
	size_t i = 0;
	bool negative = false;
	long value = 0;
	if (i < s.len && (s.at[i] == '-' || s.at[i] == '+'))
		negative = s.at[i++] == '-';
	if (i == s.len)
		return false;
	for (; i < s.len; i++) {
		if (!is_digit(s.at[i]) || __builtin_mul_overflow(value, 10, &value)
			|| __builtin_sub_overflow(value, s.at[i] - '0', &value))
			return false;
	}
	/* Counted downwards, for there is one more whole number below zero. */
	if (!negative && value == LONG_MIN)
		return false;
	*out = negative ? value : -value;
	return true;
}

int str_from_double(double value, int decimals, char *out, size_t size) {
	static const uint64_t power[] = {
		1,
		10,
		100,
		1000,
		10000,
		100000,
		1000000,
		10000000,
		100000000,
		1000000000,
	};
	char text[NUMBER_SIZE];
	decimals = decimals < 0 ? 0 : decimals > 9 ? 9 : decimals;
	double scaled = round(fabs(value) * (double)power[decimals]);
	int n;
	if (!(scaled < 9e15)) {
		/* A double this large has nothing to round behind the point. */
		n = number_format(value, text);
	} else {
		uint64_t all = (uint64_t)scaled, fraction = all % power[decimals];
		n = snprintf(text, sizeof(text), "%s%" PRIu64, value < 0 && all ? "-" : "",
			all / power[decimals]);
		if (fraction) {
			n += snprintf(text + n, sizeof(text) - (size_t)n, ".%0*" PRIu64, decimals,
				fraction);
			while (text[n - 1] == '0')
				n--;
		}
	}
	assert((size_t)n < size);
	memcpy(out, text, (size_t)n);
	out[n] = '\0';
	return n;
}

enum { NEAREST_MAX = 64 };

/* Levenshtein distance of two short words. */
static unsigned edit_distance(struct str a, struct str b) {
	unsigned row[NEAREST_MAX + 1];
	for (size_t j = 0; j <= b.len; j++)
		row[j] = (unsigned)j;
	for (size_t i = 1; i <= a.len; i++) {
		unsigned diagonal = row[0];
		row[0] = (unsigned)i;
		for (size_t j = 1; j <= b.len; j++) {
			unsigned change = diagonal + (lower(a.at[i - 1]) != lower(b.at[j - 1]));
			unsigned shift = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
			diagonal = row[j];
			row[j] = change < shift ? change : shift;
		}
	}
	return row[b.len];
}

const char *str_nearest(struct str s, const char *const *words, size_t n) {
	const char *best = NULL;
	unsigned nearest = (unsigned)(s.len / 3) + 2;
	if (s.len > NEAREST_MAX)
		return NULL;
	for (size_t i = 0; i < n; i++) {
		struct str word = str_of(words[i]);
		if (word.len > NEAREST_MAX)
			continue;
		unsigned distance = edit_distance(s, word);
		if (distance < nearest && distance < word.len) {
			nearest = distance;
			best = words[i];
		}
	}
	return best;
}
