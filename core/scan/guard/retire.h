/*
 * retire.h - private to core/scan: guards that are gone with what they guarded,
 * where that is no entity that could be followed.
 */
#ifndef CDR_SCAN_GUARD_RETIRE_H
#define CDR_SCAN_GUARD_RETIRE_H

#include "scan/guard/guard.h"

struct cdr_strings {
	CDR_VEC(struct cdr_str) items;   /* sorted */
};

/* Every string literal of the text, without its quotes. */
struct cdr_strings cdr_guard_literals(struct cdr_view *view, struct cdr_arena *arena);
bool cdr_guard_has_string(const struct cdr_strings *strings, struct cdr_str string);

/*
 * Gives those guards of OLD_SIDE without a pair the place CDR_GONE whose route is none of
 * LITERALS, the strings of the new side, any more, or whose function without a name is gone.
 */
void cdr_guards_retire(struct cdr_guards *old_side, const struct cdr_guards *new_side,
		       const struct cdr_strings *literals, struct cdr_arena *arena);

#endif
