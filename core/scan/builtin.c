/*
 * builtin.c - what is flagged whatever the registry says: changes that no
 * pattern can see, and text that hides from the person who reads it.
 */
#include "scan/builtin.h"

#include "scan/filescan.h"
#include "scan/invisible.h"
#include "scan/tokens.h"

#include <string.h>

#define TOKEN_BYTES_MAX ((size_t)1 << 20) /* of a message with its name spelt out */
#define MODE_KIND 0170000u
#define MODE_SYMLINK 0120000u
#define MODE_SUBMODULE 0160000u

/* A rule's rev is its name and a number to raise when it detects something else. */
#define BUILTIN(name, weight, kind_of_finding, headline, reason, remedy)                          \
	{                                                                                         \
		.id = { "builtin." name, sizeof("builtin." name) - 1 },                           \
		.title = { headline, sizeof(headline) - 1 },                                      \
		.prompt = { headline, sizeof(headline) - 1 },                                     \
		.why = { reason, sizeof(reason) - 1 }, .fix = { remedy, sizeof(remedy) - 1 },     \
		.category = { kind_of_finding, sizeof(kind_of_finding) - 1 }, .kind = CDR_FORBID, \
		.severity = weight, .confidence = CDR_CONFIDENCE_HIGH, .detector = CDR_BUILTIN,   \
		.locked = true, .source = { "builtin:scan", sizeof("builtin:scan") - 1 },         \
		.rev = { .bytes = "builtin." name " 1" },                                         \
	}

static const struct cdr_rule rules[] = {
	[CDR_BUILTIN_UNSCANNABLE] = BUILTIN(
		"unscannable", CDR_CRITICAL, "agent", "Keep every change readable to the scan",
		"What could not be read was not checked by any rule.",
		"Repair what the message names, or read the whole change by hand."),
	[CDR_BUILTIN_CUT] = BUILTIN("findings-cut", CDR_HIGH, "agent",
				    "Look at the whole hunk, not only at the marks",
				    "A rule fires so often here that not every place is listed.",
				    "Split the change, or narrow the rule."),
	[CDR_BUILTIN_INVISIBLE] = BUILTIN(
		"invisible-text", CDR_HIGH, "agent", "Keep invisible characters out of the code",
		"What a reviewer sees is not what the compiler reads (CVE-2021-42574).",
		"Write the character as an escape sequence, or remove it."),
	[CDR_BUILTIN_BINARY] =
		BUILTIN("binary", CDR_MEDIUM, "supply", "Review binary content by other means",
			"Nobody can tell from a diff what a binary file does.",
			"Check where the file comes from, or build it from its source."),
	[CDR_BUILTIN_MODE] = BUILTIN("mode", CDR_LOW, "supply", "Change file modes on purpose only",
				     "An executable file is run where a plain one would be read.",
				     "Restore the mode unless the file is meant to be run."),
	[CDR_BUILTIN_TYPE] = BUILTIN(
		"type", CDR_MEDIUM, "supply", "Keep files, links and submodules what they are",
		"A link or a submodule brings in content that stands elsewhere.",
		"Check what the path points at now."),
	[CDR_BUILTIN_EMPTY] =
		BUILTIN("empty", CDR_INFO, "supply", "Add and delete empty files on purpose only",
			"An empty file can still switch something on or off.",
			"Check what looks for this file."),
	[CDR_BUILTIN_REGISTRY] = BUILTIN("registry-edit", CDR_CRITICAL, "agent",
					 "Let a person decide about the constraints",
					 "Whoever may change the rules need not keep them.",
					 "Leave it alone; ask for an exception in the review."),
	[CDR_BUILTIN_SUBMODULE] =
		BUILTIN("submodule", CDR_MEDIUM, "supply", "Review what a submodule brings in",
			"One line here is another repository's code, which no rule has seen.",
			"Look at the commits between the two, in that repository."),
	[CDR_BUILTIN_SYMLINK] = BUILTIN(
		"symlink", CDR_MEDIUM, "security-policy", "Check where a symbolic link leads",
		"What reads or writes the link's path does it elsewhere (CWE-59).",
		"Keep the link inside of the repository, or make it a file."),
	[CDR_BUILTIN_SUPPRESSION] = BUILTIN(
		"suppression", CDR_MEDIUM, "agent", "Keep suppressions in the code true and in use",
		"Who reads it believes that something is excused here, and it is not.",
		"Complete it (ID -- REASON until=DATE), or remove it."),
};

const struct cdr_rule *cdr_builtin_rules(size_t *n)
{
	*n = sizeof(rules) / sizeof(rules[0]);
	return rules;
}

const struct cdr_rule *cdr_builtin_rule(enum cdr_builtin which)
{
	return &rules[which];
}

bool cdr_builtin_is_final(const struct cdr_rule *rule)
{
	return rule == &rules[CDR_BUILTIN_UNSCANNABLE] || rule == &rules[CDR_BUILTIN_CUT];
}

/* --- what is looked at ------------------------------------------------------- */

static bool is_registry(const struct cdr_registry *registry, struct cdr_str path)
{
	const struct cdr_str *paths;
	size_t n = cdr_registry_paths(registry, &paths);

	for (size_t i = 0; i < n; i++)
		if (cdr_str_eq(paths[i], path))
			return true;
	return false;
}

/* A new file whose name hides something. */
static bool hides_in_name(const struct cdr_file *file, struct cdr_sight *sight)
{
	return file->status == 'A' && cdr_sight_first(file->path, false, sight);
}

bool cdr_builtin_wants_file(const struct cdr_registry *registry, const struct cdr_file *file)
{
	uint32_t kind = file->new_mode & MODE_KIND;
	struct cdr_sight sight;

	return kind == MODE_SYMLINK || kind == MODE_SUBMODULE ||
	       is_registry(registry, file->path) || hides_in_name(file, &sight);
}

/* Printable ASCII, TAB, LF, and CR where a line ends: most bytes of most texts. */
static bool is_harmless(const char *at, const char *end)
{
	unsigned char c = (unsigned char)*at;

	return (c >= ' ' && c < 0x7F) || c == '\t' || c == '\n' ||
	       (c == '\r' && (at + 1 == end || at[1] == '\n'));
}

/* Eight bytes at a time as long as none is a control character, DEL or not ASCII. */
static const char *skip_printable(const char *at, const char *end)
{
	const uint64_t ones = UINT64_C(0x0101010101010101), high = ones << 7;
	uint64_t word;

	for (; end - at >= 8; at += 8) {
		memcpy(&word, at, sizeof(word));
		/* borrows below ' ', carries above '~', or is high already */
		if (((word - ones * ' ') | (word + ones) | word) & high)
			break;
	}
	return at;
}

bool cdr_builtin_is_plain_text(struct cdr_str text)
{
	const char *at = text.ptr, *end = at + text.len;

	while ((at = skip_printable(at, end)) < end) {
		for (int i = 0; i < 8 && at < end; i++, at++)
			if (!is_harmless(at, end))
				return false;
	}
	return true;
}

bool cdr_builtin_may_flag_text(struct cdr_str lines, bool first)
{
	struct cdr_sight sight;
	struct cdr_span token;
	struct cdr_str line;

	for (; cdr_str_line(&lines, &line); first = false)
		if (!cdr_builtin_is_plain_text(line) &&
		    (cdr_sight_first(line, first, &sight) ||
		     cdr_token_find(line, 0, CDR_TOKEN_MIXED, &token) ||
		     cdr_token_find(line, 0, CDR_TOKEN_FOLDED, &token)))
			return true;
	return false;
}

/* --- synthetic hunks ------------------------------------------------------- */

static struct cdr_finding *flag(struct cdr_filescan *scan, size_t hunk, enum cdr_builtin which)
{
	const struct cdr_extent whole = CDR_EXTENT_HUNK;

	return cdr_filescan_add(scan, hunk, &rules[which], &whole);
}

static void say(struct cdr_filescan *scan, struct cdr_finding *finding, const char *words)
{
	finding->message = cdr_str_copy(scan->arena, cdr_str_from(words));
}

/* Gaining an executable bit weighs more than losing one. */
static void flag_mode(struct cdr_filescan *scan, size_t hunk)
{
	const struct cdr_file *file = &scan->diff->file;
	bool gained = (file->new_mode & 0111u) & ~(file->old_mode & 0111u);
	struct cdr_finding *finding = flag(scan, hunk, CDR_BUILTIN_MODE);

	if (gained)
		finding->severity = CDR_MEDIUM;
	say(scan, finding,
	    cdr_arena_printf(scan->scratch, "mode changed from %o to %o%s", file->old_mode,
			     file->new_mode, gained ? ": the file can be run now" : ""));
}

/* A NUL in what is source by its name is there to hide it from tools. */
static void flag_binary(struct cdr_filescan *scan, size_t hunk)
{
	const struct cdr_language *language = scan->views[CDR_SIDE_NEW].language;
	struct cdr_finding *finding = flag(scan, hunk, CDR_BUILTIN_BINARY);

	if (!language) {
		say(scan, finding, "binary content changed");
		return;
	}
	finding->severity = CDR_HIGH;
	say(scan, finding,
	    cdr_arena_printf(scan->scratch, "a %s file with NUL bytes in it",
			     cdr_language_name(language)));
}

static const char *kind_of_mode(uint32_t mode)
{
	switch (mode & MODE_KIND) {
	case MODE_SYMLINK:
		return "symbolic link";
	case MODE_SUBMODULE:
		return "submodule";
	default:
		return "file";
	}
}

static void flag_type(struct cdr_filescan *scan, size_t hunk)
{
	const struct cdr_file *file = &scan->diff->file;

	say(scan, flag(scan, hunk, CDR_BUILTIN_TYPE),
	    cdr_arena_printf(scan->scratch, "a %s became a %s", kind_of_mode(file->old_mode),
			     kind_of_mode(file->new_mode)));
}

static void flag_unscannable(struct cdr_filescan *scan, size_t hunk)
{
	say(scan, flag(scan, hunk, CDR_BUILTIN_UNSCANNABLE),
	    cdr_arena_printf(scan->scratch, "not scanned: %.*s",
			     CDR_FMT(scan->diff->hunks[hunk].reason)));
}

static void flag_empty(struct cdr_filescan *scan, size_t hunk)
{
	say(scan, flag(scan, hunk, CDR_BUILTIN_EMPTY),
	    scan->diff->file.new_mode ? "an empty file was added" : "an empty file was deleted");
}

/* --- text ---------------------------------------------------------------- */

static bool is_binary(const struct cdr_filediff *diff)
{
	for (size_t i = 0; i < diff->n_hunks; i++)
		if (diff->hunks[i].kind == CDR_HUNK_BINARY)
			return true;
	return false;
}

static void flag_invisible(struct cdr_filescan *scan, size_t hunk, const struct cdr_line *line,
			   const struct cdr_sight *sight)
{
	struct cdr_extent extent = cdr_line_extent(line);
	struct cdr_finding *finding;

	extent.col = (uint32_t)sight->span.from + 1;
	extent.end_col = (uint32_t)sight->span.to + 1;
	finding = cdr_filescan_add(scan, hunk, &rules[CDR_BUILTIN_INVISIBLE], &extent);
	if (finding)
		say(scan, finding, cdr_sight_words(sight, scan->scratch));
}

/* Prose has words of all languages side by side. */
static bool is_prose(const struct cdr_view *view)
{
	return !view->language ||
	       cdr_str_is(cdr_str_from(cdr_language_name(view->language)), "text") ||
	       cdr_str_is(cdr_str_from(cdr_language_name(view->language)), "markdown");
}

static void flag_token(struct cdr_filescan *scan, size_t hunk, uint32_t lineno,
		       struct cdr_span token)
{
	struct cdr_view *view = &scan->views[CDR_SIDE_NEW];
	struct cdr_str line = cdr_view_line(view, lineno, 0);
	struct cdr_spot spot = { CDR_SIDE_NEW, lineno };
	struct cdr_extent extent = { spot, spot, (uint32_t)token.from + 1, (uint32_t)token.to + 1 };
	struct cdr_finding *finding =
		cdr_filescan_add(scan, hunk, &rules[CDR_BUILTIN_INVISIBLE], &extent);
	struct cdr_buf words;

	if (!finding)
		return;
	cdr_buf_init(&words, TOKEN_BYTES_MAX);
	cdr_buf_adds(&words, "a name with letters that look like others: ");
	cdr_token_spell(&words, cdr_str_sub(line, token.from, token.to));
	finding->message = cdr_str_copy(scan->arena, cdr_buf_str(&words));
	cdr_buf_release(&words);
}

/* Scripts are mixed in strings as well, in an address; what folds matters in code only. */
static void look_for_tokens(struct cdr_filescan *scan, size_t hunk, uint32_t lineno)
{
	static const unsigned masks[] = {
		[CDR_TOKEN_MIXED] = CDR_MASK_COMMENTS,
		[CDR_TOKEN_FOLDED] = CDR_MASK_COMMENTS | CDR_MASK_STRINGS,
	};

	for (unsigned which = CDR_TOKEN_MIXED; which <= CDR_TOKEN_FOLDED; which++) {
		struct cdr_str line =
			cdr_view_line(&scan->views[CDR_SIDE_NEW], lineno, masks[which]);
		struct cdr_span token = { 0, 0 };

		while (cdr_token_find(line, token.to, which, &token))
			flag_token(scan, hunk, lineno, token);
	}
}

static bool is_ascii(struct cdr_str line)
{
	unsigned char all = 0;

	for (size_t i = 0; i < line.len; i++)
		all |= (unsigned char)line.ptr[i];
	return all < 0x80;
}

static void look_for_invisible(struct cdr_filescan *scan, size_t hunk)
{
	const struct cdr_hunk *changed = &scan->diff->hunks[hunk];
	bool prose = is_prose(&scan->views[CDR_SIDE_NEW]);

	for (size_t i = 0; i < changed->n_lines; i++) {
		const struct cdr_line *line = &changed->lines[i];
		struct cdr_sight sight;

		if (line->origin == '+' &&
		    cdr_sight_first(line->text, line->new_lineno == 1, &sight))
			flag_invisible(scan, hunk, line, &sight);
		if (line->origin == '+' && !prose && !is_ascii(line->text))
			look_for_tokens(scan, hunk, line->new_lineno);
	}
}

static void look_at_path(struct cdr_filescan *scan)
{
	struct cdr_sight sight;

	if (scan->diff->n_hunks == 0 || !hides_in_name(&scan->diff->file, &sight))
		return;
	say(scan, flag(scan, 0, CDR_BUILTIN_INVISIBLE),
	    cdr_arena_printf(scan->scratch, "the file's name has %s",
			     cdr_sight_words(&sight, scan->scratch)));
}

/* --- what stands elsewhere --------------------------------------------------- */

static struct cdr_finding *flag_change(struct cdr_filescan *scan, size_t hunk,
				       enum cdr_builtin which)
{
	const struct cdr_line *line = cdr_hunk_first_change(&scan->diff->hunks[hunk]);
	struct cdr_extent extent = CDR_EXTENT_HUNK;

	if (line)
		extent = cdr_line_extent(line);
	return cdr_filescan_add(scan, hunk, &rules[which], &extent);
}

static void flag_submodule(struct cdr_filescan *scan, size_t hunk)
{
	const struct cdr_file *file = &scan->diff->file;
	char was[CDR_OID_HEX_MAX + 1], is[CDR_OID_HEX_MAX + 1];
	const char *words;

	cdr_oid_hex(was, &file->old_blob);
	cdr_oid_hex(is, &file->new_blob);
	words = was[0] ? cdr_arena_printf(scan->scratch, "the submodule moved from %.12s to %.12s",
					  was, is)
		       : cdr_arena_printf(scan->scratch, "a submodule was added at %.12s", is);
	say(scan, flag_change(scan, hunk, CDR_BUILTIN_SUBMODULE), words);
}

static void flag_symlink(struct cdr_filescan *scan, size_t hunk)
{
	bool added = scan->diff->file.old_mode == 0;

	say(scan, flag_change(scan, hunk, CDR_BUILTIN_SYMLINK),
	    cdr_arena_printf(scan->scratch, "a symbolic link %s %.*s",
			     added ? "was added, to" : "leads elsewhere now, to",
			     CDR_FMT(scan->diff->new_text)));
}

static void look_at_text(struct cdr_filescan *scan, size_t hunk)
{
	uint32_t kind = scan->diff->file.new_mode & MODE_KIND;

	if (kind == MODE_SUBMODULE)
		flag_submodule(scan, hunk);
	if (kind == MODE_SYMLINK)
		flag_symlink(scan, hunk);
	/* Of a binary file that is the finding already, and the rest noise. */
	if (!is_binary(scan->diff))
		look_for_invisible(scan, hunk);
}

static void look_at_hunk(struct cdr_filescan *scan, size_t hunk)
{
	switch (scan->diff->hunks[hunk].kind) {
	case CDR_HUNK_TEXT:
		look_at_text(scan, hunk);
		break;
	case CDR_HUNK_MODE:
		flag_mode(scan, hunk);
		break;
	case CDR_HUNK_TYPE:
		flag_type(scan, hunk);
		break;
	case CDR_HUNK_EMPTY:
		flag_empty(scan, hunk);
		break;
	case CDR_HUNK_BINARY:
		flag_binary(scan, hunk);
		break;
	case CDR_HUNK_UNSCANNABLE:
		flag_unscannable(scan, hunk);
		break;
	}
}

void cdr_builtin_run(struct cdr_filescan *scan)
{
	bool registry = is_registry(scan->registry, scan->diff->file.path);

	look_at_path(scan);
	for (size_t i = 0; i < scan->diff->n_hunks; i++) {
		look_at_hunk(scan, i);
		if (registry)
			flag_change(scan, i, CDR_BUILTIN_REGISTRY);
	}
}

/* --- said twice -------------------------------------------------------------- */

/* Head may add rules, but none that says it with less weight in our place. */
static bool says_registry(const struct cdr_finding *finding)
{
	return cdr_str_is(finding->rule->id, "agent.registry-edit") &&
	       finding->severity >= rules[CDR_BUILTIN_REGISTRY].severity;
}

void cdr_builtin_yield(struct cdr_filescan *scan, size_t hunk)
{
	struct cdr_finding *items = scan->harvest[hunk].findings.items;
	size_t n = scan->harvest[hunk].findings.n, n_kept = 0;
	bool said = false;

	for (size_t i = 0; i < n; i++)
		said |= says_registry(&items[i]);
	for (size_t i = 0; i < n; i++)
		if (!said || items[i].rule != &rules[CDR_BUILTIN_REGISTRY])
			items[n_kept++] = items[i];
	scan->harvest[hunk].findings.n = n_kept;
}
