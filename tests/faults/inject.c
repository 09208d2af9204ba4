/*
 * Preloaded: makes one call of the C library fail, or ends the process at it.
 *   FAULT=CALL:N:WHAT   the N-th CALL of a process; WHAT: an errno's name, KILL, or SHORT:
 *                       half of a write; for flock GONE and OTHER: the name of a file that
 *                       could be locked is gone, or stands for another file
 *   FAULT_LOG=FILE      gets a byte when it happened; where N is 0 nothing fails, and
 *                       FILE.PID gets a byte for each CALL
 * CALL: open (every open for writing and reading, folders too), write, fsync, rename,
 * close, flock, fchmod, unlink, mkdir, mmap, pipe, fork, sqlite (a call of SQLite's), and
 * malloc, read, fstat, own (a write): only what the program itself calls, since not every
 * library stands it.
 */
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <link.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

static atomic_long calls;
static atomic_int quiet = 1; /* until main() is near, and while we work ourselves */
static char call[16];
static long wanted;
static int error;
static const char *logged;
static char *program_from, *program_to; /* its code */

enum { KILL = -1, SHORT = -2, GONE = -3, OTHER = -4 };
static const struct {
	const char *name;
	int number;
} errors[] = {
	{ "ENOSPC", ENOSPC },
	{ "EIO", EIO },
	{ "EACCES", EACCES },
	{ "EROFS", EROFS },
	{ "EMFILE", EMFILE },
	{ "ENOMEM", ENOMEM },
	{ "EDQUOT", EDQUOT },
	{ "EAGAIN", EAGAIN },
	{ "ENOLCK", ENOLCK },
	{ "EINTR", EINTR },
	{ "EINVAL", EINVAL },
	{ "KILL", KILL },
	{ "SHORT", SHORT },
	{ "GONE", GONE },
	{ "OTHER", OTHER },
};

/* The first object is the program. */
static int find_program(struct dl_phdr_info *info, size_t size, void *unused) {
	(void)size;
	(void)unused;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		if (part->p_type == PT_LOAD && part->p_flags & PF_X) {
			program_from = (char *)(info->dlpi_addr + part->p_vaddr);
			program_to = program_from + part->p_memsz;
		}
	}
	return 1;
}

__attribute__((constructor)) static void begin(void) {
	const char *fault = getenv("FAULT");
	const char *first = fault ? strchr(fault, ':') : NULL;
	const char *second = first ? strchr(first + 1, ':') : NULL;
	logged = getenv("FAULT_LOG");
	if (!second || !logged || strlen(logged) > 400 || (size_t)(first - fault) >= sizeof(call))
		return;
	memcpy(call, fault, (size_t)(first - fault));
	wanted = strtol(first + 1, NULL, 10);
	for (size_t i = 0; i < sizeof(errors) / sizeof(*errors); i++)
		if (strcmp(errors[i].name, second + 1) == 0)
			error = errors[i].number;
	dl_iterate_phdr(find_program, NULL);
	quiet = 0;
}

/* Raw system calls only: what we do must not be counted. */
static void note(const char *file) {
	long fd = syscall(SYS_openat, AT_FDCWD, file, O_WRONLY | O_CREAT | O_APPEND, 0644);
	if (fd >= 0) {
		syscall(SYS_write, fd, "x", 1);
		syscall(SYS_close, fd);
	}
}

/* What the rest of the process does is no longer counted. */
static void end(void) {
	quiet = 1;
}

/* True when this call is the one; errno is set. */
static int hits(const char *name) {
	static atomic_flag known = ATOMIC_FLAG_INIT;
	if (quiet || strcmp(name, call) != 0)
		return 0;
	/* A build with --coverage allocates at its very end. */
	if (!atomic_flag_test_and_set(&known))
		atexit(end);
	if (wanted == 0) {
		char file[512];
		size_t len = strlen(logged);
		memcpy(file, logged, len);
		file[len++] = '.';
		for (long pid = getpid(); pid; pid /= 10)
			file[len++] = (char)('0' + pid % 10);
		file[len] = '\0';
		note(file);
		return 0;
	}
	if (atomic_fetch_add(&calls, 1) + 1 != wanted)
		return 0;
	note(logged);
	if (error == KILL)
		syscall(SYS_kill, getpid(), SIGKILL);
	errno = error;
	return 1;
}

#define FROM_PROGRAM \
	((char *)__builtin_return_address(0) >= program_from \
		&& (char *)__builtin_return_address(0) < program_to)

#define REAL(name) ((__typeof__(name) *)real(#name))

static void *real(const char *name) {
	int before = quiet;
	quiet = 1;
	void *found = dlsym(RTLD_NEXT, name);
	quiet = before;
	return found;
}

/* What a build with --coverage writes at its end is none of the program's calls. */
static void leave_coverage(const char *path) {
	const char *suffix = strrchr(path, '.');
	if (suffix && strcmp(suffix, ".gcda") == 0)
		quiet = 1;
}

#define OPENS(name, at_parameters, at_arguments) \
	int name(at_parameters const char *path, int flags, ...) { \
		va_list rest; \
		va_start(rest, flags); \
		int mode = flags & O_CREAT ? va_arg(rest, int) : 0; \
		va_end(rest); \
		leave_coverage(path); \
		return hits("open") ? -1 : REAL(name)(at_arguments path, flags, mode); \
	}

DIR *opendir(const char *path) {
	return hits("open") ? NULL : REAL(opendir)(path);
}

#define NOTHING
#define AT_PARAMETER int folder,
#define AT_ARGUMENT folder,
OPENS(open, NOTHING, NOTHING)
OPENS(open64, NOTHING, NOTHING)
OPENS(openat, AT_PARAMETER, AT_ARGUMENT)
OPENS(openat64, AT_PARAMETER, AT_ARGUMENT)

ssize_t write(int fd, const void *data, size_t len) {
	if (FROM_PROGRAM && hits("own"))
		return error == SHORT ? REAL(write)(fd, data, (len + 1) / 2) : -1;
	return hits("write") ? -1 : REAL(write)(fd, data, len);
}

#define PWRITES(name, offset) \
	ssize_t name(int fd, const void *data, size_t len, offset at) { \
		if (FROM_PROGRAM && hits("own")) \
			return error == SHORT ? REAL(name)(fd, data, (len + 1) / 2, at) : -1; \
		return hits("write") ? -1 : REAL(name)(fd, data, len, at); \
	}
PWRITES(pwrite, off_t)
PWRITES(pwrite64, off64_t)

ssize_t read(int fd, void *data, size_t len) {
	return FROM_PROGRAM && hits("read") ? -1 : REAL(read)(fd, data, len);
}

ssize_t pread(int fd, void *data, size_t len, off_t at) {
	return FROM_PROGRAM && hits("read") ? -1 : REAL(pread)(fd, data, len, at);
}

int fstat(int fd, struct stat *info) {
	return FROM_PROGRAM && hits("fstat") ? -1 : REAL(fstat)(fd, info);
}

int fsync(int fd) {
	return hits("fsync") ? -1 : REAL(fsync)(fd);
}

int fdatasync(int fd) {
	return hits("fsync") ? -1 : REAL(fdatasync)(fd);
}

int renameat(int from, const char *old, int to, const char *new) {
	return hits("rename") ? -1 : REAL(renameat)(from, old, to, new);
}

int linkat(int from, const char *old, int to, const char *new, int flags) {
	return hits("link") ? -1 : REAL(linkat)(from, old, to, new, flags);
}

int rename(const char *old, const char *new) {
	return hits("rename") ? -1 : REAL(rename)(old, new);
}

/* The descriptor is gone, as after a real failure. */
int close(int fd) {
	if (!hits("close"))
		return REAL(close)(fd);
	int saved = errno;
	REAL(close)(fd);
	errno = saved;
	return -1;
}

int flock(int fd, int operation);
int flock(int fd, int operation) {
	if (!hits("flock"))
		return REAL(flock)(fd, operation);
	if (error > 0)
		return -1;
	int result = REAL(flock)(fd, operation);
	char link[64], path[4096] = "";
	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	if (result == 0 && syscall(SYS_readlink, link, path, sizeof(path) - 1) > 0)
		syscall(SYS_unlink, path);
	if (result == 0 && error == OTHER)
		syscall(SYS_close, syscall(SYS_open, path, O_RDWR | O_CREAT, 0600));
	return result;
}

int fchmod(int fd, mode_t mode) {
	return hits("fchmod") ? -1 : REAL(fchmod)(fd, mode);
}

int unlink(const char *path) {
	return hits("unlink") ? -1 : REAL(unlink)(path);
}

int unlinkat(int folder, const char *path, int flags) {
	return hits("unlink") ? -1 : REAL(unlinkat)(folder, path, flags);
}

int mkdir(const char *path, mode_t mode) {
	return hits("mkdir") ? -1 : REAL(mkdir)(path, mode);
}

int mkdirat(int folder, const char *path, mode_t mode) {
	return hits("mkdir") ? -1 : REAL(mkdirat)(folder, path, mode);
}

void *mmap(void *address, size_t len, int protection, int flags, int fd, off_t at) {
	return hits("mmap") ? MAP_FAILED : REAL(mmap)(address, len, protection, flags, fd, at);
}

int pipe(int fd[2]) {
	return hits("pipe") ? -1 : REAL(pipe)(fd);
}

pid_t fork(void) {
	return hits("fork") ? -1 : REAL(fork)();
}

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);

#define FAILS_ALLOCATION (FROM_PROGRAM && hits("malloc"))

void *malloc(size_t size) {
	return FAILS_ALLOCATION ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
	return FAILS_ALLOCATION ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
	return FAILS_ALLOCATION ? NULL : __libc_realloc(old, size);
}

/* SQLite's own results: the disk is full. */
enum { FULL = 13, BUSY = 5 };
struct sqlite3;
struct sqlite3_stmt;

int sqlite3_step(struct sqlite3_stmt *statement);
int sqlite3_step(struct sqlite3_stmt *statement) {
	return FROM_PROGRAM && hits("sqlite") ? FULL : REAL(sqlite3_step)(statement);
}

int sqlite3_prepare_v2(struct sqlite3 *db, const char *sql, int len, struct sqlite3_stmt **out,
	const char **tail);
int sqlite3_prepare_v2(struct sqlite3 *db, const char *sql, int len, struct sqlite3_stmt **out,
	const char **tail) {
	*out = NULL;
	return FROM_PROGRAM && hits("sqlite") ? FULL
					      : REAL(sqlite3_prepare_v2)(db, sql, len, out, tail);
}

int sqlite3_prepare_v3(struct sqlite3 *db, const char *sql, int len, unsigned flags,
	struct sqlite3_stmt **out, const char **tail);
int sqlite3_prepare_v3(struct sqlite3 *db, const char *sql, int len, unsigned flags,
	struct sqlite3_stmt **out, const char **tail) {
	*out = NULL;
	return FROM_PROGRAM && hits("sqlite")
		? FULL
		: REAL(sqlite3_prepare_v3)(db, sql, len, flags, out, tail);
}

int sqlite3_exec(struct sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
	void *context, char **message);
int sqlite3_exec(struct sqlite3 *db, const char *sql, int (*row)(void *, int, char **, char **),
	void *context, char **message) {
	return FROM_PROGRAM && hits("sqlite") ? FULL
					      : REAL(sqlite3_exec)(db, sql, row, context, message);
}

int sqlite3_open_v2(const char *path, struct sqlite3 **db, int flags, const char *vfs);
int sqlite3_open_v2(const char *path, struct sqlite3 **db, int flags, const char *vfs) {
	*db = NULL;
	return FROM_PROGRAM && hits("sqlite") ? FULL : REAL(sqlite3_open_v2)(path, db, flags, vfs);
}

int sqlite3_close(struct sqlite3 *db);
int sqlite3_close(struct sqlite3 *db) {
	return FROM_PROGRAM && hits("sqlite") ? BUSY : REAL(sqlite3_close)(db);
}
