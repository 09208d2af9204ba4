#ifndef APP_VERSION_H
#define APP_VERSION_H

#define SITMAP_VERSION "0.1.0"
#define SITMAP_RELEASED "November 20, 2026" /* the date of the manual pages */

#endif
