#include "app/prune.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <unistd.h>

void prune_keep_left(struct plan *plan, const struct ledger_entry *then) {
	for (uint32_t i = 0; then && i < then->outputs.count; i++) {
		const struct ledger_print *output = &then->outputs.item[i];
		if (plan_has_output(plan, output->name))
			continue;
		struct ledger_entry left = { .name = str_of(arena_printf(plan->arena, "left: %.*s",
						     STR_ARG(output->name))),
			.kind = STR("left"),
			.title = STR(""),
			.data_dir = STR(""),
			.epoch = STR(""),
			.size = &then->size[i] };
		ledger_add_print(&left.outputs, *output, plan->arena);
		ledger_set(&plan->ledger, &left, plan->arena);
	}
}

static bool is_left(const struct plan *plan, const struct ledger_entry *e) {
	for (uint32_t i = 0; i < plan->count; i++)
		if (!str_equal(e->kind, STR("left"))
			&& str_equal(e->name, str_of(plan->item[i].job->name)))
			return false;
	return true;
}

uint32_t prune_count(const struct plan *plan) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < plan->ledger.count; i++)
		n += is_left(plan, &plan->ledger.entry[i]);
	return n;
}

/* A folder of tiles is a few folders deep. */
enum { MAX_FOLDERS = 32 };

/* A file, or a folder with everything in it that digest_tree() saw; a link is removed,
 * not followed. */
static bool remove_tree(const char *path, int depth, struct arena *arena) {
	if (unlink(path) == 0)
		return true;
	int error = errno;
	DIR *dir = depth && (error == EISDIR || error == EPERM) ? opendir(path) : NULL;
	if (!dir) {
		errno = error;
		return false;
	}
	bool ok = true;
	for (const struct dirent *e; ok && (e = readdir(dir));)
		if (e->d_name[0] != '.')
			ok = remove_tree(arena_printf(arena, "%s/%s", path, e->d_name), depth - 1,
				arena);
	closedir(dir);
	return ok && rmdir(path) == 0;
}

static bool remove_output(const struct plan *plan, const struct ledger_print *output,
	struct diag *diag) {
	const char *path = fingerprint_path(plan->item[0].job, output->name, plan->arena);
	struct input now = input_now(path);
	if (plan_has_output(plan, output->name) || !now.there)
		return true;
	if (!digest_equal(now.digest, output->digest)) {
		diag_warn(diag, WHERE_NOWHERE, "%s: not removed, it is not what was written there",
			path);
		return true;
	}
	return remove_tree(path, MAX_FOLDERS, plan->arena)
		|| diag_error(diag, WHERE_NOWHERE, "%s: cannot remove: %s", path, strerror(errno));
}

bool prune_run(struct plan *plan, struct arena *arena, struct diag *diag) {
	bool ok = true, any = false;
	for (uint32_t i = plan->ledger.count; i-- > 0;) {
		struct ledger_entry e = plan->ledger.entry[i];
		if (!is_left(plan, &e))
			continue;
		bool removed = true;
		/* A folder whose new tiles are not all there is as the part says. */
		for (uint32_t k = 0; e.part && k < e.part->outputs.count; k++)
			removed &= remove_output(plan, &e.part->outputs.item[k], diag);
		removed &= plan_drop_part(plan, &e, diag);
		for (uint32_t k = 0; k < e.outputs.count; k++)
			removed &= remove_output(plan, &e.outputs.item[k], diag);
		if (removed && str_equal(e.kind, STR("tiles")))
			unlink(plan_record(plan, e.name));
		if (removed)
			ledger_remove(&plan->ledger, e.name);
		ok &= removed;
		any |= removed;
	}
	return (!any || ledger_write(&plan->ledger, plan->state_path, arena, diag)) && ok;
}
