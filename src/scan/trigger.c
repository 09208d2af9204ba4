#include "scan/trigger.h"

/* An attack's mode is known only where its words tell it. */
const struct kind_row kind_rows[NKINDS] = {
	[KIND_HANDOVER] = { "handover", "RETREAT", "return", 2 },
	[KIND_WITHDRAWAL] = { "withdrawal", "RETREAT", "withdraw", 2 },
	[KIND_BASE] = { "base", "MOBILIZE", "troops", 4 },
	[KIND_CONVOY] = { "convoy", "MOBILIZE", "troops", 4 },
	[KIND_STRIKE] = { "strike", "ASSAULT", "heavy-weapons", 4 },
	[KIND_ATTACK] = { "attack", "ASSAULT", "", 4 },
	[KIND_PROTEST] = { "protest", "PROTEST", "demo", 4 },
	[KIND_STATEMENT] = { "statement", "ACCUSE", "", 3 },
};

/* clang-format off */
static const struct trigger table[] = {
	{ "handed over", KIND_HANDOVER, TRIGGER_VERB },
	{ "hand over", KIND_HANDOVER, TRIGGER_VERB },
	{ "hands over", KIND_HANDOVER, TRIGGER_VERB },
	{ "handing over", KIND_HANDOVER, TRIGGER_VERB },
	{ "handed back", KIND_HANDOVER, TRIGGER_VERB },
	{ "hand back", KIND_HANDOVER, TRIGGER_VERB },
	{ "handing back", KIND_HANDOVER, TRIGGER_VERB },
	{ "ceded", KIND_HANDOVER, TRIGGER_VERB },
	{ "relinquished", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE },
	{ "handed", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE },
	{ "turned over", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE },
	{ "turn over", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE },
	{ "transferred", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE },
	{ "transfer", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE },
	{ "transfers", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE },
	{ "handover", KIND_HANDOVER, TRIGGER_NOUN },
	{ "took over", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE | TRIGGER_RECEIVER },
	{ "taken over", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE | TRIGGER_RECEIVER },
	{ "taking over", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE | TRIGGER_RECEIVER },
	{ "take over", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE | TRIGGER_RECEIVER },
	{ "took control of", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE | TRIGGER_RECEIVER },
	{ "received", KIND_HANDOVER, TRIGGER_VERB | TRIGGER_SITE | TRIGGER_RECEIVER },
	{ "withdrew", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "withdraw", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "withdrawn", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "withdrawing", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "withdrawal", KIND_WITHDRAWAL, TRIGGER_NOUN },
	{ "pulled out", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "pull out", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "pulling out", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "pullout", KIND_WITHDRAWAL, TRIGGER_NOUN },
	{ "pulled back", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "vacated", KIND_WITHDRAWAL, TRIGGER_VERB | TRIGGER_SITE },
	{ "vacate", KIND_WITHDRAWAL, TRIGGER_VERB | TRIGGER_SITE },
	{ "left", KIND_WITHDRAWAL, TRIGGER_VERB | TRIGGER_SITE | TRIGGER_LEFT },
	{ "leave", KIND_WITHDRAWAL, TRIGGER_VERB | TRIGGER_SITE | TRIGGER_LEFT },
	{ "departed", KIND_WITHDRAWAL, TRIGGER_VERB | TRIGGER_SITE | TRIGGER_LEFT },
	{ "withdraws", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "retreated from", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "retreated", KIND_WITHDRAWAL, TRIGGER_VERB | TRIGGER_FIGHTER },
	{ "pull back", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "pulls out", KIND_WITHDRAWAL, TRIGGER_VERB },
	{ "vacating", KIND_WITHDRAWAL, TRIGGER_VERB | TRIGGER_SITE },
	{ "evacuated", KIND_WITHDRAWAL, TRIGGER_VERB | TRIGGER_SITE },
	{ "set up", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "setting up", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "established", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "establish", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "establishing", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "built", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "build", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "building", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "opened", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "inaugurated", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "erected", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "open", KIND_BASE, TRIGGER_VERB | TRIGGER_SITE },
	{ "convoy", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE },
	{ "convoys", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE },
	{ "trucks", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE },
	{ "tankers", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE },
	{ "armoured vehicles", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE },
	{ "armored vehicles", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE },
	{ "vehicles", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE | TRIGGER_FORCE },
	{ "column", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE | TRIGGER_FORCE },
	{ "columns", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE | TRIGGER_FORCE },
	{ "military vehicles", KIND_CONVOY, TRIGGER_NOUN | TRIGGER_MOVE },
	{ "air strike", KIND_STRIKE, TRIGGER_NOUN },
	{ "air strikes", KIND_STRIKE, TRIGGER_NOUN },
	{ "airstrike", KIND_STRIKE, TRIGGER_NOUN },
	{ "airstrikes", KIND_STRIKE, TRIGGER_NOUN },
	{ "air raid", KIND_STRIKE, TRIGGER_NOUN },
	{ "air raids", KIND_STRIKE, TRIGGER_NOUN },
	{ "drone strike", KIND_STRIKE, TRIGGER_NOUN },
	{ "drone strikes", KIND_STRIKE, TRIGGER_NOUN },
	{ "missile strike", KIND_STRIKE, TRIGGER_NOUN },
	{ "rocket attack", KIND_STRIKE, TRIGGER_NOUN },
	{ "rocket attacks", KIND_STRIKE, TRIGGER_NOUN },
	{ "missile attack", KIND_STRIKE, TRIGGER_NOUN },
	{ "missile attacks", KIND_STRIKE, TRIGGER_NOUN },
	{ "missile strikes", KIND_STRIKE, TRIGGER_NOUN },
	{ "drone attack", KIND_STRIKE, TRIGGER_NOUN },
	{ "drone attacks", KIND_STRIKE, TRIGGER_NOUN },
	{ "mortar attack", KIND_STRIKE, TRIGGER_NOUN },
	{ "artillery fire", KIND_STRIKE, TRIGGER_NOUN },
	{ "bombing raid", KIND_STRIKE, TRIGGER_NOUN },
	{ "bombing raids", KIND_STRIKE, TRIGGER_NOUN },
	{ "rockets", KIND_STRIKE, TRIGGER_NOUN | TRIGGER_HIT },
	{ "rocket", KIND_STRIKE, TRIGGER_NOUN | TRIGGER_HIT },
	{ "missile", KIND_STRIKE, TRIGGER_NOUN | TRIGGER_HIT },
	{ "missiles", KIND_STRIKE, TRIGGER_NOUN | TRIGGER_HIT },
	{ "mortar rounds", KIND_STRIKE, TRIGGER_NOUN | TRIGGER_HIT },
	{ "shells", KIND_STRIKE, TRIGGER_NOUN | TRIGGER_HIT },
	{ "bombed", KIND_STRIKE, TRIGGER_VERB },
	{ "hit", KIND_STRIKE, TRIGGER_VERB | TRIGGER_ARMS },
	{ "targeted", KIND_STRIKE, TRIGGER_VERB | TRIGGER_ARMS },
	{ "pounded", KIND_STRIKE, TRIGGER_VERB },
	{ "bombardment", KIND_STRIKE, TRIGGER_NOUN },
	{ "shelled", KIND_STRIKE, TRIGGER_VERB },
	{ "shelling", KIND_STRIKE, TRIGGER_NOUN },
	{ "struck", KIND_STRIKE, TRIGGER_VERB | TRIGGER_FORCE },
	{ "attacked", KIND_ATTACK, TRIGGER_VERB },
	{ "attack", KIND_ATTACK, TRIGGER_NOUN },
	{ "attacks", KIND_ATTACK, TRIGGER_NOUN },
	{ "ambushed", KIND_ATTACK, TRIGGER_VERB },
	{ "blew up", KIND_ATTACK, TRIGGER_VERB },
	{ "exploded", KIND_ATTACK, TRIGGER_NOUN | TRIGGER_ARMS },
	{ "went off", KIND_ATTACK, TRIGGER_NOUN | TRIGGER_ARMS },
	{ "killed", KIND_ATTACK, TRIGGER_VERB | TRIGGER_FIGHTER },
	{ "exchanged fire", KIND_ATTACK, TRIGGER_VERB },
	{ "ambush", KIND_ATTACK, TRIGGER_NOUN },
	{ "stormed", KIND_ATTACK, TRIGGER_VERB },
	{ "raided", KIND_ATTACK, TRIGGER_VERB },
	{ "raid", KIND_ATTACK, TRIGGER_NOUN },
	{ "raids", KIND_ATTACK, TRIGGER_NOUN },
	{ "assault on", KIND_ATTACK, TRIGGER_NOUN },
	{ "shot dead", KIND_ATTACK, TRIGGER_VERB },
	{ "gunned down", KIND_ATTACK, TRIGGER_VERB },
	{ "opened fire", KIND_ATTACK, TRIGGER_VERB },
	{ "car bomb", KIND_ATTACK, TRIGGER_NOUN },
	{ "roadside bomb", KIND_ATTACK, TRIGGER_NOUN },
	{ "suicide bomber", KIND_ATTACK, TRIGGER_NOUN },
	{ "suicide bombing", KIND_ATTACK, TRIGGER_NOUN },
	{ "clashed", KIND_ATTACK, TRIGGER_VERB },
	{ "clashes", KIND_ATTACK, TRIGGER_NOUN },
	{ "protested", KIND_PROTEST, TRIGGER_VERB },
	{ "took to the streets", KIND_PROTEST, TRIGGER_VERB },
	{ "protest", KIND_PROTEST, TRIGGER_NOUN },
	{ "protests", KIND_PROTEST, TRIGGER_NOUN },
	{ "demonstrated", KIND_PROTEST, TRIGGER_VERB },
	{ "demonstration", KIND_PROTEST, TRIGGER_NOUN },
	{ "demonstrations", KIND_PROTEST, TRIGGER_NOUN },
	{ "rallied", KIND_PROTEST, TRIGGER_VERB },
	{ "rioted", KIND_PROTEST, TRIGGER_VERB },
	{ "marched", KIND_PROTEST, TRIGGER_VERB },
	{ "protesters gathered", KIND_PROTEST, TRIGGER_NOUN },
	{ "demonstrators gathered", KIND_PROTEST, TRIGGER_NOUN },
	{ "condemned", KIND_STATEMENT, TRIGGER_VERB },
	{ "denounced", KIND_STATEMENT, TRIGGER_VERB },
	{ "threatened", KIND_STATEMENT, TRIGGER_VERB },
};
/* clang-format on */

enum { NTRIGGERS = sizeof(table) / sizeof(table[0]) };

const char *trigger_mode(const struct trigger *trigger) {
	static const char *const modes[][2] = { { "car bomb", "explosives" },
		{ "roadside bomb", "explosives" }, { "blew up", "explosives" },
		{ "exploded", "explosives" }, { "went off", "explosives" },
		{ "suicide bomber", "suicide-attack" }, { "suicide bombing", "suicide-attack" },
		{ "opened fire", "firearms" }, { "exchanged fire", "firearms" } };
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++)
		if (str_equal(str_of(trigger->words), str_of(modes[i][0])))
			return modes[i][1];
	return NULL;
}

static struct str first_word(const struct trigger *t) {
	struct str rest = str_of(t->words);
	return str_split(&rest, ' ');
}

void triggers_enter(struct words *words) {
	for (size_t i = 0; i < NTRIGGERS; i++) {
		struct str w = first_word(&table[i]);
		char word[32];
		size_t n = w.len < sizeof(word) - 1 ? w.len : sizeof(word) - 1;
		for (size_t k = 0; k < n; k++)
			word[k] = w.at[k];
		word[n] = 0;
		words_add(words, word, WORD_TRIGGER);
	}
}

static bool matches(const struct tokens *tokens, const struct trigger *t, uint32_t i,
	uint32_t *last) {
	struct str rest = str_of(t->words);
	for (uint32_t k = i; rest.at; k++) {
		struct str w = str_split(&rest, ' ');
		if (k >= tokens->n || tokens->at[k].hash != word_hash(w.at, w.len))
			return false;
		if (k > i && !(tokens->at[k].flags & (TOKEN_ADJACENT | TOKEN_HYPHEN)))
			return false;
		*last = k;
	}
	return true;
}

const struct trigger *trigger_at(const struct tokens *tokens, uint32_t i, uint32_t *last) {
	const struct trigger *best = NULL;
	uint32_t end = i;
	if (!(tokens->at[i].classes & WORD_TRIGGER))
		return NULL;
	char letter = (char)(tokens->text.at[tokens->at[i].start] | 32);
	for (size_t k = 0; k < NTRIGGERS; k++) {
		if (table[k].words[0] != letter)
			continue;
		if (!matches(tokens, &table[k], i, &end) || (best && end <= *last))
			continue;
		best = &table[k];
		*last = end;
	}
	return best;
}
