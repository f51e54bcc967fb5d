/*
 * fuzz_gitreader.c - what git prints, against a git that prints anything. An item
 * that is accepted lies inside of the text, and reading always comes to an end.
 */
#include "git/answer.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void must_lie_in(struct cdr_str whole, struct cdr_str part)
{
	must(!part.ptr || (part.ptr >= whole.ptr && part.ptr + part.len <= whole.ptr + whole.len));
}

static void must_be_oid(const struct cdr_oid *oid, bool may_be_none)
{
	must(oid->len == 20 || oid->len == 32 || (may_be_none && oid->len == 0));
}

/* Takes one item off *REST; false when there is none. */
static bool take_raw(struct cdr_str whole, struct cdr_str *rest)
{
	struct cdr_answer_raw raw;

	if (!cdr_answer_raw(rest, &raw))
		return false;
	must_lie_in(whole, raw.path);
	must_be_oid(&raw.old_blob, true);
	must_be_oid(&raw.new_blob, true);
	must(raw.path.len > 0 && raw.old_mode <= 0777777 && raw.new_mode <= 0777777);
	return true;
}

static bool take_setting(struct cdr_str whole, struct cdr_str *rest)
{
	struct cdr_setting setting;

	if (!cdr_answer_setting(rest, &setting))
		return false;
	must_lie_in(whole, setting.key);
	must_lie_in(whole, setting.value);
	return true;
}

static bool take_ref(struct cdr_str whole, struct cdr_str *rest)
{
	struct cdr_answer_ref ref;

	if (!cdr_answer_ref(rest, &ref))
		return false;
	must_lie_in(whole, ref.name);
	must_lie_in(whole, ref.symref);
	must_be_oid(&ref.oid, false);
	return true;
}

static bool take_oid(struct cdr_str whole, struct cdr_str *rest)
{
	struct cdr_oid oid;

	(void)whole;
	if (!cdr_answer_oid(rest, &oid))
		return false;
	must_be_oid(&oid, false);
	return true;
}

static bool take_field(struct cdr_str whole, struct cdr_str *rest)
{
	struct cdr_str field;

	if (!cdr_answer_field(rest, &field))
		return false;
	must_lie_in(whole, field);
	return true;
}

static bool take_object(struct cdr_str whole, struct cdr_str *rest)
{
	struct cdr_answer_object object;
	struct cdr_str line;

	(void)whole;
	if (!cdr_str_line(rest, &line))
		return false;
	if (cdr_answer_object(line, &object))
		must_be_oid(&object.oid, false);
	return true;
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	static bool (*const readers[])(struct cdr_str, struct cdr_str *) = {
		take_raw, take_setting, take_ref, take_oid, take_field, take_object,
	};
	struct cdr_str whole = { (const char *)bytes, len };

	for (size_t i = 0; i < sizeof(readers) / sizeof(readers[0]); i++) {
		struct cdr_str rest = whole;
		size_t before;

		do {
			before = rest.len;
		} while (before > 0 && readers[i](whole, &rest) && rest.len < before);
	}
	return 0;
}
