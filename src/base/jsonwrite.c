#include "base/jsonwrite.h"

#include "base/utf8.h"

static bool is_plain(uint32_t c) {
	return c >= 0x20 && c != '"' && c != '\\' && c != '<' && c != 0x7F && c != 0x2028
		&& c != 0x2029;
}

void json_write_string(struct out *out, struct str text) {
	char bytes[4];
	out_write(out, "\"", 1);
	for (size_t i = 0; i < text.len;) {
		uint32_t c = utf8_next(text, &i);
		if (is_plain(c))
			out_write(out, bytes, (size_t)utf8_put(c, bytes));
		else if (c == '"' || c == '\\')
			out_printf(out, "\\%c", (char)c);
		else
			out_printf(out, "\\u%04x", (unsigned)c);
	}
	out_write(out, "\"", 1);
}

void json_write_key(struct out *out, unsigned *n, const char *key) {
	out_printf(out, "%s\"%s\":", (*n)++ ? "," : "", key);
}
