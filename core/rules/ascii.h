/* ascii.h - byte classes that no locale changes. */
#ifndef CDR_RULES_ASCII_H
#define CDR_RULES_ASCII_H

#include <stdbool.h>

static inline bool cdr_is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static inline bool cdr_is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

static inline char cdr_to_lower(char c)
{
	return cdr_is_upper(c) ? (char)(c - 'A' + 'a') : c;
}

static inline bool cdr_is_letter(char c)
{
	return cdr_to_lower(c) >= 'a' && cdr_to_lower(c) <= 'z';
}

/* A letter, digit or '_'. */
static inline bool cdr_is_word(char c)
{
	return c == '_' || cdr_is_digit(c) || cdr_is_letter(c);
}

static inline bool cdr_is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

#endif
