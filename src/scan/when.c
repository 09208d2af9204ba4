#include "scan/when.h"

#include <string.h>

static const int64_t day_seconds = 86400;

static bool is_plain(char c) {
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Letter by letter, because nearly all are told apart by the first; what is no plain
 * letter (accents, apostrophes) is left to the hash. */
bool token_is(const struct tokens *tokens, uint32_t i, const char *word) {
	if (i >= tokens->n)
		return false;
	const struct token *t = &tokens->at[i];
	const char *text = tokens->text.at + t->start;
	size_t n = t->end - t->start, k = 0;
	while (k < n && word[k] && (text[k] | 32) == word[k])
		k++;
	if (k == n || (is_plain(text[k]) && word[k]))
		return k == n && !word[k];
	struct str w = str_of(word);
	return !is_plain(text[k]) && t->hash == word_hash(w.at, w.len);
}

static int find_word(const struct tokens *tokens, uint32_t i, const char *const *words, int n) {
	for (int k = 0; k < n; k++)
		if (token_is(tokens, i, words[k]))
			return k;
	return -1;
}

static int month_of(const struct tokens *tokens, uint32_t i) {
	static const char *const months[] = { "january", "february", "march", "april", "may",
		"june", "july", "august", "september", "october", "november", "december" };
	static const char *const brief[] = { "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug",
		"sept", "oct", "nov", "dec" };
	if (i >= tokens->n || !(tokens->at[i].flags & TOKEN_CAPITAL)
		|| !(tokens->at[i].classes & WORD_DATE))
		return 0;
	int m = find_word(tokens, i, months, 12);
	if (m < 0)
		m = find_word(tokens, i, brief, 12);
	if (m < 0 && token_is(tokens, i, "sep"))
		m = 8;
	return m + 1;
}

static int weekday_of(const struct tokens *tokens, uint32_t i) {
	/* 1970-01-01 was a Thursday. */
	static const char *const days[] = { "thursday", "friday", "saturday", "sunday", "monday",
		"tuesday", "wednesday" };
	if (i >= tokens->n || !(tokens->at[i].classes & WORD_DATE))
		return -1;
	return find_word(tokens, i, days, 7);
}

/* Digits alone, or with "th" and the like; -1. */
static long number_of(const struct tokens *tokens, uint32_t i) {
	if (i >= tokens->n || !(tokens->at[i].flags & TOKEN_DIGITS))
		return -1;
	struct str s = token_text(tokens, i);
	size_t n = 0;
	long value = 0;
	while (n < s.len && s.at[n] >= '0' && s.at[n] <= '9' && n < 6)
		value = value * 10 + (s.at[n++] - '0');
	struct str rest = str_slice(s, n, s.len);
	bool ordinal = str_equal(rest, STR("th")) || str_equal(rest, STR("st"))
		|| str_equal(rest, STR("nd")) || str_equal(rest, STR("rd"));
	return rest.len == 0 || ordinal ? value : -1;
}

static int year_of(const struct tokens *tokens, uint32_t i) {
	long n = number_of(tokens, i);
	return n >= 1900 && n < 2100 ? (int)n : 0;
}

/* The year that brings month and day nearest to the article: news tells of the
 * past, unless it is ahead. */
static void complete_year(struct date *d, struct date article, bool ahead) {
	enum { SOON_DAYS = 20 };
	d->year = article.year;
	if (!article.year)
		return;
	int64_t gap = date_to_unix(*d) - date_to_unix(article);
	if (!ahead && gap > SOON_DAYS * day_seconds && (d->month != article.month || !article.day))
		d->year--;
	else if (ahead && gap < -SOON_DAYS * day_seconds)
		d->year++;
}

static bool is_date(struct date d) {
	char text[DATE_SIZE];
	struct date again;
	int n = date_format(d, STR("en"), text, sizeof(text));
	return d.day && n > 0 && date_parse((struct str){ text, (size_t)n }, &again);
}

/* "April 7, 2020", "7 April 2020", "April 2020". */
static struct when month_at(const struct tokens *tokens, uint32_t i, struct date article,
	bool ahead) {
	struct when w = { .first = i };
	uint32_t k = i;
	long day = number_of(tokens, k);
	if (day >= 1 && day <= 31) {
		k += token_is(tokens, k + 1, "of") ? 2 : 1;
	} else {
		day = 0;
	}
	w.date.month = month_of(tokens, k);
	if (!w.date.month)
		return (struct when){ 0 };
	if (!day) {
		long next = number_of(tokens, k + 1);
		if (next >= 1 && next <= 31 && !(tokens->at[k + 1].flags & TOKEN_COMMA)) {
			day = next;
			k++;
		} else if (token_is(tokens, k, "may") && !year_of(tokens, k + 1)
			&& !(k && tokens->at[k - 1].classes & WORD_LOCATIVE)) {
			return (struct when){ 0 };
		}
	}
	w.date.day = (int)day;
	if (year_of(tokens, k + 1)) {
		w.date.year = year_of(tokens, k + 1);
		k++;
	} else {
		complete_year(&w.date, article, ahead);
	}
	w.last = k;
	w.found = w.date.year && (!w.date.day || is_date(w.date));
	return w;
}

static void set_day(struct when *w, int64_t day) {
	w->found = true;
	w->date = date_from_unix(day * day_seconds);
}

/* 1970-01-01 was a Thursday: weeks begin on Monday. */
static void set_week(struct when *w, int64_t day) {
	day -= (day + 3) % 7;
	set_day(w, day);
	w->until = date_from_unix((day + 6) * day_seconds);
}

static void set_month(struct when *w, struct date from, int months) {
	int n = from.year * 12 + from.month - 1 + months;
	w->found = true;
	w->date = (struct date){ n / 12, n % 12 + 1, 0 };
}

static int64_t day_of(struct date d) {
	return date_to_unix(d) / day_seconds;
}

/* "Tuesday", "last Tuesday", "yesterday", "overnight". */
static void weekday_at(const struct tokens *tokens, uint32_t i, const struct calendar *c,
	struct when *w) {
	int64_t day = day_of(c->article);
	int weekday = weekday_of(tokens, i);
	if (weekday >= 0) {
		int64_t back = ((day % 7) - weekday + 7) % 7;
		bool next = c->ahead || (i > 0 && token_is(tokens, i - 1, "next"));
		if (next)
			day += (7 - back) % 7 ? (7 - back) % 7 : 7;
		else
			day -= back == 0 && i > 0 && token_is(tokens, i - 1, "last") ? 7 : back;
	} else if (token_is(tokens, i, "yesterday")) {
		day -= 1;
	} else if (token_is(tokens, i, "tomorrow")) {
		day += 1;
	} else if (!token_is(tokens, i, "today") && !token_is(tokens, i, "overnight")
		&& !token_is(tokens, i, "tonight")) {
		return;
	}
	set_day(w, day);
}

enum span { SPAN_NONE, SPAN_HOUR, SPAN_DAY, SPAN_WEEK, SPAN_MONTH, SPAN_YEAR };

static enum span span_of(const struct tokens *tokens, uint32_t i) {
	if (i >= tokens->n || !strchr("hdwmyHDWMY", tokens->text.at[tokens->at[i].start]))
		return SPAN_NONE;
	static const char *const one[] = { "hour", "day", "week", "month", "year" };
	static const char *const many[] = { "hours", "days", "weeks", "months", "years" };
	int n = find_word(tokens, i, one, 5);
	if (n < 0)
		n = find_word(tokens, i, many, 5);
	return (enum span)(n + 1);
}

static void set_span(struct when *w, struct date from, enum span span, int n) {
	switch (span) {
	case SPAN_NONE:
		return;
	case SPAN_HOUR:
		set_day(w, day_of(from));
		return;
	case SPAN_DAY:
		set_day(w, day_of(from) + n);
		return;
	case SPAN_WEEK:
		set_week(w, day_of(from) + (int64_t)n * 7);
		return;
	case SPAN_MONTH:
		set_month(w, from, n);
		return;
	case SPAN_YEAR:
		w->found = true;
		w->date = (struct date){ from.year + n, 0, 0 };
	}
}

/* "last week", "next month", "this year", "the same day", "the end of the year". */
static void named_span_at(const struct tokens *tokens, uint32_t i, const struct calendar *c,
	struct when *w) {
	static const char *const words[] = { "last", "past", "this", "next", "same", "previous",
		"following", "end" };
	static const int step[] = { -1, -1, 0, 1, 0, -1, 1, 0 };
	int k = find_word(tokens, i, words, 8);
	uint32_t at = i + 1;
	if (k < 0)
		return;
	if (k == 7
		&& !(token_is(tokens, i + 1, "of")
			&& (token_is(tokens, at = i + 3, "year") || token_is(tokens, at, "month"))))
		return;
	enum span span = span_of(tokens, at);
	bool day = k >= 4 && k < 7;
	if (span < SPAN_DAY || day != (span == SPAN_DAY))
		return;
	set_span(w, day ? c->before : c->article, span, step[k]);
	w->last = at;
}

static int count_at(const struct tokens *tokens, uint32_t i) {
	static const char *const words[] = { "a", "one", "two", "three", "four", "five", "six",
		"seven", "eight", "nine", "ten" };
	int k = find_word(tokens, i, words, 11);
	long n = number_of(tokens, i);
	return k == 0 ? 1 : k > 0 ? k : n > 0 && n < 100 ? (int)n : 0;
}

/* "two days earlier", "a day later", "hours later", "three weeks ago". */
static void counted_span_at(const struct tokens *tokens, uint32_t i, const struct calendar *c,
	struct when *w) {
	static const char *const words[] = { "ago", "earlier", "before", "later", "after" };
	int n = count_at(tokens, i);
	uint32_t at = n ? i + 1 : i;
	enum span span = span_of(tokens, at);
	int k = find_word(tokens, at + 1, words, 5);
	if (span == SPAN_NONE || k < 0 || (!n && span != SPAN_HOUR))
		return;
	set_span(w, k == 0 ? c->article : c->before, span, k < 3 ? -n : n);
	w->last = at + 1;
}

static struct when relative_at(const struct tokens *tokens, uint32_t i,
	const struct calendar *given) {
	struct when w = { .first = i, .last = i, .relative = true };
	struct calendar c = *given;
	if (!c.article.year || !c.article.day)
		return w;
	if (!c.before.day)
		c.before = c.article;
	weekday_at(tokens, i, &c, &w);
	/* Spans have their word within the next four. */
	bool span = false;
	for (uint32_t k = i; k < i + 4 && k < tokens->n && !w.found && !span; k++)
		span = span_of(tokens, k) != SPAN_NONE;
	if (span)
		named_span_at(tokens, i, &c, &w);
	if (span && !w.found)
		counted_span_at(tokens, i, &c, &w);
	return w;
}

/* "2020-04-07": three tokens, two hyphens. */
static struct when iso_at(const struct tokens *tokens, uint32_t i) {
	struct when w = { .first = i, .last = i + 2 };
	if (!year_of(tokens, i) || i + 2 >= tokens->n || !(tokens->at[i + 1].flags & TOKEN_HYPHEN)
		|| !(tokens->at[i + 2].flags & TOKEN_HYPHEN))
		return w;
	struct str s = str_slice(tokens->text, tokens->at[i].start, tokens->at[i + 2].end);
	w.found = date_parse(s, &w.date) && w.date.day;
	return w;
}

/* "in 2018", "by early 2022"; not "in 2000 villages". */
static struct when year_at(const struct tokens *tokens, uint32_t i) {
	static const char *const before[] = { "in", "by", "since", "during", "until", "early",
		"late", "mid" };
	struct when w = { .first = i, .last = i, .relative = true };
	if (i == 0 || !year_of(tokens, i) || find_word(tokens, i - 1, before, 8) < 0)
		return w;
	bool counted = i + 1 < tokens->n && tokens->at[i + 1].classes & WORD_UNIT;
	w.found = !counted;
	w.date = (struct date){ year_of(tokens, i), 0, 0 };
	return w;
}

struct when when_at(const struct tokens *tokens, uint32_t i, const struct calendar *calendar) {
	struct when w = iso_at(tokens, i);
	if (!w.found)
		w = month_at(tokens, i, calendar->article, calendar->ahead);
	if (!w.found)
		w = relative_at(tokens, i, calendar);
	return w.found ? w : year_at(tokens, i);
}

struct when when_nearest(const struct tokens *tokens, uint32_t first, uint32_t last, uint32_t near,
	const struct calendar *calendar) {
	struct when best = { 0 };
	uint32_t least = UINT32_MAX;
	for (uint32_t i = first; i < last; i++) {
		struct when w = when_at(tokens, i, calendar);
		if (!w.found)
			continue;
		uint32_t gap = w.first > near ? w.first - near : near > w.last ? near - w.last : 0;
		/* "On Sunday, March 29": the date, not the day. */
		if (gap < least
			|| (best.found && best.relative && !w.relative && i <= best.last + 1)) {
			least = gap;
			best = w;
		}
		i = w.last;
	}
	return best;
}

static struct date date_in_name(struct str file) {
	struct date d = { 0 };
	for (size_t i = 0; i + 8 <= file.len && !d.year; i++) {
		struct date found;
		if (i && file.at[i - 1] >= '0' && file.at[i - 1] <= '9')
			continue;
		if ((i + 10 <= file.len && date_parse(str_slice(file, i, i + 10), &found)
			    && found.day)
			|| (date_parse(str_slice(file, i, i + 8), &found) && found.day))
			d = found;
	}
	return d;
}

/* Where the first sentence's words begin: behind "BAGHDAD, April 7 (Reuters) -". */
enum { HEAD_TOKENS = 60 };

struct date when_article(const struct tokens *tokens, struct str file, struct date given) {
	struct date base = given.year ? given : date_in_name(file);
	if (given.year)
		return given;
	uint32_t n = tokens->n < HEAD_TOKENS ? tokens->n : HEAD_TOKENS;
	for (uint32_t i = 0; i < n; i++) {
		struct when w = iso_at(tokens, i);
		if (!w.found)
			w = month_at(tokens, i, base, false);
		bool whole = w.found && w.date.day;
		/* Of a story's own dates only those with a year tell when it is. */
		bool dateline = i > 0 && tokens->at[i - 1].flags & TOKEN_CAPITAL
			&& tokens->at[i].flags & TOKEN_COMMA;
		if (whole && (dateline || year_of(tokens, w.last) || base.year == 0))
			return base.year && !dateline ? base : w.date;
	}
	return base;
}

struct str when_agency(const struct tokens *tokens) {
	uint32_t n = tokens->n < HEAD_TOKENS ? tokens->n : HEAD_TOKENS;
	for (uint32_t i = 1; i < n; i++) {
		const struct token *t = &tokens->at[i];
		if (!(t->flags & TOKEN_PAREN) || !(t->flags & TOKEN_CAPITAL))
			continue;
		uint32_t last = i;
		while (last + 1 < n && tokens->at[last + 1].flags & (TOKEN_ADJACENT | TOKEN_HYPHEN)
			&& tokens->at[last + 1].flags & TOKEN_CAPITAL)
			last++;
		size_t end = tokens->at[last].end;
		if (end < tokens->text.len && tokens->text.at[end] == ')')
			return str_slice(tokens->text, t->start, end);
	}
	return (struct str){ "", 0 };
}
