#include "text/layout.h"

#include <float.h>

/* Above and below the baseline, for a size of 1: Latin letters with a little
 * room.  The middle of the box is then a little above the middle of small
 * letters, where the eye puts the middle of a name.  Other scripts reach
 * further up and down. */
static const double latin_ascent = 0.80, latin_descent = 0.22;
static const double other_ascent = 0.90, other_descent = 0.34;

/* Between baselines, for a size of 1. */
static const double default_line_height = 1.2;

/* Least space between the boxes of two lines. */
static const double least_gap = 0.08;

struct line {
	uint32_t start, end; /* characters, without spaces at the ends */
	uint32_t first_span, nspans;
	double width, ascent, descent, baseline;
};

struct layout {
	struct shaping shaping;
	const struct chars *chars;
	struct piece *piece;
	uint32_t npieces, first_piece;
	struct line *line;
	uint32_t nlines, lines_capacity;
	struct glyph_span *span;
	uint32_t nspans, spans_capacity;
	struct arena *arena;
};

static void add_line(struct layout *l, uint32_t start, uint32_t end) {
	const struct chars *chars = l->chars;
	while (start < end && char_is_space(chars->c[start]))
		start++;
	while (end > start && char_is_space(chars->c[end - 1]))
		end--;
	struct line *line = arena_push(l->shaping.scratch, l->line, l->nlines, l->lines_capacity);
	*line = (struct line){ .start = start, .end = end };
}

/* Width of each character when nothing is broken: a cluster's at its first. */
static double *measure(struct layout *l) {
	double *width = arena_new(l->shaping.scratch, double, l->chars->n);
	for (uint32_t p = 0; p < l->npieces; p++) {
		struct glyph_span span;
		const struct piece *piece = &l->piece[p];
		piece_shape(&l->shaping, piece, piece->start, piece->end, &span,
			l->shaping.scratch);
		uint32_t c = piece->start, byte = l->chars->byte[c];
		for (uint32_t i = 0; i < span.nclusters; i++) {
			while (l->chars->byte[c] < byte)
				c++;
			width[c] = span.cluster[i].advance;
			byte += span.cluster[i].nbytes;
		}
	}
	return width;
}

/* Widths of words, from one place where a line may end to the next. */
struct word {
	uint32_t start, end;
	double width, space; /* without and of the spaces at its end */
};

static struct word *find_words(const struct layout *l, uint32_t start, uint32_t end,
	const double *width, uint32_t *n) {
	struct word *word = NULL;
	uint32_t capacity = 0;
	*n = 0;
	for (uint32_t i = start; i < end; i++) {
		struct word *w = *n ? &word[*n - 1] : NULL;
		if (!w || chars_may_break(l->chars, i)) {
			w = arena_push(l->shaping.scratch, word, *n, capacity);
			*w = (struct word){ .start = i };
		}
		if (char_is_space(l->chars->c[i])) {
			w->space += width[i];
		} else {
			w->width += w->space + width[i];
			w->space = 0;
		}
		w->end = i + 1;
	}
	return word;
}

/* Letters of these join: a word of them is never cut. */
static bool is_joined(uint32_t c) {
	return c >= 0x0590 && c < 0x1200;
}

/* Words wider than a line in pieces that are not. */
static struct word *cut_words(const struct layout *l, const struct word *word, uint32_t *n,
	const double *width) {
	double limit = l->shaping.style->max_width;
	struct word *out = NULL;
	uint32_t nout = 0, capacity = 0;
	for (uint32_t k = 0; k < *n; k++) {
		struct word *w = arena_push(l->shaping.scratch, out, nout, capacity);
		*w = word[k];
		double sum = 0;
		for (uint32_t i = word[k].start; word[k].width > limit && i < word[k].end; i++) {
			if (sum > 0 && sum + width[i] > limit && width[i] > 0
				&& !is_joined(l->chars->c[i]) && !char_is_space(l->chars->c[i])) {
				w->end = i;
				w->width = sum;
				w->space = 0;
				w = arena_push(l->shaping.scratch, out, nout, capacity);
				*w = (struct word){ i, word[k].end, word[k].width, word[k].space };
				sum = 0;
			}
			sum += char_is_space(l->chars->c[i]) ? 0 : width[i];
			w->width = sum;
		}
	}
	*n = nout;
	return out;
}

static double words_width(const struct word *word, uint32_t from, uint32_t to) {
	double sum = 0;
	for (uint32_t i = from; i < to; i++)
		sum += word[i].width + (i + 1 < to ? word[i].space : 0);
	return sum;
}

/* As many words on each line as it takes. */
static void break_greedy(struct layout *l, const struct word *word, uint32_t n) {
	double limit = l->shaping.style->max_width;
	for (uint32_t from = 0, to; from < n; from = to) {
		to = from + 1;
		while (to < n && words_width(word, from, to + 1) <= limit)
			to++;
		add_line(l, word[from].start, word[to - 1].end);
	}
}

/* `from[i]` is where the line that ends before word i begins. */
static void add_lines(struct layout *l, const struct word *word, const uint32_t *from, uint32_t n) {
	/* The ends, last first, then the lines, first first. */
	uint32_t *end = arena_new(l->shaping.scratch, uint32_t, n + 1), nends = 0;
	for (uint32_t to = n; to > 0; to = from[to])
		end[nends++] = to;
	for (uint32_t i = nends, start = 0; i-- > 0; start = end[i])
		add_line(l, word[start].start, word[end[i] - 1].end);
}

/* Lines of about the same width, no more of them than needed: what a centred
 * name of two or three lines wants.  `best[i]` is the price of the lines up to
 * word i when a line ends there. */
static void break_even(struct layout *l, const struct word *word, uint32_t n) {
	struct arena *scratch = l->shaping.scratch;
	double limit = l->shaping.style->max_width;
	double wanted = words_width(word, 0, n);
	wanted /= ceil(wanted / limit);
	double *best = arena_new(scratch, double, n + 1);
	uint32_t *from = arena_new(scratch, uint32_t, n + 1);
	for (uint32_t to = 1; to <= n; to++) {
		best[to] = DBL_MAX;
		for (uint32_t start = to; start-- > 0;) {
			double width = words_width(word, start, to);
			if (width > limit && start + 1 < to)
				break;
			double off = (width - wanted) / limit;
			double price = best[start] + off * off + 0.05
				+ (width > limit ? width / limit : 0);
			if (price < best[to]) {
				best[to] = price;
				from[to] = start;
			}
		}
	}
	add_lines(l, word, from, n);
}

/*
 * MapLibre GL JS's breaks (determineLineBreaks()): as many lines as the width wants, of
 * which each should be as wide as the others, the last one rather shorter; spaces
 * count for how many lines there are, not for how wide they are.
 */
static void break_as_web(struct layout *l, const struct word *word, uint32_t n) {
	struct arena *scratch = l->shaping.scratch;
	double total = words_width(word, 0, n), *x = arena_new(scratch, double, n + 1);
	double *price = arena_new(scratch, double, n + 1);
	uint32_t *from = arena_new(scratch, uint32_t, n + 1);
	double wanted = total / fmax(1, ceil(total / l->shaping.style->max_width));
	for (uint32_t to = 1; to <= n; to++) {
		x[to] = x[to - 1] + word[to - 1].width;
		for (uint32_t start = 0; start < to; start++) {
			double width = x[to] - x[start], off = (width - wanted) * (width - wanted);
			if (to == n)
				off *= width < wanted ? 0.5 : 2;
			if (start == 0 || price[start] + off <= price[to]) {
				price[to] = price[start] + off;
				from[to] = start;
			}
		}
	}
	add_lines(l, word, from, n);
}

/* Texts of more words than this are filled line by line. */
enum { EVEN_WORDS = 40 };

static void break_lines(struct layout *l) {
	double limit = l->shaping.style->max_width;
	const double *width = limit > 0 ? measure(l) : NULL;
	for (uint32_t start = 0, end; start < l->chars->n; start = end + 1) {
		for (end = start; end < l->chars->n && l->chars->c[end] != '\n'; end++)
			;
		double sum = 0;
		for (uint32_t i = start; width && i < end; i++)
			sum += width[i];
		if (!width || sum <= limit) {
			add_line(l, start, end);
			continue;
		}
		uint32_t n;
		const struct word *word = find_words(l, start, end, width, &n);
		if (l->shaping.style->cut_words)
			word = cut_words(l, word, &n, width);
		if (l->shaping.style->web_breaks && n <= EVEN_WORDS)
			break_as_web(l, word, n);
		else if (l->shaping.style->justify == TEXT_CENTER && n <= EVEN_WORDS)
			break_even(l, word, n);
		else
			break_greedy(l, word, n);
	}
	if (l->nlines == 0)
		add_line(l, 0, 0);
}

static void measure_line(const struct layout *l, struct line *line) {
	double size = l->shaping.style->size;
	line->ascent = latin_ascent * size;
	line->descent = latin_descent * size;
	for (uint32_t i = line->first_span; i < line->first_span + line->nspans; i++) {
		const struct glyph_span *span = &l->span[i];
		const struct face *face = (const struct face *)span->font->face;
		bool latin = face->scale == 1 && !span->joined;
		double s = span->font->size;
		line->ascent = fmax(line->ascent, s * (latin ? latin_ascent : other_ascent));
		line->descent = fmax(line->descent, s * (latin ? latin_descent : other_descent));
	}
}

/* Spans from left to right: every stretch of at least a level is turned, the
 * highest first (UAX 9, rule L2). */
static void order_spans(const uint8_t *level, uint32_t *order, uint32_t n) {
	uint8_t highest = 0;
	for (uint32_t i = 0; i < n; i++) {
		order[i] = i;
		if (level[i] > highest)
			highest = level[i];
	}
	for (uint8_t at = highest; at > 0; at--) {
		for (uint32_t i = 0, end; i < n; i = end + 1) {
			for (end = i; end < n && level[order[end]] >= at; end++)
				;
			for (uint32_t a = i, b = end; a + 1 < b; a++) {
				b--;
				uint32_t swap = order[a];
				order[a] = order[b];
				order[b] = swap;
			}
		}
	}
}

/* Spans of a line, in the order of the text.  Lines come in this order too: pieces
 * that end before this one are done with. */
static void shape_pieces(struct layout *l, struct line *line) {
	while (l->first_piece < l->npieces && l->piece[l->first_piece].end <= line->start)
		l->first_piece++;
	line->first_span = l->nspans;
	bool blank = line->start == line->end;
	for (uint32_t p = l->first_piece; !blank && p < l->npieces && l->piece[p].start < line->end;
		p++) {
		const struct piece *piece = &l->piece[p];
		uint32_t start = piece->start > line->start ? piece->start : line->start;
		uint32_t end = piece->end < line->end ? piece->end : line->end;
		struct glyph_span *span = arena_push(l->arena, l->span, l->nspans,
			l->spans_capacity);
		piece_shape(&l->shaping, piece, start, end, span, l->arena);
		span->line = (uint32_t)(line - l->line);
		line->nspans++;
	}
}

static void shape_line(struct layout *l, struct line *line) {
	struct arena *scratch = l->shaping.scratch;
	shape_pieces(l, line);
	measure_line(l, line);
	if (line->nspans == 0)
		return;
	uint8_t *level = arena_new(scratch, uint8_t, line->nspans);
	uint32_t *order = arena_new(scratch, uint32_t, line->nspans);
	struct glyph_span *span = l->span + line->first_span;
	for (uint32_t i = 0; i < line->nspans; i++)
		level[i] = l->piece[l->first_piece + i].level;
	order_spans(level, order, line->nspans);
	double x = 0;
	for (uint32_t i = 0; i < line->nspans; i++) {
		span[order[i]].at.x = x;
		x += span[order[i]].advance;
	}
	/* No letter space behind the last letter. */
	if (span[order[line->nspans - 1]].spaced)
		x -= l->shaping.style->letter_spacing;
	line->width = x;
}

static double line_left(const struct layout *l, const struct line *line, double widest) {
	enum text_justify justify = l->shaping.style->justify;
	double free = widest - line->width;
	if (justify == TEXT_AUTO)
		justify = l->chars->rtl ? TEXT_RIGHT : TEXT_LEFT;
	if (justify == TEXT_CENTER)
		return free / 2;
	return justify == TEXT_RIGHT ? free : 0;
}

static void move_span(struct glyph_span *span, double x, double y) {
	/* The glyphs were made for this span; nobody else has seen them. */
	struct glyph *glyph = (struct glyph *)(uintptr_t)span->glyph;
	span->at.x += x;
	span->at.y = y;
	for (uint32_t i = 0; i < span->nglyphs; i++) {
		glyph[i].at.x += span->at.x;
		glyph[i].at.y += y;
	}
}

/* Baselines from the top of the box; returns the height. */
static double stack_lines(struct layout *l, double advance) {
	double y = 0;
	for (uint32_t i = 0; i < l->nlines; i++) {
		struct line *line = &l->line[i];
		if (i == 0) {
			line->baseline = line->ascent;
		} else {
			double touching = line[-1].descent + line->ascent
				+ least_gap * l->shaping.style->size;
			bool given = l->shaping.style->line_height > 0;
			line->baseline = line[-1].baseline
				+ (given ? advance : fmax(advance, touching));
		}
		y = line->baseline + line->descent;
	}
	return y;
}

static struct rect span_ink(const struct glyph_span *span) {
	struct rect ink = RECT_EMPTY;
	double size = span->font->size;
	for (uint32_t i = 0; i < span->nglyphs; i++) {
		const struct glyph_outline *o = glyph_outline_find(span->font,
			span->glyph[i].index);
		if (!o)
			continue;
		struct point at = span->glyph[i].at;
		ink = rect_union(ink,
			(struct rect){
				{ at.x + o->bounds.min.x * size, at.y + o->bounds.min.y * size },
				{ at.x + o->bounds.max.x * size, at.y + o->bounds.max.y * size } });
	}
	return ink;
}

static const struct glyph_run *finish(struct layout *l) {
	const struct text_style *style = l->shaping.style;
	struct glyph_run *run = arena_new(l->arena, struct glyph_run, 1);
	double advance = style->line_height > 0 ? style->line_height
						: default_line_height * style->size;
	double height = stack_lines(l, advance), widest = 0;
	for (uint32_t i = 0; i < l->nlines; i++)
		widest = fmax(widest, l->line[i].width);
	struct rect ink = RECT_EMPTY;
	for (uint32_t i = 0; i < l->nspans; i++) {
		struct glyph_span *span = &l->span[i];
		const struct line *line = &l->line[span->line];
		move_span(span, line_left(l, line, widest) - widest / 2,
			line->baseline - height / 2);
		ink = rect_union(ink, span_ink(span));
	}
	struct str text = l->chars->text, language = style->language;
	if (language.len == 0 && l->nspans)
		language = l->span[0].language;
	*run = (struct glyph_run){
		.text = { arena_strdup(l->arena, text), text.len },
		.language = { arena_strdup(l->arena, language), language.len },
		.rtl = l->chars->rtl,
		.size = style->size,
		.letter_spacing = style->letter_spacing,
		.nlines = l->nlines,
		.nspans = l->nspans,
		.span = l->span,
		.box = { { -widest / 2, -height / 2 }, { widest / 2, height / 2 } },
		.ink = rect_is_empty(ink) ? (struct rect){ { 0, 0 }, { 0, 0 } } : ink,
		.baseline = l->line[0].baseline - height / 2,
		.line_advance = advance,
	};
	/* The spans' languages point into the style, which the caller may drop. */
	for (uint32_t i = 0; i < l->nspans; i++)
		if (l->span[i].language.at == style->language.at)
			l->span[i].language.at = run->language.at;
	return run;
}

const struct glyph_run *layout_run(struct fonts *fonts, hb_buffer_t *buffer,
	const struct text_section *section, uint32_t n, const struct text_style *style,
	struct arena *arena, struct arena *scratch) {
	struct chars chars;
	chars_read(&chars, section, n, style->language, scratch);
	struct layout l = {
		.shaping = { fonts, &chars, section, style, buffer, scratch },
		.chars = &chars,
		.arena = arena,
	};
	l.piece = pieces_find(&l.shaping, &l.npieces);
	break_lines(&l);
	for (uint32_t i = 0; i < l.nlines; i++)
		shape_line(&l, &l.line[i]);
	return finish(&l);
}
