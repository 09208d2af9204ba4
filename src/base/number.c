#include "base/number.h"

#include <limits.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

__extension__ typedef unsigned __int128 uint128;

/*
 * A decimal is mantissa times ten to the exponent.  Nearly every number met in
 * a file has at most 19 digits and a small exponent, for which one or two
 * machine operations give the exact answer; the rest goes through big integers.
 */
struct decimal {
	uint64_t mantissa;    /* the first 19 significant digits */
	int exponent;         /* that goes with the mantissa */
	const char *at, *end; /* digits and point, where there are more than 19 */
	int exponent_written; /* what stands behind "e" */
	bool cut;
};

enum {
	MANTISSA_DIGITS = 19, /* 10^19 < 2^64 */
	DOUBLE_BITS = 53,
	DOUBLE_BIAS = 1075, /* of the exponent of a 53-bit whole number */
	EXACT_POWERS = 22,  /* 10^22 < 2^53 * 2^22, and 5^22 < 2^53 */
	/* The midpoint of two doubles has at most 767 significant digits (its
	 * lowest bit is 2^-1075); digits behind only say "more than that". */
	DIGITS_THAT_COUNT = 780,
	/* 10^(780 + 343) has 3731 bits; the left side 2592 + 1075. */
	BIG_WORDS = 128,
};

/* clang-format off */
static const double exact_power[] = {
	1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13,
	1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
};

static const uint64_t whole_power[] = {
	UINT64_C(1), UINT64_C(10), UINT64_C(100), UINT64_C(1000), UINT64_C(10000),
	UINT64_C(100000), UINT64_C(1000000), UINT64_C(10000000), UINT64_C(100000000),
	UINT64_C(1000000000), UINT64_C(10000000000), UINT64_C(100000000000),
	UINT64_C(1000000000000), UINT64_C(10000000000000), UINT64_C(100000000000000),
	UINT64_C(1000000000000000), UINT64_C(10000000000000000),
	UINT64_C(100000000000000000), UINT64_C(1000000000000000000),
	UINT64_C(10000000000000000000),
};
/* clang-format on */

static bool is_digit(char c) {
	return (unsigned char)(c - '0') < 10;
}

static double double_of_bits(uint64_t bits) {
	double value;
	memcpy(&value, &bits, sizeof(value));
	return value;
}

static uint64_t bits_of_double(double value) {
	uint64_t bits;
	memcpy(&bits, &value, sizeof(bits));
	return bits;
}

/* The double nearest to q * 2^exponent, a little more if `more`. */
static double round_wide(uint128 q, int exponent, bool more) {
	uint64_t high = (uint64_t)(q >> 64), low = (uint64_t)q;
	int bits = high ? 128 - __builtin_clzll(high) : 64 - __builtin_clzll(low);
	int shift = bits - DOUBLE_BITS;
	uint64_t kept = low;
	if (shift > 0) {
		uint128 rest = q & (((uint128)1 << shift) - 1), half = (uint128)1 << (shift - 1);
		kept = (uint64_t)(q >> shift);
		kept += rest > half || (rest == half && (more || (kept & 1)));
		exponent += shift;
	}
	return (double)kept * double_of_bits((uint64_t)(exponent + 1023) << 52);
}

/* Exact for an exponent from -19 to 19. */
static double scale_wide(uint64_t mantissa, int exponent) {
	if (exponent >= 0)
		return round_wide((uint128)mantissa * whole_power[exponent], 0, false);
	int shift = 64 + __builtin_clzll(mantissa);
	uint128 wide = (uint128)mantissa << shift;
	uint64_t divisor = whole_power[-exponent];
	uint128 quotient = wide / divisor;
	return round_wide(quotient, -shift, quotient * divisor != wide);
}

/* A whole number, the lowest word first.  Numbers of many digits are held
 * against the middle between two doubles. */
struct big {
	int nwords;
	uint32_t word[BIG_WORDS];
};

static void big_multiply_add(struct big *big, uint32_t factor, uint32_t add) {
	uint64_t carry = add;
	for (int i = 0; i < big->nwords; i++) {
		carry += (uint64_t)big->word[i] * factor;
		big->word[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry)
		big->word[big->nwords++] = (uint32_t)carry;
}

static void big_multiply_ten(struct big *big, int exponent) {
	for (; exponent >= 9; exponent -= 9)
		big_multiply_add(big, 1000000000, 0);
	big_multiply_add(big, (uint32_t)whole_power[exponent], 0);
}

static void big_shift(struct big *big, int bits) {
	int words = bits / 32;
	if (big->nwords == 0)
		return;
	memmove(big->word + words, big->word, (size_t)big->nwords * sizeof(big->word[0]));
	memset(big->word, 0, (size_t)words * sizeof(big->word[0]));
	big->nwords += words;
	big_multiply_add(big, UINT32_C(1) << bits % 32, 0);
}

static int big_compare(const struct big *a, const struct big *b) {
	if (a->nwords != b->nwords)
		return a->nwords < b->nwords ? -1 : 1;
	for (int i = a->nwords - 1; i >= 0; i--)
		if (a->word[i] != b->word[i])
			return a->word[i] < b->word[i] ? -1 : 1;
	return 0;
}

/* All digits as one whole number, and the power of ten that goes with it. */
static int big_read(struct big *big, const struct decimal *d) {
	long exponent = d->exponent_written;
	int taken = 0;
	bool point = false, more = false;
	big->nwords = 0;
	for (const char *p = d->at; p < d->end; p++) {
		if (*p == '.') {
			point = true;
			continue;
		}
		exponent -= point;
		if (taken == 0 && *p == '0')
			continue;
		if (taken < DIGITS_THAT_COUNT) {
			big_multiply_add(big, 10, (uint32_t)(*p - '0'));
			taken++;
		} else {
			more |= *p != '0';
			exponent++;
		}
	}
	if (more) {
		big_multiply_add(big, 10, 1);
		exponent--;
	}
	return (int)exponent;
}

/* The decimal against the middle between the doubles `bits` and `bits + 1`. */
static int compare_with_middle(const struct big *digits, int exponent, uint64_t bits) {
	struct big left = *digits, right = { 0 };
	uint64_t fraction = bits & ((UINT64_C(1) << 52) - 1);
	int power = (int)(bits >> 52);
	if (power)
		fraction |= UINT64_C(1) << 52;
	else
		power = 1;
	power -= DOUBLE_BIAS + 1;
	uint64_t odd = 2 * fraction + 1;
	right.word[0] = (uint32_t)odd;
	right.word[1] = (uint32_t)(odd >> 32);
	right.nwords = right.word[1] ? 2 : 1;
	big_multiply_ten(exponent < 0 ? &right : &left, exponent < 0 ? -exponent : exponent);
	big_shift(power < 0 ? &left : &right, power < 0 ? -power : power);
	return big_compare(&left, &right);
}

/* Within a few units in the last place. */
static double estimate(uint64_t mantissa, int exponent) {
	static const double power[] = {
		1e1,
		1e2,
		1e4,
		1e8,
		1e16,
		1e32,
		1e64,
		1e128,
		1e256,
	};
	double value = (double)mantissa;
	int rest = exponent < 0 ? -exponent : exponent;
	for (int i = 8; i >= 0; i--) {
		if (rest < 1 << i)
			continue;
		value = exponent < 0 ? value / power[i] : value * power[i];
		rest -= 1 << i;
	}
	return value;
}

static double scale_big(const struct decimal *d) {
	static const uint64_t infinite = UINT64_C(0x7FF0000000000000);
	struct big digits;
	int exponent = big_read(&digits, d);
	double near = estimate(d->mantissa, d->exponent);
	uint64_t bits = isfinite(near) ? bits_of_double(near) : infinite - 1;
	while (bits > 0 && compare_with_middle(&digits, exponent, bits - 1) <= 0)
		bits--;
	int order;
	while ((order = compare_with_middle(&digits, exponent, bits)) > 0 && bits < infinite)
		bits++;
	bits += order == 0 && (bits & 1);
	return double_of_bits(bits);
}

static double decimal_value(const struct decimal *d) {
	if (d->mantissa == 0)
		return 0;
	if (!d->cut) {
		if (d->mantissa < UINT64_C(1) << DOUBLE_BITS && d->exponent >= -EXACT_POWERS
			&& d->exponent <= EXACT_POWERS)
			return d->exponent < 0 ? (double)d->mantissa / exact_power[-d->exponent]
					       : (double)d->mantissa * exact_power[d->exponent];
		if (d->exponent >= -MANTISSA_DIGITS && d->exponent <= MANTISSA_DIGITS)
			return scale_wide(d->mantissa, d->exponent);
	}
	/* 10^309 is too large, 10^-324 * 0.24 is nearer to nothing. */
	if (d->exponent > 309)
		return INFINITY;
	if (d->exponent < -343)
		return 0;
	return scale_big(d);
}

/* The first 19 digits that count, where there are more. */
static void decimal_cut(struct decimal *d) {
	long exponent = d->exponent_written;
	int taken = 0;
	bool point = false;
	d->mantissa = 0;
	d->cut = false;
	for (const char *p = d->at; p < d->end; p++) {
		if (*p == '.') {
			point = true;
			continue;
		}
		if (taken < MANTISSA_DIGITS) {
			d->mantissa = d->mantissa * 10 + (uint64_t)(*p - '0');
			taken += d->mantissa != 0;
			exponent -= point;
		} else {
			d->cut |= *p != '0';
			exponent += !point;
		}
	}
	d->exponent = (int)(exponent < -100000 ? -100000 : exponent > 100000 ? 100000 : exponent);
}

static bool read_exponent(const char **at, const char *end, int *out) {
	const char *p = *at + 1;
	bool down = false;
	int value = 0;
	if (p < end && (*p == '-' || *p == '+'))
		down = *p++ == '-';
	const char *first = p;
	for (; p < end && is_digit(*p); p++)
		if (value < 100000000)
			value = value * 10 + (*p - '0');
	*at = p;
	*out = down ? -value : value;
	return p > first;
}

enum number_result number_read(const char **at, const char *end, enum number_form form,
	double *out) {
	const char *p = *at;
	struct decimal d = { .at = p };
	while (p < end && is_digit(*p))
		d.mantissa = d.mantissa * 10 + (uint64_t)(*p++ - '0');
	ptrdiff_t whole = p - d.at, fraction = 0;
	if (form == NUMBER_JSON && (whole == 0 || (whole > 1 && d.at[0] == '0'))) {
		*at = d.at + (whole > 1);
		return NUMBER_MALFORMED;
	}
	if (p < end && *p == '.') {
		const char *first = ++p;
		while (p < end && is_digit(*p))
			d.mantissa = d.mantissa * 10 + (uint64_t)(*p++ - '0');
		fraction = p - first;
	}
	d.end = p;
	*at = p;
	if (whole + fraction == 0 || (form == NUMBER_JSON && p[-1] == '.'))
		return NUMBER_MALFORMED;
	if (p < end && (*p == 'e' || *p == 'E') && !read_exponent(at, end, &d.exponent_written))
		return NUMBER_MALFORMED;
	if (whole + fraction > MANTISSA_DIGITS)
		decimal_cut(&d);
	else
		d.exponent = d.exponent_written - (int)fraction;
	double value = decimal_value(&d);
	if (!isfinite(value))
		return NUMBER_TOO_LARGE;
	*out = value;
	return NUMBER_OK;
}

/* The digits and the power of ten of the first one, of the shortest decimal
 * that reads back.  Fifteen digits always survive the way through a normal
 * double, so a shorter form is those without their zeros. */
static int shortest_digits(double value, char digits[static 18], int *power) {
	char text[40];
	int n = 0;
	for (int precision = value < 2.3e-308 ? 1 : 15; precision <= 17; precision++) {
		double back = 0;
		snprintf(text, sizeof(text), "%.*e", precision - 1, value);
		char *e = strchr(text, 'e');
		/* Whatever stands for the point is not ours to choose. */
		n = 0;
		for (const char *p = text; p < e; p++)
			if (is_digit(*p))
				digits[n++] = *p;
		const char *at = e + 2;
		*power = 0;
		while (is_digit(*at))
			*power = *power * 10 + (*at++ - '0');
		if (e[1] == '-')
			*power = -*power;
		char again[40];
		int len = snprintf(again, sizeof(again), "%.*se%d", n, digits, *power - n + 1);
		at = again;
		if (number_read(&at, again + len, NUMBER_LOOSE, &back) == NUMBER_OK
			&& back == value)
			break;
	}
	while (n > 1 && digits[n - 1] == '0')
		n--;
	return n;
}

int number_format(double value, char out[static NUMBER_SIZE]) {
	char digits[18];
	int n = 0, power;
	if (!isfinite(value) || value == 0) {
		memcpy(out, "0", 2);
		return 1;
	}
	if (value < 0)
		out[n++] = '-';
	int ndigits = shortest_digits(fabs(value), digits, &power);
	if (power > 20 || power < -6) {
		n += snprintf(out + n, NUMBER_SIZE - (size_t)n, "%.1s%s%.*se%+d", digits,
			ndigits > 1 ? "." : "", ndigits - 1, digits + 1, power);
		return n;
	}
	if (power < 0) {
		n += snprintf(out + n, NUMBER_SIZE - (size_t)n, "0.%.*s%.*s", -power - 1, "000000",
			ndigits, digits);
		return n;
	}
	for (int i = 0; i < ndigits || i <= power; i++) {
		if (i == power + 1)
			out[n++] = '.';
		out[n++] = i < ndigits ? digits[i] : '0';
	}
	out[n] = '\0';
	return n;
}
