#include "base/date.h"

#include <stdio.h>

/* clang-format off */
static const char *const english[12] = {
	"January", "February", "March", "April", "May", "June", "July", "August",
	"September", "October", "November", "December",
};

static const char *const arabic[12] = {
	"يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس",
	"سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر",
};

static const char *const levantine[12] = {
	"كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب",
	"أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
};

static const char *const french[12] = {
	"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
	"septembre", "octobre", "novembre", "décembre",
};

static const char *const german[12] = {
	"Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
	"September", "Oktober", "November", "Dezember",
};

static const char *const spanish[12] = {
	"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto",
	"septiembre", "octubre", "noviembre", "diciembre",
};

/* With a day, and alone. */
static const char *const russian[12] = {
	"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа",
	"сентября", "октября", "ноября", "декабря",
};
static const char *const russian_alone[12] = {
	"январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август",
	"сентябрь", "октябрь", "ноябрь", "декабрь",
};

static const char *const hebrew[12] = {
	"ינואר", "פברואר", "מרץ", "אפריל", "מאי", "יוני", "יולי", "אוגוסט",
	"ספטמבר", "אוקטובר", "נובמבר", "דצמבר",
};

static const char *const chinese[12] = {
	"1月", "2月", "3月", "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月", "12月",
};

/* How a language writes dates: what stands behind the day and before the year. */
struct manner {
	const char *language, *const *month, *const *alone, *behind_day, *before_year;
};

static const struct manner manners[] = {
	{ "en", english, english, " ", " " },
	{ "ar", arabic, arabic, " ", " " },
	{ "fr", french, french, " ", " " },
	{ "de", german, german, ". ", " " },
	{ "es", spanish, spanish, " de ", " de " },
	{ "ru", russian, russian_alone, " ", " " },
	{ "he", hebrew, hebrew, " ב", " " },
};
/* clang-format on */

static bool is_leap(int year) {
	return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int days_of_month(int year, int month) {
	static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	return days[month - 1] + (month == 2 && is_leap(year));
}

static bool is_valid(struct date d) {
	return d.year >= 1 && d.month <= 12
		&& (d.day == 0 || (d.month > 0 && d.day <= days_of_month(d.year, d.month)));
}

/* Exactly `count` digits at the front, which are cut off. */
static bool take_digits(struct str *s, size_t count, int *out) {
	int value = 0;
	if (s->len < count)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (s->at[i] < '0' || s->at[i] > '9')
			return false;
		value = value * 10 + (s->at[i] - '0');
	}
	*s = str_slice(*s, count, s->len);
	*out = value;
	return true;
}

static bool take(struct str *s, char c) {
	if (s->len == 0 || s->at[0] != c)
		return false;
	*s = str_slice(*s, 1, s->len);
	return true;
}

/* Behind "T": hh:mm[:ss[.fraction]] and a zone, or nothing. */
static bool is_time(struct str s) {
	int hour, minute, second = 0;
	if (!take_digits(&s, 2, &hour) || !take(&s, ':') || !take_digits(&s, 2, &minute))
		return false;
	if (take(&s, ':')) {
		int digit;
		if (!take_digits(&s, 2, &second))
			return false;
		if (take(&s, '.')) {
			if (!take_digits(&s, 1, &digit))
				return false;
			while (take_digits(&s, 1, &digit))
				;
		}
	}
	if (hour > 24 || minute > 59 || second > 60 || (hour == 24 && minute + second > 0))
		return false;
	if (s.len == 0 || str_equal(s, STR("Z")))
		return true;
	if (!take(&s, '+') && !take(&s, '-'))
		return false;
	if (!take_digits(&s, 2, &hour) || hour > 14)
		return false;
	take(&s, ':');
	return s.len == 0 || (take_digits(&s, 2, &minute) && minute < 60 && s.len == 0);
}

static bool parse_iso(struct str s, struct date *out) {
	struct date d = { 0 };
	if (!take_digits(&s, 4, &d.year))
		return false;
	if (s.len == 4 && take_digits(&s, 2, &d.month) && take_digits(&s, 2, &d.day)) {
		if (d.month == 0 || d.day == 0)
			return false;
	} else if (take(&s, '-')) {
		if (!take_digits(&s, 2, &d.month) || d.month == 0)
			return false;
		if (take(&s, '-') && (!take_digits(&s, 2, &d.day) || d.day == 0))
			return false;
		if (d.day && (take(&s, 'T') || take(&s, ' '))) {
			if (!is_time(s))
				return false;
			s.len = 0;
		}
	}
	*out = d;
	return s.len == 0;
}

/* "7 April 2020", "07-Apr-2020". */
static bool parse_words(struct str s, struct date *out) {
	char separator = ' ';
	for (size_t i = 0; i < s.len; i++)
		if (s.at[i] == '-')
			separator = '-';
	struct str day = str_split(&s, separator), month = str_split(&s, separator);
	struct date d = { 0 };
	if (!take_digits(&day, day.len == 1 ? 1 : 2, &d.day) || day.len || d.day == 0)
		return false;
	for (int m = 0; m < 12; m++) {
		struct str full = str_of(english[m]);
		if (str_equal_nocase(month, full) || str_equal_nocase(month, str_slice(full, 0, 3)))
			d.month = m + 1;
	}
	*out = d;
	return d.month && s.len == 4 && take_digits(&s, 4, &out->year);
}

bool date_parse(struct str s, struct date *out) {
	struct date d = { 0 };
	s = str_trim(s);
	if ((!parse_iso(s, &d) && !parse_words(s, &d)) || !is_valid(d))
		return false;
	*out = d;
	return true;
}

static int order(int a, int b) {
	return (a > b) - (a < b);
}

int date_compare(struct date a, struct date b) {
	int years = order(a.year, b.year);
	int months = order(a.month ? a.month : 1, b.month ? b.month : 1);
	int days = order(a.day ? a.day : 1, b.day ? b.day : 1);
	if (years || months || days)
		return years ? years : months ? months : days;
	return order(!!a.month + !!a.day, !!b.month + !!b.day);
}

static struct manner manner_of(struct str language) {
	static const char *const levant[] = { "ar-IQ", "ar-SY", "ar-LB", "ar-JO", "ar-PS" };
	for (size_t i = 0; i < sizeof(levant) / sizeof(levant[0]); i++)
		if (str_equal_nocase(language, str_of(levant[i])))
			return (struct manner){ "ar", levantine, levantine, " ", " " };
	struct str primary = str_split(&language, '-');
	for (size_t i = 0; i < sizeof(manners) / sizeof(manners[0]); i++)
		if (str_equal_nocase(primary, str_of(manners[i].language)))
			return manners[i];
	return manners[0];
}

/* The year first, each figure with its word. */
static int format_chinese(struct date d, char *out, size_t size) {
	const char *month = d.month ? chinese[d.month - 1] : "";
	return d.day ? snprintf(out, size, "%d年%s%d日", d.year, month, d.day)
		     : snprintf(out, size, "%d年%s", d.year, month);
}

int date_format(struct date d, struct str language, char *out, size_t size) {
	if (size)
		out[0] = '\0';
	if (d.year == 0)
		return 0;
	struct str rest = language;
	if (str_equal_nocase(str_split(&rest, '-'), STR("zh")))
		return format_chinese(d, out, size);
	struct manner m = manner_of(language);
	/* "1er janvier": only the first is an ordinal. */
	if (d.day == 1 && m.month == french)
		m.behind_day = "er ";
	if (d.day)
		return snprintf(out, size, "%d%s%s%s%d", d.day, m.behind_day, m.month[d.month - 1],
			m.before_year, d.year);
	if (d.month)
		return snprintf(out, size, "%s%s%d", m.alone[d.month - 1], m.before_year, d.year);
	return snprintf(out, size, "%d", d.year);
}

/* Days are counted in eras of 400 years (146097 days) that begin on 1 March, so
 * that the leap day is the last of its year; 719468 days lie between 0000-03-01
 * and 1970-01-01. */
int64_t date_to_unix(struct date d) {
	int month = d.month ? d.month : 1, day = d.day ? d.day : 1;
	int64_t year = d.year - (month <= 2);
	int64_t era = (year >= 0 ? year : year - 399) / 400, of_era = year - era * 400;
	int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int64_t days = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year;
	return (days - 719468) * 86400;
}

struct date date_from_unix(int64_t seconds) {
	int64_t days = seconds / 86400 - (seconds % 86400 < 0) + 719468;
	int64_t era = (days >= 0 ? days : days - 146096) / 146097, of_era = days - era * 146097;
	int64_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
	int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * of_year + 2) / 153;
	struct date d = {
		.day = (int)(of_year - (153 * month + 2) / 5 + 1),
		.month = (int)(month < 10 ? month + 3 : month - 9),
	};
	d.year = (int)(year + era * 400 + (d.month <= 2));
	return d;
}
