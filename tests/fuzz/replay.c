/* Runs a fuzz target without libFuzzer on its seeds and on what earlier runs found: SEEDS is
 * their folder, SEEDS.found.gz the others, each behind its length in four bytes.  Says what
 * cmocka would.
 *   replay             runs them
 *   replay pack DIR    prints the files of DIR as such a .found.gz
 *   replay unpack DIR  writes what is in it into DIR
 */
#include <dirent.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/gzip.h"
#include "base/out.h"
#include "sink/pmformat.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* In memory just as large, so that reading behind the end is seen. */
static void run(struct str input) {
	uint8_t *data = malloc(input.len + !input.len);
	if (!data)
		abort();
	if (input.len)
		memcpy(data, input.at, input.len);
	LLVMFuzzerTestOneInput(data, input.len);
	free(data);
}

static int not_hidden(const struct dirent *entry) {
	return entry->d_name[0] != '.';
}

/* Every file of a folder, by name. */
static bool each_file(const char *folder, void (*take)(struct str, const char *, void *),
	void *context) {
	struct dirent **entry;
	int n = scandir(folder, &entry, not_hidden, alphasort);
	for (int i = 0; i < n; i++) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct source source;
		diag_init(&diag, &arena);
		if (!source_load(&source, arena_printf(&arena, "%s/%s", folder, entry[i]->d_name),
			    &arena, &diag))
			abort();
		take(source.text, entry[i]->d_name, context);
		arena_release(&arena);
		free(entry[i]);
	}
	free(n >= 0 ? entry : NULL);
	return n > 0;
}

static void run_seed(struct str input, const char *name, void *nothing) {
	(void)nothing;
	fprintf(stderr, "[ RUN      ] %s\n", name);
	run(input);
	fprintf(stderr, "[       OK ] %s\n", name);
}

static void add(struct str input, const char *name, void *packed) {
	unsigned char size[4] = { (unsigned char)(input.len >> 24),
		(unsigned char)(input.len >> 16), (unsigned char)(input.len >> 8),
		(unsigned char)input.len };
	(void)name;
	out_write(packed, size, sizeof(size));
	out_str(packed, input);
}

static bool next_found(struct str *rest, struct str *input) {
	if (rest->len < 4)
		return false;
	const unsigned char *p = (const unsigned char *)rest->at;
	size_t len = (size_t)p[0] << 24 | (size_t)p[1] << 16 | (size_t)p[2] << 8 | p[3];
	*input = str_slice(*rest, 4, 4 + len);
	*rest = str_slice(*rest, 4 + len, rest->len);
	return true;
}

/* Each of SEEDS.found.gz is run, or written into a folder. */
static bool take_found(const char *folder, struct arena *arena, struct diag *diag) {
	struct source source;
	struct str input, rest;
	unsigned n = 0;
	if (access(SEEDS ".found.gz", R_OK) != 0)
		return true;
	if (!source_load(&source, SEEDS ".found.gz", arena, diag)
		|| !gzip_inflate(&source, arena, diag))
		return false;
	for (rest = source.text; next_found(&rest, &input); n++) {
		if (!folder) {
			run(input);
			continue;
		}
		struct out *out = out_file(arena_printf(arena, "%s/found-%u", folder, n), arena);
		out_str(out, input);
		if (!out_commit(out, diag))
			return false;
	}
	fprintf(stderr, "%u found before\n[       OK ] found\n", n);
	return true;
}

static bool pack(const char *folder, struct arena *arena, struct diag *diag) {
	struct out *all = out_memory(arena), *out = out_file("-", arena);
	if (!each_file(folder, add, all))
		return false;
	out_str(out, pm_gzip(out_bytes(all), arena));
	return out_commit(out, diag);
}

int main(int argc, char **argv) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	bool ok;
	diag_init(&diag, &arena);
	if (argc == 3 && strcmp(argv[1], "pack") == 0)
		ok = pack(argv[2], &arena, &diag);
	else if (argc == 3 && strcmp(argv[1], "unpack") == 0)
		ok = take_found(argv[2], &arena, &diag);
	else
		ok = each_file(SEEDS, run_seed, NULL) && take_found(NULL, &arena, &diag);
	diag_print(&diag, stderr, false);
	arena_release(&arena);
	return ok ? 0 : 1;
}
