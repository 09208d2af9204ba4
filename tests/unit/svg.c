#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "paint/escape.h"
#include "paint/svg.h"
#include "paint/svgwrite.h"
#include "scene/image.h"
#include "text/shape.h"

static const struct rect page = { { 0, 0 }, { 200, 100 } };
static const struct color black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 };

struct fixture {
	struct arena arena;
	struct diag diag;
	struct shaper *shaper;
	struct scene scene;
};

static int open_scene(void **state) {
	struct fixture *f = calloc(1, sizeof(*f));
	diag_init(&f->diag, &f->arena);
	f->shaper = shaper_open(NULL, &f->diag);
	scene_init(&f->scene, page, &f->arena);
	f->scene.about.language = STR("en");
	*state = f;
	return f->shaper ? 0 : -1;
}

static int close_scene(void **state) {
	struct fixture *f = *state;
	shaper_close(f->shaper);
	arena_release(&f->arena);
	free(f);
	return 0;
}

static const char *written(struct fixture *f, const struct svg_options *options) {
	scene_seal(&f->scene);
	struct paint_options paint = { .about = &f->scene.about };
	struct painter *p = paint_svg_open(page, &paint, options, &f->diag);
	assert_non_null(p);
	struct out *out = out_memory(&f->arena);
	painter_replay(p, &f->scene, page);
	assert_true(painter_finish(p, out, &f->diag));
	painter_close(p);
	return arena_strdup(&f->arena, out_bytes(out));
}

static unsigned count(const char *text, const char *what) {
	unsigned n = 0;
	for (const char *at = text; (at = strstr(at, what)); at += strlen(what))
		n++;
	return n;
}

static void expect(const char *svg, const char *what, unsigned times) {
	if (count(svg, what) != times)
		fail_msg("%u times %s in\n%s", count(svg, what), what, svg);
}

/* Tags open and close in order, attributes are quoted, no attribute stands twice,
 * every reference leads to an id of this file. */
static void check_form(const char *svg) {
	char open[64][32];
	int depth = 0;
	for (const char *at = svg; (at = strchr(at, '<'));) {
		const char *end = strchr(at, '>');
		assert_non_null(end);
		bool closing = at[1] == '/', alone = end[-1] == '/';
		char name[32];
		size_t n = strcspn(at + 1 + closing, " />");
		assert_true(n > 0 && n < sizeof(name));
		memcpy(name, at + 1 + closing, n);
		name[n] = '\0';
		if (closing) {
			assert_true(depth > 0);
			assert_string_equal(open[--depth], name);
		} else if (!alone) {
			assert_true(depth < 64);
			memcpy(open[depth++], name, n + 1);
		}
		unsigned quotes = 0;
		for (const char *q = at; q < end; q++)
			quotes += *q == '"';
		assert_int_equal(quotes % 2, 0);
		at = end;
	}
	assert_int_equal(depth, 0);
	for (const char *at = svg; (at = strchr(at, '#')); at++) {
		if (at[-1] != '"' && at[-1] != '(')
			continue;
		size_t n = strcspn(at + 1, "\")");
		if (n < 8)
			continue; /* a colour */
		char id[80];
		snprintf(id, sizeof(id), " id=\"%.*s\"", (int)n, at + 1);
		if (count(svg, id) != 1)
			fail_msg("%u times%s", count(svg, id), id);
	}
}

static struct path square(struct fixture *f, double x, double y, double side) {
	struct path_builder b = { .arena = &f->arena };
	path_rect(&b, (struct rect){ { x, y }, { x + side, y + side } }, 0);
	return path_builder_path(&b);
}

static const struct glyph_run *label(struct fixture *f, const char *text) {
	return shaper_shape(f->shaper, str_of(text), &(struct text_style){ .size = 10 });
}

static void test_layers(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	s->layer = STR("land");
	scene_fill(s, square(f, 0, 0, 10), black);
	scene_fill(s, square(f, 20, 0, 10), black);
	scene_fill(s, square(f, 40, 0, 10), white);
	s->layer = STR("Sea & \"Ice\"");
	scene_fill(s, square(f, 0, 20, 10), black);
	s->layer = STR("land");
	scene_fill(s, square(f, 0, 40, 10), black);
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, "data-layer=\"land\"", 2);
	expect(svg, "-layer-land\"", 1);
	expect(svg, "-layer-land_2\"", 1);
	expect(svg, "-layer-sea-ice\" data-layer=\"Sea &amp; &quot;Ice&quot;\"", 1);
	/* Two of one colour share it. */
	expect(svg,
		"<g fill=\"#000\">\n<path d=\"M0 0h10v10h-10z\"/>\n<path d=\"M20 0h10v10h-10z\"/>\n</g>",
		1);
	expect(svg, "<path fill=\"#fff\" d=\"M40 0h10v10h-10z\"/>", 1);
}

/* Groups of the scene within layers, layers within groups. */
static void test_nesting(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	static const struct scene_subject one = { .id = { "a", 1 } }, two = { .id = { "b", 1 } };
	struct path clip = square(f, 0, 0, 50), wide = square(f, -10, -10, 500);
	s->layer = STR("map");
	scene_push(s, &clip, 1);
	s->layer = STR("x");
	scene_fill(s, square(f, 5, 5, 10), black);
	s->subject = &one;
	scene_fill(s, square(f, 6, 6, 10), black);
	scene_push(s, NULL, 0.5);
	scene_fill(s, square(f, 7, 7, 10), black);
	s->subject = &two;
	scene_fill(s, square(f, 8, 8, 10), black);
	s->layer = STR("y");
	scene_fill(s, square(f, 40, 40, 20), black);
	scene_pop(s);
	scene_fill(s, square(f, 9, 9, 10), black);
	s->layer = STR("x");
	s->subject = NULL;
	scene_push(s, &wide, 1);
	scene_fill(s, square(f, 3, 3, 10), black);
	scene_pop(s);
	scene_pop(s);
	const char *svg = written(f, NULL);
	check_form(svg);
	/* Only the clip that cuts something is there. */
	expect(svg, "<clipPath ", 1);
	expect(svg, " clip-path=\"url(#", 1);
	expect(svg, " opacity=\".5\"", 1);
}

static void test_subject(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	const struct scene_attribute attributes[] = {
		{ STR("date"), STR("2020-04-07") },
		{ STR("To whom?"), STR("<Iraq> & \"more\"") },
		{ STR("to-whom"), STR("twice") },
		{ STR("onclick"), STR("alert(1)") },
	};
	const struct scene_subject subject = { .id = STR("7 April/1"),
		.kind = STR("Hand Over"),
		.title = STR("Base <script>alert(1)</script> ]]> & co"),
		.link = STR("https://example.org/?a=1&b=\"2\""),
		.attribute = attributes,
		.nattributes = 4 };
	s->layer = STR("events");
	s->subject = &subject;
	scene_fill(s, square(f, 0, 0, 10), black);
	scene_text(s, label(f, "<b>&amp;]]></b>"), (struct point){ 50, 50 }, black, white, 1);
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg,
		"-event-7-april-1\" class=\"event hand-over\" data-date=\"2020-04-07\" "
		"data-to-whom=\"&lt;Iraq&gt; &amp; &quot;more&quot;\" data-onclick=\"alert(1)\" "
		"data-link=\"https://example.org/?a=1&amp;b=&quot;2&quot;\">",
		1);
	expect(svg, "<title>Base &lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp; co</title>", 1);
	expect(svg, ">&lt;b&gt;&amp;amp;]]&gt;&lt;/b&gt;</text>", 1);
	expect(svg, "<script", 0);
	expect(svg, "href=\"http", 0);
	expect(svg, " onclick", 0);
}

/* The string stands once, its halo is a use of it. */
static void test_text(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	s->layer = STR("towns");
	scene_text(s, label(f, "Erbil"), (struct point){ 50, 20 }, black, white, 1.5);
	scene_text(s, label(f, "Mosul"), (struct point){ 50, 60 }, black, white, 1.5);
	scene_text(s, label(f, "القائم"), (struct point){ 120, 60 }, black, white, 1.5);
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, ">Erbil</text>", 1);
	expect(svg, "<use ", 3);
	expect(svg, "Mosul", 1);
	expect(svg, "direction=\"rtl\" xml:lang=\"ar\"", 1);
	expect(svg, ">القائم</text>", 1);
	expect(svg, "<path", 0);
	/* Neighbours share what they have in common: Erbil and Mosul. */
	expect(svg, "stroke-width=\"3\" stroke-linejoin=\"round\">\n<use ", 1);
}

static void test_text_modes(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	scene_text(s, label(f, "Erbil"), (struct point){ 50, 20 }, black, white, 1.5);
	scene_text(s, label(f, "K1"), (struct point){ 50, 60 }, black, white, 0);
	struct svg_options options = SVG_OPTIONS_DEFAULT;
	options.text = SVG_PATHS;
	const char *svg = written(f, &options);
	check_form(svg);
	expect(svg, "<text", 0);
	expect(svg, "<title>Erbil</title><path d=\"M", 1);
	options.text = SVG_BOTH;
	svg = written(f, &options);
	check_form(svg);
	expect(svg, ">Erbil</text>", 1);
	expect(svg, "<text fill-opacity=\"0\"", 2);
	expect(svg, "<path d=\"M", 2);
	options.text = SVG_TEXT;
	options.embed_fonts = true;
	svg = written(f, &options);
	check_form(svg);
	expect(svg, "@font-face{font-family:\"m", 1);
	expect(svg, "url(data:font/ttf;base64,AAEAAA", 1);
}

/* Outlines, and the whole string once, straight, unseen. */
static void test_along(void **state) {
	struct fixture *f = *state;
	const struct glyph_run *run = label(f, "TIGRIS");
	struct glyph_spot spot[6];
	assert_int_equal(glyph_run_nclusters(run), 6);
	for (int i = 0; i < 6; i++)
		spot[i] = (struct glyph_spot){ { 10 + 8 * i, 50 + i }, 0.1 * i };
	scene_text_along(&f->scene, run, spot, black, white, 1);
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, "TIGRIS</text>", 1);
	expect(svg, "<text fill-opacity=\"0\"", 1);
	expect(svg, "<textPath", 0);
	expect(svg, "rotate=\"", 0);
}

static void test_wrapped(void **state) {
	struct fixture *f = *state;
	const struct glyph_run *run = shaper_shape(f->shaper, STR("Baghdad International Airport"),
		&(struct text_style){ .size = 10, .max_width = 60, .justify = TEXT_CENTER });
	assert_int_equal(run->nlines, 3);
	scene_text(&f->scene, run, (struct point){ 50, 50 }, black, white, 0);
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, ">Baghdad</tspan> <tspan ", 1);
	expect(svg, ">International</tspan> <tspan ", 1);
}

static void test_icons(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	struct path circle = square(f, -4, -4, 8);
	const struct icon_part parts[] = {
		{ .path = circle, .has_stroke = true, .stroke_paint = ICON_RIM, .stroke_width = 3 },
		{ .path = circle, .has_fill = true, .fill_paint = ICON_TINT },
	};
	const struct icon icon = { .name = STR("x"), .size = { 8, 8 }, .part = parts, .nparts = 2 };
	const struct scene_pattern pattern = { .icon = &icon,
		.tint = { 1, 0, 0, 1 },
		.scale = 1.5 };
	scene_icon(s, &icon, (struct point){ 10, 10 }, 0, 1, black, white);
	scene_icon(s, &icon, (struct point){ 30, 10 }, 0, 1, black, white);
	scene_icon(s, &icon, (struct point){ 50, 10 }, 1.5707963267948966, 2, black, white);
	scene_icon(s, &icon, (struct point){ 70, 10 }, 0, 1, white, black);
	scene_fill(s, square(f, 100, 10, 20), black);
	s->op[s->nops - 1].fill.pattern = &pattern;
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, "<use ", 4);
	expect(svg, "<g id=\"m", 2);
	expect(svg, "transform=\"translate(50 10)rotate(90)scale(2)\"", 1);
	expect(svg, "<pattern ", 1);
	expect(svg, " width=\"12\" height=\"12\"", 1);
}

static void test_about(void **state) {
	struct fixture *f = *state;
	f->scene.about.title = STR("A <map>\x01");
	f->scene.about.description = STR("What & where");
	f->scene.about.rtl = true;
	f->scene.about.language = STR("ar");
	struct svg_options options = SVG_OPTIONS_DEFAULT;
	options.prefix = STR("one");
	options.fluid = true;
	const char *svg = written(f, &options);
	check_form(svg);
	expect(svg, "<title id=\"onetitle\">A &lt;map&gt;</title>", 1);
	expect(svg, "<desc id=\"onedesc\">What &amp; where</desc>", 1);
	expect(svg,
		" role=\"img\" aria-labelledby=\"onetitle onedesc\" lang=\"ar\" xml:lang=\"ar\" "
		"dir=\"rtl\"",
		1);
	expect(svg, " width=", 0);
	expect(svg, " viewBox=\"0 0 200 100\"", 1);
}

/* Other content, other ids; the same content, the same bytes. */
static void test_prefix(void **state) {
	struct fixture *f = *state;
	scene_fill(&f->scene, square(f, 0, 0, 10), black);
	const char *one = written(f, NULL), *again = written(f, NULL);
	assert_string_equal(one, again);
	char id[40], other[40];
	snprintf(id, sizeof(id), "%.20s", strstr(one, " id=\""));
	f->scene.about.title = STR("x");
	snprintf(other, sizeof(other), "%.20s", strstr(written(f, NULL), " id=\""));
	assert_string_not_equal(id, other);
	struct svg_options options = SVG_OPTIONS_DEFAULT;
	options.prefix = STR("Map-");
	expect(written(f, &options),
		"<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" id=\"Map-map\"",
		1);
	struct paint_options paint = { .about = NULL };
	static const char *const bad[] = { "1a", "a b", "a\"", "-a", "ä", "_a", "{a", "@a" };
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		options.prefix = str_of(bad[i]);
		assert_null(paint_svg_open(page, &paint, &options, &f->diag));
	}
	assert_int_equal(f->diag.errors, 8);
}

static void test_escape(void **state) {
	struct fixture *f = *state;
	static const struct {
		const char *in, *text, *attribute, *name;
	} cases[] = {
		{ "a<b>&\"'", "a&lt;b&gt;&amp;\"'", "a&lt;b&gt;&amp;&quot;'", "a-b" },
		{ "\x02\x0b\x1f\x7fx", "x", "x", "x" },
		{ "a\nb\t", "a\nb\t", "a&#10;b&#9;", "a-b" },
		{ "\xef\xbf\xbf\xff.", "\xef\xbf\xbd.", "\xef\xbf\xbd.", "x" },
		{ "\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd",
			"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd", "x" },
		{ "--Already_Plain--", "--Already_Plain--", "--Already_Plain--", "already-plain" },
		{ "", "", "", "x" },
	};
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buffer b[3] = { { .arena = &f->arena }, { .arena = &f->arena },
			{ .arena = &f->arena } };
		escape_xml_text(&b[0], str_of(cases[i].in));
		escape_xml_attribute(&b[1], str_of(cases[i].in));
		escape_name(&b[2], str_of(cases[i].in));
		assert_true(str_equal(buffer_bytes(&b[0]), str_of(cases[i].text)));
		assert_true(str_equal(buffer_bytes(&b[1]), str_of(cases[i].attribute)));
		assert_true(str_equal(buffer_bytes(&b[2]), str_of(cases[i].name)));
	}
	static const struct {
		const char *in, *out;
	} base64[] = {
		{ "", "" },
		{ "f", "Zg==" },
		{ "fo", "Zm8=" },
		{ "foo", "Zm9v" },
		{ "foob", "Zm9vYg==" },
	};
	for (size_t i = 0; i < sizeof(base64) / sizeof(base64[0]); i++) {
		struct buffer b = { .arena = &f->arena };
		escape_base64(&b, str_of(base64[i].in));
		assert_true(str_equal(buffer_bytes(&b), str_of(base64[i].out)));
	}
}

/* Nothing is written of what has no ink. */
static void test_without_ink(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	static const struct scene_stop stops[] = { { 0, { 1, 0, 0, 0.5f } },
		{ 1, { 0, 0, 1, 1 } } };
	static const struct scene_ramp ramp = { { 0, 0 }, { 10, 0 }, 0, stops, 2 };
	const struct color clear = { 1, 0, 0, 0 };
	scene_fill(s, square(f, 0, 0, 10), clear);
	scene_stroke(s, square(f, 0, 0, 10), &(struct stroke){ .color = black, .width = 0 });
	scene_stroke(s, square(f, 0, 0, 10), &(struct stroke){ .color = clear, .width = 1 });
	scene_text(s, label(f, ""), (struct point){ 50, 50 }, black, white, 1);
	s->op[s->nops - 1].bounds = page;
	expect(written(f, NULL), " xml:space=\"preserve\">\n</g></g>\n</svg>", 1);
	/* A gradient has colours of its own. */
	scene_init(s, page, &f->arena);
	scene_fill(s, square(f, 0, 0, 10), clear);
	s->op[s->nops - 1].fill.ramp = &ramp;
	scene_stroke(s, square(f, 0, 0, 10), &(struct stroke){ .color = clear, .width = 1 });
	s->op[s->nops - 1].stroke.ramp = &ramp;
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, "<linearGradient ", 2);
	expect(svg, "<path fill=\"url(#m", 1);
	expect(svg, "<path fill=\"none\" stroke=\"url(#m", 1);
	expect(svg, "<stop offset=\"0\" stop-color=\"#ff0000\" stop-opacity=\".5\"/>", 2);
}

static void test_title_or_description(void **state) {
	struct fixture *f = *state;
	struct svg_options options = { .precision = 9, .prefix = STR("p_") };
	expect(written(f, &options), "aria-labelledby", 0);
	f->scene.about.title = STR("T");
	expect(written(f, &options), " aria-labelledby=\"p_title\"", 1);
	f->scene.about.title = STR("");
	f->scene.about.description = STR("D");
	expect(written(f, &options), " aria-labelledby=\"p_desc\"", 1);
	/* No more decimals than six. */
	scene_fill(&f->scene, square(f, 0.123456789, 0, 10), black);
	expect(written(f, &options), " d=\"M.123457 0h10", 1);
	/* And a picture that says nothing of itself. */
	struct paint_options paint = { .about = NULL };
	struct painter *p = paint_svg_open(page, &paint, NULL, &f->diag);
	struct out *out = out_memory(&f->arena);
	painter_replay(p, &f->scene, page);
	assert_true(painter_finish(p, out, &f->diag));
	painter_close(p);
	expect(arena_strdup(&f->arena, out_bytes(out)), " lang=", 0);
}

/* One picture of each thing that has a colour. */
static void colorful(struct fixture *f, struct scene *s, const struct icon *icon, float shade,
	float alpha) {
	const struct color tint = { shade, 0, 0, alpha }, rim = { 0, shade, 0, 1 };
	struct scene_pattern *pattern = arena_new(&f->arena, struct scene_pattern, 2);
	struct scene_stop *stop = arena_new(&f->arena, struct scene_stop, 2);
	struct scene_ramp *ramp = arena_new(&f->arena, struct scene_ramp, 1);
	*pattern = (struct scene_pattern){ .icon = icon, .tint = tint, .rim = rim, .scale = 1 };
	stop[0] = (struct scene_stop){ 0, { 0, 0, shade, alpha } };
	stop[1] = (struct scene_stop){ 1, { 0.2f, 0.2f, 0.2f, 1 } };
	*ramp = (struct scene_ramp){ { 0, 0 }, { 9, 9 }, 5, stop, 2 };
	const struct stroke stroke = { .color = tint, .width = 2 };
	scene_init(s, page, &f->arena);
	s->layer = STR("a");
	scene_fill(s, square(f, 0, 0, 10), tint);
	scene_fill(s, square(f, 20, 0, 10), tint);
	s->op[s->nops - 1].fill.pattern = pattern;
	scene_fill(s, square(f, 40, 0, 10), tint);
	s->op[s->nops - 1].fill.ramp = ramp;
	scene_stroke(s, square(f, 0, 20, 10), &stroke);
	scene_stroke(s, square(f, 20, 20, 10), &stroke);
	s->op[s->nops - 1].stroke.pattern = pattern;
	scene_stroke(s, square(f, 40, 20, 10), &stroke);
	s->op[s->nops - 1].stroke.ramp = ramp;
	s->layer = STR("b");
	scene_icon(s, icon, (struct point){ 10, 60 }, 0, 1, rim, tint);
	scene_text(s, label(f, "K1"), (struct point){ 50, 60 }, tint, rim, 1);
	scene_text(s, label(f, "K2"), (struct point){ 90, 60 }, tint, (struct color){ 1, 1, 1, 0 },
		1);
	scene_seal(s);
}

static const char *with_dark(struct fixture *f, struct scene *light, const struct scene *dark) {
	struct svg_options options = { .precision = 2, .prefix = STR("p"), .dark = dark };
	struct paint_options paint = { .about = &light->about };
	struct painter *p = paint_svg_open(page, &paint, &options, &f->diag);
	struct out *out = out_memory(&f->arena);
	painter_replay(p, light, page);
	assert_true(painter_finish(p, out, &f->diag));
	painter_close(p);
	return arena_strdup(&f->arena, out_bytes(out));
}

static void test_dark(void **state) {
	struct fixture *f = *state;
	const struct icon_part part = { .path = square(f, -4, -4, 8), .has_fill = true };
	const struct icon icon = { .name = STR("x"), .size = { 8, 8 }, .part = &part, .nparts = 1 };
	struct scene light, dark;
	colorful(f, &light, &icon, 0.4f, 0.5f);
	colorful(f, &dark, &icon, 0.8f, 1);
	const char *svg = with_dark(f, &light, &dark);
	check_form(svg);
	expect(svg, "@media (prefers-color-scheme:dark){\n", 1);
	expect(svg, "#player-a [fill=\"#600\"][fill-opacity=\".5\"]{fill:#c00;fill-opacity:1}\n",
		1);
	expect(svg,
		"#player-a [stroke=\"#600\"][stroke-opacity=\".5\"]{stroke:#c00;stroke-opacity:1}\n",
		1);
	/* The pattern, and the symbol, whose colours are the other way round. */
	expect(svg, "#pi1 [fill=\"#600\"][fill-opacity=\".5\"]{fill:#c00;fill-opacity:1}\n", 1);
	expect(svg, "#pi2 [fill=\"#060\"]{fill:#0c0}\n", 1);
	/* Both gradients; a colour that stays has no rule. */
	expect(svg,
		" [stop-color=\"#000066\"][stop-opacity=\".5\"]{stop-color:#0000cc;stop-opacity:1}\n",
		2);
	expect(svg, "#333333\"]", 0);
	/* The letters and their halo. */
	expect(svg, "#player-b [fill=\"#600\"][fill-opacity=\".5\"]{fill:#c00;fill-opacity:1}\n",
		1);
	expect(svg, "#player-b [fill=\"#060\"]{fill:#0c0}\n", 1);
	expect(svg, "#player-b [stroke=\"#060\"]{stroke:#0c0}\n", 1);
	expect(svg, "#player-b [fill=\"#fff\"", 0);
	/* The same colours: no rules. */
	expect(with_dark(f, &light, &light), "@media", 0);
	/* What is no pattern or gradient there keeps its colours. */
	dark.op[1].fill.pattern = dark.op[4].stroke.pattern = NULL;
	dark.op[2].fill.ramp = dark.op[5].stroke.ramp = NULL;
	svg = with_dark(f, &light, &dark);
	expect(svg, "#pi1 ", 0);
	expect(svg, "stop-color=\"#000066\"]", 0);
	expect(svg, "#player-a [fill=", 1);
}

/* Scenes that differ in more than colours are not two views of one map. */
static void test_dark_that_does_not_fit(void **state) {
	struct fixture *f = *state;
	const struct icon icon = { .name = STR("x"), .size = { 8, 8 } };
	struct scene light, dark;
	colorful(f, &light, &icon, 0.4f, 1);
	colorful(f, &dark, &icon, 0.8f, 1);
	assert_true(svg_dark_fits(&light, &dark));
	dark.op[7].layer = STR("c");
	assert_false(svg_dark_fits(&light, &dark));
	expect(with_dark(f, &light, &dark), "@media", 0);
	dark.op[7].layer = STR("b");
	dark.op[7].type = SCENE_ICON;
	assert_false(svg_dark_fits(&light, &dark));
	dark.nops--;
	assert_false(svg_dark_fits(&light, &dark));
}

/* Patterns are one where all of them is the same. */
static void test_patterns(void **state) {
	struct fixture *f = *state;
	const struct color red = { 1, 0, 0, 1 };
	const struct icon_part parts[] = {
		{ .path = square(f, -4, -4, 8), .has_fill = true, .fill_paint = ICON_FIXED },
		{ .path = square(f, -4, -4, 8), .has_stroke = true, .stroke_width = 1 },
	};
	const struct icon icon = { .name = STR("x"), .size = { 8, 8 }, .part = parts, .nparts = 2 };
	const struct icon other = { .name = STR("y"), .size = { 8, 8 } };
	const struct scene_pattern same = { &icon, black, white, 1, { 1, 2 }, 0, false };
	struct scene_pattern pattern[] = { same, same, same, same, same, same, same, same, same,
		same };
	pattern[1].icon = &other;
	pattern[2].tint = red;
	pattern[3].rim = red;
	pattern[4].scale = 2;
	pattern[5].origin.x = 7;
	pattern[6].origin.y = 7;
	pattern[7].angle = 1;
	pattern[8].mirrored = true;
	for (int i = 0; i < 10; i++) {
		scene_fill(&f->scene, square(f, i * 12, 0, 10), black);
		f->scene.op[f->scene.nops - 1].fill.pattern = &pattern[i];
	}
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, "<pattern ", 9);
	expect(svg, "rotate(57.296)\" x=\"0\" y=\"0\"", 1);
	expect(svg, "translate(1 2)rotate(0)scale(1 -1)\"", 1);
	/* A part that is painted with nothing is left out: its colour has no alpha. */
	expect(svg, "<path fill=\"none\" stroke=\"#", 8);
	expect(svg, "<path fill=\"#", 0);
}

/* Layers and subjects end where the next operation has none. */
static void test_ends(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	static const struct scene_attribute attribute[] = { { { "Link", 4 }, { "x", 1 } } };
	static const struct scene_subject subject = { .id = { "a", 1 },
		.link = { "ftp://x", 7 },
		.attribute = attribute,
		.nattributes = 1 };
	struct path corner = square(f, 0, 0, 5);
	struct path_builder b = { .arena = &f->arena };
	path_move(&b, 0, 0);
	path_line(&b, 0, 50);
	path_curve(&b, (struct point){ 5, 50 }, (struct point){ 9, 9 }, (struct point){ 50, 0 });
	path_line(&b, 20, 0);
	path_close(&b);
	struct path round = path_builder_path(&b);
	s->layer = STR("a");
	s->subject = &subject;
	scene_fill(s, square(f, 0, 0, 10), black);
	s->subject = NULL;
	scene_fill(s, square(f, 20, 0, 10), black);
	s->layer = STR("");
	scene_fill(s, square(f, 40, 0, 10), white);
	/* A group of another subject's, and clips of other forms than a rectangle's. */
	s->layer = STR("a");
	s->subject = &subject;
	scene_push(s, &round, 1);
	scene_fill(s, square(f, 30, 0, 10), black);
	scene_pop(s);
	s->subject = NULL;
	scene_push(s, &corner, 1);
	scene_fill(s, square(f, 1, 1, 1), black);
	scene_pop(s);
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, " class=\"event\">\n<path", 2);
	/* Its own name is not the column's, and only pages are linked. */
	expect(svg, "data-link", 0);
	expect(svg, "<path fill=\"#000\" d=\"M20 0h10v10h-10z\"/>\n</g>\n<path fill=\"#fff\"", 1);
	/* The one that is no rectangle cuts what it may. */
	expect(svg, "<clipPath ", 1);
	expect(svg, "><path d=\"M0 0v50c5 0 9-41 50-50h-30z\"/></clipPath>", 1);
}

/* Their numbers are passed on in hexadecimal. */
static void test_many_clips(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	struct path clip[20];
	for (int i = 0; i < 20; i++) {
		clip[i] = square(f, i * 10, 0, 5);
		scene_push(s, &clip[i], 1);
		scene_fill(s, square(f, i * 10 + 1, 1, 9), black);
		scene_pop(s);
	}
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, "<clipPath ", 20);
	expect(svg, "c10)\">", 1);
	expect(svg, "c15)\">", 1);
	expect(svg, "c20)\">", 1);
}

/* What runs out of the numbers, and moves that nothing was drawn from. */
static void test_paths(void **state) {
	struct fixture *f = *state;
	struct path_builder b = { .arena = &f->arena };
	path_move(&b, 5, 5);
	path_move(&b, 7, 8);
	path_move(&b, 9, 9);
	path_line(&b, 9, 9);
	path_line(&b, 1e300, 12);
	path_line(&b, 0, 12);
	path_line(&b, 0, 20);
	scene_fill(&f->scene, path_builder_path(&b), black);
	f->scene.op[0].bounds = page;
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, " d=\"M5 5m2 3m2 1h0l-9 3v8\"/>", 1);
}

/* Spans that differ from the first: upright among italics, of another weight. */
static void test_sections(void **state) {
	struct fixture *f = *state;
	const struct color none = { 0, 0, 0, -1 };
	const struct text_section sections[] = {
		{ .text = STR("Fallen "), .italic = true, .color = none },
		{ .text = STR("back"), .color = none, .weight = 700 },
	};
	const struct glyph_run *run = shaper_shape_sections(f->shaper, sections, 2,
		&(struct text_style){ .size = 10 });
	scene_text(&f->scene, run, (struct point){ 50, 50 }, black, white, 0);
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, " font-style=\"italic\"", 1);
	expect(svg, "<tspan font-weight=\"700\" font-style=\"normal\">back</tspan>", 1);
}

/* Along a line: a single letter, none, letters whose font is in the file. */
static void test_short_along(void **state) {
	struct fixture *f = *state;
	struct svg_options options = { .precision = 2, .embed_fonts = true };
	const struct glyph_spot spot[] = { { { 10, 20 }, 0.5 } };
	scene_text_along(&f->scene, label(f, "K"), spot, black, white, 0);
	const char *svg = written(f, &options);
	check_form(svg);
	expect(svg, "rotate(28.648)", 1);
	expect(svg, ">K</text>", 1);
	expect(svg, "@font-face{", 1);
}

/* Labels wait for no more than so many others. */
static void test_many_labels(void **state) {
	struct fixture *f = *state;
	const struct glyph_run *run = label(f, "i");
	for (int i = 0; i < 300; i++)
		scene_text(&f->scene, run, (struct point){ 10 * i, 50 }, black, white, 1);
	for (int i = 0; i < 300; i++)
		f->scene.op[i].bounds = (struct rect){ { 0.5 * i, 45 }, { 0.5 * i + 0.4, 55 } };
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, "<use ", 300);
	expect(svg, " stroke-linejoin=\"round\">", 2);
}

/* A label behind shapes, and one whose halo cannot be seen. */
static void test_label_behind_shapes(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	scene_fill(s, square(f, 0, 0, 10), black);
	scene_fill(s, square(f, 20, 0, 10), black);
	scene_text(s, label(f, "K1"), (struct point){ 50, 60 }, black, white, 1);
	scene_fill(s, square(f, 40, 0, 10), black);
	scene_text(s, label(f, "K2"), (struct point){ 90, 60 }, black, white, 1);
	scene_text(s, label(f, "K3"), (struct point){ 130, 60 }, black,
		(struct color){ 1, 1, 1, 0 }, 1);
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, "h10v10h-10z\"/>\n</g>\n<g fill=\"#000\"", 1);
	expect(svg, "<use ", 2);
	expect(svg, ">K3</text>", 1);
}

/* What seldom is asked for: hard edges, dashes that begin later, what shines through. */
static void test_rare_attributes(void **state) {
	struct fixture *f = *state;
	struct scene *s = &f->scene;
	static const double dash[] = { 3, 2 };
	static const uint32_t pixel = 0xFF00FF00;
	const struct image image = { .width = 1, .height = 1, .pixel = &pixel };
	const struct icon icon = { .name = STR("x"), .size = { 8, 8 } };
	scene_fill(s, square(f, 0, 0, 10), (struct color){ 1, 1, 0.2f, 1 });
	s->op[0].fill.aliased = true;
	scene_stroke(s, square(f, 20, 0, 10),
		&(struct stroke){ .color = black,
			.width = 1,
			.dash = dash,
			.ndashes = 2,
			.dash_offset = 1.5 });
	scene_icon(s, &icon, (struct point){ 50, 10 }, 0, 1, black, white);
	s->op[2].bounds = page;
	s->op[2].icon.opacity = 0.5;
	struct scene_op *op = scene_add(s, SCENE_IMAGE, (struct rect){ { 60, 0 }, { 70, 10 } });
	op->image.image = &image;
	op->image.to = op->bounds;
	op->image.opacity = 0.25;
	const char *svg = written(f, NULL);
	check_form(svg);
	expect(svg, "<path fill=\"#ffff33\" shape-rendering=\"crispEdges\"", 0);
	expect(svg, "<path fill=\"#ff3\" shape-rendering=\"crispEdges\"", 1);
	expect(svg, " stroke-dasharray=\"3 2\" stroke-dashoffset=\"1.5\"", 1);
	expect(svg, "<use opacity=\".5\"", 1);
	expect(svg, "<image x=\"60\" y=\"0\" width=\"10\" height=\"10\" opacity=\".25\"", 1);
}

/* Past 2 GB it is no SVG, whatever of it is too large. */
static void test_too_large(void **state) {
	struct fixture *f = *state;
	for (int i = 0; i < 2; i++) {
		struct paint_options paint = { .about = &f->scene.about };
		struct painter *p = paint_svg_open(page, &paint, NULL, &f->diag);
		struct svg *s = (struct svg *)p;
		scene_seal(&f->scene);
		painter_replay(p, &f->scene, page);
		if (i == 0)
			s->body.too_large = true;
		else
			s->body.nbytes = UINT32_MAX / 2;
		struct out *out = out_memory(&f->arena);
		assert_false(painter_finish(p, out, &f->diag));
		assert_int_equal(out_size(out), 0);
		painter_close(p);
	}
	assert_int_equal(f->diag.errors, 2);
	assert_string_equal(f->diag.first->message, "the SVG would be larger than 2 GB");
	struct buffer b = { .arena = &f->arena, .too_large = true };
	svg_color(&b, black, false);
	assert_int_equal(b.nbytes, 0);
}

#define SCENE_TEST(f) cmocka_unit_test_setup_teardown(f, open_scene, close_scene)

int main(void) {
	const struct CMUnitTest tests[] = {
		SCENE_TEST(test_layers),
		SCENE_TEST(test_nesting),
		SCENE_TEST(test_subject),
		SCENE_TEST(test_text),
		SCENE_TEST(test_text_modes),
		SCENE_TEST(test_along),
		SCENE_TEST(test_wrapped),
		SCENE_TEST(test_icons),
		SCENE_TEST(test_about),
		SCENE_TEST(test_prefix),
		SCENE_TEST(test_escape),
		SCENE_TEST(test_without_ink),
		SCENE_TEST(test_title_or_description),
		SCENE_TEST(test_dark),
		SCENE_TEST(test_dark_that_does_not_fit),
		SCENE_TEST(test_patterns),
		SCENE_TEST(test_ends),
		SCENE_TEST(test_many_clips),
		SCENE_TEST(test_paths),
		SCENE_TEST(test_sections),
		SCENE_TEST(test_short_along),
		SCENE_TEST(test_many_labels),
		SCENE_TEST(test_label_behind_shapes),
		SCENE_TEST(test_rare_attributes),
		SCENE_TEST(test_too_large),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
