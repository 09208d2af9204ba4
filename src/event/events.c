#include "event/fields.h"

static const char *find_nul(struct str s) {
	for (size_t i = 0; i < s.len; i++)
		if (!s.at[i])
			return s.at + i;
	return NULL;
}

bool events_read(const struct source *source, struct events *out, struct arena *arena,
	struct diag *diag) {
	struct str text = source->text;
	*out = (struct events){ 0 };
	const char *nul = find_nul(text);
	if (nul)
		return diag_error(diag, (struct where){ source, WHERE_WHOLE, NULL },
			"holds zero bytes: this is no text");
	if (str_starts(text, STR("\xEF\xBB\xBF")))
		text = str_slice(text, 3, text.len);
	text = str_trim(text);
	bool json = text.len && (text.at[0] == '{' || text.at[0] == '[');
	return json ? events_read_geojson(source, out, arena, diag)
		    : events_read_csv(source, out, arena, diag);
}
