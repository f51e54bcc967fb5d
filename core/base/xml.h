/*
 * xml.h - a strict pull reader for XML reports of other programs.
 *
 * Elements, attributes, character data, CDATA, comments and processing instructions of
 * XML 1.0 in UTF-8. A document type is refused as such: reports need none, and it is
 * where external files and exploding entities come from. So are other encodings, names
 * that do not nest, a second root, and entities that XML does not have by itself.
 *
 * Ownership: tokens are borrowed until the next call; the text must outlive the reader.
 * Errors: CDR_ESYNTAX with line and column, CDR_ELIMIT beyond the limits below. Linear time.
 */
#ifndef CDR_BASE_XML_H
#define CDR_BASE_XML_H

#include "cdreview/str.h"

#define CDR_XML_DEPTH 64u
#define CDR_XML_ATTRIBUTES 64u

enum cdr_xml_kind { CDR_XML_OPEN, CDR_XML_CLOSE, CDR_XML_TEXT, CDR_XML_END };

struct cdr_xml_attribute {
	struct cdr_str name, value;         /* value with its references resolved */
};

struct cdr_xml_token {
	enum cdr_xml_kind kind;
	struct cdr_str name;                /* of an element; <a/> is OPEN, then CLOSE */
	struct cdr_str text;                /* TEXT: raw, references not resolved */
	const struct cdr_xml_attribute *attributes;
	size_t n_attributes;
};

struct cdr_xml {
	struct cdr_str text;
	const char *at;
	struct cdr_str open[CDR_XML_DEPTH]; /* names of the elements that are open */
	unsigned depth;
	bool had_root, close_next;
	struct cdr_xml_attribute attributes[CDR_XML_ATTRIBUTES];
	struct cdr_arena arena;             /* values of the token at hand */
};

void cdr_xml_init(struct cdr_xml *xml, struct cdr_str text);
void cdr_xml_release(struct cdr_xml *xml);

/* The next token; after the root has closed, END again and again. */
CDR_NODISCARD int cdr_xml_next(struct cdr_xml *xml, struct cdr_xml_token *out, struct cdr_err *err);

/* The value of attribute NAME, or {NULL, 0}. */
struct cdr_str cdr_xml_attribute(const struct cdr_xml_token *token, const char *name);

#endif
