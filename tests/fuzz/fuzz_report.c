/*
 * fuzz_report.c - readers of reports against whatever a check may write. What they accept adds
 * up, and every byte of XML is looked at once or is a fault.
 */
#include "base/xml.h"
#include "verify/report.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len);

static void must(bool holds)
{
	if (!holds)
		abort();
}

static void read_all(struct cdr_str text)
{
	static const enum cdr_report_kind kinds[] = { CDR_CHECK_BY_TAP, CDR_CHECK_BY_JUNIT };

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		struct cdr_arena arena = { 0 };
		struct cdr_err err = { 0 };
		struct cdr_check_report report;
		const struct cdr_report_source source = { .kind = kinds[i], .text = text };
		int rc = cdr_report_read(&source, &arena, &report, &err);

		must(rc == 0 || (rc == err.code && err.message[0] != '\0'));
		must(rc != 0 || report.counts.failed > 0 || !report.first.ptr);
		cdr_arena_release(&arena);
	}
}

/* Tags nest, and tokens lie in the text in its order. */
static void read_tokens(struct cdr_str text)
{
	struct cdr_xml_token token = { .kind = CDR_XML_OPEN };
	const char *at = text.ptr;
	struct cdr_xml xml;
	size_t depth = 0;
	int rc = 0;

	cdr_xml_init(&xml, text);
	while (rc == 0 && token.kind != CDR_XML_END) {
		rc = cdr_xml_next(&xml, &token, NULL);
		if (rc < 0)
			break;
		must(xml.at >= at && xml.at <= text.ptr + text.len);
		at = xml.at;
		depth += token.kind == CDR_XML_OPEN;
		must(token.kind != CDR_XML_CLOSE || depth-- > 0);
		must(token.kind != CDR_XML_END || depth == 0);
	}
	cdr_xml_release(&xml);
}

int LLVMFuzzerTestOneInput(const unsigned char *bytes, size_t len)
{
	struct cdr_str text = { (const char *)bytes, len };

	read_all(text);
	if (len > 0)
		read_tokens(text);
	return 0;
}
