#include "app/fingerprint.h"

#include <string.h>

#include "app/drawing.h"
#include "app/output.h"
#include "event/events.h"
#include "gazetteer/lock.h"

const char *job_events_path(const struct job *job, struct arena *arena) {
	return job->events ? job_path(job->base, job->events, arena) : NULL;
}

const char *job_lock_path(const struct job *job, struct arena *arena) {
	const char *path = job_events_path(job, arena);
	return path ? arena_printf(arena, "%s.places.lock", path) : NULL;
}

static size_t folder_length(const char *file) {
	const char *slash = file ? strrchr(file, '/') : NULL;
	return slash ? (size_t)(slash - file) + 1 : 0;
}

struct str fingerprint_name(const struct job *job, const char *path) {
	struct str folder = { job->base, folder_length(job->base) };
	struct str name = str_of(path);
	return folder.len && str_starts(name, folder) ? str_slice(name, folder.len, name.len)
						      : name;
}

const char *fingerprint_path(const struct job *job, struct str name, struct arena *arena) {
	return job_path(job->base, arena_strdup(arena, name), arena);
}

/* --- settings ------------------------------------------------------------------------ */

static void add_json(struct digest_stream *s, const struct json *j) {
	char type = (char)('0' + (int)j->type);
	digest_add(s, &type, 1);
	digest_add_str(s, j->key);
	if (j->type == JSON_NUMBER)
		digest_add(s, &j->number, sizeof(j->number));
	else if (j->type == JSON_STRING)
		digest_add_str(s, j->string);
	else if (j->type == JSON_ARRAY || j->type == JSON_OBJECT)
		for (uint32_t i = 0; i < j->count; i++)
			add_json(s, &j->child[i]);
}

/* Each key of the map file's entry; the name is known otherwise. */
static void take_settings(const struct job *job, struct ledger_entry *out, struct arena *arena) {
	for (uint32_t i = 0; job->entry && i < job->entry->count; i++) {
		const struct json *member = &job->entry->child[i];
		struct digest_stream s;
		if (str_equal(member->key, STR("name")))
			continue;
		digest_begin(&s);
		add_json(&s, member);
		ledger_add_print(&out->settings,
			(struct ledger_print){ member->key, digest_end(&s), true }, arena);
	}
}

/* --- events -------------------------------------------------------------------------- */

static void add_number(struct digest_stream *s, double number) {
	digest_add(s, &number, sizeof(number));
}

static void add_value(struct digest_stream *s, const struct value *v) {
	char type = (char)('A' + (int)v->type);
	digest_add(s, &type, 1);
	switch (v->type) {
	case VALUE_BOOL:
		digest_add(s, v->boolean ? "t" : "f", 1);
		break;
	case VALUE_NUMBER:
		add_number(s, v->number);
		break;
	case VALUE_STRING:
		digest_add_str(s, v->string);
		break;
	case VALUE_ARRAY:
		add_number(s, v->array.count);
		for (uint32_t i = 0; i < v->array.count; i++)
			add_value(s, &v->array.item[i]);
		break;
	case VALUE_OBJECT:
		add_number(s, v->object.count);
		for (uint32_t i = 0; i < v->object.count; i++) {
			add_value(s, &v->object.key[i]);
			add_value(s, &v->object.item[i]);
		}
		break;
	default:
		break;
	}
}

static void add_points(struct digest_stream *s, const struct point *point, uint32_t n) {
	add_number(s, n);
	for (uint32_t i = 0; i < n; i++) {
		add_number(s, point[i].x);
		add_number(s, point[i].y);
	}
}

static struct digest event_digest(const struct event *e, uint32_t ncolumns) {
	struct digest_stream s;
	digest_begin(&s);
	for (uint32_t i = 0; e->column && i < ncolumns; i++)
		add_value(&s, &e->column[i]);
	for (uint32_t i = 0; i < e->nplaces; i++) {
		const struct event_place *p = &e->place[i];
		digest_add_str(&s, p->name);
		digest_add_str(&s, p->country);
		add_points(&s, &p->point, p->has_point);
	}
	add_points(&s, e->path, e->npath);
	return digest_end(&s);
}

/* What tells a changed event from a new one: its id, else its first place and day. */
static struct str event_key(const struct event *e, struct arena *arena) {
	if (e->id.len)
		return e->id;
	struct str place = e->nplaces ? e->place[0].name : STR("");
	return str_of(arena_printf(arena, "%.*s %d-%d-%d", STR_ARG(place), e->date.year,
		e->date.month, e->date.day));
}

static struct digest list_digest(const struct events *events) {
	struct digest_stream s;
	digest_begin(&s);
	digest_add_str(&s, events->title);
	digest_add_str(&s, events->subtitle);
	for (uint32_t i = 0; i < events->columns.count; i++)
		digest_add_str(&s, events->columns.name[i]);
	return digest_end(&s);
}

static bool names_place(const struct events *events, struct str name) {
	for (uint32_t i = 0; i < events->count; i++)
		for (uint32_t k = 0; k < events->event[i].nplaces; k++)
			if (str_equal(events->event[i].place[k].name, name))
				return true;
	return false;
}

static struct digest places_digest(const struct events *events, const struct lock *lock) {
	struct digest_stream s;
	digest_begin(&s);
	for (uint32_t i = 0; i < lock->count; i++) {
		const struct lock_entry *e = &lock->entry[i];
		if (!names_place(events, e->name))
			continue;
		digest_add_str(&s, e->name);
		digest_add_str(&s, e->context);
		digest_add_str(&s, e->id);
		add_points(&s, &e->at, 1);
		add_number(&s, e->precision);
	}
	return digest_end(&s);
}

struct str fingerprint_lock_text(const struct job *job, struct arena *arena) {
	struct diag quiet;
	struct source *source = arena_new(arena, struct source, 1);
	const char *path = job_lock_path(job, arena);
	diag_init(&quiet, arena);
	if (!path || !source_load(source, path, arena, &quiet))
		return STR("");
	return source->text;
}

bool fingerprint_lock_kept(struct str before, struct str after) {
	while (before.at && before.len) {
		struct str line = str_split(&before, '\n'), rest = after;
		bool found = false;
		while (rest.at && !found)
			found = str_equal(str_split(&rest, '\n'), line);
		if (!found)
			return false;
	}
	return true;
}

static bool read_list(const struct job *job, struct events *events, struct lock *lock,
	struct arena *arena) {
	struct diag quiet;
	struct source *source = arena_new(arena, struct source, 1);
	const char *path = job_events_path(job, arena);
	diag_init(&quiet, arena);
	if (strcmp(path, "-") == 0 || !source_load(source, path, arena, &quiet)
		|| !events_read(source, events, arena, &quiet)
		|| !lock_read(job_lock_path(job, arena), lock, arena, &quiet))
		return false;
	events_select(events, job->since, job->as_of);
	return true;
}

static bool is_locked(const struct lock *lock, struct str name) {
	for (uint32_t i = 0; i < lock->count; i++)
		if (str_equal(lock->entry[i].name, name))
			return true;
	return false;
}

bool fingerprint_places_open(const struct job *job, struct arena *arena) {
	struct events events;
	struct lock lock;
	if (!job->events || !read_list(job, &events, &lock, arena))
		return false;
	for (uint32_t i = 0; i < events.count; i++)
		for (uint32_t k = 0; k < events.event[i].nplaces; k++) {
			const struct event_place *p = &events.event[i].place[k];
			if (!p->has_point && !is_locked(&lock, p->name))
				return true;
		}
	return false;
}

static bool take_events(const struct job *job, struct ledger_entry *out, struct arena *arena) {
	struct events events;
	struct lock lock;
	if (!job->events)
		return true;
	if (!read_list(job, &events, &lock, arena))
		return false;
	out->list = list_digest(&events);
	out->places = places_digest(&events, &lock);
	for (uint32_t i = 0; i < events.count; i++) {
		const struct event *e = &events.event[i];
		struct ledger_print print = { event_key(e, arena),
			event_digest(e, events.columns.count), true };
		ledger_add_print(&out->events, print, arena);
	}
	return true;
}

bool fingerprint_take(const struct fingerprint_from *from, struct ledger_entry *out,
	struct arena *arena) {
	const struct job *job = from->job;
	const char *epoch = getenv("SOURCE_DATE_EPOCH");
	*out = (struct ledger_entry){ .name = str_of(job->name),
		.kind = job->tiles ? STR("tiles") : STR("map"),
		.title = str_of(job->title ? job->title : job->name),
		.data_dir = str_of(job->data_dir ? job->data_dir : ""),
		.epoch = str_of(epoch ? epoch : ""),
		.program = from->program->own,
		.libraries = from->program->libraries };
	take_settings(job, out, arena);
	return take_events(job, out, arena);
}
