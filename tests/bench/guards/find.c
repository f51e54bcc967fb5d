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

bool guard_find(const struct source *source, size_t i, struct guard *guard)
{
	return find_decorated(source, i, guard) ||
	       ((source->language == PYTHON || source->language == RUBY) &&
		find_inside(source, i, guard)) ||
	       (source->language == JAVASCRIPT && find_argument(source, i, guard));
}
