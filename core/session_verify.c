/*
 * session_verify.c - runs checks and writes down what came of them, as what it is: a
 * machine's finding. Whoever can write to the clone could have written the same, so the
 * gate that decides must be one that runs the checks itself.
 */
#include "base/oom.h"
#include "session_inside.h"
#include "verify/outcome.h"
#include "verify/standing.h"

#include <stdlib.h>

struct cdr_verify {
	struct cdr_arena arena;
	struct cdr_session *session;
	struct cdr_bench bench;
	struct cdr_str tree;           /* of bench.tree, in hex */
};

size_t cdr_session_checks(const struct cdr_session *session, const struct cdr_check **out)
{
	return cdr_registry_checks(session->registry, out);
}

static struct cdr_str hex_of(struct cdr_arena *arena, const struct cdr_oid *oid)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, oid);
	return cdr_str_copy(arena, cdr_str_from(hex));
}

int cdr_session_check_standing(struct cdr_session *session, const struct cdr_check *check,
			       struct cdr_check_standing *out, struct cdr_err *err)
{
	struct cdr_check_subject subject = { .check = check };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_oid tree;
	int rc = cdr_commit_tree(session->repo, &session->head, &tree, err);

	if (rc == 0) {
		subject.tree = hex_of(&arena, &tree);
		*out = cdr_check_standing_of(session->ledger, &subject);
	}
	cdr_arena_release(&arena);
	return rc;
}

size_t cdr_session_check_runs(const struct cdr_session *session, struct cdr_arena *arena,
			      const struct cdr_check_run **out)
{
	return cdr_check_runs(session->ledger, arena, out);
}

/* --- running ------------------------------------------------------------- */

static int set_up(struct cdr_verify *verify, const struct cdr_verify_options *options,
		  struct cdr_err *err)
{
	struct cdr_session *session = verify->session;
	struct cdr_bench *bench = &verify->bench;
	int rc;

	if (session->options.source != CDR_SOURCE_RANGE) {
		cdr_fail(err, CDR_EUSAGE, "checks are run on commits, not on %.*s",
			 CDR_FMT(session->label));
		return cdr_err_hint(err, "commit first, then: cdreview verify HEAD");
	}
	bench->repo = session->repo;
	bench->registry = session->registry;
	bench->temporary = options->temporary ? options->temporary : "/tmp";
	bench->clock = options->clock;
	bench->stop_fd = options->stop_fd;
	rc = cdr_commit_tree(session->repo, &session->head, &bench->tree, err);
	if (rc < 0)
		return rc;
	verify->tree = hex_of(&verify->arena, &bench->tree);
	return cdr_sandbox_find(&bench->sandbox, &verify->arena, options->sandbox, options->env,
				err);
}

int cdr_verify_open(struct cdr_verify **out, struct cdr_session *session,
		    const struct cdr_verify_options *options, struct cdr_err *err)
{
	struct cdr_verify *verify = cdr_alloc_zeroed(sizeof(*verify));
	int rc;

	verify->session = session;
	rc = set_up(verify, options, err);
	if (rc < 0) {
		cdr_verify_close(verify);
		verify = NULL;
	}
	*out = verify;
	return rc;
}

void cdr_verify_close(struct cdr_verify *verify)
{
	if (!verify)
		return;
	cdr_arena_release(&verify->arena);
	free(verify);
}

struct cdr_oid cdr_verify_commit(const struct cdr_verify *verify)
{
	return verify->session->head;
}

struct cdr_str cdr_verify_unboxed(const struct cdr_verify *verify)
{
	return verify->bench.sandbox.unboxed;
}

/* --- recording ----------------------------------------------------------- */

struct finding {
	struct cdr_verify *verify;
	const struct cdr_check *check;
	const struct cdr_check_outcome *outcome;
	struct cdr_arena *arena;
	struct cdr_record_check run;
};

/* The runs that this one answers: those that were known when it ended. */
static void draft_replaces(struct finding *finding)
{
	struct cdr_check_subject subject = { finding->check, finding->verify->tree };
	const struct cdr_ledger_check *runs;
	size_t n = cdr_check_speakers(finding->verify->session->ledger, &subject, finding->arena,
				      &runs);
	struct cdr_hash *replaces = cdr_arena_alloc(finding->arena, n * sizeof(*replaces));

	for (size_t i = 0; i < n; i++)
		replaces[i] = runs[i].line;
	finding->run.replaces = replaces;
	finding->run.n_replaces = n;
}

static void draft_run(struct finding *finding)
{
	const struct cdr_check *check = finding->check;
	const struct cdr_check_outcome *outcome = finding->outcome;

	finding->run = (struct cdr_record_check){
		.name = check->name,
		.rev = check->rev,
		.argv = check->argv_digest,
		.sandboxed = !finding->verify->bench.sandbox.unboxed.ptr,
		.network = check->network,
		.result = outcome->result,
		.status = outcome->status,
		.ms = outcome->ms,
		.report = check->report,
		.has_report = outcome->has_report,
		.digest = outcome->digest,
		.counts = outcome->counts,
	};
	draft_replaces(finding);
}

static int record(struct finding *finding, struct cdr_err *err)
{
	struct cdr_session *session = finding->verify->session;
	struct cdr_session_entry entry = { .arena = finding->arena, .target = session->head };

	draft_run(finding);
	cdr_session_draft(session, finding->arena, &entry.record);
	entry.record.type = CDR_STR(CDR_RECORD_CHECK);
	entry.record.who = CDR_STR(CDR_RECORD_MACHINE);
	entry.record.commit = session->head;
	entry.record.tree = finding->verify->tree;
	entry.record.check = &finding->run;
	return cdr_session_append(session, &entry, err);
}

int cdr_verify_run(struct cdr_verify *verify, const struct cdr_check *check,
		   struct cdr_arena *arena, struct cdr_check_outcome *out, struct cdr_err *err)
{
	struct finding finding = {
		.verify = verify, .check = check, .outcome = out, .arena = arena,
	};
	int rc = cdr_outcome_of(&verify->bench, check, arena, out, err);

	return rc ? rc : record(&finding, err);
}
