/* path.h - paths that somebody else wrote. */
#ifndef CDR_BASE_PATH_H
#define CDR_BASE_PATH_H

#include "cdreview/str.h"

/* True if PATH may lead out of the tree that it is read from. */
bool cdr_path_escapes(struct cdr_str path);

/* PATH as seen from the folder of FILE, NUL-terminated. */
struct cdr_str cdr_path_beside(struct cdr_arena *arena, struct cdr_str file, struct cdr_str path);

#endif
