/*
 * sha256.c - libcrypto, because libgit2 has loaded it anyway and it uses the
 * processor's instructions. It fails only without memory or without a usable
 * provider; identities cannot be made up, so both end like refused memory.
 */
#include "base/oom.h"
#include "base/sha256.h"

#include <assert.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <stdint.h>
#include <stdlib.h>

struct cdr_sha256 {
	EVP_MD_CTX *ctx;
};

struct cdr_sha256 *cdr_sha256_new(void)
{
	struct cdr_sha256 *sha = cdr_alloc_zeroed(sizeof(*sha));

	/* What we hash is the same whatever openssl.cnf says, which would be read now. */
	OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG, NULL);
	sha->ctx = EVP_MD_CTX_new();
	if (!sha->ctx || EVP_DigestInit_ex(sha->ctx, EVP_sha256(), NULL) != 1)
		cdr_oom();
	return sha;
}

void cdr_sha256_add(struct cdr_sha256 *sha, const void *bytes, size_t len)
{
	if (EVP_DigestUpdate(sha->ctx, bytes, len) != 1)
		cdr_oom();
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

	if (EVP_DigestFinal_ex(sha->ctx, hash.bytes, NULL) != 1)
		cdr_oom();
	EVP_MD_CTX_free(sha->ctx);
	free(sha);
	return hash;
}

struct cdr_hash cdr_sha256_of(struct cdr_str bytes)
{
	struct cdr_sha256 *sha = cdr_sha256_new();

	cdr_sha256_add(sha, bytes.ptr, bytes.len);
	return cdr_sha256_take(sha);
}
