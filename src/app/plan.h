#ifndef APP_PLAN_H
#define APP_PLAN_H

#include "app/fingerprint.h"
#include "app/mapfile.h"

enum plan_status { PLAN_CURRENT, PLAN_DUE, PLAN_DRAWN, PLAN_FAILED, PLAN_LEFT };

/* One map of the map file and what `build` has to do about it. */
struct plan_item {
	const struct job *job;
	bool wanted; /* by --only */
	enum plan_status status;
	struct ledger_words why;
	struct ledger_entry now;
	struct str lock;                 /* the text of its places lock, before anything is drawn */
	const struct ledger_entry *then; /* NULL: never drawn */
	uint64_t resumed;                /* tiles that a stopped run drew from the same inputs */
	bool begun;
	int code;            /* exit code of an attempt */
	struct str messages; /* what the attempt said, whole lines */
	struct str tiles;    /* "z/x/y" a line: those that changed, where asked for */
};

struct plan {
	struct mapfile file;
	const char *state_path;
	struct program program;
	struct inputs inputs;
	struct ledger ledger;
	struct plan_item *item;
	uint32_t count;
	struct arena *arena;
};

/* The map file, its data folder found, and who draws; false after an error. */
bool plan_read(struct plan *plan, const char *path, const char *data_dir, struct arena *arena,
	struct diag *diag);

/* Reads the state and every input anew and decides what is due. */
void plan_decide(struct plan *plan, bool force, struct diag *diag);

uint32_t plan_count(const struct plan *plan, enum plan_status status);

/* The file that holds what the tiles of a set drew (tile/record.h). */
const char *plan_record(const struct plan *plan, struct str name);

/* Where a run that is stopped leaves what it drew of a set, as the state names it. */
struct str plan_part(const struct job *job, struct arena *arena);

/* Removes what a stopped run left of the set, if it is in the state. */
bool plan_drop_part(const struct plan *plan, struct ledger_entry *entry, struct diag *diag);

/* True when a map of the file writes this output. */
bool plan_has_output(const struct plan *plan, struct str name);

#endif
