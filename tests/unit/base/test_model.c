/* The words of records, registries and JSON, written out once more: changing one breaks records. */
#include "unit/base/test.h"

#include "cdreview/verdict.h"

#include <stdlib.h>

/* Checks NAMES[i] == NAME_OF(i) for the whole list and "" beyond it. */
#define CHECK_NAMES(name_of, type, ...) \
	do { \
		static const char *const names[] = { __VA_ARGS__ }; \
		for (size_t i = 0; i < COUNT(names); i++) \
			assert_string_equal(name_of((enum type)i), names[i]); \
		assert_string_equal(name_of((enum type)COUNT(names)), ""); \
	} while (0)

static void names_are_those_of_the_records(void **state)
{
	(void)state;
	CHECK_NAMES(cdr_hunk_kind_name, cdr_hunk_kind, "text", "mode", "type", "empty", "binary",
		    "unscannable");
	CHECK_NAMES(cdr_rule_kind_name, cdr_rule_kind, "forbid", "require");
	CHECK_NAMES(cdr_severity_name, cdr_severity, "off", "info", "low", "medium", "high",
		    "critical");
	CHECK_NAMES(cdr_confidence_name, cdr_confidence, "low", "medium", "high");
	CHECK_NAMES(cdr_detector_name, cdr_detector, "plain", "match", "need", "guard", "touch",
		    "builtin", "tool");
	CHECK_NAMES(cdr_side_name, cdr_side, "old", "new");
	CHECK_NAMES(cdr_verdict_name, cdr_verdict, "approve", "reject", "annotate", "withdraw",
		    "waive");
	CHECK_NAMES(cdr_standing_name, cdr_standing_state, "pending", "approved", "rejected",
		    "stale");
	CHECK_NAMES(cdr_reason_name, cdr_reason, "", "violation", "bug", "security",
		    "false-positive", "not-applicable", "accepted-risk", "legacy",
		    "fixed-elsewhere", "other");
}

static void every_name_parses_back(void **state)
{
	enum cdr_severity severity = CDR_OFF;
	enum cdr_verdict verdict = CDR_APPROVE;
	enum cdr_reason reason = CDR_REASON_NONE;

	(void)state;
	for (enum cdr_severity i = CDR_OFF; i <= CDR_CRITICAL; i++) {
		assert_true(cdr_severity_parse(&severity, cdr_str_from(cdr_severity_name(i))));
		assert_int_equal(severity, i);
	}
	for (enum cdr_verdict i = CDR_APPROVE; i <= CDR_WAIVE; i++) {
		assert_true(cdr_verdict_parse(&verdict, cdr_str_from(cdr_verdict_name(i))));
		assert_int_equal(verdict, i);
	}
	for (enum cdr_reason i = CDR_REASON_NONE; i < CDR_REASON_COUNT; i++) {
		assert_true(cdr_reason_parse(&reason, cdr_str_from(cdr_reason_name(i))));
		assert_int_equal(reason, i);
	}
}

static void strange_names_change_nothing(void **state)
{
	static const struct cdr_str strange[] = {
		TEXT("High"), TEXT("hig"), TEXT("high\0"), TEXT("approved"), TEXT("false_positive"),
	};
	enum cdr_severity severity = CDR_LOW;
	enum cdr_verdict verdict = CDR_WAIVE;
	enum cdr_reason reason = CDR_REASON_BUG;

	(void)state;
	for (size_t i = 0; i < COUNT(strange); i++) {
		assert_false(cdr_severity_parse(&severity, strange[i]));
		assert_false(cdr_verdict_parse(&verdict, strange[i]));
		assert_false(cdr_reason_parse(&reason, strange[i]));
	}
	assert_int_equal(severity, CDR_LOW);
	assert_int_equal(verdict, CDR_WAIVE);
	assert_int_equal(reason, CDR_REASON_BUG);
}

static void object_names_have_their_length(void **state)
{
	struct cdr_oid none = { .len = 0 }, sha256 = { .len = 32 };
	struct cdr_oid sha1 = { .len = 20 }, other = { .len = 20 };
	char hex[CDR_OID_HEX_MAX + 1];

	(void)state;
	sha1.bytes[0] = sha256.bytes[0] = other.bytes[0] = 0xAB;
	sha1.bytes[19] = sha256.bytes[31] = 0x0F;
	cdr_oid_hex(hex, &none);
	assert_string_equal(hex, "");
	cdr_oid_hex(hex, &sha1);
	assert_string_equal(hex, "ab0000000000000000000000000000000000000f");
	cdr_oid_hex(hex, &sha256);
	assert_string_equal(hex,
			    "ab0000000000000000000000000000000000000000000000000000000000000f");
	assert_true(cdr_oid_eq(&none, &none));
	assert_false(cdr_oid_eq(&none, &sha1));
	assert_false(cdr_oid_eq(&sha1, &sha256));
	assert_false(cdr_oid_eq(&sha1, &other));
	other.bytes[19] = 0x0F;
	other.bytes[31] = 0xEE;         /* beyond its length */
	assert_true(cdr_oid_eq(&sha1, &other));
}

static void hashes_parse_from_64_lower_case_digits(void **state)
{
	static const char digits[] =
		"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
	struct cdr_hash hash, same;
	char hex[CDR_HASH_HEX + 1], wrong[66];

	(void)state;
	assert_true(cdr_hash_parse(&hash, cdr_str_from(digits)));
	cdr_hash_hex(hex, &hash);
	assert_string_equal(hex, digits);
	same = hash;
	assert_false(cdr_hash_parse(&hash, cdr_str_sub(cdr_str_from(digits), 0, 63)));
	for (size_t i = 0; i < 64; i++) {
		for (size_t k = 0; k < strlen("AFGg/:`@ "); k++) {
			memcpy(wrong, digits, 65);
			wrong[i] = "AFGg/:`@ "[k];
			assert_false(cdr_hash_parse(&hash, cdr_str_from(wrong)));
		}
	}
	memcpy(wrong, "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0", 66);
	assert_false(cdr_hash_parse(&hash, cdr_str_from(wrong)));
	assert_true(cdr_hash_eq(&hash, &same));
	same.bytes[31] ^= 1;
	assert_false(cdr_hash_eq(&hash, &same));
}

static void suppressed_findings_do_not_flag(void **state)
{
	struct cdr_finding findings[] = {
		{ .severity = CDR_CRITICAL, .suppressed = CDR_STR("agreed") },
		{ .severity = CDR_HIGH, .suppressed = CDR_STR("") },
		{ .severity = CDR_LOW },
		{ .severity = CDR_MEDIUM },
	};
	struct cdr_flagged flagged = { .findings = findings };

	(void)state;
	assert_false(cdr_flagged_is(&flagged));
	assert_int_equal(cdr_flagged_severity(&flagged), CDR_OFF);
	flagged.n_findings = 2;
	assert_false(cdr_flagged_is(&flagged));
	assert_int_equal(cdr_flagged_severity(&flagged), CDR_OFF);
	flagged.n_findings = 4;
	assert_true(cdr_flagged_is(&flagged));
	assert_int_equal(cdr_flagged_severity(&flagged), CDR_MEDIUM);
}

static void scanned_frees_its_arena(void **state)
{
	struct cdr_scanned *scanned = calloc(1, sizeof(*scanned));

	(void)state;
	assert_non_null(scanned);
	scanned->hunks = cdr_arena_alloc(&scanned->arena, 100);
	cdr_scanned_free(scanned);      /* LeakSanitizer is the judge */
	cdr_scanned_free(NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_are_those_of_the_records),
		cmocka_unit_test(every_name_parses_back),
		cmocka_unit_test(strange_names_change_nothing),
		cmocka_unit_test(object_names_have_their_length),
		cmocka_unit_test(hashes_parse_from_64_lower_case_digits),
		cmocka_unit_test(suppressed_findings_do_not_flag),
		cmocka_unit_test(scanned_frees_its_arena),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
