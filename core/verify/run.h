/*
 * run.h - one child within bounds: of time, memory, processes, disk and what it says.
 *
 * Whatever way it ends, every process that it started is dead afterwards.
 * Errors: CDR_ENOTFOUND when there is no such program, CDR_EIO for what the system refused.
 */
#ifndef CDR_VERIFY_RUN_H
#define CDR_VERIFY_RUN_H

#include "base/spawn.h"

#include <stdint.h>

struct cdr_run {
	struct cdr_spawn child;
	uint32_t timeout;              /* seconds */
	uint64_t memory;               /* bytes, of all its processes together */
	size_t processes;              /* how many of them at once */
	int disk_fd;                   /* a folder, whose file system may lose */
	uint64_t disk;                 /* as many bytes of what was free */
	uint64_t (*clock)(void);       /* nanoseconds of a steady clock */
	int stop_fd;                   /* readable: give up; -1: never */
};

enum cdr_run_end {
	CDR_RUN_EXITED,
	CDR_RUN_TIMEOUT,
	CDR_RUN_MEMORY,
	CDR_RUN_PROCESSES,
	CDR_RUN_DISK,
	CDR_RUN_OUTPUT,                /* a buffer is full */
	CDR_RUN_STOPPED,
};

struct cdr_run_result {
	enum cdr_run_end end;
	int status;                    /* as spawn.h has it; -1 unless EXITED */
	uint32_t ms;
};

/* Its stdout goes to OUT, its stderr to DIAG, each up to its cap. */
CDR_NODISCARD int cdr_run(const struct cdr_run *run, struct cdr_buf *out, struct cdr_buf *diag,
			  struct cdr_run_result *result, struct cdr_err *err);

#endif
