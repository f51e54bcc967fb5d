/*
 * find.c - guards in public code, by what the frameworks' manuals call so. It
 * knows nothing of the rules that are measured with them.
 */
#define _GNU_SOURCE
#include "guards.h"

#include <string.h>

/* --- looking at lines ---------------------------------------------------------- */

size_t line_len(const struct source *source, size_t i)
{
	return (size_t)(source->line[i + 1] - source->line[i]);
}

size_t indent_of(const struct source *source, size_t i)
{
	size_t n = 0;

	while (n < line_len(source, i) && (source->line[i][n] == ' ' || source->line[i][n] == '\t'))
		n++;
	return n;
}

bool is_blank(const struct source *source, size_t i)
{
	size_t n = indent_of(source, i);

	return n == line_len(source, i) || source->line[i][n] == '\n' || source->line[i][n] == '\r';
}

bool has(const struct source *source, size_t i, const char *word)
{
	return memmem(source->line[i], line_len(source, i), word, strlen(word)) != NULL;
}

bool starts(const struct source *source, size_t i, const char *word)
{
	size_t n = indent_of(source, i);

	return line_len(source, i) - n >= strlen(word) &&
	       memcmp(source->line[i] + n, word, strlen(word)) == 0;
}

/* By the manuals of Django, DRF, Flask, FastAPI, Spring, JAX-RS, Rails, Devise, Pundit, Express. */
static const char *const words[] = {
	"login_required",
	"permission_required",
	"user_passes_test",
	"staff_member_required",
	"csrf_protect",
	"jwt_required",
	"roles_required",
	"roles_accepted",
	"auth_required",
	"require_admin",
	"require_perm",
	"requires_auth",
	"require_login",
	"permission_classes",
	"throttle_classes",
	"ratelimit",
	"limiter.limit",
	"token_required",
	"admin_required",
	"require_permission",
	"one_of_permissions_required",
	"requires_roles",
	"has_permission",
	"authenticated",
	"PreAuthorize",
	"Secured",
	"RolesAllowed",
	"RateLimiter",
	"PostAuthorize",
	"UseGuards",
	"HasPermission",
	"Roles(",
	"Permissions(",
	"authenticate",
	"authorize",
	"require_user",
	"require_logged",
	"require_moderator",
	"protect_from_forgery",
	"require_admin",
	"ensure_",
	"check_",
	"requireAuth",
	"requireLogin",
	"ensureLoggedIn",
	"isAuthenticated",
	"requireAdmin",
	"checkPermission",
	"csrf",
	"rateLimit",
	"Throttle(",
	"requiresAuth",
	"authMiddleware",
	"adminOnly",
};

static bool names_guard(const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (memmem(text, len, words[i], strlen(words[i])))
			return true;
	return false;
}

size_t brackets_end(const struct source *source, size_t i)
{
	int depth = 0;
	char quote = 0;

	for (; i < source->n; i++) {
		const char *text = source->line[i];

		for (size_t k = 0; k < line_len(source, i); k++) {
			if (quote) {
				k += text[k] == '\\';
				if (k < line_len(source, i) && text[k] == quote)
					quote = 0;
			} else if (text[k] == '"' || text[k] == '\'' || text[k] == '`') {
				quote = text[k];
			} else if (strchr("([{", text[k])) {
				depth++;
			} else if (strchr(")]}", text[k])) {
				depth--;
			}
		}
		if (quote != '`')
			quote = 0;
		if (depth <= 0)
			return i + 1;
	}
	return i;
}

size_t block_end(const struct source *source, size_t head)
{
	size_t base = indent_of(source, head), i = brackets_end(source, head), last = i;

	if (source->language != PYTHON && source->language != RUBY)
		return i;
	for (; i < source->n; i++) {
		if (is_blank(source, i))
			continue;
		if (indent_of(source, i) <= base)
			break;
		last = i + 1;
	}
	return source->language == RUBY && i < source->n && starts(source, i, "end") ? i + 1 : last;
}

bool is_head(const struct source *source, size_t i)
{
	if (source->language == PYTHON)
		return starts(source, i, "def ") || starts(source, i, "async def ") ||
		       starts(source, i, "class ");
	return !starts(source, i, "//") && !starts(source, i, "*") && !starts(source, i, "/*") &&
	       has(source, i, "(");
}

/* --- finding guards --------------------------------------------------------------- */

/* Decorators and annotations: from the first of them to the end of what they decorate. */
static bool find_decorated(const struct source *source, size_t i, struct guard *guard)
{
	size_t first = i, at;

	if (!starts(source, i, "@") || !names_guard(source->line[i], line_len(source, i)))
		return false;
	*guard = (struct guard){ .from = i, .to = brackets_end(source, i) };
	while (first > 0 && starts(source, first - 1, "@") &&
	       indent_of(source, first - 1) == indent_of(source, i))
		first--;
	at = guard->to;
	while (at < source->n && starts(source, at, "@"))
		at = brackets_end(source, at);
	if (at >= source->n || !is_head(source, at) ||
	    indent_of(source, at) != indent_of(source, i))
		return false;
	guard->entity = first;
	guard->head = at;
	guard->entity_to = block_end(source, at);
	return guard->entity_to > at + 1;
}

/* `before_action :x` and `permission_classes = [..]` of a class, `authorize x` of a method. */
static bool find_inside(const struct source *source, size_t i, struct guard *guard)
{
	static const char *const openings[LANGUAGES][4] = {
		[PYTHON] = { "permission_classes", "throttle_classes", NULL },
		[RUBY] = { "before_action", "before_filter", "authorize", "protect_from_forgery" },
	};
	bool found = false;
	size_t head = i;

	for (size_t k = 0; k < 4 && openings[source->language][k]; k++)
		found |= starts(source, i, openings[source->language][k]);
	if (!found || !names_guard(source->line[i], line_len(source, i)) ||
	    indent_of(source, i) == 0 ||
	    (source->language == RUBY && starts(source, i, "before") && !has(source, i, ":")))
		return false;
	while (head > 0 &&
	       (is_blank(source, head) || indent_of(source, head) >= indent_of(source, i)))
		head--;
	if (!starts(source, head, "class ") && !starts(source, head, "def "))
		return false;
	*guard = (struct guard){
		i, brackets_end(source, i), head, block_end(source, head), head, NULL, 0
	};
	return guard->entity_to > guard->to + 1;
}

/* A middleware by name among the arguments of a route, after its path. */
static bool find_argument(const struct source *source, size_t i, struct guard *guard)
{
	static const char *const routes[] = { ".get(",    ".post(",  ".put(",
					      ".delete(", ".patch(", ".all(" };
	const char *text = source->line[i], *call = NULL, *at, *end = text + line_len(source, i);

	for (size_t k = 0; k < sizeof(routes) / sizeof(routes[0]) && !call; k++)
		call = memmem(text, line_len(source, i), routes[k], strlen(routes[k]));
	at = call ? memchr(call, ',', (size_t)(end - call)) : NULL;
	while (at && at + 2 < end) {
		const char *word = at + 1 + strspn(at + 1, " ");
		size_t len = strcspn(word, ",)([{=\n\"'");

		if (len > 0 && word[len] == ',' && names_guard(word, len)) {
			*guard = (struct guard){ i, i + 1, i,      brackets_end(source, i),
						 i, word,  len + 1 };
			guard->arg_len += strspn(word + guard->arg_len, " ");
			return true;
		}
		if (word[len] != ',')
			return false;
		at = word + len;
	}
	return false;
}

/* What refusing somebody is called: by RFC 9110 and the frameworks' manuals. */
static const char *const refusals[] = {
	"403",
	"401",
	"Forbidden",
	"forbidden",
	"FORBIDDEN",
	"PermissionDenied",
	"NotAuthenticated",
	"Unauthorized",
	"unauthorized",
	"UNAUTHORIZED",
	"AccessDenied",
	"NotAuthorized",
	"AuthenticationFailed",
	"deny_access",
	"notAllowed",
	"redirect_to login",
	"redirect('/login",
	"no-privileges",
	"not-allowed",
	"require_login",
};

static bool refuses(const struct source *source, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		for (size_t k = 0; k < sizeof(refusals) / sizeof(refusals[0]); k++)
			if (has(source, i, refusals[k]))
				return true;
	return false;
}

/* Past the block of the condition on line I: up to its bracket or `end`, or what is indented. */
static size_t condition_end(const struct source *source, size_t i)
{
	size_t base = indent_of(source, i), at = i + 1;

	while (at < source->n && (is_blank(source, at) || indent_of(source, at) > base))
		at++;
	if (source->language == PYTHON) {
		while (at > i && is_blank(source, at - 1))
			at--;
		return at;
	}
	return at < source->n && indent_of(source, at) == base &&
			       (starts(source, at, source->language == RUBY ? "end" : "}")) &&
			       !has(source, at, "else") && !has(source, at, "catch")
		       ? at + 1
		       : 0;
}

/* The line that opens the function around line I; I when there is none. */
static size_t function_around(const struct source *source, size_t i)
{
	size_t indent = indent_of(source, i), at = i;

	while (at > 0 && indent > 0) {
		at--;
		if (is_blank(source, at) || indent_of(source, at) >= indent)
			continue;
		indent = indent_of(source, at);
		if (source->language == PYTHON || source->language == RUBY
			    ? starts(source, at, "def ") || starts(source, at, "async def ")
			    : is_head(source, at) && has(source, at, "{") &&
				      !starts(source, at, "if") && !starts(source, at, "for") &&
				      !starts(source, at, "}") && !starts(source, at, "while") &&
				      !starts(source, at, "switch") && !starts(source, at, "try"))
			return at;
	}
	return i;
}

/* `if not user.is_staff: raise PermissionDenied` and its kin in a body. */
static bool find_condition(const struct source *source, size_t i, struct guard *guard)
{
	size_t to, head;

	if (!starts(source, i, "if ") && !starts(source, i, "if(") && !starts(source, i, "unless "))
		return false;
	to = condition_end(source, i);
	head = function_around(source, i);
	if (to <= i + 1 || to > i + 6 || head == i || !refuses(source, i, to))
		return false;
	for (size_t k = i; k < to; k++)
		if (starts(source, k, "el") || starts(source, k, "} else"))
			return false;
	if (to < source->n && (starts(source, to, "el")))
		return false;
	*guard = (struct guard){ .from = i, .to = to, .entity = head, .head = head };
	guard->entity_to = head + 1;
	while (guard->entity_to < source->n &&
	       (is_blank(source, guard->entity_to) ||
		indent_of(source, guard->entity_to) > indent_of(source, head)))
		guard->entity_to++;
	if (source->language == PYTHON)
		while (is_blank(source, guard->entity_to - 1))
			guard->entity_to--;
	else
		guard->entity_to++;
	guard->is_condition = true;
	return guard->entity_to <= source->n && guard->entity_to > to + 1;
}

bool guard_find(const struct source *source, size_t i, struct guard *guard)
{
	return find_condition(source, i, guard) || find_decorated(source, i, guard) ||
	       ((source->language == PYTHON || source->language == RUBY) &&
		find_inside(source, i, guard)) ||
	       (source->language == JAVASCRIPT && find_argument(source, i, guard));
}
