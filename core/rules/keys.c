/*
 * keys.c - one reader for each type of value, and the loop that finds a key's reader.
 */
#include "rules/keys.h"

#include "base/date.h"
#include "base/glob.h"

#include <string.h>

#define FORMS_MAX ((size_t)10000)

struct slot {
	const struct cdr_key *key;
	const struct cdr_yaml *node;
	void *target;
	struct cdr_diags *diags;
};

static bool expect(const struct slot *slot, enum cdr_yaml_kind kind, const char *what)
{
	if (slot->node->kind == kind && !cdr_yaml_is_null(slot->node))
		return true;
	cdr_diags_error(slot->diags, slot->node, "%s: expected %s, found %s", slot->key->name, what,
			cdr_yaml_kind_name(slot->node));
	return false;
}

/* --- text ---------------------------------------------------------------- */

static bool read_text(const struct slot *slot)
{
	struct cdr_value *value = slot->target;

	if (!expect(slot, CDR_YAML_SCALAR, "text"))
		return false;
	if (cdr_str_trim(slot->node->text).len == 0) {
		cdr_diags_error(slot->diags, slot->node, "%s: the text is empty", slot->key->name);
		return false;
	}
	*value = (struct cdr_value){ slot->node->text, slot->node };
	return true;
}

static bool is_digits(struct cdr_str str)
{
	for (size_t i = 0; i < str.len; i++)
		if (str.ptr[i] < '0' || str.ptr[i] > '9')
			return false;
	return str.len > 0;
}

static void read_date(const struct slot *slot)
{
	struct cdr_value *value = slot->target;

	if (!read_text(slot) || cdr_date_is(value->text))
		return;
	cdr_diags_error(slot->diags, slot->node, "%s: \"%.*s\" is not a date", slot->key->name,
			CDR_FMT(value->text));
	cdr_diags_hint(slot->diags, "write it as YYYY-MM-DD");
}

static void read_bool(const struct slot *slot)
{
	bool *value = slot->target;

	if (!expect(slot, CDR_YAML_SCALAR, "true or false"))
		return;
	*value = cdr_str_is(slot->node->text, "true");
	if (!*value && !cdr_str_is(slot->node->text, "false"))
		cdr_diags_error(slot->diags, slot->node,
				"%s: expected true or false, found \"%.*s\"", slot->key->name,
				CDR_FMT(slot->node->text));
}

static void read_int(const struct slot *slot)
{
	struct cdr_value *value = slot->target;
	struct cdr_str digits = slot->node->text;

	if (!read_text(slot))
		return;
	if (cdr_str_starts(digits, "-"))
		digits = cdr_str_sub(digits, 1, digits.len);
	if (is_digits(digits) && digits.len <= 9)
		return;
	cdr_diags_error(slot->diags, slot->node, "%s: expected a whole number, found \"%.*s\"",
			slot->key->name, CDR_FMT(slot->node->text));
	*value = (struct cdr_value){ { NULL, 0 }, NULL };
}

/* Digits with at most one point; strtod would ask the locale. */
static bool parse_number(struct cdr_str str, double *out)
{
	double value = 0, unit = 1;
	bool fraction = false;

	for (size_t i = 0; i < str.len; i++) {
		if (str.ptr[i] == '.' && !fraction) {
			fraction = true;
			continue;
		}
		if (str.ptr[i] < '0' || str.ptr[i] > '9')
			return false;
		unit = fraction ? unit / 10 : unit;
		value = fraction ? value + unit * (str.ptr[i] - '0')
				 : value * 10 + (str.ptr[i] - '0');
	}
	*out = value;
	return str.len > (fraction ? 1u : 0u) && str.len <= 12;
}

static void read_number(const struct slot *slot)
{
	if (expect(slot, CDR_YAML_SCALAR, "a number") &&
	    !parse_number(slot->node->text, slot->target))
		cdr_diags_error(slot->diags, slot->node, "%s: expected a number, found \"%.*s\"",
				slot->key->name, CDR_FMT(slot->node->text));
}

/* --- one or a list ------------------------------------------------------- */

static size_t n_items(const struct cdr_yaml *node)
{
	return node->kind == CDR_YAML_LIST ? node->n : 1;
}

static const struct cdr_yaml *item(const struct cdr_yaml *node, size_t idx)
{
	return node->kind == CDR_YAML_LIST ? node->entries[idx].value : node;
}

const struct cdr_yaml *cdr_values_at(const struct cdr_values *values, size_t idx)
{
	return item(values->at, idx);
}

static void read_texts(const struct slot *slot)
{
	struct cdr_values *values = slot->target;
	struct cdr_str *items;

	if (slot->node->kind != CDR_YAML_LIST && !expect(slot, CDR_YAML_SCALAR, "text or a list"))
		return;
	values->at = slot->node;
	items = cdr_arena_alloc(slot->diags->arena, (n_items(slot->node) + 1) * sizeof(*items));
	values->items = items;
	for (; values->n < n_items(slot->node); values->n++) {
		struct cdr_value value = { { NULL, 0 }, NULL };
		struct slot each = *slot;

		each.node = item(slot->node, values->n);
		each.target = &value;
		read_text(&each);
		items[values->n] = value.text;
	}
}

/* Why no path of a repository is like GLOB, or NULL if one can be. */
static const char *hopeless(struct cdr_str glob)
{
	struct cdr_str component;
	size_t slash;

	if (cdr_str_starts(glob, "/"))
		return "leave out the first slash: paths begin at the top of the repository";
	if (glob.len > 0 && glob.ptr[glob.len - 1] == '/')
		return "what is below a directory is written as directory/**";
	for (; glob.len > 0; glob = cdr_str_sub(glob, slash + 1, glob.len)) {
		slash = cdr_str_find(glob, CDR_STR("/"));
		component = cdr_str_sub(glob, 0, slash);
		if (component.len == 0)
			return "one slash between two names";
		if (cdr_str_is(component, ".") || cdr_str_is(component, ".."))
			return "paths begin at the top of the repository, without ./ and ../";
	}
	return NULL;
}

static void check_glob(const struct slot *slot, const struct cdr_yaml *at, struct cdr_str glob)
{
	struct cdr_err err = { 0 };
	const char *hint = hopeless(glob);

	if (cdr_glob_check(glob, &err) != CDR_OK) {
		cdr_diags_error(slot->diags, at, "%s: %s", slot->key->name, err.message);
	} else if (hint) {
		cdr_diags_error(slot->diags, at, "%s: no path is like \"%.*s\"", slot->key->name,
				CDR_FMT(glob));
		cdr_diags_hint(slot->diags, "%s", hint);
	}
}

static void read_globs(const struct slot *slot)
{
	struct cdr_values *values = slot->target;

	read_texts(slot);
	for (size_t i = 0; i < values->n; i++)
		check_glob(slot, cdr_values_at(values, i), values->items[i]);
}

/* --- names --------------------------------------------------------------- */

static void fail_name(const struct slot *slot, const struct cdr_yaml *at)
{
	struct cdr_guess guess;
	char list[400] = "";

	cdr_diags_error(slot->diags, at, "%s: \"%.*s\" is none of its values", slot->key->name,
			CDR_FMT(at->text));
	guess = cdr_guess_for(slot->diags, at->text);
	for (size_t i = 0; slot->key->names(i)[0]; i++) {
		const char *name = slot->key->names(i);
		size_t len = strlen(list);

		cdr_guess_try(&guess, cdr_str_from(name));
		if (len + strlen(name) + 3 < sizeof(list)) {
			memcpy(list + len, i ? ", " : "", i ? 2 : 0);
			memcpy(list + len + (i ? 2 : 0), name, strlen(name) + 1);
		}
	}
	if (guess.best.ptr)
		cdr_diags_hint(slot->diags, "did you mean \"%.*s\"? it is one of %s",
			       CDR_FMT(guess.best), list);
	else
		cdr_diags_hint(slot->diags, "one of %s", list);
}

static bool find_name(const struct slot *slot, const struct cdr_yaml *at, size_t *idx)
{
	struct slot each = *slot;

	each.node = at;
	if (!expect(&each, CDR_YAML_SCALAR, "a name"))
		return false;
	for (*idx = 0; slot->key->names(*idx)[0]; (*idx)++)
		if (cdr_str_is(at->text, slot->key->names(*idx)))
			return true;
	fail_name(slot, at);
	return false;
}

static void read_name(const struct slot *slot)
{
	size_t idx;

	if (find_name(slot, slot->node, &idx))
		*(unsigned *)slot->target = (unsigned)idx + 1;
}

static void read_names(const struct slot *slot)
{
	unsigned *bits = slot->target;
	size_t idx;

	for (size_t i = 0; i < n_items(slot->node); i++)
		if (find_name(slot, item(slot->node, i), &idx))
			*bits |= 1u << idx;
}

/* --- maps ---------------------------------------------------------------- */

static void read_form(const struct slot *slot)
{
	const void *form;

	if (!expect(slot, CDR_YAML_MAP, "a map"))
		return;
	form = cdr_form_read(slot->key->mapping, slot->node, slot->diags);
	memcpy(slot->target, &form, sizeof(form));
}

static void read_forms(const struct slot *slot)
{
	struct cdr_forms *forms = slot->target;
	const void **items;
	size_t n = n_items(slot->node);

	if (slot->node->kind == CDR_YAML_SCALAR && !expect(slot, CDR_YAML_LIST, "a list of maps"))
		return;
	if (n > FORMS_MAX) {
		cdr_diags_error(slot->diags, slot->node, "%s: more than %zu items", slot->key->name,
				FORMS_MAX);
		return;
	}
	items = cdr_arena_alloc(slot->diags->arena, (n + 1) * sizeof(*items));
	*forms = (struct cdr_forms){ items, 0, slot->node };
	for (size_t i = 0; i < n; i++) {
		struct slot each = *slot;

		each.node = item(slot->node, i);
		if (expect(&each, CDR_YAML_MAP, "a map"))
			items[forms->n++] =
				cdr_form_read(slot->key->mapping, each.node, slot->diags);
	}
}

static void read_map(const struct slot *slot)
{
	if (expect(slot, CDR_YAML_MAP, "a map"))
		*(const struct cdr_yaml **)slot->target = slot->node;
}

/* --- forms --------------------------------------------------------------- */

static void read_value(const struct slot *slot)
{
	switch (slot->key->type) {
	case CDR_KEY_TEXT:
		read_text(slot);
		break;
	case CDR_KEY_TEXTS:
		read_texts(slot);
		break;
	case CDR_KEY_GLOBS:
		read_globs(slot);
		break;
	case CDR_KEY_DATE:
		read_date(slot);
		break;
	case CDR_KEY_BOOL:
		read_bool(slot);
		break;
	case CDR_KEY_INT:
		read_int(slot);
		break;
	case CDR_KEY_NUMBER:
		read_number(slot);
		break;
	case CDR_KEY_NAME:
		read_name(slot);
		break;
	case CDR_KEY_NAMES:
		read_names(slot);
		break;
	case CDR_KEY_FORM:
		read_form(slot);
		break;
	case CDR_KEY_FORMS:
		read_forms(slot);
		break;
	case CDR_KEY_MAP:
		read_map(slot);
		break;
	}
}

static const struct cdr_key *find_key(const struct cdr_mapping *mapping, struct cdr_str name)
{
	for (size_t i = 0; i < mapping->n_keys; i++)
		if (cdr_str_is(name, mapping->keys[i].name))
			return &mapping->keys[i];
	return NULL;
}

static void fail_key(const struct cdr_mapping *mapping, const struct cdr_yaml *key,
		     struct cdr_diags *diags)
{
	struct cdr_guess guess;

	cdr_diags_error(diags, key, "unknown key \"%.*s\" in %s", CDR_FMT(key->text),
			mapping->what);
	guess = cdr_guess_for(diags, key->text);
	for (size_t i = 0; i < mapping->n_keys; i++)
		cdr_guess_try(&guess, cdr_str_from(mapping->keys[i].name));
	if (!cdr_guess_hint(&guess, diags))
		cdr_diags_hint(diags, "cdreview-registry(5) lists the keys");
}

const void *cdr_form_read(const struct cdr_mapping *mapping, const struct cdr_yaml *node,
			  struct cdr_diags *diags)
{
	char *form = cdr_arena_alloc(diags->arena, mapping->size);

	memcpy(form, &node, sizeof(node));
	for (size_t i = 0; i < node->n; i++) {
		const struct cdr_key *key = find_key(mapping, node->entries[i].key->text);

		if (key)
			read_value(&(struct slot){ key, node->entries[i].value, form + key->offset,
						   diags });
		else
			fail_key(mapping, node->entries[i].key, diags);
	}
	for (size_t i = 0; i < mapping->n_keys; i++)
		if (mapping->keys[i].required && !cdr_yaml_get(node, mapping->keys[i].name))
			cdr_diags_error(diags, node, "%s without \"%s\"", mapping->what,
					mapping->keys[i].name);
	return form;
}
