/*
 * notes_write.c - git_note_create reads the tip and overwrites the ref without
 * comparing: of two writers one loses verdicts that it was told are saved. Here
 * a commit is made upon a tip, and the ref moves only if it still is that tip.
 */
#include "git/notes_tree.h"
#include "git/treewrite.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MESSAGE "Notes added by cdreview\n"
#define REFLOG "notes: Notes added by cdreview"
#define FANOUT 1                 /* 2/38, or 2/62 */
#define DOUBLINGS_MAX 6          /* of the wait between tries: 1 ms to 64 ms */

struct writer {
	struct cdr_repo *repo;
	const struct cdr_note_line *lines;   /* by target */
	size_t n;
	struct cdr_author who;               /* cleaned */
	bool is_built;
	struct cdr_oid tip;                  /* once built: what `commit` was made upon */
	struct cdr_oid commit;               /* len 0: there was nothing to add */
	struct cdr_err *err;
};

/* One commit in the making. */
struct build {
	struct writer *writer;
	struct cdr_arena arena;
	struct cdr_notes_tree base;
	struct cdr_tree_changes changes;
};

struct lines {
	struct cdr_str *items;
	size_t n, alloc;
};

static int by_target(const void *a, const void *b)
{
	return memcmp(((const struct cdr_note_line *)a)->target.bytes,
		      ((const struct cdr_note_line *)b)->target.bytes, CDR_HASH_SIZE);
}

static int by_bytes(const void *a, const void *b)
{
	return cdr_str_cmp(*(const struct cdr_str *)a, *(const struct cdr_str *)b);
}

/* Returns how many are left. */
static size_t sort_unique(struct cdr_str *lines, size_t n)
{
	size_t kept = 0;

	if (n > 0)
		qsort(lines, n, sizeof(*lines), by_bytes);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 || !cdr_str_eq(lines[kept - 1], lines[i]))
			lines[kept++] = lines[i];
	return kept;
}

static int read_lines(struct build *build, const struct cdr_note *note, struct lines *out)
{
	struct writer *writer = build->writer;
	struct cdr_str text, line;
	int rc = cdr_note_text(writer->repo, &build->arena, note, &text, writer->err);

	while (rc == 0 && cdr_note_line(&text, &line))
		*cdr_vec_push(&build->arena, out) = line;
	return rc;
}

static int write_blob(struct writer *writer, const struct lines *lines, struct cdr_oid *blob)
{
	struct cdr_buf text;
	int rc;

	cdr_buf_init(&text, CDR_NOTE_BYTES_MAX);
	for (size_t i = 0; i < lines->n; i++) {
		cdr_buf_addstr(&text, lines->items[i]);
		cdr_buf_addc(&text, '\n');
	}
	rc = cdr_buf_check(&text, "the note", writer->err);
	if (rc == 0)
		rc = writer->repo->refs->write(writer->repo, CDR_OBJECT_BLOB, cdr_buf_str(&text),
					       blob, writer->err);
	cdr_buf_release(&text);
	return rc;
}

/* Where NOTE lies there will be BLOB; len 0: nothing. */
static void push_change(struct build *build, const struct cdr_note *note,
			const struct cdr_oid *blob)
{
	char path[CDR_NOTES_PATH_SIZE];

	cdr_notes_path(path, &note->target, note->fanout);
	*cdr_vec_push(&build->arena, &build->changes) = (struct cdr_tree_change){
		.path = cdr_str_copy(&build->arena, cdr_str_from(path)),
		.blob = *blob,
	};
}

/* Adds lines [FROM, TO), which have the same target, to the note of that target. */
static int update_note(struct build *build, size_t from, size_t to)
{
	struct writer *writer = build->writer;
	struct cdr_note note = { .target = writer->lines[from].target, .fanout = FANOUT };
	const struct cdr_note *old = cdr_notes_tree_find(&build->base, &note.target);
	struct lines lines = { NULL, 0, 0 };
	char hex[CDR_OID_HEX_MAX + 1];
	size_t n_old;
	int rc = old ? read_lines(build, old, &lines) : 0;

	if (rc < 0)
		return rc;
	n_old = lines.n = sort_unique(lines.items, lines.n);
	for (size_t i = from; i < to; i++)
		*cdr_vec_push(&build->arena, &lines) = writer->lines[i].bytes;
	lines.n = sort_unique(lines.items, lines.n);
	if (lines.n == n_old)
		return 0;
	rc = write_blob(writer, &lines, &note.blob);
	if (rc < 0) {
		cdr_oid_hex(hex, &note.target);
		cdr_err_prefix(writer->err, "note of %s", hex);
		return rc;
	}
	push_change(build, &note, &note.blob);
	if (old && old->fanout != FANOUT)
		push_change(build, old, &(struct cdr_oid){ .len = 0 });
	return 0;
}

static int update_notes(struct build *build)
{
	const struct cdr_note_line *lines = build->writer->lines;
	size_t n = build->writer->n;
	int rc = 0;

	for (size_t from = 0, to; rc == 0 && from < n; from = to) {
		for (to = from + 1; to < n && by_target(&lines[from], &lines[to]) == 0; to++)
			;
		rc = update_note(build, from, to);
	}
	return rc;
}

static int write_commit(struct writer *writer, const struct cdr_oid *tree)
{
	const struct cdr_author *who = &writer->who;
	char hex[CDR_OID_HEX_MAX + 1];
	struct cdr_buf text;
	int rc;

	cdr_buf_init(&text, CDR_NOTE_LINE_MAX);
	cdr_oid_hex(hex, tree);
	cdr_buf_addf(&text, "tree %s\n", hex);
	cdr_oid_hex(hex, &writer->tip);
	if (writer->tip.len > 0)
		cdr_buf_addf(&text, "parent %s\n", hex);
	for (size_t i = 0; i < 2; i++)
		cdr_buf_addf(&text, "%s %.*s <%.*s> %lld +0000\n", i ? "committer" : "author",
			     CDR_FMT(who->who.name), CDR_FMT(who->who.email),
			     (long long)who->now);
	cdr_buf_adds(&text, "\n" MESSAGE);
	rc = cdr_buf_check(&text, "the commit of the notes", writer->err);
	if (rc == 0)
		rc = writer->repo->refs->write(writer->repo, CDR_OBJECT_COMMIT, cdr_buf_str(&text),
					       &writer->commit, writer->err);
	cdr_buf_release(&text);
	return rc;
}

/* Makes the commit that adds the lines to what is at the tip. */
static int build_commit(struct writer *writer)
{
	struct build build = { .writer = writer };
	struct cdr_oid tree;
	int rc;

	writer->commit = (struct cdr_oid){ .len = 0 };
	rc = cdr_notes_tree_read(&build.base, writer->repo, &build.arena, &writer->tip,
				 writer->err);
	if (rc == 0)
		rc = update_notes(&build);
	if (rc < 0 || build.changes.n == 0)
		goto out;
	rc = cdr_tree_write(&tree, writer->repo, &build.base.root, &build.changes, writer->err);
	if (rc == 0)
		rc = write_commit(writer, &tree);
out:
	cdr_arena_release(&build.arena);
	writer->is_built = rc == 0;
	return rc;
}

static int try_once(struct writer *writer)
{
	struct cdr_ref_move move = { .name = CDR_NOTES_REF, .why = REFLOG, .who = &writer->who };
	struct cdr_oid tip;
	int rc = cdr_notes_tip(writer->repo, &tip, writer->err);

	if (rc == 0 && !(writer->is_built && cdr_oid_eq(&tip, &writer->tip))) {
		writer->tip = tip;
		rc = build_commit(writer);
	}
	if (rc < 0 || writer->commit.len == 0)
		return rc;
	move.from = writer->tip;
	move.to = writer->commit;
	return writer->repo->refs->move(writer->repo, &move, writer->err);
}

/* Longer with every try, and for every writer differently: the name of its commit is the dice. */
static void wait_for_others(const struct writer *writer, unsigned attempt)
{
	long ceiling_us = 1000L << (attempt < DOUBLINGS_MAX ? attempt : DOUBLINGS_MAX);
	long dice = writer->commit.bytes[attempt % 20];
	struct timespec pause = { .tv_nsec = (ceiling_us / 2 + ceiling_us * dice / 512) * 1000 };

	nanosleep(&pause, NULL);
}

static int conflict(struct writer *writer)
{
	struct cdr_arena arena = { NULL, 0 };
	const char *lock = cdr_arena_printf(&arena, "%.*s" CDR_NOTES_REF ".lock",
					    CDR_FMT(writer->repo->common_dir));

	if (access(lock, F_OK) == 0) {
		cdr_fail(writer->err, CDR_ECONFLICT, CDR_NOTES_REF " is locked by another program");
		cdr_err_hint(writer->err, "if no git command is running, remove %s", lock);
	} else {
		cdr_fail(writer->err, CDR_ECONFLICT, CDR_NOTES_REF " moved at each of %d tries",
			 CDR_NOTES_TRIES);
		cdr_err_hint(writer->err, "try again when fewer programs write verdicts");
	}
	cdr_arena_release(&arena);
	return CDR_ECONFLICT;
}

static int write_lines(struct writer *writer)
{
	int rc = CDR_ECONFLICT;

	for (unsigned attempt = 0; attempt < CDR_NOTES_TRIES; attempt++) {
		rc = try_once(writer);
		if (rc != CDR_ECONFLICT)
			return rc;
		wait_for_others(writer, attempt);
	}
	return conflict(writer);
}

/* What the reader would call tampering is not written in the first place. */
static int check_line(const struct writer *writer, const struct cdr_note_line *line,
		      struct cdr_err *err)
{
	if (line->target.len != writer->repo->oid_len)
		return cdr_fail(err, CDR_EUSAGE, "a line for the notes belongs to no object");
	if (line->bytes.len > CDR_NOTE_LINE_MAX)
		return cdr_fail(err, CDR_ELIMIT, "a line for the notes has %zu bytes, over %zu",
				line->bytes.len, CDR_NOTE_LINE_MAX);
	for (size_t i = 0; i < line->bytes.len; i++)
		if (line->bytes.ptr[i] == '\0' || line->bytes.ptr[i] == '\n')
			return cdr_fail(err, CDR_ESYNTAX,
					"a line for the notes has a NUL or line feed inside");
	return 0;
}

static int sort_lines(struct writer *writer, struct cdr_arena *arena,
		      const struct cdr_note_line *lines, size_t n)
{
	struct cdr_note_line *sorted = cdr_arena_alloc(arena, n * sizeof(*sorted));

	for (size_t i = 0; i < n; i++) {
		int rc = check_line(writer, &lines[i], writer->err);

		if (rc < 0)
			return rc;
		if (lines[i].bytes.len > 0)
			sorted[writer->n++] = lines[i];
	}
	qsort(sorted, writer->n, sizeof(*sorted), by_target);
	writer->lines = sorted;
	return 0;
}

/* What git does not write at either end of a name or address. */
static bool is_crud(char c)
{
	return (unsigned char)c <= ' ' || strchr(".,:;<>\"\\'", c);
}

/* A name or address as git writes it: without what would end it. */
static struct cdr_str without_crud(struct cdr_arena *arena, struct cdr_str text)
{
	char *clean;
	size_t len = 0;

	while (text.len > 0 && is_crud(text.ptr[0]))
		text = cdr_str_sub(text, 1, text.len);
	while (text.len > 0 && is_crud(text.ptr[text.len - 1]))
		text.len--;
	clean = cdr_arena_alloc(arena, text.len + 1);
	for (size_t i = 0; i < text.len; i++)
		if (!strchr("<>\n", text.ptr[i]))
			clean[len++] = text.ptr[i];
	return (struct cdr_str){ clean, len };
}

static int sign(struct writer *writer, struct cdr_arena *arena, const struct cdr_author *author)
{
	writer->who = (struct cdr_author){
		.who = { without_crud(arena, author->who.name),
			 without_crud(arena, author->who.email) },
		.now = author->now,
	};
	if (writer->who.who.name.len == 0 || writer->who.who.email.len == 0)
		return cdr_fail(writer->err, CDR_EUSAGE, "cannot write notes as '%.*s <%.*s>'",
				CDR_FMT(author->who.name), CDR_FMT(author->who.email));
	return 0;
}

int cdr_notes_add(struct cdr_repo *repo, const struct cdr_note_line *lines, size_t n,
		  const struct cdr_author *author, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct writer writer = { .repo = repo, .err = err };
	int rc = sort_lines(&writer, &arena, lines, n);

	if (rc == 0)
		rc = sign(&writer, &arena, author);
	if (rc == 0)
		rc = write_lines(&writer);
	cdr_arena_release(&arena);
	return rc;
}
