/* test_settings.c - no attribute and no setting changes what is reviewed or its identity. */
#include "patch.h"

static void print_hids(struct cdr_buf *out, const struct cdr_change *change,
		       const struct cdr_filediff *file)
{
	char hid[CDR_HASH_HEX + 1];

	(void)change;
	for (size_t i = 0; i < file->n_hunks; i++) {
		cdr_hash_hex(hid, &file->hunks[i].hid);
		cdr_buf_addf(out, "%s %.*s %s %u %.*s\n", cdr_hunk_kind_name(file->hunks[i].kind),
			     CDR_FMT(file->file.path), hid, file->hunks[i].new_start,
			     CDR_FMT(file->hunks[i].heading));
	}
}

static const char *const blinders[] = {
	"printf '* diff=other\\n' >kinds/.git/info/attributes; "
	"git -C kinds config diff.other.xfuncname '^(line.*)$'",
	"printf '*.py -diff\\n*.txt binary\\n' >kinds/.git/info/attributes",
	"printf '* -text -diff\\n' >attributes && git -C kinds config core.attributesFile "
	"\"$PWD/attributes\"",
	"printf '* binary\\n' >kinds/.gitattributes",
	"git -C kinds config diff.context 12; git -C kinds config diff.interHunkContext 9",
	"git -C kinds config diff.noprefix true; git -C kinds config diff.mnemonicPrefix true",
	"git -C kinds config diff.algorithm patience; git -C kinds config diff.indentHeuristic "
	"false",
	"git -C kinds config core.autocrlf true; git -C kinds config core.eol crlf",
	"git -C kinds config core.whitespace cr-at-eol; git -C kinds config diff.ignoreSubmodules "
	"all",
	"git -C kinds config diff.external false; git -C kinds config diff.renames copies",
	"printf '* diff=hide\\n' >kinds/.git/info/attributes; git -C kinds config "
	"diff.hide.textconv 'echo same'; "
	"git -C kinds config diff.hide.binary true; git -C kinds config diff.hide.xfuncname "
	"nothing",
	"git -C kinds config core.bigFileThreshold 10; git -C kinds config submodule.sub.ignore "
	"all",
};

static void test_history_is_the_same_under_all_settings(void **state)
{
	struct sandbox sandbox = sandbox_open("sh \"$top\"/tests/fixtures/repo-kinds.sh kinds");
	struct cdr_repo *repo = open_repo(&sandbox, "kinds");
	struct cdr_buf plain = print_revisions(repo, EMPTY_TREE "..HEAD", print_hids);

	(void)state;
	cdr_repo_close(repo);
	for (size_t i = 0; i < sizeof(blinders) / sizeof(blinders[0]); i++) {
		struct cdr_buf blinded;

		sandbox_run(&sandbox, blinders[i]);
		repo = open_repo(&sandbox, "kinds");
		blinded = print_revisions(repo, EMPTY_TREE "..HEAD", print_hids);
		assert_same_text(plain.ptr, plain.len, cdr_buf_str(&blinded));
		cdr_buf_release(&blinded);
		cdr_repo_close(repo);
	}
	cdr_buf_release(&plain);
	sandbox_close(&sandbox);
}

static void test_pending_changes_are_not_hidden_by_attributes(void **state)
{
	struct sandbox sandbox = sandbox_open(
		"git init -q -b main . && printf 'a\\n' >x.py && git add . && git commit -q -m one "
		"&& "
		"printf '* binary -diff\\n' >.git/info/attributes && git config diff.context 0 && "
		"printf 'a\\nb\\n' >x.py && printf 'new\\n' >y.py && git add x.py && printf "
		"'a\\nb\\nc\\n' >x.py");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	struct cdr_session_options staged = { .source = CDR_SOURCE_STAGED },
				   worktree = { .source = CDR_SOURCE_WORKTREE };
	struct cdr_buf out = print_all(repo, &staged, print_patch);

	(void)state;
	assert_string_equal(out.ptr, "@@ -1 +1,2 @@\n a\n+b\n");
	cdr_buf_release(&out);
	out = print_all(repo, &worktree, print_patch);
	assert_string_equal(out.ptr, "@@ -1,2 +1,3 @@\n a\n b\n+c\n@@ -0,0 +1 @@\n+new\n");
	cdr_buf_release(&out);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_history_is_the_same_under_all_settings),
		cmocka_unit_test(test_pending_changes_are_not_hidden_by_attributes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
