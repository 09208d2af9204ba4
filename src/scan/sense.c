#include "scan/sense.h"

#include <math.h>
#include <string.h>

bool is_country(const struct place *p) {
	return str_equal(p->class, STR("country"));
}

bool is_division(const struct place *p) {
	return str_starts(p->feature_code, STR("ADM"));
}

static void copy(char *out, size_t size, struct str s) {
	size_t n = s.len < size - 1 ? s.len : size - 1;
	memcpy(out, s.at, n);
	out[n] = 0;
}

void setting_add_country(struct setting *s, struct str code, double weight) {
	if (code.len != 2)
		return;
	uint32_t i = 0;
	while (i < s->ncountries && !str_equal(code, str_of(s->country[i].code)))
		i++;
	if (i == MOST_COUNTRIES)
		return;
	if (i == s->ncountries) {
		copy(s->country[i].code, sizeof(s->country[i].code), code);
		s->country[i].weight = 0;
		s->ncountries++;
	}
	s->country[i].weight += weight;
}

void setting_add_division(struct setting *s, const struct place *p, double weight) {
	if (!p->admin1.len || p->admin1.len >= sizeof(s->division[0].admin1))
		return;
	uint32_t i = 0;
	while (i < s->ndivisions
		&& !(str_equal(p->country, str_of(s->division[i].country))
			&& str_equal(p->admin1, str_of(s->division[i].admin1))))
		i++;
	if (i == MOST_DIVISIONS)
		return;
	if (i == s->ndivisions) {
		copy(s->division[i].country, sizeof(s->division[i].country), p->country);
		copy(s->division[i].admin1, sizeof(s->division[i].admin1), p->admin1);
		s->division[i].weight = 0;
		s->ndivisions++;
	}
	s->division[i].weight += weight;
}

double rough_distance(struct point a, struct point b) {
	static const double degree = 111.2, radian = 3.14159265358979 / 180;
	double dx = fabs(a.x - b.x), dy = a.y - b.y;
	if (dx > 180)
		dx = 360 - dx;
	dx *= cos((a.y + b.y) / 2 * radian);
	return degree * sqrt(dx * dx + dy * dy);
}

double lies_in(const struct place *a, const struct place *b) {
	static const double region_km = 900, town_km = 60;
	if (is_country(b))
		return !is_country(a) && str_equal(a->country, b->country) ? 1 : 0;
	if (is_country(a))
		return 0;
	if (str_equal(b->feature_code, STR("ADM1")))
		return str_equal(a->country, b->country) && str_equal(a->admin1, b->admin1)
				&& !str_equal(a->id, b->id)
			? 1
			: 0;
	double km = rough_distance(a->at, b->at);
	if (str_equal(b->class, STR("region")) || str_equal(b->class, STR("island")))
		return km < fmin(region_km, b->precision / 1000 + 50) ? 0.8 : 0;
	return km < town_km ? 0.7 : 0;
}

static double country_weight(const struct setting *s, struct str code) {
	double most = 0, own = 0;
	for (uint32_t i = 0; i < s->ncountries; i++) {
		most = fmax(most, s->country[i].weight);
		if (str_equal(code, str_of(s->country[i].code)))
			own = s->country[i].weight;
	}
	return own <= 0 ? 0 : 0.5 * fmin(1, own / 2) + 0.5 * own / most;
}

static double division_weight(const struct setting *s, const struct place *p) {
	for (uint32_t i = 0; i < s->ndivisions; i++)
		if (str_equal(p->country, str_of(s->division[i].country))
			&& str_equal(p->admin1, str_of(s->division[i].admin1)))
			return fmin(1, 0.5 + s->division[i].weight / 4);
	return 0;
}

/* What is said by size and by the name itself. */
static double prior(const struct place_exact *r) {
	double people = (double)r->people;
	/* "New York", "Washington", "Kirkuk": the city, unless more is said; all of the
	 * division's people are no reason. */
	bool division = is_division(&r->place);
	double p = 0.15 * log10(1 + (division ? people / 8 : people)) + 1.4 * r->fit - 0.4;
	if (is_country(&r->place))
		p += 0.45;
	/* Governments are called by their capitals. */
	bool capital = str_equal(r->place.feature_code, STR("PPLC"));
	if (capital && r->place.population > 300000)
		p += 0.12;
	if (str_equal(r->place.feature_code, STR("PPLA")))
		p += 0.08;
	return p - (division ? 0.1 : 0);
}

static double own_context(const struct setting *s, const struct place *p) {
	return 0.3 * country_weight(s, p->country) + 0.2 * division_weight(s, p);
}

/* Places that are named beside a sense's mentions, each once. */
enum { MOST_BESIDE = 16 };

struct beside {
	const struct place_exact *reading[MOST_BESIDE];
	uint32_t sense[MOST_BESIDE];
	double weight[MOST_BESIDE];
	uint32_t n;
};

static void add_beside(struct beside *b, uint32_t sense, const struct place_exact *r,
	double weight) {
	uint32_t i = 0;
	while (i < b->n && b->sense[i] != sense)
		i++;
	if (i == MOST_BESIDE)
		return;
	if (i == b->n) {
		b->sense[i] = sense;
		b->reading[i] = r;
		b->weight[i] = 0;
		b->n++;
	}
	b->weight[i] = fmax(b->weight[i], weight);
}

static bool is_doubtful(const struct sense *s);

/* Countries and seas are near to nothing; what is doubtful itself says less, and
 * the next in the text says most: the two ends of a way. */
static void find_beside(const struct sense *sense, const struct candidate_mention *m,
	uint32_t nmentions, uint32_t own, struct beside *b) {
	enum { AROUND = 6, MOST_MENTIONS = 8 };
	uint32_t seen = 0;
	b->n = 0;
	for (uint32_t i = sense[own].first; i < nmentions && seen < MOST_MENTIONS;
		i = m[i].next, seen++) {
		uint32_t from = i < AROUND ? 0 : i - AROUND,
			 to = i + AROUND >= nmentions ? nmentions - 1 : i + AROUND;
		for (uint32_t k = from; k <= to; k++) {
			const struct sense *other = &sense[m[k].sense];
			const struct place_exact *r = &other->reading[other->chosen];
			if (m[k].sense == own || m[k].refused || is_country(&r->place)
				|| str_equal(r->place.class, STR("sea")))
				continue;
			bool next = k + 1 == i || k == i + 1;
			double weight = next ? 0.35 : 0.2;
			add_beside(b, m[k].sense, r, is_doubtful(other) ? weight / 2 : weight);
		}
	}
}

/* What is named together is often near together. */
static double nearness(const struct beside *b, const struct place_exact *r) {
	static const double near_km = 120, most = 0.6;
	double sum = 0;
	for (uint32_t i = 0; i < b->n; i++) {
		const struct place *p = &b->reading[i]->place;
		if (b->reading[i]->number == r->number)
			continue;
		double far = rough_distance(p->at, r->place.at) / near_km;
		sum += b->weight[i] / (1 + far * far);
	}
	return fmin(sum, most);
}

/* Of a division and its town of one name the town, when nothing was said for the
 * division: "Basra" is the city though the atlas writes Basrah. */
static void prefer_town(struct sense *own) {
	static const double said = 0.35, least_fit = 0.8, near_km = 150;
	const struct place_exact *d = &own->reading[own->chosen];
	if (!is_division(&d->place) || (own->support && own->support[own->chosen] > said))
		return;
	for (uint32_t r = 0; r < own->n; r++) {
		const struct place_exact *t = &own->reading[r];
		if (is_division(&t->place) || is_country(&t->place) || t->fit < least_fit
			|| (t->people < d->people / 8
				&& !str_starts(t->place.feature_code, STR("PPLA")))
			|| !str_equal(t->place.country, d->place.country)
			|| rough_distance(t->place.at, d->place.at) > near_km)
			continue;
		own->chosen = r;
		return;
	}
}

static void choose(struct sense *own, const struct beside *beside, const struct setting *setting) {
	double best = -1;
	uint32_t chosen = 0;
	for (uint32_t r = 0; r < own->n; r++) {
		const struct place_exact *reading = &own->reading[r];
		double context = own_context(setting, &reading->place)
			+ (own->support ? own->support[r] : 0) + nearness(beside, reading);
		/* A name that hardly anybody uses is not meant because its place is near. */
		if (reading->fit < 0.7)
			context *= 0.5;
		double total = prior(reading) + context;
		if (total > best) {
			best = total;
			chosen = r;
			own->best = context;
		}
	}
	own->chosen = chosen;
	prefer_town(own);
}

/* Another place of that name elsewhere is nearly as likely: then the choice says
 * nothing about what the text is about. */
static bool is_doubtful(const struct sense *s) {
	static const double said = 0.3, rival = 20;
	const struct place_exact *own = &s->reading[s->chosen];
	if (s->support && s->support[s->chosen] > said)
		return false;
	for (uint32_t r = 0; r < s->n; r++) {
		const struct place_exact *o = &s->reading[r];
		if (o->fit >= own->fit && !str_equal(o->place.country, own->place.country)
			&& o->people * rival > own->people)
			return true;
	}
	return false;
}

static void set_places(struct setting *setting, const struct sense *sense, uint32_t nsenses) {
	for (uint32_t i = 0; i < nsenses; i++) {
		const struct place_exact *r = &sense[i].reading[sense[i].chosen];
		double times = fmin(3, sense[i].mentions);
		if (is_country(&r->place)) {
			setting_add_country(setting, r->place.country, times);
		} else if (sense[i].accepted && !is_doubtful(&sense[i])) {
			setting_add_country(setting, r->place.country, 0.4 * times);
			setting_add_division(setting, &r->place,
				is_division(&r->place) ? times : 0.3 * times);
		}
	}
}

void senses_choose(struct sense *sense, uint32_t nsenses, const struct candidate_mention *m,
	uint32_t nmentions, struct setting *setting) {
	struct beside beside = { .n = 0 };
	set_places(setting, sense, nsenses);
	for (uint32_t i = 0; i < nsenses; i++)
		choose(&sense[i], &beside, setting);
	for (int round = 0; round < 2; round++)
		for (uint32_t i = 0; i < nsenses; i++) {
			find_beside(sense, m, nmentions, i, &beside);
			choose(&sense[i], &beside, setting);
		}
}
