/*
 * outcome.c - a check passes by its exit status and by its report, never by one of them
 * alone; whatever else happens has a name of its own, because "it failed" helps nobody.
 */
#include "verify/outcome.h"

#include "base/sha256.h"
#include "verify/report.h"
#include "verify/run.h"

#include <string.h>

#define MIB ((uint64_t)1 << 20)

struct work {
	const struct cdr_bench *bench;
	const struct cdr_check *check;
	struct cdr_arena *arena;
	struct cdr_check_outcome *out;
	struct cdr_workdir workdir;
	struct cdr_buf said_out, said_diag;
};

#define WHY(work, ...) \
	((work)->out->why = cdr_str_from(cdr_arena_printf((work)->arena, __VA_ARGS__)))

/* --- the report ---------------------------------------------------------- */

static int find_report(struct work *work, struct cdr_str *text, struct cdr_err *err)
{
	struct cdr_str file = work->check->file;
	int rc;

	*text = cdr_buf_str(&work->said_out);
	if (!file.ptr)
		return 0;
	rc = cdr_workdir_read(&work->workdir, work->arena, file, text, err);
	return rc < 0 ? cdr_err_prefix(err, "%.*s", CDR_FMT(file)) : 0;
}

static void judge_report(struct work *work)
{
	struct cdr_check_outcome *out = work->out;
	struct cdr_err err = { .code = 0 };
	struct cdr_check_report report;
	struct cdr_report_source source = {
		.kind = work->check->report,
		.check = work->check->name,
		.registry = work->bench->registry,
	};
	bool of_tests = cdr_report_is_of_tests(source.kind);
	int rc = find_report(work, &source.text, &err);

	if (rc == 0) {
		out->has_report = true;
		out->digest = cdr_sha256_of(source.text);
		rc = cdr_report_read(&source, work->arena, &report, &err);
		if (rc == 0)
			out->counts = report.counts;
	}
	if (rc < 0) {
		out->result = CDR_CHECK_REPORT;
		WHY(work, "no %s report that can be read: %s", cdr_report_kind_name(source.kind),
		    err.message);
	} else if (of_tests && out->counts.failed) {
		out->result = CDR_CHECK_FAIL;
		WHY(work, "%u failed%s%.*s", out->counts.failed, report.first.len ? ", first " : "",
		    CDR_FMT(report.first));
	} else if (of_tests && out->counts.passed == 0) {
		out->result = CDR_CHECK_REPORT;
		WHY(work, "its report has no test that passed");
	}
}

/* --- how it ended -------------------------------------------------------- */

static void judge_end(struct work *work, const struct cdr_run_result *result)
{
	struct cdr_check_outcome *out = work->out;

	switch (result->end) {
	case CDR_RUN_TIMEOUT:
		out->result = CDR_CHECK_TIMEOUT;
		WHY(work, "took longer than %u seconds", work->check->timeout);
		break;
	case CDR_RUN_MEMORY:
		out->result = CDR_CHECK_MEMORY;
		WHY(work, "took more than %u MiB of memory", work->check->memory);
		break;
	case CDR_RUN_PROCESSES:
		out->result = CDR_CHECK_PROCESSES;
		WHY(work, "had more than %zu processes", CDR_CHECK_PROCESSES_MAX);
		break;
	case CDR_RUN_DISK:
		out->result = CDR_CHECK_DISK;
		WHY(work, "took more than %llu MiB of its disk",
		    (unsigned long long)(CDR_CHECK_DISK_BYTES / MIB));
		break;
	case CDR_RUN_OUTPUT:
		out->result = CDR_CHECK_OUTPUT;
		WHY(work, "wrote more than %zu MiB", CDR_CHECK_OUTPUT_BYTES / (size_t)MIB);
		break;
	case CDR_RUN_STOPPED:
	case CDR_RUN_EXITED:
		out->result = CDR_CHECK_PASS;
		break;
	}
}

static void judge_status(struct work *work)
{
	int status = work->out->status;

	work->out->result = CDR_CHECK_FAIL;
	if (work->out->why.len) /* the report has said it better */
		return;
	if (status > 128)
		WHY(work, "ended by signal %d", status - 128);
	else
		WHY(work, "exit status %d", status);
}

static void judge(struct work *work, const struct cdr_run_result *result)
{
	work->out->status = result->status;
	work->out->ms = result->ms;
	judge_end(work, result);
	if (result->end != CDR_RUN_EXITED)
		return;
	if (work->check->report != CDR_CHECK_BY_EXIT)
		judge_report(work);
	if (result->status != 0)
		judge_status(work);
}

/* The last lines of what it wrote, of bounded length. */
static struct cdr_str last_words(struct cdr_arena *arena, const struct cdr_buf *buf)
{
	struct cdr_str text = cdr_str_trim(cdr_buf_str(buf));
	size_t n_lines = 0, at = text.len;

	while (at > 0 && text.len - at < CDR_CHECK_SAID_BYTES) {
		if (text.ptr[at - 1] == '\n' && ++n_lines == CDR_CHECK_SAID_LINES)
			break;
		at--;
	}
	return cdr_str_copy(arena, cdr_str_sub(text, at, text.len));
}

static int run(struct work *work, struct cdr_err *err)
{
	const struct cdr_bench *bench = work->bench;
	struct cdr_run run = {
		.child = cdr_sandbox_spawn(&bench->sandbox, work->arena, work->check,
					   &work->workdir),
		.timeout = work->check->timeout,
		.memory = work->check->memory * MIB,
		.processes = CDR_CHECK_PROCESSES_MAX,
		.disk_fd = work->workdir.checkout_fd,
		.disk = CDR_CHECK_DISK_BYTES,
		.clock = bench->clock,
		.stop_fd = bench->stop_fd,
	};
	struct cdr_run_result result;
	int rc = cdr_run(&run, &work->said_out, &work->said_diag, &result, err);

	if (rc < 0)
		return rc;
	if (result.end == CDR_RUN_STOPPED)
		return CDR_END;
	judge(work, &result);
	work->out->said = last_words(work->arena, &work->said_diag);
	if (!work->out->said.len) /* no complaints */
		work->out->said = last_words(work->arena, &work->said_out);
	return 0;
}

static void judge_missing(struct work *work)
{
	const char *program = work->check->argv[0];

	work->out->result = CDR_CHECK_MISSING;
	if (strchr(program, '/'))
		WHY(work, "there is no program %s", program);
	else
		WHY(work, "there is no program %s in %s", program, work->bench->sandbox.path);
}

static int check_out(struct work *work, struct cdr_err *err)
{
	int rc = cdr_workdir_make(&work->workdir, work->arena, work->bench->temporary, err);

	if (rc == 0)
		rc = cdr_checkout_write(work->bench->repo, &work->bench->tree,
					work->workdir.checkout_fd, err);
	return rc;
}

int cdr_outcome_of(const struct cdr_bench *bench, const struct cdr_check *check,
		   struct cdr_arena *arena, struct cdr_check_outcome *out, struct cdr_err *err)
{
	struct work work = { .bench = bench, .check = check, .arena = arena, .out = out };
	int rc, removed;

	*out = (struct cdr_check_outcome){ .status = -1 };
	cdr_buf_init(&work.said_out, CDR_CHECK_OUTPUT_BYTES);
	cdr_buf_init(&work.said_diag, CDR_CHECK_OUTPUT_BYTES);
	rc = check_out(&work, err);
	if (rc == 0 && !cdr_sandbox_has_program(&bench->sandbox, check, &work.workdir))
		judge_missing(&work);
	else if (rc == 0)
		rc = run(&work, err);
	removed = cdr_workdir_remove(&work.workdir, rc < 0 ? NULL : err);
	cdr_buf_release(&work.said_diag);
	cdr_buf_release(&work.said_out);
	return rc ? rc : removed;
}
