/*
 * editor.h - $GIT_EDITOR on a piece of text.
 */
#ifndef TUI_TERM_EDITOR_H
#define TUI_TERM_EDITOR_H

#include "cdreview/str.h"

/*
 * Edits TEXT in a file DIR/NOTE_EDITMSG with COMMAND, whose words are split at
 * blanks and quotes as far as "vim -u 'my rc'" needs; it is started by argv,
 * never through a shell, with the terminal as its own. RESULT gets the text
 * without lines that begin with '#' and without blank ends.
 * Errors: CDR_EIO (file, fork), CDR_EUSAGE (not found, exit status other than 0).
 */
CDR_NODISCARD int tui_editor_run(const char *command, const char *dir, struct cdr_str text,
				 struct cdr_buf *result, struct cdr_err *err);

#endif
