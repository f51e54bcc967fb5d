/*
 * test_spellings.c - one hundred ways to write a range, each against git rev-list:
 * the same commits in the same order, or refused by both. Once as libgit2 and we
 * read it, once with every revision asked of git. A tree or a blob as an end is left out:
 * git takes it for nothing to hide, here it is refused as the mistake that it is.
 */
#include "git/inside.h"
#include "sandbox.h"

static const char history[] =
	"git init -q -b main . && "
	"at() { GIT_COMMITTER_DATE=2026-01-05T10:00:$1Z; export GIT_COMMITTER_DATE; "
	"echo $1 >f$1; git add .; git commit -q -m \"$2\"; } && "
	"at 10 'root one' && at 11 'fix (two)' && git checkout -q -b topic && at 12 'topic a' && "
	"git tag -a -m t v1 && at 13 'topic b' && git checkout -q main && at 14 'main c' && "
	"GIT_COMMITTER_DATE=2026-01-05T10:00:15Z git merge -q --no-ff -m 'merge topic' topic && "
	"git checkout -q -b other HEAD~1 && at 16 'other d' && git checkout -q --orphan lone && "
	"at 17 'lone root' && git checkout -q main && git tag v2 v1 && "
	"GIT_COMMITTER_DATE=2026-01-05T10:00:18Z git merge -q --no-ff -m octopus other && "
	"git branch feature/x HEAD~1 && git update-ref refs/remotes/origin/main HEAD~2 && "
	"git config remote.origin.url . && git config "
	"remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*' && "
	"git config branch.main.remote origin && git config branch.main.merge refs/heads/main && "
	"git config push.default upstream && git tag blob HEAD:f10 && git tag tree HEAD^{tree}";

/* A word alone is REV^..REV here; rev-list is asked for that. */
static const char *const spellings[] = {
	"main~1..main", "main~2..main", "main~3..", "..main", "topic..main", "main..topic",
	"topic...main", "main...topic", "other...topic", "lone...main", "...main", "topic...",
	"lone..main", "main..lone", "main ^topic", "^topic main", "^main lone", "main lone",
	"main --not topic", "--not topic --not main", "main --not topic other",
	"--not main --not lone", "main topic ^other", "main^!", "topic^!", "v1^!", "lone^!",
	"main^-", "main^-1", "main^-2", "main^-3", "topic^-", "main~1^-", "main~1^-2", "main^@",
	"main~1^@", "lone^@", "topic^@", "main^@ ^topic", "main^! topic", "@ ^@~1", "@~1..@",
	"@^..@", "@...topic", "HEAD ^HEAD~2", "v1..main", "v2..main", "v1^{}..main",
	"v1^{commit}..main", "v1^0..main", "v1~1..v2", "tags/v1..heads/main",
	"refs/tags/v1..refs/heads/main", "heads/topic..main", "feature/x..main",
	"origin/main..main",
	"remotes/origin/main..main", "@{upstream}..main", "@{u}..", "main@{upstream}..main",
	"main@{u}..main", "@{push}..main", "main@{push}..@", "@{0} ^@{1}", "main@{0} ^main@{1}",
	"HEAD@{0} ^HEAD@{1}", "@{-1}..main", "main ^@{-1}", "main^1~1..main", "main^2..main",
	"main^1^2..main", "main~1^2~1..main", "main^^..main", "main~~..main", "main^0..main",
	"HEAD^{/fix}..main", "HEAD^{/!-merge}..main", "HEAD^{/topic}..main",
	"nosuch..main",
	"main..nosuch", "main^3..main", "main~99..main", "main@{99}..main", "main^{blob}..main",
	"main^{nonsense}..main", "^nosuch main", "nosuch^!", "main..main", "topic..topic~1",
	"main~1...main~1", "topic^{/nothing}..main", "@{nonsense..main", "-main", "main --bogus",
	"4b825dc642cb6eb9a060e54bf8d69288fbee4904..main", "main^!^!", "v1-1-gdeadbee..main",
};

/* Names of the commits of TEXT, one a line; "" when it is refused or names none. */
static char *by_us(struct cdr_repo *repo, const char *text)
{
	struct cdr_session_options options = { .range = text };
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_range *range;
	struct cdr_change change;
	struct cdr_buf out;
	char *lines;

	cdr_buf_init(&out, 1 << 20);
	if (cdr_range_open(&range, repo, &options, NULL) == 0)
		while (cdr_range_next(range, repo, &arena, &change, NULL) == 0) {
			char hex[CDR_OID_HEX_MAX + 1];

			cdr_oid_hex(hex, &change.commit);
			cdr_buf_addf(&out, "%s\n", hex);
		}
	cdr_range_close(range);
	lines = strdup(out.ptr ? out.ptr : "");
	cdr_buf_release(&out);
	cdr_arena_release(&arena);
	return lines;
}

/* The same by git; ":/text" is one word to both. */
static char *by_git(const struct sandbox *sandbox, const char *text)
{
	char script[1024];

	snprintf(script, sizeof(script), "git rev-list %s%s%s -- 2>/dev/null || true",
		 text[0] == ':' ? "'" : "", text, text[0] == ':' ? "'" : "");
	return sandbox_output(sandbox, script, NULL);
}

static bool is_alone(const char *text)
{
	return !strstr(text, "..") && !strchr(text, ' ') && !strstr(text, "^!") &&
	       !strstr(text, "^-") && !strstr(text, "^@");
}

static void compare_all(const struct sandbox *sandbox, struct cdr_repo *repo)
{
	size_t n_shown = 0;

	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		char *ours, *theirs;

		if (is_alone(spellings[i]))
			continue;
		ours = by_us(repo, spellings[i]);
		theirs = by_git(sandbox, spellings[i]);
		if (strcmp(ours, theirs) != 0)
			fail_msg("%s:\n%s\ngit:\n%s", spellings[i], ours, theirs);
		n_shown += *ours != '\0';
		free(ours);
		free(theirs);
	}
	assert_true(n_shown > 60);
}

static void test_as_git_rev_list(void **state)
{
	struct sandbox sandbox = sandbox_open(history);
	struct cdr_where where = { .dir = sandbox.dir, .env = (const char *const *)environ };
	struct cdr_err err = { .code = 0 };
	struct cdr_repo *repo;

	(void)state;
	assert_done(cdr_repo_open(&repo, &where, &err), &err);
	compare_all(&sandbox, repo);
	repo->refs = &cdr_refs_git;
	compare_all(&sandbox, repo);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_as_git_rev_list) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
