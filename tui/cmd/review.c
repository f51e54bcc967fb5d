/*
 * `cdreview RANGE`: settings from git config into a set-up, the loop, and what
 * is left to say when the terminal is the shell's again.
 */
#include "cmd/pick.h"
#include "cmd/plain.h"
#include "cmd/report.h"
#include "cmd/scan.h"
#include "term/loop.h"

#include <stdlib.h>
#include <string.h>

#define TAB_DEFAULT 8

/* core.whitespace has "tabwidth=N" among its words (git-config(1)). */
static int tab_width(struct cdr_session *session)
{
	struct cdr_str value;
	size_t at;
	long width;

	if (!cdr_session_config(session, "core.whitespace", &value))
		return TAB_DEFAULT;
	at = cdr_str_find(value, CDR_STR("tabwidth="));
	if (at == value.len)
		return TAB_DEFAULT;
	width = strtol(value.ptr + at + strlen("tabwidth="), NULL, 10);
	return width >= 1 && width <= 63 ? (int)width : TAB_DEFAULT;
}

static int load_keys(struct tui_keymap *keys, struct cdr_session *session, struct cdr_err *err)
{
	struct cdr_str value;
	char name[64];
	int code = 0;

	tui_keymap_init(keys);
	if (cdr_session_config(session, "cdreview.keys", &value) && cdr_str_is(value, "add-p"))
		tui_keymap_add_p(keys);
	for (size_t i = 0; i < tui_keymap_count() && code == 0; i++) {
		const struct tui_binding *binding = tui_keymap_at(i);

		if (!binding->name)
			continue;
		snprintf(name, sizeof(name), "cdreview.key.%s", binding->name);
		if (cdr_session_config(session, name, &value))
			code = tui_keymap_bind(keys, binding->name, value.ptr, err);
	}
	return code == 0 ? tui_keymap_check(keys, err) : code;
}

static bool is_never(struct cdr_session *session, const char *key)
{
	struct cdr_str value;

	return cdr_session_config(session, key, &value) &&
	       (cdr_str_is(value, "never") || cdr_str_is(value, "false"));
}

/* The same order as for line output, but the screen is always a terminal. */
static bool wants_no_color(const struct tui_run *run)
{
	const char *when = run->args->value[TUI_OPT_COLOR];

	if (run->args->given[TUI_OPT_NO_COLOR])
		return true;
	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "never") == 0;
	return run->env->no_color || is_never(run->session, "color.cdreview") ||
	       is_never(run->session, "color.ui");
}

static int load_theme(const struct tui_theme **theme, const struct tui_run *run,
		      struct cdr_err *err)
{
	struct cdr_str value;

	if (!cdr_session_config(run->session, "cdreview.theme", &value))
		value = CDR_STR("dark");
	*theme = tui_theme_find(wants_no_color(run) ? "mono" : value.ptr);
	if (*theme)
		return 0;
	cdr_fail(err, CDR_EUSAGE, "cdreview.theme: there is no theme \"%.*s\"", CDR_FMT(value));
	return cdr_err_hint(err, "dark, light, cb or mono");
}

static size_t load_checklist(const struct cdr_registry *registry, struct cdr_arena *arena,
			     const struct cdr_rule *const **out)
{
	CDR_VEC(const struct cdr_rule *) plain = { 0 };

	for (size_t i = 0; i < cdr_registry_count(registry); i++)
		if (cdr_registry_rule(registry, i)->detector == CDR_PLAIN)
			*cdr_vec_push(arena, &plain) = cdr_registry_rule(registry, i);
	*out = plain.items;
	return plain.n;
}

/* git's order: GIT_EDITOR, core.editor, VISUAL, EDITOR, vi. ":" means "no editor" in hooks. */
static const char *editor(const struct tui_run *run)
{
	struct cdr_str configured;
	const char *command = run->env->editor[0];

	if (!command && cdr_session_config(run->session, "core.editor", &configured))
		command = configured.ptr;
	if (!command)
		command = run->env->editor[1] ? run->env->editor[1] : run->env->editor[2];
	if (!command)
		command = "vi";
	return strcmp(command, ":") == 0 ? NULL : command;
}

static int leave(struct tui_run *run, const struct tui_loop_result *result, struct cdr_err *err)
{
	int code = 0;

	if (result->end == TUI_LOOP_GONE)
		return cdr_fail(err, CDR_EIO,
				"the terminal went away; every verdict given is in the journal and "
				"is published by the next cdreview command that writes");
	code = tui_publish(run, err);
	if (code < 0)
		return code;
	if (result->end == TUI_LOOP_INTERRUPTED)
		return TUI_EXIT_INTERRUPTED;
	return tui_unscannable(run, &result->progress,
			       result->end == TUI_LOOP_DECIDED ? TUI_EXIT_YES : TUI_EXIT_NO);
}

static int run_screen(struct tui_run *run, struct cdr_err *err)
{
	struct tui_keymap keys;
	struct cdr_arena arena = { 0 };
	struct tui_loop_options options = {
		.session = run->session,
		.setup = {
			.range = cdr_session_range(run->session),
			.keys = &keys,
			.tab = tab_width(run->session),
		},
		.screen = { .term = run->env->term, .keep_escdelay = run->env->escdelay },
		.editor = editor(run),
		.sync_fd = run->env->sync_fd,
	};
	struct tui_loop_result result;
	int code = tui_scan_options_to_show(&options.scan, run, err);

	if (code == 0)
		code = load_keys(&keys, run->session, err);
	if (code == 0)
		code = load_theme(&options.screen.theme, run, err);
	options.setup.n_checklist = load_checklist(cdr_session_registry(run->session), &arena,
						   &options.setup.checklist);
	options.setup.has_resume = cdr_session_resume_load(run->session, &options.setup.resume);
	if (code == 0)
		code = tui_loop_run(&options, &result, err);
	cdr_arena_release(&arena);
	return code < 0 ? code : leave(run, &result, err);
}

/* Without a terminal there is nobody to decide: say what there is and how to open it. */
static int run_without_terminal(struct tui_run *run, struct cdr_err *err)
{
	int code = tui_cmd_scan(run, err);

	if (code < 0)
		return code;
	fflush(run->out->data);
	fprintf(run->out->talk, "\nno terminal here; the gate says:\n");
	return tui_cmd_check(run, err);
}

int tui_cmd_review(struct tui_run *run, struct cdr_err *err)
{
	int code;

	if (run->env->agent) {
		cdr_fail(err, CDR_EUSAGE,
			 "%s is set: the review is a person's, not a coding agent's",
			 run->env->agent);
		return cdr_err_hint(err, "\"cdreview scan\" and \"cdreview check\" are for both");
	}
	if (run->args->given[TUI_OPT_PLAIN] || run->env->accessible)
		return tui_plain_run(run, err);
	code = run_screen(run, err);
	if (code == CDR_EUNSUPPORTED) {
		fprintf(run->out->talk, "cdreview: %s: using the linear mode\n", err->message);
		memset(err, 0, sizeof(*err));
		return tui_plain_run(run, err);
	}
	if (code == CDR_ENOTFOUND) {
		memset(err, 0, sizeof(*err));
		return run_without_terminal(run, err);
	}
	return code;
}
