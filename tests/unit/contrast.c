#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "base/color.h"
#include "compose/iconset.h"
#include "style/style.h"

/* What the bundled styles owe to those who see little contrast or no colours: their own
 * colours, read from styles/NAME.json, and the symbols they choose. */

static const char *const bundled[] = { "paper", "light", "dark", "mono" };

/* WCAG 2.2, "relative luminance" and "contrast ratio". */
static double luminance(struct color c) {
	const float channel[] = { c.r, c.g, c.b };
	static const double weight[] = { 0.2126, 0.7152, 0.0722 };
	double sum = 0;
	for (int i = 0; i < 3; i++) {
		double v = (double)channel[i];
		sum += weight[i] * (v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4));
	}
	return sum;
}

static double contrast(struct color a, struct color b) {
	double l = luminance(a), m = luminance(b);
	return (fmax(l, m) + 0.05) / (fmin(l, m) + 0.05);
}

static const struct json *style_of(const char *name, struct arena *arena) {
	struct source *source = arena_new(arena, struct source, 1);
	struct diag diag;
	diag_init(&diag, arena);
	assert_true(source_load(source, arena_printf(arena, "styles/%s.json", name), arena, &diag));
	const struct json *style = json_parse(source, arena, &diag);
	assert_non_null(style);
	return style;
}

static const struct json *member(const struct json *of, const char *name) {
	return of && of->type == JSON_OBJECT ? json_member(of, name) : NULL;
}

/* All colours that a value may come to. */
static uint32_t colors_of(const struct json *value, struct color *out, uint32_t n, uint32_t most) {
	if (value && value->type == JSON_STRING && value->string.len && value->string.at[0] == '#'
		&& n < most)
		n += color_parse(value->string, &out[n]);
	for (uint32_t i = 0; value && value->type == JSON_ARRAY && i < value->count; i++)
		n = colors_of(&value->child[i], out, n, most);
	return n;
}

enum { MOST = 64 };

/* Every colour of one value on every colour of the other; how many pairs. */
static uint32_t hold(const char *where, const struct json *front, const struct json *back) {
	struct color a[MOST], b[MOST];
	uint32_t n = colors_of(front, a, 0, MOST), m = colors_of(back, b, 0, MOST);
	for (uint32_t i = 0; i < n * m; i++) {
		char x[10], y[10];
		double c = contrast(a[i / m], b[i % m]);
		color_format(a[i / m], x);
		color_format(b[i % m], y);
		if (c < 4.5)
			fail_msg("%s: %s on %s: contrast %.2f", where, x, y, c);
	}
	return n * m;
}

static void test_contrast(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	for (size_t k = 0; k < sizeof(bundled) / sizeof(*bundled); k++) {
		const struct json *style = style_of(bundled[k], &arena);
		const struct json *layers = member(style, "layers");
		uint32_t texts = 0, figures = 0;
		for (uint32_t i = 0; i < layers->count; i++) {
			const struct json *layer = &layers->child[i],
					  *paint = member(layer, "paint");
			const char *where = arena_printf(&arena, "%s, %.*s", bundled[k],
				STR_ARG(member(layer, "id")->string));
			texts += hold(where, member(paint, "text-color"),
				member(paint, "text-halo-color"));
			/* The number on a badge, and the badge on what is around it. */
			figures += hold(where, member(paint, "icon-color"),
				member(paint, "icon-halo-color"));
			/* Text has a halo, so that it need not be read on the ground. */
			if (member(member(layer, "layout"), "text-field"))
				assert_non_null(member(paint, "text-halo-color"));
		}
		assert_true(texts >= 8 && figures >= 9);
		const struct json *sheet = member(member(style, "metadata"), "sitmap:sheet");
		static const char *const inks[] = { "ink", "muted", "accent" };
		static const char *const grounds[] = { "paper", "panel" };
		for (int i = 0; i < 6; i++)
			assert_int_equal(hold(bundled[k], member(sheet, inks[i / 2]),
						 member(sheet, grounds[i % 2])),
				1);
	}
	arena_release(&arena);
}

/* Known figures: https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio. */
static void test_ratio(void **state) {
	struct color black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 }, grey;
	(void)state;
	assert_true(fabs(contrast(black, white) - 21) < 1e-6);
	assert_true(color_parse(STR("#767676"), &grey));
	assert_true(fabs(contrast(grey, white) - 4.54) < 0.01);
}

static const char *const kinds[] = { "handover", "convoy", "strike", "attack", "base", "withdrawal",
	"statement", "protest", "something" };
static const char *const confidences[] = { "confirmed", "claimed" };

static bool image_exists(void *icons, struct str name) {
	return iconset_find(icons, name) != NULL;
}

/* Each kind, confirmed or only claimed, has a symbol of another shape. */
static void test_shapes(void **state) {
	(void)state;
	enum { KINDS = sizeof(kinds) / sizeof(*kinds), N = 2 * KINDS };
	struct arena arena = ARENA_INIT;
	struct str name[] = { STR("kind"), STR("confidence") };
	struct columns columns = { name, 2 };
	struct diag diag;
	struct iconset icons;
	diag_init(&diag, &arena);
	assert_true(iconset_read(&icons, "styles/icons", &arena, &diag));
	for (size_t k = 0; k < sizeof(bundled) / sizeof(*bundled); k++) {
		struct source source;
		assert_true(source_load(&source, arena_printf(&arena, "styles/%s.json", bundled[k]),
			&arena, &diag));
		const struct style *style = style_parse(&source, &arena, &diag);
		const struct style_layer *events = NULL;
		assert_non_null(style);
		for (uint32_t i = 0; i < style->nlayers; i++)
			if (str_equal(style->layer[i].id, STR("events")))
				events = &style->layer[i];
		assert_non_null(events);
		const struct icon *icon[N];
		for (int i = 0; i < N; i++) {
			struct value value[] = {
				{ .type = VALUE_STRING, .string = str_of(kinds[i / 2]) },
				{ .type = VALUE_STRING, .string = str_of(confidences[i % 2]) },
			};
			struct feature f = { .columns = &columns, .value = value };
			struct expr_env env = { .zoom = 6,
				.feature = &f,
				.has_image = image_exists,
				.user = &icons,
				.scratch = &arena };
			icon[i] = iconset_find(&icons, style_text(events, STYLE_ICON_IMAGE, &env));
			assert_non_null(icon[i]);
			for (int j = 0; j < i; j++)
				if (icon[j] == icon[i])
					fail_msg("%s: %s and %s look alike", bundled[k],
						kinds[i / 2], kinds[j / 2]);
		}
	}
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ratio),
		cmocka_unit_test(test_contrast),
		cmocka_unit_test(test_shapes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
