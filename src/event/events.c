#include <string.h>

#include "event/fields.h"

static bool find_nul(struct str s) {
	return s.len && memchr(s.at, 0, s.len);
}

/* What a file is that is no text, and what to do. */
static const char *binary_text(struct str text) {
	if (str_starts(text, STR("PK\x03\x04")) || str_starts(text, STR("\xD0\xCF\x11\xE0")))
		return "a spreadsheet or an archive; save the list as CSV in UTF-8";
	if (str_starts(text, STR("\x1F\x8B")))
		return "gzip'd; unpack it first";
	if (str_starts(text, STR("\xFF\xFE\0\0")) || str_starts(text, STR("\0\0\xFE\xFF")))
		return "in UTF-32; save the file as UTF-8";
	if (str_starts(text, STR("\xFF\xFE")) || str_starts(text, STR("\xFE\xFF")))
		return "in UTF-16; save the file as UTF-8";
	/* Letters of ASCII without a mark in front. */
	if (text.len > 3 && !text.at[0] == !text.at[2] && !text.at[1] == !text.at[3]
		&& !text.at[0] != !text.at[1])
		return "in UTF-16; save the file as UTF-8";
	return "holds zero bytes: this is no text";
}

bool events_is_text(const struct source *source, struct diag *diag) {
	return !find_nul(source->text)
		|| diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL }, "%s",
			binary_text(source->text));
}

bool events_read(const struct source *source, struct events *out, struct arena *arena,
	struct diag *diag) {
	struct str text = source->text;
	*out = (struct events){ 0 };
	if (!events_is_text(source, diag))
		return false;
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.len);
	text = str_trim(text);
	bool json = text.len && (text.at[0] == '{' || text.at[0] == '[');
	return json ? events_read_geojson(source, out, arena, diag)
		    : events_read_csv(source, out, arena, diag);
}
