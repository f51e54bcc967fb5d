/*
 * fuzz_import.c - reports of other tools are written by whoever: the first byte says which
 * reader, the rest is the report. What comes out names a path below the work tree, a line and
 * a rule TOOL/RULE of printable letters, within the limits; what does not is a fault with the
 * report's name.
 */
#include "scan/import/intake.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static const struct cdr_registry *registry(void)
{
	static struct cdr_registry *loaded;
	const struct cdr_registry_source source = {
		.path = CDR_STR("fuzz.yaml"),
		.text = CDR_STR("cdreview: 1\nextends: []\noverride: {\"a*/**\": {severity: high}}\n"),
		.layer = CDR_LAYER_BASE,
	};
	const struct cdr_registry_request request = { .sources = &source, .n_sources = 1 };

	if (!loaded)
		must(cdr_registry_new(&loaded, &request, NULL) == 0);
	return loaded;
}

static void must_be_inside(struct cdr_str path)
{
	must(path.len > 0 && path.ptr[0] != '/');
	while (path.len > 0) {
		struct cdr_str name = cdr_str_sub(path, 0, cdr_str_find(path, CDR_STR("/")));

		must(!cdr_str_is(name, "..") && !cdr_str_is(name, "."));
		path = cdr_str_sub(path, name.len + 1, path.len);
	}
}

static void must_be_an_id(struct cdr_str id)
{
	must(cdr_str_has(id, "/") && id.len <= 200);
	for (size_t i = 0; i < id.len; i++)
		must(id.ptr[i] > ' ' && id.ptr[i] <= '~');
}

static void must_be_sound(const struct cdr_foreign *result)
{
	must_be_inside(result->path);
	must_be_an_id(result->rule->id);
	must(result->line > 0 && result->end_line >= result->line);
	must(result->severity > CDR_OFF && result->severity <= CDR_CRITICAL);
	must(result->message.len <= CDR_FOREIGN_WORDS + 3);
	must(result->rule->n_refs <= CDR_FOREIGN_TAGS + 1);
	for (uint32_t col = 0; col < 8; col++) {
		must(cdr_column_bytes(result->message, col, CDR_COLUMN_UTF16) <=
		     result->message.len + 1);
		must(cdr_column_bytes(result->message, col, CDR_COLUMN_CODE_POINTS) <=
		     result->message.len + 1);
	}
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct cdr_arena arena = { NULL, 0 };
	struct cdr_intake intake = { .arena = &arena, .registry = registry(),
				     .top = CDR_STR("/src/shop/"), .prefix = CDR_STR("web/"),
				     .name = "report" };
	struct cdr_err err = { 0 };
	struct cdr_str text;
	int rc;

	if (len == 0)
		return 0;
	text = (struct cdr_str){ (const char *)bytes + 1, len - 1 };
	rc = bytes[0] == 'l' ? cdr_lines_read(&intake, CDR_STR("tool"), text, &err)
			     : cdr_sarif_read(&intake, text, &err);
	must(rc == 0 || ((rc == CDR_ESYNTAX || rc == CDR_ELIMIT) && err.message[0] && err.place[0]));
	for (size_t i = 0; i < intake.results.n; i++)
		must_be_sound(&intake.results.items[i]);
	cdr_arena_release(&arena);
	return 0;
}
