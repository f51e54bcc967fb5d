/*
 * sha256.c - libcrypto, because libgit2 has loaded it anyway and it uses the
 * processor's instructions. Its functions for this one hash, which OpenSSL 3 would
 * rather see replaced: those for every hash first look for who offers it, as
 * openssl.cnf says, which is 0.9 ms of every start and may leave nobody.
 */
#define OPENSSL_API_COMPAT 10101

#include "base/oom.h"
#include "base/sha256.h"

#include <assert.h>
#include <openssl/sha.h>
#include <stdint.h>
#include <stdlib.h>

struct cdr_sha256 {
	SHA256_CTX ctx;
};

struct cdr_sha256 *cdr_sha256_new(void)
{
	struct cdr_sha256 *sha = cdr_alloc_zeroed(sizeof(*sha));

	SHA256_Init(&sha->ctx);
	return sha;
}

void cdr_sha256_add(struct cdr_sha256 *sha, const void *bytes, size_t len)
{
	SHA256_Update(&sha->ctx, bytes, len);
}

void cdr_sha256_field(struct cdr_sha256 *sha, const void *bytes, size_t len)
{
	unsigned char prefix[4] = {
		(unsigned char)(len >> 24),
		(unsigned char)(len >> 16),
		(unsigned char)(len >> 8),
		(unsigned char)len,
	};

	assert(len <= UINT32_MAX);
	cdr_sha256_add(sha, prefix, sizeof(prefix));
	cdr_sha256_add(sha, bytes, len);
}

struct cdr_hash cdr_sha256_take(struct cdr_sha256 *sha)
{
	struct cdr_hash hash;

	SHA256_Final(hash.bytes, &sha->ctx);
	free(sha);
	return hash;
}

struct cdr_hash cdr_sha256_of(struct cdr_str bytes)
{
	struct cdr_sha256 *sha = cdr_sha256_new();

	cdr_sha256_add(sha, bytes.ptr, bytes.len);
	return cdr_sha256_take(sha);
}
