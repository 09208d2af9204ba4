#ifndef BASE_YAML_H
#define BASE_YAML_H

#include "base/json.h"

/*
 * A YAML document as the tree that JSON has, positions included.  Plain scalars
 * become null, booleans and numbers by the JSON schema of YAML 1.2 (section
 * 10.2; also "~" and nothing at all are null), everything else is text: "no" is
 * a country, 2020-04-07 a word.  Text is copied into the arena or points into
 * the source.
 *
 * Anchors, aliases, tags, merge keys, keys that are no text, a second document
 * and a key that stands twice are errors, all reported.  NULL when the text
 * cannot be read to its end (syntax, UTF-8, a limit); otherwise the tree, so that
 * its content can be checked too: a caller that only wants valid files looks at
 * diag->errors.
 */
const struct json *yaml_parse(const struct source *source, struct arena *arena, struct diag *diag);

#endif
