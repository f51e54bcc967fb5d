/*
 * rules new: a rule to begin with. It is a whole registry, so that lint, test and try take it
 * as it stands, and each key that an author has to think about says what for.
 */
#include "cmd/rules.h"

#include <string.h>

static const char head[] =
	"# A draft for cdreview-registry(5). Change it until these three agree:\n"
	"#   cdreview rules lint FILE: is it sound, fast on any text?\n"
	"#   cdreview rules test FILE: does it do what its examples say?\n"
	"#   cdreview rules try %s --registry FILE: what would it have flagged so far?\n"
	"# Then move the rule into .cdreview/registry.yaml, where it is reviewed like code.\n"
	"cdreview: 1\n"
	"extends: []                # in a draft no other rules\n"
	"rules:\n"
	"- id: %s\n"
	"  # TODO: the constraint in one imperative sentence, and what a coding agent is told.\n"
	"  title: %s\n"
	"  prompt: %s\n"
	"  why: TODO what goes wrong otherwise, and for whom.\n"
	"  fix: TODO what to write in its place.\n"
	"  category: %.*s            # or auth, security-policy, schema, orm, ...\n"
	"  kind: %s              # forbid: never ... / require: always ...\n"
	"  severity: medium           # from medium on the gate wants a verdict\n"
	"  confidence: medium         # how often it is right\n"
	"  languages: [python]        # TODO, or paths: [\"api/**\"]\n"
	"  exclude: [\"**/tests/**\"]\n"
	"  # refs: [CWE-000, \"https://...\"]\n";

/* How a rule detects, and examples that hold. */
struct template {
	const char *detector, *title, *prompt, *kind, *body;
};

static const struct template templates[] = {
	{ "match", "Do without danger()", "Call safe() in place of danger().", "forbid",
	  "  # Fires where the expression is, in added lines, comments and strings blanked out.\n"
	  "  match: {side: added, scope: line, mask: comments+strings, re: '\\bdanger\\s*\\('}\n"
	  "  # unless: [{scope: line, re: '\\bdanger\\(TESTED\\)'}]        what excuses a finding\n"
	  "  examples:                  # at least three bad and three good: they are its tests\n"
	  "  - path: app/a.py\n"
	  "    bad: |\n"
	  "      result = danger(1)\n"
	  "  - path: app/a.py\n"
	  "    bad: |\n"
	  "      result = call(\n"
	  "          danger(1),\n"
	  "      )\n"
	  "  - path: app/a.py\n"
	  "    good: |\n"
	  "      result = safe(1)\n"
	  "  - path: app/a.py\n"
	  "    good: |\n"
	  "      # danger() was here\n"
	  "      print(\"danger()\")\n" },
	{ "need", "Give every request a timeout", "Pass timeout= to every request.", "require",
	  "  # Fires where `when` is and `need` is missing in the same statement.\n"
	  "  when: {side: added, scope: statement, mask: comments+strings,\n"
	  "         re: '\\brequests\\.get\\s*\\('}\n"
	  "  need: {scope: statement, re: '\\btimeout\\s*='}\n"
	  "  examples:                  # at least three bad and three good: they are its tests\n"
	  "  - path: app/a.py\n"
	  "    bad: |\n"
	  "      answer = requests.get(url)\n"
	  "  - path: app/a.py\n"
	  "    bad: |\n"
	  "      answer = requests.get(\n"
	  "          url,\n"
	  "      )  # timeout=5\n"
	  "  - path: app/a.py\n"
	  "    good: |\n"
	  "      answer = requests.get(\n"
	  "          url,\n"
	  "          timeout=5,\n"
	  "      )\n" },
	{ "guard", "Keep the permission check of a view", "Never remove @permission_required.",
	  "require",
	  "  # Fires when a protection was there and is not any more.\n"
	  "  guard: {re: '@permission_required\\b', anchor: entity}\n"
	  "  examples:                  # dropped, commented out; moved, retired\n"
	  "  - path: app/a.py\n"
	  "    bad-diff: |\n"
	  "      -@permission_required(\"edit\")\n"
	  "       def edit(request):\n"
	  "           return save(request)\n"
	  "  - path: app/a.py\n"
	  "    bad-diff: |\n"
	  "      -@permission_required(\"edit\")\n"
	  "      +# @permission_required(\"edit\")\n"
	  "       def edit(request):\n"
	  "           return save(request)\n"
	  "  - path: app/a.py\n"
	  "    good-diff: |\n"
	  "      -@permission_required(\"edit\")\n"
	  "      -def edit(request):\n"
	  "      -    return save(request)\n"
	  "       \n"
	  "       def other(request):\n"
	  "           return None\n" },
	{ "touch", "Look at every change of payments", "Change payments/ only when asked to.",
	  "require",
	  "  # Fires on any change of these files; nothing is claimed, a person wants to look.\n"
	  "  touch: {re: '.'}\n"
	  "  paths: [\"**/payments/**\"]\n"
	  "  examples:\n"
	  "  - path: app/payments/a.py\n"
	  "    bad: |\n"
	  "      limit = 2\n"
	  "  - path: app/views/a.py\n"
	  "    good: |\n"
	  "      limit = 2\n" },
};

static const struct template *find(const char *detector)
{
	for (size_t i = 0; i < sizeof(templates) / sizeof(templates[0]); i++)
		if (strcmp(templates[i].detector, detector) == 0)
			return &templates[i];
	return NULL;
}

/* What the registry takes for an id, and what tells the category. */
static bool is_id(const char *id)
{
	size_t len = strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789._-");
	const char *dot = strchr(id, '.');

	return id[len] == '\0' && dot && dot != id && dot[1] != '\0';
}

int tui_rules_new(struct tui_run *run, struct tui_rules_operands operands, struct cdr_err *err)
{
	const struct template *template = find(operands.n == 2 ? operands.items[1] : "match");
	const char *id = operands.n > 0 ? operands.items[0] : "";

	if (operands.n < 1 || operands.n > 2)
		return cdr_fail(err, CDR_EUSAGE, "new takes a rule id and perhaps a detector");
	if (!template) {
		cdr_fail(err, CDR_EUSAGE, "\"%s\" is no detector", operands.items[1]);
		return cdr_err_hint(err, "match, need, guard or touch");
	}
	if (!is_id(id)) {
		cdr_fail(err, CDR_EUSAGE, "\"%s\" is no rule id", id);
		return cdr_err_hint(err, "category, a dot, words: house.no-danger");
	}
	tui_putf(run->out, head, id, id, template->title, template->prompt,
		 (int)strcspn(id, "."), id, template->kind);
	tui_putf(run->out, "%s", template->body);
	return TUI_EXIT_YES;
}
