#ifndef SCAN_JSON_H
#define SCAN_JSON_H

#include "base/out.h"

/* A JSON string with its quotes; what is not UTF-8 becomes U+FFFD. */
void json_put_string(struct out *out, struct str s);

/* `,"key":"value"`, without the comma when `first`; nothing when it is empty. */
void json_put_member(struct out *out, const char *key, struct str value, bool first);

#endif
