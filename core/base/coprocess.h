/*
 * coprocess.h - a child that stays and is asked again and again.
 *
 * Questions are small (a line) and each is answered before the next is put, so
 * neither side can wait for the other for ever; who is silent beyond the
 * spawn's patience is given up. What it says on stderr is kept in memory.
 *
 * Ownership: cdr_coprocess_open/_close. Threads: one at a time.
 * Errors: CDR_EIO when it has ended or is silent, with the first line of its
 * stderr; it answers nothing any more then and is only good to be closed.
 */
#ifndef CDR_BASE_COPROCESS_H
#define CDR_BASE_COPROCESS_H

#include "base/spawn.h"

struct cdr_coprocess;

/* CDR_ENOTFOUND when there is no such program. */
CDR_NODISCARD int cdr_coprocess_open(struct cdr_coprocess **out, const struct cdr_spawn *child,
				     struct cdr_err *err);

/* Ends it, by force if need be. */
void cdr_coprocess_close(struct cdr_coprocess *coprocess);

CDR_NODISCARD int cdr_coprocess_ask(struct cdr_coprocess *coprocess, struct cdr_str question,
				    struct cdr_err *err);

/*
 * The next line of its answer without LF, borrowed until the next call. One
 * longer than CDR_COPROCESS_LINE_MAX is CDR_ELIMIT.
 */
#define CDR_COPROCESS_LINE_MAX ((size_t)4096)
CDR_NODISCARD int cdr_coprocess_line(struct cdr_coprocess *coprocess, struct cdr_str *line,
				     struct cdr_err *err);

/* Exactly LEN bytes of its answer. */
CDR_NODISCARD int cdr_coprocess_bytes(struct cdr_coprocess *coprocess, char *to, size_t len,
				      struct cdr_err *err);

#endif
