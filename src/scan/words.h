#ifndef SCAN_WORDS_H
#define SCAN_WORDS_H

#include <stdint.h>

#include "base/arena.h"

/*
 * What a word may be, by lists of our own (words.c, ordinary.c, persons.c): the
 * rules of mention.c and the roles of events are written in these classes.  A
 * word may be in several.
 */
enum word_class {
	WORD_GIVEN = 1 << 0,        /* a given name: "Mary", "Ahmed" */
	WORD_TITLE = 1 << 1,        /* before a person's name: "Mr", "General" */
	WORD_ORG = 1 << 2,          /* makes a name with it an organisation: "Bank" */
	WORD_ORDINARY = 1 << 3,     /* an English word that is also a place: "Bath" */
	WORD_DATE = 1 << 4,         /* a month or a day of the week */
	WORD_DIRECTION = 1 << 5,    /* "northern", "downtown": the place follows */
	WORD_KIND_BEFORE = 1 << 6,  /* "Lake", "village" (of): the name follows */
	WORD_KIND_AFTER = 1 << 7,   /* "province", "River": the name stands before */
	WORD_SPEECH = 1 << 8,       /* "said" */
	WORD_LOCATIVE = 1 << 9,     /* "in", "near", "from" */
	WORD_FUNCTION = 1 << 10,    /* "the", "but", "when": capital only by position */
	WORD_OFFICE = 1 << 11,      /* "Minister", "Governor": what it governs stands before */
	WORD_CONNECTOR = 1 << 12,   /* small words inside names: "of", "de", "al" */
	WORD_DOTTED = 1 << 13,      /* is written with a dot: "St", "Gen" */
	WORD_NUMBER = 1 << 14,      /* "ten", "dozens" */
	WORD_PLACE_CODE = 1 << 15,  /* short and in capitals, yet a place: "UAE" */
	WORD_DEMONYM = 1 << 16,     /* `country` says of which; two words make one entry */
	WORD_DEMONYM_END = 1 << 17, /* "Korean": with the word before it one demonym */
	WORD_ORG_OF = 1 << 18,      /* "University" (of): what follows is no place */
	WORD_MOTION = 1 << 19,      /* "went", "moved": a place follows with "to" */
	WORD_FORCE = 1 << 20,       /* "troops", "army", "coalition": who does things */
	WORD_AILMENT = 1 << 22,     /* "virus": named after places */
	WORD_LAND = 1 << 23,        /* of WORD_KIND_AFTER, what is part of a name: "River" */
	WORD_STATE = 1 << 24,       /* a state for short: "Calif", "TX"; `country` is its code */
	WORD_TRIGGER = 1 << 25,     /* begins a phrase of trigger.c */
	WORD_MODIFIER = 1 << 26,    /* "local", "armed": stands inside who did it */
	WORD_SITE = 1 << 27,        /* "base", "camp": what is handed over or built */
	WORD_UNIT = 1 << 28,        /* "trucks", "personnel": what is counted */
	WORD_MOVE = 1 << 29,        /* "entered": what convoys do */
	WORD_KIND_MIDDLE = 1 << 30, /* "air" (base): small words inside names of places */
	WORD_PERSON_NOUN = 1 << 21, /* "spokesman", "resident" */
};

struct word {
	uint64_t hash;
	uint32_t classes;
	char country[4];
};

/* An open hash table of all lists. */
struct words {
	struct word *slot;
	uint32_t mask;
};

/* Adds the words of a line to a class. */
void words_add(struct words *words, const char *line, uint32_t classes);

void words_make(struct words *words, struct arena *arena);

/* NULL when the word is in no list. */
const struct word *words_find(const struct words *words, uint64_t hash);

/* Of the folded word (ASCII small letters); never 0. */
uint64_t word_hash(const char *folded, size_t n);
/* Of two words: the pair's. */
uint64_t word_hash_pair(uint64_t first, uint64_t second);

/* A state or province that is written short: "Ky.", "TX", "Ont.". */
struct state {
	char code[3], country[3];
	const char *name, *brief; /* brief: folded; may be empty */
};

/* By its code; NULL when there is none. */
const struct state *state_find(const char code[4]);

/* The lists that are long: lines of words apart by spaces, NULL behind the last. */
extern const char *const words_ordinary[], *const words_given[];

#endif
