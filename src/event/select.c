#include "event/events.h"

#include <stdlib.h>

/* First and last day of what a date may mean: "2020-04" is thirty days. */
static struct date first_day(struct date d) {
	return (struct date){ d.year, d.month ? d.month : 1, d.day ? d.day : 1 };
}

static struct date last_day(struct date d) {
	return (struct date){ d.year, d.month ? d.month : 12, d.day ? d.day : 31 };
}

static bool is_selected(const struct event *e, struct date since, struct date as_of) {
	if (!e->date.year)
		return true;
	struct date end = last_day(e->end_date.year ? e->end_date : e->date);
	if (since.year && date_compare(end, first_day(since)) < 0)
		return false;
	return !as_of.year || date_compare(first_day(e->date), last_day(as_of)) <= 0;
}

/* The list's own order, where dates are equal, is the order of the rows. */
static int compare_dates(const void *a, const void *b) {
	const struct event *x = *(struct event *const *)a, *y = *(struct event *const *)b;
	int order = date_compare(x->date, y->date);
	return order ? order : (x > y) - (x < y);
}

static void number(struct events *events) {
	struct arena scratch = ARENA_INIT;
	struct event **dated = arena_new(&scratch, struct event *, events->count);
	uint32_t n = 0;
	for (uint32_t i = 0; i < events->count; i++) {
		events->event[i].number = 0;
		if (events->event[i].date.year)
			dated[n++] = &events->event[i];
	}
	qsort(dated, n, sizeof(*dated), compare_dates);
	for (uint32_t i = 0; i < n; i++)
		dated[i]->number = i + 1;
	arena_release(&scratch);
}

void events_select(struct events *events, struct date since, struct date as_of) {
	uint32_t n = 0;
	for (uint32_t i = 0; i < events->count; i++)
		if (is_selected(&events->event[i], since, as_of))
			events->event[n++] = events->event[i];
	events->count = n;
	number(events);
}
