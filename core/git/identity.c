/*
 * identity.c - hid and cid, byte for byte as identity.h says: other programs
 * recompute them, so nothing here may change without a new version in the tag.
 */
#include "git/identity.h"
#include "base/oom.h"
#include "base/sha256.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char domain[] = "cdreview-hunk\0v1";   /* with its final NUL */

/* Fields are gathered first: one update of the hash a line would cost more than the hashing. */
struct digest {
	struct cdr_sha256 *sha;
	size_t used;
	unsigned char pending[4096];
};

static void flush(struct digest *digest)
{
	cdr_sha256_add(digest->sha, digest->pending, digest->used);
	digest->used = 0;
}

static void add(struct digest *digest, const void *bytes, size_t len)
{
	if (len > sizeof(digest->pending) - digest->used)
		flush(digest);
	if (len > sizeof(digest->pending)) {
		cdr_sha256_add(digest->sha, bytes, len);
	} else if (len > 0) {
		memcpy(digest->pending + digest->used, bytes, len);
		digest->used += len;
	}
}

static void add_length(struct digest *digest, size_t len)
{
	unsigned char be[4] = { (unsigned char)(len >> 24), (unsigned char)(len >> 16),
				(unsigned char)(len >> 8), (unsigned char)len };

	add(digest, be, sizeof(be));
}

static void add_field(struct digest *digest, struct cdr_str field)
{
	add_length(digest, field.len);
	add(digest, field.ptr, field.len);
}

static void add_line(struct digest *digest, const struct cdr_line *line)
{
	add_length(digest, line->text.len + 1);
	add(digest, &line->origin, 1);
	add(digest, line->text.ptr, line->text.len);
	if (line->no_newline)
		add_field(digest, CDR_STR("\\"));
}

static void add_mode(struct digest *digest, uint32_t mode)
{
	char octal[16];

	snprintf(octal, sizeof(octal), "%o", mode);
	add_field(digest, cdr_str_from(octal));
}

static void add_oid(struct digest *digest, const struct cdr_oid *oid)
{
	char hex[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(hex, oid);
	add_field(digest, cdr_str_from(hex));
}

static void start(struct digest *digest, const struct cdr_hunk *hunk)
{
	digest->sha = cdr_sha256_new();
	digest->used = 0;
	add(digest, domain, sizeof(domain));
	add_field(digest, cdr_str_from(cdr_hunk_kind_name(hunk->kind)));
	add_field(digest, hunk->file->path);
	add_mode(digest, hunk->file->old_mode);
	add_mode(digest, hunk->file->new_mode);
	if (hunk->kind == CDR_HUNK_BINARY) {
		add_oid(digest, &hunk->file->old_blob);
		add_oid(digest, &hunk->file->new_blob);
	}
	if (hunk->kind == CDR_HUNK_UNSCANNABLE)
		add_field(digest, hunk->reason);
}

static struct cdr_hash finish(struct digest *digest)
{
	flush(digest);
	return cdr_sha256_take(digest->sha);
}

void cdr_identity_fill(struct cdr_hunk *hunk)
{
	struct digest whole, changed;

	start(&whole, hunk);
	start(&changed, hunk);
	for (size_t i = 0; i < hunk->n_lines; i++) {
		add_line(&whole, &hunk->lines[i]);
		if (hunk->lines[i].origin != ' ')
			add_line(&changed, &hunk->lines[i]);
	}
	hunk->hid = finish(&whole);
	hunk->cid = finish(&changed);
}

/* By hid, equal ones in file order. */
static int by_hid(const void *a, const void *b)
{
	const struct cdr_hunk *left = *(struct cdr_hunk *const *)a;
	const struct cdr_hunk *right = *(struct cdr_hunk *const *)b;
	int cmp = memcmp(left->hid.bytes, right->hid.bytes, CDR_HASH_SIZE);

	return cmp ? cmp : (left > right) - (left < right);
}

void cdr_identity_count(struct cdr_hunk *hunks, size_t n)
{
	struct cdr_hunk **sorted = cdr_alloc_zeroed(n * sizeof(struct cdr_hunk *));
	size_t end;

	for (size_t i = 0; i < n; i++)
		sorted[i] = &hunks[i];
	qsort(sorted, n, sizeof(struct cdr_hunk *), by_hid);
	for (size_t i = 0; i < n; i = end) {
		for (end = i; end < n && cdr_hash_eq(&sorted[end]->hid, &sorted[i]->hid); end++)
			sorted[end]->nth = (uint32_t)(end - i) + 1;
		for (size_t j = i; j < end; j++)
			sorted[j]->of = (uint32_t)(end - i);
	}
	free(sorted);
}
