#ifndef STYLE_EXPR_H
#define STYLE_EXPR_H

#include "base/json.h"
#include "data/feature.h"

/* What an expression may look at while it runs. */
struct expr_env {
	double zoom;
	const struct feature *feature;          /* NULL: none */
	const struct value *global_state;       /* object, or NULL */
	const struct value *feature_state;      /* object, or NULL */
	/* Names that ["image", ...] finds; NULL: all. */
	bool (*has_image)(void *user, struct str name);
	void *user;
	struct arena *scratch;                  /* strings that evaluation makes */
};

/* Typed, checked and folded; never changes after it was parsed, so threads
 * may share it. */
struct expr;

#endif
