#ifndef GAZETTEER_LETTERS_H
#define GAZETTEER_LETTERS_H

#include <stdint.h>

enum script {
	SCRIPT_LATIN,
	SCRIPT_GREEK,
	SCRIPT_CYRILLIC,
	SCRIPT_ARMENIAN,
	SCRIPT_HEBREW,
	SCRIPT_ARABIC,
	SCRIPT_GEORGIAN,
	SCRIPT_OTHER,
};

/* What stands for a letter above U+007F in lower-case Latin letters ("sh");
 * empty: nothing does, such as ayn; NULL: not a letter of these tables, and
 * `*script` is left as it was. */
const char *letter_latin(uint32_t c, enum script *script);

#endif
