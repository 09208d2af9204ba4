/* Included before every file of src/ by the Makefile: calls that cannot be made
 * safe, or that depend on the locale, do not compile. */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A macro where stdlib.h shows everything it has. */
#undef alloca

#pragma GCC poison strcpy strcat sprintf vsprintf gets atoi atol atof strtod strtof
#pragma GCC poison system popen alloca setlocale tmpnam mktemp

#endif
