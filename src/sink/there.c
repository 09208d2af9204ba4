#include "sink/there.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool begins_so(const char *path, struct str begins) {
	char head[32];
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return false;
	ssize_t n;
	do
		n = read(fd, head, begins.len);
	while (n < 0 && errno == EINTR);
	close(fd);
	return n == 0 || (n == (ssize_t)begins.len && memcmp(head, begins.at, begins.len) == 0);
}

bool there_is_file(const char *path, struct str begins, struct diag *diag) {
	struct stat info;
	if (stat(path, &info) != 0)
		return true;
	if (S_ISDIR(info.st_mode))
		return diag_error(diag, diag_file(diag, path),
			"a folder stands there, and an archive is to be written");
	if (!S_ISREG(info.st_mode))
		return diag_error(diag, diag_file(diag, path),
			"an archive of tiles can only be written to a file");
	if (!begins_so(path, begins))
		return diag_error(diag, diag_file(diag, path),
			"another kind of file stands there; remove it or choose another name");
	return true;
}
