/*
 * template.h - expressions with holes: `{name}` stands for what the trigger's
 * group of that name captured, character for character.
 *
 * `CREATE TABLE {t}\b` beside a trigger with (?<t>\w+). A brace that is meant
 * is written \{; {2}, \p{Lu}, \x{41}, \k{name} and what \Q...\E quotes are no holes.
 */
#ifndef CDR_RULES_TEMPLATE_H
#define CDR_RULES_TEMPLATE_H

#include "rules/pattern.h"

#define CDR_TEMPLATE_BYTES ((size_t)16 << 10)   /* of a filled expression */

/* Text of the expression, and the group whose value comes after it; -1: none. */
struct cdr_template_part {
	struct cdr_str text;
	int group;
};

struct cdr_template {
	const struct cdr_template_part *parts;
	size_t n;
};

/*
 * Cuts RE at its holes, with groups of TRIGGER (NULL: it has none). NULL when
 * there is no hole. A name that is no group goes to *UNKNOWN, else {NULL, 0}.
 */
const struct cdr_template *cdr_template_parse(struct cdr_arena *arena, struct cdr_str re,
					      const struct cdr_pattern *trigger,
					      struct cdr_str *unknown);

/*
 * The expression for what MATCH captured in SUBJECT, into OUT (cleared first; its cap
 * may be met: see `full`). False when a group captured nothing: then nothing can match.
 */
bool cdr_template_fill(const struct cdr_template *template, struct cdr_str subject,
		       const struct cdr_match *match, struct cdr_buf *out);

/* The expression with every hole filled with SAMPLE: what it would compile to. */
void cdr_template_sample(const struct cdr_template *template, struct cdr_str sample,
			 struct cdr_buf *out);

#endif
