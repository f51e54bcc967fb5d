/* test_companion.c - need and unless that look at the whole range, in repositories. */
#include "rig.h"

#include "scan/companion.h"

#define NEED(need)                                                                                 \
	"- {id: t.rule, title: T, severity: high, when: {side: changed, paths: ['**/models.py'], " \
	"re: 'Field\\((?<c>\\w+)'}, need: " need "}\n"
#define MIGRATION NEED("{scope: range, paths: ['**/migrations/*.py'], side: added, re: AddField}")
#define SAME NEED("{scope: range, paths: ['**/migrations/*.py'], re: 'Add\\({c}\\)'}")

#define SCRIPT                                                       \
	"git init -q -b main repo; cd repo; mkdir -p a/migrations; " \
	"c() { git add -A; git commit -qm \"$1\"; }; echo x >README; c first; "

struct story {
	const char *name, *rules, *script, *range, *pathspec;
	size_t n; /* findings of t.rule */
};

static const struct story stories[] = {
	{ "in the same commit", MIGRATION,
	  "echo 'Field(a)' >a/models.py; echo AddField >a/migrations/1.py; c two", "HEAD~1..HEAD",
	  NULL, 0 },
	{ "in a later commit", MIGRATION,
	  "echo 'Field(a)' >a/models.py; c two; echo AddField >a/migrations/1.py; c three",
	  "HEAD~2..HEAD", NULL, 0 },
	{ "in an earlier commit", MIGRATION,
	  "echo AddField >a/migrations/1.py; c two; echo 'Field(a)' >a/models.py; c three",
	  "HEAD~2..HEAD", NULL, 0 },
	{ "before the range", MIGRATION,
	  "echo AddField >a/migrations/1.py; c two; echo 'Field(a)' >a/models.py; c three",
	  "HEAD~1..HEAD", NULL, 1 },
	{ "nowhere", MIGRATION, "echo 'Field(a)' >a/models.py; c two", "HEAD~1..HEAD", NULL, 1 },
	{ "in a file of another path", MIGRATION,
	  "echo 'Field(a)' >a/models.py; echo AddField >a/1.py; c two", "HEAD~1..HEAD", NULL, 1 },
	{ "in a line that was there already", MIGRATION,
	  "echo AddField >a/migrations/1.py; c two; echo x >>a/migrations/1.py; "
	  "echo 'Field(a)' >a/models.py; c three",
	  "HEAD~1..HEAD", NULL, 1 },
	{ "only removed", MIGRATION,
	  "echo AddField >a/migrations/1.py; c two; rm a/migrations/1.py; "
	  "echo 'Field(a)' >a/models.py; c three",
	  "HEAD~1..HEAD", NULL, 1 },
	{ "taken back by a later commit", MIGRATION,
	  "echo 'Field(a)' >a/models.py; echo AddField >a/migrations/1.py; c two; "
	  "git rm -q a/migrations/1.py; c three",
	  "HEAD~2..HEAD", NULL, 1 },
	{ "taken back, and brought again", MIGRATION,
	  "echo 'Field(a)' >a/models.py; echo AddField >a/migrations/1.py; c two; "
	  "git rm -q a/migrations/1.py; c three; mkdir -p a/migrations; "
	  "echo AddField >a/migrations/2.py; c four",
	  "HEAD~3..HEAD", NULL, 0 },
	{ "one of two taken back", MIGRATION,
	  "echo 'Field(a)' >a/models.py; printf 'AddField\nAddField\n' >a/migrations/1.py; c two; "
	  "echo AddField >a/migrations/1.py; c three",
	  "HEAD~2..HEAD", NULL, 0 },
	{ "another one taken back", MIGRATION,
	  "echo 'AddField(z)' >a/migrations/0.py; c two; git rm -q a/migrations/0.py; "
	  "mkdir -p a/migrations; echo 'Field(a)' >a/models.py; echo AddField >a/migrations/1.py; "
	  "c three",
	  "HEAD~1..HEAD", NULL, 0 },
	{ "moved by a later commit", MIGRATION,
	  "echo 'Field(a)' >a/models.py; echo AddField >a/migrations/1.py; c two; "
	  "git mv a/migrations/1.py a/migrations/2.py; c three",
	  "HEAD~2..HEAD", NULL, 0 },
	{ "only moved", MIGRATION,
	  "echo AddField >a/migrations/1.py; c two; git mv a/migrations/1.py a/migrations/2.py; "
	  "echo 'Field(a)' >a/models.py; c three",
	  "HEAD~1..HEAD", NULL, 1 },
	{ "with a hole: taken back by a later commit", SAME,
	  "echo 'Field(a)' >a/models.py; echo 'Add(a)' >a/migrations/1.py; c two; "
	  "git rm -q a/migrations/1.py; c three",
	  "HEAD~2..HEAD", NULL, 1 },
	{ "what pathspecs leave out counts", MIGRATION,
	  "echo 'Field(a)' >a/models.py; echo AddField >a/migrations/1.py; c two", "HEAD~1..HEAD",
	  "a/models.py", 0 },
	{ "with a hole: the same name", SAME,
	  "echo 'Field(a)' >a/models.py; c two; echo 'Add(a)' >a/migrations/1.py; c three",
	  "HEAD~2..HEAD", NULL, 0 },
	{ "with a hole: another name", SAME,
	  "printf 'Field(a)\\nField(b)\\n' >a/models.py; echo 'Add(b)' >a/migrations/1.py; c two",
	  "HEAD~1..HEAD", NULL, 1 },
	{ "of the index", MIGRATION,
	  "echo 'Field(a)' >a/models.py; echo AddField >a/migrations/1.py; git add -A", "--staged",
	  NULL, 0 },
	{ "of the work tree", MIGRATION, "echo 'Field(a)' >a/models.py", "--worktree", NULL, 1 },
};

static struct cdr_session_options options_of(const struct story *story)
{
	struct cdr_session_options options = { .range = story->range };

	if (story->pathspec) {
		options.pathspecs = &story->pathspec;
		options.n_pathspecs = 1;
	}
	if (story->range[0] == '-') {
		options.range = NULL;
		options.source = strcmp(story->range, "--staged") == 0 ? CDR_SOURCE_STAGED
								       : CDR_SOURCE_WORKTREE;
	}
	return options;
}

static size_t count(struct rig *rig, const struct story *story)
{
	const struct cdr_session_options options = options_of(story);
	struct cdr_scan_plan plan = { .repo = rig->repo,
				      .registry = rig->bench.registry,
				      .session = &options };
	struct cdr_err err = { 0 };
	struct cdr_scan *scan;
	struct cdr_scanned *scanned;
	size_t n = 0;

	assert_done(cdr_range_open(&plan.range, rig->repo, &options, &err), &err);
	assert_done(cdr_scan_start(&scan, &plan, &err), &err);
	while ((scanned = next(scan))) {
		for (size_t i = 0; i < scanned->n_hunks; i++)
			for (size_t k = 0; k < scanned->hunks[i].n_findings; k++)
				n += cdr_str_is(scanned->hunks[i].findings[k].rule->id, "t.rule");
		cdr_scanned_free(scanned);
	}
	cdr_scan_close(scan);
	return n;
}

static void looks_at_the_whole_range(void **state)
{
	size_t n_wrong = 0;

	(void)state;
	for (size_t i = 0; i < COUNT(stories); i++) {
		struct cdr_arena arena = { NULL, 0 };
		struct rig rig = rig_open(stories[i].rules,
					  cdr_arena_printf(&arena, SCRIPT "%s", stories[i].script));
		size_t n = count(&rig, &stories[i]);

		if (n != stories[i].n) {
			print_error("%s: %zu findings\n", stories[i].name, n);
			n_wrong++;
		}
		rig_close(&rig);
		cdr_arena_release(&arena);
	}
	assert_int_equal(n_wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(looks_at_the_whole_range),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
