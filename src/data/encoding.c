#include "data/encoding.h"

#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

static const char utf8[] = "UTF-8";

/* Language drivers of dBase and FoxPro tables, as ESRI and Visual FoxPro list
 * them; 0x57 ("ANSI") is left out on purpose. */
/* clang-format off */
static const struct {
	unsigned char driver;
	const char *name;
} drivers[] = {
	{ 0x01, "CP437" }, { 0x02, "CP850" }, { 0x03, "CP1252" }, { 0x04, "MACINTOSH" },
	{ 0x08, "CP865" }, { 0x09, "CP437" }, { 0x0A, "CP850" }, { 0x0B, "CP437" },
	{ 0x0D, "CP437" }, { 0x0E, "CP850" }, { 0x0F, "CP437" }, { 0x10, "CP850" },
	{ 0x11, "CP437" }, { 0x12, "CP850" }, { 0x13, "CP932" }, { 0x14, "CP850" },
	{ 0x15, "CP437" }, { 0x16, "CP850" }, { 0x17, "CP865" }, { 0x18, "CP437" },
	{ 0x19, "CP437" }, { 0x1A, "CP850" }, { 0x1B, "CP437" }, { 0x1C, "CP863" },
	{ 0x1D, "CP850" }, { 0x1F, "CP852" }, { 0x22, "CP852" }, { 0x23, "CP852" },
	{ 0x24, "CP860" }, { 0x25, "CP850" }, { 0x26, "CP866" }, { 0x37, "CP850" },
	{ 0x40, "CP852" }, { 0x4D, "CP936" }, { 0x4E, "CP949" }, { 0x4F, "CP950" },
	{ 0x50, "CP874" }, { 0x58, "CP1252" }, { 0x59, "CP1252" }, { 0x64, "CP852" },
	{ 0x65, "CP866" }, { 0x66, "CP865" }, { 0x67, "CP861" }, { 0x6A, "CP737" },
	{ 0x6B, "CP857" }, { 0x6C, "CP863" }, { 0x78, "CP950" }, { 0x79, "CP949" },
	{ 0x7A, "CP936" }, { 0x7B, "CP932" }, { 0x7C, "CP874" }, { 0x7D, "CP1255" },
	{ 0x7E, "CP1256" }, { 0x86, "CP737" }, { 0x87, "CP852" }, { 0x88, "CP857" },
	{ 0x96, "MAC-CYRILLIC" }, { 0x97, "MAC-CENTRALEUROPE" }, { 0x98, "MACGREEK" },
	{ 0xC8, "CP1250" }, { 0xC9, "CP1251" }, { 0xCA, "CP1254" }, { 0xCB, "CP1253" },
	{ 0xCC, "CP1257" },
};
/* clang-format on */

/* Words of .cpg files that iconv does not know by that name; letters and
 * digits only, in lower case. */
/* clang-format off */
static const struct {
	const char *word, *name;
} aliases[] = {
	{ "utf8", utf8 }, { "65001", utf8 }, { "cp65001", utf8 }, { "unicode", utf8 },
	{ "ascii", utf8 }, { "usascii", utf8 }, { "latin1", "ISO-8859-1" },
	{ "bigfive", "BIG5" }, { "sjis", "CP932" }, { "shiftjis", "CP932" },
	{ "gbk", "CP936" }, { "gb2312", "CP936" }, { "euckr", "CP949" },
	{ "macroman", "MACINTOSH" },
};
/* clang-format on */

static bool is_digits(const char *s) {
	return *s && s[strspn(s, "0123456789")] == '\0';
}

static const char *driver_name(unsigned long driver) {
	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		if (drivers[i].driver == driver)
			return drivers[i].name;
	return NULL;
}

/* "ISO 8859-6", "88596", "ANSI 1256", "OEM 850", "LDID/126" and the like. */
static const char *numbered_name(const char *word, struct arena *arena) {
	static const char *const prefix[] = { "iso8859", "8859", "isoiec8859" };
	static const char *const page[] = { "cp", "ansi", "oem", "ibm", "windows", "win", "" };
	long ldid;
	if (strncmp(word, "ldid", 4) == 0 && str_to_long(str_of(word + 4), &ldid))
		return driver_name((unsigned long)ldid);
	for (size_t i = 0; i < sizeof(prefix) / sizeof(prefix[0]); i++) {
		const char *rest = word + strlen(prefix[i]);
		if (strncmp(word, prefix[i], strlen(prefix[i])) == 0 && is_digits(rest))
			return arena_printf(arena, "ISO-8859-%s", rest);
	}
	for (size_t i = 0; i < sizeof(page) / sizeof(page[0]); i++) {
		const char *rest = word + strlen(page[i]);
		if (strncmp(word, page[i], strlen(page[i])) == 0 && is_digits(rest))
			return arena_printf(arena, "CP%s", rest);
	}
	return NULL;
}

/* The first line, lower case, letters and digits only; empty when too long. */
static void squeeze(struct str line, char *out, size_t size) {
	size_t n = 0;
	for (size_t i = 0; i < line.len; i++) {
		char c = line.at[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c < 'a' || c > 'z') && (c < '0' || c > '9'))
			continue;
		if (n + 1 == size) {
			n = 0;
			break;
		}
		out[n++] = c;
	}
	out[n] = '\0';
}

static const char *named(struct str line, struct arena *arena) {
	char word[32];
	squeeze(line, word, sizeof(word));
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (strcmp(aliases[i].word, word) == 0)
			return aliases[i].name;
	const char *name = numbered_name(word, arena);
	if (name || word[0] == '\0')
		return name;
	/* A slash would add options to iconv's name. */
	if (memchr(line.at, '/', line.len) || memchr(line.at, '\0', line.len))
		return NULL;
	return arena_strdup(arena, line);
}

static bool is_known(const char *name) {
	if (name == utf8)
		return true;
	iconv_t cd = iconv_open(utf8, name);
	if (cd == (iconv_t)-1)
		return false;
	iconv_close(cd);
	return true;
}

void encoding_open(struct encoding *e, struct str cpg, unsigned char driver, struct where at,
	struct arena *arena, struct diag *diag) {
	*e = (struct encoding){ 0 };
	if (str_starts(cpg, STR("\xEF\xBB\xBF")))
		cpg = str_slice(cpg, 3, cpg.len);
	struct str line = str_trim(str_split(&cpg, '\n'));
	if (line.len && !str_equal_nocase(line, STR("system"))) {
		e->name = named(line, arena);
		if (e->name && is_known(e->name))
			return;
		e->name = NULL;
		diag_warn(diag, at, "unknown encoding \"%.*s\"; taken as UTF-8 or Windows-1252",
			line.len > 40 ? 40 : (int)line.len, line.at);
	} else {
		e->name = driver_name(driver);
	}
}

void encoding_close(struct encoding *e) {
	if (e->converter)
		iconv_close((iconv_t)e->converter);
	e->converter = NULL;
}

const char *encoding_name(const struct encoding *e) {
	return e->name ? e->name : "not stated (UTF-8 or Windows-1252)";
}

static bool is_ascii(struct str s) {
	unsigned char all = 0;
	for (size_t i = 0; i < s.len; i++)
		all |= (unsigned char)s.at[i];
	return all < 0x80;
}

static struct str copy(struct str s, struct arena *arena) {
	return (struct str){ arena_strdup(arena, s), s.len };
}

/* `s` without the beginning of a sequence at its end. */
static struct str without_cut_letter(struct str s) {
	size_t i = s.len;
	while (i > 0 && s.len - i < 3 && ((unsigned char)s.at[i - 1] & 0xC0) == 0x80)
		i--;
	if (i == 0 || (unsigned char)s.at[i - 1] < 0xC0)
		return s;
	unsigned char lead = (unsigned char)s.at[i - 1];
	size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
	return s.len - (i - 1) < wanted ? str_slice(s, 0, i - 1) : s;
}

/* Windows-1252 needs no iconv: Latin-1 but for 32 code points. */
static struct str from_1252(struct str s, struct arena *arena) {
	/* clang-format off */
	static const uint16_t high[32] = {
		0x20AC, 0xFFFD, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
		0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0xFFFD, 0x017D, 0xFFFD,
		0xFFFD, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
		0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0xFFFD, 0x017E, 0x0178,
	};
	/* clang-format on */
	char *out = arena_new(arena, char, 3 * s.len + 4);
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.at[i];
		n += (size_t)utf8_put(c >= 0x80 && c < 0xA0 ? high[c - 0x80] : c, out + n);
	}
	return (struct str){ out, n };
}

/* False when the bytes are not of that encoding. */
static bool convert(struct encoding *e, struct str s, struct str *out, struct arena *arena) {
	if (!e->converter) {
		iconv_t cd = iconv_open(utf8, e->name);
		if (cd == (iconv_t)-1)
			return false;
		e->converter = cd;
	}
	iconv_t cd = (iconv_t)e->converter;
	iconv(cd, NULL, NULL, NULL, NULL);
	size_t room = 4 * s.len + 16, left = s.len;
	char *to = arena_new(arena, char, room), *start = to, *from = (char *)(uintptr_t)s.at;
	size_t rc = iconv(cd, &from, &left, &to, &room);
	/* Up to three bytes left are a letter that did not fit into the field. */
	if (rc == (size_t)-1 && (left > 3 || to == start))
		return false;
	*out = (struct str){ start, (size_t)(to - start) };
	return utf8_check(*out) == SIZE_MAX;
}

struct str encoding_decode(struct encoding *e, struct str text, struct arena *arena) {
	if (is_ascii(text)
		&& (!e->name || e->name == utf8 || strncmp(e->name, "CP", 2) == 0
			|| strncmp(e->name, "ISO-8859", 8) == 0))
		return copy(text, arena);
	if (!e->name || e->name == utf8) {
		struct str whole = without_cut_letter(text);
		if (utf8_check(whole) == SIZE_MAX)
			return copy(whole, arena);
		e->failed |= e->name != NULL;
		return from_1252(text, arena);
	}
	struct str out;
	if (convert(e, text, &out, arena))
		return out;
	e->failed = true;
	return from_1252(text, arena);
}
