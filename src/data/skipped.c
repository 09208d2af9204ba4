#include "data/skipped.h"

#include <stdarg.h>

enum { SKIPPED_NAMED = 5, MESSAGE_MAX = 400 };

bool skipped_is_named(const struct skipped *s) {
	return s->count < SKIPPED_NAMED;
}

static bool count_silently(struct skipped *s) {
	bool silent = !skipped_is_named(s);
	s->count++;
	return silent;
}

static bool say(struct skipped *s, struct where at, const char *fmt, va_list args) {
	char message[MESSAGE_MAX];
	vsnprintf(message, sizeof(message), fmt, args);
	diag_warn(s->diag, at, "%s; skipped", message);
	return false;
}

bool skipped_add(struct skipped *s, struct where at, const char *fmt, ...) {
	if (count_silently(s))
		return false;
	va_list args;
	va_start(args, fmt);
	say(s, at, fmt, args);
	va_end(args);
	return false;
}

bool skipped_record(struct skipped *s, const struct source *source, uint32_t record,
	const char *fmt, ...) {
	if (count_silently(s))
		return false;
	struct where at = { source, WHERE_WHOLE,
		arena_printf(s->diag->arena, "record %u", record) };
	va_list args;
	va_start(args, fmt);
	say(s, at, fmt, args);
	va_end(args);
	return false;
}

bool skipped_end(struct skipped *s, const struct source *source, uint32_t kept) {
	struct where at = { source, WHERE_WHOLE, NULL };
	if (s->count == 1 && !kept)
		return diag_error(s->diag, at, "its only feature is broken");
	if (s->count && !kept)
		return diag_error(s->diag, at, "all %u features are broken", s->count);
	if (s->count > SKIPPED_NAMED)
		diag_warn(s->diag, at, "%u more features are broken; skipped",
			s->count - SKIPPED_NAMED);
	return true;
}
