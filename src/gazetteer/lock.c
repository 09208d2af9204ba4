#include "gazetteer/lock.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/out.h"

static const char heading[] = "# places of this event list: name, context, id, lon, lat, "
			      "reason, precision in metres\n";

static bool read_line(struct str line, struct where at, struct lock_entry *out, struct diag *diag) {
	struct str rest = line;
	out->name = str_split(&rest, '\t');
	out->context = str_split(&rest, '\t');
	out->id = str_split(&rest, '\t');
	struct str lon = str_split(&rest, '\t'), lat = str_split(&rest, '\t');
	bool complete = rest.at != NULL;
	out->reason = str_split(&rest, '\t');
	out->precision = 0;
	if (!complete || !str_to_double(lon, &out->at.x) || !str_to_double(lat, &out->at.y)
		|| (rest.at && !str_to_double(rest, &out->precision)) || !(out->precision >= 0))
		return diag_error(diag, at,
			"not a line of a places.lock: name, context, id, lon, "
			"lat, reason with tabs between; repair or delete the file");
	if (!(fabs(out->at.x) <= 180) || !(fabs(out->at.y) <= 90))
		return diag_error(diag, at, "lon and lat of \"%.*s\" are not on the earth",
			STR_ARG(out->name));
	return true;
}

bool lock_read(const char *path, struct lock *out, struct arena *arena, struct diag *diag) {
	*out = (struct lock){ 0 };
	if (access(path, F_OK) != 0 && errno == ENOENT)
		return true;
	struct source *source = arena_new(arena, struct source, 1);
	unsigned errors = diag->errors;
	if (!source_load(source, path, arena, diag))
		return false;
	struct str rest = source->text;
	while (rest.at && rest.len) {
		struct str line = str_split(&rest, '\n');
		struct where at = { source, (size_t)(line.at - source->text.at), NULL };
		struct lock_entry entry;
		if (line.len && line.at[line.len - 1] == '\r')
			line.len--;
		if (line.len && line.at[0] != '#' && read_line(line, at, &entry, diag))
			lock_set(out, entry, arena);
	}
	out->changed = false;
	return diag->errors == errors;
}

static struct lock_entry *find(const struct lock *lock, struct str name, struct str context) {
	for (uint32_t i = 0; i < lock->count; i++)
		if (str_equal(lock->entry[i].name, name)
			&& str_equal(lock->entry[i].context, context))
			return &lock->entry[i];
	return NULL;
}

const struct lock_entry *lock_find(const struct lock *lock, struct str name, struct str context) {
	return find(lock, name, context);
}

void lock_set(struct lock *lock, struct lock_entry entry, struct arena *arena) {
	struct lock_entry *old = find(lock, entry.name, entry.context);
	lock->changed = true;
	if (old)
		*old = entry;
	else
		*arena_push(arena, lock->entry, lock->count, lock->capacity) = entry;
}

static int compare(const void *a, const void *b) {
	const struct lock_entry *x = a, *y = b;
	int order = str_compare(x->name, y->name);
	return order ? order : str_compare(x->context, y->context);
}

/* Tabs and line ends would make two cells of one. */
static void put_cell(struct out *out, struct str s, char end) {
	for (size_t i = 0; i < s.len; i++)
		out_write(out, (unsigned char)s.at[i] < 0x20 ? " " : &s.at[i], 1);
	out_write(out, &end, 1);
}

static bool may_write(const char *path, struct arena *arena) {
	if (access(path, F_OK) == 0)
		return access(path, W_OK) == 0;
	char *folder = arena_strdup(arena, str_of(path));
	char *slash = strrchr(folder, '/');
	if (!slash)
		return access(".", W_OK) == 0;
	slash[slash == folder] = 0;
	return access(folder, W_OK) == 0;
}

bool lock_write(const struct lock *lock, const char *path, struct arena *arena, struct diag *diag) {
	if (!may_write(path, arena))
		return true;
	struct out *out = out_file_wait(path, arena);
	struct lock all;
	if (!lock_read(path, &all, arena, diag)) {
		out_abandon(out);
		return false;
	}
	for (uint32_t i = 0; i < lock->count; i++)
		lock_set(&all, lock->entry[i], arena);
	struct lock_entry *sorted = all.entry;
	if (all.count)
		qsort(sorted, all.count, sizeof(*sorted), compare);
	out_write(out, heading, sizeof(heading) - 1);
	for (uint32_t i = 0; i < all.count; i++) {
		const struct lock_entry *e = &sorted[i];
		put_cell(out, e->name, '\t');
		put_cell(out, e->context, '\t');
		put_cell(out, e->id, '\t');
		out_number(out, e->at.x, 6);
		out_write(out, "\t", 1);
		out_number(out, e->at.y, 6);
		out_write(out, "\t", 1);
		put_cell(out, e->reason, '\t');
		out_number(out, e->precision, 0);
		out_write(out, "\n", 1);
	}
	return out_commit(out, diag);
}
