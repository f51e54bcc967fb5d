/*
 * NIST's vectors for FIPS 180-4 (CSRC "SHA256.pdf" and "SHA2_Additional.pdf"),
 * and the field encoding that identities are made of.
 */
#include "unit/base/test.h"

#include "base/sha256.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void assert_hash(struct cdr_hash hash, const char *expected)
{
	char hex[CDR_HASH_HEX + 1];

	cdr_hash_hex(hex, &hash);
	assert_string_equal(hex, expected);
}

/* The hash of N bytes of value BYTE, handed over in pieces of PIECE bytes. */
static struct cdr_hash hash_of_repeated(char byte, size_t n, size_t piece)
{
	struct cdr_sha256 *sha = cdr_sha256_new();
	char *bytes = malloc(piece);

	assert_non_null(bytes);
	memset(bytes, byte, piece);
	for (; n >= piece; n -= piece)
		cdr_sha256_add(sha, bytes, piece);
	cdr_sha256_add(sha, bytes, n);
	free(bytes);
	return cdr_sha256_take(sha);
}

static void nist_messages(void **state)
{
	static const struct {
		const char *message, *digest;
	} cases[] = {
		{ "", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
		{ "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
		{ "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		  "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
		{ "\xBD", "68325720aabd7c82f30f554b313d0570c95accbb7dc4b5aae11204c08ffe732b" },
		{ "\xC9\x8C\x8E\x55",
		  "7abc22c0ae5af26ce93dbb94433a0e0b2e119d014f8e7f65bd56c61ccccd9504" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_hash(cdr_sha256_of(cdr_str_from(cases[i].message)), cases[i].digest);
	assert_hash(cdr_sha256_of((struct cdr_str){ NULL, 0 }), cases[0].digest);
}

static void nist_padding_lengths(void **state)
{
	static const struct {
		char byte;
		size_t n;
		const char *digest;
	} cases[] = {
		{ 0, 55, "02779466cdec163811d078815c633f21901413081449002f24aa3e80f0b88ef7" },
		{ 0, 56, "d4817aa5497628e7c77e6b606107042bbba3130888c5f47a375e6179be789fbb" },
		{ 0, 57, "65a16cb7861335d5ace3c60718b5052e44660726da4cd13bb745381b235a1785" },
		{ 0, 64, "f5a5fd42d16a20302798ef6ed309979b43003d2320d9f0e8ea9831a92759fb4b" },
		{ 0, 1000, "541b3e9daa09b20bf85fa273e5cbd3e80185aa4ec298e765db87742b70138a53" },
		{ 'A', 1000, "c2e686823489ced2017f6059b8b239318b6364f6dcd835d0a519105a1eadd6e4" },
		{ 'U', 1005, "f4d62ddec0f3dd90ea1380fa16a5ff8dc4c54b21740650f24afc4120903552b0" },
		{ 'a', 1000000,
		  "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		assert_hash(hash_of_repeated(cases[i].byte, cases[i].n, 4096), cases[i].digest);
		assert_hash(hash_of_repeated(cases[i].byte, cases[i].n, 7), cases[i].digest);
	}
}

/* "ab","c" and "a","bc" differ, and the bytes that are hashed are the ones that sha256.h tells. */
static void fields_carry_their_length(void **state)
{
	struct cdr_sha256 *left = cdr_sha256_new(), *right = cdr_sha256_new();
	struct cdr_hash one, other;

	(void)state;
	cdr_sha256_field(left, "ab", 2);
	cdr_sha256_field(left, "c", 1);
	cdr_sha256_field(left, NULL, 0);
	cdr_sha256_field(right, "a", 1);
	cdr_sha256_field(right, "bc", 2);
	cdr_sha256_field(right, NULL, 0);
	one = cdr_sha256_take(left);
	other = cdr_sha256_take(right);
	assert_false(cdr_hash_eq(&one, &other));
	other = cdr_sha256_of(CDR_STR("\0\0\0\2" "ab" "\0\0\0\1" "c" "\0\0\0\0"));
	assert_true(cdr_hash_eq(&one, &other));
}

static void length_is_big_endian(void **state)
{
	static char bytes[0x010203];
	struct cdr_sha256 *field = cdr_sha256_new(), *plain = cdr_sha256_new();
	struct cdr_hash one, other;

	(void)state;
	cdr_sha256_field(field, bytes, sizeof(bytes));
	cdr_sha256_add(plain, "\0\1\2\3", 4);
	cdr_sha256_add(plain, bytes, sizeof(bytes));
	one = cdr_sha256_take(field);
	other = cdr_sha256_take(plain);
	assert_true(cdr_hash_eq(&one, &other));
}

/* Settings of OpenSSL that leave no way to hash; they are read once, so this comes first. */
static void settings_do_not_matter(void **state)
{
	char path[] = "/tmp/cdreview-openssl-XXXXXX";
	int fd = mkstemp(path);

	(void)state;
	assert_true(fd >= 0);
	assert_true(dprintf(fd, "openssl_conf = a\n[a]\nproviders = b\n[b]\nnull = c\n"
				"[c]\nactivate = 1\n") > 0);
	close(fd);
	setenv("OPENSSL_CONF", path, 1);
	nist_messages(NULL);
	unsetenv("OPENSSL_CONF");
	unlink(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(settings_do_not_matter),
		cmocka_unit_test(nist_messages),
		cmocka_unit_test(nist_padding_lengths),
		cmocka_unit_test(fields_carry_their_length),
		cmocka_unit_test(length_is_big_endian),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
