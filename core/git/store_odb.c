/*
 * store_odb.c - reader A: libgit2's object database. It knows every place where
 * git keeps objects, and is asked last: what it cannot read is lost to us.
 */
#include "git/handle.h"

static void let_go(void *held)
{
	git_odb_object_free(held);
}

static int odb_read(void *self, const struct cdr_oid *oid, struct cdr_object *out,
		    struct cdr_err *err)
{
	git_oid name = cdr_oid_to_git(oid);
	git_odb_object *object = NULL;

	if (git_odb_read(&object, self, &name) < 0)
		return cdr_fail(err, CDR_EOBJECT, "%s", cdr_git_words());
	*out = (struct cdr_object){
		.kind = (enum cdr_object_kind)git_odb_object_type(object),
		.bytes = { git_odb_object_data(object), git_odb_object_size(object) },
		.held = object,
		.let_go = let_go,
	};
	return 0;
}

static int odb_size(void *self, const struct cdr_oid *oid, size_t *size, struct cdr_err *err)
{
	git_oid name = cdr_oid_to_git(oid);
	git_object_t kind;

	if (git_odb_read_header(size, &kind, self, &name) < 0)
		return cdr_fail(err, CDR_EOBJECT, "%s", cdr_git_words());
	return 0;
}

struct cdr_reader cdr_reader_of_odb(git_odb *odb)
{
	return (struct cdr_reader){
		.most = SIZE_MAX, .read = odb_read, .size = odb_size, .self = odb,
	};
}
