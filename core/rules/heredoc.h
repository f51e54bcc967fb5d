/*
 * heredoc.h - text that begins after its line: <<TAG bodies and YAML's | and >.
 */
#ifndef CDR_RULES_HEREDOC_H
#define CDR_RULES_HEREDOC_H

#include "rules/language.h"

#define CDR_HEREDOCS_MAX 4u

/* Heredocs opened in the current line. All bytes zero: none. */
struct cdr_heredocs {
	struct {
		struct cdr_str tag;
		bool indented;        /* the closing tag may be indented */
		bool followed;        /* and may have code after it (PHP) */
	} items[CDR_HEREDOCS_MAX];
	size_t n;
	unsigned n_unclosed;          /* tags that never came; after a few none is believed */
};

/* Notes the heredoc that begins at POS, if one does. */
void cdr_heredoc_open(struct cdr_heredocs *heredocs, enum cdr_heredoc style, struct cdr_str text,
		      size_t pos);

/*
 * Takes the first open heredoc: true, and *END where the line of its closing
 * tag begins, if its body, which begins at BODY, is closed.
 */
bool cdr_heredoc_body(struct cdr_heredocs *heredocs, struct cdr_str text, size_t body, size_t *end);

/* Where the block scalar that the line ending at LF opens ends (a line end); LF when it opens none. */
size_t cdr_block_scalar_end(struct cdr_str text, size_t lf);

#endif
