/*
 * keyname.h - keys as people write them in git config and read them in help.
 */
#ifndef TUI_REVIEW_KEYNAME_H
#define TUI_REVIEW_KEYNAME_H

#include <stdint.h>

#define TUI_KEY_NAME_MAX 16

/* "a", "C-x", "Space", "PageDown" (any case) -> event.h code; 0 when WORD is no key. */
uint32_t tui_key_parse(const char *word);

/* The reverse, into OUT; returns OUT. "" for key 0. */
const char *tui_key_name(char out[TUI_KEY_NAME_MAX], uint32_t key);

#endif
