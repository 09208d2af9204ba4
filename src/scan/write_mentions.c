#include "scan/json.h"
#include "scan/scan.h"

static void put_string(struct out *out, const char *key, struct str value) {
	out_printf(out, ",\"%s\":", key);
	json_put_string(out, value);
}

static void put_mention(struct out *out, struct str file, const struct tokens *tokens,
	const struct mention *m, uint32_t points) {
	const struct token *first = &tokens->at[m->first], *last = &tokens->at[m->last];
	const struct place *p = &m->place->place;
	out_str(out, STR("{\"file\":"));
	json_put_string(out, file);
	put_string(out, "text", str_slice(tokens->text, first->start, last->end));
	out_printf(out, ",\"start\":%u,\"end\":%u", points + first->point,
		points + last->point + last->npoints);
	put_string(out, "kind", m->kind);
	put_string(out, "name", p->name);
	out_str(out, STR(",\"lon\":"));
	out_number(out, p->at.x, 6);
	out_str(out, STR(",\"lat\":"));
	out_number(out, p->at.y, 6);
	put_string(out, "country", p->country);
	put_string(out, "id", p->id);
	out_str(out, STR(",\"score\":"));
	out_number(out, m->score, 3);
	out_str(out, STR("}\n"));
}

void scan_write_mentions(struct out *out, struct str file, const struct scanned *scanned,
	uint32_t points) {
	for (uint32_t i = 0; i < scanned->mentions.n; i++)
		put_mention(out, file, &scanned->tokens, &scanned->mentions.at[i], points);
}
