/*
 * detect.h - which frameworks a work tree uses, by its manifests.
 */
#ifndef CDR_DETECT_H
#define CDR_DETECT_H

#include "cdreview/str.h"

/*
 * Names ("django", "fastapi", "rails", ...) in ARENA, each once, in the order
 * of the table. Looks at manifests in DIR and in its direct subfolders.
 */
size_t cdr_detect_frameworks(struct cdr_str dir, struct cdr_arena *arena, const struct cdr_str **out);

#endif
