/*
 * glob.h - path patterns: registry paths and git pathspec globs.
 *
 * '*' and '?' stop at '/', '**' as a whole component crosses it, [a-z] and
 * [!a-z] as in fnmatch, '\' quotes. Linear in len(pattern) x len(path), no
 * recursion on input. {a,b} alternation is understood (nesting depth 1).
 */
#ifndef CDR_BASE_GLOB_H
#define CDR_BASE_GLOB_H

#include "cdreview/str.h"

enum { CDR_GLOB_ICASE = 1 << 0, CDR_GLOB_STAR_CROSSES = 1 << 1 /* git pathspec: '*' crosses '/' */ };

bool cdr_glob_match(struct cdr_str pattern, struct cdr_str path, unsigned flags);

/* CDR_ESYNTAX when PATTERN is malformed (unclosed class or brace, trailing '\'). */
CDR_NODISCARD int cdr_glob_check(struct cdr_str pattern, struct cdr_err *err);

#endif
