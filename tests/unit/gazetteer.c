#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/out.h"
#include "gazetteer/explain.h"
#include "gazetteer/import.h"
#include "gazetteer/store.h"
#include "random.h"

/* Two al-Walids, two Tripolis and a third far smaller one, a base beside its
 * town, a border crossing, a place that other rows add to. */
static const char own[] =
	"id,name,names,class,country,admin1,lon,lat,precision_m,population,name:ar,west,south,east,north\n"
	"country:IQ,Iraq,IRQ,country,IQ,,44,33,,38000000,العراق,38.8,29,48.6,37.4\n"
	"country:SY,Syria,SYR;Syrie,country,SY,,38.5,35,,17000000,سوريا,35.7,32.3,42.4,37.3\n"
	"country:LB,Lebanon,Liban,country,LB,,35.8,33.9,,6800000,,35.1,33.0,36.7,34.7\n"
	"country:FJ,Fiji,,country,FJ,,178,-17.7,,890000,,177,-20,-178,-12\n"
	"own:walid-s,al-Walid crossing,al-Walid;Al Waleed,crossing,IQ;SY,Anbar,38.937,33.433,1000,,,,,,\n"
	"own:walid-n,al-Walid crossing (north),al-Walid;al-Walid crossing,crossing,IQ;SY,,42.17,36.9,10000,,معبر الوليد,,,,\n"
	"own:qwest,Qayyarah Airfield West,Q-West;Qayyarah base,base,IQ,,43.122,35.766,,,,,,,\n"
	"own:k1,K1 Air Base,K1,base,IQ,,44.284,35.513,,,,,,,\n"
	"own:bgw,Baghdad International Airport,BIAP,airport,IQ,,44.234,33.263,,,,,,,\n"
	"own:anbar,Anbar,Al Anbar;Anbar Province,region,IQ,,41.2,33,,,,38.8,30.9,44.3,34.7\n"
	"gn:7,Al-Malikiyah,Derik,town,SY,,42.14,37.177,,,,,,,\n"
	"gn:404,,Nobody,,,,,,,,,,,,\n";

/* GeoNames' columns: id, name, ascii, alternates, lat, lon, class, code, country,
 * cc2, admin1 to admin4, population, elevation, dem, zone, date. */
#define ROW(id, name, alt, lat, lon, code, cc, admin1, people) \
	id "\t" name "\t" name "\t" alt "\t" lat "\t" lon "\tP\t" code "\t" cc "\t\t" admin1 \
	   "\t\t\t\t" people "\t\t1\tUTC\t2020-01-01\n"

static const char towns[] = ROW("1", "Baghdad", "Bagdad,بغداد,Baghdād", "33.34", "44.40", "PPLC",
	"IQ", "07", "5672513") ROW("2", "Mosul", "al-Mawsil,الموصل,mwsl", "36.335", "43.119",
	"PPLA", "IQ", "15", "1739800") ROW("3", "Al Qayyārah", "القيارة,RQW", "35.799", "43.294",
	"PPLA3", "IQ", "15", "0") ROW("4", "Tripoli", "Tarabulus,طرابلس", "32.887", "13.187",
	"PPLC", "LY", "61", "1150989") ROW("5", "Tripoli", "Trablous", "34.434", "35.844", "PPLA",
	"LB", "09", "229398") ROW("6", "Tripoli", "", "42.808", "-92.258", "PPL", "US", "IA",
	"1342") ROW("7", "Al Mālikīyah", "المالكية,ديريك", "37.177", "42.140", "PPLA2", "SY", "01",
	"0") ROW("8", "Derik", "", "37.363", "40.265", "PPLA2", "TR", "76", "0")
	ROW("9", "Paris", "باريس", "48.853", "2.349", "PPLC", "FR", "11", "2138551")
		ROW("10", "Paris", "", "33.661", "-95.556", "PPLA2", "US", "TX", "24782") ROW("11",
			"Suva", "", "-18.142", "178.441", "PPLC", "FJ", "01", "77366")
			ROW("12", "Labasa", "", "-16.417", "179.383", "PPL", "FJ", "02", "24187")
				ROW("13", "Ar Ramādī", "Ramadi,الرمادي", "33.421", "43.308", "PPLA",
					"IQ", "01", "274539");

struct fixture {
	char folder[64], path[128];
	struct arena arena;
	struct diag diag;
	struct gazetteer *g;
};

static void write_file(const char *path, const char *text, size_t size) {
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, size, file), size);
	assert_int_equal(fclose(file), 0);
}

static bool import(struct fixture *f, const char *a, const char *b, const char *out) {
	char one[128], two[128];
	const char *paths[] = { one, two };
	snprintf(one, sizeof(one), "%s/own.csv", f->folder);
	snprintf(two, sizeof(two), "%s/towns.tsv", f->folder);
	write_file(one, a, strlen(a));
	write_file(two, b, strlen(b));
	return gazetteer_import(paths, 2, out, &f->diag);
}

static int setup(void **state) {
	struct fixture *f = calloc(1, sizeof(*f));
	strncpy(f->folder, "/tmp/sitmap-test-XXXXXX", sizeof(f->folder) - 1);
	assert_non_null(mkdtemp(f->folder));
	snprintf(f->path, sizeof(f->path), "%s/a b%%20?#.sqlite", f->folder);
	diag_init(&f->diag, &f->arena);
	bool ok = import(f, own, towns, f->path);
	diag_print(&f->diag, stderr, false);
	assert_true(ok);
	f->g = gazetteer_open(f->path, &f->diag);
	assert_non_null(f->g);
	*state = f;
	return 0;
}

static int teardown(void **state) {
	struct fixture *f = *state;
	const char *names[] = { "own.csv", "towns.tsv", "a b%20?#.sqlite", "again.sqlite",
		"x.sqlite" };
	gazetteer_close(f->g);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char path[160];
		snprintf(path, sizeof(path), "%s/%s", f->folder, names[i]);
		unlink(path);
	}
	assert_int_equal(rmdir(f->folder), 0); /* no temporary, no journal is left */
	arena_release(&f->arena);
	free(f);
	return 0;
}

static struct place_result find(struct fixture *f, struct place_query query) {
	struct place_result r;
	assert_true(gazetteer_find(f->g, &query, 10, &r, &f->arena, &f->diag));
	return r;
}

static void expect_query(struct fixture *f, struct place_query query, const char *id,
	enum place_verdict verdict) {
	struct place_result r = find(f, query);
	if (r.verdict != verdict
		|| (*id && (!r.nmatches || !str_equal(r.match[0].place->id, str_of(id)))))
		fail_msg("\"%.*s\": %s %.*s", STR_ARG(query.name), place_verdict_name(r.verdict),
			r.nmatches ? (int)r.match[0].place->id.len : 0,
			r.nmatches ? r.match[0].place->id.at : "");
	assert_true((r.verdict == PLACE_DECIDED) == (r.decision != NULL));
	for (uint32_t i = 0; i < r.nmatches; i++)
		assert_true(
			r.match[i].nreasons > 0 && r.match[i].score >= 0 && r.match[i].score <= 1);
}

static void expect(struct fixture *f, const char *name, const char *country, const char *id,
	enum place_verdict verdict) {
	expect_query(f, (struct place_query){ .name = str_of(name), .country = str_of(country) },
		id, verdict);
}

static void test_spellings(void **state) {
	struct fixture *f = *state;
	expect(f, "Baghdad", "", "gn:1", PLACE_CLEAR);
	expect(f, "BAGHDAD", "", "gn:1", PLACE_CLEAR);
	expect(f, "بغداد", "", "gn:1", PLACE_CLEAR);
	expect(f, "Mossul", "", "gn:2", PLACE_CLEAR);
	expect(f, "Mosol", "IQ", "gn:2", PLACE_CLEAR);
	expect(f, "Moslu", "IQ", "gn:2", PLACE_CLEAR);
	expect(f, "Мосул", "", "gn:2", PLACE_CLEAR);
	expect(f, "Al-Qayyara", "", "gn:3", PLACE_CLEAR);
	expect(f, "القياره", "", "gn:3", PLACE_CLEAR);
	expect(f, "RQW", "", "gn:3", PLACE_CLEAR);
	expect(f, "al-Ramadi", "", "gn:13", PLACE_CLEAR);
	expect(f, "K-1", "", "own:k1", PLACE_CLEAR);
	expect(f, "Q West", "", "own:qwest", PLACE_CLEAR);
	expect(f, "Malikiyah", "", "gn:7", PLACE_CLEAR);
	expect(f, "Nobody", "", "", PLACE_UNKNOWN);
	expect(f, "", "", "", PLACE_UNKNOWN);
	expect(f, "\xFF\xFE,\x80", "", "", PLACE_UNKNOWN);
}

static void test_words_of_kind(void **state) {
	struct fixture *f = *state;
	expect(f, "Baghdad airport", "", "own:bgw", PLACE_CLEAR);
	expect(f, "BIAP", "", "own:bgw", PLACE_CLEAR);
	expect(f, "Qayyarah air base", "", "own:qwest", PLACE_CLEAR);
	expect(f, "Qayyarah", "", "gn:3", PLACE_CLEAR);
	struct place_result r = find(f,
		(struct place_query){ .name = STR("Al-Malikiyah district") });
	assert_true(r.verdict == PLACE_CLEAR);
	assert_true(str_equal(r.match[0].place->id, STR("gn:7")));
	assert_float_equal(r.match[0].place->precision, 20000, 0);
	r = find(f, (struct place_query){ .name = STR("Qayyarah"), .prefers = STR("base") });
	assert_true(str_equal(r.match[0].place->id, STR("own:qwest")));
}

static void test_ambiguous(void **state) {
	struct fixture *f = *state;
	expect(f, "Tripoli", "", "", PLACE_AMBIGUOUS);
	expect(f, "Tripoli", "LB", "gn:5", PLACE_CLEAR);
	expect(f, "Tripoli", "Lebanon", "gn:5", PLACE_CLEAR);
	expect(f, "Tripoli, Lebanon", "", "gn:5", PLACE_CLEAR);
	expect(f, "Tripoli, LB", "", "gn:5", PLACE_CLEAR);
	expect(f, "Paris", "", "gn:9", PLACE_CLEAR); /* 15 times as large */
	expect(f, "Derik", "", "", PLACE_AMBIGUOUS);
	expect(f, "Derik", "TR", "gn:8", PLACE_CLEAR);
	expect(f, "Derik", "Syrie", "gn:7", PLACE_CLEAR);
	expect(f, "Derik", "IQ", "", PLACE_UNKNOWN);
	expect(f, "Mosul", "SY", "", PLACE_UNKNOWN);
}

static void test_walids(void **state) {
	struct fixture *f = *state;
	struct point malikiyah = { 42.14, 37.177 }, ramadi = { 43.3, 33.4 }, paris = { 2.3, 48.9 };
	struct place_query q = { .name = STR("al-Walid crossing"), .nnear = 1 };
	expect(f, "al-Walid crossing", "", "", PLACE_AMBIGUOUS);
	expect(f, "al-Walid crossing", "IQ", "", PLACE_AMBIGUOUS);
	expect(f, "al-Walid crossing", "SY", "", PLACE_AMBIGUOUS);
	expect(f, "al-Walid crossing, Anbar", "", "own:walid-s", PLACE_DECIDED);
	q.near = &malikiyah;
	expect_query(f, q, "own:walid-n", PLACE_DECIDED);
	q.near = &paris;
	expect_query(f, q, "", PLACE_AMBIGUOUS);
	q.near = &ramadi; /* 400 km from the one, 390 from the other */
	expect_query(f, q, "", PLACE_AMBIGUOUS);
	q = (struct place_query){ .name = STR("al-Walid"),
		.has_within = true,
		.within = { { 40, 36 }, { 44, 38 } } };
	expect_query(f, q, "own:walid-n", PLACE_DECIDED);
	q = (struct place_query){ .name = STR("Tripoli"), .usual_country = STR("LY") };
	expect_query(f, q, "gn:4", PLACE_DECIDED);
}

static void test_unknown_country(void **state) {
	struct fixture *f = *state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct place_result r;
	struct place_query q = { .name = STR("Mosul"), .country = STR("Atlantis") };
	diag_init(&diag, &arena);
	assert_false(gazetteer_find(f->g, &q, 5, &r, &arena, &diag));
	assert_int_equal(diag.errors, 1);
	assert_non_null(strstr(diag.first->message, "\"Atlantis\""));
	arena_release(&arena);
}

static void test_places(void **state) {
	struct fixture *f = *state;
	const struct place *p = gazetteer_place(f->g, STR("own:walid-n"), &f->arena);
	assert_non_null(p);
	assert_true(str_equal(p->class, STR("crossing")));
	assert_float_equal(p->precision, 10000, 0);
	assert_float_equal(p->at.x, 42.17, 1e-9);
	assert_null(gazetteer_place(f->g, STR("gn:404"), &f->arena));
	/* Ours is laid over GeoNames' row: the name is ours, the code stays. */
	p = gazetteer_place(f->g, STR("gn:7"), &f->arena);
	assert_true(str_equal(p->name, STR("Al-Malikiyah")));
	assert_true(str_equal(p->feature_code, STR("PPLA2")));
	struct str name = gazetteer_name(f->g, STR("gn:7"), STR("ar"), &f->arena);
	assert_true(str_equal(name, STR("المالكية")));
	name = gazetteer_name(f->g, STR("own:walid-n"), STR("ar"), &f->arena);
	assert_true(str_equal(name, STR("معبر الوليد")));
	assert_int_equal(gazetteer_name(f->g, STR("gn:9"), STR("ja"), &f->arena).len, 0);
	name = gazetteer_name(f->g, STR("gn:9"), STR("en"), &f->arena);
	assert_true(str_equal(name, STR("Paris")));
}

static void test_extents(void **state) {
	struct fixture *f = *state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct rect r;
	diag_init(&diag, &arena);
	assert_true(gazetteer_extent(f->g, STR("IQ"), &r, &diag));
	assert_float_equal(r.min.x, 38.8, 0);
	assert_true(gazetteer_extent(f->g, STR("syria"), &r, &diag));
	assert_float_equal(r.max.y, 37.3, 0);
	assert_true(gazetteer_extent(f->g, STR("Anbar"), &r, &diag));
	assert_float_equal(r.max.x, 44.3, 0);
	assert_true(gazetteer_extent(f->g, STR("FJ"), &r, &diag)); /* over the dateline */
	assert_float_equal(r.min.x, 177, 0);
	assert_float_equal(r.max.x, 182, 0);
	assert_true(gazetteer_extent(f->g, STR("US"), &r, &diag)); /* of its places */
	assert_float_equal(r.min.x, -95.556, 1e-9);
	assert_int_equal(diag.errors, 0);
	/* What has no box is shown with its surroundings. */
	assert_true(gazetteer_extent(f->g, STR("Baghdad, IQ"), &r, &diag));
	assert_true(rect_height(r) > 0.08 && rect_height(r) < 0.6);
	assert_true(
		rect_width(r) > rect_height(r) && rect_contains(r, (struct point){ 44.39, 33.33 }));
	assert_false(gazetteer_extent(f->g, STR("Nowhere at all"), &r, &diag));
	assert_int_equal(diag.errors, 1);
	arena_release(&arena);
}

static void test_json(void **state) {
	struct fixture *f = *state;
	struct place_result r = find(f, (struct place_query){ .name = STR("Qayyārah") });
	struct out *out = out_memory(&f->arena);
	r.nmatches = 1;
	geocode_print_json(out, STR("al-\"Q\n"), &r);
	struct str text = out_bytes(out);
	const char *line = arena_strdup(&f->arena, text);
	assert_non_null(strstr(line,
		"{\"query\":\"al-\\\"Q\\u000a\",\"rank\":1,\"name\":\"Al Qayyārah\","
		"\"lon\":43.294,\"lat\":35.799,\"country\":\"IQ\",\"admin1\":\"15\","
		"\"feature_code\":\"PPLA3\""));
	assert_non_null(strstr(line, "\"reasons\":[\"same name without article"));
	assert_true(text.at[text.len - 1] == '\n');
}

static char *read_whole(struct fixture *f, const char *path, size_t *size) {
	struct source source;
	assert_true(source_load(&source, path, &f->arena, &f->diag));
	*size = source.text.len;
	return (char *)(uintptr_t)source.text.at;
}

static void test_same_bytes(void **state) {
	struct fixture *f = *state;
	char path[160];
	size_t n, m;
	snprintf(path, sizeof(path), "%s/again.sqlite", f->folder);
	assert_true(import(f, own, towns, path));
	const char *a = read_whole(f, f->path, &n), *b = read_whole(f, path, &m);
	assert_int_equal(n, m);
	assert_memory_equal(a, b, n);
}

static void expect_refused(struct fixture *f, const char *a, const char *b, unsigned errors,
	const char *first) {
	struct fixture other = *f;
	char path[160];
	diag_init(&other.diag, &f->arena);
	snprintf(path, sizeof(path), "%s/x.sqlite", f->folder);
	assert_false(import(&other, a, b, path));
	if (other.diag.errors != errors || !strstr(other.diag.first->message, first)) {
		diag_print(&other.diag, stderr, false);
		fail_msg("not %u errors, the first with \"%s\"", errors, first);
	}
	assert_int_not_equal(access(path, F_OK), 0);
}

/* Long runs ask a million times: limits that keep damaged files from running on
 * are meant for one row. */
static void test_many_queries(void **state) {
	enum { QUERIES = 60000 };
	struct fixture *f = *state;
	struct arena_mark mark = arena_mark(&f->arena);
	for (int i = 0; i < QUERIES; i++) {
		assert_non_null(gazetteer_place(f->g, STR("gn:7"), &f->arena));
		arena_rewind(&f->arena, mark);
	}
	expect(f, "Baghdad", "", "gn:1", PLACE_CLEAR);
}

static void test_bad_tables(void **state) {
	struct fixture *f = *state;
	expect_refused(f, "", towns, 1, "empty");
	expect_refused(f, "lon,lat\n1,2\n", towns, 1, "\"name\"");
	expect_refused(f, "name,lon,lat\nA,x,2\nB,1,95\nC,1\n,1,1\nD,,\n", towns, 5,
		"not a number");
	expect_refused(f, "name,country,west,south,east,north\nA,AA,1,5,2,4\n", towns, 1, "south");
	expect_refused(f, own,
		"1\tA\tA\t\t95\t1\tP\tPPL\tIQ\t\t\t\t\t\t5\t\t\t\t\n"
		"2\tB\tB\t\t1\t1\tP\tPPL\tIQ\t\t\t\t\t\tmany\t\t\t\t\n"
		"3\tC\n4\t\xFF\tD\t\t1\t1\tP\tPPL\tIQ\t\t\t\t\t\t\t\t\t\t\n",
		4, "latitude");
}

static void test_bad_files(void **state) {
	struct fixture *f = *state;
	char path[160];
	size_t size;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	diag_init(&diag, &arena);
	snprintf(path, sizeof(path), "%s/x.sqlite", f->folder);
	assert_null(gazetteer_open(path, &diag));
	write_file(path, "", 0);
	assert_null(gazetteer_open(path, &diag));
	write_file(path, "no database at all, but long enough to be read as one", 50);
	assert_null(gazetteer_open(path, &diag));
	assert_null(gazetteer_open(f->folder, &diag));
	assert_int_equal(diag.errors, 4);
	/* Damage anywhere: refused, or answered without a crash. */
	const char *good = read_whole(f, f->path, &size);
	char *bad = malloc(size);
	for (size_t at = 100; at < size; at += size / 150 + 1) {
		memcpy(bad, good, size);
		memset(bad + at, (int)(at * 37 % 251), size - at < 64 ? size - at : 64);
		write_file(path, bad, size);
		struct gazetteer *g = gazetteer_open(path, &diag);
		struct place_query q = { .name = STR("Mosol") };
		struct place_result r;
		if (g)
			gazetteer_find(g, &q, 5, &r, &arena, &diag);
		gazetteer_close(g);
	}
	write_file(path, good, size / 2);
	gazetteer_close(gazetteer_open(path, &diag));
	/* Bits of what is no empty page: also when its places are read as a whole, for --add. */
	uint64_t seed = 3;
	unsigned opened = 0, refused = 0;
	for (int i = 0; i < 300; i++) {
		memcpy(bad, good, size);
		for (int flips = 0; flips < 4;) {
			size_t at = random_next(&seed) % size;
			flips += bad[at] != 0;
			if (bad[at])
				bad[at] = (char)(bad[at] ^ 1 << random_next(&seed) % 8);
		}
		write_file(path, bad, size);
		diag_init(&diag, &arena);
		struct gazetteer *g = gazetteer_open(path, &diag);
		struct place_query q = { .name = STR("Mosol"), .country = STR("IQ") };
		struct place_result r;
		struct gathering gathering = { .arena = &arena };
		bool ok = g && gazetteer_find(g, &q, 5, &r, &arena, &diag)
			&& store_gather(g, &gathering, &diag);
		assert_true(ok || diag.errors);
		opened += g != NULL;
		refused += !ok;
		gazetteer_close(g);
		arena_release(&gathering.scratch);
	}
	assert_true(opened > 100 && refused > 10);
	unlink(path);
	free(bad);
	arena_release(&arena);
}

/* A table of so many places that little memory has no room for them. */
static void write_many(const char *path) {
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	fputs("id,name,country,lon,lat\n", file);
	for (int i = 0; i < 2000; i++)
		fprintf(file, "t:%d,Town of number %d beside the road,IQ,%d.%d,33\n", i, i,
			40 + i % 9, i);
	assert_int_equal(fclose(file), 0);
}

/* Files that may not grow past a limit: that is said, and nothing is left; else the
 * gazetteer is whole. */
static void expect_at_all_limits(const struct import *import, const char *words) {
	struct arena arena = ARENA_INIT;
	struct import_figures figures;
	struct rlimit old, small;
	unsigned nfailed = 0;
	bool ok = false;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &old);
	for (rlim_t limit = 1 << 12; !ok; limit += limit / 3) {
		struct diag diag;
		diag_init(&diag, &arena);
		small = old;
		small.rlim_cur = limit;
		setrlimit(RLIMIT_FSIZE, &small);
		ok = gazetteer_import_all(import, &figures, &diag);
		setrlimit(RLIMIT_FSIZE, &old);
		assert_int_equal(access(import->output, F_OK) == 0, ok);
		assert_int_equal(diag.errors, !ok);
		nfailed += !ok;
		if (!ok && !strstr(diag.first->message, words))
			fail_msg("%s", diag.first->message);
	}
	assert_true(nfailed > 5);
	assert_int_equal(figures.places, 2000);
	assert_int_equal(unlink(import->output), 0);
	arena_release(&arena);
}

/* Those that are sorted in, and the gazetteer itself. */
static void test_files_that_cannot_grow(void **state) {
	struct fixture *f = *state;
	char table[128], path[128];
	const char *const paths[] = { table };
	snprintf(table, sizeof(table), "%s/own.csv", f->folder);
	snprintf(path, sizeof(path), "%s/x.sqlite", f->folder);
	write_many(table);
	struct import import = { .path = paths, .npaths = 1, .output = path, .memory = 1 << 14 };
	expect_at_all_limits(&import, "cannot keep what is being sorted");
	import.memory = 1 << 24;
	expect_at_all_limits(&import, "cannot write the gazetteer");
	import.memory = 1 << 14;
	import.output = "/no/such/folder/x.sqlite";
	struct import_figures figures;
	struct diag diag;
	diag_init(&diag, &f->arena);
	assert_false(gazetteer_import_all(&import, &figures, &diag));
	assert_int_equal(diag.errors, 1);
	assert_non_null(
		strstr(diag.first->message, "sorted in a file beside the gazetteer: No such file"));
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_spellings),
		cmocka_unit_test(test_words_of_kind),
		cmocka_unit_test(test_ambiguous),
		cmocka_unit_test(test_walids),
		cmocka_unit_test(test_unknown_country),
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_extents),
		cmocka_unit_test(test_json),
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_many_queries),
		cmocka_unit_test(test_bad_tables),
		cmocka_unit_test(test_bad_files),
		cmocka_unit_test(test_files_that_cannot_grow),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
