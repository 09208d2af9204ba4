#include "gazetteer/import.h"

#include "base/gzip.h"
#include "base/out.h"
#include "gazetteer/store.h"

/* GeoNames: a number first, and more tabs in the line than any table of ours. */
static bool is_geonames(struct str text) {
	struct str line = str_split(&text, '\n');
	struct str first = line;
	long id;
	int tabs = 0;
	for (size_t i = 0; i < line.len; i++)
		tabs += line.at[i] == '\t';
	return tabs >= 14 && str_to_long(str_split(&first, '\t'), &id);
}

static bool gather(struct gathering *g, const char *path, struct diag *diag) {
	struct source *source = arena_new(g->arena, struct source, 1);
	if (!source_load(source, path, g->arena, diag) || !gzip_inflate(source, g->arena, diag))
		return false;
	return is_geonames(source->text) ? gather_geonames(g, source, diag)
					 : gather_csv(g, source, diag);
}

bool gazetteer_import(const char *const *paths, size_t n, const char *out_path, struct diag *diag) {
	struct gathering g = { .arena = diag->arena };
	bool ok = true;
	for (size_t i = 0; i < n; i++)
		ok &= gather(&g, paths[i], diag);
	if (ok && !g.nplaces)
		ok = diag_error(diag, WHERE_NOWHERE, "no places to import");
	if (!ok)
		return false;
	struct out *out = out_file(out_path, diag->arena);
	const char *temporary = out_temporary(out);
	if (!temporary && !out_failed(out)) {
		out_abandon(out);
		return diag_error(diag, WHERE_NOWHERE,
			"\"%s\" is no file: a gazetteer cannot be "
			"written to a pipe or device",
			out_path);
	}
	if (temporary && !store_write(temporary, &g, diag)) {
		out_abandon(out);
		return false;
	}
	return out_commit(out, diag);
}
