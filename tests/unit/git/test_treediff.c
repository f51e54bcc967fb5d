/* test_treediff.c - which paths a commit touches, against git log --raw -c on random trees. */
#include "sandbox.h"

#include "git/commit.h"
#include "git/delta.h"
#include "git/inside.h"

#define COMMITS 200
#define MOST_SIDES 5               /* four parents and the commit itself */

/* Names whose order depends on whether they are directories; each may be a file or hold others. */
static const char *const names[] = { "a", "a.b", "a-b", "a0", "ab", "b", "a+" };
static const char *const modes[] = { "100644", "100755", "120000", "160000" };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static uint32_t random_state;

static uint32_t random_below(size_t n)
{
	random_state = random_state * 1664525u + 1013904223u;
	return (random_state >> 8) % (uint32_t)n;
}

static void write_path(FILE *out)
{
	unsigned depth = random_below(3);

	fputs(names[random_below(COUNT(names))], out);
	while (depth-- > 0)
		fprintf(out, "/%s", names[random_below(COUNT(names))]);
	fputc('\n', out);
}

static void write_edit(FILE *out)
{
	const char *mode = modes[random_below(COUNT(modes))];
	unsigned content = random_below(4);

	if (random_below(4) == 0) {
		fprintf(out, "D ");
		write_path(out);
	} else if (strcmp(mode, "160000") == 0) {
		fprintf(out, "M 160000 %040x ", content + 1);
		write_path(out);
	} else {
		fprintf(out, "M %s inline ", mode);
		write_path(out);
		fprintf(out, "data 2\n%u\n", content);
	}
}

static void write_commit(FILE *out, unsigned i)
{
	unsigned n_parents = i == 0 ? 0 : 1 + (random_below(3) == 0 ? random_below(4) : 0);
	unsigned n_edits = 1 + random_below(i == 0 ? 30 : 5), from = i;

	fprintf(out, "commit refs/heads/main\nmark :%u\ncommitter C <c@x> %u +0000\ndata 2\nc\n",
		i + 1, 1700000000 + i);
	for (unsigned p = 0; p < n_parents && from > 0; p++) {
		fprintf(out, "%s :%u\n", p == 0 ? "from" : "merge", from);
		from -= from < 6 ? from : 1 + random_below(5);
	}
	while (n_edits-- > 0)
		write_edit(out);
	fputc('\n', out);
}

static struct sandbox random_trees(uint32_t seed)
{
	struct sandbox sandbox = sandbox_open("git init -q -b main .");
	FILE *out = fopen(sandbox_path(&sandbox, "stream"), "w");

	random_state = seed;
	assert_non_null(out);
	for (unsigned i = 0; i < COMMITS; i++)
		write_commit(out, i);
	fclose(out);
	sandbox_run(&sandbox, "git fast-import --quiet <stream");
	return sandbox;
}

/* --- what git says ----------------------------- */

/* Turns ":MODE... OID... STATUS\tPATH" of any number of parents into "MODE MODE OID OID PATH". */
static void add_told(struct cdr_buf *out, char *line)
{
	size_t n_old = strspn(line, ":"), n_words = 0;
	char *words[2 * MOST_SIDES + 1], *rest = NULL;
	char *path = strchr(line, '\t');

	*path++ = '\0';
	for (char *word = strtok_r(line + n_old, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest)) {
		assert_true(n_words < COUNT(words));
		words[n_words++] = word;
	}
	cdr_buf_addf(out, "%s %s %s %s %s\n", words[0], words[n_old], words[n_old + 1],
		     words[2 * n_old + 1], path);
}

static struct cdr_buf told_by_git(const struct sandbox *sandbox)
{
	char *log = sandbox_output(sandbox, "git -c core.quotePath=false log --format=%H --raw -c "
					    "--root --no-abbrev --no-renames "
					    "--ignore-submodules=none main",
				   NULL);
	struct cdr_buf out;
	char *rest = NULL;

	cdr_buf_init(&out, (size_t)8 << 20);
	for (char *line = strtok_r(log, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (*line == ':')
			add_told(&out, line);
		else
			cdr_buf_addf(&out, "%s\n", line);
	}
	free(log);
	return out;
}

/* --- what we say ----------------------------- */

static void add_oid(struct cdr_buf *out, const struct cdr_oid *oid)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, oid);
	cdr_buf_addf(out, "%s ", oid->len ? hex : "0000000000000000000000000000000000000000");
}

static void add_commit(struct cdr_buf *out, struct cdr_repo *repo, const struct cdr_oid *oid)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_deltas deltas = { .arena = &arena };
	struct cdr_oid trees[MOST_SIDES];
	struct cdr_commit commit, parent;
	struct cdr_err err = { .code = 0 };

	assert_done(cdr_commit_read(&commit, repo, oid, &err), &err);
	assert_true(commit.n_parents < MOST_SIDES);
	for (size_t i = 0; i < commit.n_parents; i++) {
		struct cdr_oid name = cdr_commit_parent(&commit, i);

		assert_done(cdr_commit_read(&parent, repo, &name, &err), &err);
		trees[i] = parent.tree;
		cdr_commit_release(&parent);
	}
	trees[commit.n_parents] = commit.tree;
	assert_done(cdr_deltas_of_trees(&deltas, repo, trees, commit.n_parents, &err), &err);
	for (size_t i = 0; i < deltas.n; i++) {
		const struct cdr_file *file = &deltas.items[i].file;

		cdr_buf_addf(out, "%06o %06o ", file->old_mode, file->new_mode);
		add_oid(out, &file->old_blob);
		add_oid(out, &file->new_blob);
		cdr_buf_addf(out, "%.*s\n", CDR_FMT(file->path));
	}
	cdr_commit_release(&commit);
	cdr_arena_release(&arena);
}

static struct cdr_buf told_by_us(struct cdr_repo *repo)
{
	struct cdr_session_options options = {
		.range = "4b825dc642cb6eb9a060e54bf8d69288fbee4904..main"
	};
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_err err = { .code = 0 };
	struct cdr_change change;
	struct cdr_range *range;
	struct cdr_buf out;

	cdr_buf_init(&out, (size_t)8 << 20);
	assert_done(cdr_range_open(&range, repo, &options, &err), &err);
	while (cdr_range_next(range, repo, &arena, &change, &err) == 0) {
		char hex[CDR_OID_HEX_MAX + 1];

		cdr_oid_hex(hex, &change.commit);
		cdr_buf_addf(&out, "%s\n", hex);
		add_commit(&out, repo, &change.commit);
	}
	cdr_range_close(range);
	cdr_arena_release(&arena);
	return out;
}

static void test_random_trees(void **state)
{
	(void)state;
	for (uint32_t seed = 1; seed <= 4; seed++) {
		struct sandbox sandbox = random_trees(seed);
		struct cdr_repo *repo = open_repo(&sandbox, ".");
		struct cdr_buf git = told_by_git(&sandbox), us = told_by_us(repo);

		assert_true(git.len > 20000 && !git.full);
		assert_string_equal(us.ptr, git.ptr);
		cdr_buf_release(&git);
		cdr_buf_release(&us);
		cdr_repo_close(repo);
		sandbox_close(&sandbox);
	}
}

/* A tree that git would not write: its one entry has no object name. */
static void test_damaged_tree(void **state)
{
	struct sandbox sandbox = sandbox_open(
		"git init -q -b main . && echo x >x && git add x && git commit -q -m good && "
		"t=$(printf '100644 name\\0short' | "
		"git hash-object --literally -t tree -w --stdin) && "
		"git update-ref HEAD $(git commit-tree -p HEAD -m bad $t) && echo $t >tree");
	struct cdr_repo *repo = open_repo(&sandbox, ".");
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_deltas deltas = { .arena = &arena };
	struct cdr_oid trees[2];
	struct cdr_err err = { .code = 0 };
	char *bad = sandbox_line(&sandbox, "cat tree");
	char *good = sandbox_line(&sandbox, "git rev-parse HEAD^^{tree}");

	(void)state;
	assert_true(cdr_oid_parse(&trees[0], cdr_str_from(good)));
	assert_true(cdr_oid_parse(&trees[1], cdr_str_from(bad)));
	assert_int_equal(cdr_deltas_of_trees(&deltas, repo, trees, 1, &err), CDR_EOBJECT);
	assert_non_null(strstr(err.message, bad));
	free(bad);
	free(good);
	cdr_arena_release(&arena);
	cdr_repo_close(repo);
	sandbox_close(&sandbox);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_random_trees),
		cmocka_unit_test(test_damaged_tree),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
