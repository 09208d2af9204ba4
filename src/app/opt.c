#include "app/opt.h"

#include <math.h>
#include <string.h>

#include "base/language.h"

static bool numbers(struct str s, double *out, int n) {
	for (int i = 0; i < n; i++) {
		if (!s.at || !str_to_double(str_trim(str_split(&s, ',')), &out[i]))
			return false;
	}
	return s.at == NULL;
}

bool opt_bbox(struct str s, struct rect *out) {
	double v[4];
	if (!numbers(s, v, 4) || fabs(v[0]) > 540 || fabs(v[2]) > 540 || v[1] < -90 || v[3] > 90
		|| v[1] >= v[3] || v[0] == v[2])
		return false;
	if (v[2] < v[0])
		v[2] += 360;
	*out = (struct rect){ { v[0], v[1] }, { v[2], v[3] } };
	return v[2] > v[0] && v[2] - v[0] <= 360;
}

bool opt_point(struct str s, struct point *out) {
	double v[2];
	if (!numbers(s, v, 2) || fabs(v[0]) > 540 || fabs(v[1]) > 90)
		return false;
	*out = (struct point){ v[0], v[1] };
	return true;
}

bool opt_size(struct str s, struct opt_size *out) {
	static const struct {
		struct str name;
		double pixels;
	} unit[] = {
		{ { "px", 2 }, 1 },
		{ { "mm", 2 }, 96 / 25.4 },
		{ { "cm", 2 }, 96 / 2.54 },
		{ { "in", 2 }, 96 },
		{ { "pt", 2 }, 96 / 72.0 },
	};
	double scale = 1;
	bool physical = false;
	for (size_t i = 0; i < sizeof(unit) / sizeof(*unit); i++) {
		if (!str_ends(s, unit[i].name))
			continue;
		s.len -= unit[i].name.len;
		scale = unit[i].pixels;
		physical = i > 0;
		break;
	}
	double width, height;
	struct str first = str_split(&s, 'x');
	if (!s.at || !str_to_double(str_trim(first), &width)
		|| !str_to_double(str_trim(s), &height))
		return false;
	*out = (struct opt_size){ width * scale, height * scale, true, physical };
	return width > 0 && height > 0;
}

bool opt_zooms(struct str s, uint8_t *low, uint8_t *high) {
	enum { MOST = 22 };
	long from, to;
	struct str first = str_split(&s, '-');
	if (!str_to_long(first, &from) || (s.at && !str_to_long(s, &to)))
		return false;
	if (!s.at)
		to = from;
	if (to < from || to > MOST)
		return false;
	*low = (uint8_t)from;
	*high = (uint8_t)to;
	return true;
}

bool opt_languages(struct str s) {
	bool ok = s.len > 0;
	while (s.len)
		ok &= language_is_tag(str_trim(str_split(&s, ',')));
	return ok;
}

bool opt_word(struct str s, const char *words, int *out) {
	struct str rest = str_of(words);
	for (int i = 0; rest.at; i++) {
		*out = i;
		if (str_equal(str_split(&rest, '|'), s))
			return true;
	}
	return false;
}

/* What a value that can be wrong is. */
static const char *const forms[] = {
	[OPT_NUMBER] = "a number",
	[OPT_WHOLE] = "a whole number",
	[OPT_BBOX] = "W,S,E,N in degrees, south below north",
	[OPT_POINT] = "LON,LAT in degrees",
	[OPT_SIZE] = "WIDTHxHEIGHT, both above 0, in pixels or with mm, cm, in, pt behind",
	[OPT_DATE] = "a date such as 2020-04-07, 2020-04 or 2020",
	[OPT_TAGS] = "a list of codes of languages such as ar,en",
};

static bool read_number(const struct opt *o, struct str s, double *out) {
	return str_to_double(s, out) && *out >= o->min && *out <= o->max;
}

static bool read_whole(const struct opt *o, struct str s, long *out) {
	return str_to_long(s, out) && (double)*out >= o->min && (double)*out <= o->max;
}

static bool set_value(const struct opt *o, void *options, char *text, struct arena *arena) {
	void *field = (char *)options + o->offset;
	struct str s = str_of(text);
	struct opt_list *list;
	switch (o->type) {
	case OPT_FLAG:
		*(bool *)field = true;
		return true;
	case OPT_STRING:
		*(const char **)field = text;
		return true;
	case OPT_LIST:
		list = field;
		*arena_push(arena, list->item, list->count, list->capacity) = text;
		return true;
	case OPT_NUMBER:
		return read_number(o, s, field);
	case OPT_WHOLE:
		return read_whole(o, s, field);
	case OPT_BBOX:
		return opt_bbox(s, field);
	case OPT_POINT:
		return opt_point(s, field);
	case OPT_SIZE:
		return opt_size(s, field);
	case OPT_WORD:
		return opt_word(s, o->argument, field);
	case OPT_DATE:
		return date_parse(s, field);
	case OPT_TAGS:
		break;
	}
	*(const char **)field = text;
	return opt_languages(s);
}

static bool same_number(double a, double b) {
	return a == b || (isnan(a) && isnan(b));
}

static bool same_value(const struct opt *o, const void *left, const void *right) {
	const void *a = (const char *)left + o->offset, *b = (const char *)right + o->offset;
	switch (o->type) {
	case OPT_FLAG:
		return *(const bool *)a == *(const bool *)b;
	case OPT_STRING:
	case OPT_TAGS:
		return *(const char *const *)a == *(const char *const *)b;
	case OPT_LIST:
		return ((const struct opt_list *)a)->count == ((const struct opt_list *)b)->count;
	case OPT_NUMBER:
		return same_number(*(const double *)a, *(const double *)b);
	case OPT_WHOLE:
		return *(const long *)a == *(const long *)b;
	case OPT_BBOX:
		return memcmp(a, b, sizeof(struct rect)) == 0;
	case OPT_POINT:
		return same_number(((const struct point *)a)->x, ((const struct point *)b)->x);
	case OPT_SIZE:
		return ((const struct opt_size *)a)->given == ((const struct opt_size *)b)->given;
	case OPT_WORD:
		return *(const int *)a == *(const int *)b;
	case OPT_DATE:
		break;
	}
	return date_compare(*(const struct date *)a, *(const struct date *)b) == 0;
}

static bool is_among(const char *name, const char *const *list) {
	while (*list && strcmp(*list, name) != 0)
		list++;
	return *list != NULL;
}

bool opt_beside(const struct command *command, const void *options, const char *mapfile,
	const char *const *allowed, struct arena *arena, struct diag *diag) {
	void *usual = arena_alloc(arena, 1, command->size, _Alignof(max_align_t));
	const char *all = "";
	if (command->defaults)
		command->defaults(usual);
	for (size_t i = 0; allowed[i]; i++)
		all = arena_printf(arena, "%s%s--%s", all, i ? ", " : "", allowed[i]);
	for (size_t i = 0; i < command->nopts; i++) {
		const struct opt *o = &command->opt[i];
		if (!is_among(o->name, allowed) && !same_value(o, options, usual))
			diag_error(diag, WHERE_NOWHERE,
				"--%s: not beside \"%s\", which says what is drawn (only %s)",
				o->name, mapfile, all);
	}
	return diag->errors == 0;
}

static const struct opt *find_long(const struct command *c, struct str name) {
	for (size_t i = 0; i < c->nopts; i++)
		if (str_equal(str_of(c->opt[i].name), name))
			return &c->opt[i];
	return NULL;
}

static const struct opt *find_short(const struct command *c, char letter) {
	for (size_t i = 0; i < c->nopts; i++)
		if (c->opt[i].letter == letter)
			return &c->opt[i];
	return NULL;
}

static bool unknown_option(const struct command *c, struct str name, struct arena *arena,
	struct diag *diag) {
	const char **names = arena_new(arena, const char *, c->nopts);
	for (size_t i = 0; i < c->nopts; i++)
		names[i] = c->opt[i].name;
	const char *near = str_nearest(name, names, c->nopts);
	if (near)
		return diag_error(diag, WHERE_NOWHERE,
			"%s: unknown option \"--%.*s\" (did you mean "
			"--%s?)",
			c->name, STR_ARG(name), near);
	return diag_error(diag, WHERE_NOWHERE,
		"%s: unknown option \"--%.*s\" (sitmap %s --help "
		"lists them)",
		c->name, STR_ARG(name), c->name);
}

struct parse {
	const struct command *command;
	int argc, at;
	char **argv;
	void *options;
	struct arena *arena;
	struct diag *diag;
};

static void wrong_value(const struct opt *o, const char *text, struct diag *diag) {
	if (o->type == OPT_WORD)
		diag_error(diag, WHERE_NOWHERE, "--%s: \"%s\" is not one of %s", o->name, text,
			o->argument);
	else if (o->min < o->max)
		diag_error(diag, WHERE_NOWHERE, "--%s: \"%s\" is not %s from %g to %g", o->name,
			text, forms[o->type], o->min, o->max);
	else
		diag_error(diag, WHERE_NOWHERE, "--%s: \"%s\" is not %s", o->name, text,
			forms[o->type]);
}

/* `text` NULL: the value is the next argument. */
static void take_value(struct parse *p, const struct opt *o, char *text) {
	if (o->type == OPT_FLAG) {
		if (text)
			diag_error(p->diag, WHERE_NOWHERE, "--%s takes no value, not \"%s\"",
				o->name, text);
		else
			set_value(o, p->options, NULL, p->arena);
		return;
	}
	if (!text && p->at + 1 < p->argc)
		text = p->argv[++p->at];
	if (!text)
		diag_error(p->diag, WHERE_NOWHERE, "--%s needs a value: %s", o->name, o->argument);
	else if (!set_value(o, p->options, text, p->arena))
		wrong_value(o, text, p->diag);
}

static void parse_long(struct parse *p, char *word) {
	char *equals = strchr(word, '=');
	struct str name = { word, equals ? (size_t)(equals - word) : strlen(word) };
	const struct opt *o = find_long(p->command, name);
	if (!o)
		unknown_option(p->command, name, p->arena, p->diag);
	else
		take_value(p, o, equals ? equals + 1 : NULL);
}

static void parse_short(struct parse *p, char *word) {
	for (; *word; word++) {
		const struct opt *o = find_short(p->command, *word);
		if (!o) {
			diag_error(p->diag, WHERE_NOWHERE,
				"%s: unknown option \"-%c\" (sitmap %s --help "
				"lists them)",
				p->command->name, *word, p->command->name);
			return;
		}
		if (o->type != OPT_FLAG) {
			take_value(p, o, word[1] ? word + 1 : NULL);
			return;
		}
		take_value(p, o, NULL);
	}
}

bool opt_parse(const struct command *command, int argc, char **argv, void *options, char **operand,
	int *noperands, struct arena *arena, struct diag *diag) {
	struct parse p = { command, argc, 0, argv, options, arena, diag };
	bool ended = false;
	*noperands = 0;
	for (p.at = 0; p.at < argc; p.at++) {
		char *word = argv[p.at];
		if (ended || word[0] != '-' || word[1] == '\0')
			operand[(*noperands)++] = word;
		else if (strcmp(word, "--") == 0)
			ended = true;
		else if (word[1] == '-')
			parse_long(&p, word + 2);
		else
			parse_short(&p, word + 1);
	}
	return diag->errors == 0;
}

/* Words of a help text wrapped at 80 columns behind a hanging indent. */
static void wrapped(struct out *out, struct str text, int column, int indent) {
	while (text.at && text.len) {
		struct str word = str_split(&text, ' ');
		if (column + 1 + (int)word.len > 79) {
			out_printf(out, "\n%*s", indent, "");
			column = indent;
		} else if (column > indent) {
			out_write(out, " ", 1);
			column++;
		}
		out_write(out, word.at, word.len);
		column += (int)word.len;
	}
	out_write(out, "\n", 1);
}

void opt_help(const struct command *command, struct out *out) {
	enum { INDENT = 27 };
	out_printf(out, "usage: sitmap %s [OPTION...]%s%s\n\n", command->name,
		command->operand[0] ? " " : "", command->operand);
	wrapped(out, str_of(command->description), 0, 0);
	out_printf(out, "\n");
	for (size_t i = 0; i < command->nopts; i++) {
		const struct opt *o = &command->opt[i];
		char name[80];
		int n = snprintf(name, sizeof(name), "  %c%c%s --%s%s%s", o->letter ? '-' : ' ',
			o->letter ? o->letter : ' ', o->letter ? "," : " ", o->name,
			o->argument ? " " : "", o->argument ? o->argument : "");
		out_write(out, name, (size_t)n);
		int pad = n < INDENT - 1 ? INDENT - n : 0;
		if (pad)
			out_printf(out, "%*s", pad, "");
		else
			out_printf(out, "\n%*s", INDENT, "");
		wrapped(out, str_of(o->help), INDENT, INDENT);
	}
}
