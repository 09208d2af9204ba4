#ifndef APP_LEDGER_H
#define APP_LEDGER_H

#include "base/digest.h"
#include "base/json.h"
#include "base/out.h"

/*
 * What `build` knows of the maps it drew, kept beside the map file as JSON
 * (FILE.state): what each was made from and what came out.
 */
struct ledger_print {
	struct str name; /* a setting's key, a file's path, an event's key */
	struct digest digest;
	bool there; /* of files: false when there was none */
};

struct ledger_prints {
	struct ledger_print *item;
	uint32_t count, capacity;
};

struct ledger_words {
	struct str *item;
	uint32_t count, capacity;
};

struct ledger_entry {
	struct str name, kind, title; /* kind: "map", "tiles", "left" */
	/* What it was made from. */
	struct str data_dir, epoch;
	struct digest program, libraries, list, places;
	struct ledger_prints settings, events, inputs;
	/* What came out; sizes of the outputs in the same order. */
	struct ledger_prints outputs;
	uint64_t *size;
	uint64_t ntiles, nchanged; /* of a tileset: all tiles, those that are others than before */
	int64_t drawn;             /* seconds from 1970 */
	struct ledger_words why, warnings;
	struct ledger_words failed; /* what the last attempt said, if it was in vain */
	/* What a later run drew whose time was over: `outputs` is the part of the set, `ndone`
	 * so many tiles; NULL. */
	struct ledger_entry *part;
	uint64_t ndone;
};

struct ledger {
	struct ledger_entry *entry;
	uint32_t count, capacity;
};

/* No file is an empty ledger; one that cannot be read is a warning and an empty one. */
void ledger_read(const char *path, struct ledger *out, struct arena *arena, struct diag *diag);
struct ledger_entry *ledger_find(const struct ledger *ledger, struct str name);
/* Adds, or replaces the entry of that name. */
void ledger_set(struct ledger *ledger, const struct ledger_entry *entry, struct arena *arena);
void ledger_remove(struct ledger *ledger, struct str name);
bool ledger_write(const struct ledger *ledger, const char *path, struct arena *arena,
	struct diag *diag);

/* One entry, as a process that drew a map hands it to the one that asked. */
void ledger_write_entry(const struct ledger_entry *entry, struct out *out);
bool ledger_read_entry(const struct json *object, struct ledger_entry *out, struct arena *arena);

void ledger_add_print(struct ledger_prints *to, struct ledger_print print, struct arena *arena);
void ledger_add_words(struct ledger_words *to, struct str text, struct arena *arena);

#endif
