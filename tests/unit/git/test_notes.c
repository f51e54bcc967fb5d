/* test_notes.c - the notes ref against git: layouts, union, hostile trees, several writers. */
#include "notes_fixture.h"

#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void no_ref_has_no_lines(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid tip = { .len = 1 };

	assert_string_equal(read_notes(fx, fx->repo), "");
	assert_int_equal(cdr_notes_tip(fx->repo, &tip, NULL), 0);
	assert_int_equal(tip.len, 0);
	add_notes(fx->repo, NULL, 0);
	assert_int_equal(cdr_notes_tip(fx->repo, &tip, NULL), 0);
	assert_int_equal(tip.len, 0);
}

static void git_sees_what_was_added(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD"), first = resolve(fx, "HEAD~2");
	struct cdr_note_line lines[] = {
		note_line(head, "{\"b\":2}"), note_line(first, "{\"c\":3}"),
		note_line(head, "{\"a\":1}"), note_line(head, "{\"b\":2}"),
		note_line(head, ""),
	};

	add_notes(fx->repo, lines, COUNT(lines));
	assert_sh(fx, "git log -1 --notes=cdreview --format=%N", "{\"a\":1}\n{\"b\":2}");
	assert_sh(fx, "git notes --ref=cdreview show HEAD~2", "{\"c\":3}");
	assert_sh(fx, "git log --format='%an <%ae> %cn %at %ct %s' refs/notes/cdreview",
		  "Alice <alice@example.com> Alice 1767607200 1767607200 Notes added by cdreview");
	assert_sh(fx, "git ls-tree -r --name-only refs/notes/cdreview | "
			       "grep -vc '^[0-9a-f]\\{2\\}/[0-9a-f]\\{38\\}$' || :", "0");
	assert_sh(fx, "git fsck --strict 2>&1", "");
	assert_sh(fx, "git reflog show --format=%gs refs/notes/cdreview",
		  "notes: Notes added by cdreview");
}

static void nothing_new_is_no_commit(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	const char *tip;

	add_note(fx->repo, head, "b");
	/* Unsorted, with a blank line. */
	sh(fx, fx->dir, "git notes --ref=cdreview append -m a HEAD");
	tip = sh(fx, fx->dir, "git rev-parse refs/notes/cdreview");
	add_note(fx->repo, head, "a");
	add_note(fx->repo, head, "b");
	assert_sh(fx, "git rev-parse refs/notes/cdreview", tip);
	add_note(fx->repo, head, "c");
	assert_sh(fx, "git rev-parse refs/notes/cdreview^", tip);
	assert_sh(fx, "git notes --ref=cdreview show HEAD", "a\nb\nc");
}

/*
 * Shell functions for the scripts below; H is the name of HEAD, F the same fanned out. `blob`
 * stores stdin, `raw` a tree of printf's bytes, `bytes` is a name for it. `notes` (of "MODE BLOB
 * PATH" lines), `note MODE PATH` (of stdin) and `commit TREE` make a notes commit and move the ref.
 */
static const char prelude[] =
	"H=$(git rev-parse HEAD) F=$(git rev-parse HEAD | sed 's,^..,&/,')\n"
	"blob() { git hash-object -w --stdin; }\n"
	"commit() { git update-ref refs/notes/cdreview $(git commit-tree -m n $1); }\n"
	"notes() { rm -f .git/i; export GIT_INDEX_FILE=.git/i\n"
	"  while read -r m b p; do git update-index --add --cacheinfo $m,$b,$p; done\n"
	"  commit $(git write-tree); unset GIT_INDEX_FILE; }\n"
	"note() { blob >.git/b; echo $1 $(cat .git/b) $2 | notes; }\n"
	"bytes() { echo $1 | sed 's/../\\\\x&/g'; }\n"
	"raw() { /usr/bin/printf \"$1\" | git hash-object -w -t tree --literally --stdin; }\n"
	"loose() { echo .git/objects/$(echo $1 | sed 's,^..,&/,'); }\n";

static void build(struct fixture *fx, const char *script)
{
	sh(fx, fx->dir, cdr_arena_printf(&fx->arena, "%s%s", prelude, script));
}

static void every_layout_is_read_and_fanned_out(void **state)
{
	const char *layouts[] = {
		"echo old | note 100644 $H",
		"echo old | note 100644 $F",
		"echo old | note 100644 $(echo $H | sed 's,^\\(..\\)\\(..\\),\\1/\\2/,')",
		"echo old | note 100644 $(echo $H | sed 's,..,&/,g; s,/$,,')",
		"printf old | note 100644 $H",
		"printf '\\n\\nold\\n\\n' | note 100644 $H",
	};
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	const char *hex = sh(fx, fx->dir, "git rev-parse HEAD");

	for (size_t i = 0; i < COUNT(layouts); i++) {
		build(fx, layouts[i]);
		assert_string_equal(read_notes(fx, fx->repo),
				    cdr_arena_printf(&fx->arena, "%.7s old\n", hex));
		add_note(fx->repo, head, "new");
		assert_sh(fx, "git ls-tree -rt --name-only refs/notes/cdreview | tr -d '\\n'",
			  cdr_arena_printf(&fx->arena, "%.2s%.2s/%s", hex, hex, hex + 2));
		assert_sh(fx, "git notes --ref=cdreview show HEAD", "new\nold");
		assert_sh(fx, "git fsck --strict 2>&1 | grep -v dangling || :", "");
	}
}

static void what_is_no_note_is_kept(void **state)
{
	struct fixture *fx = *state;
	const char *hex = sh(fx, fx->dir, "git rev-parse HEAD");

	build(fx, "B=$(echo x | blob) D=$(dirname $F)\n"
		  "{ echo 100644 $B README; echo 100755 $B $D/README; echo 100644 $B face;\n"
		  "  echo 120000 $B d/link; echo 100644 $(echo old | blob) $F; } | notes");
	assert_string_equal(read_notes(fx, fx->repo),
			    cdr_arena_printf(&fx->arena, "%.7s old\n", hex));
	add_note(fx->repo, oid_of(hex), "new");
	assert_sh(fx,
		  "git ls-tree -r --name-only refs/notes/cdreview |\n"
		  "grep -c '^README$\\|^../README$\\|^face$\\|^d/link$'", "4");
	assert_sh(fx, "git notes --ref=cdreview show HEAD", "new\nold");
}

struct hostile {
	const char *name, *script;
	int code;
	const char *message;
};

static const struct hostile hostile[] = {
	{ "upper case", "commit $(raw \"100644 $(echo $H | tr a-f A-F)\\0$(bytes $H)\")",
	  CDR_ETAMPER, "upper-case" },
	{ "upper-case fan-out", "echo x | note 100644 EF/01234567890123456789012345678901234567",
	  CDR_ETAMPER, "upper-case" },
	{ "symbolic link", "echo x | note 120000 $F", CDR_ETAMPER, "mode 120000" },
	{ "executable", "echo x | note 100755 $H", CDR_ETAMPER, "mode 100755" },
	{ "submodule", "echo 160000 $H $H | notes", CDR_ETAMPER, "mode 160000" },
	{ "file as fan-out", "echo x | note 100644 ab", CDR_ETAMPER, "mode 100644" },
	{ "directory as note", "echo x | note 100644 $H/README", CDR_ETAMPER, "mode 040000" },
	{ "doubled",
	  "A=$(echo approve | blob) R=$(echo reject | blob)\n"
	  "{ echo 100644 $A $H; echo 100644 $R $F; } | notes",
	  CDR_ETAMPER, "two notes" },
	{ "doubled in one tree",
	  "E=\"100644 $H\\0$(bytes $(echo x | blob))\"\ncommit $(raw \"$E$E\")", CDR_ETAMPER,
	  "two notes" },
	{ "NUL", "printf 'a\\000b\\n' | note 100644 $H", CDR_ETAMPER, "NUL" },
	{ "long note", "yes | head -c 5242880 | note 100644 $H", CDR_ETAMPER, "5242880 bytes" },
	{ "long line", "head -c 307200 /dev/zero | tr '\\0' x | note 100644 $H", CDR_ETAMPER,
	  "line of 307200 bytes" },
	{ "tree", "git update-ref refs/notes/cdreview HEAD^{tree}", CDR_ETAMPER,
	  "is a tree where a commit belongs" },
	{ "tag", "git tag -a -m v v1 && git update-ref refs/notes/cdreview v1", CDR_ETAMPER,
	  "is a tag where" },
	{ "blob", "git update-ref refs/notes/cdreview HEAD:file", CDR_ETAMPER, "is a blob where" },
	{ "symbolic ref", "git symbolic-ref refs/notes/cdreview refs/notes/other", CDR_ETAMPER,
	  "symbolic reference" },
	{ "broken ref", "mkdir -p .git/refs/notes && echo junk >.git/refs/notes/cdreview",
	  CDR_EREPO, "cannot read" },
	{ "tree in a blob's place",
	  "commit $(raw \"100644 $H\\0$(bytes $(git rev-parse HEAD^{tree}))\")", CDR_ETAMPER,
	  "is a tree where a blob belongs" },
	{ "missing note", "echo x | note 100644 $H\nrm -f $(loose $(cat .git/b))", CDR_EOBJECT,
	  "cannot be read" },
	{ "swapped note",
	  "A=$(echo approve | blob)\necho reject | note 100644 $H\n"
	  "cp -f $(loose $A) $(loose $(cat .git/b))",
	  CDR_ETAMPER, "other bytes" },
	{ "tree bomb",
	  "T=$(raw '') D='0 1 2 3 4 5 6 7 8 9 a b c d e f'\n"
	  "for level in 1 2 3 4; do T=$(for i in $D; do for j in 0 1 2 3 4 5 6 7; do\n"
	  "printf '040000 tree %s\\t%s\\n' $T $i$j; done; done | git mktree); done; commit $T",
	  CDR_ELIMIT, "trees" },
};

/* Neither reads nor writes: a hostile tree stays as it is until somebody has looked. */
static void hostile_trees_are_refused(void **state)
{
	struct fixture *fx = *state;
	struct cdr_note_line line = note_line(resolve(fx, "HEAD"), "new");

	for (size_t i = 0; i < COUNT(hostile); i++) {
		struct cdr_err err = { .code = 0 }, write_err = { .code = 0 };
		struct cdr_notes notes;
		struct cdr_repo *repo;
		const char *before;

		sh(fx, fx->dir, "rm -f .git/refs/notes/cdreview");
		build(fx, hostile[i].script);
		before = sh(fx, fx->dir, "cat .git/refs/notes/cdreview");
		repo = open_repo(fx->dir);
		print_message("# %s\n", hostile[i].name);
		assert_fails(cdr_notes_read(repo, &fx->arena, &notes, &err),
			     hostile[i].code, hostile[i].message, &err);
		assert_int_equal(cdr_notes_read(repo, &fx->arena, &notes, NULL), hostile[i].code);
		assert_fails(cdr_notes_add(repo, &line, 1, ALICE, &write_err), hostile[i].code,
			     hostile[i].message, &write_err);
		assert_sh(fx, "cat .git/refs/notes/cdreview", before);
		cdr_repo_close(repo);
	}
}

static void remarks_of_git_notes_append_stay(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");

	for (int i = 0; i < 5; i++) {
		add_note(fx->repo, head, cdr_arena_printf(&fx->arena, "{\"n\":%d}", i));
		sh(fx, fx->dir,
		   cdr_arena_printf(&fx->arena,
				    "git notes --ref=cdreview append -m 'remark %d' HEAD\n"
				    "git notes --ref=cdreview append -m 'other %d' HEAD~1",
				    i, i));
	}
	add_note(fx->repo, head, "{\"n\":5}");
	assert_sh(fx, "git notes --ref=cdreview show HEAD",
		  "remark 0\nremark 1\nremark 2\nremark 3\nremark 4\n"
		  "{\"n\":0}\n{\"n\":1}\n{\"n\":2}\n{\"n\":3}\n{\"n\":4}\n{\"n\":5}");
	assert_sh(fx, "git notes --ref=cdreview show HEAD~1 | grep -c other", "5");
}

/* Lines whose targets cover every first byte, so that git, too, chooses 2/38. */
static struct cdr_note_line *many(struct fixture *fx, size_t n, const char *text)
{
	struct cdr_note_line *lines = cdr_arena_alloc(&fx->arena, n * sizeof(*lines));

	for (size_t i = 0; i < n; i++) {
		lines[i].target.len = 20;
		lines[i].target.bytes[0] = (unsigned char)i;
		lines[i].target.bytes[1] = (unsigned char)(i >> 8);
		lines[i].target.bytes[19] = 1;
		lines[i].bytes =
			cdr_str_from(cdr_arena_printf(&fx->arena, "{\"%s\":%zu}", text, i));
	}
	return lines;
}

static void union_is_gits_cat_sort_uniq(void **state)
{
	struct fixture *fx = *state;
	const size_t n = 300;
	struct cdr_note_line *base = many(fx, n, "m");
	struct cdr_note_line *mine = many(fx, n, "z"), *theirs = many(fx, n, "a");
	struct cdr_repo *other;

	add_notes(fx->repo, base, n);
	sh(fx, fx->top,
	   "git clone -q repo other && cd other\n"
	   "git config user.name B && git config user.email b@b\n"
	   "git fetch -q origin refs/notes/cdreview:refs/notes/cdreview");
	other = open_repo(cdr_arena_printf(&fx->arena, "%s/other", fx->top));
	add_notes(other, theirs, n);
	add_notes(fx->repo, mine, n);
	sh(fx, fx->dir,
	   "git fetch -q ../other refs/notes/cdreview:refs/notes/theirs\n"
	   "git update-ref refs/notes/merged refs/notes/cdreview\n"
	   "git notes --ref=merged merge -q -s cat_sort_uniq theirs");
	add_notes(fx->repo, theirs, n);
	add_notes(other, mine, n);
	assert_sh(fx, "git rev-parse refs/notes/cdreview^{tree}",
		  sh(fx, fx->dir, "git rev-parse refs/notes/merged^{tree}"));
	assert_sh(fx, "git rev-parse refs/notes/cdreview^{tree}", sh(fx, fx->dir,
			       "git -C ../other rev-parse refs/notes/cdreview^{tree}"));
	cdr_repo_close(other);
}

static void thousands_are_one_commit(void **state)
{
	struct fixture *fx = *state;
	const size_t n = 2000;

	add_notes(fx->repo, many(fx, n, "x"), n);
	assert_sh(fx, "git rev-list --count refs/notes/cdreview", "1");
	assert_sh(fx, "git notes --ref=cdreview list | wc -l", "2000");
	assert_sh(fx, "git fsck --strict 2>&1", "");
}

static void a_stale_lock_is_named_and_left(void **state)
{
	struct fixture *fx = *state;
	struct cdr_note_line line = note_line(resolve(fx, "HEAD"), "x");
	struct cdr_err err = { .code = 0 };

	sh(fx, fx->dir, "mkdir -p .git/refs/notes && touch .git/refs/notes/cdreview.lock");
	assert_fails(cdr_notes_add(fx->repo, &line, 1, ALICE, &err), CDR_ECONFLICT, "locked",
		     &err);
	assert_non_null(
		strstr(err.hint,
		       cdr_arena_printf(&fx->arena, "%s/.git/refs/notes/cdreview.lock", fx->dir)));
	sh(fx, fx->dir,
	   "test -e .git/refs/notes/cdreview.lock && test ! -e .git/refs/notes/cdreview");
	sh(fx, fx->dir, "rm .git/refs/notes/cdreview.lock");
	add_notes(fx->repo, &line, 1);
}

static void a_ref_below_ours_is_explained(void **state)
{
	struct fixture *fx = *state;
	struct cdr_note_line line = note_line(resolve(fx, "HEAD"), "x");
	struct cdr_err err = { .code = 0 };

	sh(fx, fx->dir, "git update-ref refs/notes/cdreview/x HEAD");
	assert_fails(cdr_notes_add(fx->repo, &line, 1, ALICE, &err), CDR_EIO,
		     "there are refs beneath", &err);
	sh(fx, fx->dir,
	   "git update-ref -d refs/notes/cdreview/x && mkdir -p .git/refs/notes/cdreview/empty");
	add_notes(fx->repo, &line, 1);
}

static void packed_bare_and_linked_repositories_work(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_repo *bare, *linked;

	sh(fx, fx->dir, "git clone -q --bare . ../bare && git worktree add -q ../linked");
	bare = open_repo(cdr_arena_printf(&fx->arena, "%s/bare", fx->top));
	linked = open_repo(cdr_arena_printf(&fx->arena, "%s/linked", fx->top));
	add_note(bare, head, "b");
	add_note(linked, head, "l");
	sh(fx, fx->dir, "git pack-refs --all && git gc -q && test ! -e .git/refs/notes/cdreview");
	add_note(fx->repo, head, "m");
	assert_sh(fx, "git -C ../bare notes --ref=cdreview show main", "b");
	assert_sh(fx, "git -C ../linked notes --ref=cdreview show HEAD", "l\nm");
	assert_string_equal(read_notes(fx, linked), read_notes(fx, fx->repo));
	cdr_repo_close(bare);
	cdr_repo_close(linked);
}

static void lines_the_reader_would_refuse_are_not_written(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	char *huge = cdr_arena_alloc(&fx->arena, CDR_NOTE_LINE_MAX + 1);
	const struct {
		struct cdr_note_line line;
		int code;
		const char *message;
	} cases[] = {
		{ { head, CDR_STR("a\nb") }, CDR_ESYNTAX, "line feed" },
		{ { head, CDR_STR("a\0b") }, CDR_ESYNTAX, "NUL" },
		{ { head, { huge, CDR_NOTE_LINE_MAX + 1 } }, CDR_ELIMIT, "bytes" },
		{ { { .len = 0 }, CDR_STR("a") }, CDR_EUSAGE, "no object" },
		{ { { .len = 32 }, CDR_STR("a") }, CDR_EUSAGE, "no object" },
	};

	memset(huge, 'x', CDR_NOTE_LINE_MAX + 1);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cdr_err err = { .code = 0 };

		assert_fails(cdr_notes_add(fx->repo, &cases[i].line, 1, ALICE, &err),
			     cases[i].code, cases[i].message, &err);
	}
	assert_string_equal(read_notes(fx, fx->repo), "");
}

static void a_full_note_is_refused(void **state)
{
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	struct cdr_note_line lines[17];
	struct cdr_err err = { .code = 0 };

	for (size_t i = 0; i < COUNT(lines); i++) {
		char *text = cdr_arena_alloc(&fx->arena, CDR_NOTE_LINE_MAX);

		memset(text, 'a' + (int)i, CDR_NOTE_LINE_MAX - 1);
		lines[i] = (struct cdr_note_line){ head, { text, CDR_NOTE_LINE_MAX - 1 } };
	}
	add_notes(fx->repo, lines, 16);
	assert_fails(cdr_notes_add(fx->repo, lines + 16, 1, ALICE, &err), CDR_ELIMIT,
		     "note of", &err);
	assert_int_equal(cdr_notes_add(fx->repo, lines + 16, 1, ALICE, NULL), CDR_ELIMIT);
	assert_sh(fx, "git rev-list --count refs/notes/cdreview", "1");
}

static void names_are_cleaned_as_git_does(void **state)
{
	struct fixture *fx = *state;
	struct cdr_note_line line = note_line(resolve(fx, "HEAD"), "x");
	const struct cdr_author *odd = AUTHOR("A <script>\nB", "<a@b>");
	const struct cdr_author *none = AUTHOR("<>", "a@b");
	struct cdr_err err = { .code = 0 };

	assert_int_equal(cdr_notes_add(fx->repo, &line, 1, none, &err), CDR_EUSAGE);
	assert_int_equal(cdr_notes_add(fx->repo, &line, 1, odd, NULL), 0);
	assert_sh(fx, "git log --format='%an <%ae>' refs/notes/cdreview", "A scriptB <a@b>");
	assert_sh(fx, "git fsck --strict 2>&1", "");
}

static void write_some(const char *dir, int writer, int n, struct cdr_oid target)
{
	struct cdr_repo *repo = open_repo(dir);

	for (int i = 0; i < n; i++) {
		char text[64];

		snprintf(text, sizeof(text), "{\"writer\":%d,\"n\":%d}", writer, i);
		add_note(repo, target, text);
	}
	cdr_repo_close(repo);
}

static void writers_at_the_same_time_lose_nothing(void **state)
{
	enum { WRITERS = 4, LINES = 25 };
	struct fixture *fx = *state;
	struct cdr_oid head = resolve(fx, "HEAD");
	int status;

	for (int writer = 0; writer < WRITERS; writer++)
		if (fork_writer() == 0) {
			write_some(fx->dir, writer, LINES, head);
			_exit(0);
		}
	for (int writer = 0; writer < WRITERS; writer++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_sh(fx, "git notes --ref=cdreview show HEAD | grep -c writer", "100");
	assert_sh(fx, "git fsck --strict 2>&1 | grep -v dangling || :", "");
}

/* Adds in a child that may not write: as a stranger to the files, or with no room for any. */
static int add_unable(struct fixture *fx, const struct cdr_note_line *line, bool as_stranger)
{
	struct cdr_err err = { .code = 0 };
	int status;

	if (fork_writer() == 0) {
		signal(SIGXFSZ, SIG_IGN);
		if (as_stranger && geteuid() == 0 && seteuid(65534) < 0)
			_exit(1);
		if (!as_stranger)
			setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 0, 0 });
		_exit(-cdr_notes_add(fx->repo, line, 1, ALICE, &err));
	}
	assert_true(wait(&status) > 0);
	return WIFEXITED(status) ? -WEXITSTATUS(status) : 1;
}

static void a_repository_that_cannot_be_written_says_so(void **state)
{
	struct fixture *fx = *state;
	struct cdr_note_line line = note_line(resolve(fx, "HEAD"), "x");

	sh(fx, fx->dir, "chmod -R a+rX,a-w .git ..");
	assert_int_equal(add_unable(fx, &line, true), CDR_EIO);
	sh(fx, fx->dir, "chmod -R u+w .git ..");
	assert_int_equal(add_unable(fx, &line, false), CDR_EIO);
	assert_string_equal(read_notes(fx, fx->repo), "");
	sh(fx, fx->dir, "test ! -e .git/refs/notes/cdreview.lock");
}

#define NOTES_TEST(f) cmocka_unit_test_setup_teardown(f, fixture_open, fixture_close)

int main(void)
{
	const struct CMUnitTest tests[] = {
		NOTES_TEST(no_ref_has_no_lines),
		NOTES_TEST(git_sees_what_was_added),
		NOTES_TEST(nothing_new_is_no_commit),
		NOTES_TEST(every_layout_is_read_and_fanned_out),
		NOTES_TEST(what_is_no_note_is_kept),
		NOTES_TEST(hostile_trees_are_refused),
		NOTES_TEST(remarks_of_git_notes_append_stay),
		NOTES_TEST(union_is_gits_cat_sort_uniq),
		NOTES_TEST(thousands_are_one_commit),
		NOTES_TEST(a_stale_lock_is_named_and_left),
		NOTES_TEST(a_ref_below_ours_is_explained),
		NOTES_TEST(packed_bare_and_linked_repositories_work),
		NOTES_TEST(lines_the_reader_would_refuse_are_not_written),
		NOTES_TEST(a_full_note_is_refused),
		NOTES_TEST(names_are_cleaned_as_git_does),
		NOTES_TEST(writers_at_the_same_time_lose_nothing),
		NOTES_TEST(a_repository_that_cannot_be_written_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
