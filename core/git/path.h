/*
 * path.h - a path as somebody writes it who stands somewhere in the work tree.
 */
#ifndef CDR_GIT_PATH_H
#define CDR_GIT_PATH_H

#include "cdreview/str.h"

/*
 * Reads WORD, absolute or as seen from *PREFIX ("" or ending in '/') of the work tree TOP
 * (ends in '/'; {NULL, 0}: there is none). *PREFIX becomes what is left of it, *TEXT, in
 * ARENA, the rest without ".", ".." and doubled slashes. False when it leads out of TOP.
 */
bool cdr_path_read(struct cdr_arena *arena, struct cdr_str top, struct cdr_str word,
		   struct cdr_str *prefix, struct cdr_str *text);

#endif
