/*
 * err.h - the one way in which anything in cdreview fails.
 *
 * A function that can fail returns int: 0, or a negative enum cdr_code, and
 * fills the struct cdr_err that is its last parameter. The first failure wins;
 * callers may put context before it with cdr_err_prefix, never replace it.
 *
 *	if (...)
 *		return cdr_fail(err, CDR_EOBJECT, "commit %s has no tree", hex);
 *
 * Ownership: struct cdr_err is plain storage of the caller, no release needed.
 * A NULL err is allowed everywhere: the code is returned, the words are lost.
 * What adds to a failure returns CDR_EUSAGE then, never success.
 * Limits: message, place and hint are cut at the sizes below, always terminated.
 */
#ifndef CDREVIEW_ERR_H
#define CDREVIEW_ERR_H

#include <stddef.h>

#define CDR_NODISCARD __attribute__((warn_unused_result))
#define CDR_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

enum cdr_code {
	CDR_OK = 0,
	CDR_EUSAGE = -1,       /* the caller's words are wrong: revision, pathspec, hunk id, option */
	CDR_ENOTFOUND = -2,    /* what was asked for does not exist; nothing was changed */
	CDR_EREPO = -3,        /* the repository cannot be opened or its references read */
	CDR_EOBJECT = -4,      /* an object is missing, damaged or of the wrong type */
	CDR_EREGISTRY = -5,    /* a registry file is wrong; place says where */
	CDR_EPATTERN = -6,     /* a regular expression does not compile or hit a limit */
	CDR_ELIMIT = -7,       /* a cap of ours was reached; nothing was cut silently */
	CDR_ETAMPER = -8,      /* stored verdicts are malformed or contradict each other */
	CDR_ECONFLICT = -9,    /* a reference moved or is locked, retries are used up */
	CDR_EIO = -10,         /* the operating system refused; the message has strerror */
	CDR_EUNSUPPORTED = -11,/* a valid repository of a kind that is not supported yet */
	CDR_ESYNTAX = -12,     /* malformed JSON, YAML or UTF-8; place says where */
	CDR_END = 1,           /* not an error: nothing more will come */
};

struct cdr_err {
	int code;              /* enum cdr_code; 0 while nothing failed */
	char place[256];       /* "path:line:col" or "" */
	char message[512];     /* the cause, no final full stop, no newline */
	char hint[512];        /* what to do next, or "" */
};

/* Records a failure and returns CODE, so that call sites are one line. */
int cdr_fail(struct cdr_err *err, enum cdr_code code, const char *fmt, ...) CDR_PRINTF(3, 4);

/* Gives the failure in ERR a place. LINE and COL are 1-based; 0 leaves them out. Returns err->code. */
int cdr_err_at(struct cdr_err *err, const char *path, size_t line, size_t col);

/* Adds the next step to the failure in ERR, once. Returns err->code. */
int cdr_err_hint(struct cdr_err *err, const char *fmt, ...) CDR_PRINTF(2, 3);

/* Puts "CONTEXT: " before the message. Returns err->code. */
int cdr_err_prefix(struct cdr_err *err, const char *fmt, ...) CDR_PRINTF(2, 3);

#endif
