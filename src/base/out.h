#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/diag.h"

/*
 * A place bytes go.  A failed write is remembered, later writes do nothing,
 * and out_commit() reports it: only one call in a hundred needs a check.
 * A file appears under its name only when it is committed.
 */
struct out;

struct out *out_file(const char *path, struct arena *arena);

/* The temporary file itself, for a library that opens it by name (SQLite). */
const char *out_temporary(const struct out *out);
struct out *out_memory(struct arena *arena);
void out_write(struct out *out, const void *data, size_t len);
void out_printf(struct out *out, const char *fmt, ...)
	__attribute__((format(printf, 2, 3)));
struct str out_bytes(const struct out *out);
bool out_commit(struct out *out, struct diag *diag);
void out_abandon(struct out *out);

#endif
