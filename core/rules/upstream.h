/*
 * upstream.h - the key `registry`: where a shared registry is fetched from, and the pin of the
 * copy that was fetched. What judges is that copy, a file beside the registry; the address is
 * for `cdreview rules update` alone.
 */
#ifndef CDR_RULES_UPSTREAM_H
#define CDR_RULES_UPSTREAM_H

#include "rules/pin.h"
#include "rules/schema.h"

/* The copy, in the folder of the registry that names its source. */
#define CDR_SHARED_FILE "shared.yaml"

/* An address that can be handed to git. */
struct cdr_upstream {
	struct cdr_str url, ref, path;   /* NUL-terminated */
	struct cdr_str commit;           /* that the copy comes from; {NULL, 0}: nothing fetched yet */
	struct cdr_pin copy;             /* not pinned: nothing fetched yet */
};

/* Reads FORM; false, with the faults in DIAGS, when it may not be handed to git. */
bool cdr_upstream_read(struct cdr_upstream *out, const struct cdr_upstream_form *form,
		       struct cdr_diags *diags);

/* Where a copy comes from, in hexadecimal digits. */
struct cdr_upstream_pin {
	const char *commit, *sha256;
};

/*
 * TEXT of the registry file PATH with PIN in its key `registry`, in ARENA; all else stays as
 * it is. CDR_EREGISTRY when there is no such key or it is written in a way that is not known.
 */
CDR_NODISCARD int cdr_upstream_repin(struct cdr_str *text, struct cdr_str path,
				     const struct cdr_upstream_pin *pin, struct cdr_arena *arena,
				     struct cdr_err *err);

#endif
