#include "base/str.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct str str_of(const char *cstring) {
	return (struct str){ cstring, cstring ? strlen(cstring) : 0 };
}

struct str str_slice(struct str s, size_t from, size_t to) {
	if (to > s.len)
		to = s.len;
	if (from > to)
		from = to;
	return (struct str){ s.at + from, to - from };
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
	return s.len >= suffix.len
		&& str_equal(str_slice(s, s.len - suffix.len, s.len), suffix);
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

/* Powers of ten that a double holds exactly. */
static const double exact_power[] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
	1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

/*
 * A mantissa below 2^53 and a power of ten up to 22 give the correctly rounded
 * result with one operation (Clinger 1990); long double carries most of the
 * rest, with an error below one unit in the last place.
 */
static double scale_decimal(uint64_t mantissa, int exponent) {
	if (mantissa == 0)
		return 0;
	if (mantissa < (UINT64_C(1) << 53) && exponent >= -22 && exponent <= 22)
		return exponent < 0 ? (double)mantissa / exact_power[-exponent]
			: (double)mantissa * exact_power[exponent];
	if (exponent > 400)
		return INFINITY;
	if (exponent < -400)
		return 0;
	return (double)((long double)mantissa * powl(10.0L, exponent));
}

bool str_to_double(struct str s, double *out) {
	size_t i = 0;
	bool negative = false;
	if (i < s.len && (s.at[i] == '-' || s.at[i] == '+'))
		negative = s.at[i++] == '-';
	uint64_t mantissa = 0;
	int exponent = 0, digits = 0;
	bool point = false;
	for (; i < s.len; i++) {
		if (s.at[i] == '.' && !point) {
			point = true;
			continue;
		}
		if (!is_digit(s.at[i]))
			break;
		digits++;
		if (mantissa < UINT64_C(1000000000000000000)) {
			mantissa = mantissa * 10 + (uint64_t)(s.at[i] - '0');
			exponent -= point;
		} else if (!point) {
			exponent++;
		}
	}
	if (digits == 0)
		return false;
	if (i < s.len && (s.at[i] == 'e' || s.at[i] == 'E')) {
		bool down = false;
		int written = 0, n = 0;
		i++;
		if (i < s.len && (s.at[i] == '-' || s.at[i] == '+'))
			down = s.at[i++] == '-';
		for (; i < s.len && is_digit(s.at[i]); i++, n++)
			if (written < 100000)
				written = written * 10 + (s.at[i] - '0');
		if (n == 0)
			return false;
		exponent += down ? -written : written;
	}
	if (i != s.len)
		return false;
	double value = scale_decimal(mantissa, exponent);
	if (!isfinite(value))
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
		    || __builtin_add_overflow(value, s.at[i] - '0', &value))
			return false;
	}
	*out = negative ? -value : value;
	return true;
}

/* Digits of a whole number, most significant first. */
static int format_whole(uint64_t value, char *out) {
	char reversed[20];
	int n = 0;
	do {
		reversed[n++] = (char)('0' + value % 10);
		value /= 10;
	} while (value);
	for (int i = 0; i < n; i++)
		out[i] = reversed[n - 1 - i];
	return n;
}

int str_from_double(double value, int decimals, char *out, size_t size) {
	static const uint64_t power[] = {
		1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000,
		1000000000,
	};
	char text[64];
	int n = 0;
	if (decimals > 9)
		decimals = 9;
	if (!isfinite(value))
		value = 0;
	bool negative = value < 0;
	double scaled = floor(fabs(value) * (double)power[decimals] + 0.5);
	if (scaled >= 9e18) {
		/* Too large for fixed point: no fraction is left to show. */
		double rest = fabs(value);
		int zeros = 0;
		while (rest >= 9e18)
			rest /= 10, zeros++;
		if (negative)
			text[n++] = '-';
		n += format_whole((uint64_t)rest, text + n);
		while (zeros-- && n < (int)sizeof(text) - 1)
			text[n++] = '0';
	} else {
		uint64_t all = (uint64_t)scaled;
		uint64_t fraction = all % power[decimals];
		if (negative && all)
			text[n++] = '-';
		n += format_whole(all / power[decimals], text + n);
		if (fraction) {
			text[n++] = '.';
			for (int d = decimals - 1; d >= 0 && fraction; d--) {
				text[n++] = (char)('0' + fraction / power[d]);
				fraction %= power[d];
			}
		}
	}
	if ((size_t)n >= size)
		n = size ? (int)size - 1 : 0;
	memcpy(out, text, (size_t)n);
	if (size)
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
