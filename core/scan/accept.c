/*
 * accept.c - a string beside the word "token" is mostly no secret; what it is
 * made of tells more than where it stands.
 */
#include "scan/clause.h"

#define LOG_BITS 30 /* of the fraction; libm would be one more library for one function */

/* Binary logarithm of N, which is at least 1. */
static double log2_of(size_t n)
{
	double x = (double)n, result = 0, bit = 1;

	for (; x >= 2; x /= 2)
		result++;
	for (int i = 0; i < LOG_BITS; i++) {
		x *= x;
		bit /= 2;
		if (x < 2)
			continue;
		x /= 2;
		result += bit;
	}
	return result;
}

/* Shannon entropy of TEXT in bits per byte. */
static double entropy(struct cdr_str text)
{
	size_t seen[256] = { 0 };
	double bits = 0;

	for (size_t i = 0; i < text.len; i++)
		seen[(unsigned char)text.ptr[i]]++;
	for (size_t i = 0; i < 256; i++)
		if (seen[i])
			bits += (double)seen[i] * (log2_of(text.len) - log2_of(seen[i]));
	return bits / (double)text.len;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
	return c >= 'a' && c <= 'z';
}

/* The first class that ACCEPT asks for and TEXT has not, or NULL. */
static const char *missing_class(const struct cdr_accept *accept, struct cdr_str text)
{
	bool digit = false, upper = false, lower = false, special = false;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		digit |= is_digit(c);
		upper |= is_upper(c);
		lower |= is_lower(c);
		special |= !is_digit(c) && !is_upper(c) && !is_lower(c);
	}
	if (accept->must_digit && !digit)
		return "digit";
	if (accept->must_alpha && !upper && !lower)
		return "letter";
	if (accept->must_upper && !upper)
		return "upper-case letter";
	if (accept->must_lower && !lower)
		return "lower-case letter";
	return accept->must_special && !special ? "special character" : NULL;
}

int cdr_accept_judge(struct cdr_match_space *space, const struct cdr_accept *accept,
		     struct cdr_str text, struct cdr_acceptance *out, struct cdr_err *err)
{
	struct cdr_match match;
	int rc;

	*out = (struct cdr_acceptance){ .lacks = missing_class(accept, text) };
	if (text.len == 0 || out->lacks)
		return 0;
	for (size_t i = 0; i < accept->n_stopwords && !out->stopword.ptr; i++)
		if (cdr_has_word(text, &accept->stopwords[i], 1))
			out->stopword = accept->stopwords[i];
	if (out->stopword.ptr)
		return 0;
	if (accept->min_entropy > 0)
		out->entropy = entropy(text);
	if (out->entropy < accept->min_entropy)
		return 0;
	if (!accept->not_re)
		return 1;
	rc = cdr_pattern_find(accept->not_re, space, (struct cdr_search){ text, 0 }, &match, err);
	if (rc == CDR_ENOTFOUND)
		return 1;
	out->excluded = rc == 0;
	return rc < 0 ? rc : 0;
}

int cdr_accept_holds(struct cdr_match_space *space, const struct cdr_accept *accept,
		     struct cdr_str text, struct cdr_err *err)
{
	struct cdr_acceptance why;

	return cdr_accept_judge(space, accept, text, &why, err);
}
