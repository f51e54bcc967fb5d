/* sure.c - git's own rule for names: the hash of "KIND SIZE", a NUL and the bytes. */
#include "git/sure.h"
#include "base/sha256.h"
#include "git/handle.h"

#include <stdio.h>
#include <string.h>

static struct cdr_oid sha256_name(enum cdr_object_kind kind, struct cdr_str bytes)
{
	struct cdr_sha256 *sha = cdr_sha256_new();
	struct cdr_oid out = { .len = CDR_HASH_SIZE };
	struct cdr_hash hash;
	char head[32];
	int len = snprintf(head, sizeof(head), "%s %zu", cdr_object_kind_name(kind), bytes.len);

	cdr_sha256_add(sha, head, (size_t)len + 1);
	cdr_sha256_add(sha, bytes.ptr, bytes.len);
	hash = cdr_sha256_take(sha);
	memcpy(out.bytes, hash.bytes, sizeof(hash.bytes));
	return out;
}

struct cdr_oid cdr_object_name(const struct cdr_repo *repo, enum cdr_object_kind kind,
			       struct cdr_str bytes)
{
	git_oid oid;

	if (repo->oid_len == CDR_HASH_SIZE)
		return sha256_name(kind, bytes);
	if (git_odb_hash(&oid, bytes.ptr ? bytes.ptr : "", bytes.len, (git_object_t)kind) < 0)
		return (struct cdr_oid){ .len = 0 };
	return cdr_oid_from_git(&oid);
}

static int check(const struct cdr_object *object, struct cdr_repo *repo,
		 const struct cdr_wanted *wanted, struct cdr_err *err)
{
	const char *kind = cdr_object_kind_name(wanted->kind);
	char hex[CDR_OID_HEX_MAX + 1];
	struct cdr_oid actual;

	cdr_oid_hex(hex, wanted->oid);
	if (object->kind != wanted->kind)
		return cdr_fail(err, CDR_ETAMPER, "%s is a %s where a %s belongs", hex,
				cdr_object_kind_name(object->kind), kind);
	actual = cdr_object_name(repo, wanted->kind, object->bytes);
	if (!cdr_oid_eq(&actual, wanted->oid))
		return cdr_fail(err, CDR_ETAMPER,
				"%s %s is damaged: it holds other bytes than its name says", kind,
				hex);
	return 0;
}

int cdr_sure_read(struct cdr_object *out, struct cdr_repo *repo, const struct cdr_wanted *wanted,
		  struct cdr_err *err)
{
	const char *kind = cdr_object_kind_name(wanted->kind);
	char hex[CDR_OID_HEX_MAX + 1];
	size_t size;
	int rc = cdr_store_size(repo->sure, wanted->oid, &size, err);

	*out = (struct cdr_object){ .held = NULL };
	if (rc < 0)
		return rc;
	cdr_oid_hex(hex, wanted->oid);
	if (size > wanted->max)
		return cdr_fail(err, CDR_ELIMIT, "%s %s has %zu bytes, at most %zu are read", kind,
				hex, size, wanted->max);
	rc = cdr_store_read(repo->sure, wanted->oid, out, err);
	if (rc == 0)
		rc = check(out, repo, wanted, err);
	if (rc < 0)
		cdr_object_release(out);
	return rc;
}

int cdr_sure_read_object(struct cdr_object *out, struct cdr_repo *repo,
			 const struct cdr_wanted *wanted, struct cdr_err *err)
{
	int rc = cdr_sure_read(out, repo, wanted, err);

	if (rc != CDR_ETAMPER)
		return rc;
	if (err)
		err->code = CDR_EOBJECT;
	return CDR_EOBJECT;
}
