#ifndef BASE_DIGEST_H
#define BASE_DIGEST_H

#include <stdint.h>

#include "base/arena.h"

/*
 * 128 bits that stand for content: two XXH64 (github.com/Cyan4973/xxHash,
 * doc/xxhash_spec.md) with different seeds, in one pass.  Tells whether something
 * changed; no defence against somebody who looks for two contents with one digest.
 */
struct digest {
	uint64_t high, low;
};

struct digest_stream {
	uint64_t lane[2][4];
	uint64_t total;
	unsigned char rest[32];
};

void digest_begin(struct digest_stream *s);
void digest_add(struct digest_stream *s, const void *data, size_t len);
/* The text and its length, so that "ab" + "c" is not "a" + "bc". */
void digest_add_str(struct digest_stream *s, struct str text);
struct digest digest_end(const struct digest_stream *s);

struct digest digest_of(struct str bytes);
bool digest_equal(struct digest a, struct digest b);

/* One XXH64, as the specification has it. */
uint64_t digest_xxh64(struct str bytes, uint64_t seed);

/* Of a regular file's content, or of the sorted names in a folder (size 0); false with
 * errno when it cannot be read. */
bool digest_file(const char *path, struct digest *out, uint64_t *size);

/* The same, of a folder with the content of everything in it; names that begin with a
 * point do not count. */
bool digest_tree(const char *path, struct digest *out, uint64_t *size);

enum { DIGEST_SIZE = 33 };

/* 32 figures of base 16. */
void digest_format(struct digest d, char out[static DIGEST_SIZE]);
bool digest_parse(struct str s, struct digest *out);

#endif
