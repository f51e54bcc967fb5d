/*
 * rulebook.h - registry files by themselves, without a repository: lint and test.
 */
#ifndef CDREVIEW_RULEBOOK_H
#define CDREVIEW_RULEBOOK_H

#include "cdreview/rule.h"

/*
 * Loads the files PATHS as one registry; with N 0 the shipped packs. TODAY is
 * "YYYY-MM-DD". On failure *OUT still holds the diags, if there is one; free
 * it in any case. Errors: CDR_EREGISTRY, CDR_EIO.
 */
CDR_NODISCARD int cdr_rulebook_open(struct cdr_registry **out, const char *const *paths, size_t n,
				    const char *today, struct cdr_err *err);
void cdr_rulebook_close(struct cdr_registry *registry);

/* Everything said about the files, warnings included. Borrowed from the registry. */
size_t cdr_rulebook_diags(const struct cdr_registry *registry, const struct cdr_diag **out);

/*
 * What a linter says beyond that, of the expressions in the files of REGISTRY (shipped packs
 * left out): errors of what backtracks badly, notes. *OUT is in ARENA.
 */
size_t cdr_rulebook_lint(const struct cdr_registry *registry, struct cdr_arena *arena,
			 const struct cdr_diag **out);

/*
 * Runs the examples of RULE. *N failures in ARENA, each "path:line: words".
 * CDR_ENOTFOUND if the rule is not active or has no examples.
 */
CDR_NODISCARD int cdr_rulebook_test(const struct cdr_registry *registry, const struct cdr_rule *rule,
				    struct cdr_arena *arena, const struct cdr_str **failures, size_t *n);

/* The rules built into the scan itself (unscannable, invisible text, ...), which no registry can turn off. */
const struct cdr_rule *cdr_rulebook_builtin(size_t *n);

#endif
