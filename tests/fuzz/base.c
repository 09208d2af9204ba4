/* The parsers of base/, chosen by the first byte of the input; seeds in base/. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/color.h"
#include "base/csv.h"
#include "base/date.h"
#include "base/json.h"
#include "base/number.h"
#include "base/yaml.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void read_csv(const struct source *source, struct arena *arena, struct diag *diag) {
	struct csv csv;
	struct csv_row row;
	csv_open(&csv, source, arena);
	while (csv_next(&csv, &row, diag))
		;
}

/* The tree and the tokens must agree whether this is JSON. */
static void read_json(const struct source *source, struct arena *arena, struct diag *diag) {
	struct json_reader reader = { .source = source, .arena = arena };
	const struct json *root = json_parse(source, arena, diag);
	bool skipped = json_skip(&reader, diag);
	struct json value;
	bool ended = skipped && json_next(&reader, &value, diag) == JSON_TOKEN_END;
	if (ended != (root != NULL))
		abort();
}

static void read_word(struct str text) {
	struct color color;
	struct date date;
	char printed[NUMBER_SIZE], back[DATE_SIZE];
	double number, again;
	if (color_parse(text, &color))
		color_format(color, printed);
	if (date_parse(text, &date))
		date_format(date, STR("ar-IQ"), back, sizeof(back));
	if (str_to_double(text, &number)) {
		int len = number_format(number, printed);
		if (!str_to_double((struct str){ printed, (size_t)len }, &again) || again != number)
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	if (size == 0)
		return 0;
	struct source source = { "input", { (const char *)data + 1, size - 1 } };
	diag_init(&diag, &arena);
	switch (data[0] % 4) {
	case 0:
		read_json(&source, &arena, &diag);
		break;
	case 1:
		yaml_parse(&source, &arena, &diag);
		break;
	case 2:
		read_csv(&source, &arena, &diag);
		break;
	default:
		read_word(source.text);
	}
	arena_release(&arena);
	return 0;
}
