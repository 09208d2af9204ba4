#ifndef TESTS_FUZZ_ASFILE_H
#define TESTS_FUZZ_ASFILE_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/str.h"

/* For readers that want a file: one of the process's own in TMPDIR, which is made again
 * where somebody has swept it.  The caller unlinks it. */
static inline const char *as_file(struct str text, const char *suffix, struct arena *arena) {
	const char *folder = getenv("TMPDIR");
	const char *path = arena_printf(arena, "%s/sitmap-fuzz-%ld%s", folder ? folder : "/tmp",
		(long)getpid(), suffix);
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	while (fd >= 0 && text.len) {
		ssize_t n = write(fd, text.at, text.len);
		if (n < 0)
			break;
		text = str_slice(text, (size_t)n, text.len);
	}
	if (fd < 0 || text.len || close(fd) != 0) {
		/* No finding about the program. */
		perror(path);
		_exit(0);
	}
	return path;
}

#endif
