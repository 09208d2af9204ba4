#include "app/mapcheck.h"

#include <stdlib.h>
#include <string.h>

#include "app/output.h"
#include "app/overlay.h"

static void check_name(const struct mapfile *file, uint32_t i, struct diag *diag) {
	const struct job *job = &file->job[i];
	for (uint32_t k = 0; k < i; k++)
		if (job->name && file->job[k].name && strcmp(job->name, file->job[k].name) == 0) {
			json_error(diag, job->entry, "two %s are named \"%s\"",
				k >= file->nmaps          ? "tilesets"
					: i < file->nmaps ? "maps"
							  : "maps or tilesets",
				job->name);
			return;
		}
}

static void check_formats(const struct job *job, struct diag *diag) {
	const struct json *list = json_member(job->entry, "outputs");
	const char *file;
	if (list && job->output.count == 0)
		json_error(diag, list, "no output is listed: name a .png, .svg or .pdf");
	for (uint32_t i = 0; list && i < job->output.count; i++)
		if (output_format(job->output.item[i], &file) == OUTPUT_UNKNOWN)
			json_error(diag, list->type == JSON_ARRAY ? json_element(list, i) : list,
				"unknown format of \"%s\" (.png, .svg and .pdf are known)",
				job->output.item[i]);
}

/* An output, and the map or tileset that writes it. */
struct written {
	const char *path;
	const char *plain;
	const struct json *at;
};

static int compare_written(const void *left, const void *right) {
	const struct written *a = left, *b = right;
	int order = strcmp(a->plain, b->plain);
	return order ? order : (a->at->offset > b->at->offset) - (a->at->offset < b->at->offset);
}

/* Two that write one file would be out of date for ever, each by the other. */
static void check_outputs(const struct mapfile *file, struct arena *arena, struct diag *diag) {
	struct written *all = NULL;
	uint32_t count = 0, capacity = 0;
	for (uint32_t i = 0; i < file->njobs; i++) {
		const struct job *job = &file->job[i];
		struct opt_list files = output_files(job, arena);
		for (uint32_t k = 0; k < files.count; k++)
			*arena_push(arena, all, count, capacity) = (struct written){ files.item[k],
				output_plain(files.item[k], arena), job->entry };
	}
	if (count)
		qsort(all, count, sizeof(*all), compare_written);
	for (uint32_t i = 1; i < count; i++)
		if (strcmp(all[i].plain, all[i - 1].plain) == 0)
			json_error(diag, all[i].at, "\"%s\" is written a second time", all[i].path);
}

static void check_view(const struct job *job, struct diag *diag) {
	const struct json *center = json_member(job->entry, "center");
	const struct json *zoom = json_member(job->entry, "zoom");
	if (!center != !zoom)
		json_error(diag, center ? center : zoom, "center and zoom belong together");
	if (center && json_member(job->entry, "bbox"))
		json_error(diag, center, "bbox and center exclude each other");
}

static void check_overlay(const struct job *job, struct arena *arena, struct diag *diag) {
	const struct json *overlay = json_member(job->entry, "overlay");
	if (!overlay)
		return;
	struct where at = json_where(overlay, arena);
	if (job->tiles)
		overlay_check(job, at, diag);
	else
		overlay_check_picture(job, at, diag);
}

bool mapcheck(const struct mapfile *file, const struct json *root, struct arena *arena,
	struct diag *diag) {
	unsigned errors = diag->errors;
	const struct json *maps = json_member(root, "maps"), *sets = json_member(root, "tilesets");
	for (uint32_t i = 0; i < file->njobs; i++) {
		struct job *job = &file->job[i];
		bool tiles = i >= file->nmaps;
		job->entry = tiles ? json_element(sets, i - file->nmaps) : json_element(maps, i);
		check_name(file, i, diag);
		check_overlay(job, arena, diag);
		if (tiles)
			continue;
		check_formats(job, diag);
		check_view(job, diag);
	}
	check_outputs(file, arena, diag);
	return diag->errors == errors;
}
