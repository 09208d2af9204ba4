#ifndef APP_PROGRAM_H
#define APP_PROGRAM_H

#include "base/digest.h"

/* What draws: this program, and every library it is linked with by its build id, so
 * that an upgrade of Cairo is seen. */
struct program {
	struct digest own, libraries;
};

struct program program_identify(struct arena *arena);

/* File names of the libraries that are linked, which have their versions, sorted. */
uint32_t program_libraries(struct str **name, struct arena *arena);

#endif
