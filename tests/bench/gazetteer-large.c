/* gazetteer-large PLACES NAMES FOLDER: writes allCountries.txt, alternateNamesV2.txt,
 * admin1CodesASCII.txt, countryInfo.txt and hierarchy.txt of that size, shaped like
 * GeoNames' dumps: a few countries hold most places, a third of the names are shared
 * by many ("San", "Tall", "Church" and a second word), one place in eight has names
 * in other scripts, populations follow a power law and most are 0.  The same numbers
 * give the same files.
 *
 * gazetteer-large --query FILE: times look-ups in a gazetteer that was made of them. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gazetteer/explain.h"
#include "random.h"

static const char *const countries[] = { "US", "CN", "MX", "IN", "NO", "ID", "RU", "IR", "BR", "TR",
	"PK", "AF", "IQ", "SY", "FR", "DE", "GB", "ES", "IT", "PL", "UA", "EG", "NG", "CD", "SD",
	"LY", "YE", "SA", "TH", "VN", "PH", "JP", "KR", "MM", "BD", "NP", "PE", "CO", "AR", "CL",
	"VE", "BO", "EC", "CA", "AU", "NZ", "ZA", "KE", "TZ", "ET", "ML", "NE", "TD", "CM", "GR",
	"RO", "HU", "CZ", "SE", "FI" };
static const char *const syllables[] = { "al", "ba", "ka", "ri", "da", "mo", "sul", "ha", "bi",
	"yah", "ti", "krit", "ra", "ma", "di", "fal", "lu", "jah", "ze", "rin", "tor", "gan", "shi",
	"wan", "bel", "gro", "ve", "nik", "san", "to", "pol", "lin", "den", "burg", "stad", "ham",
	"ton", "wick", "qa", "mish", "li", "der", "ik", "zor", "hom", "sa", "mar", "ra", "naj",
	"af", "kut", "bas", "mi", "san", "ur", "ni", "pur", "gar", "abad", "ova", "sk", "en", "ia",
	"es", "ou", "ar", "oc", "uz", "ey", "il", "kum", "pong", "lo", "chi", "hua", "xi", "jiang",
	"nan" };
static const char *const openings[] = { "San ", "Santa ", "Tall ", "Wadi ", "Kampung ", "First ",
	"Mount ", "Lake ", "Bani ", "Khirbat ", "Nahr ", "New ", "Saint ", "El ", "Al ", "Jabal " };
static const char *const codes[] = { "PPL", "PPL", "PPL", "STM", "MT", "HLL", "LK", "FRM", "SCH",
	"CH", "PPLA3", "ADM3", "AIRF", "BDG", "WELL", "HTL" };
static const char *const languages[] = { "ar", "en", "fr", "ru", "es", "de", "link", "wkdt", "" };

#define COUNT(a) (sizeof(a) / sizeof((a)[0]))

static uint64_t pick(uint64_t *seed, uint64_t n) {
	return random_next(seed) % n;
}

static void make_name(uint64_t *seed, char *out, size_t room) {
	size_t n = 0, parts = 2 + pick(seed, 3);
	if (pick(seed, 3) == 0)
		n = (size_t)snprintf(out, room, "%s", openings[pick(seed, COUNT(openings))]);
	size_t first = n;
	/* Names repeat: the earlier syllables are likelier. */
	for (size_t i = 0; i < parts && n + 8 < room; i++) {
		uint64_t k = pick(seed, COUNT(syllables)) * pick(seed, COUNT(syllables))
			/ COUNT(syllables);
		n += (size_t)snprintf(out + n, room - n, "%s", syllables[k]);
	}
	if (out[first] >= 'a' && out[first] <= 'z')
		out[first] = (char)(out[first] - 'a' + 'A');
}

static void put_arabic(uint64_t *seed, FILE *file) {
	for (uint64_t n = 4 + pick(seed, 5); n > 0; n--) {
		uint64_t letter = 0x628 + pick(seed, 20);
		fprintf(file, "%c%c", (int)(0xC0 | letter >> 6), (int)(0x80 | (letter & 63)));
	}
}

static uint64_t people(uint64_t *seed) {
	double share = (double)(1 + pick(seed, 1000000)) / 1000001;
	return pick(seed, 4) ? 0 : (uint64_t)(300 * pow(share, -0.9));
}

static void write_place(FILE *file, uint64_t *seed, uint64_t id) {
	char name[80], other[80];
	/* Zipf: the n-th country has a share of 1/n. */
	double share = (double)pick(seed, 1000000) / 1000000;
	size_t country = (size_t)(pow((double)COUNT(countries), share)) - 1;
	make_name(seed, name, sizeof(name));
	fprintf(file, "%llu\t%s\t%s\t", (unsigned long long)id, name, name);
	if (pick(seed, 4) == 0) {
		make_name(seed, other, sizeof(other));
		fprintf(file, "%s", other);
		if (pick(seed, 2)) {
			fputc(',', file);
			put_arabic(seed, file);
		}
	}
	fprintf(file, "\t%.5f\t%.5f\tP\t%s\t%s\t\t%02d\t%d\t\t\t%llu\t\t%d\tUTC\t2020-01-01\n",
		(double)pick(seed, 12000000) / 1e5 - 50,
		(double)(country * 6) - 178 + (double)pick(seed, 600000) / 1e5,
		codes[pick(seed, COUNT(codes))], countries[country], (int)pick(seed, 30),
		(int)pick(seed, 400), (unsigned long long)people(seed), (int)pick(seed, 3000));
}

static FILE *open_in(const char *folder, const char *name) {
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	if (!file)
		exit(1);
	return file;
}

static int generate(uint64_t places, uint64_t names, const char *folder) {
	uint64_t seed = 1;
	char name[80];
	FILE *file = open_in(folder, "allCountries.txt");
	for (uint64_t i = 0; i < places; i++)
		write_place(file, &seed, i + 1);
	if (fclose(file) != 0)
		return 1;
	file = open_in(folder, "alternateNamesV2.txt");
	for (uint64_t i = 0; i < names; i++) {
		fprintf(file, "%llu\t%llu\t%s\t", (unsigned long long)i + 1,
			(unsigned long long)(1 + pick(&seed, places)),
			languages[pick(&seed, COUNT(languages))]);
		make_name(&seed, name, sizeof(name));
		if (pick(&seed, 3))
			fprintf(file, "%s", name);
		else
			put_arabic(&seed, file);
		fprintf(file, "\t\t\t\t\t\t\n");
	}
	if (fclose(file) != 0)
		return 1;
	file = open_in(folder, "hierarchy.txt");
	for (uint64_t i = 0; i < places / 25; i++)
		fprintf(file, "%llu\t%llu\tADM\n", (unsigned long long)(1 + i / 10),
			(unsigned long long)(1 + pick(&seed, places)));
	return fclose(file) != 0;
}

static double now(clockid_t clock) {
	struct timespec t;
	clock_gettime(clock, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b) {
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

/* Names of the generated places, as they are and with a letter left out; the first
 * look-up of each place warms the pages that it needs, as a running service has them. */
static void time_queries(struct gazetteer *g, bool country, bool misspelt, bool warm) {
	enum { QUERIES = 400 };
	double ms[QUERIES], cpu[QUERIES];
	uint64_t seed = 7;
	size_t n = 0;
	unsigned found = 0;
	while (n < QUERIES) {
		struct arena arena = ARENA_INIT;
		struct diag diag;
		struct place_result r;
		diag_init(&diag, &arena);
		const struct place *p = gazetteer_place(g,
			str_of(arena_printf(&arena, "gn:%llu",
				(unsigned long long)(1 + pick(&seed, 100000)))),
			&arena);
		struct place_query q = { 0 };
		if (p) {
			q.name = p->name;
			if (misspelt && q.name.len > 5)
				q.name = str_of(
					arena_printf(&arena, "%.*s%.*s", (int)q.name.len - 3,
						q.name.at, 2, q.name.at + q.name.len - 2));
			q.country = country ? p->country : q.country;
			if (warm)
				gazetteer_find(g, &q, 5, &r, &arena, &diag);
			double start = now(CLOCK_MONOTONIC);
			double cpu_start = now(CLOCK_PROCESS_CPUTIME_ID);
			gazetteer_find(g, &q, 5, &r, &arena, &diag);
			cpu[n] = now(CLOCK_PROCESS_CPUTIME_ID) - cpu_start;
			ms[n++] = now(CLOCK_MONOTONIC) - start;
			for (uint32_t i = 0; i < r.nmatches; i++)
				found += str_equal(r.match[i].place->id, p->id);
		}
		arena_release(&arena);
	}
	qsort(ms, n, sizeof(*ms), compare);
	qsort(cpu, n, sizeof(*cpu), compare);
	printf("%-8s country %-7s %s: median %5.2f ms, 95%% %5.2f ms; processor %5.2f, %5.2f ms, "
	       "longest %5.1f ms (%u of %zu in the first five)\n",
		misspelt ? "misspelt" : "exact", country ? "known" : "unknown",
		warm ? "warm" : "cold", ms[n / 2], ms[n * 95 / 100], cpu[n / 2], cpu[n * 95 / 100],
		cpu[n - 1], found, n);
}

static int query(const char *path) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	diag_init(&diag, &arena);
	struct gazetteer *g = gazetteer_open(path, &diag);
	if (!g) {
		diag_print(&diag, stderr, false);
		return 1;
	}
	for (int i = 0; i < 8; i++)
		time_queries(g, i & 1, i & 2, i & 4);
	gazetteer_close(g);
	arena_release(&arena);
	return 0;
}

int main(int argc, char **argv) {
	if (argc == 3 && strcmp(argv[1], "--query") == 0)
		return query(argv[2]);
	if (argc != 4)
		return 2;
	return generate(strtoull(argv[1], NULL, 10), strtoull(argv[2], NULL, 10), argv[3]);
}
