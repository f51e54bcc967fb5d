/*
 * form.h - private to core/scan: the normal form of a piece of code, in which two
 * layouts of one thing are equal and two things are not.
 */
#ifndef CDR_SCAN_FORM_H
#define CDR_SCAN_FORM_H

#include "scan/view.h"

/*
 * Of TEXT, the bytes of VIEW from AT on with what MASK names blanked. In strings everything
 * counts. Elsewhere white space counts where it parts two words or keeps two equal signs apart, in
 * languages without tokens wherever it stands. A comma before a closing bracket does not count
 * unless it makes a tuple or a dimension, nor does which quotes stand around a string where the
 * language takes them for the same. What is masked is white space.
 */
struct cdr_str cdr_form_of(struct cdr_view *view, size_t at, struct cdr_str text, unsigned mask,
			   struct cdr_arena *arena);

#endif
