/*
 * store_git.c - reader C: objects from one `git cat-file --batch` that stays, and
 * their sizes from one --batch-check. Beside parsing a printed patch this leaves
 * every decision of a diff to the same code as everywhere else.
 */
#include "git/store_git.h"
#include "base/oom.h"
#include "git/answer.h"

#include <stdlib.h>

#define OBJECT_MAX ((size_t)2 << 30)   /* what is larger is refused unread */

/* One git that answers one kind of question. */
struct channel {
	const char *mode;
	struct cdr_coprocess *child;   /* NULL until asked, and after it failed */
};

struct reader {
	const struct cdr_program *program;
	struct channel contents, sizes;
};

/* git ends at some objects (those that a partial clone lacks): the next question starts it anew. */
static int give_up(struct channel *channel, int rc)
{
	cdr_coprocess_close(channel->child);
	channel->child = NULL;
	return rc;
}

static int put(struct reader *reader, struct channel *channel, const struct cdr_oid *oid,
	       struct cdr_err *err)
{
	const char *args[] = { "cat-file", channel->mode, NULL };
	char question[CDR_OID_HEX_MAX + 2];
	size_t len = (size_t)oid->len * 2;
	int rc = channel->child ? 0 : cdr_program_open(reader->program, args, &channel->child, err);

	if (rc < 0)
		return rc;
	cdr_oid_hex(question, oid);
	question[len] = '\n';
	return cdr_coprocess_ask(channel->child, (struct cdr_str){ question, len + 1 }, err);
}

/* The head of the answer about OID; the child is given up when there is none. */
static int ask(struct reader *reader, struct channel *channel, const struct cdr_oid *oid,
	       struct cdr_answer_object *out, struct cdr_err *err)
{
	struct cdr_err why = { .code = 0 };
	struct cdr_str line = { NULL, 0 };
	int rc = put(reader, channel, oid, &why);

	if (rc == 0)
		rc = cdr_coprocess_line(channel->child, &line, &why);
	if (rc == 0 && (!cdr_answer_object(line, out) || !cdr_oid_eq(&out->oid, oid)))
		rc = cdr_program_nonsense(&why, "cat-file");
	if (rc < 0)
		return give_up(channel, cdr_fail(err, CDR_EOBJECT, "git: %s", why.message));
	return out->missing ? cdr_fail(err, CDR_EOBJECT, "object not found") : 0;
}

static int take_bytes(struct channel *channel, char *bytes, size_t len, struct cdr_err *err)
{
	struct cdr_err why = { .code = 0 };
	int rc = cdr_coprocess_bytes(channel->child, bytes, len + 1, &why);

	if (rc == 0 && bytes[len] != '\n')
		rc = cdr_program_nonsense(&why, "cat-file");
	if (rc < 0)
		return give_up(channel, cdr_fail(err, CDR_EOBJECT, "git: %s", why.message));
	bytes[len] = '\0';
	return 0;
}

static int reader_read(void *self, const struct cdr_oid *oid, struct cdr_object *out,
		       struct cdr_err *err)
{
	struct reader *reader = self;
	struct cdr_answer_object answer;
	int rc = ask(reader, &reader->contents, oid, &answer, err);
	char *bytes;

	if (rc < 0)
		return rc;
	if (answer.size > OBJECT_MAX)
		return give_up(&reader->contents, cdr_fail(err, CDR_EOBJECT, "it has %zu bytes",
							   answer.size));
	bytes = malloc(answer.size + 1);
	if (!bytes)
		cdr_oom();
	rc = take_bytes(&reader->contents, bytes, answer.size, err);
	if (rc < 0) {
		free(bytes);
		return rc;
	}
	*out = (struct cdr_object){
		.kind = answer.kind,
		.bytes = { bytes, answer.size },
		.held = bytes,
		.let_go = free,
	};
	return 0;
}

static int reader_size(void *self, const struct cdr_oid *oid, size_t *size, struct cdr_err *err)
{
	struct reader *reader = self;
	struct cdr_answer_object answer;
	int rc = ask(reader, &reader->sizes, oid, &answer, err);

	*size = rc < 0 ? 0 : answer.size;
	return rc;
}

static void reader_free(void *self)
{
	struct reader *reader = self;

	cdr_coprocess_close(reader->contents.child);
	cdr_coprocess_close(reader->sizes.child);
	free(reader);
}

struct cdr_reader cdr_reader_of_git(const struct cdr_program *program)
{
	struct reader *reader = cdr_alloc_zeroed(sizeof(*reader));

	reader->program = program;
	reader->contents.mode = "--batch";
	reader->sizes.mode = "--batch-check";
	return (struct cdr_reader){
		.most = SIZE_MAX, .read = reader_read, .size = reader_size,
		.free = reader_free, .self = reader,
	};
}
