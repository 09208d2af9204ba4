#ifndef BASE_OUT_H
#define BASE_OUT_H

#include "base/diag.h"

/*
 * A place bytes go.  A failed write is remembered, later writes do nothing,
 * and out_commit() reports it: only one call in a hundred needs a check.
 * A file appears under its name only when it is committed: until then it is a
 * temporary in the same folder, locked, so that two runs never write one target.
 * The target's mode is kept, a symbolic link is followed; devices, pipes and
 * "-" (standard output) are written directly.
 */
struct out;

/* Never NULL; what goes wrong comes out of out_commit().  Another run's lock on
 * the same target is an error at once, or waited for. */
struct out *out_file(const char *path, struct arena *arena);
struct out *out_file_wait(const char *path, struct arena *arena);
struct out *out_memory(struct arena *arena);

/* The temporary file itself, for a library that opens it by name (SQLite, with
 * no journal beside it; all closed again before the commit).  It is empty.  NULL
 * where there is none: after a failure, and for what is written directly. */
const char *out_temporary(const struct out *out);

/* The file behind symbolic links that will be replaced; NULL for what is written directly and
 * where the links lead nowhere. */
const char *out_target(const struct out *out);

void out_write(struct out *out, const void *data, size_t len);
void out_str(struct out *out, struct str text);
/* Numbers with a point go through out_number() (str_from_double()). */
void out_printf(struct out *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void out_number(struct out *out, double value, int decimals);

/* Overwrites bytes that were written before; only in a file that gets its name at
 * the end. */
void out_patch(struct out *out, size_t offset, const void *data, size_t len);

/* Bytes written up to now. */
size_t out_size(const struct out *out);

/* True when no further byte will arrive: a long job can end early. */
bool out_failed(const struct out *out);

/* It gets another name at the commit, in the folder where it is written. */
void out_redirect(struct out *out, const char *path);
/* A file of this name in the folder where `path` is written, behind symbolic links. */
const char *out_beside(const char *path, const char *name, struct arena *arena);

/* What an out_memory() holds, valid until the next write. */
struct str out_bytes(const struct out *out);

/* Everything to the disk, then the name.  False with an error that says path and
 * cause, and nothing is left behind; diag->locked when another run has it. */
bool out_commit(struct out *out, struct diag *diag);

/* out_commit() for each of up to OUT_MOST files, which wait for the disk together: as long as
 * for one or two of them.  After an error those that have no name yet leave no trace. */
enum { OUT_MOST = 64 };
bool out_commit_all(struct out *const *out, size_t n, struct diag *diag);

/* A second name for a file that was committed, where nothing has this name yet; it is on the
 * disk after out_sync_folder().  False when that cannot be: then the file is to be written. */
bool out_link(const char *path, const char *second);
/* The names in a folder, to the disk. */
bool out_sync_folder(const char *path, struct diag *diag);

/* Leaves no trace; nothing after out_commit(), and for NULL. */
void out_abandon(struct out *out);

/* SIGTERM, SIGINT and SIGHUP remove all temporaries before they end the process
 * (not where they are ignored).  So does SIGBUS, which a mapped file that became shorter
 * raises; the process then says so and exits with 1.  Called once, before threads are
 * started. */
void out_install_handlers(void);

/* Removes temporaries that dead runs left in a folder. */
void out_sweep(const char *folder);

#endif
