#include "app/carried.h"

static struct digest painter_of(const struct carried *c, const struct tileset *about) {
	const uint32_t size[] = { about->tile_size, about->scale };
	struct digest_stream s;
	digest_begin(&s);
	digest_add(&s, &c->program, sizeof(c->program));
	digest_add(&s, &c->libraries, sizeof(c->libraries));
	digest_add(&s, size, sizeof(size));
	return digest_end(&s);
}

static bool is_as_written(const struct record *r, const char *output) {
	struct digest now;
	uint64_t size;
	return digest_tree(output, &now, &size) && digest_equal(now, r->archive);
}

static void hear_changed(void *carried, struct tile_id id) {
	out_printf(((struct carried *)carried)->changed, "%u/%u/%u\n", id.z, id.x, id.y);
}

struct carry *carried_begin(struct carried *c, const char *output, const struct tileset *about,
	struct arena *arena) {
	c->carry = (struct carry){ .now = &c->now, .user = c };
	if (c->changed)
		c->carry.on_changed = hear_changed;
	if (!record_start(&c->now, about, arena)) {
		c->carry.now = NULL;
		return &c->carry;
	}
	c->now.painter = painter_of(c, about);
	if (!record_read(c->path, &c->then, arena) || !is_as_written(&c->then, output))
		return &c->carry;
	c->carry.afresh = c->afresh || !digest_equal(c->then.painter, c->now.painter);
	c->carry.former = former_open(output, about);
	if (c->carry.former)
		c->carry.then = &c->then;
	return &c->carry;
}

void carried_end(struct carried *c) {
	if (!c)
		return;
	former_close(c->carry.former);
	c->carry.former = NULL;
}

bool carried_keep(struct carried *c, struct digest archive, struct arena *arena,
	struct diag *diag) {
	if (!c->carry.now)
		return true;
	c->now.archive = archive;
	return record_write(&c->now, c->path, arena, diag);
}
