/* lines.h - record lines and flagged hunks in few words, for the tests of ledger and carry. */
#ifndef TESTS_UNIT_VERDICT_LINES_H
#define TESTS_UNIT_VERDICT_LINES_H

#include "git/notes.h"
#include "verdict/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define CHAIN_A "aaaaaaaaaaaaaaaa"
#define CHAIN_B "bbbbbbbbbbbbbbbb"

/* A verdict; what is left out is: chain A, alice, occurrence 1 of 1, rule "r" at revision '0'. */
struct given {
	const char *chain, *who;
	uint64_t seq;
	char hid, cid;               /* hex digit that fills the hash; cid 0: as hid */
	enum cdr_verdict verdict;
	uint32_t nth, of;
	const char *rules;           /* a letter and a hex digit each: "r0s1" is r at 0, s at 1 */
	const char *withdraws;       /* line */
	uint32_t version;
	char blob;                   /* hex digit of the old blob; 0: f */
	uint32_t start, len;         /* old lines */
	const char *time;
};

static inline struct cdr_hash filled(char digit)
{
	char hex[CDR_HASH_HEX];
	struct cdr_hash hash;

	memset(hex, digit, sizeof(hex));
	assert_true(cdr_hash_parse(&hash, (struct cdr_str){ hex, sizeof(hex) }));
	return hash;
}

static inline struct cdr_oid blob_of(char digit)
{
	struct cdr_hash hash = filled(digit ? digit : 'f');
	struct cdr_oid oid = { .len = 20 };

	memcpy(oid.bytes, hash.bytes, 20);
	return oid;
}

/* The rule table of a record or of a flagged hunk: ids are single letters of WORDS. */
static inline size_t rules_of(struct cdr_arena *arena, const char *words, struct cdr_record_rule **out)
{
	size_t n = strlen(words) / 2;

	*out = cdr_arena_alloc(arena, n * sizeof(**out));
	for (size_t i = 0; i < n; i++)
		(*out)[i] = (struct cdr_record_rule){ .id = { &words[2 * i], 1 }, .category = CDR_STR("auth"),
						      .rev = filled(words[2 * i + 1]) };
	return n;
}

static inline struct cdr_record_hunk given_hunk(struct cdr_arena *arena, const struct given *given)
{
	struct cdr_record_rule *rules;
	struct cdr_record_hunk hunk = {
		.hid = filled(given->hid), .cid = filled(given->cid ? given->cid : given->hid),
		.nth = given->nth ? given->nth : 1, .of = given->of ? given->of : 1,
		.path = CDR_STR("app/auth.py"), .old_mode = 0100644, .new_mode = 0100644,
		.old_blob = blob_of(given->blob), .new_blob = blob_of('1'),
		.at = { given->start, given->len, given->start, given->len },
		.verdict = given->verdict, .sample = CDR_STR("flagged"),
	};

	hunk.n_rules = rules_of(arena, given->rules ? given->rules : "r0", &rules);
	hunk.rules = rules;
	if (given->withdraws)
		hunk.withdraws = cdr_record_hash(cdr_str_from(given->withdraws));
	return hunk;
}

static inline const char *line_of(struct cdr_arena *arena, const struct given *given)
{
	struct cdr_record_hunk hunk = given_hunk(arena, given);
	struct cdr_record record = {
		.version = given->version ? given->version : 1, .type = CDR_STR("verdict"),
		.who = cdr_str_from(given->who ? given->who : "alice@x"),
		.chain = cdr_str_from(given->chain ? given->chain : CHAIN_A), .seq = given->seq,
		.time = cdr_str_from(given->time ? given->time : "2026-01-31T12:00:00Z"),
		.tool = CDR_STR("test"), .diff = CDR_STR(CDR_RECORD_DIFF), .hunks = &hunk, .n_hunks = 1,
	};
	struct cdr_err err = { 0 };
	struct cdr_str line;
	struct cdr_buf buf;

	cdr_buf_init(&buf, CDR_NOTE_LINE_MAX);
	assert_int_equal(cdr_record_write(&buf, &record, &err), 0);
	line = cdr_str_copy(arena, cdr_buf_str(&buf));
	cdr_buf_release(&buf);
	return line.ptr;
}

static inline void add_line_ok(struct cdr_ledger *ledger, const char *line)
{
	struct cdr_oid target = blob_of('2');
	struct cdr_err err = { 0 };

	if (cdr_ledger_add(ledger, cdr_str_from(line), &target, true, &err))
		fail_msg("%s: %s", err.message, line);
}

/* A flagged hunk as the scan would hand it over. */
static inline const struct cdr_flagged *flagged_of(struct cdr_arena *arena, const struct given *given)
{
	struct cdr_record_hunk like = given_hunk(arena, given);
	struct cdr_file *file = CDR_NEW(arena, struct cdr_file);
	struct cdr_hunk *hunk = CDR_NEW(arena, struct cdr_hunk);
	struct cdr_flagged *flagged = CDR_NEW(arena, struct cdr_flagged);
	struct cdr_finding *findings = cdr_arena_alloc(arena, like.n_rules * sizeof(*findings));

	*file = (struct cdr_file){ .path = like.path, .old_blob = like.old_blob, .new_blob = like.new_blob };
	*hunk = (struct cdr_hunk){ .file = file, .hid = like.hid, .cid = like.cid, .nth = like.nth,
				   .of = like.of, .old_start = like.at[0], .old_lines = like.at[1] };
	for (size_t i = 0; i < like.n_rules; i++) {
		struct cdr_rule *rule = CDR_NEW(arena, struct cdr_rule);

		*rule = (struct cdr_rule){ .id = like.rules[i].id, .rev = like.rules[i].rev };
		findings[i] = (struct cdr_finding){ .rule = rule, .severity = CDR_HIGH };
	}
	*flagged = (struct cdr_flagged){ .hunk = hunk, .findings = findings, .n_findings = like.n_rules };
	return flagged;
}

#endif
