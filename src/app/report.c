#include "app/build.h"
#include "app/buildlog.h"
#include "app/command.h"
#include "app/version.h"
#include "base/jsonwrite.h"

static void write_words(struct out *out, const char *key, const struct ledger_words *words) {
	out_printf(out, ",\"%s\":[", key);
	for (uint32_t i = 0; words && i < words->count; i++) {
		out_str(out, i ? STR(",") : STR(""));
		json_write_string(out, words->item[i]);
	}
	out_str(out, STR("]"));
}

static void write_outputs(struct out *out, const struct ledger_entry *e) {
	out_str(out, STR(",\"outputs\":["));
	for (uint32_t i = 0; i < e->outputs.count; i++) {
		char digest[DIGEST_SIZE];
		digest_format(e->outputs.item[i].digest, digest);
		out_printf(out, "%s{\"path\":", i ? "," : "");
		json_write_string(out, e->outputs.item[i].name);
		out_printf(out, ",\"bytes\":%llu,\"digest\":\"%s\"}",
			(unsigned long long)e->size[i], digest);
	}
	out_str(out, STR("]"));
}

static void write_item(struct out *out, const struct plan *plan, const struct plan_item *item) {
	static const char *const status[] = { "current", "due", "drawn", "failed", "left" };
	const struct ledger_entry *e = ledger_find(&plan->ledger, str_of(item->job->name));
	unsigned n = 0;
	out_str(out, STR("{"));
	json_write_key(out, &n, "name");
	json_write_string(out, str_of(item->job->name));
	out_printf(out, ",\"status\":\"%s\"", status[item->status]);
	write_words(out, "why", &item->why);
	if (e && e->outputs.count) {
		struct str when = buildlog_time(e->drawn, plan->arena);
		out_printf(out, ",\"drawn\":\"%.*s\"", STR_ARG(when));
		write_outputs(out, e);
	}
	if (e && e->ntiles)
		out_printf(out, ",\"tiles\":{\"total\":%llu,\"changed\":%llu}",
			(unsigned long long)e->ntiles,
			(unsigned long long)(item->status == PLAN_DRAWN ? e->nchanged : 0));
	write_words(out, "warnings", e ? &e->warnings : NULL);
	write_words(out, "errors", e ? &e->failed : NULL);
	out_str(out, STR("}"));
}

bool report_print(const struct plan *plan, int status, struct arena *arena, struct diag *diag) {
	struct out *out = out_file("-", arena);
	bool first = true;
	out_printf(out,
		"{\"sitmap\":\"%s\",\"exit\":%d,\"drawn\":%u,\"current\":%u,\"failed\":%u,"
		"\"left\":%u,\"maps\":[\n",
		SITMAP_VERSION, status, plan_count(plan, PLAN_DRAWN),
		plan_count(plan, PLAN_CURRENT), plan_count(plan, PLAN_FAILED),
		plan_count(plan, PLAN_LEFT));
	for (uint32_t i = 0; i < plan->count; i++) {
		if (!plan->item[i].wanted)
			continue;
		out_str(out, first ? STR("") : STR(",\n"));
		first = false;
		write_item(out, plan, &plan->item[i]);
	}
	out_str(out, STR("]}\n"));
	return command_finish(out, diag);
}
