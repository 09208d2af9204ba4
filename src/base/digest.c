#include "base/digest.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Constants, rounds and the order of everything: xxhash_spec.md, "XXH64 algorithm
 * description". */
static const uint64_t PRIME1 = 0x9E3779B185EBCA87u, PRIME2 = 0xC2B2AE3D27D4EB4Fu,
		      PRIME3 = 0x165667B19E3779F9u, PRIME4 = 0x85EBCA77C2B2AE63u,
		      PRIME5 = 0x27D4EB2F165667C5u;

static const uint64_t seeds[2] = { 0, 0x73697466696E6765u };

enum { STRIPE = 32 };

static uint64_t rotate(uint64_t x, int bits) {
	return x << bits | x >> (64 - bits);
}

static uint64_t read64(const unsigned char *at) {
	uint64_t x;
	memcpy(&x, at, sizeof(x));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap64(x);
#endif
	return x;
}

static uint32_t read32(const unsigned char *at) {
	uint32_t x;
	memcpy(&x, at, sizeof(x));
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	x = __builtin_bswap32(x);
#endif
	return x;
}

static uint64_t round_of(uint64_t lane, uint64_t x) {
	return rotate(lane + x * PRIME2, 31) * PRIME1;
}

static void begin(uint64_t lane[4], uint64_t seed) {
	lane[0] = seed + PRIME1 + PRIME2;
	lane[1] = seed + PRIME2;
	lane[2] = seed;
	lane[3] = seed - PRIME1;
}

static void add_stripe(uint64_t lane[4], const unsigned char *at) {
	for (int i = 0; i < 4; i++)
		lane[i] = round_of(lane[i], read64(at + 8 * i));
}

static uint64_t merge(const uint64_t lane[4]) {
	uint64_t h = rotate(lane[0], 1) + rotate(lane[1], 7) + rotate(lane[2], 12)
		+ rotate(lane[3], 18);
	for (int i = 0; i < 4; i++)
		h = (h ^ round_of(0, lane[i])) * PRIME1 + PRIME4;
	return h;
}

static uint64_t end(const uint64_t lane[4], uint64_t seed, uint64_t total,
	const unsigned char *rest) {
	uint64_t h = (total < STRIPE ? seed + PRIME5 : merge(lane)) + total;
	size_t len = total % STRIPE;
	for (; len >= 8; len -= 8, rest += 8)
		h = rotate(h ^ round_of(0, read64(rest)), 27) * PRIME1 + PRIME4;
	for (; len >= 4; len -= 4, rest += 4)
		h = rotate(h ^ read32(rest) * PRIME1, 23) * PRIME2 + PRIME3;
	for (; len; len--, rest++)
		h = rotate(h ^ *rest * PRIME5, 11) * PRIME1;
	h = (h ^ h >> 33) * PRIME2;
	h = (h ^ h >> 29) * PRIME3;
	return h ^ h >> 32;
}

uint64_t digest_xxh64(struct str bytes, uint64_t seed) {
	const unsigned char *at = (const unsigned char *)bytes.at;
	uint64_t lane[4];
	size_t i = 0;
	begin(lane, seed);
	for (; bytes.len - i >= STRIPE; i += STRIPE)
		add_stripe(lane, at + i);
	return end(lane, seed, bytes.len, i < bytes.len ? at + i : NULL);
}

void digest_begin(struct digest_stream *s) {
	*s = (struct digest_stream){ .total = 0 };
	for (int k = 0; k < 2; k++)
		begin(s->lane[k], seeds[k]);
}

static void add_stripes(struct digest_stream *s, const unsigned char *at, size_t len) {
	for (size_t i = 0; len - i >= STRIPE; i += STRIPE) {
		add_stripe(s->lane[0], at + i);
		add_stripe(s->lane[1], at + i);
	}
}

void digest_add(struct digest_stream *s, const void *data, size_t len) {
	const unsigned char *at = data;
	size_t held = s->total % STRIPE;
	if (len == 0)
		return;
	s->total += len;
	if (held) {
		size_t take = len < STRIPE - held ? len : STRIPE - held;
		memcpy(s->rest + held, at, take);
		if (held + take < STRIPE)
			return;
		add_stripes(s, s->rest, STRIPE);
		at += take;
		len -= take;
	}
	add_stripes(s, at, len);
	memcpy(s->rest, at + (len - len % STRIPE), len % STRIPE);
}

void digest_add_str(struct digest_stream *s, struct str text) {
	uint64_t len = text.len;
	unsigned char bytes[8];
	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)(len >> (8 * i));
	digest_add(s, bytes, sizeof(bytes));
	digest_add(s, text.at, text.len);
}

struct digest digest_end(const struct digest_stream *s) {
	return (struct digest){ end(s->lane[0], seeds[0], s->total, s->rest),
		end(s->lane[1], seeds[1], s->total, s->rest) };
}

struct digest digest_of(struct str bytes) {
	struct digest_stream s;
	digest_begin(&s);
	digest_add(&s, bytes.at, bytes.len);
	return digest_end(&s);
}

bool digest_equal(struct digest a, struct digest b) {
	return a.high == b.high && a.low == b.low;
}

static bool read_content(int fd, struct digest *out, uint64_t *size) {
	unsigned char buffer[128 * 1024];
	struct digest_stream s;
	digest_begin(&s);
	for (;;) {
		ssize_t n = read(fd, buffer, sizeof(buffer));
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return false;
		if (n == 0)
			break;
		digest_add(&s, buffer, (size_t)n);
	}
	*out = digest_end(&s);
	*size = s.total;
	return true;
}

static int compare_names(const void *a, const void *b) {
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* What lies below a folder may be deep, not without end. */
enum { MAX_FOLDERS = 32 };

static bool read_entry(struct digest_stream *s, const char *path, int depth, uint64_t *size);

static bool read_folder(const char *path, int depth, struct digest *out, uint64_t *size) {
	struct arena arena = ARENA_INIT;
	char **name = NULL;
	uint32_t count = 0, capacity = 0;
	DIR *dir = opendir(path);
	if (!dir)
		return false;
	for (const struct dirent *entry; (entry = readdir(dir));)
		if (entry->d_name[0] != '.')
			*arena_push(&arena, name, count, capacity) = arena_strdup(&arena,
				str_of(entry->d_name));
	closedir(dir);
	if (count)
		qsort(name, count, sizeof(*name), compare_names);
	struct digest_stream s;
	bool ok = true;
	digest_begin(&s);
	for (uint32_t i = 0; i < count && ok; i++) {
		digest_add_str(&s, str_of(name[i]));
		if (depth)
			ok = read_entry(&s, arena_printf(&arena, "%s/%s", path, name[i]), depth - 1,
				size);
	}
	*out = digest_end(&s);
	arena_release(&arena);
	return ok;
}

static bool digest_any(const char *path, int depth, struct digest *out, uint64_t *size);

static bool read_entry(struct digest_stream *s, const char *path, int depth, uint64_t *size) {
	struct digest one;
	uint64_t bytes;
	if (!digest_any(path, depth, &one, &bytes))
		return false;
	digest_add(s, &one, sizeof(one));
	*size += bytes;
	return true;
}

bool digest_file(const char *path, struct digest *out, uint64_t *size) {
	return digest_any(path, 0, out, size);
}

bool digest_tree(const char *path, struct digest *out, uint64_t *size) {
	return digest_any(path, MAX_FOLDERS, out, size);
}

static bool digest_any(const char *path, int depth, struct digest *out, uint64_t *size) {
	*size = 0;
	struct stat info;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return false;
	bool ok = fstat(fd, &info) == 0;
	if (ok && S_ISDIR(info.st_mode)) {
		ok = read_folder(path, depth, out, size);
	} else if (ok && !S_ISREG(info.st_mode)) {
		errno = EINVAL;
		ok = false;
	} else if (ok) {
		ok = read_content(fd, out, size);
	}
	int error = errno;
	close(fd);
	errno = error;
	return ok;
}

void digest_format(struct digest d, char out[static DIGEST_SIZE]) {
	snprintf(out, DIGEST_SIZE, "%016llx%016llx", (unsigned long long)d.high,
		(unsigned long long)d.low);
}

static int figure(char c) {
	return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool digest_parse(struct str s, struct digest *out) {
	uint64_t half[2] = { 0, 0 };
	if (s.len != DIGEST_SIZE - 1)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		int value = figure(s.at[i]);
		if (value < 0)
			return false;
		half[i / 16] = half[i / 16] << 4 | (uint64_t)value;
	}
	*out = (struct digest){ half[0], half[1] };
	return true;
}
