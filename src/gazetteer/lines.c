#include "gazetteer/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/gzip.h"
#include "base/utf8.h"

struct where lines_where(const struct lines *l, struct diag *diag) {
	struct source *source = arena_new(diag->arena, struct source, 1);
	source->name = l->number ? arena_printf(diag->arena, "%s:%lu", l->name, l->number)
				 : arena_strdup(diag->arena, str_of(l->name));
	return (struct where){ source, WHERE_WHOLE, NULL };
}

/* As much as there is room for, or until the end. */
static bool read_more(struct lines *l, struct diag *diag) {
	while (!l->ended && l->held < l->room) {
		ssize_t n = read(l->fd, l->buffer + l->held, l->room - l->held);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return diag_error(diag, lines_where(l, diag), "cannot read: %s",
				strerror(errno));
		l->ended = n == 0;
		l->held += (size_t)n;
	}
	return true;
}

static bool open_file(struct lines *l, const char *path, struct diag *diag) {
	struct stat info;
	l->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (l->fd < 0)
		return diag_error(diag, lines_where(l, diag), "cannot open: %s", strerror(errno));
	if (fstat(l->fd, &info) != 0)
		return diag_error(diag, lines_where(l, diag), "cannot read: %s", strerror(errno));
	return S_ISREG(info.st_mode)
		|| diag_error(diag, lines_where(l, diag), "not a regular file");
}

static bool is_too_long(struct lines *l, struct diag *diag) {
	return diag_error(diag, lines_where(l, diag), "a line longer than the limit of %d bytes",
		LINE_LONGEST);
}

/* Looks through what was read behind `*seen`: no line may be endless, even in a
 * table that is read as a whole.  `*begun`: where the last line begins. */
static bool check_lines(struct lines *l, size_t *seen, size_t *begun, struct diag *diag) {
	for (; *seen < l->held; *begun = *seen) {
		const char *from = l->buffer + *seen;
		const char *end = memchr(from, '\n', l->held - *seen);
		*seen = end ? (size_t)(end - l->buffer) + 1 : l->held;
		if (*seen - *begun - (end != NULL) > LINE_LONGEST) {
			l->number++;
			return is_too_long(l, diag);
		}
		if (!end)
			return true;
		l->number++;
	}
	return true;
}

static bool read_all(struct lines *l, bool is_text, struct source *out, struct diag *diag) {
	size_t seen = 0, begun = 0;
	for (;;) {
		if (is_text && !check_lines(l, &seen, &begun, diag))
			return false;
		if (l->ended)
			break;
		if (l->held == l->room) {
			if (l->room >= TABLE_LARGEST)
				return diag_error(diag, lines_where(l, diag),
					"larger than the limit of %d bytes for a table that is "
					"no dump of GeoNames",
					TABLE_LARGEST);
			char *larger = arena_new(l->arena, char, l->room * 2);
			memcpy(larger, l->buffer, l->held);
			l->buffer = larger;
			l->room *= 2;
		}
		if (!read_more(l, diag))
			return false;
	}
	*out = (struct source){ l->name, { l->buffer, l->held } };
	return true;
}

bool lines_all(struct lines *l, struct source *out, struct diag *diag) {
	return read_all(l, true, out, diag);
}

static bool unpack(struct lines *l, struct diag *diag) {
	/* A message about it is printed later. */
	struct source *source = arena_new(diag->arena, struct source, 1);
	if (!read_all(l, false, source, diag) || !gzip_inflate(source, l->arena, diag))
		return false;
	lines_close(l);
	lines_of(l, source, l->arena);
	return true;
}

bool lines_open(struct lines *l, const char *path, struct arena *arena, struct diag *diag) {
	bool standard = strcmp(path, "-") == 0;
	*l = (struct lines){ .arena = arena,
		.name = standard ? "standard input" : path,
		.fd = STDIN_FILENO,
		.room = 2 * LINE_LONGEST };
	if (!standard && !open_file(l, path, diag))
		return false;
	l->buffer = arena_new(arena, char, l->room);
	if (!read_more(l, diag))
		return false;
	if (str_starts(lines_peek(l), STR("PK\x03\x04")))
		return diag_error(diag, lines_where(l, diag),
			"a zip archive; unpack it first (unzip -p %s | sitmap gazetteer import - "
			"-o FILE)",
			path);
	return !str_starts(lines_peek(l), STR("\x1F\x8B")) || unpack(l, diag);
}

void lines_of(struct lines *l, const struct source *source, struct arena *arena) {
	*l = (struct lines){ .name = source->name,
		.arena = arena,
		.fd = -1,
		.held = source->text.len,
		.ended = true };
	l->buffer = arena_new(arena, char, source->text.len + 1);
	if (l->held)
		memcpy(l->buffer, source->text.at, l->held);
}

void lines_close(struct lines *l) {
	if (l->fd > STDIN_FILENO)
		close(l->fd);
	l->fd = -1;
}

struct str lines_peek(const struct lines *l) {
	return (struct str){ l->buffer + l->used, l->held - l->used };
}

/* The next line as it is, with room made and filled where it must be. */
static bool cut_line(struct lines *l, struct str *line, struct diag *diag) {
	const char *end = NULL;
	struct str rest = lines_peek(l);
	if (rest.len)
		end = memchr(rest.at, '\n', rest.len);
	if (!end && !l->ended) {
		memmove(l->buffer, rest.at, rest.len);
		l->held = rest.len;
		l->used = 0;
		if (!read_more(l, diag))
			return false;
		rest = lines_peek(l);
		end = memchr(rest.at, '\n', rest.len);
	}
	if (!rest.len)
		return false;
	l->number++;
	size_t len = end ? (size_t)(end - rest.at) : rest.len;
	if (len > LINE_LONGEST)
		return is_too_long(l, diag);
	l->used += len + (end != NULL);
	*line = str_slice(rest, 0, len);
	return true;
}

bool lines_next(struct lines *l, struct str *line, struct diag *diag) {
	while (cut_line(l, line, diag)) {
		if (line->len && line->at[line->len - 1] == '\r')
			line->len--;
		if (!line->len || line->at[0] == '#')
			continue;
		return utf8_check(*line) == SIZE_MAX
			|| diag_error(diag, lines_where(l, diag), "not UTF-8");
	}
	return false;
}
