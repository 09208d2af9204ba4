#include "app/prune.h"

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
	return unlink(path) == 0
		|| diag_error(diag, WHERE_NOWHERE, "%s: cannot remove: %s", path, strerror(errno));
}

bool prune_run(struct plan *plan, struct arena *arena, struct diag *diag) {
	bool ok = true, any = false;
	for (uint32_t i = plan->ledger.count; i-- > 0;) {
		const struct ledger_entry e = plan->ledger.entry[i];
		if (!is_left(plan, &e))
			continue;
		bool removed = true;
		for (uint32_t k = 0; k < e.outputs.count; k++)
			removed &= remove_output(plan, &e.outputs.item[k], diag);
		if (removed)
			ledger_remove(&plan->ledger, e.name);
		ok &= removed;
		any |= removed;
	}
	return (!any || ledger_write(&plan->ledger, plan->state_path, arena, diag)) && ok;
}
