#include "scan/json.h"

#include "base/utf8.h"

static void put_point(struct out *out, uint32_t c) {
	char utf8[4];
	if (c == '"' || c == '\\')
		out_printf(out, "\\%c", (int)c);
	else if (c == '\n')
		out_str(out, STR("\\n"));
	else if (c == '\t')
		out_str(out, STR("\\t"));
	else if (c < 0x20 || c == 0x7F)
		out_printf(out, "\\u%04x", (unsigned)c);
	else
		out_write(out, utf8, (size_t)utf8_put(c, utf8));
}

void json_put_string(struct out *out, struct str s) {
	size_t plain = 0, i = 0;
	out_str(out, STR("\""));
	while (i < s.len) {
		unsigned char byte = (unsigned char)s.at[i];
		if (byte >= 0x20 && byte < 0x7F && byte != '"' && byte != '\\') {
			i++;
			continue;
		}
		out_write(out, s.at + plain, i - plain);
		put_point(out, utf8_next(s, &i));
		plain = i;
	}
	out_write(out, s.at + plain, i - plain);
	out_str(out, STR("\""));
}

void json_put_member(struct out *out, const char *key, struct str value, bool first) {
	if (!value.len)
		return;
	out_printf(out, "%s\"%s\":", first ? "" : ",", key);
	json_put_string(out, value);
}
