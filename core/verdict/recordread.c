/*
 * recordread.c - the strict reader. Anything that this program would not have
 * written is somebody's tampering until proven otherwise, so the first fault
 * in a line is kept and the line refused as a whole.
 */
#include "git/notes.h"
#include "verdict/record.h"
#include "verdict/recordfield.h"

#define DEPTH_MAX 6

static enum cdr_hunk_kind read_kind(struct cdr_fields *r, const struct cdr_json *object)
{
	struct cdr_str name = cdr_field_text(r, object, "kind");

	for (int kind = CDR_HUNK_TEXT; kind <= CDR_HUNK_UNSCANNABLE; kind++) {
		if (cdr_str_is(name, cdr_hunk_kind_name((enum cdr_hunk_kind)kind)))
			return (enum cdr_hunk_kind)kind;
	}
	cdr_field_fault(r, "kind", "is not a kind of hunk");
	return CDR_HUNK_TEXT;
}

static enum cdr_verdict read_verdict(struct cdr_fields *r, const struct cdr_json *object)
{
	enum cdr_verdict verdict = CDR_ANNOTATE;

	if (!cdr_verdict_parse(&verdict, cdr_field_text(r, object, "verdict")))
		cdr_field_fault(r, "verdict", "is not a verdict");
	return verdict;
}

static enum cdr_reason read_reason(struct cdr_fields *r, const struct cdr_json *object)
{
	enum cdr_reason reason = CDR_REASON_NONE;
	struct cdr_str name = cdr_field_optional(r, object, "reason");

	if (name.ptr && (!name.len || !cdr_reason_parse(&reason, name)))
		cdr_field_fault(r, "reason", "is not in the list of reasons");
	return reason;
}

static void read_at(struct cdr_fields *r, const struct cdr_json *object, uint32_t at[4])
{
	const struct cdr_json *array;

	if (cdr_field_array(r, object, "at", &array) != 4)
		cdr_field_fault(r, "at", "does not have four numbers");
	for (size_t i = 0; i < 4; i++) {
		int64_t value = cdr_json_int(cdr_json_at(array, i), -1);

		if (value < 0 || value > UINT32_MAX)
			cdr_field_fault(r, "at", "has something else than line numbers");
		else
			at[i] = (uint32_t)value;
	}
}

static void read_rules(struct cdr_fields *r, const struct cdr_json *object,
		       struct cdr_record_hunk *hunk)
{
	const struct cdr_json *array;
	size_t n = cdr_field_array(r, object, "rules", &array);
	struct cdr_record_rule *rules = cdr_arena_alloc(r->arena, n * sizeof(*rules));

	for (size_t i = 0; i < n; i++) {
		const struct cdr_json *item = cdr_json_at(array, i);

		rules[i].id = cdr_field_text(r, item, "id");
		rules[i].rev = cdr_field_hash(r, item, "rev");
		rules[i].category = cdr_field_optional(r, item, "category");
	}
	hunk->rules = rules;
	hunk->n_rules = n;
}

static void read_identity(struct cdr_fields *r, const struct cdr_json *object,
			  struct cdr_record_hunk *hunk)
{
	hunk->cid = cdr_field_hash(r, object, "cid");
	hunk->nth = cdr_field_u32(r, object, "n");
	hunk->of = cdr_field_u32(r, object, "of");
	if (hunk->nth == 0 || hunk->nth > hunk->of)
		cdr_field_fault(r, "n", "is not within \"of\"");
	hunk->kind = read_kind(r, object);
	hunk->path = cdr_field_bytes(r, object, "path", "path_hex");
	if (hunk->path.len == 0)
		cdr_field_fault(r, "path", "is empty");
	hunk->old_mode = cdr_field_mode(r, object, "om");
	hunk->new_mode = cdr_field_mode(r, object, "nm");
	hunk->old_blob = cdr_field_oid(r, object, "ob");
	hunk->new_blob = cdr_field_oid(r, object, "nb");
	read_at(r, object, hunk->at);
	read_rules(r, object, hunk);
}

/* The hid is the one thing without which even a later version's rejection could not be placed. */
static void read_hid(struct cdr_fields *r, const struct cdr_json *object,
		     struct cdr_record_hunk *hunk)
{
	if (cdr_field_parse_hash(&hunk->hid, cdr_json_str(cdr_json_get(object, "hid"))))
		return;
	if (!r->code)
		r->code = cdr_fail(r->err, CDR_ETAMPER,
				   "\"hid\" is missing or not \"sha256:\" and 64 hex digits");
}

static void read_withdraws(struct cdr_fields *r, const struct cdr_json *object,
			   struct cdr_record_hunk *hunk)
{
	struct cdr_str text = cdr_field_hash_text(r, object, "withdraws");

	if ((hunk->verdict == CDR_WITHDRAW) != (text.ptr != NULL))
		cdr_field_fault(r, "withdraws", "does not go with the verdict");
	if (text.ptr)
		cdr_field_parse_hash(&hunk->withdraws, text);
}

static void read_hunk(struct cdr_fields *r, const struct cdr_json *object,
		      struct cdr_record_hunk *hunk)
{
	read_hid(r, object, hunk);
	read_identity(r, object, hunk);
	hunk->verdict = read_verdict(r, object);
	hunk->reason = read_reason(r, object);
	hunk->text = cdr_field_bytes(r, object, "text", "text_hex");
	if (hunk->text.len > CDR_NOTE_MAX)
		cdr_field_fault(r, "text", "is too long");
	read_withdraws(r, object, hunk);
	hunk->seen = cdr_field_u32(r, object, "seen");
	hunk->ms = cdr_field_u32(r, object, "ms");
	hunk->sample = cdr_field_text(r, object, "sample");
	hunk->batch = cdr_field_bool(r, object, "batch");
}

static void read_hunks(struct cdr_fields *r, const struct cdr_json *root, struct cdr_record *record)
{
	const struct cdr_json *array;
	size_t n = cdr_field_array(r, root, "hunks", &array);
	struct cdr_record_hunk *hunks = cdr_arena_alloc(r->arena, n * sizeof(*hunks));

	for (size_t i = 0; i < n && !r->code; i++)
		read_hunk(r, cdr_json_at(array, i), &hunks[i]);
	record->hunks = hunks;
	record->n_hunks = n;
}

static enum cdr_check_result read_result(struct cdr_fields *r, const struct cdr_json *object)
{
	enum cdr_check_result result = CDR_CHECK_FAIL;

	if (!cdr_check_result_parse(&result, cdr_field_text(r, object, "result")))
		cdr_field_fault(r, "result", "is not how a check ends");
	return result;
}

static enum cdr_report_kind read_report(struct cdr_fields *r, const struct cdr_json *object)
{
	enum cdr_report_kind report = CDR_CHECK_BY_EXIT;

	if (!cdr_report_kind_parse(&report, cdr_field_text(r, object, "report")))
		cdr_field_fault(r, "report", "is not a kind of report");
	return report;
}

static bool read_sandbox(struct cdr_fields *r, const struct cdr_json *object)
{
	struct cdr_str name = cdr_field_text(r, object, "sandbox");

	if (!cdr_str_is(name, "bwrap") && !cdr_str_is(name, "none"))
		cdr_field_fault(r, "sandbox", "is neither bwrap nor none");
	return cdr_str_is(name, "bwrap");
}

static void read_replaces(struct cdr_fields *r, const struct cdr_json *object,
			  struct cdr_record_check *check)
{
	const struct cdr_json *array;
	size_t n = cdr_field_array(r, object, "replaces", &array);
	struct cdr_hash *replaces = cdr_arena_alloc(r->arena, n * sizeof(*replaces));

	for (size_t i = 0; i < n; i++)
		if (!cdr_field_parse_hash(&replaces[i], cdr_json_str(cdr_json_at(array, i))))
			cdr_field_fault(r, "replaces", "has something else than names of lines");
	check->replaces = replaces;
	check->n_replaces = n;
}

static void read_counts(struct cdr_fields *r, const struct cdr_json *object,
			struct cdr_record_check *check)
{
	struct cdr_str digest = cdr_field_hash_text(r, object, "digest");

	check->report = read_report(r, object);
	check->has_report = digest.ptr && cdr_field_parse_hash(&check->digest, digest);
	check->counts.passed = cdr_field_u32(r, object, "passed");
	check->counts.failed = cdr_field_u32(r, object, "failed");
	check->counts.skipped = cdr_field_u32(r, object, "skipped");
}

static void read_check(struct cdr_fields *r, const struct cdr_json *root, struct cdr_record *record)
{
	const struct cdr_json *object = cdr_json_get(root, "check");
	struct cdr_record_check *check = CDR_NEW(r->arena, struct cdr_record_check);

	check->name = cdr_field_text(r, object, "name");
	check->rev = cdr_field_hash(r, object, "rev");
	check->argv = cdr_field_hash(r, object, "argv");
	check->sandboxed = read_sandbox(r, object);
	check->network = cdr_field_bool(r, object, "network");
	check->result = read_result(r, object);
	check->status = (int)cdr_field_int_or_null(r, object, "status", 255);
	if (check->result == CDR_CHECK_PASS && check->status != 0)
		cdr_field_fault(r, "status", "does not go with the result");
	check->ms = cdr_field_u32(r, object, "ms");
	read_counts(r, object, check);
	read_replaces(r, object, check);
	if (!record->commit.len || !record->tree.ptr)
		cdr_field_fault(r, "commit", "is missing from what a check found");
	if (!cdr_str_is(record->who, CDR_RECORD_MACHINE))
		cdr_field_fault(r, "who", "is not the machine");
	record->check = check;
}

static void read_roots(struct cdr_fields *r, const struct cdr_json *root, struct cdr_record *record)
{
	const struct cdr_json *array;
	size_t n = cdr_field_array(r, root, "roots", &array);
	struct cdr_str *roots = cdr_arena_alloc(r->arena, n * sizeof(*roots));

	for (size_t i = 0; i < n; i++) {
		roots[i] = cdr_str_copy(r->arena, cdr_json_str(cdr_json_at(array, i)));
		if (!cdr_field_is_oid(roots[i]))
			cdr_field_fault(r, "roots", "has something else than object names");
	}
	record->roots = roots;
	record->n_roots = n;
}

static void read_context(struct cdr_fields *r, const struct cdr_json *root,
			 struct cdr_record *record)
{
	record->project = cdr_field_optional(r, root, "project");
	read_roots(r, root, record);
	record->target = cdr_field_optional(r, root, "target");
	record->base = cdr_field_oid_text(r, root, "base");
	record->registry = cdr_field_hash_text(r, root, "registry");
	record->commit = cdr_field_oid(r, root, "commit");
	record->tree = cdr_field_oid_text(r, root, "tree");
}

static void read_origin(struct cdr_fields *r, const struct cdr_json *root,
			struct cdr_record *record)
{
	record->who = cdr_field_text(r, root, "who");
	record->chain = cdr_field_text(r, root, "chain");
	if (record->chain.len != CDR_RECORD_CHAIN_HEX || !cdr_field_is_hex(record->chain))
		cdr_field_fault(r, "chain", "is not 16 hex digits");
	record->seq = cdr_field_int(r, root, "seq", INT64_MAX);
	if (record->seq == 0)
		cdr_field_fault(r, "seq", "is 0");
	record->prev = cdr_field_hash_text(r, root, "prev");
	record->time = cdr_field_text(r, root, "time");
	record->tool = cdr_field_text(r, root, "tool");
}

/* Version and type decide how strictly the rest is read. */
static void read_version(struct cdr_fields *r, const struct cdr_json *root,
			 struct cdr_record *record)
{
	record->version = cdr_field_u32(r, root, "v");
	if (record->version == 0)
		cdr_field_fault(r, "v", "is not a version");
	record->type = cdr_field_text(r, root, "t");
	r->lenient = !r->code && !cdr_record_is_ours(record) && !cdr_record_is_check(record);
}

/* The payload of LINE; a signature must at least look like one (gating.md 2.1). */
static struct cdr_str payload_of(struct cdr_fields *r, struct cdr_str line)
{
	struct cdr_str payload = cdr_str_sub(line, 0, cdr_str_find(line, CDR_STR("\t")));
	struct cdr_str signature = cdr_str_sub(line, payload.len + 1, line.len);

	if (payload.len == line.len)
		return payload;
	if (!cdr_str_starts(signature, "S:") && !cdr_str_starts(signature, "B:"))
		cdr_field_fault(r, "signature", "begins neither with S: nor with B:");
	for (size_t i = 0; i < signature.len; i++) {
		if (signature.ptr[i] <= ' ' || signature.ptr[i] > '~')
			cdr_field_fault(r, "signature", "has a byte that no signature has");
	}
	return payload;
}

static void read_root(struct cdr_fields *r, const struct cdr_json *root, struct cdr_record *out)
{
	read_version(r, root, out);
	read_context(r, root, out);
	read_origin(r, root, out);
	if (cdr_record_is_check(out)) {
		read_check(r, root, out);
		return;
	}
	out->diff = cdr_field_text(r, root, "diff");
	read_hunks(r, root, out);
}

int cdr_record_parse(struct cdr_record *out, struct cdr_arena *arena, struct cdr_str line,
		     struct cdr_err *err)
{
	struct cdr_fields r = { .arena = arena, .err = err };
	struct cdr_err cause = { 0 };
	struct cdr_json *root = NULL;
	struct cdr_str payload;

	*out = (struct cdr_record){ 0 };
	if (!cdr_str_starts(line, "{"))
		return CDR_ENOTFOUND;
	if (line.len > CDR_NOTE_LINE_MAX)
		return cdr_fail(err, CDR_ETAMPER, "a line is longer than %zu bytes",
				CDR_NOTE_LINE_MAX);
	payload = payload_of(&r, line);
	if (cdr_json_parse(&root, payload, DEPTH_MAX, &cause))
		return cdr_fail(err, CDR_ETAMPER, "%s", cause.message);
	read_root(&r, root, out);
	cdr_json_free(root);
	return r.code;
}
