/*
 * journal_text.c - nothing but us writes the journal, so a line that we would
 * not have written is a sign of tampering or of a broken disk: it is reported.
 */
#include "verdict/journal_text.h"

#include "base/sha256.h"

#include <inttypes.h>
#include <string.h>

#define SHA1_SIZE 20             /* bytes */
#define DIGITS_MAX 18            /* of a number: it, and many after it, fit a JSON integer */

static struct cdr_str take_word(struct cdr_str *rest)
{
	size_t len = cdr_str_find(*rest, CDR_STR(" "));
	struct cdr_str word = cdr_str_sub(*rest, 0, len);

	*rest = cdr_str_sub(*rest, len + 1, rest->len);
	return word;
}

static bool parse_number(uint64_t *out, struct cdr_str digits)
{
	*out = 0;
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] < '0' || digits.ptr[i] > '9')
			return false;
		*out = *out * 10 + (uint64_t)(digits.ptr[i] - '0');
	}
	return digits.len > 0 && digits.len <= DIGITS_MAX;
}

/* 0 to 15, or -1. */
static int digit(char c)
{
	const char *digits = "0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

static bool is_hex(struct cdr_str text)
{
	for (size_t i = 0; i < text.len; i++)
		if (digit(text.ptr[i]) < 0)
			return false;
	return true;
}

static bool parse_target(struct cdr_oid *out, struct cdr_str word)
{
	size_t len = word.len / 2;

	*out = (struct cdr_oid){ .len = 0 };
	if (cdr_str_is(word, "-"))
		return true;
	if ((len != SHA1_SIZE && len != sizeof(out->bytes)) || word.len % 2 || !is_hex(word))
		return false;
	for (size_t i = 0; i < word.len; i++)
		out->bytes[i / 2] = (unsigned char)(out->bytes[i / 2] << 4 | digit(word.ptr[i]));
	out->len = (unsigned char)len;
	return true;
}

static bool parse_head(struct cdr_journal_text *out, struct cdr_str line, uint64_t *n_kept)
{
	struct cdr_str keyword = take_word(&line);
	struct cdr_str chain = take_word(&line);
	struct cdr_str seq = take_word(&line);
	struct cdr_str prev = take_word(&line);

	if (!cdr_str_is(keyword, "chain") || chain.len != CDR_CHAIN_HEX || !is_hex(chain))
		return false;
	memcpy(out->chain, chain.ptr, CDR_CHAIN_HEX);
	return parse_number(&out->last.seq, seq) && cdr_hash_parse(&out->last.prev, prev) &&
	       parse_number(n_kept, line);
}

static bool parse_line(struct cdr_note_line *out, struct cdr_str line)
{
	struct cdr_str target = take_word(&line);

	out->bytes = line;
	return parse_target(&out->target, target) && line.len > 0;
}

static int malformed(const char *path, size_t lineno, struct cdr_err *err)
{
	cdr_fail(err, CDR_ETAMPER, "malformed line in the journal of verdicts");
	cdr_err_hint(err, "save a copy, then take the line out or move the file away");
	cdr_err_at(err, path, lineno, 0);
	return CDR_ETAMPER;
}

int cdr_journal_text_read(struct cdr_journal_text *out, struct cdr_arena *arena,
			  struct cdr_str text, const char *path, struct cdr_err *err)
{
	struct cdr_note_line line;
	struct cdr_str raw = { NULL, 0 };
	uint64_t n_kept;

	*out = (struct cdr_journal_text){ .last = { .seq = 0 } };
	cdr_str_line(&text, &raw);
	if (!parse_head(out, raw, &n_kept))
		return malformed(path, 1, err);
	while (cdr_str_line(&text, &raw)) {
		if (!parse_line(&line, raw))
			return malformed(path, out->lines.n + 2, err);
		*cdr_vec_push(arena, &out->lines) = line;
	}
	if (n_kept > out->lines.n)
		return malformed(path, 1, err);
	if (n_kept < out->lines.n) {
		out->last.seq += out->lines.n - n_kept;
		out->last.prev = cdr_sha256_of(out->lines.items[out->lines.n - 1].bytes);
	}
	return 0;
}

void cdr_journal_text_head(struct cdr_buf *out, const char *chain,
			   const struct cdr_journal_slot *last, size_t n_kept)
{
	char prev[CDR_HASH_HEX + 1];

	cdr_hash_hex(prev, &last->prev);
	cdr_buf_addf(out, "chain %s %" PRIu64 " %s %zu\n", chain, last->seq, prev, n_kept);
}

void cdr_journal_text_line(struct cdr_buf *out, const struct cdr_note_line *line)
{
	char target[CDR_OID_HEX_MAX + 1];

	cdr_oid_hex(target, &line->target);
	cdr_buf_addf(out, "%s ", line->target.len ? target : "-");
	cdr_buf_addstr(out, line->bytes);
	cdr_buf_addc(out, '\n');
}
