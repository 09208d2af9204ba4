#include "style/locale.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unicode/ucasemap.h>
#include <unicode/ucol.h>
#include <unicode/uiter.h>
#include <unicode/uloc.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

enum { LOCALE_SIZE = 160 };

/* ICU's name of the locale; the root locale for what is none. */
static void locale_id(struct str tag, char out[static LOCALE_SIZE]) {
	char text[LOCALE_SIZE];
	UErrorCode status = U_ZERO_ERROR;
	out[0] = '\0';
	if (!tag.at || tag.len == 0 || tag.len >= sizeof(text))
		return;
	memcpy(text, tag.at, tag.len);
	text[tag.len] = '\0';
	uloc_forLanguageTag(text, out, LOCALE_SIZE, NULL, &status);
	if (U_FAILURE(status))
		out[0] = '\0';
}

int locale_compare(const struct value_collator *collator, struct str a, struct str b) {
	char id[LOCALE_SIZE];
	locale_id(collator->locale, id);
	UErrorCode status = U_ZERO_ERROR;
	/* The rules for searching: in German "ue" finds "ü". */
	uloc_setKeywordValue("collation", "search", id, LOCALE_SIZE, &status);
	UCollator *ucol = ucol_open(id, &status);
	if (U_FAILURE(status))
		return str_compare(a, b);
	/* Base letters; then marks; the case level tells case without marks. */
	ucol_setStrength(ucol,
		collator->diacritic_sensitive
			? (collator->case_sensitive ? UCOL_TERTIARY : UCOL_SECONDARY)
			: UCOL_PRIMARY);
	if (collator->case_sensitive && !collator->diacritic_sensitive)
		ucol_setAttribute(ucol, UCOL_CASE_LEVEL, UCOL_ON, &status);
	UCollationResult order = ucol_strcollUTF8(ucol, a.at ? a.at : "", (int32_t)a.len,
		b.at ? b.at : "", (int32_t)b.len, &status);
	ucol_close(ucol);
	if (U_FAILURE(status))
		return str_compare(a, b);
	return order == UCOL_LESS ? -1 : order == UCOL_GREATER;
}

struct str locale_resolved(struct str locale, struct arena *arena) {
	char id[LOCALE_SIZE], base[LOCALE_SIZE], tag[LOCALE_SIZE];
	UErrorCode status = U_ZERO_ERROR;
	locale_id(locale, id);
	/* Without a locale: that of plain English, not of the machine. */
	if (!id[0])
		return STR("en");
	/* Extensions of the tag, such as "-u-co-phonebk", are no part of it. */
	uloc_getBaseName(id, base, sizeof(base), &status);
	uloc_toLanguageTag(base, tag, sizeof(tag), true, &status);
	return U_FAILURE(status) ? STR("en") : str_of(arena_strdup(arena, str_of(tag)));
}

static struct str map_case(struct str s, struct arena *arena,
	int32_t (*map)(const UCaseMap *, char *, int32_t, const char *, int32_t, UErrorCode *)) {
	UErrorCode status = U_ZERO_ERROR;
	UCaseMap *cases = ucasemap_open("", 0, &status);
	if (U_FAILURE(status) || s.len > INT32_MAX / 4)
		return s;
	/* No letter grows to more than three times its bytes. */
	char *text = arena_new(arena, char, s.len * 3 + 1);
	int32_t n = map(cases, text, (int32_t)(s.len * 3 + 1), s.at ? s.at : "", (int32_t)s.len,
		&status);
	ucasemap_close(cases);
	return U_FAILURE(status) ? s : (struct str){ text, (size_t)n };
}

struct str locale_upper(struct str s, struct arena *arena) {
	return map_case(s, arena, ucasemap_utf8ToUpper);
}

struct str locale_lower(struct str s, struct arena *arena) {
	return map_case(s, arena, ucasemap_utf8ToLower);
}

/* Numbers. */

static bool is_digit_count(double digits) {
	return isnan(digits) || (digits >= 0 && digits <= 100);
}

static bool is_word(struct str s) {
	for (size_t i = 0; i < s.len; i++)
		if (!((s.at[i] >= 'a' && s.at[i] <= 'z') || (s.at[i] >= 'A' && s.at[i] <= 'Z')
			    || s.at[i] == '-'))
			return false;
	return s.len > 0 && s.len < 64;
}

/* ".00##": so many digits at least, so many at most. */
static void add_fraction(char *skeleton, size_t size, int least, int most) {
	size_t n = strlen(skeleton);
	if (most == 0) {
		snprintf(skeleton + n, size - n, " precision-integer");
		return;
	}
	n += (size_t)snprintf(skeleton + n, size - n, " .");
	for (int i = 0; i < most && n + 1 < size; i++)
		skeleton[n++] = i < least ? '0' : '#';
	skeleton[n] = '\0';
}

/* The digits of a fraction that ECMA-402 gives the style: up to three, for money
 * what its currency has. */
static bool add_digits(char *skeleton, size_t size, const struct number_style *style) {
	if (!is_digit_count(style->least_digits) || !is_digit_count(style->most_digits))
		return false;
	bool has_least = !isnan(style->least_digits), has_most = !isnan(style->most_digits);
	if (style->currency.at && !has_least && !has_most)
		return true;
	int usual_least = style->currency.at ? 2 : 0, usual_most = style->currency.at ? 2 : 3;
	int least = has_least ? (int)style->least_digits : usual_least;
	int most = has_most ? (int)style->most_digits : usual_most;
	if (!has_least && least > most)
		least = most;
	if (!has_most && most < least)
		most = least;
	if (least > most)
		return false;
	add_fraction(skeleton, size, least, most);
	return true;
}

static bool add_measure(char *skeleton, size_t size, const struct number_style *style) {
	struct str word = style->currency.at ? style->currency : style->unit;
	if (!word.at)
		return true;
	if (!is_word(word) || (style->currency.at && word.len != 3))
		return false;
	size_t n = strlen(skeleton);
	if (style->currency.at)
		snprintf(skeleton + n, size - n, "currency/%.*s", STR_ARG(word));
	else
		snprintf(skeleton + n, size - n, "unit/%.*s unit-width-short", STR_ARG(word));
	return true;
}

static bool format(double number, const char *skeleton, const char *id, char *out, int32_t size,
	int32_t *length) {
	UChar wide[512], text[512];
	int32_t n = 0;
	UErrorCode status = U_ZERO_ERROR;
	u_strFromUTF8(wide, 512, &n, skeleton, -1, &status);
	UNumberFormatter *formatter = unumf_openForSkeletonAndLocale(wide, n, id, &status);
	UFormattedNumber *result = unumf_openResult(&status);
	if (U_SUCCESS(status))
		unumf_formatDouble(formatter, isnan(number) ? (double)NAN : number, result,
			&status);
	n = unumf_resultToString(result, text, 512, &status);
	if (U_SUCCESS(status))
		u_strToUTF8(out, size, length, text, n, &status);
	unumf_closeResult(result);
	unumf_close(formatter);
	return U_SUCCESS(status);
}

bool locale_format_number(double number, const struct number_style *style, struct str *out,
	struct arena *arena) {
	char id[LOCALE_SIZE], skeleton[256] = "";
	locale_id(style->locale, id);
	if (!add_measure(skeleton, sizeof(skeleton), style)
		|| !add_digits(skeleton, sizeof(skeleton), style))
		return false;
	size_t n = strlen(skeleton);
	snprintf(skeleton + n, sizeof(skeleton) - n, " rounding-mode-half-up");
	char *text = arena_new(arena, char, 1600);
	int32_t length = 0;
	if (!format(number, skeleton, id[0] ? id : "en", text, 1600, &length))
		return false;
	*out = (struct str){ text, (size_t)length };
	return true;
}
