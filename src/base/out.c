#include "base/out.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/temporary.h"

enum kind { OUT_MEMORY, OUT_DIRECT, OUT_FILE };

enum { BUFFER_FIRST = 256, BUFFER_MOST = 64 * 1024, MAX_LINKS = 40 };

struct out {
	enum kind kind;
	struct arena *arena;
	const char *path;   /* as the user wrote it */
	const char *target; /* behind all symbolic links */
	const char *temporary_path;
	struct temporary temporary;
	int fd;
	mode_t keep_mode; /* of the target, where there is one */
	bool exists, finished;
	char *buffer;
	size_t used, size, written;
	const char *failed; /* what could not be done */
	int error;          /* and why */
};

static void remember(struct out *out, const char *failed, int error) {
	if (out->failed)
		return;
	out->failed = failed;
	out->error = error;
}

/* Opens `path` as it is: nothing of it can be replaced. */
static void open_direct(struct out *out) {
	out->kind = OUT_DIRECT;
	out->fd = open(out->path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (out->fd < 0)
		remember(out, "cannot open", errno);
}

static const char *join(struct arena *arena, const char *beside, const char *name) {
	const char *slash = name[0] == '/' ? NULL : strrchr(beside, '/');
	int folder = slash ? (int)(slash + 1 - beside) : 0;
	return arena_printf(arena, "%.*s%s", folder, beside, name);
}

/* The file behind symbolic links, which need not exist yet. */
static const char *follow_links(const char *path, struct arena *arena) {
	char link[4096];
	for (int i = 0; i < MAX_LINKS; i++) {
		ssize_t len = readlink(path, link, sizeof(link) - 1);
		if (len < 0)
			return errno == EINVAL || errno == ENOENT ? path : NULL;
		link[len] = '\0';
		path = join(arena, path, link);
	}
	errno = ELOOP;
	return NULL;
}

static void open_file(struct out *out, bool link, bool wait) {
	out->target = link ? follow_links(out->path, out->arena) : out->path;
	if (!out->target) {
		remember(out, "cannot open", errno);
		return;
	}
	/* A mode to keep is given at the end: until then only we read and write. */
	int error = temporary_open(&out->temporary, out->target, out->exists ? 0600 : 0666, wait);
	if (error) {
		remember(out, "cannot create", error);
		return;
	}
	out->fd = out->temporary.fd;
	out->temporary_path = join(out->arena, out->target, out->temporary.name);
}

static struct out *out_open(const char *path, struct arena *arena, bool wait) {
	struct out *out = arena_new(arena, struct out, 1);
	struct stat info;
	*out = (struct out){ .kind = OUT_FILE, .arena = arena, .fd = -1 };
	out->path = arena_strdup(arena, str_of(path));
	if (strcmp(path, "-") == 0 || strcmp(path, "/dev/stdout") == 0) {
		out->kind = OUT_DIRECT;
		out->fd = STDOUT_FILENO;
		return out;
	}
	out->exists = lstat(path, &info) == 0;
	int error = out->exists ? 0 : errno;
	bool link = out->exists && S_ISLNK(info.st_mode);
	if (link)
		out->exists = stat(path, &info) == 0;
	if (error && error != ENOENT) {
		remember(out, "cannot open", error);
	} else if (out->exists && S_ISDIR(info.st_mode)) {
		remember(out, "cannot write", EISDIR);
	} else if (out->exists && !S_ISREG(info.st_mode)) {
		open_direct(out);
	} else {
		out->keep_mode = out->exists ? info.st_mode & 0777 : 0;
		open_file(out, link, wait);
	}
	return out;
}

struct out *out_file(const char *path, struct arena *arena) {
	return out_open(path, arena, false);
}

struct out *out_file_wait(const char *path, struct arena *arena) {
	return out_open(path, arena, true);
}

struct out *out_memory(struct arena *arena) {
	struct out *out = arena_new(arena, struct out, 1);
	*out = (struct out){ .kind = OUT_MEMORY, .arena = arena, .fd = -1 };
	return out;
}

const char *out_temporary(const struct out *out) {
	return out->failed ? NULL : out->temporary_path;
}

const char *out_target(const struct out *out) {
	return out->target;
}

static void write_all(struct out *out, const char *data, size_t len) {
	while (len && !out->failed) {
		ssize_t n = write(out->fd, data, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			remember(out, "cannot write", errno);
			return;
		}
		data += n;
		len -= (size_t)n;
	}
}

static void flush(struct out *out) {
	size_t used = out->used;
	out->used = 0;
	write_all(out, out->buffer, used);
}

static void grow(struct out *out, size_t need) {
	size_t size = out->size ? out->size : BUFFER_FIRST;
	while (size - out->used < need)
		size *= 2;
	char *larger = arena_alloc(out->arena, size, 1, 1);
	if (out->used)
		memcpy(larger, out->buffer, out->used);
	out->buffer = larger;
	out->size = size;
}

void out_write(struct out *out, const void *data, size_t len) {
	assert(!out->finished);
	if (out->failed || len == 0)
		return;
	out->written += len;
	if (out->kind != OUT_MEMORY && BUFFER_MOST - out->used < len)
		flush(out);
	if (out->kind != OUT_MEMORY && BUFFER_MOST < len) {
		write_all(out, data, len);
		return;
	}
	if (out->size - out->used < len)
		grow(out, len);
	memcpy(out->buffer + out->used, data, len);
	out->used += len;
}

void out_str(struct out *out, struct str text) {
	out_write(out, text.at, text.len);
}

void out_printf(struct out *out, const char *fmt, ...) {
	char text[512];
	va_list args, again;
	va_start(args, fmt);
	va_copy(again, args);
	int len = vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	if (len < 0) {
		remember(out, "cannot format", errno);
	} else if ((size_t)len < sizeof(text)) {
		out_write(out, text, (size_t)len);
	} else {
		struct arena scratch = ARENA_INIT;
		char *longer = arena_new(&scratch, char, (size_t)len + 1);
		vsnprintf(longer, (size_t)len + 1, fmt, again);
		out_write(out, longer, (size_t)len);
		arena_release(&scratch);
	}
	va_end(again);
}

void out_number(struct out *out, double value, int decimals) {
	char text[32];
	int len = str_from_double(value, decimals, text, sizeof(text));
	out_write(out, text, (size_t)len);
}

void out_patch(struct out *out, size_t offset, const void *data, size_t len) {
	const char *from = data;
	assert(!out->finished && out->kind == OUT_FILE && offset + len <= out->written);
	flush(out);
	while (len && !out->failed) {
		ssize_t n = pwrite(out->fd, from, len, (off_t)offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0) {
			remember(out, "cannot write", errno);
			return;
		}
		from += n;
		offset += (size_t)n;
		len -= (size_t)n;
	}
}

size_t out_size(const struct out *out) {
	return out->written;
}

bool out_failed(const struct out *out) {
	return out->failed != NULL;
}

void out_redirect(struct out *out, const char *path) {
	out->path = out->target = arena_strdup(out->arena, str_of(path));
}

const char *out_beside(const char *path, const char *name, struct arena *arena) {
	const char *target = follow_links(path, arena);
	return join(arena, target ? target : path, name);
}

struct str out_bytes(const struct out *out) {
	assert(out->kind == OUT_MEMORY);
	return (struct str){ out->buffer, out->used };
}

/* Everything is with the system, with the mode it is to have. */
static void settle(struct out *out) {
	flush(out);
	if (!out->failed && out->kind == OUT_FILE && out->exists
		&& fchmod(out->fd, out->keep_mode) != 0)
		remember(out, "cannot keep the mode", errno);
}

/* And on the disk. */
static void sync_file(struct out *out) {
	if (!out->failed && out->kind == OUT_FILE && fsync(out->fd) != 0 && errno != EINVAL)
		remember(out, "cannot write", errno);
}

/* True when nothing failed; else that is said. */
static bool report(const struct out *out, struct diag *diag) {
	if (!out->failed)
		return true;
	bool standard = out->kind == OUT_DIRECT && out->fd == STDOUT_FILENO;
	struct where whole = diag_file(diag, standard ? "standard output" : out->path);
	if (out->error == EWOULDBLOCK && out->fd < 0) {
		diag->locked = true;
		return diag_error(diag, whole,
			"another run is writing it; try again later, or wait "
			"for it with --wait");
	}
	if (out->error == ENOENT && out->fd < 0)
		return diag_error(diag, whole, "%s: its folder does not exist", out->failed);
	return diag_error(diag, whole, "%s: %s", out->failed, strerror(out->error));
}

static void close_direct(struct out *out) {
	if (out->fd > STDERR_FILENO && close(out->fd) != 0)
		remember(out, "cannot write", errno);
}

bool out_commit(struct out *out, struct diag *diag) {
	assert(!out->finished);
	if (out->kind == OUT_MEMORY)
		return report(out, diag);
	if (!out->failed) {
		settle(out);
		sync_file(out);
	}
	if (out->kind == OUT_DIRECT && out->fd >= 0) {
		close_direct(out);
	} else if (out->fd >= 0 && out->failed) {
		temporary_remove(&out->temporary);
	} else if (out->fd >= 0) {
		int error = temporary_rename(&out->temporary, out->target);
		if (error)
			remember(out, "cannot write", error);
	}
	out->finished = true;
	return report(out, diag);
}

static bool same_folder(const struct out *a, const struct out *b) {
	const char *x = strrchr(a->target, '/'), *y = strrchr(b->target, '/');
	size_t n = x ? (size_t)(x + 1 - a->target) : 0, m = y ? (size_t)(y + 1 - b->target) : 0;
	return n == m && memcmp(a->target, b->target, n) == 0;
}

/* All have their names: each folder is synced once. */
static void sync_folders(struct out *const *out, size_t n) {
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < i && !same_folder(out[k], out[i]))
			k++;
		int error = k == i ? temporary_sync_folder(out[i]->temporary.folder) : 0;
		if (error)
			remember(out[i], "cannot write", error);
	}
}

static bool publish_all(struct out *const *out, size_t n, struct diag *diag) {
	size_t named = 0;
	bool ok = true;
	for (; ok && named < n; named += ok) {
		int error = temporary_publish(&out[named]->temporary, out[named]->target);
		ok = !error;
		if (error) {
			remember(out[named], "cannot write", error);
			out[named]->finished = true;
		}
	}
	sync_folders(out, named);
	for (size_t i = 0; i < named; i++) {
		temporary_let_go(&out[i]->temporary);
		out[i]->finished = true;
	}
	for (size_t i = named; i < n; i++)
		out_abandon(out[i]);
	for (size_t i = 0; i < n; i++)
		if (!report(out[i], diag))
			return false;
	return true;
}

static bool abandon_all(struct out *const *out, size_t n) {
	for (size_t i = 0; i < n; i++)
		out_abandon(out[i]);
	return false;
}

bool out_commit_all(struct out *const *out, size_t n, struct diag *diag) {
	bool together = n <= OUT_MOST, ok = true;
	for (size_t i = 0; i < n; i++) {
		together = together && out[i]->kind == OUT_FILE;
		if (out[i]->failed) {
			report(out[i], diag);
			return abandon_all(out, n);
		}
	}
	if (!together) {
		for (size_t i = 0; i < n; i++)
			ok = ok ? out_commit(out[i], diag) : (out_abandon(out[i]), false);
		return ok;
	}
	for (size_t i = 0; i < n; i++) {
		settle(out[i]);
		temporary_start_writing(&out[i]->temporary);
	}
	for (size_t i = 0; ok && i < n; i++) {
		sync_file(out[i]);
		ok = report(out[i], diag);
	}
	return ok ? publish_all(out, n, diag) : abandon_all(out, n);
}

bool out_link(const char *path, const char *second) {
	return linkat(AT_FDCWD, path, AT_FDCWD, second, 0) == 0;
}

bool out_sync_folder(const char *path, struct diag *diag) {
	struct out folder = { .kind = OUT_FILE, .path = path };
	folder.fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	int error = folder.fd < 0 ? errno : temporary_sync_folder(folder.fd);
	if (folder.fd >= 0)
		close(folder.fd);
	if (error)
		remember(&folder, "cannot write", error);
	return report(&folder, diag);
}

void out_abandon(struct out *out) {
	if (!out || out->finished || out->kind == OUT_MEMORY)
		return;
	if (out->kind == OUT_DIRECT)
		close_direct(out);
	else if (out->fd >= 0)
		temporary_remove(&out->temporary);
	out->finished = true;
}

static void end_by_signal(int number) {
	temporary_remove_all();
	/* Ends the process as the signal would have, so that a shell sees why.  Not
	 * SA_RESETHAND: the kernel puts the default back before the handler runs, and
	 * the same signal sent a second time then ends the process without it. */
	signal(number, SIG_DFL);
	raise(number);
}

/* A file that is mapped became shorter, or its disk cannot be read. */
static void end_by_bus_error(int number) {
	static const char message[] = "sitmap: an input file became shorter, or could not be read, "
				      "while it was used\n";
	(void)number;
	temporary_remove_all();
	ssize_t n = write(STDERR_FILENO, message, sizeof(message) - 1);
	(void)n;
	_exit(1);
}

void out_install_handlers(void) {
	static const int numbers[] = { SIGTERM, SIGINT, SIGHUP };
	struct sigaction ours = { .sa_handler = end_by_signal };
	sigfillset(&ours.sa_mask);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		struct sigaction before = { .sa_handler = SIG_DFL };
		sigaction(numbers[i], NULL, &before);
		if (before.sa_handler != SIG_IGN)
			sigaction(numbers[i], &ours, NULL);
	}
	ours.sa_handler = end_by_bus_error;
	sigaction(SIGBUS, &ours, NULL);
}

void out_sweep(const char *folder) {
	temporary_sweep(folder);
}
