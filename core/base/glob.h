/*
 * glob.h - path patterns: registry paths and git pathspec globs.
 *
 * '*' and '?' stop at '/', '**' as a whole component crosses it, [a-z] and
 * [!a-z] as in fnmatch, '\' quotes. Linear in len(pattern) x len(path), no
 * recursion on input. {a,b} alternation is understood (nesting depth 1).
 * "a" does not match "a/b": that a directory means what is below it is the caller's.
 * Limits: CDR_GLOB_MAX bytes, 32 classes. A pattern that is malformed or over a
 * limit matches nothing, so check it once where it comes from.
 */
#ifndef CDR_BASE_GLOB_H
#define CDR_BASE_GLOB_H

#include "cdreview/str.h"

#define CDR_GLOB_MAX 4096     /* PATH_MAX of Linux */

enum {
	CDR_GLOB_ICASE = 1 << 0,         /* ASCII letters only, as git */
	CDR_GLOB_STAR_CROSSES = 1 << 1,  /* git pathspec: '*', '?' and classes match '/' too */
	CDR_GLOB_NO_BRACES = 1 << 2,     /* git pathspec: '{' is an ordinary byte */
};

bool cdr_glob_match(struct cdr_str pattern, struct cdr_str path, unsigned flags);

/* CDR_ESYNTAX when PATTERN is malformed (unclosed class or brace, trailing '\'), CDR_ELIMIT over a limit. */
CDR_NODISCARD int cdr_glob_check(struct cdr_str pattern, struct cdr_err *err);

#endif
