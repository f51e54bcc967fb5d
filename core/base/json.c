/*
 * json.c - the strict reader. jansson does the grammar, refuses duplicate keys
 * and ill-formed UTF-8; it is recursive, takes floats and makes a node of a few bytes,
 * so depth, numbers and how many values there are is looked at before it sees a byte.
 * A cdr_json is jansson's node by another name.
 */
#include "base/oom.h"

#include "cdreview/json.h"

#include <jansson.h>

/* Where the shallow look at a text stands. */
struct glance {
	unsigned depth;
	bool in_string;
	size_t lineno, line_start;
	size_t n_values;           /* at most: commas and openings */
};

/* Moves past the byte at AT; returns the index of the last byte looked at. */
static size_t glance_at(struct glance *glance, struct cdr_str text, size_t at)
{
	char c = text.ptr[at];

	if (c == '"')
		glance->in_string = !glance->in_string;
	else if (glance->in_string)
		return c == '\\' ? at + 1 : at;
	else if ((c == '}' || c == ']') && glance->depth > 0)
		glance->depth--;
	glance->depth += c == '{' || c == '[';
	glance->n_values += c == '{' || c == '[' || c == ',';
	if (c == '\n') {
		glance->lineno++;
		glance->line_start = at + 1;
	}
	return at;
}

static bool is_float(const struct glance *glance, struct cdr_str text, size_t at)
{
	char c = text.ptr[at];
	bool after_digit = at > 0 && text.ptr[at - 1] >= '0' && text.ptr[at - 1] <= '9';

	return !glance->in_string && after_digit && (c == '.' || c == 'e' || c == 'E');
}

static int refuse(size_t lineno, size_t col, struct cdr_str cause, struct cdr_err *err)
{
	return cdr_fail(err, CDR_ESYNTAX, "JSON line %zu, column %zu: %.*s", lineno, col,
			CDR_FMT(cause));
}

/* Limits and floats, without recursion. Anything else that is odd is left to the parser. */
static int look_first(struct cdr_str text, const struct cdr_json_limits *limits,
		      struct cdr_err *err)
{
	struct glance glance = { .lineno = 1 };

	for (size_t at = 0; at < text.len; at++) {
		size_t col = at - glance.line_start + 1;

		if (!limits->floats && is_float(&glance, text, at))
			return refuse(glance.lineno, col, CDR_STR("not an integer"), err);
		at = glance_at(&glance, text, at);
		if (glance.depth > limits->depth)
			return refuse(glance.lineno, col, CDR_STR("nested too deeply"), err);
		if (limits->values && glance.n_values >= limits->values)
			return refuse(glance.lineno, col, CDR_STR("too many values"), err);
	}
	return 0;
}

/* What jansson said, without the text it quotes: that is hostile. */
static int refuse_as_told(const json_error_t *error, struct cdr_err *err)
{
	struct cdr_str cause = cdr_str_from(error->text);

	if (json_error_code(error) == json_error_out_of_memory)
		cdr_oom();
	cause.len = cdr_str_find(cause, CDR_STR(" near "));
	return refuse((size_t)error->line, (size_t)error->column, cause, err);
}

int cdr_json_parse(struct cdr_json **out, struct cdr_str text, unsigned max_depth,
		   struct cdr_err *err)
{
	const struct cdr_json_limits limits = { .depth = max_depth };

	return cdr_json_parse_within(out, text, &limits, err);
}

int cdr_json_parse_within(struct cdr_json **out, struct cdr_str text,
			  const struct cdr_json_limits *limits, struct cdr_err *err)
{
	size_t flags = JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL | JSON_DECODE_ANY;
	json_error_t error;
	json_t *root;
	int rc;

	*out = NULL;
	rc = look_first(text, limits, err);
	if (rc)
		return rc;
	root = json_loadb(text.len ? text.ptr : "", text.len, flags, &error);
	if (!root)
		return refuse_as_told(&error, err);
	*out = (struct cdr_json *)root;
	return 0;
}

static json_t *node_of(struct cdr_json *node)
{
	return (json_t *)node;
}

static const json_t *const_node_of(const struct cdr_json *node)
{
	return (const json_t *)node;
}

void cdr_json_free(struct cdr_json *doc)
{
	json_decref(node_of(doc));
}

const struct cdr_json *cdr_json_get(const struct cdr_json *object, const char *key)
{
	return (const struct cdr_json *)json_object_get(const_node_of(object), key);
}

const struct cdr_json *cdr_json_at(const struct cdr_json *array, size_t idx)
{
	return (const struct cdr_json *)json_array_get(const_node_of(array), idx);
}

size_t cdr_json_count(const struct cdr_json *array)
{
	return json_array_size(const_node_of(array));
}

bool cdr_json_is_object(const struct cdr_json *node)
{
	return json_is_object(const_node_of(node));
}

bool cdr_json_is_array(const struct cdr_json *node)
{
	return json_is_array(const_node_of(node));
}

bool cdr_json_is_string(const struct cdr_json *node)
{
	return json_is_string(const_node_of(node));
}

bool cdr_json_is_int(const struct cdr_json *node)
{
	return json_is_integer(const_node_of(node));
}

struct cdr_str cdr_json_str(const struct cdr_json *node)
{
	const json_t *string = const_node_of(node);

	return (struct cdr_str){ json_string_value(string), json_string_length(string) };
}

int64_t cdr_json_int(const struct cdr_json *node, int64_t fallback)
{
	return cdr_json_is_int(node) ? json_integer_value(const_node_of(node)) : fallback;
}

double cdr_json_number(const struct cdr_json *node, double fallback)
{
	const json_t *number = const_node_of(node);

	return json_is_number(number) ? json_number_value(number) : fallback;
}

bool cdr_json_bool(const struct cdr_json *node, bool fallback)
{
	const json_t *boolean = const_node_of(node);

	return json_is_boolean(boolean) ? json_is_true(boolean) : fallback;
}
