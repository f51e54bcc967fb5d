/* test_xml.c - the pull reader: what comes out of well-formed text; nothing else gets by. */
#include "unit/base/test.h"

#include "base/xml.h"

/* Every token as "<a x=1>", "</a>" and "[text]"; or "!" and the cause. */
static void words_of(struct cdr_buf *out, struct cdr_str text)
{
	struct cdr_xml_token token = { .kind = CDR_XML_OPEN };
	struct cdr_err err = { 0 };
	struct cdr_xml xml;

	cdr_xml_init(&xml, text);
	while (token.kind != CDR_XML_END) {
		if (cdr_xml_next(&xml, &token, &err) < 0) {
			cdr_buf_addf(out, "!%s", err.message);
			break;
		}
		if (token.kind == CDR_XML_TEXT)
			cdr_buf_addf(out, "[%.*s]", CDR_FMT(token.text));
		if (token.kind == CDR_XML_CLOSE)
			cdr_buf_addf(out, "</%.*s>", CDR_FMT(token.name));
		if (token.kind != CDR_XML_OPEN)
			continue;
		cdr_buf_addf(out, "<%.*s", CDR_FMT(token.name));
		for (size_t i = 0; i < token.n_attributes; i++)
			cdr_buf_addf(out, " %.*s=%.*s", CDR_FMT(token.attributes[i].name),
				     CDR_FMT(token.attributes[i].value));
		cdr_buf_addc(out, '>');
	}
	cdr_xml_release(&xml);
}

struct row {
	struct cdr_str text;
	const char *words;
};

static void check_rows(const struct row *rows, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		struct cdr_buf out;

		cdr_buf_init(&out, 100000);
		cdr_buf_adds(&out, "");
		words_of(&out, rows[i].text);
		assert_str(cdr_buf_str(&out), rows[i].words);
		cdr_buf_release(&out);
	}
}

static void well_formed_text_comes_in_tokens(void **state)
{
	static const struct row rows[] = {
		{ TEXT("<a/>"), "<a></a>" },
		{ TEXT("\xef\xbb\xbf<?xml version='1.0' encoding='utf-8'?>\n<a></a>\n"),
		  "[\n]<a></a>[\n]" },
		{ TEXT("<a x='1' y = \"2&amp;&#65;&#x20AC;\"><b/>t&lt;</a >"),
		  "<a x=1 y=2&A\xe2\x82\xac><b></b>[t&lt;]</a>" },
		{ TEXT("<!-- <x> --><a><?pi <y> ?><![CDATA[<z>]]]></a>"), "<a>[<z>]]</a>" },
		{ TEXT("<a x='\"'><a>\xc3\xa9</a></a>"), "<a x=\"><a>[\xc3\xa9]</a></a>" },
		{ TEXT("<a x='&gt;&apos;&quot;&lt;'/>"), "<a x=>'\"<></a>" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

static void anything_else_is_a_fault_with_its_place(void **state)
{
	static const struct row rows[] = {
		{ TEXT(""), "!line 1, column 1: there is no element" },
		{ TEXT("<a>"), "<a>!line 1, column 4: it ends within an element" },
		{ TEXT("<a>\n</b>"), "<a>[\n]!line 2, column 5: an end tag that closes nothing" },
		{ TEXT("</a>"), "!line 1, column 5: an end tag that closes nothing" },
		{ TEXT("<a/><b/>"), "<a></a>!line 1, column 7: a second root element" },
		{ TEXT("<a/>x"), "<a></a>!line 1, column 5: text outside of the root element" },
		{ TEXT("<!DOCTYPE a []><a/>"),
		  "!line 1, column 1: a document type, which reports have no use for" },
		{ TEXT("<a>&b;</a>"),
		  "<a>!line 1, column 4: a reference that XML does not have by itself" },
		{ TEXT("<a x='&#0;'/>"),
		  "!line 1, column 12: a reference that XML does not have by itself" },
		{ TEXT("<a x='&#xD800;'/>"),
		  "!line 1, column 16: a reference that XML does not have by itself" },
		{ TEXT("<a x='1' x='2'/>"), "!line 1, column 11: an attribute is given twice" },
		{ TEXT("<a x=1/>"), "!line 1, column 6: a value in quotes is wanted" },
		{ TEXT("<a x='1'y='2'/>"),
		  "!line 1, column 9: a blank, \">\" or \"/>\" is wanted" },
		{ TEXT("<a x='<'/>"), "!line 1, column 7: \"<\" in a value" },
		{ TEXT("<a x='1/>"), "!line 1, column 7: a value has no end" },
		{ TEXT("<a><!-- </a>"), "<a>!line 1, column 8: a comment has no end" },
		{ TEXT("<a><![CDATA[</a>"), "<a>!line 1, column 13: a CDATA section has no end" },
		{ TEXT("<1/>"), "!line 1, column 2: a name is wanted" },
		{ TEXT(" <?xml version='1.0'?><a/>"),
		  "[ ]!line 1, column 4: an XML declaration that is not at the beginning" },
		{ TEXT("<?xml version='1.0' encoding='utf-16'?><a/>"),
		  "!line 1, column 40: an encoding other than UTF-8" },
		{ TEXT("<a>\xff</a>"), "!it is not UTF-8, or has NUL bytes" },
		{ TEXT("<a>\0</a>"), "!it is not UTF-8, or has NUL bytes" },
	};

	(void)state;
	check_rows(rows, COUNT(rows));
}

/* UNIT, N times over, and what becomes of it. */
static void assert_repeated(const char *unit, size_t n, const char *end)
{
	struct cdr_buf text, out;

	cdr_buf_init(&text, 10000000);
	cdr_buf_init(&out, 10000000);
	for (size_t i = 0; i < n; i++)
		cdr_buf_adds(&text, unit);
	words_of(&out, cdr_buf_str(&text));
	assert_true(cdr_str_has(cdr_buf_str(&out), end));
	cdr_buf_release(&out);
	cdr_buf_release(&text);
}

static void depth_and_attributes_have_limits(void **state)
{
	struct cdr_buf text, out;

	(void)state;
	assert_repeated("<a>", CDR_XML_DEPTH + 1, "!elements are nested deeper than 64");
	assert_repeated("<a>", CDR_XML_DEPTH, "it ends within an element");
	cdr_buf_init(&text, 100000);
	cdr_buf_init(&out, 100000);
	cdr_buf_adds(&text, "<a");
	for (unsigned i = 0; i <= CDR_XML_ATTRIBUTES; i++)
		cdr_buf_addf(&text, " a%u='1'", i);
	cdr_buf_adds(&text, "/>");
	words_of(&out, cdr_buf_str(&text));
	assert_str(cdr_buf_str(&out), "!an element has more than 64 attributes");
	cdr_buf_release(&out);
	cdr_buf_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(well_formed_text_comes_in_tokens),
		cmocka_unit_test(anything_else_is_a_fault_with_its_place),
		cmocka_unit_test(depth_and_attributes_have_limits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
