/*
 * keyname.c - words for keys: what cannot be typed into a config file as one
 * character needs a name, and the same name appears on the screen.
 */
#include "review/keyname.h"

#include "review/event.h"

#include "cdreview/utf8.h"

#include <stdio.h>
#include <string.h>

static const struct {
	const char *name;
	uint32_t key;
} names[] = {
	{ "Space", ' ' },
	{ "Tab", TUI_KEY_TAB },
	{ "Enter", TUI_KEY_ENTER },
	{ "Esc", TUI_KEY_ESC },
	{ "Up", TUI_KEY_UP },
	{ "Down", TUI_KEY_DOWN },
	{ "Left", TUI_KEY_LEFT },
	{ "Right", TUI_KEY_RIGHT },
	{ "Home", TUI_KEY_HOME },
	{ "End", TUI_KEY_END },
	{ "PageUp", TUI_KEY_PAGE_UP },
	{ "PageDown", TUI_KEY_PAGE_DOWN },
	{ "Backspace", TUI_KEY_BACKSPACE },
	{ "Delete", TUI_KEY_DELETE },
	{ "BackTab", TUI_KEY_BACKTAB },
};

/* Without regard to case, and to the locale. */
static bool is_word(const char *word, const char *name)
{
	while (*name && (*word | 0x20) == (*name | 0x20)) {
		word++;
		name++;
	}
	return *name == '\0' && *word == '\0';
}

static bool is_control(const char *word)
{
	char letter;

	if (strlen(word) != 3 || (word[0] != 'C' && word[0] != 'c') || word[1] != '-')
		return false;
	letter = (char)(word[2] | 0x20);
	return letter >= 'a' && letter <= 'z';
}

uint32_t tui_key_parse(const char *word)
{
	struct cdr_str text = cdr_str_from(word);
	uint32_t cp;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (is_word(word, names[i].name))
			return names[i].key;
	if (is_control(word))
		return TUI_CTRL(word[2]);
	if (text.len == 0 || cdr_utf8_next(text, &cp) != text.len)
		return 0;
	return cp < 0x20 || cdr_utf8_unsafe(cp) != CDR_SAFE ? 0 : cp;
}

const char *tui_key_name(char out[TUI_KEY_NAME_MAX], uint32_t key)
{
	size_t len;

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (names[i].key != key)
			continue;
		snprintf(out, TUI_KEY_NAME_MAX, "%s", names[i].name);
		return out;
	}
	if (key > 0 && key < 0x20) {
		snprintf(out, TUI_KEY_NAME_MAX, "C-%c", (char)(key | 0x60));
		return out;
	}
	len = key > 0 && key <= 0x10FFFF ? cdr_utf8_put(out, key) : 0;
	out[len] = '\0';
	return out;
}
