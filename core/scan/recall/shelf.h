/*
 * shelf.h - private to core/scan: the file of results in the git directory.
 *
 * cdreview-results/KEY, one for each key, in a git directory that belongs to whoever scans,
 * for him alone. It is rebuilt by any scan, so nothing here is an error: what cannot be read
 * is as if it were not there, what cannot be written is not.
 *
 * Processes: readers share a lock on the file, writers have it alone. A block is one write
 * to the end; what is unsound behind the sound part is cut off first. Nobody waits longer
 * than CDR_SHELF_WAIT_MS.
 * Limits: CDR_RESULTS_FILE_MAX bytes; the CDR_SHELF_FILES files used last are kept.
 */
#ifndef CDR_SCAN_RECALL_SHELF_H
#define CDR_SCAN_RECALL_SHELF_H

#include "scan/recall/table.h"

#define CDR_SHELF_WAIT_MS 20
#define CDR_SHELF_FILES 4u

struct cdr_shelf {
	struct cdr_str dir;                  /* common git directory, ends in '/'; borrowed */
	struct cdr_hash key;
	size_t found, sound;                 /* bytes of the file when it was read */
};

/*
 * The whole file into ARENA; {NULL, 0} when there is none that is ours alone. It counts as
 * used now. The caller sets `sound` to how much of it is.
 */
struct cdr_str cdr_shelf_read(struct cdr_shelf *shelf, struct cdr_arena *arena);

/*
 * Adds a block of MEMOS, making folder and file where there are none. False when that is not
 * possible now: nothing was added.
 */
bool cdr_shelf_add(struct cdr_shelf *shelf, struct cdr_str memos);

#endif
