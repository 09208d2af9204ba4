#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "app/mapfile.h"
#include "base/out.h"

/* What is said of a map file: its messages, one a line with the line it is about. */
struct row {
	const char *text, *said;
};

#define MAP(members) "maps:\n- {name: a, outputs: a.png, " members "}\n"
#define TILES(members) "tilesets:\n- {name: a, output: a.pmtiles, " members "}\n"

static const struct row wrong[] = {
	{ "", "1 empty; it should hold a YAML document\n" },
	{ "null", "1 should be keys with values, not null\n" },
	{ "maps: []", "1 neither maps nor tilesets are listed\n" },
	{ "maps: 5", "1 should be a list, not a number\n" },
	{ "map: []", "1 unknown key \"map\"; did you mean \"maps\"?\n" },
	{ "maps:\n- 5", "2 should be keys with values, not a number\n" },
	{ "maps:\n- {}", "2 \"name\" is missing\n2 \"outputs\" is missing\n" },
	{ "tilesets:\n- {}", "2 \"name\" is missing\n2 \"output\" is missing\n" },
	{ "gallery: 5\n" MAP("dpi: 90"), "1 the path of an HTML file is wanted here, or false\n" },
	{ MAP("center: [1, 2], zoom: x"), "2 should be a number, not text\n" },
	{ MAP("center: [1, 2], zoom: 25"), "2 should be from 0 to 24\n" },
	{ MAP("size: 10"), "2 a size is WIDTHxHEIGHT in pixels or with mm, cm, in, pt behind\n" },
	{ MAP("bbox: [1, 2, 3]"), NULL },
	{ MAP("bbox: [1, 2, x, 4]"), NULL },
	{ MAP("bbox: {a: 1}"), NULL },
	{ MAP("center: 91, zoom: 3"), NULL },
	{ MAP("since: 2020-13"), NULL },
	{ MAP("title: {a: 1}"), NULL },
	{ MAP("fit: [{a: 1}]"), NULL },
	{ MAP("strict: 1"), "2 should be true or false, not a number\n" },
	{ MAP("svg-text: outline"), NULL },
	{ MAP("scale: 2"), "2 unknown key \"scale\"; did you mean \"style\"?\n" },
	{ TILES("zooms: 5-3"), "2 zooms are a range from 0 to 22, such as 0-6\n" },
	{ TILES("zooms: -1"), "2 zooms are a range from 0 to 22, such as 0-6\n" },
	{ TILES("zooms: 3-23"), "2 zooms are a range from 0 to 22, such as 0-6\n" },
	{ TILES("zooms: x-3"), "2 zooms are a range from 0 to 22, such as 0-6\n" },
	{ TILES("zooms: 3-x"), "2 zooms are a range from 0 to 22, such as 0-6\n" },
	{ TILES("zooms: {a: 1}"), NULL },
	{ TILES("scale: 0"), "2 scale is 1, 2, 3 or 4\n" },
	{ TILES("scale: 5"), "2 scale is 1, 2, 3 or 4\n" },
	{ TILES("scale: 1.5"), "2 scale is 1, 2, 3 or 4\n" },
	{ TILES("scale: 256"), "2 scale is 1, 2, 3 or 4\n" },
	{ TILES("scale: two"), "2 scale is 1, 2, 3 or 4\n" },
	{ TILES("tile-size: 2"), "2 tile-size is 256 or 512\n" },
	{ TILES("tile-size: 256px"), "2 tile-size is 256 or 512\n" },
	{ MAP("dpi: 90") "- {name: a, outputs: b.png}\n", "3 two maps are named \"a\"\n" },
	{ MAP("dpi: 90") TILES("zooms: 1"), "4 two maps or tilesets are named \"a\"\n" },
	{ TILES("zooms: 1") "- {name: a, output: b}\n", "3 two tilesets are named \"a\"\n" },
	{ MAP("zoom: 1"), "2 center and zoom belong together\n" },
	{ MAP("center: [1, 2]"), "2 center and zoom belong together\n" },
	{ MAP("center: [1, 2], zoom: 3, bbox: [1, 2, 3, 4]"),
		"2 bbox and center exclude each other\n" },
	{ MAP("furniture: [titel, key]"),
		"2 \"titel\" is not one of none, all, title, key, scale, graticule, inset, sources\n" },
	{ MAP("languages: arabic"), "2 \"arabic\" is not a list of languages such as [ar, en]\n" },
	{ MAP("languages: [ar, 'e n']"), NULL },
	{ MAP("alt: words.doc"), "2 the map in words is a .html or .txt file\n" },
	{ MAP("events: [a.csv, b.csv]"), "2 one is wanted here, not a list\n" },
	{ "maps:\n- {name: a, outputs: []}", "2 no output is listed: name a .png, .svg or .pdf\n" },
	{ "maps:\n- {name: a, outputs: [b.svg, a.jpg]}",
		"2 unknown format of \"a.jpg\" (.png, .svg and .pdf are known)\n" },
	{ "maps:\n- {name: a, outputs: [b.svg, 'svg:b.svg']}",
		"2 \"b.svg\" is written a second time\n" },
	{ "maps:\n- {name: a, outputs: b.svg}\n- {name: b, outputs: c.svg, titel: x}\n"
	  "- {name: c, outputs: b.svg}\n",
		"3 unknown key \"titel\"; did you mean \"title\"?\n"
		"4 \"b.svg\" is written a second time\n" },
	{ MAP("alt: a.txt") "- {name: b, outputs: b.png, alt: a.txt}\n",
		"3 \"a.txt\" is written a second time\n" },
	{ TILES("zooms: 1") "- {name: b, output: a.pmtiles}\n",
		"3 \"a.pmtiles\" is written a second time\n" },
	{ "maps:\n- {name: a, outputs: [b.svg, ./b.svg]}",
		"2 \"./b.svg\" is written a second time\n" },
	{ "maps:\n- {name: a, outputs: [../x/b.svg, out//../.././x/b.svg]}",
		"2 \"out//../.././x/b.svg\" is written a second time\n" },
	{ "maps:\n- {name: a, outputs: [/b.svg, /../a/b.svg, /c/../b.svg]}",
		"2 \"/c/../b.svg\" is written a second time\n" },
	{ "maps:\n- {name: a, events: e.csv, overlay: true, outputs: a.png}\n"
	  "- {name: b, events: e.csv, overlay: true, outputs: ./a.svg}\n",
		"3 \"./a.bounds.json\" is written a second time\n" },
	{ "maps:\n- {name: a, overlay: true, outputs: a.pdf, bearing: 5, furniture: all,\n"
	  "  projection: EPSG:32638, data: [b.shp]}\n",
		"2 a .png or .svg, not \"a.pdf\"\n"
		"2 is in Web Mercator, not in \"EPSG:32638\"\n"
		"2 north is up; a bearing turns it\n"
		"2 has no furniture, not \"all\"\n"
		"2 an overlay shows events, and none are given\n"
		"2 an overlay shows nothing but events, not \"b.shp\"\n" },
	{ "tilesets:\n- {name: a, overlay: true, output: a}\n",
		"2 an overlay shows events, and none are given\n" },
	{ TILES("zooms: 1") "- {name: b, output: x}\n- {name: c, output: x/}\n",
		"4 \"x/\" is written a second time\n" },
	{ "tilesets:\n- {name: a, output: a.zip}\n",
		"2 tiles are a .pmtiles or .mbtiles file or a folder, not \"a.zip\" (a folder of that "
		"name is \"a.zip/\")\n" },
	/* Keys with values where words are meant. */
	{ MAP("languages: {a: 1}"), NULL },
	{ MAP("furniture: {a: 1}"), NULL },
	{ MAP("alt: {a: 1}"), NULL },
	{ MAP("center: {a: 1}, zoom: 4"), NULL },
	{ MAP("size: {a: 1}"), NULL },
	{ MAP("since: {a: 1}"), NULL },
	{ MAP("svg-text: {a: 1}"), NULL },
	{ MAP("gazetteer: [a.sqlite, b.sqlite]"), NULL },
	{ TILES("zooms: {a: 1}"), NULL },
	{ "tilesets:\n- {name: a, output: {a: 1}}\n", NULL },
};

static const char *const right[] = {
	MAP("dpi: 90"),
	"maps:\n- {name: a, events: e.csv, overlay: true, outputs: [a.png, ./a.svg], alt: a.html}\n",
	MAP("bbox: [1, 2, 3, 4], size: 10x20mm, since: 2020, as-of: 2020-04"),
	MAP("center: [1, 2], zoom: 4, title: 2020, fit: [IQ, SY], strict: true"),
	MAP("svg-text: paths, data: [a.csv, b.geojson], languages: [ar, zh-Hans], "
	    "furniture: [title, key], alt: a.HTML"),
	MAP("gazetteer: [a.sqlite]"),
	"gallery: false\n" MAP("fit: IQ"),
	"gallery: maps.html\n" MAP("fit: IQ"),
	TILES("zooms: 3, scale: 4, tile-size: 512, viewer: true, base: ../map"),
	TILES("zooms: 0-22, overlay: true, tile-size: 256, scale: 1, bbox: [1, 2, 3, 4], "
	      "events: e.csv"),
	MAP("dpi: 90") "tilesets:\n- {name: b, output: b}\n",
};

static bool read_text(const char *text, struct mapfile *out, struct arena *arena,
	struct diag *diag) {
	const char *path = arena_printf(arena, "/tmp/sitmap-test-%ld.yaml", (long)getpid());
	struct out *file = out_file(path, arena);
	diag_init(diag, arena);
	out_str(file, str_of(text));
	assert_true(out_commit(file, diag));
	bool ok = mapfile_read(path, out, arena, diag);
	unlink(path);
	return ok;
}

static void test_wrong(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		struct arena arena = ARENA_INIT;
		struct mapfile file;
		struct diag diag;
		const char *said = "";
		if (read_text(wrong[i].text, &file, &arena, &diag))
			fail_msg("taken for right: %s", wrong[i].text);
		for (const struct diag_item *d = diag.first; d; d = d->next) {
			unsigned line, column;
			source_position(d->at.source, d->at.offset, &line, &column);
			said = arena_printf(&arena, "%s%u %s\n", said, line, d->message);
		}
		if (wrong[i].said ? strcmp(said, wrong[i].said) != 0
				  : strncmp(said, "2 ", 2) != 0 || diag.errors != 1)
			fail_msg("%s\nsays %s", wrong[i].text, said);
		arena_release(&arena);
	}
}

static void test_right(void **state) {
	(void)state;
	for (size_t i = 0; i < sizeof(right) / sizeof(*right); i++) {
		struct arena arena = ARENA_INIT;
		struct mapfile file;
		struct diag diag;
		if (!read_text(right[i], &file, &arena, &diag))
			fail_msg("%s\nsays %s", right[i], diag.first->message);
		assert_true(file.njobs > 0);
		assert_int_equal(diag.warnings, 0);
		arena_release(&arena);
	}
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_right),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
