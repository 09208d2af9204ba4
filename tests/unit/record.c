#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "scene/scene.h"
#include "tile/record.h"
#include "tile/window.h"

static char path[64];

static int make_path(void **state) {
	(void)state;
	snprintf(path, sizeof(path), "/tmp/sitmap-record-%ld", (long)getpid());
	return 0;
}

static int remove_path(void **state) {
	(void)state;
	unlink(path);
	return 0;
}

static struct tileset set_of(double west, double east, uint8_t minzoom, uint8_t maxzoom) {
	return (struct tileset){ .bounds = { { west, 30 }, { east, 40 } },
		.minzoom = minzoom,
		.maxzoom = maxzoom,
		.tile_size = 256,
		.scale = 1 };
}

static void number_all(struct record *r) {
	for (int z = 0; z <= TILE_MAX_ZOOM; z++)
		for (uint64_t i = 0; r->zoom[z].digest && i < tilegrid_count(&r->zoom[z].grid); i++)
			r->zoom[z].digest[i] = (uint64_t)z << 32 | (i + 1);
}

static void test_written_and_read(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct record then, now;
	struct tileset set = set_of(10, 50, 2, 6);
	diag_init(&diag, &arena);
	assert_true(record_start(&then, &set, &arena));
	number_all(&then);
	then.painter = digest_of(STR("painter"));
	then.archive = digest_of(STR("archive"));
	assert_true(record_write(&then, path, &arena, &diag));
	assert_true(record_read(path, &now, &arena));
	assert_true(digest_equal(now.painter, then.painter));
	assert_true(digest_equal(now.archive, then.archive));
	for (uint8_t z = 0; z < 9; z++) {
		struct tilegrid grid = tilegrid_of(set.bounds, z);
		const uint64_t *digest = record_find(&now, &grid);
		assert_int_equal(digest != NULL, z >= 2 && z <= 6);
		for (uint64_t i = 0; digest && i < tilegrid_count(&grid); i++)
			assert_int_equal(digest[i], (uint64_t)z << 32 | (i + 1));
		grid.x0++;
		assert_null(record_find(&now, &grid));
	}
	record_close(&now);
	arena_release(&arena);
}

/* Whatever byte is another one, and wherever the file ends. */
static void test_damage_is_seen(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct diag diag;
	struct record r;
	struct tileset set = set_of(10, 50, 2, 3);
	struct source good;
	diag_init(&diag, &arena);
	assert_true(record_start(&r, &set, &arena));
	number_all(&r);
	assert_true(record_write(&r, path, &arena, &diag));
	assert_true(source_load(&good, path, &arena, &diag));
	for (size_t i = 0; i < good.text.len; i++) {
		struct arena_mark mark = arena_mark(&arena);
		for (int cut = 0; cut < 2; cut++) {
			FILE *f = fopen(path, "wb");
			assert_non_null(f);
			fwrite(good.text.at, 1, i, f);
			if (!cut) {
				fputc(good.text.at[i] ^ 4, f);
				fwrite(good.text.at + i + 1, 1, good.text.len - i - 1, f);
			}
			fclose(f);
			assert_false(record_read(path, &r, &arena));
		}
		arena_rewind(&arena, mark);
	}
	unlink(path);
	assert_false(record_read(path, &r, &arena));
	arena_release(&arena);
}

struct gone {
	struct tile_id id[64];
	uint32_t n;
};

static void hear_gone(void *user, struct tile_id id) {
	struct gone *gone = user;
	assert_true(gone->n < 64);
	gone->id[gone->n++] = id;
}

static uint32_t count_gone(const struct record *then, const struct record *now) {
	struct gone gone = { .n = 0 };
	record_gone(then, now, hear_gone, &gone);
	for (uint32_t i = 1; i < gone.n; i++)
		assert_true(tile_hilbert(gone.id[i - 1]) < tile_hilbert(gone.id[i]));
	return gone.n;
}

static void test_gone(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct record then, now;
	struct tileset wide = set_of(1, 44, 0, 5), narrow = set_of(12, 22, 1, 5);
	assert_true(record_start(&then, &wide, &arena));
	assert_true(record_start(&now, &narrow, &arena));
	number_all(&then);
	number_all(&now);
	uint64_t all = 0, stay = 0;
	for (int z = 0; z <= 5; z++) {
		all += tilegrid_count(&then.zoom[z].grid);
		stay += z ? tilegrid_count(&now.zoom[z].grid) : 0;
	}
	assert_true(stay < all);
	assert_int_equal(count_gone(&then, &now), all - stay);
	assert_int_equal(count_gone(&now, &then), 0);
	/* One that was there and is not written any more, and one that never was. */
	now.zoom[5].digest[0] = 0;
	assert_int_equal(count_gone(&then, &now), all - stay + 1);
	then.zoom[0].digest[0] = 0;
	assert_int_equal(count_gone(&then, &now), all - stay);
	arena_release(&arena);
}

static void test_too_many(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct record r;
	struct tileset set = set_of(-180, 180, 0, 16);
	assert_false(record_start(&r, &set, &arena));
	arena_release(&arena);
}

/* --- digests of windows -------------------------------------------------------------- */

static const struct rect at = { { 256, 512 }, { 512, 768 } };

static uint64_t digest_of_op(const struct scene_op *op) {
	struct scene_op copy = *op;
	struct window window = { .op = &copy, .nops = 1 };
	struct digest_stream s;
	digest_begin(&s);
	window_digest(&window, at, &s);
	return digest_end(&s).high;
}

/* The op's digest before and after the change. */
#define CHANGES(op, change) \
	do { \
		uint64_t before = digest_of_op(&(op)); \
		change; \
		assert_true(digest_of_op(&(op)) != before); \
	} while (0)

static void test_each_part_counts(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct path_builder b = { .arena = &arena };
	path_rect(&b, (struct rect){ { 260, 520 }, { 300, 560 } }, 0);
	struct path path_a = path_builder_path(&b);
	path_line(&b, 3, 4);
	struct path path_b = path_builder_path(&b);
	struct icon_part part = { .path = path_a, .has_fill = true };
	struct icon icon = { .size = { 8, 8 }, .part = &part, .nparts = 1 };
	struct scene_pattern pattern = { .icon = &icon, .scale = 1 };
	struct scene_stop stop[2] = { { 0, { 0, 0, 0, 1 } }, { 1, { 1, 1, 1, 1 } } };
	struct scene_ramp ramp = { { 0, 0 }, { 9, 9 }, 0, stop, 2 };
	double dash[2] = { 2, 3 };
	struct rect inside = { { 260, 520 }, { 300, 560 } };

	struct scene_op fill = { .type = SCENE_FILL, .bounds = inside };
	fill.fill.path = path_a;
	CHANGES(fill, fill.fill.path = path_b);
	CHANGES(fill, fill.fill.color.b = 0.5f);
	CHANGES(fill, fill.fill.evenodd = true);
	CHANGES(fill, fill.fill.aliased = true);
	CHANGES(fill, fill.bounds.max.x++);
	CHANGES(fill, fill.fill.pattern = &pattern);
	CHANGES(fill, pattern.angle = 1);
	CHANGES(fill, pattern.tint.r = 1);
	CHANGES(fill, part.stroke_width = 2);
	CHANGES(fill, (fill.fill.pattern = NULL, fill.fill.ramp = &ramp));
	CHANGES(fill, ramp.radius = 3);
	CHANGES(fill, stop[1].at = 0.5);
	/* Far away it does not matter how far the thing reaches. */
	fill.bounds.max.x = 9000;
	uint64_t far = digest_of_op(&fill);
	fill.bounds.max.x = 90000;
	assert_true(digest_of_op(&fill) == far);

	struct scene_op line = { .type = SCENE_STROKE, .bounds = inside };
	line.stroke.path = path_a;
	CHANGES(line, line.stroke.stroke.width = 2);
	CHANGES(line, line.stroke.stroke.cap = CAP_ROUND);
	CHANGES(line, line.stroke.stroke.join = JOIN_BEVEL);
	CHANGES(line, line.stroke.stroke.hairline = true);
	CHANGES(line, (line.stroke.stroke.dash = dash, line.stroke.stroke.ndashes = 2));
	CHANGES(line, dash[1] = 4);
	CHANGES(line, line.stroke.stroke.dash_offset = 1);
	CHANGES(line, line.stroke.stroke.color.a = 1);

	struct scene_op mark = { .type = SCENE_ICON, .bounds = inside };
	mark.icon.icon = &icon;
	CHANGES(mark, mark.icon.at.x = 1);
	CHANGES(mark, mark.icon.angle = 1);
	CHANGES(mark, mark.icon.scale = 1);
	CHANGES(mark, mark.icon.opacity = 1);
	CHANGES(mark, mark.icon.tint.g = 1);
	CHANGES(mark, mark.icon.rim.g = 1);

	struct scene_op group = { .type = SCENE_PUSH_GROUP };
	CHANGES(group, group.group.opacity = 0.5);
	CHANGES(group, group.group.clip = &path_a);
	CHANGES(group, group.group.clip = &path_b);
	CHANGES(group, group.type = SCENE_POP_GROUP);
	arena_release(&arena);
}

static void test_letters_count(void **state) {
	(void)state;
	struct arena arena = ARENA_INIT;
	struct path_builder b = { .arena = &arena };
	path_circle(&b, (struct point){ 0, 0 }, 1);
	struct glyph_outline round = { .path = path_builder_path(&b) };
	path_line(&b, 3, 4);
	struct glyph_outline other = { .path = path_builder_path(&b) };
	const struct glyph_outline *outline[2] = { &round, &other };
	struct glyph_face face = { .nglyphs = 2, .outline = outline };
	struct glyph_font font = { &face, 12 };
	struct glyph glyph = { 0, { 0, 0 } };
	struct glyph_cluster cluster = { 1, 1, 6 };
	struct glyph_span span = { .font = &font,
		.glyph = &glyph,
		.nglyphs = 1,
		.cluster = &cluster,
		.nclusters = 1 };
	struct glyph_run run = { .text = STR("a"), .nspans = 1, .span = &span };
	struct glyph_spot spot = { { 1, 1 }, 0 };
	struct scene_op text = { .type = SCENE_GLYPHS, .bounds = { { 0, 0 }, { 600, 600 } } };
	text.glyphs.run = &run;
	CHANGES(text, glyph.index = 1);
	CHANGES(text, outline[1] = &round);
	CHANGES(text, glyph.at.x = 1);
	CHANGES(text, font.size = 13);
	CHANGES(text, span.color.r = 1);
	CHANGES(text, text.glyphs.halo.a = 1);
	CHANGES(text, text.glyphs.halo_width = 2);
	CHANGES(text, text.glyphs.angle = 2);
	CHANGES(text, text.glyphs.color.b = 1);
	CHANGES(text, text.clipped = true);
	CHANGES(text, text.glyphs.spot = &spot);
	CHANGES(text, spot.angle = 1);
	/* What is written does not matter where the letters are the same. */
	uint64_t before = digest_of_op(&text);
	run.text = STR("b");
	assert_true(digest_of_op(&text) == before);
	arena_release(&arena);
}

int main(void) {
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_written_and_read),
		cmocka_unit_test(test_damage_is_seen),
		cmocka_unit_test(test_gone),
		cmocka_unit_test(test_too_many),
		cmocka_unit_test(test_each_part_counts),
		cmocka_unit_test(test_letters_count),
	};
	return cmocka_run_group_tests(tests, make_path, remove_path);
}
