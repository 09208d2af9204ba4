#ifndef BASE_LIMITS_H
#define BASE_LIMITS_H

/*
 * Every limit that a user can meet, in one table (docs/limits.md shows it).
 * Meeting one is an error that names it.
 */
enum {
	LIMIT_JSON_DEPTH = 512,           /* nested arrays and objects */
	LIMIT_JSON_VALUES = 10000000,     /* values of a document that is read as a whole */
	LIMIT_YAML_SIZE = 4 << 20,        /* bytes of a map file */
	LIMIT_FIELDS = 10000,             /* columns of a table */
	LIMIT_SPARSE = 1 << 24,           /* values of a table most of which are missing */
	LIMIT_SIDE_PIXELS = 16384,        /* one side of a picture */
	LIMIT_DASHES = 64,                /* numbers of a dash array */
	LIMIT_COMBINING_MARKS = 8,        /* in a row, on one letter */
	LIMIT_STRING = 1 << 20,           /* bytes of one text value */
	LIMIT_EXPRESSION_STEPS = 1000000, /* nodes that parsing or evaluating one may visit */
};

#define LIMIT_FILE_SIZE (4ull << 30) /* bytes of one input file */
#define LIMIT_VERTICES 200000000u    /* of one layer */
#define LIMIT_FEATURES 50000000u     /* of one layer */

#endif
