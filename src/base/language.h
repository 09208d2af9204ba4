#ifndef BASE_LANGUAGE_H
#define BASE_LANGUAGE_H

#include <stdbool.h>

#include "base/str.h"

/* Whether the language of a BCP 47 tag ("ar", "fa-AF", "ku-Arab") is written from right to
 * left: by its script where the tag names one, else by the language's usual script (CLDR). */
bool language_is_right_to_left(struct str tag);

#endif
