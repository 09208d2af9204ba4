#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/json.h"

/* A YAML document as the tree that JSON has, positions included; plain scalars
 * become null, booleans and numbers by the JSON schema of YAML 1.2.  Anchors,
 * tags and merge keys are errors. */
const struct json *yaml_parse(const struct source *source, struct arena *arena,
	struct diag *diag);

#endif
