/*
 * test_screens.c - golden screens: NAME.keys is played, NAME.screen (text) and
 * NAME.style (a letter a cell, review/theme.h) are what must be seen then.
 *
 * A .keys file has lines "WORD ARGUMENTS"; scripts[] below lists the words.
 * UPDATE_GOLDEN=1 writes what is seen into the files: read the difference.
 */
#include "service.h"

#include "review/theme.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#define FILE_MAX ((size_t)1 << 20)

struct player {
	struct world world;
	struct tui_setup setup;
	const struct cdr_rule *checklist[2];
	bool is_open;
};

static const char *folder(void)
{
	static char path[4096];
	const char *top = getenv("top");

	snprintf(path, sizeof(path), "%s/tests/golden", top ? top : ".");
	return path;
}

static bool read_file(struct cdr_buf *out, const char *name, const char *suffix)
{
	char path[8192];
	FILE *file;
	int c;

	snprintf(path, sizeof(path), "%s/%s%s", folder(), name, suffix);
	file = fopen(path, "r");
	if (!file)
		return false;
	while ((c = getc(file)) != EOF)
		cdr_buf_addc(out, (char)c);
	fclose(file);
	return !out->full;
}

static void write_file(const struct cdr_buf *text, const char *name, const char *suffix)
{
	char path[8192];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s%s", folder(), name, suffix);
	file = fopen(path, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(text->ptr, 1, text->len, file), text->len);
	assert_int_equal(fclose(file), 0);
}

/* --- the words of a script -------------------------------------------------------------------- */
static void do_size(struct player *player, const char *words)
{
	struct tui_event event = { .kind = TUI_EVENT_RESIZE };

	assert_int_equal(sscanf(words, "%dx%d", &event.cols, &event.rows), 2);
	player->setup.rows = event.rows;
	player->setup.cols = event.cols;
	if (player->is_open)
		world_round(&player->world, &event);
}

static void do_ascii(struct player *player, const char *words)
{
	(void)words;
	player->setup.ascii = true;
}

static void do_fixture(struct player *player, const char *words)
{
	static const struct {
		const char *name;
		void (*make)(struct world *world);
	} fixtures[] = {
		{ "service", service },
		{ "login", service_login },
		{ "tall", tall },
		{ "wide", wide },
		{ "hostile", hostile },
		{ "synthetic", synthetic },
		{ "schema", service_schema },
		{ "secret", secret },
	};
	static const struct cdr_rule plain = {
		.title = { "Never log a token or a password.", 32 },
		.category = { "auth", 4 },
		.detector = CDR_PLAIN,
	};

	player->checklist[0] = &plain;
	player->setup.checklist = player->checklist;
	player->setup.n_checklist = 1;
	if (!player->is_open)
		world_open(&player->world, &player->setup);
	player->is_open = true;
	for (size_t i = 0; i < sizeof(fixtures) / sizeof(fixtures[0]); i++)
		if (strcmp(fixtures[i].name, words) == 0)
			fixtures[i].make(&player->world);
	tui_view(player->world.state, &player->world.cells);
}

static void do_keys(struct player *player, const char *words)
{
	struct cdr_str rest = cdr_str_from(words);

	while ((rest = cdr_str_trim(rest)).len) {
		size_t end = cdr_str_find(rest, CDR_STR(" "));
		char word[32];
		uint32_t key;

		snprintf(word, sizeof(word), "%.*s", (int)end, rest.ptr);
		key = tui_key_parse(word);
		if (!key)
			fail_msg("no key: %s", word);
		world_key(&player->world, key);
		rest = cdr_str_sub(rest, end, rest.len);
	}
}

static void do_type(struct player *player, const char *words)
{
	world_type(&player->world, words);
}

static void do_paste(struct player *player, const char *words)
{
	struct tui_event event = { .kind = TUI_EVENT_PASTE, .text = cdr_str_from(words) };

	world_round(&player->world, &event);
}

static void do_fail(struct player *player, const char *words)
{
	player->world.save_error = cdr_str_copy(&player->world.arena, cdr_str_from(words)).ptr;
}

static void do_hold(struct player *player, const char *words)
{
	(void)words;
	player->world.hold_saves = true;
}

static void do_scan_failed(struct player *player, const char *words)
{
	struct tui_event event = { .kind = TUI_EVENT_SCAN_FAILED, .text = cdr_str_from(words) };

	world_round(&player->world, &event);
}

static void do_progress(struct player *player, const char *words)
{
	world_tick(&player->world, WORLD_KEY_MS);
	world_progress(&player->world, strcmp(words, "done") == 0);
	tui_view(player->world.state, &player->world.cells);
}

/* "stale N": ana approved hunk N, which has changed since. */
static void do_stale(struct player *player, const char *words)
{
	size_t hunk = (size_t)atoi(words);
	struct cdr_voice *voice = world_voice(&player->world, hunk, CDR_APPROVE);

	voice->live = false;
	voice->stale = true;
	voice->commit = (struct cdr_oid){ .bytes = { 0x9f, 0x8e, 0x7d, 0x2c }, .len = 20 };
	world_answer_standing(&player->world, hunk);
	tui_view(player->world.state, &player->world.cells);
}

static const struct {
	const char *word;
	void (*run)(struct player *player, const char *words);
} scripts[] = {
	{ "size", do_size },         { "ascii", do_ascii }, { "fixture", do_fixture },
	{ "keys", do_keys },         { "type", do_type },   { "paste", do_paste },
	{ "fail", do_fail },         { "hold", do_hold },   { "scan-failed", do_scan_failed },
	{ "progress", do_progress }, { "stale", do_stale },
};

static void play_line(struct player *player, const char *line)
{
	for (size_t i = 0; i < sizeof(scripts) / sizeof(scripts[0]); i++) {
		size_t len = strlen(scripts[i].word);

		if (strncmp(line, scripts[i].word, len) == 0 &&
		    (line[len] == ' ' || line[len] == '\0')) {
			scripts[i].run(player, line[len] ? line + len + 1 : "");
			return;
		}
	}
	fail_msg("no such word: %s", line);
}

static void play(struct player *player, const char *name)
{
	struct cdr_buf text;
	struct cdr_str rest, line;

	cdr_buf_init(&text, FILE_MAX);
	assert_true(read_file(&text, name, ".keys"));
	rest = cdr_buf_str(&text);
	while (cdr_str_line(&rest, &line)) {
		char copy[1024];

		snprintf(copy, sizeof(copy), "%.*s", CDR_FMT(line));
		if (copy[0] && copy[0] != '#')
			play_line(player, copy);
	}
	cdr_buf_release(&text);
}

/* --- what is seen ----------------------------------------------------------------------------- */
static void trim_row(struct cdr_buf *out, size_t start, char blank)
{
	while (out->len > start && out->ptr[out->len - 1] == blank)
		out->len--;
	cdr_buf_addc(out, '\n');
}

static void render(const struct tui_cells *cells, struct cdr_buf *screen, struct cdr_buf *style)
{
	for (int row = 0; row < cells->rows; row++) {
		size_t text_start = screen->len, style_start = style->len;

		for (int col = 0; col < cells->cols; col++) {
			const struct tui_cell *cell = &cells->grid[row * cells->cols + col];

			cdr_buf_adds(screen, cell->text);
			cdr_buf_addc(style, tui_style_letter((enum tui_style)cell->style));
		}
		trim_row(screen, text_start, ' ');
		trim_row(style, style_start, '.');
	}
	cdr_buf_addf(screen, "cursor %d,%d\n", cells->cursor_row, cells->cursor_col);
}

static void compare(const struct cdr_buf *seen, const char *name, const char *suffix)
{
	struct cdr_buf wanted;

	if (getenv("UPDATE_GOLDEN")) {
		write_file(seen, name, suffix);
		return;
	}
	cdr_buf_init(&wanted, FILE_MAX);
	if (!read_file(&wanted, name, suffix))
		fail_msg("%s%s is not there: UPDATE_GOLDEN=1 makes it", name, suffix);
	if (!cdr_str_eq(cdr_buf_str(seen), cdr_buf_str(&wanted)))
		fail_msg("%s%s: seen\n%s\nwanted\n%s", name, suffix, seen->ptr, wanted.ptr);
	cdr_buf_release(&wanted);
}

static void screen_test(void **data)
{
	const char *name = *data;
	struct player player = { .setup = world_setup(24, 80) };
	struct cdr_buf screen, style;

	cdr_buf_init(&screen, FILE_MAX);
	cdr_buf_init(&style, FILE_MAX);
	play(&player, name);
	render(&player.world.cells, &screen, &style);
	compare(&screen, name, ".screen");
	compare(&style, name, ".style");
	cdr_buf_release(&screen);
	cdr_buf_release(&style);
	world_close(&player.world);
}

#define TESTS_MAX 256

int main(void)
{
	static struct CMUnitTest tests[TESTS_MAX];
	DIR *dir = opendir(folder());
	struct dirent *entry;
	size_t n = 0;
	int failed;

	while (dir && n < TESTS_MAX && (entry = readdir(dir)) != NULL) {
		struct cdr_str name = cdr_str_from(entry->d_name);
		char *stem;

		if (!cdr_str_ends(name, ".keys"))
			continue;
		stem = strndup(name.ptr, name.len - 5);
		tests[n++] = (struct CMUnitTest){ .name = stem,
						  .test_func = screen_test,
						  .initial_state = stem };
	}
	if (dir)
		closedir(dir);
	if (n == 0) {
		printf("not ok - no .keys in %s\n", folder());
		return 1;
	}
	failed = _cmocka_run_group_tests("screens", tests, n, NULL, NULL);
	for (size_t i = 0; i < n; i++)
		free(tests[i].initial_state);
	return failed;
}
