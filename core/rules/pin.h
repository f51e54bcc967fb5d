/* pin.h - a file that is named together with the digest that it must have. */
#ifndef CDR_RULES_PIN_H
#define CDR_RULES_PIN_H

#include "rules/diags.h"

struct cdr_pin {
	struct cdr_str path;
	struct cdr_hash digest;   /* SHA-256 of the file's bytes */
	bool is_pinned;           /* else there is no digest */
};

/* Takes "PATH#sha256=HEX" of AT apart; false, with the fault in DIAGS, when that is no digest. */
bool cdr_pin_parse(struct cdr_pin *out, const struct cdr_yaml *at, struct cdr_diags *diags);

/* Reads the digest HEX of AT, which KEY ("registry.sha256") has. */
bool cdr_pin_digest(struct cdr_hash *out, struct cdr_str hex, const struct cdr_yaml *at,
		    const char *key, struct cdr_diags *diags);

#endif
