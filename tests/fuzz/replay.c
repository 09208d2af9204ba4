/* Runs a fuzz target on its seeds, without libFuzzer: SEEDS is their folder.  Says what
 * cmocka would. */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int run(int folder, const char *name) {
	struct stat info;
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || fstat(fd, &info) != 0)
		return -1;
	/* Just as large, so that reading behind the end is seen. */
	uint8_t *data = malloc((size_t)info.st_size + !info.st_size);
	ssize_t n = data ? read(fd, data, (size_t)info.st_size) : -1;
	close(fd);
	if (n == info.st_size)
		LLVMFuzzerTestOneInput(data, (size_t)n);
	free(data);
	return n == info.st_size ? 0 : -1;
}

int main(void) {
	DIR *dir = opendir(SEEDS);
	int failed = 0;
	for (const struct dirent *entry; dir && (entry = readdir(dir));) {
		if (entry->d_name[0] == '.')
			continue;
		fprintf(stderr, "[ RUN      ] %s\n", entry->d_name);
		if (run(dirfd(dir), entry->d_name) == 0)
			fprintf(stderr, "[       OK ] %s\n", entry->d_name);
		else
			failed = 1;
	}
	if (!dir)
		return 1;
	closedir(dir);
	return failed;
}
