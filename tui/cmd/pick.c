/*
 * Short hunk ids are what people copy from `scan` and `check`; a wrong one
 * must never hit another hunk.
 */
#include "cmd/pick.h"

#include "cmd/scan.h"

#include <stdlib.h>
#include <string.h>

int tui_hid_parse(struct tui_hid *out, const char *word, struct cdr_err *err)
{
	size_t len = strspn(word, "0123456789abcdef");
	char *end = NULL;
	unsigned long nth = 0;

	if (word[len] == ':')
		nth = strtoul(word + len + 1, &end, 10);
	if (len < TUI_HID_MIN || len > CDR_HASH_HEX || (word[len] != '\0' && word[len] != ':') ||
	    (word[len] == ':' && (*end != '\0' || nth == 0 || nth > UINT32_MAX))) {
		cdr_fail(err, CDR_EUSAGE, "\"%s\" is not a hunk id", word);
		return cdr_err_hint(
			err, "HID or HID:N as \"cdreview check\" prints them, at least %d digits",
			TUI_HID_MIN);
	}
	*out = (struct tui_hid){ { word, len }, (uint32_t)nth };
	return 0;
}

/* Digit by digit: thousands of ids may be asked of as many hunks, and most differ at once. */
bool tui_hid_is(const struct tui_hid *want, const struct cdr_hash *hid)
{
	for (size_t i = 0; i < want->prefix.len; i++)
		if ("0123456789abcdef"[hid->bytes[i / 2] >> (i % 2 ? 0 : 4) & 0xF] !=
		    want->prefix.ptr[i])
			return false;
	return true;
}

static bool is_wanted(const struct tui_hid *want, const struct cdr_hunk *hunk)
{
	return tui_hid_is(want, &hunk->hid) && (want->nth == 0 || want->nth == hunk->nth);
}

/* Keeps those hunks of SCANNED that WANT names; false when it keeps none. */
static bool keep(struct tui_picked *picked, const struct tui_hid *want, size_t n_want,
		 const struct cdr_scanned *scanned)
{
	size_t before = picked->hunks.n;

	for (size_t i = 0; i < scanned->n_hunks; i++)
		for (size_t k = 0; k < n_want; k++)
			if (cdr_flagged_is(&scanned->hunks[i]) &&
			    is_wanted(&want[k], scanned->hunks[i].hunk)) {
				*cdr_vec_push(&picked->arena, &picked->hunks) = &scanned->hunks[i];
				break;
			}
	return picked->hunks.n > before;
}

static int scan_all(struct tui_picked *picked, const struct tui_hid *want, size_t n_want,
		    struct cdr_err *err)
{
	struct cdr_scanned *scanned;
	int code;

	while ((code = cdr_scan_next(picked->scan, &scanned, true, err)) == 0) {
		if (keep(picked, want, n_want, scanned))
			*cdr_vec_push(&picked->arena, &picked->files) = scanned;
		else
			cdr_scanned_free(scanned);
	}
	return code == CDR_END ? 0 : code;
}

/* WANT must name exactly one content, and say which when a change has it several times. */
static int check_want(const struct tui_picked *picked, const struct tui_hid *want,
		      struct cdr_err *err)
{
	const struct cdr_hunk *first = NULL;

	for (size_t i = 0; i < picked->hunks.n; i++) {
		const struct cdr_hunk *hunk = picked->hunks.items[i]->hunk;

		if (!is_wanted(want, hunk))
			continue;
		if (first && !cdr_hash_eq(&first->hid, &hunk->hid))
			return cdr_fail(err, CDR_EUSAGE,
					"%.*s names more than one hunk: give more digits",
					CDR_FMT(want->prefix));
		if (hunk->of > 1 && want->nth == 0)
			return cdr_fail(err, CDR_EUSAGE,
					"%.*s stands %u times in one change: say which, %.*s:N",
					CDR_FMT(want->prefix), hunk->of, CDR_FMT(want->prefix));
		first = hunk;
	}
	if (first)
		return 0;
	cdr_fail(err, CDR_EUSAGE, "no flagged hunk %.*s in this range", CDR_FMT(want->prefix));
	return cdr_err_hint(
		err, "\"cdreview check\" lists the open ones; --range RANGE looks elsewhere");
}

int tui_pick(struct tui_picked *picked, struct tui_run *run, struct cdr_err *err)
{
	const struct tui_args *args = run->args;
	struct cdr_scan_options options;
	struct tui_hid *want;
	int code = 0;

	memset(picked, 0, sizeof(*picked));
	if (args->n_operands == 0)
		return cdr_fail(err, CDR_EUSAGE, "no hunk named: %s %s", run->command->name,
				run->command->operands);
	want = cdr_arena_alloc(&picked->arena, args->n_operands * sizeof(*want));
	for (size_t i = 0; i < args->n_operands && code == 0; i++)
		code = tui_hid_parse(&want[i], args->operands[i], err);
	if (code == 0)
		code = tui_scan_options(&options, run, err);
	if (code == 0)
		code = cdr_session_scan(run->session, &options, &picked->scan, err);
	if (code == 0)
		code = scan_all(picked, want, args->n_operands, err);
	for (size_t i = 0; i < args->n_operands && code == 0; i++)
		code = check_want(picked, &want[i], err);
	return code;
}

void tui_picked_release(struct tui_picked *picked)
{
	for (size_t i = 0; i < picked->files.n; i++)
		cdr_scanned_free(picked->files.items[i]);
	if (picked->scan)
		cdr_scan_close(picked->scan);
	cdr_arena_release(&picked->arena);
}
