#ifndef GAZETTEER_MERGE_H
#define GAZETTEER_MERGE_H

#include "gazetteer/gather.h"

/* Rows of one id become one place, in the order of countries, within one the
 * largest first; rows that only add to an id that no source has are left out. */
bool merge_rows(struct sorter *rows, struct sorter *places, struct diag *diag);

#endif
