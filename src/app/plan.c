#include "app/plan.h"

#include <limits.h>
#include <string.h>

#include "app/carried.h"
#include "app/datadir.h"
#include "app/drawing.h"
#include "app/output.h"
#include "app/tileset.h"

bool plan_read(struct plan *plan, const char *path, const char *data_dir, struct arena *arena,
	struct diag *diag) {
	*plan = (struct plan){ .arena = arena };
	if (!mapfile_read(path, &plan->file, arena, diag))
		return false;
	data_dir = datadir_find(data_dir, arena, diag);
	if (!data_dir)
		return false;
	char *resolved = arena_new(arena, char, PATH_MAX + 1);
	if (realpath(data_dir, resolved))
		data_dir = resolved;
	plan->state_path = arena_printf(arena, "%s.state", path);
	plan->program = program_identify(arena);
	plan->count = plan->file.njobs;
	plan->item = arena_new(arena, struct plan_item, plan->count);
	for (uint32_t i = 0; i < plan->count; i++) {
		plan->file.job[i].data_dir = data_dir;
		plan->item[i] = (struct plan_item){ .job = &plan->file.job[i], .wanted = true };
	}
	return true;
}

static void decide(struct plan *plan, struct plan_item *item, bool force) {
	struct fingerprint_from from = { item->job, &plan->program, &plan->inputs };
	bool readable = fingerprint_take(&from, &item->now, plan->arena);
	item->why = (struct ledger_words){ NULL, 0, 0 };
	item->lock = fingerprint_lock_text(item->job, plan->arena);
	item->then = ledger_find(&plan->ledger, str_of(item->job->name));
	if (!readable)
		ledger_add_words(&item->why, STR("the event list cannot be read"), plan->arena);
	else if (force)
		ledger_add_words(&item->why, STR("asked for with --force"), plan->arena);
	else if (!item->then || item->then->outputs.count == 0)
		ledger_add_words(&item->why, STR("never drawn"), plan->arena);
	else
		fingerprint_compare(&from, item->then, &item->now, &item->why, plan->arena);
	if (item->why.count == 0 && item->then->failed.count)
		ledger_add_words(&item->why, STR("the last attempt failed"), plan->arena);
	item->status = item->why.count ? PLAN_DUE : PLAN_CURRENT;
	struct ledger_words other = { NULL, 0, 0 };
	const struct ledger_entry *part = item->then && !force ? item->then->part : NULL;
	if (!part || item->status == PLAN_CURRENT)
		return;
	fingerprint_compare(&from, part, &item->now, &other, plan->arena);
	item->resumed = other.count == 0 ? part->ndone : 0;
}

void plan_decide(struct plan *plan, bool force, struct diag *diag) {
	inputs_init(&plan->inputs, plan->arena);
	ledger_read(plan->state_path, &plan->ledger, plan->arena, diag);
	for (uint32_t i = 0; i < plan->count; i++)
		if (plan->item[i].wanted)
			decide(plan, &plan->item[i], force);
		else
			plan->item[i].then = ledger_find(&plan->ledger,
				str_of(plan->item[i].job->name));
}

uint32_t plan_count(const struct plan *plan, enum plan_status status) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < plan->count; i++)
		n += plan->item[i].wanted && plan->item[i].status == status;
	return n;
}

const char *plan_record(const struct plan *plan, struct str name) {
	/* A name may hold anything, and be long. */
	return arena_printf(plan->arena, "%s-%016llx", plan->state_path,
		(unsigned long long)digest_of(name).high);
}

struct str plan_part(const struct job *job, struct arena *arena) {
	const char *file = carried_part(job->tiles->output, arena);
	return sink_kind(file) == SINK_FOLDER ? str_of(job->output.item[0])
					      : fingerprint_name(job, file);
}

bool plan_drop_part(const struct plan *plan, struct ledger_entry *entry, struct diag *diag) {
	const char *record = carried_part_record(plan_record(plan, entry->name), plan->arena);
	for (uint32_t i = 0; entry->part && i < entry->part->outputs.count; i++) {
		const char *file = fingerprint_path(plan->item[0].job,
			entry->part->outputs.item[i].name, plan->arena);
		if (sink_kind(file) != SINK_FOLDER
			&& !(carried_remove(file, diag) && carried_remove(record, diag)))
			return false;
	}
	entry->part = NULL;
	return true;
}

bool plan_has_output(const struct plan *plan, struct str name) {
	for (uint32_t i = 0; i < plan->count; i++) {
		struct opt_list files = output_files(plan->item[i].job, plan->arena);
		for (uint32_t k = 0; k < files.count; k++)
			if (str_equal(str_of(files.item[k]), name))
				return true;
	}
	return false;
}
