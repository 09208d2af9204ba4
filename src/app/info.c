#include "app/command.h"

#include "app/input.h"
#include "app/job.h"
#include "data/info.h"
#include "event/events.h"
#include "sink/sink.h"

/* Of a kind or the name of a column. */
enum { MOST_LETTERS = 60 };

/* "2020-04-07", "2020-04" or "2020". */
static const char *iso(struct date d, struct arena *arena) {
	if (!d.month)
		return arena_printf(arena, "%04d", d.year);
	return d.day ? arena_printf(arena, "%04d-%02d-%02d", d.year, d.month, d.day)
		     : arena_printf(arena, "%04d-%02d", d.year, d.month);
}

static void write_dates(const struct events *events, struct out *out, struct arena *arena) {
	struct date first = { 0 }, last = { 0 };
	for (uint32_t i = 0; i < events->count; i++) {
		struct date d = events->event[i].date;
		if (d.year && (!first.year || date_compare(d, first) < 0))
			first = d;
		if (d.year && (!last.year || date_compare(d, last) > 0))
			last = d;
	}
	if (first.year)
		out_printf(out, "  dates     %s to %s\n", iso(first, arena), iso(last, arena));
}

static void write_kinds(const struct events *events, struct out *out, struct arena *arena) {
	struct tally {
		struct str kind;
		uint32_t n;
	} *all = NULL;
	uint32_t count = 0, capacity = 0;
	for (uint32_t i = 0; i < events->count; i++) {
		struct str kind = events->event[i].kind.len ? events->event[i].kind : STR("none");
		uint32_t k = 0;
		while (k < count && !str_equal(all[k].kind, kind))
			k++;
		if (k == count)
			*arena_push(arena, all, count, capacity) = (struct tally){ kind, 0 };
		all[k].n++;
	}
	for (uint32_t k = 0; k < count; k++) {
		out_printf(out, "%s", k ? ", " : "  kinds     ");
		data_info_text(out, all[k].kind, MOST_LETTERS);
		out_printf(out, " %u%s", all[k].n, k + 1 < count ? "" : "\n");
	}
}

/* A list whose places are names is no layer yet. */
static bool write_list(const char *path, struct out *out, struct arena *arena) {
	struct source *source = arena_new(arena, struct source, 1);
	struct events events;
	struct diag quiet;
	enum input_kind kind;
	uint32_t names = 0;
	diag_init(&quiet, arena);
	if (!input_load(path, source, &kind, arena, &quiet) || kind != INPUT_EVENTS
		|| !events_read(source, &events, arena, &quiet))
		return false;
	for (uint32_t i = 0; i < events.count; i++)
		for (uint32_t k = 0; k < events.event[i].nplaces; k++)
			names += !events.event[i].place[k].has_point;
	if (out_size(out))
		out_printf(out, "\n");
	out_printf(out, "%s\n  format    event list\n  events    %u\n", path, events.count);
	write_dates(&events, out, arena);
	write_kinds(&events, out, arena);
	out_printf(out, "  places    %u to be looked up\n", names);
	out_printf(out, "  columns   %u ", events.columns.count);
	for (uint32_t i = 0; i < events.columns.count; i++) {
		out_printf(out, " ");
		data_info_text(out, events.columns.name[i], MOST_LETTERS);
	}
	out_printf(out, "\n");
	return true;
}

static bool is_archive(const char *path, struct diag *diag) {
	if (sink_kind(path) != SINK_FOLDER)
		diag_error(diag, WHERE_NOWHERE, "%s: an archive of tiles, not geodata", path);
	else if (str_ends(str_of(path), STR(".sqlite")))
		diag_error(diag, WHERE_NOWHERE,
			"%s: not geodata; \"sitmap gazetteer info\" tells of gazetteers", path);
	else
		return false;
	return true;
}

static int run(const void *given, char **operand, int noperands, struct arena *arena,
	struct diag *diag) {
	(void)given;
	if (noperands == 0) {
		diag_error(diag, WHERE_NOWHERE, "info: which file?");
		return EXIT_USAGE;
	}
	struct out *out = out_file("-", arena);
	for (int i = 0; i < noperands; i++) {
		struct data_info info;
		struct diag said;
		if (is_archive(operand[i], diag))
			continue;
		diag_init(&said, arena);
		bool layer = data_info_read(operand[i], &info, arena, &said);
		if (!layer && write_list(operand[i], out, arena))
			continue;
		diag_append(diag, &said);
		if (!layer)
			continue;
		if (out_size(out))
			out_printf(out, "\n");
		data_info_write(&info, out);
	}
	return command_finish(out, diag) && !diag->errors ? EXIT_DONE : EXIT_FAILED;
}

const struct command command_info = {
	.name = "info",
	.operand = "FILE...",
	.summary = "what a data file holds",
	.description =
		"Says what shapefiles, GeoJSON files and tables hold: how many features, of "
		"what kind, where they lie, and their columns; of event lists the period, the "
		"kinds and how many places are to be looked up.",
	.size = 1,
	.run = run,
};
