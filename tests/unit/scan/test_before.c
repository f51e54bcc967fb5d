/* test_before.c - what a commit's own diff does not tell: the range's base, and a renamed file. */
#include "rig.h"

struct story {
	const char *name;
	const char *script; /* run in a repository whose first commit is made */
	const char *range;
	/* "PATH RULE SIDE LINE SEVERITY (REASON)", of a guard or built-in rule with its message */
	const char *findings;
};

static void print(struct cdr_buf *out, const struct cdr_file *file,
		  const struct cdr_finding *finding)
{
	cdr_buf_addf(out, "%.*s %.*s %s %u %s", CDR_FMT(file->path), CDR_FMT(finding->rule->id),
		     cdr_side_name(finding->side), finding->line,
		     cdr_severity_name(finding->severity));
	if (finding->suppressed.ptr)
		cdr_buf_addf(out, " (%.*s)", CDR_FMT(finding->suppressed));
	if (finding->rule->detector == CDR_GUARD || finding->rule->detector == CDR_BUILTIN)
		cdr_buf_addf(out, ": %.*s", CDR_FMT(finding->message));
	cdr_buf_addc(out, '\n');
}

static const char *told(struct rig *rig, const char *range)
{
	struct cdr_scan *scan = start(rig, range, false);
	struct cdr_scanned *scanned;
	struct cdr_buf out;
	const char *text;

	cdr_buf_init(&out, 1 << 16);
	while ((scanned = next(scan))) {
		for (size_t i = 0; i < scanned->n_hunks; i++)
			for (size_t k = 0; k < scanned->hunks[i].n_findings; k++)
				print(&out, scanned->file, &scanned->hunks[i].findings[k]);
		cdr_scanned_free(scanned);
	}
	cdr_scan_close(scan);
	text = cdr_str_copy(&rig->bench.arena, cdr_buf_str(&out)).ptr;
	cdr_buf_release(&out);
	return text;
}

#define PRELUDE                               \
	"git init -q -b main repo; cd repo; " \
	"c() { git add -A; git commit -qm \"$1\"; }; "

static void check(const char *rules, const char *first, const struct story *stories, size_t n)
{
	size_t n_wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct cdr_arena arena = { NULL, 0 };
		struct rig rig = rig_open(
			rules, cdr_arena_printf(&arena, PRELUDE "%s c first; %s", first,
						stories[i].script));
		const char *found = told(&rig, stories[i].range);

		if (strcmp(found, stories[i].findings) != 0) {
			print_error("%s: found\n%sexpected\n%s", stories[i].name, found,
				    stories[i].findings);
			n_wrong++;
		}
		rig_close(&rig);
		cdr_arena_release(&arena);
	}
	assert_int_equal(n_wrong, 0);
}

/* --- suppressions ------------------------------------------------------------------- */

#define EVIL "- {id: t.rule, title: T, severity: high, match: {re: 'bad'}}\n"
#define ALLOW "# cdreview:allow t.rule -- because"
#define BODY "1\\n2\\n3\\n4\\n5\\n6\\n7\\n8\\n"
#define EXCUSED " (because)\n"
#define IDLE                                                                \
	"builtin.suppression new 1 low: this suppression excuses nothing: " \
	"its rule finds nothing here\n"

/* a.py has a suppression above line 2, b.py has none. */
static const char two_files[] =
	"printf '" ALLOW "\\nx\\n" BODY "' >a.py; printf '" BODY "' >b.py; ";

static const struct story suppressions[] = {
	{ "it stood at the base", "sed -i s/x/bad/ a.py; c two", "HEAD~1..HEAD",
	  "a.py t.rule new 2 high" EXCUSED },
	{ "and has been indented since",
	  "sed -i 's/^#/  #/' a.py; c two; sed -i s/x/bad/ a.py; c three", "HEAD~2..HEAD",
	  "a.py t.rule new 2 high" EXCUSED },
	{ "an earlier commit of the range adds it",
	  "sed -i '1i" ALLOW "' b.py; c two; sed -i '2s/.*/bad/' b.py; c three", "HEAD~2..HEAD",
	  "b.py t.rule new 2 high\n" },
	{ "the same as a range of one commit",
	  "sed -i '1i" ALLOW "' b.py; c two; sed -i '2s/.*/bad/' b.py; c three", "HEAD~1..HEAD",
	  "b.py t.rule new 2 high" EXCUSED },
	{ "an earlier commit copies it",
	  "sed -i '1{h;G}' a.py; c two; sed -i s/x/bad/ a.py; c three", "HEAD~2..HEAD",
	  "a.py t.rule new 3 high\na.py " IDLE },
	{ "an earlier commit moves it",
	  "sed -i '1{h;d};9{G}' a.py; c two; sed -i '10s/.*/bad/' a.py; c three",
	  "HEAD~2..HEAD", "a.py t.rule new 10 high\n" },
	{ "an earlier commit adds the file",
	  "printf '" ALLOW "\\nx\\n' >c.py; c two; sed -i s/x/bad/ c.py; c three", "HEAD~2..HEAD",
	  "c.py t.rule new 2 high\nc.py " IDLE },
	{ "the file is renamed", "git mv a.py c.py; sed -i s/x/bad/ c.py; c two", "HEAD~1..HEAD",
	  "c.py t.rule new 2 high" EXCUSED },
	{ "a file of another name had it", "cp a.py c.py; sed -i s/x/bad/ c.py; c two",
	  "HEAD~1..HEAD", "c.py t.rule new 2 high\n" },
	{ "there is no base", "sed -i s/x/bad/ a.py; c two",
	  "4b825dc642cb6eb9a060e54bf8d69288fbee4904..HEAD",
	  "a.py t.rule new 2 high\na.py " IDLE },
	{ "HEAD has it, for the index", "sed -i s/x/bad/ a.py; git add -A", "--staged",
	  "a.py t.rule new 2 high" EXCUSED },
	{ "HEAD has it, for the work tree", "sed -i s/x/bad/ a.py", "--worktree",
	  "a.py t.rule new 2 high" EXCUSED },
	{ "only the index has it, for the work tree",
	  "sed -i '1i" ALLOW "' b.py; git add -A; sed -i '2s/.*/bad/' b.py", "--worktree",
	  "b.py t.rule new 2 high\n" },
};

static void excuses_by_what_stood_at_the_base(void **state)
{
	(void)state;
	check(EVIL, two_files, suppressions, COUNT(suppressions));
}

/* --- guards of renamed files --------------------------------------------------------- */

#define GUARD                                                                   \
	"- {id: t.guard, title: T, severity: high, guard: {anchor: entity, "    \
	"re: '(?s)^\\s*@(?:login_required|limit)\\b.*', weaker: '\\d{3}/min'}}\n"
#define FUNCTION(n) "def f" #n "(a):\n    x = " #n "\n    y = a + x\n    return y + " #n "\n\n\n"

static const char guarded[] = "cat >a.py <<'END'\n"
			      "import x\n\n\n" FUNCTION(1) FUNCTION(2) FUNCTION(3)
			      "@login_required\ndef view(r):\n    return r\n\n\n"
			      "@limit('5/min')\ndef other(r):\n    return r\nEND\n";

#define MOVE "git mv a.py b.py; "
#define WHILE " while the file was renamed\n"

static const struct story renamings[] = {
	{ "nothing is lost", MOVE "c two", "HEAD~1..HEAD", "" },
	{ "nothing but a name", MOVE "sed -i s/view/sight/ b.py; c two", "HEAD~1..HEAD", "" },
	{ "dropped", MOVE "sed -i /login_required/d b.py; c two", "HEAD~1..HEAD",
	  "b.py t.guard new 22 high: @login_required of view was dropped" WHILE },
	{ "in the index", MOVE "sed -i /login_required/d b.py; git add -A", "--staged",
	  "b.py t.guard new 22 high: @login_required of view was dropped" WHILE },
	{ "commented out", MOVE "sed -i 's/@login_required/# &/' b.py; c two", "HEAD~1..HEAD",
	  "b.py t.guard new 23 high: @login_required of view was commented out" WHILE },
	{ "weakened", MOVE "sed -i s,5/min,500/min, b.py; c two", "HEAD~1..HEAD",
	  "b.py t.guard new 28 high: @limit('5/min') of other was weakened to "
	  "@limit('500/min')" WHILE },
	{ "gone with what it guarded", MOVE "sed -i '/login_required/,/return r/d' b.py; c two",
	  "HEAD~1..HEAD", "" },
	{ "the file stays", "cp a.py b.py; sed -i /login_required/d b.py; c two", "HEAD~1..HEAD",
	  "" },
};

static void compares_what_was_renamed(void **state)
{
	(void)state;
	check(GUARD, guarded, renamings, COUNT(renamings));
}

/* --- submodules ------------------------------------------------------------------------ */

#define LINK(hex, path) "git update-index --add --cacheinfo 160000," hex "," path "; "
#define ONE "1111111111111111111111111111111111111111"
#define TWO "2222222222222222222222222222222222222222"

static const struct story submodules[] = {
	{ "added", LINK(ONE, "new") "git commit -qm two", "HEAD~1..HEAD",
	  "new builtin.submodule new 1 medium: a submodule was added at 111111111111\n" },
	{ "moved", LINK(TWO, "sub") "git commit -qm two", "HEAD~1..HEAD",
	  "sub builtin.submodule new 1 medium: "
	  "the submodule moved from 111111111111 to 222222222222\n" },
	{ "gone", "git rm -q --cached sub; git commit -qm two", "HEAD~1..HEAD", "" },
};

static void tells_of_submodules(void **state)
{
	(void)state;
	check(GUARD, LINK(ONE, "sub") "c() { git commit -qm \"$1\"; }; ", submodules,
	      COUNT(submodules));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(excuses_by_what_stood_at_the_base),
		cmocka_unit_test(compares_what_was_renamed),
		cmocka_unit_test(tells_of_submodules),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
