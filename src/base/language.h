#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

#include <stdbool.h>

#include "base/str.h"

/* Whether the language of a BCP 47 tag ("ar", "fa-AF", "ku-Arab") is written from right to
 * left: by its script where the tag names one, else by the language's usual script (CLDR). */
bool language_is_right_to_left(struct str tag);

/* Whether that may be a BCP 47 tag: a language of two or three letters, then parts of at most
 * eight letters and figures.  Which languages there are is not asked. */
bool language_is_tag(struct str tag);

#endif
