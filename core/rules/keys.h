/*
 * keys.h - reading a YAML map into a struct by a table of its keys.
 *
 * A mapping lists every key it knows: name, type, and where in the struct (the
 * form) the value goes. Unknown keys, wrong types, bad values and missing keys
 * are faults with a place; a form has what was right.
 *
 * A form's first member is `const struct cdr_yaml *at`, the map it was read
 * from; a member that was not given is all bytes zero.
 */
#ifndef CDR_RULES_KEYS_H
#define CDR_RULES_KEYS_H

#include "rules/diags.h"

enum cdr_key_type {
	CDR_KEY_TEXT,   /* struct cdr_value: not empty */
	CDR_KEY_TEXTS,  /* struct cdr_values: one or a list */
	CDR_KEY_GLOBS,  /* struct cdr_values of well-formed path patterns */
	CDR_KEY_DATE,   /* struct cdr_value: YYYY-MM-DD */
	CDR_KEY_BOOL,   /* bool */
	CDR_KEY_INT,    /* struct cdr_value: digits, perhaps with a sign */
	CDR_KEY_NUMBER, /* double, not negative */
	CDR_KEY_NAME,   /* unsigned: index of the name + 1 */
	CDR_KEY_NAMES,  /* unsigned: bit i set for name i; one or a list */
	CDR_KEY_FORM,   /* pointer to a form */
	CDR_KEY_FORMS,  /* struct cdr_forms: one or a list */
	CDR_KEY_MAP,    /* const struct cdr_yaml *: a map with keys of its own */
};

struct cdr_value {
	struct cdr_str text;
	const struct cdr_yaml *at; /* NULL when not given */
};

struct cdr_values {
	const struct cdr_str *items;
	size_t n;
	const struct cdr_yaml *at; /* the list, or the single item; NULL when not given */
};

struct cdr_forms {
	const void *const *items;
	size_t n;
	const struct cdr_yaml *at;
};

struct cdr_mapping;

struct cdr_key {
	const char *name;
	enum cdr_key_type type;
	size_t offset;
	bool required;
	const char *(*names)(size_t idx);  /* NAME, NAMES: "" past the last */
	const struct cdr_mapping *mapping; /* FORM, FORMS */
};

struct cdr_mapping {
	const char *what; /* "a rule": for messages */
	size_t size;      /* of the form */
	const struct cdr_key *keys;
	size_t n_keys;
};

/* Reads NODE; a form always comes back, faults go to DIAGS. */
const void *cdr_form_read(const struct cdr_mapping *mapping, const struct cdr_yaml *node,
			  struct cdr_diags *diags);

/* The node of item IDX of VALUES, for messages. */
const struct cdr_yaml *cdr_values_at(const struct cdr_values *values, size_t idx);

/* NAME of a form as an enum's value, or FALLBACK when it was not given. */
static inline unsigned cdr_choice(unsigned name, unsigned fallback)
{
	return name ? name - 1 : fallback;
}

#endif
