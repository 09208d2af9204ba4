#include "base/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define PREFIX ".sitmap-"
#define SUFFIX ".tmp"

enum { MAX_OPEN = 256 };
enum { SLOT_FREE, SLOT_TAKEN, SLOT_LISTED };

/*
 * What is to be removed when a signal ends the run.  The only writable state of
 * the program that is global: a signal handler has no other way to it.
 */
static struct {
	atomic_int state;
	pid_t owner; /* a forked child leaves it alone */
	int folder;
	char name[32];
} listed[MAX_OPEN];

/* Threads that are about to list a file; when all are to be removed, no more are made. */
static atomic_int making;
static atomic_bool ending;

static void begin_making(void) {
	atomic_fetch_add(&making, 1);
	if (!atomic_load(&ending))
		return;
	atomic_fetch_sub(&making, 1);
	for (;;)
		pause();
}

void temporary_remove_all(void) {
	pid_t self = getpid();
	atomic_store(&ending, true);
	for (int tries = 0; atomic_load(&making) > 0 && tries < 1000; tries++)
		poll(NULL, 0, 1);
	for (int i = 0; i < MAX_OPEN; i++)
		if (atomic_load(&listed[i].state) == SLOT_LISTED && listed[i].owner == self)
			unlinkat(listed[i].folder, listed[i].name, 0);
}

static int take_slot(void) {
	for (int i = 0; i < MAX_OPEN; i++) {
		int expected = SLOT_FREE;
		if (atomic_compare_exchange_strong(&listed[i].state, &expected, SLOT_TAKEN))
			return i;
	}
	return -1;
}

static void list(struct temporary *t) {
	listed[t->slot].owner = getpid();
	listed[t->slot].folder = t->folder;
	memcpy(listed[t->slot].name, t->name, sizeof(t->name));
	atomic_store(&listed[t->slot].state, SLOT_LISTED);
}

/* A signal waits while file and list do not say the same. */
static void hold_signals(sigset_t *before) {
	sigset_t all;
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, before);
}

static void let_signals(const sigset_t *before) {
	int saved = errno;
	pthread_sigmask(SIG_SETMASK, before, NULL);
	errno = saved;
}

static const char *base_of(const char *path) {
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* FNV-1a, 64 bits: one name for each target of a folder. */
static void make_name(struct temporary *t, const char *target) {
	uint64_t hash = UINT64_C(0xCBF29CE484222325);
	for (const char *p = base_of(target); *p; p++)
		hash = (hash ^ (unsigned char)*p) * UINT64_C(0x100000001B3);
	snprintf(t->name, sizeof(t->name), PREFIX "%016llx" SUFFIX, (unsigned long long)hash);
}

static int open_folder(const char *target) {
	enum { FLAGS = O_RDONLY | O_DIRECTORY | O_CLOEXEC };
	char path[4096];
	size_t len = (size_t)(base_of(target) - target);
	if (len == 0)
		return open(".", FLAGS);
	if (len >= sizeof(path)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(path, target, len);
	path[len] = '\0';
	return open(path, FLAGS);
}

/* True when the name still stands for the file that is open. */
static bool is_named(int folder, const char *name, int fd) {
	struct stat there, here;
	return fstat(fd, &here) == 0 && fstatat(folder, name, &there, AT_SYMLINK_NOFOLLOW) == 0
		&& there.st_dev == here.st_dev && there.st_ino == here.st_ino;
}

static int lock(int fd, bool wait) {
	int result;
	do
		result = flock(fd, wait ? LOCK_EX : LOCK_EX | LOCK_NB);
	while (result != 0 && errno == EINTR);
	return result;
}

/* Removes the name if the run that made it is dead: then its lock is free. */
static int remove_dead(int folder, const char *name, bool wait) {
	int fd = openat(folder, name, O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? 0 : errno;
	int error = 0;
	if (lock(fd, wait) != 0)
		error = errno;
	else if (is_named(folder, name, fd) && unlinkat(folder, name, 0) != 0 && errno != ENOENT)
		error = errno;
	close(fd);
	return error;
}

/* Between making a file and locking it another run may take it for a dead one:
 * then the name is gone after the lock, and everything begins again. */
static int make_and_lock(struct temporary *t, mode_t mode) {
	t->fd = openat(t->folder, t->name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
		mode);
	if (t->fd < 0)
		return errno;
	if (lock(t->fd, false) != 0) {
		int error = errno;
		/* Another run has it, or locks are impossible here. */
		if (error != EWOULDBLOCK)
			unlinkat(t->folder, t->name, 0);
		close(t->fd);
		return error;
	}
	if (is_named(t->folder, t->name, t->fd)) {
		list(t);
		return 0;
	}
	close(t->fd);
	return EEXIST;
}

static int make(struct temporary *t, mode_t mode, bool wait) {
	enum { TRIES = 100 };
	for (int i = 0; i < TRIES; i++) {
		sigset_t before;
		hold_signals(&before);
		begin_making();
		int error = make_and_lock(t, mode);
		atomic_fetch_sub(&making, 1);
		let_signals(&before);
		if (error != EEXIST && (error != EWOULDBLOCK || !wait))
			return error;
		int dead = remove_dead(t->folder, t->name, wait);
		if (dead)
			return dead;
	}
	return EEXIST;
}

int temporary_open(struct temporary *t, const char *target, mode_t mode, bool wait) {
	*t = (struct temporary){ .fd = -1, .folder = -1, .slot = take_slot() };
	if (t->slot < 0)
		return EMFILE;
	make_name(t, target);
	t->folder = open_folder(target);
	int error = t->folder < 0 ? errno : make(t, mode, wait);
	if (error == 0)
		return 0;
	if (t->folder >= 0)
		close(t->folder);
	atomic_store(&listed[t->slot].state, SLOT_FREE);
	return error;
}

/* Some file systems cannot sync a folder; that is no failure of the output. */
int temporary_sync_folder(int folder) {
	return fsync(folder) == 0 || errno == EINVAL || errno == ENOTSUP ? 0 : errno;
}

int temporary_publish(struct temporary *t, const char *target) {
	/* The lock belongs to the open file, not to the descriptor: a second one
	 * keeps it until the name has changed. */
	int keep = fcntl(t->fd, F_DUPFD_CLOEXEC, 0);
	int error = keep < 0 ? errno : close(t->fd) != 0 ? errno : 0;
	if (keep >= 0)
		t->fd = keep;
	if (error) {
		temporary_remove(t);
		return error;
	}
	sigset_t before;
	hold_signals(&before);
	if (renameat(t->folder, t->name, t->folder, base_of(target)) != 0)
		error = errno;
	else
		atomic_store(&listed[t->slot].state, SLOT_TAKEN);
	let_signals(&before);
	if (error)
		temporary_remove(t);
	return error;
}

void temporary_let_go(struct temporary *t) {
	close(t->fd);
	close(t->folder);
	atomic_store(&listed[t->slot].state, SLOT_FREE);
}

int temporary_rename(struct temporary *t, const char *target) {
	int error = temporary_publish(t, target);
	if (error)
		return error;
	error = temporary_sync_folder(t->folder);
	temporary_let_go(t);
	return error;
}

#ifdef __linux__
/* Not in POSIX, and hidden by it. */
extern int sync_file_range(int fd, int64_t offset, int64_t nbytes, unsigned flags);
#endif

void temporary_start_writing(const struct temporary *t) {
#ifdef __linux__
	enum { RANGE_WRITE = 2 };
	/* Whether it did is heard from fsync(). */
	sync_file_range(t->fd, 0, 0, RANGE_WRITE);
#else
	(void)t;
#endif
}

void temporary_remove(struct temporary *t) {
	sigset_t before;
	hold_signals(&before);
	unlinkat(t->folder, t->name, 0);
	atomic_store(&listed[t->slot].state, SLOT_TAKEN);
	let_signals(&before);
	temporary_let_go(t);
}

void temporary_sweep(const char *folder) {
	DIR *dir = opendir(folder);
	if (!dir)
		return;
	for (const struct dirent *entry; (entry = readdir(dir));) {
		size_t len = strlen(entry->d_name);
		if (len > sizeof(PREFIX SUFFIX) - 1
			&& memcmp(entry->d_name, PREFIX, sizeof(PREFIX) - 1) == 0
			&& strcmp(entry->d_name + len - (sizeof(SUFFIX) - 1), SUFFIX) == 0)
			remove_dead(dirfd(dir), entry->d_name, false);
	}
	closedir(dir);
}
