/*
 * heredoc.h - text that begins after its line: <<TAG bodies and YAML's | and >.
 */
#ifndef CDR_RULES_HEREDOC_H
#define CDR_RULES_HEREDOC_H

#include "rules/language.h"

#define CDR_HEREDOCS_MAX 16u

/* Heredocs opened in the current line. All bytes zero: none. */
struct cdr_heredocs {
	struct {
		struct cdr_str tag;   /* as written, with quotes */
		bool indented;        /* the closing tag may be indented */
		bool followed;        /* and may have code after it (PHP) */
		bool quoted;
	} items[CDR_HEREDOCS_MAX];
	size_t n;
};

/* A body: up to END begins the line of the closing tag, which ends at PAST. */
struct cdr_heredoc_body {
	size_t end, past;
	bool holes;                   /* the tag was not quoted: it has holes */
};

/* Notes the heredoc that begins at POS, if one does; false when there are too many. */
bool cdr_heredoc_open(struct cdr_heredocs *heredocs, enum cdr_heredoc style, struct cdr_str text,
		      size_t pos);

/* Takes the first open heredoc: true, and *OUT, if its body, which begins at BODY, is closed. */
bool cdr_heredoc_body(struct cdr_heredocs *heredocs, struct cdr_str text, size_t body,
		      struct cdr_heredoc_body *out);

/*
 * Where the block scalar ends (a line end) that the line ending at LF opens with
 * its last bytes before TO, where a comment may begin; LF when it opens none.
 */
size_t cdr_block_scalar_end(struct cdr_str text, size_t to, size_t lf);

#endif
