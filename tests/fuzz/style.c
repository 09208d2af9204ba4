/* Styles, expressions, functions and filters, chosen by the first byte of the input;
 * seeds in style/. */
#include <math.h>
#include <stddef.h>
#include <stdint.h>

#include "evaluate.h"
#include "style/style.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every property of every layer that shows, twice: with the columns remembered. */
static void evaluate_style(const struct style *style, struct expr_env *env) {
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < style->nlayers; i++)
			for (int p = 0; p < STYLE_NPROPS; p++)
				if (style_layer_shows(&style->layer[i], env))
					style_value(&style->layer[i], (enum style_prop)p, env);
		env->cache = style_cache(style, env->scratch);
	}
}

static void read_expression(const struct json *json, uint8_t kind, struct expr_env *env) {
	struct arena *arena = env->scratch;
	struct expr_names names = { NULL, 0, 0 };
	struct expr_errors errors = { NULL, 0, 0 };
	struct prop_spec spec = { .name = "p",
		.type = (enum spec_type)(kind % (SPEC_ARRAY_COLOR + 1)),
		.flags = SPEC_ZOOM | SPEC_DATA | SPEC_LERP | SPEC_TOKENS,
		.words = "a b" };
	const struct expr *e = kind == 255 ? expr_parse_filter(json, &names, arena, &errors)
					   : expr_parse(json, &spec, &names, arena, &errors);
	if (e)
		result_of(e, env, arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	struct arena arena = ARENA_INIT;
	struct diag diag;
	if (size == 0)
		return 0;
	struct source source = { "input", { (const char *)data + 1, size - 1 } };
	struct feature feature = feature_of("{\"name\":\"a\",\"n\":2,\"list\":[1,2],\"kind\":null}",
		&arena);
	struct point point[] = { { 44, 33 }, { 45, 34 }, { 44, 34 }, { 44, 33 } };
	uint32_t end = 4;
	feature.geom = (struct geom){ .type = (enum geom_type)(data[0] % 3),
		.npoints = 4,
		.nparts = 1,
		.point = point,
		.end = &end };
	struct expr_env env = { .zoom = 5, .feature = &feature, .scratch = &arena };
	diag_init(&diag, &arena);
	if (data[0] < 128) {
		const struct style *style = style_parse(&source, &arena, &diag);
		if (style)
			evaluate_style(style, &env);
	} else {
		const struct json *json = json_parse(&source, &arena, &diag);
		if (json)
			read_expression(json, data[0] == 255 ? 255 : (uint8_t)(data[0] - 128),
				&env);
	}
	arena_release(&arena);
	return 0;
}
