#include "base/htmlwrite.h"

#include "base/utf8.h"

void html_write_text(struct out *out, struct str text) {
	char bytes[4];
	for (size_t i = 0; i < text.len;) {
		uint32_t c = utf8_next(text, &i);
		if (c == '&')
			out_str(out, STR("&amp;"));
		else if (c == '<')
			out_str(out, STR("&lt;"));
		else if (c == '>')
			out_str(out, STR("&gt;"));
		else if (c == '"')
			out_str(out, STR("&quot;"));
		else if (c >= 0x20 && (c < 0x7F || c > 0x9F))
			out_write(out, bytes, (size_t)utf8_put(c, bytes));
		else
			out_str(out, STR(" "));
	}
}
