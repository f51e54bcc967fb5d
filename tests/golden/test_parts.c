/*
 * test_parts.c - the parts of the review below the screen: clusters, pen,
 * wrapping, text fields, keys, themes.
 */
#include "service.h"

#include "review/lineedit.h"
#include "review/theme.h"
#include "review/wrap.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

/* A terminal without UTF-8: nothing beyond ASCII can be drawn. */
static int ascii_width(uint32_t cp)
{
	return cp < 0x7F ? 1 : -1;
}

/* --- clusters and pen ------------------------------------------------------------------------- */
static void clusters(void **data)
{
	static const struct {
		const char *text;
		size_t len;
		int width;
		enum tui_cluster_kind kind;
		const char *shown;
	} cases[] = {
		{ "ab", 1, 1, TUI_CLUSTER_TEXT, "a" },
		{ "\xE6\xBC\xA2x", 3, 2, TUI_CLUSTER_TEXT, "\xE6\xBC\xA2" },
		{ "e\xCC\x81x", 3, 1, TUI_CLUSTER_TEXT, "e\xCC\x81" },
		{ "\xCC\x81", 2, 8, TUI_CLUSTER_ESCAPE, "<U+0301>" },
		{ "\tx", 1, 0, TUI_CLUSTER_TAB, " " },
		{ "\x1b[", 1, 2, TUI_CLUSTER_ESCAPE, "^[" },
		{ "\n", 1, 2, TUI_CLUSTER_ESCAPE, "^J" },
		{ "\xFF", 1, 4, TUI_CLUSTER_ESCAPE, "<FF>" },
		{ "\xE2\x80\xAE", 3, 8, TUI_CLUSTER_ESCAPE, "<U+202E>" },
		{ "e\xE2\x80\x8D", 1, 1, TUI_CLUSTER_TEXT, "e" },
		{ "\xEE\x80\x80", 3, 8, TUI_CLUSTER_ESCAPE,
		  "<U+E000>" }, /* the width table refuses it */
		{ "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81", 15, 1,
		  TUI_CLUSTER_TEXT, NULL },
	};

	(void)data;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tui_cluster cluster;

		tui_cluster_next(&cluster, cdr_str_from(cases[i].text), world_width);
		assert_int_equal(cluster.len, cases[i].len);
		assert_int_equal(cluster.width, cases[i].width);
		assert_int_equal(cluster.kind, cases[i].kind);
		if (cases[i].shown)
			assert_string_equal(cluster.shown, cases[i].shown);
	}
}

/* TEXT drawn from column 0 to END with SKIP columns left out, as one string. */
static const char *drawn(const char *text, int end, int skip, tui_width_fn *width)
{
	static char out[256];
	struct tui_cells cells;
	struct tui_pen pen = {
		.cells = &cells, .width = width, .end = end, .tab = 4, .skip = skip
	};

	tui_cells_init(&cells);
	tui_cells_resize(&cells, 1, 12);
	tui_pen_cstr(&pen, text);
	out[0] = '\0';
	for (int col = 0; col < cells.cols; col++)
		strcat(out, cells.grid[col].text);
	tui_cells_release(&cells);
	return out;
}

static void pen_draws_whole_clusters_only(void **data)
{
	(void)data;
	assert_string_equal(drawn("abc", 12, 0, world_width), "abc         ");
	assert_string_equal(drawn("ab\xE6\xBC\xA2", 3, 0, world_width), "ab          ");
	assert_string_equal(drawn("ab\xE6\xBC\xA2", 4, 0, world_width), "ab\xE6\xBC\xA2        ");
	assert_string_equal(drawn("\xE6\xBC\xA2x", 12, 1, world_width), " x          ");
	assert_string_equal(drawn("a\tb", 12, 0, world_width), "a   b       ");
	assert_string_equal(drawn("a\tb", 12, 2, world_width), "  b         ");
	assert_string_equal(drawn("\x1bx", 12, 1, world_width), "[x          ");
	assert_string_equal(drawn("\xC3\xA9", 12, 0, ascii_width), "<U+00E9>    ");
	assert_string_equal(drawn("abcdefghijklmnop", 40, 0, world_width), "abcdefghijkl");
}

/* --- wrapping --------------------------------------------------------------------------------- */
static struct cdr_hunk one_line(struct cdr_line *line, struct cdr_str text, bool no_newline)
{
	*line = (struct cdr_line){
		.text = text, .origin = '+', .new_lineno = 1, .no_newline = no_newline
	};
	return (struct cdr_hunk){ .lines = line, .n_lines = 1 };
}

/*
 * Every byte is on exactly one row, forward and backward give the same rows, and a row is
 * found from any byte.
 */
static void check_rows(const struct tui_wrap *wrap, const struct cdr_hunk *hunk)
{
	struct tui_place place = { 0, 0 }, before, back;
	int rows = 1;

	for (before = place; tui_wrap_next(wrap, hunk, &place); before = place, rows++) {
		assert_true(tui_place_is_before(before, place));
		back = place;
		assert_true(tui_wrap_prev(wrap, hunk, &back));
		assert_true(tui_place_eq(back, before));
		if (place.line == before.line && place.byte <= hunk->lines[place.line].text.len) {
			back = tui_wrap_find(wrap, hunk,
					     (struct tui_place){ place.line, place.byte - 1 });
			assert_true(tui_place_eq(back, before));
		}
	}
	assert_true(tui_place_eq(place, tui_wrap_last(wrap, hunk)));
	assert_int_equal(tui_wrap_move(wrap, hunk, &place, -rows - 5), 1 - rows);
	assert_true(tui_place_eq(place, (struct tui_place){ 0, 0 }));
}

static void rows_join_without_gap(void **data)
{
	static const char *const texts[] = {
		"",
		"short",
		"exactly ten",
		"a\tb\tc\td\te",
		"\xE6\xBC\xA2\xE5\xAD\x97\xE6\xBC\xA2\xE5\xAD\x97",
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81"
		"e\xCC\x81",
		"\x1b\x1b\x1b\x1b\x1b\xE2\x80\xAE\xE2\x80\xAE",
		"\xff\xff\xff",
	};

	(void)data;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		for (int cols = 1; cols <= 12; cols++) {
			struct tui_wrap wrap = { world_width, 8, cols, cols == 12 };
			struct cdr_line line;
			struct cdr_hunk hunk = one_line(&line, cdr_str_from(texts[i]), cols % 2);

			check_rows(&wrap, &hunk);
		}
	}
}

static void very_long_lines_wrap_in_chunks(void **data)
{
	size_t len = 5 * 1000 * 1000;
	char *text = malloc(len);
	struct tui_wrap wrap = { world_width, 8, 71, false };
	struct cdr_line line;
	struct cdr_hunk hunk;
	struct tui_place last;

	(void)data;
	assert_non_null(text);
	for (size_t i = 0; i < len; i++)
		text[i] = "e\xCC\x81\xE6\xBC\xA2x"[i % 7];
	hunk = one_line(&line, (struct cdr_str){ text, 3 * TUI_WRAP_CHUNK + 17 }, true);
	check_rows(&wrap, &hunk);
	hunk = one_line(&line, (struct cdr_str){ text, len }, false);
	for (last = (struct tui_place){ 0, 0 }; last.byte < 20 * TUI_WRAP_CHUNK;) {
		assert_true((text[last.byte] & 0xC0) != 0x80 && text[last.byte] != '\xCC');
		assert_true(tui_wrap_next(&wrap, &hunk, &last));
	}
	last = tui_wrap_last(&wrap, &hunk);
	assert_in_range(last.byte, len - 300, len - 1);
	assert_int_equal(tui_wrap_move(&wrap, &hunk, &last, -100), -100);
	free(text);
}

/* --- text fields ------------------------------------------------------------------------------ */
static void editing_keys(void **data)
{
	static const struct {
		const char *text;
		uint32_t keys[6];
		const char *result;
		size_t cursor;
	} cases[] = {
		{ "ab", { 'c' }, "abc", 3 },
		{ "ab", { TUI_CTRL('a'), 'c' }, "cab", 1 },
		{ "ab", { TUI_KEY_LEFT, 'c', TUI_CTRL('e'), 'd' }, "acbd", 4 },
		{ "ae\xCC\x81", { TUI_KEY_BACKSPACE }, "a", 1 },
		{ "\xE6\xBC\xA2x", { TUI_KEY_HOME, TUI_KEY_DELETE }, "x", 0 },
		{ "one two  ", { TUI_CTRL('w') }, "one ", 4 },
		{ "one\ntwo", { TUI_CTRL('u') }, "one\n", 4 },
		{ "one\ntwo", { TUI_CTRL('u'), TUI_KEY_BACKSPACE }, "one", 3 },
		{ "one\ntwo", { TUI_KEY_UP, TUI_CTRL('k') }, "one\ntwo", 3 },
		{ "one\ntwo", { TUI_KEY_UP, TUI_KEY_HOME, TUI_CTRL('k') }, "\ntwo", 0 },
		{ "a\nlonger", { TUI_KEY_UP, TUI_KEY_DOWN }, "a\nlonger", 3 },
		{ "",
		  { TUI_KEY_BACKSPACE, TUI_KEY_DELETE, TUI_KEY_LEFT, TUI_KEY_UP, TUI_CTRL('w') },
		  "",
		  0 },
		{ "a", { 0x1B, 0x9B, 0xD800, TUI_KEY_PAGE_UP }, "a", 1 },
		{ "a", { '\n', 0x6F22 }, "a\n\xE6\xBC\xA2", 5 },
	};

	(void)data;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct tui_lineedit edit;

		tui_lineedit_init(&edit, 64, world_width);
		tui_lineedit_set(&edit, cdr_str_from(cases[i].text), true);
		for (size_t k = 0; k < 6 && cases[i].keys[k]; k++)
			tui_lineedit_key(&edit, cases[i].keys[k]);
		assert_string_equal(cdr_buf_str(&edit.text).ptr, cases[i].result);
		assert_int_equal(edit.cursor, cases[i].cursor);
		tui_lineedit_release(&edit);
	}
}

static void pasting_is_cleaned_and_capped(void **data)
{
	struct tui_lineedit edit;

	(void)data;
	tui_lineedit_init(&edit, 8, world_width);
	tui_lineedit_set(&edit, CDR_STR("a\r\nb\x1b\xff\rc"), true);
	assert_string_equal(edit.text.ptr, "a\nb\nc");
	assert_false(tui_lineedit_insert(&edit, CDR_STR("12345")));
	assert_string_equal(edit.text.ptr, "a\nb\nc");
	assert_true(tui_lineedit_insert(&edit, CDR_STR("123")));
	tui_lineedit_key(&edit, 'x');
	assert_int_equal(edit.text.len, 8);
	tui_lineedit_set(&edit, CDR_STR("a\nb"), false);
	assert_string_equal(edit.text.ptr, "a b");
	assert_false(tui_lineedit_key(&edit, '\n'));
	tui_lineedit_release(&edit);
}

/* --- keys ------------------------------------------------------------------------------------- */
static void no_key_has_two_meanings(void **data)
{
	(void)data;
	for (int preset = 0; preset < 2; preset++) {
		struct tui_keymap map;

		tui_keymap_init(&map);
		if (preset)
			tui_keymap_add_p(&map);
		assert_int_equal(tui_keymap_check(&map, NULL), 0);
		for (size_t i = 0; i < tui_keymap_count(); i++) {
			const struct tui_binding *binding = tui_keymap_at(i);

			for (size_t k = 0; k < TUI_KEYS_MAX; k++)
				for (int mode = 0; mode < TUI_MODE_COUNT; mode++)
					if (map.keys[binding->action][k] &&
					    binding->modes & 1u << mode)
						assert_int_equal(
							tui_keymap_action(
								&map, (enum tui_mode)mode,
								map.keys[binding->action][k]),
							binding->action);
		}
	}
}

static void add_p_preset(void **data)
{
	struct tui_keymap map;

	(void)data;
	tui_keymap_init(&map);
	tui_keymap_add_p(&map);
	assert_int_equal(tui_keymap_action(&map, TUI_MODE_REVIEW, 'y'), TUI_ACT_APPROVE);
	assert_int_equal(tui_keymap_action(&map, TUI_MODE_REVIEW, 'n'), TUI_ACT_REJECT);
}

static void keys_are_rebound(void **data)
{
	struct tui_keymap map;
	struct cdr_err err = { 0 };

	(void)data;
	tui_keymap_init(&map);
	assert_int_equal(tui_keymap_bind(&map, "approve", "C-y", &err), 0);
	assert_int_equal(tui_keymap_action(&map, TUI_MODE_REVIEW, TUI_CTRL('y')), TUI_ACT_APPROVE);
	assert_int_equal(tui_keymap_action(&map, TUI_MODE_REVIEW, 'a'), TUI_ACT_NONE);
	assert_int_equal(tui_keymap_bind(&map, "next", "pagedown", &err), 0);
	assert_int_equal(tui_keymap_action(&map, TUI_MODE_REVIEW, ' '), TUI_ACT_PAGE_DOWN);
	assert_int_equal(tui_keymap_check(&map, &err), 0);
	assert_int_equal(tui_keymap_bind(&map, "note", "q", &err), 0);
	assert_int_equal(tui_keymap_bind(&map, "undo", "C-c", &err), 0);
	assert_int_equal(tui_keymap_check(&map, &err), CDR_EUSAGE);   /* quit has none left */
	assert_non_null(strstr(err.message, "quit"));
}

static void wrong_bindings_are_refused(void **data)
{
	static const char *const wrong[][2] = {
		{ "aprove", "y" },     { "approve", "" }, { "approve", "yy" }, { "approve", "C-1" },
		{ "approve", "\x1b" }, { "save", "s" },   { "cancel", "C-w" }, { "redraw", "r" },
	};

	(void)data;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		struct tui_keymap map, before;
		struct cdr_err err = { 0 };

		tui_keymap_init(&map);
		before = map;
		assert_int_equal(tui_keymap_bind(&map, wrong[i][0], wrong[i][1], &err), CDR_EUSAGE);
		assert_memory_equal(&map, &before, sizeof(map));
	}
}

static void key_names_read_back(void **data)
{
	static const uint32_t keys[] = {
		'a',           '?',         ' ',           TUI_KEY_TAB,
		TUI_KEY_ENTER, TUI_KEY_ESC, TUI_CTRL('d'), TUI_KEY_PAGE_DOWN,
		0xE9,          0x6F22,
	};

	(void)data;
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		char name[TUI_KEY_NAME_MAX];

		assert_int_equal(tui_key_parse(tui_key_name(name, keys[i])), keys[i]);
	}
}

static void the_table_is_printed_for_the_manual(void **data)
{
	struct tui_keymap map;
	struct cdr_buf out;
	size_t lines = 0;

	(void)data;
	cdr_buf_init(&out, 1 << 16);
	tui_keymap_init(&map);
	tui_keymap_print(&map, &out);
	assert_true(cdr_str_starts(cdr_buf_str(&out), "a\tapprove\tapprove the hunk\n"));
	for (size_t i = 0; i < out.len; i++)
		lines += out.ptr[i] == '\n';
	assert_int_equal(lines, tui_keymap_count());
	cdr_buf_release(&out);
}

/* --- themes ----------------------------------------------------------------------------------- */
static void themes_stay_within_the_terminal(void **data)
{
	static const int colors[] = { 0, 8, 16, 256 };
	size_t n = 0;

	(void)data;
	for (const char *name; (name = tui_theme_name(n)) != NULL; n++) {
		for (size_t c = 0; c < 4; c++) {
			for (int style = 0; style < TUI_STYLE_COUNT; style++) {
				struct tui_look look = tui_theme_look(
					tui_theme_find(name), (enum tui_style)style, colors[c]);

				assert_in_range(look.fg + 1, 0, colors[c]);
				assert_in_range(look.bg + 1, 0, colors[c]);
			}
		}
	}
	assert_int_equal(n, 4);
	assert_null(tui_theme_find("no such theme"));
}

/* What must not be mistaken for each other differs without any colour. */
static void mono_tells_apart(void **data)
{
	static const enum tui_style pairs[][2] = {
		{ TUI_STYLE_TEXT, TUI_STYLE_ESCAPE },
		{ TUI_STYLE_TEXT, TUI_STYLE_SELECTED },
		{ TUI_STYLE_TEXT, TUI_STYLE_ERROR },
		{ TUI_STYLE_ADDED, TUI_STYLE_SPAN },
		{ TUI_STYLE_REMOVED, TUI_STYLE_SPAN_REMOVED },
		{ TUI_STYLE_CONTEXT, TUI_STYLE_SPAN },
		{ TUI_STYLE_CONTEXT, TUI_STYLE_FOUND },
	};

	(void)data;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
		const struct tui_theme *mono = tui_theme_find("mono");

		assert_int_not_equal(tui_theme_look(mono, pairs[i][0], 0).attrs,
				     tui_theme_look(mono, pairs[i][1], 0).attrs);
	}
}

static void letters_are_unique(void **data)
{
	(void)data;
	for (int a = 0; a < TUI_STYLE_COUNT; a++)
		for (int b = 0; b < a; b++)
			assert_int_not_equal(tui_style_letter((enum tui_style)a),
					     tui_style_letter((enum tui_style)b));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clusters),
		cmocka_unit_test(pen_draws_whole_clusters_only),
		cmocka_unit_test(rows_join_without_gap),
		cmocka_unit_test(very_long_lines_wrap_in_chunks),
		cmocka_unit_test(editing_keys),
		cmocka_unit_test(pasting_is_cleaned_and_capped),
		cmocka_unit_test(no_key_has_two_meanings),
		cmocka_unit_test(add_p_preset),
		cmocka_unit_test(keys_are_rebound),
		cmocka_unit_test(wrong_bindings_are_refused),
		cmocka_unit_test(key_names_read_back),
		cmocka_unit_test(the_table_is_printed_for_the_manual),
		cmocka_unit_test(themes_stay_within_the_terminal),
		cmocka_unit_test(mono_tells_apart),
		cmocka_unit_test(letters_are_unique),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
