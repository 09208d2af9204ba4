#include "base/diag.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/utf8.h"

void diag_init(struct diag *diag, struct arena *arena) {
	*diag = (struct diag){ .arena = arena };
	diag->last = &diag->first;
}

static void diag_link(struct diag *diag, struct diag_item *item) {
	*diag->last = item;
	diag->last = &item->next;
	diag->errors += item->severity == DIAG_ERROR;
	diag->warnings += item->severity == DIAG_WARNING;
}

void diag_add(struct diag *diag, enum severity severity, struct where at, const char *fmt,
	va_list args) {
	struct diag_item *item = arena_new(diag->arena, struct diag_item, 1);
	item->severity = severity;
	item->at = at;
	item->message = arena_vprintf(diag->arena, fmt, args);
	diag_link(diag, item);
}

bool diag_error(struct diag *diag, struct where at, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	diag_add(diag, DIAG_ERROR, at, fmt, args);
	va_end(args);
	return false;
}

void diag_warn(struct diag *diag, struct where at, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	diag_add(diag, DIAG_WARNING, at, fmt, args);
	va_end(args);
}

void diag_note(struct diag *diag, struct where at, const char *fmt, ...) {
	va_list args;
	va_start(args, fmt);
	diag_add(diag, DIAG_NOTE, at, fmt, args);
	va_end(args);
}

void diag_reads(const struct diag *diag, const char *path) {
	if (diag->on_read)
		diag->on_read(diag->listener, path);
}

/* A source that is only a name. */
static const struct source *source_named(const char *name, struct arena *arena) {
	struct source *source = arena_new(arena, struct source, 1);
	source->name = arena_strdup(arena, str_of(name));
	return source;
}

struct where diag_file(struct diag *diag, const char *path) {
	return (struct where){ source_named(path, diag->arena), WHERE_WHOLE, NULL };
}

void diag_append(struct diag *diag, const struct diag *from) {
	diag->locked |= from->locked;
	for (const struct diag_item *i = from->first; i; i = i->next) {
		struct diag_item *copy = arena_new(diag->arena, struct diag_item, 1);
		*copy = *i;
		copy->next = NULL;
		copy->message = arena_strdup(diag->arena, str_of(i->message));
		if (i->at.path)
			copy->at.path = arena_strdup(diag->arena, str_of(i->at.path));
		if (i->at.source && !i->at.source->text.at)
			copy->at.source = source_named(i->at.source->name, diag->arena);
		diag_link(diag, copy);
	}
}

/* Where a line begins, so that the next message need not count from the top. */
struct line {
	const struct source *source;
	size_t start;
	unsigned number;
};

/* Moves to the line that holds `offset`. */
static void line_find(struct line *line, const struct source *source, size_t offset) {
	struct str text = source->text;
	if (line->source != source || offset < line->start)
		*line = (struct line){ source, 0, 1 };
	while (line->start < offset) {
		const char *end = memchr(text.at + line->start, '\n', offset - line->start);
		if (!end)
			break;
		line->start = (size_t)(end - text.at) + 1;
		line->number++;
	}
}

static unsigned column_of(struct str text, size_t start, size_t offset) {
	unsigned column = 1;
	for (size_t i = start; i < offset; i++)
		column += ((unsigned char)text.at[i] & 0xC0) != 0x80;
	return column;
}

void source_position(const struct source *source, size_t offset, unsigned *line, unsigned *column) {
	struct line found = { 0 };
	if (offset > source->text.len)
		offset = source->text.len;
	line_find(&found, source, offset);
	*line = found.number;
	*column = column_of(source->text, found.start, offset);
}

/* C0, C1 and what turns the direction of writing around. */
static bool is_control(uint32_t c) {
	return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E)
		|| (c >= 0x2066 && c <= 0x2069);
}

/* Control characters and broken UTF-8 would let a file's content steer the
 * terminal.  Returns how many columns were printed, one for each character. */
static int print_escaped(FILE *file, struct str s) {
	int columns = 0;
	for (size_t i = 0; i < s.len;) {
		size_t start = i;
		uint32_t c = utf8_next(s, &i);
		if (utf8_check(str_slice(s, start, i)) != SIZE_MAX) {
			columns += fprintf(file, "\\x%02x", (unsigned char)s.at[start]);
		} else if (is_control(c)) {
			columns += fprintf(file, c < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)c);
		} else {
			fwrite(s.at + start, 1, i - start, file);
			columns++;
		}
	}
	return columns;
}

static bool is_continuation(struct str text, size_t i) {
	return i < text.len && ((unsigned char)text.at[i] & 0xC0) == 0x80;
}

/* The source line with a caret below, cut to what is near the place. */
static void print_excerpt(FILE *file, struct str text, size_t start, size_t offset) {
	enum { BEFORE = 60, BEHIND = 60 };
	size_t end = offset;
	while (end < text.len && text.at[end] != '\n' && end - offset < BEHIND)
		end++;
	if (offset - start > BEFORE)
		start = offset - BEFORE;
	while (start < offset && is_continuation(text, start))
		start++;
	while (is_continuation(text, end))
		end++;
	if (end > offset && text.at[end - 1] == '\r')
		end--;
	if (end == start)
		return;
	fputs("    ", file);
	int column = print_escaped(file, str_slice(text, start, offset));
	print_escaped(file, str_slice(text, offset, end));
	fprintf(file, "\n    %*s^\n", column, "");
}

static bool is_placed(const struct where *at) {
	return at->source && at->source->text.at && at->offset != WHERE_WHOLE;
}

void diag_settle(struct diag *diag) {
	struct line line = { 0 };
	for (struct diag_item *i = diag->first; i; i = i->next) {
		struct where *at = &i->at;
		if (is_placed(at)) {
			struct str text = at->source->text;
			size_t offset = at->offset < text.len ? at->offset : text.len;
			line_find(&line, at->source, offset);
			i->line = line.number;
			i->column = column_of(text, line.start, offset);
		}
		if (at->source)
			at->source = source_named(at->source->name, diag->arena);
		if (at->path)
			at->path = arena_strdup(diag->arena, str_of(at->path));
	}
}

void diag_forget(struct diag *diag) {
	diag->first = NULL;
	diag->last = &diag->first;
}

static void print_item(const struct diag_item *item, struct line *line, FILE *file, bool excerpt) {
	static const char *const prefix[] = { "", "warning: ", "note: " };
	const struct where *at = &item->at;
	bool placed = is_placed(at);
	size_t offset = 0;
	fputs("sitmap: ", file);
	if (at->source) {
		print_escaped(file, str_of(at->source->name));
		if (item->line)
			fprintf(file, ":%u:%u", item->line, item->column);
		if (placed) {
			struct str text = at->source->text;
			offset = at->offset < text.len ? at->offset : text.len;
			line_find(line, at->source, offset);
			fprintf(file, ":%u:%u", line->number, column_of(text, line->start, offset));
		}
		fputs(": ", file);
	}
	fputs(prefix[item->severity], file);
	if (at->path && at->path[0]) {
		print_escaped(file, str_of(at->path));
		fputs(": ", file);
	}
	print_escaped(file, str_of(item->message));
	putc('\n', file);
	if (excerpt && placed)
		print_excerpt(file, at->source->text, line->start, offset);
}

void diag_print(const struct diag *diag, FILE *file, bool excerpt) {
	struct line line = { 0 };
	for (const struct diag_item *i = diag->first; i; i = i->next)
		print_item(i, &line, file, excerpt);
}

static bool read_all(int fd, struct source *source, struct arena *arena, size_t hint,
	struct diag *diag) {
	struct where whole = { source, WHERE_WHOLE, NULL };
	size_t size = hint + 1, len = 0;
	char *text = arena_alloc(arena, size, 1, 1);
	for (;;) {
		ssize_t n = read(fd, text + len, size - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return diag_error(diag, whole, "cannot read: %s", strerror(errno));
		if (n == 0)
			break;
		len += (size_t)n;
		if (len > LIMIT_FILE_SIZE)
			return diag_error(diag, whole,
				"larger than the limit of %llu bytes "
				"for an input file",
				(unsigned long long)LIMIT_FILE_SIZE);
		if (len == size) {
			char *larger = arena_alloc(arena, size * 2, 1, 1);
			memcpy(larger, text, len);
			text = larger;
			size *= 2;
		}
	}
	source->text = (struct str){ text, len };
	return true;
}

bool source_load(struct source *source, const char *path, struct arena *arena, struct diag *diag) {
	bool standard = strcmp(path, "-") == 0;
	*source = (struct source){ .name = standard ? "standard input"
						    : arena_strdup(arena, str_of(path)) };
	struct where whole = { source, WHERE_WHOLE, NULL };
	if (standard)
		return read_all(STDIN_FILENO, source, arena, 64 * 1024, diag);

	struct stat info;
	diag_reads(diag, path);
	/* O_NONBLOCK: opening a FIFO must not wait for a writer. */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0)
		return diag_error(diag, whole, "cannot open: %s", strerror(errno));
	bool ok;
	if (fstat(fd, &info) != 0)
		ok = diag_error(diag, whole, "cannot read: %s", strerror(errno));
	else if (!S_ISREG(info.st_mode))
		ok = diag_error(diag, whole, "not a regular file");
	else if ((unsigned long long)info.st_size > LIMIT_FILE_SIZE)
		ok = diag_error(diag, whole,
			"larger than the limit of %llu bytes "
			"for an input file",
			(unsigned long long)LIMIT_FILE_SIZE);
	else
		ok = read_all(fd, source, arena, (size_t)info.st_size, diag);
	close(fd);
	return ok;
}
