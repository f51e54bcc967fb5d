/*
 * builtin.h - rules that are always on: what no registry has to ask for and
 * none can turn off.
 */
#ifndef CDR_SCAN_BUILTIN_H
#define CDR_SCAN_BUILTIN_H

#include "cdreview/rule.h"
#include "rules/registry.h"

enum cdr_builtin {
	CDR_BUILTIN_UNSCANNABLE,   /* a hunk could not be read or a rule gave up on it */
	CDR_BUILTIN_CUT,           /* a rule fires more often than is listed */
	CDR_BUILTIN_INVISIBLE,     /* added text that does not look like what it is */
	CDR_BUILTIN_BINARY,
	CDR_BUILTIN_MODE,
	CDR_BUILTIN_TYPE,
	CDR_BUILTIN_EMPTY,
	CDR_BUILTIN_REGISTRY,      /* a file that the rules in force come from */
	CDR_BUILTIN_SUBMODULE,
	CDR_BUILTIN_SYMLINK,
	CDR_BUILTIN_SUPPRESSION,   /* a suppression in the code that excuses nothing */
};

/* All of them, *N; static storage. */
const struct cdr_rule *cdr_builtin_rules(size_t *n);
const struct cdr_rule *cdr_builtin_rule(enum cdr_builtin which);

/* True if nothing may excuse findings of RULE: they say that the scan is incomplete. */
bool cdr_builtin_is_final(const struct cdr_rule *rule);

/*
 * What of a file has findings of these rules whatever its text is: a symbolic link, a
 * submodule, a registry, a name that hides something. (Hunks that are no text have, too.)
 */
bool cdr_builtin_wants_file(const struct cdr_registry *registry, const struct cdr_file *file);

/* True if TEXT has nothing but printable ASCII, blanks and line ends: then no built-in rule flags it. */
bool cdr_builtin_is_plain_text(struct cdr_str text);

/* False only if none of LINES, which begin with a file's FIRST line or not, is flagged when it is added. */
bool cdr_builtin_may_flag_text(struct cdr_str lines, bool first);

#endif
