/*
 * convert.c - git's own rules for line endings (gitattributes(5): text, eol, ident),
 * for work trees whose attributes only git can be asked for.
 */
#include "git/convert.h"
#include "git/inside.h"
#include "git/program.h"

#include <string.h>

#define ANSWER_MAX ((size_t)1 << 20)

enum text_is { TEXT_UNSAID, TEXT_NOT, TEXT_AUTO, TEXT_YES };

struct attributes {
	enum text_is text;
	bool ident;
};

static void note_text(struct attributes *out, struct cdr_str value)
{
	if (cdr_str_is(value, "set") || cdr_str_is(value, "input"))
		out->text = TEXT_YES;
	else if (cdr_str_is(value, "unset"))
		out->text = TEXT_NOT;
	else if (cdr_str_is(value, "auto"))
		out->text = TEXT_AUTO;
}

/* "crlf" is the old name of "text" and counts where that says nothing; eol makes text of a file. */
static void note(struct attributes *out, struct cdr_str name, struct cdr_str value)
{
	if (cdr_str_is(name, "text") || (cdr_str_is(name, "crlf") && out->text == TEXT_UNSAID))
		note_text(out, value);
	else if (cdr_str_is(name, "eol") && out->text == TEXT_UNSAID &&
		 (cdr_str_is(value, "lf") || cdr_str_is(value, "crlf")))
		out->text = TEXT_YES;
	else if (cdr_str_is(name, "ident"))
		out->ident = cdr_str_is(value, "set");
}

/* check-attr prints "PATH NUL ATTRIBUTE NUL VALUE NUL", in the order asked for. */
static int parse(struct attributes *out, struct cdr_str rest, struct cdr_err *err)
{
	struct cdr_str path, name, value;

	while (rest.len > 0) {
		if (!cdr_answer_field(&rest, &path) || !cdr_answer_field(&rest, &name) ||
		    !cdr_answer_field(&rest, &value))
			return cdr_program_nonsense(err, "check-attr");
		note(out, name, value);
	}
	return 0;
}

static int ask(struct attributes *out, struct cdr_repo *repo, const char *path,
	       struct cdr_err *err)
{
	const char *args[] = { "check-attr", "-z", "--stdin", "text", "crlf", "eol", "ident",
			       NULL };
	struct cdr_buf answer;
	int rc;

	*out = (struct attributes){ .text = TEXT_UNSAID };
	cdr_buf_init(&answer, ANSWER_MAX);
	rc = cdr_program_run(repo->program,
			     &(struct cdr_program_call){
				     .args = args,
				     .input = { path, strlen(path) + 1 },
			     },
			     &answer, err);
	if (rc == 0)
		rc = parse(out, cdr_buf_str(&answer), err);
	cdr_buf_release(&answer);
	return rc;
}

/* core.autocrlf: what files are whose attributes say nothing. */
static enum text_is text_by_config(struct cdr_repo *repo, struct cdr_arena *arena)
{
	struct cdr_str value;

	if (cdr_repo_config(repo, arena, "core.autocrlf", &value) < 0)
		return TEXT_NOT;
	return cdr_str_is(value, "input") || cdr_setting_is_on(value) ? TEXT_AUTO : TEXT_NOT;
}

/* git's guess: a NUL, a CR without LF, or too many bytes that do not print. */
static bool is_binary(struct cdr_str text)
{
	size_t printable = 0, other = 0;

	for (size_t i = 0; i < text.len; i++) {
		unsigned char c = (unsigned char)text.ptr[i];
		bool crlf = c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n';

		if (c == '\0' || (c == '\r' && !crlf))
			return true;
		if (c == '\r' || c == '\n')
			continue;
		if (c == 127 || (c < 32 && !strchr("\b\t\033\014", c)))
			other++;
		else
			printable++;
	}
	return printable >> 7 < other;
}

static struct cdr_str without_crs(struct cdr_arena *arena, struct cdr_str text)
{
	char *out = cdr_arena_alloc(arena, text.len);
	size_t len = 0;

	for (size_t i = 0; i < text.len; i++)
		if (text.ptr[i] != '\r' || i + 1 == text.len || text.ptr[i + 1] != '\n')
			out[len++] = text.ptr[i];
	return (struct cdr_str){ out, len };
}

/* True if the index has the file with CRLF: then git lets an "auto" file keep them. */
static bool index_has_crlf(struct cdr_repo *repo, struct cdr_arena *arena, const char *path)
{
	const char *args[] = { "rev-parse", "--verify", "--quiet", "--end-of-options",
			       cdr_arena_printf(arena, ":%s", path), NULL };
	struct cdr_object object;
	struct cdr_buf answer;
	struct cdr_str rest;
	struct cdr_oid oid;
	int status = 0;
	bool found = false;

	cdr_buf_init(&answer, ANSWER_MAX);
	if (cdr_program_run(repo->program,
			    &(struct cdr_program_call){ .args = args, .status = &status }, &answer,
			    NULL) == 0) {
		rest = cdr_buf_str(&answer);
		if (cdr_answer_oid(&rest, &oid) &&
		    cdr_store_read_kind(repo->store, &oid, CDR_OBJECT_BLOB, &object, NULL) == 0) {
			found = cdr_str_find(object.bytes, CDR_STR("\r\n")) < object.bytes.len &&
				!is_binary(object.bytes);
			cdr_object_release(&object);
		}
	}
	cdr_buf_release(&answer);
	return found;
}

/* "$Id: anything$" on one line becomes "$Id$". */
static struct cdr_str without_ids(struct cdr_arena *arena, struct cdr_str text)
{
	char *out = cdr_arena_alloc(arena, text.len);
	size_t len = 0, i = 0;

	while (i < text.len) {
		struct cdr_str rest = cdr_str_sub(text, i, text.len);
		size_t end = 4;

		if (cdr_str_starts(rest, "$Id:")) {
			while (end < rest.len && rest.ptr[end] != '$' && rest.ptr[end] != '\n')
				end++;
			if (end < rest.len && rest.ptr[end] == '$') {
				memcpy(out + len, "$Id$", 4);
				len += 4;
				i += end + 1;
				continue;
			}
		}
		out[len++] = text.ptr[i++];
	}
	return (struct cdr_str){ out, len };
}

int cdr_convert(struct cdr_repo *repo, struct cdr_arena *arena, const char *path,
		struct cdr_str *text, struct cdr_err *err)
{
	bool has_crlf = cdr_str_find(*text, CDR_STR("\r\n")) < text->len;
	struct attributes attributes;
	int rc;

	if (!has_crlf && cdr_str_find(*text, CDR_STR("$Id:")) == text->len)
		return 0;
	rc = ask(&attributes, repo, path, err);
	if (rc < 0)
		return rc;
	if (attributes.text == TEXT_UNSAID)
		attributes.text = text_by_config(repo, arena);
	if (has_crlf && (attributes.text == TEXT_YES ||
			 (attributes.text == TEXT_AUTO && !is_binary(*text) &&
			  !index_has_crlf(repo, arena, path))))
		*text = without_crs(arena, *text);
	if (attributes.ident)
		*text = without_ids(arena, *text);
	return 0;
}

/* Runs git with ARGS inside of the submodule PATH. */
static int run_inside(struct cdr_repo *repo, const char *path, const char *const *args,
		      struct cdr_buf *out, struct cdr_err *err)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_where where = repo->where;
	int rc;

	where.dir = cdr_arena_printf(&arena, "%.*s%s", CDR_FMT(repo->work_tree), path);
	where.git_dir = where.work_tree = NULL;
	where.from_env = false;
	cdr_buf_init(out, ANSWER_MAX);
	rc = cdr_program_run(cdr_program_new(&arena, &where),
			     &(struct cdr_program_call){ .args = args }, out, err);
	cdr_arena_release(&arena);
	return rc;
}

int cdr_submodule_ask(struct cdr_repo *repo, const char *path, struct cdr_oid *commit, bool *dirty,
		      struct cdr_err *err)
{
	const char *head[] = { "rev-parse", "--verify", "HEAD", NULL };
	const char *state[] = { "status", "--porcelain", "--ignore-submodules=none", NULL };
	struct cdr_buf answer;
	struct cdr_str rest;
	int rc = run_inside(repo, path, head, &answer, err);

	rest = cdr_buf_str(&answer);
	if (rc == 0 && !cdr_answer_oid(&rest, commit))
		rc = cdr_program_nonsense(err, head[0]);
	cdr_buf_release(&answer);
	if (rc < 0)
		return rc;
	rc = run_inside(repo, path, state, &answer, err);
	*dirty = rc == CDR_ELIMIT || answer.len > 0;
	cdr_buf_release(&answer);
	return rc;
}
