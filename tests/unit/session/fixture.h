/* fixture.h - a repository with one rule (never eval) and a session on it, in few words. */
#ifndef TESTS_UNIT_SESSION_FIXTURE_H
#define TESTS_UNIT_SESSION_FIXTURE_H

#include "unit/git/sandbox.h"

#include "cdreview/gate.h"
#include "git/notes.h"

#define RULES \
	"cdreview: 1\nname: test\nrules:\n- id: test.no-eval\n  title: Never call eval\n" \
	"  category: security-policy\n  kind: forbid\n  severity: high\n  confidence: high\n" \
	"  paths: ['**/*.py']\n" \
	"  match: {side: added, scope: line, re: '\\beval\\s*\\('}\n"

/* Shell: a repository r; HEAD~1 has the rules and app.py, HEAD puts an eval on line 5. */
#define REPOSITORY \
	"git init -q -b main r; cd r; " \
	"git config user.name Ann; git config user.email ann@example.com; " \
	"mkdir .cdreview; cat >.cdreview/registry.yaml <<'END'\n" RULES "END\n" \
	"for i in $(seq 20); do echo \"line_$i = $i\"; done >app.py; " \
	"git add .; git commit -qm base; " \
	"sed -i '5s/.*/a = eval(x)/' app.py; git commit -qam 'use eval'; "

static inline int64_t fixed_now(void)
{
	return 1767607200;      /* 2026-01-05T10:00:00Z */
}

static inline struct cdr_session_options options_for(const struct sandbox *box, const char *dir,
						     const char *range)
{
	return (struct cdr_session_options){
		.where.dir = sandbox_path(box, dir), .range = range, .now = fixed_now,
	};
}

static inline struct cdr_session *open_with(const struct cdr_session_options *options)
{
	struct cdr_err err = { .code = 0 };
	struct cdr_session *session;

	assert_done(cdr_session_open(&session, options, &err), &err);
	return session;
}

static inline struct cdr_session *open_session(const struct sandbox *box, const char *dir,
					       const char *range)
{
	struct cdr_session_options options = options_for(box, dir, range);

	return open_with(&options);
}

/* What a scan of the session found with the tests' own rules; the shipped ones judge as well. */
struct found {
	struct cdr_scan *scan;
	struct cdr_scanned *files[64];
	const struct cdr_flagged *hunks[64];
	size_t n_files, n;
};

static inline bool is_of_test(const struct cdr_flagged *flagged)
{
	for (size_t i = 0; i < flagged->n_findings; i++) {
		if (cdr_str_starts(flagged->findings[i].rule->id, "test."))
			return true;
	}
	return false;
}

static inline void find(struct found *found, struct cdr_session *session)
{
	struct cdr_err err = { .code = 0 };
	int rc = 0;

	*found = (struct found){ .scan = NULL };
	assert_done(cdr_session_scan(session, &(struct cdr_scan_options){ .threads = 2 }, &found->scan,
				     &err), &err);
	while ((rc = cdr_scan_next(found->scan, &found->files[found->n_files], true, &err)) == 0) {
		struct cdr_scanned *file = found->files[found->n_files++];

		assert_true(found->n_files < 64 && found->n + file->n_hunks <= 64);
		for (size_t i = 0; i < file->n_hunks; i++) {
			if (is_of_test(&file->hunks[i]))
				found->hunks[found->n++] = &file->hunks[i];
		}
	}
	if (rc != CDR_END)
		assert_done(rc, &err);
}

static inline void lose(struct found *found)
{
	for (size_t i = 0; i < found->n_files; i++)
		cdr_scanned_free(found->files[i]);
	cdr_scan_close(found->scan);
}

static inline struct cdr_decision about(const struct cdr_flagged *flagged, enum cdr_verdict verdict)
{
	return (struct cdr_decision){
		.target = flagged,
		.verdict = verdict,
		.seen = (uint32_t)flagged->hunk->n_lines,
		.ms = 1500,
	};
}

static inline struct cdr_hash say(struct cdr_session *session, const struct cdr_flagged *flagged,
				  enum cdr_verdict verdict)
{
	struct cdr_decision decision = about(flagged, verdict);
	struct cdr_err err = { .code = 0 };
	struct cdr_hash line;

	assert_done(cdr_session_decide(session, &decision, &line, &err), &err);
	return line;
}

static inline const char *state_of(struct cdr_session *session, const struct cdr_flagged *flagged)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_standing standing = cdr_session_standing(session, flagged, &arena);

	cdr_arena_release(&arena);
	return cdr_standing_name(standing.state);
}

static inline size_t publish(struct cdr_session *session)
{
	struct cdr_err err = { .code = 0 };
	size_t n;

	assert_done(cdr_session_publish(session, &n, &err), &err);
	return n;
}

/* Opens a session on RANGE of DIR, gives VERDICT on its only flagged hunk and publishes. */
static inline struct cdr_hash review(const struct sandbox *box, const char *dir, const char *range,
				     enum cdr_verdict verdict)
{
	struct cdr_session *session = open_session(box, dir, range);
	struct cdr_hash line;
	struct found found;

	find(&found, session);
	assert_int_equal(found.n, 1);
	line = say(session, found.hunks[0], verdict);
	assert_int_equal(publish(session), 1);
	lose(&found);
	cdr_session_close(session);
	return line;
}

/* What stands about the only flagged hunk of RANGE, seen by a session of its own. */
static inline const char *look(const struct sandbox *box, const char *dir, const char *range)
{
	struct cdr_session *session = open_session(box, dir, range);
	struct found found;
	const char *state;

	find(&found, session);
	assert_int_equal(found.n, 1);
	state = state_of(session, found.hunks[0]);
	lose(&found);
	cdr_session_close(session);
	return state;
}

#endif
