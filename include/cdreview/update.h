/*
 * update.h - `cdreview rules update`: a newer copy of the shared registry that the key
 * `registry` names, fetched, checked and compared before anything is written.
 *
 * The one place where cdreview lets git speak to a remote, and only when a person says so.
 * What is written is a change of the work tree, to be reviewed and committed like another.
 */
#ifndef CDREVIEW_UPDATE_H
#define CDREVIEW_UPDATE_H

#include "cdreview/rule.h"
#include "cdreview/session.h"

enum cdr_effect { CDR_TIGHTENS, CDR_LOOSENS, CDR_CHANGES };

/* What the new copy does to a rule, or to exceptions of it. */
struct cdr_rule_change {
	enum cdr_effect effect;
	struct cdr_str id;
	struct cdr_str words;
};

struct cdr_update_news {
	struct cdr_str url, ref, path;     /* where it was fetched from */
	struct cdr_str registry, copy;     /* files that an update writes */
	struct cdr_str old_commit;         /* {NULL, 0}: nothing was fetched before */
	struct cdr_str new_commit;
	bool is_new;                       /* it is not the pinned one */
	bool is_damaged;                   /* the pinned copy is absent or was altered */
	const struct cdr_rule_change *changes;
	size_t n_changes;
};

struct cdr_update;

struct cdr_update_options {
	struct cdr_where where;            /* its `env` says how git gets at the remote */
	const char *registry;              /* FILE, or NULL: the one of the work tree */
	const char *today;                 /* "YYYY-MM-DD" */
};

/*
 * Fetches and compares, writes nothing. On failure *OUT may hold diags; free it in any case.
 * Errors: CDR_EUSAGE (no shared registry is named), CDR_EREGISTRY with a place (address, copy
 * or fetched file), CDR_EREPO (git's words), CDR_ENOTFOUND and those of the file, CDR_EIO.
 */
CDR_NODISCARD int cdr_update_fetch(struct cdr_update **out, const struct cdr_update_options *options,
				   struct cdr_err *err);
void cdr_update_free(struct cdr_update *update);

const struct cdr_update_news *cdr_update_get(const struct cdr_update *update);

/* What is said about the registry as it would be. */
size_t cdr_update_diags(const struct cdr_update *update, const struct cdr_diag **out);

/* Writes the copy, then its pin. CDR_EIO. */
CDR_NODISCARD int cdr_update_apply(struct cdr_update *update, struct cdr_err *err);

#endif
