#include "gazetteer/posting.h"

#include <string.h>

#include "gazetteer/store.h"

enum { LONGEST_ROW = 2000, LONGEST_ENTRY = 20 };

static const uint64_t value_mask = ((uint64_t)1 << ENTRY_VALUE_BITS) - 1;

static sqlite3_int64 row_of(uint64_t entry) {
	return (sqlite3_int64)(entry ^ (uint64_t)1 << 63);
}

static size_t put_number(unsigned char *out, uint64_t v) {
	size_t n = 0;
	for (; v >= 0x80; v >>= 7)
		out[n++] = (unsigned char)(v | 0x80);
	out[n++] = (unsigned char)v;
	return n;
}

/* Entries on their way into a row. */
struct row {
	unsigned char blob[LONGEST_ROW];
	size_t n;
	uint64_t first, last;
	unsigned hash_shift;
	bool any;
};

static bool write_row(struct row *row, sqlite3_stmt *insert) {
	if (!row->any)
		return true;
	sqlite3_bind_int64(insert, 1, row_of(row->first));
	sqlite3_bind_blob64(insert, 2, row->blob, row->n, SQLITE_STATIC);
	bool ok = sqlite3_step(insert) == SQLITE_DONE;
	sqlite3_reset(insert);
	row->n = 0;
	row->any = false;
	return ok;
}

static void add_entry(struct row *row, uint64_t entry) {
	uint64_t step = (entry >> row->hash_shift) - (row->last >> row->hash_shift);
	unsigned char *end = row->blob + row->n;
	if (!row->any) {
		row->first = entry;
	} else if (!step) {
		row->n += put_number(end, (entry - row->last) << 1 | 1);
	} else {
		size_t n = put_number(end, step << 1);
		row->n += n + put_number(end + n, entry & value_mask);
	}
	row->last = entry;
	row->any = true;
}

bool posting_write(struct entries *entries, unsigned hash_bits, sqlite3_stmt *insert) {
	struct row row = { .hash_shift = 64 - hash_bits };
	uint64_t entry;
	bool ok = true;
	while (ok && entries_take(entries, &entry)) {
		if (row.any && entry == row.last)
			continue;
		if (row.n + LONGEST_ENTRY > LONGEST_ROW)
			ok = write_row(&row, insert);
		add_entry(&row, entry);
	}
	return ok && write_row(&row, insert);
}

/* A row being read, one entry after the other. */
struct cursor {
	struct gazetteer *g;
	sqlite3_stmt *statement;
	const unsigned char *at, *end;
	uint64_t first, entry;
	unsigned hash_shift;
};

static bool take_number(struct cursor *c, uint64_t *out) {
	*out = 0;
	for (unsigned shift = 0; c->at < c->end && shift < 63; shift += 7) {
		unsigned char byte = *c->at++;
		*out |= (uint64_t)(byte & 0x7F) << shift;
		if (!(byte & 0x80))
			return true;
	}
	return false;
}

static bool next_entry(struct cursor *c) {
	uint64_t step, value;
	if (!take_number(c, &step))
		return false;
	if (step & 1) {
		c->entry += step >> 1;
		return true;
	}
	if (!take_number(c, &value))
		return false;
	c->entry = ((c->entry >> c->hash_shift) + (step >> 1)) << c->hash_shift
		| (value & value_mask);
	return true;
}

static void close_row(struct cursor *c) {
	if (c->statement)
		sqlite3_reset(c->statement);
	c->statement = NULL;
}

/* The first row that the statement gives: the last before an entry, or the first
 * behind it. */
static bool open_row(struct cursor *c, sqlite3_stmt *statement, uint64_t entry) {
	close_row(c);
	sqlite3_bind_int64(statement, 1, row_of(entry));
	c->statement = statement;
	if (!store_has_row(c->g, statement))
		return false;
	c->first = c->entry = (uint64_t)sqlite3_column_int64(statement, 0) ^ (uint64_t)1 << 63;
	c->at = c->end = sqlite3_column_blob(statement, 1);
	if (c->at)
		c->end += sqlite3_column_bytes(statement, 1);
	return true;
}

/* The row in which an entry is, if it is in any; rows go forward. */
static bool seek_row(struct cursor *c, uint64_t entry, bool again) {
	uint64_t before = c->first;
	bool found = open_row(c, c->g->row_with, entry);
	if (found && (!again || c->first > before))
		return true;
	return open_row(c, c->g->row_behind, again ? before : entry)
		&& (!again || c->first > before);
}

/* The least wanted number that is no less than this one; 0: none. */
static uint32_t next_wanted(const struct wanted *w, uint32_t number) {
	uint32_t from = 0, to = w->nborder, next = 0;
	while (from < to) {
		uint32_t middle = from + (to - from) / 2;
		if (w->border[middle] < number)
			from = middle + 1;
		else
			to = middle;
	}
	if (from < w->nborder)
		next = w->border[from];
	if (number <= w->last) {
		uint32_t inside = number > w->first ? number : w->first;
		next = !next || inside < next ? inside : next;
	}
	return next;
}

/* Reads the row to its end or the key's; how far the key was read. */
static uint32_t read_row(struct cursor *c, uint64_t hash, uint32_t number,
	const struct wanted *wanted, uint32_t *value, uint32_t *n, uint32_t max, bool *more) {
	*more = true;
	do {
		uint64_t here = c->entry & ~value_mask;
		uint32_t v = (uint32_t)(c->entry & value_mask);
		*more = here < hash || (here == hash && *n < max);
		if (!*more || here < hash || v >> STORE_WEIGHT_BITS < number)
			continue;
		number = next_wanted(wanted, v >> STORE_WEIGHT_BITS);
		*more = number != 0;
		if (*more && number == v >> STORE_WEIGHT_BITS) {
			value[(*n)++] = v;
			number++;
		}
	} while (*more && next_entry(c));
	return number;
}

uint32_t posting_read(struct gazetteer *g, uint64_t key, const struct wanted *wanted,
	uint32_t *value, uint32_t max) {
	struct cursor c = { .g = g, .hash_shift = 64 - g->hash_bits };
	uint64_t hash = key >> c.hash_shift << c.hash_shift;
	uint32_t number = 1, n = 0;
	bool more = true;
	for (bool again = false; more && n < max; again = true) {
		number = next_wanted(wanted, number);
		uint64_t sought = hash | (uint64_t)number << STORE_WEIGHT_BITS;
		if (!number || (uint64_t)number << STORE_WEIGHT_BITS > value_mask
			|| !seek_row(&c, sought, again) || (c.first & ~value_mask) > hash)
			break;
		number = read_row(&c, hash, number, wanted, value, &n, max, &more);
	}
	close_row(&c);
	return n;
}

uint32_t posting_read_all(struct gazetteer *g, uint64_t key, uint32_t *value, uint32_t max) {
	struct wanted any = { .first = 1, .last = UINT32_MAX };
	return posting_read(g, key, &any, value, max);
}
