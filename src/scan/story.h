#ifndef SCAN_STORY_H
#define SCAN_STORY_H

#include "base/date.h"
#include "scan/phrase.h"
#include "scan/scan.h"
#include "scan/status.h"
#include "scan/trigger.h"

/*
 * Event candidates: what a sentence tells, with who, where, when and how many.
 * They are for an analyst to look at, so nothing is smoothed over: what two
 * articles tell differently stays in `claims`.
 */
/* A place of an event. */
struct site {
	struct str id, name, country, class, feature_code;
	struct point at;
	double precision; /* metres */
	bool set;
};

/* Who tells it, and in which words. */
struct told {
	struct str file, source, sentence;
	uint32_t start, end; /* code points of the sentence */
};

enum { MOST_VIA = 4 };

struct story {
	enum event_kind kind;
	enum story_status status;
	struct site place, via[MOST_VIA], to; /* a route when `to` or a via is set */
	uint32_t nvia;
	struct str actor, recipient;
	struct counted count;
	struct date date;  /* year 0: none */
	struct date until; /* the last day, where only the week is told; year 0: none */
	const char *mode;  /* PLOVER's, where the words tell it; NULL: the kind's */
	bool dated;        /* the sentence itself says when */
	bool weak;         /* "left": part of a handover told beside it */
	bool nominal;      /* told by a noun: "the handover of ..." */
	struct told *told;
	uint32_t ntold, told_capacity;
	struct str *claim; /* "count: 500 personnel (a.txt)" */
	uint32_t nclaims, claims_capacity;
	double score; /* 0 to 1 */
	uint32_t document;
};

struct stories {
	struct story *at;
	uint32_t n, capacity;
};

/* The text that is scanned, as a source of events. */
struct article {
	struct str file, source; /* source: of the dateline or the user; may be empty */
	struct date date;        /* its own; year 0: not known */
	uint32_t document;
	uint32_t points; /* code points before this part */
};

/* Appends what the text tells; all that is kept is copied to the arena. */
void stories_find(const struct scanned *scanned, const struct article *article,
	struct stories *stories, struct arena *arena);

/* Makes one of those that tell of the same event: of the same kind and place, at
 * one date as far as both say, and not one denied and one not. */
void stories_merge(struct stories *stories, struct arena *arena);

const char *story_status_name(enum story_status status);

struct out;
void stories_write_csv(struct out *out, const struct stories *stories);
void stories_write_geojson(struct out *out, const struct stories *stories);
/* JSON lines: event, mode, source, recipient, event_loc ... as PLOVER names them. */
void stories_write_plover(struct out *out, const struct stories *stories);
/* A table, the least certain first. */
void stories_write_review(struct out *out, const struct stories *stories, struct arena *arena);

#endif
