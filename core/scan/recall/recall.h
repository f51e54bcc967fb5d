/*
 * recall.h - private to core/scan: what earlier scans have found out about the changes of
 * a range, kept in the git directory.
 *
 * A hint, never a result: of a change that is known those files are scanned again in which
 * there was something, so that all that is shown comes from git's objects. A file that
 * somebody has tampered with can hide a finding from who reads it, so the gate does not.
 *
 * Nothing is read for a range of a few changes, nothing written for a short one: to scan
 * it costs less. Nothing here fails: without a file everything is scanned.
 *
 * Threads: shared by the workers of a scan; every function locks for itself.
 */
#ifndef CDR_SCAN_RECALL_RECALL_H
#define CDR_SCAN_RECALL_RECALL_H

#include "git/repo.h"
#include "scan/recall/memo.h"

#define CDR_RECALL_ASKED 8u     /* changes of a range that are scanned before a file is read */
#define CDR_RECALL_KEPT 256u    /* changes that a range must have for results to be kept */

struct cdr_recall;

/* For scans of REPO by REGISTRY, which both outlive it; NULL when there is no telling the program. */
struct cdr_recall *cdr_recall_new(const struct cdr_repo *repo, const struct cdr_registry *registry);
void cdr_recall_free(struct cdr_recall *recall);

/* What is known of COMMIT, the next one of the range, into MEMO, which is empty. False: nothing. */
bool cdr_recall_ask(struct cdr_recall *recall, const struct cdr_oid *commit, struct cdr_memo *memo);

/* Takes down MEMO of a change, or of a slice of one: then it is whole with its last slice. */
void cdr_recall_note(struct cdr_recall *recall, const struct cdr_memo *memo);

/* Writes what was taken down. */
void cdr_recall_save(struct cdr_recall *recall);

#endif
