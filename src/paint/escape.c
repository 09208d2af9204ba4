#include "paint/escape.h"

#include "base/utf8.h"

static bool allowed_in_xml(uint32_t c) {
	return c == '\t' || c == '\n' || (c >= 0x20 && c < 0x7F) || (c >= 0xA0 && c <= 0xD7FF)
		|| (c >= 0xE000 && c <= 0xFFFD) || (c >= 0x10000 && (c & 0xFFFE) != 0xFFFE);
}

static void escape_xml(struct buffer *to, struct str text, bool attribute) {
	for (size_t i = 0; i < text.len;) {
		uint32_t c = utf8_next(text, &i);
		char put[4];
		if (!allowed_in_xml(c))
			continue;
		if (c == '&')
			buffer_put(to, "&amp;");
		else if (c == '<')
			buffer_put(to, "&lt;");
		else if (c == '>')
			buffer_put(to, "&gt;");
		else if (attribute && c == '"')
			buffer_put(to, "&quot;");
		else if (attribute && c < 0x20)
			buffer_printf(to, "&#%u;", (unsigned)c);
		else
			buffer_add(to, put, (size_t)utf8_put(c, put));
	}
}

void escape_xml_text(struct buffer *to, struct str text) {
	escape_xml(to, text, false);
}

void escape_xml_attribute(struct buffer *to, struct str text) {
	escape_xml(to, text, true);
}

void escape_name(struct buffer *to, struct str text) {
	uint32_t start = to->nbytes;
	bool hyphen = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
			if (hyphen && to->nbytes > start)
				buffer_put(to, "-");
			hyphen = false;
			buffer_add(to, &c, 1);
		} else {
			hyphen = true;
		}
	}
	if (to->nbytes == start)
		buffer_put(to, "x");
}

bool is_plain_name(struct str text) {
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
			    || c == '-' || c == '_'))
			return false;
	}
	return text.len > 0;
}

static bool is_noncharacter(uint32_t c) {
	return (c >= 0xFDD0 && c <= 0xFDEF) || (c & 0xFFFE) == 0xFFFE;
}

bool is_cairo_text(struct str text) {
	for (size_t i = 0; i < text.len;)
		if (is_noncharacter(utf8_next(text, &i)))
			return false;
	return utf8_check(text) == SIZE_MAX;
}

void escape_cairo_text(struct buffer *to, struct str text) {
	for (size_t i = 0; i < text.len;) {
		uint32_t c = utf8_next(text, &i);
		char put[4];
		if (c && !is_noncharacter(c))
			buffer_add(to, put, (size_t)utf8_put(c, put));
	}
	buffer_add(to, "", 1);
}

void escape_base64(struct buffer *to, struct str bytes) {
	static const char digits[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	for (size_t i = 0; i < bytes.len; i += 3) {
		size_t n = bytes.len - i < 3 ? bytes.len - i : 3;
		uint32_t v = 0;
		for (size_t k = 0; k < 3; k++)
			v = v << 8 | (k < n ? (unsigned char)bytes.at[i + k] : 0);
		char four[4] = { digits[v >> 18], digits[v >> 12 & 63],
			n > 1 ? digits[v >> 6 & 63] : '=', n > 2 ? digits[v & 63] : '=' };
		buffer_add(to, four, 4);
	}
}
