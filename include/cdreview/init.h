/*
 * init.h - what `cdreview init` would do to a repository, as a plan that is
 * shown first and carried out after.
 *
 * Nothing that exists is overwritten: a step whose file or setting is already
 * there is `done` before it starts, or `blocked` when it is there otherwise.
 */
#ifndef CDREVIEW_INIT_H
#define CDREVIEW_INIT_H

#include "cdreview/session.h"

enum cdr_init_kind { CDR_INIT_FILE, CDR_INIT_CONFIG };
enum cdr_init_state { CDR_INIT_TODO, CDR_INIT_DONE, CDR_INIT_BLOCKED };

struct cdr_init_step {
	enum cdr_init_kind kind;
	enum cdr_init_state state;
	struct cdr_str name;       /* path below the work tree, or config key */
	struct cdr_str value;      /* content of the file, or value of the key */
	struct cdr_str found;      /* BLOCKED: what is there instead */
	bool add;                  /* CONFIG: one more value of a key that may have several */
};

struct cdr_init;

/*
 * Looks at the repository: work tree (for frameworks), remotes, settings.
 * CDR_EUSAGE for a bare repository, else as cdr_session_open.
 */
CDR_NODISCARD int cdr_init_plan(struct cdr_init **out, const struct cdr_where *where, struct cdr_err *err);
void cdr_init_free(struct cdr_init *init);

size_t cdr_init_steps(const struct cdr_init *init, const struct cdr_init_step **out);
size_t cdr_init_frameworks(const struct cdr_init *init, const struct cdr_str **out); /* "django", ... */

/* Carries out step IDX, which must be TODO. CDR_EIO with the path or key. */
CDR_NODISCARD int cdr_init_apply(struct cdr_init *init, size_t idx, struct cdr_err *err);

#endif
