/*
 * asking.c - limits are counted in matches and bytes, never in seconds: two runs
 * over the same range must say the same.
 */
#include "scan/asking.h"

#include "scan/clause.h"

#include <string.h>

void cdr_asking_begin(struct cdr_filescan *scan, const struct cdr_rule *rule)
{
	struct cdr_asking *asking = &scan->asking;

	asking->rule = rule;
	asking->n_tries = 0;
	asking->n_bytes = 0;
	asking->numbers = NULL;
	memset(asking->answers, 0, sizeof(asking->answers));
	cdr_asking_release(asking);
}

void cdr_asking_release(struct cdr_asking *asking)
{
	for (size_t i = 0; i < asking->filled.n; i++)
		cdr_pattern_free(asking->filled.items[i].pattern);
	asking->filled.n = 0;
}

int cdr_asking_try(struct cdr_asking *asking, struct cdr_err *err)
{
	if (++asking->n_tries <= CDR_TRIES_MAX)
		return 0;
	return cdr_fail(err, CDR_ELIMIT, "it matches more than %u times in this file",
			CDR_TRIES_MAX);
}

int cdr_asking_spend(struct cdr_asking *asking, size_t bytes, struct cdr_err *err)
{
	asking->n_bytes += bytes;
	if (asking->n_bytes <= CDR_ASKED_BYTES)
		return 0;
	return cdr_fail(err, CDR_ELIMIT, "its conditions had to search more than %zu MiB",
			CDR_ASKED_BYTES >> 20);
}

/* --- expressions with holes ------------------------------------------------ */

static const struct cdr_pattern *find_filled(const struct cdr_asking *asking,
					     const struct cdr_clause *clause, struct cdr_str source)
{
	for (size_t i = asking->filled.n; i > 0; i--)
		if (asking->filled.items[i - 1].clause == clause &&
		    cdr_str_eq(asking->filled.items[i - 1].source, source))
			return asking->filled.items[i - 1].pattern;
	return NULL;
}

static int compile(struct cdr_filescan *scan, const struct cdr_clause *clause,
		   struct cdr_str source, const struct cdr_pattern **out, struct cdr_err *err)
{
	struct cdr_asking *asking = &scan->asking;
	struct cdr_filled filled = { clause, cdr_str_copy(scan->scratch, source), NULL };
	int rc;

	if (asking->filled.n >= CDR_VALUES_MAX)
		return cdr_fail(err, CDR_ELIMIT, "its groups captured more than %u different texts",
				CDR_VALUES_MAX);
	rc = cdr_pattern_new(&filled.pattern, filled.source, NULL, err);
	if (rc != 0)
		return cdr_err_prefix(err, "with what its groups captured");
	cdr_pattern_set_passing(filled.pattern);
	*cdr_vec_push(scan->scratch, &asking->filled) = filled;
	*out = filled.pattern;
	return 0;
}

int cdr_asking_pattern(struct cdr_filescan *scan, const struct cdr_clause *clause,
		       const struct cdr_occasion *occasion, const struct cdr_pattern **out,
		       struct cdr_err *err)
{
	struct cdr_buf source;
	int rc = CDR_ENOTFOUND;

	*out = clause->pattern;
	if (!clause->holes)
		return 0;
	cdr_buf_init(&source, CDR_TEMPLATE_BYTES);
	if (occasion->match &&
	    cdr_template_fill(clause->holes, occasion->text, occasion->match, &source)) {
		rc = cdr_buf_check(&source, "expression with what its groups captured", err);
		*out = find_filled(&scan->asking, clause, cdr_buf_str(&source));
		if (rc == 0 && !*out)
			rc = compile(scan, clause, cdr_buf_str(&source), out, err);
	}
	cdr_buf_release(&source);
	return rc;
}
