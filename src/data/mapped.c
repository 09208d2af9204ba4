#include "data/mapped.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"

bool mapped_open(struct source *source, const char *path, struct arena *arena, struct diag *diag) {
	*source = (struct source){ .name = arena_strdup(arena, str_of(path)) };
	struct where at = { source, WHERE_WHOLE, NULL };
	struct stat info;
	diag_reads(diag, path);
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return errno == ENOENT ? true
				       : diag_error(diag, at, "cannot open: %s", strerror(errno));
	bool ok = true;
	if (fstat(fd, &info) != 0)
		ok = diag_error(diag, at, "cannot read: %s", strerror(errno));
	else if (!S_ISREG(info.st_mode))
		ok = diag_error(diag, at, "not a regular file");
	else if ((unsigned long long)info.st_size > LIMIT_FILE_SIZE)
		ok = diag_error(diag, at, "larger than the limit of %llu bytes for an input file",
			(unsigned long long)LIMIT_FILE_SIZE);
	else if (info.st_size == 0)
		source->text = (struct str){ "", 0 };
	else {
		void *map = mmap(NULL, (size_t)info.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
		if (map == MAP_FAILED)
			ok = diag_error(diag, at, "cannot read: %s", strerror(errno));
		else
			source->text = (struct str){ map, (size_t)info.st_size };
	}
	close(fd);
	return ok;
}

void mapped_close(struct source *source) {
	if (source->text.len)
		munmap((void *)(uintptr_t)source->text.at, source->text.len);
	source->text = (struct str){ NULL, 0 };
}
