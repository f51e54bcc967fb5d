/* test_registry.c - which registry judges: the trusted base decides, the rest may only add. */
#include "fixture.h"

#define ANY_RULE(id, word) \
	"- id: " id "\n  title: T\n  category: auth\n  kind: forbid\n  severity: high\n" \
	"  confidence: high\n  paths: ['**/*.py']\n" \
	"  match: {side: added, scope: line, re: '" word "'}\n"
#define OTHER_RULES "cdreview: 1\nname: other\nrules:\n" ANY_RULE("test.no-exec", "\\bexec\\(")

/* Shell: into the last commit. */
#define AMEND "git add -A; git commit -q --amend -m amended; "

struct row {
	const char *name;
	const char *setup;           /* after REPOSITORY, in the repository */
	const char *registry;        /* --registry, within the sandbox, or NULL */
	const char *rules;           /* the tests' rules in force, in order */
	size_t flagged;              /* hunks of HEAD */
	const char *notice;          /* part of the only notice, or NULL for none */
};

static const struct row rows[] = {
	{ "the base's rules judge", "", NULL, "test.no-eval", 1, NULL },
	{ "head deletes the rule",
	  "printf 'cdreview: 1\\nname: x\\n' >.cdreview/registry.yaml; " AMEND, NULL,
	  "test.no-eval", 1, NULL },
	{ "head deletes the registry", "git rm -q -r .cdreview; " AMEND, NULL, "test.no-eval", 1,
	  NULL },
	{ "head disables the rule",
	  "printf 'disable: [test.no-eval]\\n' >>.cdreview/registry.yaml; " AMEND, NULL,
	  "test.no-eval", 1, NULL },
	{ "head turns the rule off",
	  "printf 'override: {test.no-eval: {severity: off}}\\n' >>.cdreview/registry.yaml; " AMEND,
	  NULL, "test.no-eval", 1, NULL },
	{ "the base may disable it",
	  "git reset -q --hard HEAD~1; printf 'disable: [test.no-eval]\\n' "
	  ">>.cdreview/registry.yaml; "
	  "git commit -qam disable; sed -i '5s/.*/a = eval(x)/' app.py; git commit -qam eval",
	  NULL, "", 0, NULL },
	{ "head adds a rule",
	  "cat >>.cdreview/registry.yaml <<'END'\n" ANY_RULE("test.no-exec",
							     "\\bexec\\(") "END\n" AMEND,
	  NULL, "test.no-eval test.no-exec", 1, NULL },
	{ "only head has a registry",
	  "git rm -q -r .cdreview; git commit -qm none; mkdir .cdreview; "
	  "cat >.cdreview/registry.yaml <<'END'\n" RULES "END\n"
	  "echo 'b = eval(x)' >>app.py; git add .; git commit -qm new",
	  NULL, "test.no-eval", 1,
	  "HEAD:.cdreview/registry.yaml is not at the trusted base (the range's base)" },
	{ "the work tree adds, announced",
	  "cat >>.cdreview/registry.yaml <<'END'\n" ANY_RULE("test.no-exec", "\\bexec\\(") "END\n",
	  NULL, "test.no-eval test.no-exec", 1,
	  ".cdreview/registry.yaml in the work tree is not what HEAD:.cdreview/registry.yaml has" },
	{ "the work tree loosens nothing",
	  "printf 'disable: [test.no-eval]\\n' >>.cdreview/registry.yaml", NULL, "test.no-eval", 1,
	  "in the work tree" },
	{ "a named target is the base, not the range",
	  "git branch trusted HEAD~1; git config cdreview.target trusted; "
	  "git commit -q --allow-empty -m first; "
	  "printf 'disable: [test.no-eval]\\n' >>.cdreview/registry.yaml; git commit -qam weaken; "
	  "sed -i '15s/.*/a = eval(x)/' app.py; git commit -qam eval",
	  NULL, "test.no-eval", 1, NULL },
	{ "constraints.yaml at the top",
	  "git mv .cdreview/registry.yaml constraints.yaml; git commit -qm moved; "
	  "echo 'b = eval(x)' >>app.py; git commit -qam eval",
	  NULL, "test.no-eval", 1, NULL },
	{ "a configured place",
	  "git mv .cdreview/registry.yaml own.yaml; git commit -qm moved; "
	  "git config cdreview.registry own.yaml; echo 'b = eval(x)' >>app.py; git commit -qam "
	  "eval",
	  NULL, "test.no-eval", 1, NULL },
	{ "a configured file outside",
	  "git rm -q -r .cdreview; git commit -qm none; cat >../mine.yaml <<'END'\n" OTHER_RULES
	  "END\n"
	  "git config cdreview.registry \"$PWD/../mine.yaml\"; "
	  "echo 'exec(x)' >>app.py; git commit -qam exec",
	  NULL, "test.no-exec", 1, NULL },
	{ "a chosen file alone counts", "cat >../mine.yaml <<'END'\n" OTHER_RULES "END\n",
	  "mine.yaml", "test.no-exec", 0, NULL },
	{ "a file is extended from its own layer",
	  "cat >.cdreview/team.yaml <<'END'\n" OTHER_RULES "END\n"
	  "echo 'extends: [./team.yaml]' >>.cdreview/registry.yaml; " AMEND
	  "rm .cdreview/team.yaml",
	  NULL, "test.no-eval test.no-exec", 1, NULL },
	{ "a root commit has no base",
	  "rm -rf .git; git init -q; git config user.name Ann; git config user.email a@b; "
	  "git add .; git commit -qm root",
	  NULL, "test.no-eval", 1, "trusted base (there is none)" },
	{ "replace refs are announced", "git replace HEAD HEAD~1", NULL, "test.no-eval", 1,
	  "refs/replace/ exists" },
	{ "packed ones as well",
	  "git replace HEAD HEAD~1; git pack-refs --all; rm -rf .git/refs/replace", NULL,
	  "test.no-eval", 1, "refs/replace/ exists" },
};

static void rules_in_force(char *out, size_t size, const struct cdr_session *session)
{
	const struct cdr_registry *registry = cdr_session_registry(session);

	*out = '\0';
	for (size_t i = 0; i < cdr_registry_count(registry); i++) {
		const struct cdr_rule *rule = cdr_registry_rule(registry, i);
		size_t len = strlen(out);

		if (rule->severity != CDR_OFF && cdr_str_starts(rule->id, "test."))
			snprintf(out + len, size - len, "%s%.*s", len ? " " : "",
				 CDR_FMT(rule->id));
	}
}

static void check_notices(const struct row *row, const struct cdr_session *session)
{
	const struct cdr_str *notices;
	size_t n = cdr_session_notices(session, &notices);

	for (size_t i = 0; i < n; i++) {
		if (!row->notice || !strstr(notices[i].ptr, row->notice))
			fail_msg("%s: %s", row->name, notices[i].ptr);
	}
	if (n != (row->notice ? 1 : 0))
		fail_msg("%s: %zu notices", row->name, n);
}

static void the_right_registry_judges(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct row *row = &rows[i];
		struct sandbox box = sandbox_open(REPOSITORY);
		struct cdr_session_options options = options_for(&box, "r", "HEAD^!");
		char setup[4096], rules[256];
		struct cdr_session *session;
		struct found found;

		snprintf(setup, sizeof(setup), "cd r; %s", row->setup);
		sandbox_run(&box, setup);
		if (row->registry)
			options.registry = sandbox_path(&box, row->registry);
		session = open_with(&options);
		rules_in_force(rules, sizeof(rules), session);
		find(&found, session);
		if (strcmp(rules, row->rules) || found.n != row->flagged)
			fail_msg("%s: rules \"%s\", %zu flagged", row->name, rules, found.n);
		check_notices(row, session);
		lose(&found);
		cdr_session_close(session);
		sandbox_close(&box);
	}
}

static const struct {
	const char *name, *setup, *registry;
	const char *place;           /* end of it */
	const char *words;
} faults[] = {
	{ "broken at head", "printf 'rules: [\\n' >.cdreview/registry.yaml; " AMEND, NULL, NULL,
	  "" },
	{ "broken at the base",
	  "printf 'rulez: 1\\ncdreview: 1\\n' >.cdreview/registry.yaml; git commit -qam broken; "
	  "git commit -q --allow-empty -m next",
	  NULL, NULL, "rulez" },
	{ "broken in the work tree", "printf 'cdreview: 99\\n' >.cdreview/registry.yaml", NULL,
	  NULL, "" },
	{ "a symbolic link at head", "ln -sf ../app.py .cdreview/registry.yaml; " AMEND, NULL,
	  "HEAD:.cdreview/registry.yaml", "symbolic link" },
	{ "a symbolic link in the work tree", "ln -sf ../app.py .cdreview/registry.yaml", NULL,
	  ".cdreview/registry.yaml", "symbolic link" },
	{ "a folder at head",
	  "git rm -q .cdreview/registry.yaml; mkdir -p .cdreview/registry.yaml; "
	  "echo >.cdreview/registry.yaml/x; " AMEND,
	  NULL, "HEAD:.cdreview/registry.yaml", "directory" },
	{ "a pipe in the work tree", "rm .cdreview/registry.yaml; mkfifo .cdreview/registry.yaml",
	  NULL, ".cdreview/registry.yaml", "not a regular file" },
	{ "10 MB at head",
	  "head -c 10000000 /dev/zero | tr '\\0' '#' >.cdreview/registry.yaml; " AMEND, NULL,
	  "HEAD:.cdreview/registry.yaml", "10000000 bytes" },
	{ "10 MB in the work tree",
	  "head -c 10000000 /dev/zero | tr '\\0' '#' >.cdreview/registry.yaml", NULL,
	  ".cdreview/registry.yaml", "10000000 bytes" },
	{ "a chosen file that is not there", "", "nowhere.yaml", "nowhere.yaml",
	  "no such registry" },
	{ "a configured place outside of the tree",
	  "git rm -q -r .cdreview; " AMEND "git config cdreview.registry ../../etc/passwd; "
	  "git commit -q --allow-empty -m next",
	  NULL, ":../../etc/passwd", "leads out" },
	{ "an extended file that leads out",
	  "echo 'extends: [../../secret.yaml]' >>.cdreview/registry.yaml; " AMEND, NULL, NULL,
	  "leads out" },
	{ "an extended file that is not there",
	  "echo 'extends: [./team.yaml]' >>.cdreview/registry.yaml; " AMEND, NULL, NULL,
	  "team.yaml" },
};

static void faults_are_never_passed_over(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(faults) / sizeof(faults[0]); i++) {
		struct sandbox box = sandbox_open(REPOSITORY);
		struct cdr_session_options options = options_for(&box, "r", "HEAD~1..HEAD");
		struct cdr_session *session;
		struct cdr_err err = { .code = 0 };
		char setup[4096];
		int rc;

		snprintf(setup, sizeof(setup), "cd r; %s", faults[i].setup);
		sandbox_run(&box, setup);
		if (faults[i].registry)
			options.registry = sandbox_path(&box, faults[i].registry);
		rc = cdr_session_open(&session, &options, &err);
		if (rc != CDR_EREGISTRY || err.code != CDR_EREGISTRY ||
		    !strstr(err.message, faults[i].words))
			fail_msg("%s: %d at %s: %s", faults[i].name, rc, err.place, err.message);
		if (!err.place[0] ||
		    (faults[i].place && !cdr_str_ends(cdr_str_from(err.place), faults[i].place)))
			fail_msg("%s: at \"%s\"", faults[i].name, err.place);
		assert_null(session);
		sandbox_close(&box);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_right_registry_judges),
		cmocka_unit_test(faults_are_never_passed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
