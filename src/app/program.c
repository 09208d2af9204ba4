#include "app/program.h"

#include <limits.h>
#include <link.h>
#include <stdlib.h>
#include <string.h>

#include "app/version.h"

struct found {
	struct arena *arena;
	struct str *id; /* one a library that has one, or its name */
	uint32_t count, capacity;
};

static size_t aligned(size_t n) {
	return (n + 3) & ~(size_t)3;
}

/* ELF notes: three words (length of the name, of the content, the type), the name,
 * the content, each padded to four bytes. */
static void read_notes(struct found *found, const char *at, size_t len) {
	ElfW(Nhdr) note;
	while (len >= sizeof(note)) {
		memcpy(&note, at, sizeof(note));
		size_t name = aligned(note.n_namesz), content = aligned(note.n_descsz);
		if (name > len - sizeof(note) || content > len - sizeof(note) - name)
			return;
		if (note.n_type == NT_GNU_BUILD_ID && note.n_namesz == 4
			&& memcmp(at + sizeof(note), "GNU", 4) == 0)
			*arena_push(found->arena, found->id, found->count,
				found->capacity) = (struct str){ at + sizeof(note) + name,
				note.n_descsz };
		at += sizeof(note) + name + content;
		len -= sizeof(note) + name + content;
	}
}

/* The program itself has no name here; the kernel's own object is no library. */
static bool is_library(const struct dl_phdr_info *info) {
	return info->dlpi_name[0] && !strstr(info->dlpi_name, "linux-vdso")
		&& !strstr(info->dlpi_name, "linux-gate");
}

static int hear_object(struct dl_phdr_info *info, size_t size, void *found) {
	(void)size;
	if (!is_library(info))
		return 0;
	for (int i = 0; i < info->dlpi_phnum; i++) {
		const ElfW(Phdr) *part = &info->dlpi_phdr[i];
		if (part->p_type == PT_NOTE)
			read_notes(found, (const char *)(info->dlpi_addr + part->p_vaddr),
				part->p_memsz);
	}
	return 0;
}

static int compare_ids(const void *a, const void *b) {
	return str_compare(*(const struct str *)a, *(const struct str *)b);
}

struct program program_identify(struct arena *arena) {
	struct program program;
	struct digest_stream s;
	struct found found = { .arena = arena };
	uint64_t size;
	if (!digest_file("/proc/self/exe", &program.own, &size))
		program.own = digest_of(STR(SITMAP_VERSION));
	dl_iterate_phdr(hear_object, &found);
	if (found.count)
		qsort(found.id, found.count, sizeof(*found.id), compare_ids);
	digest_begin(&s);
	for (uint32_t i = 0; i < found.count; i++)
		digest_add_str(&s, found.id[i]);
	program.libraries = digest_end(&s);
	return program;
}

/* The link that the linker follows leads to a file whose name has the version. */
static int hear_name(struct dl_phdr_info *info, size_t size, void *found) {
	struct found *f = found;
	char file[PATH_MAX];
	(void)size;
	if (!is_library(info) || !realpath(info->dlpi_name, file))
		return 0;
	const char *slash = strrchr(file, '/');
	*arena_push(f->arena, f->id, f->count, f->capacity) = str_of(
		arena_strdup(f->arena, str_of(slash ? slash + 1 : file)));
	return 0;
}

uint32_t program_libraries(struct str **name, struct arena *arena) {
	struct found found = { .arena = arena };
	dl_iterate_phdr(hear_name, &found);
	if (found.count)
		qsort(found.id, found.count, sizeof(*found.id), compare_ids);
	*name = found.id;
	return found.count;
}
