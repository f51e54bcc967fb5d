/*
 * The key list of cdreview(1) is the keymap: the page is compared with what the
 * table makes. UPDATE_GOLDEN=1 writes it into the page.
 */
#include "review/keymap.h"

#include <ctype.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define PAGE_MAX ((size_t)1 << 20)

#define BEGIN ".\\\" KEYS BEGIN\n"
#define END ".\\\" KEYS END\n"

static const char *page_path(void)
{
	static char path[4096];
	const char *top = getenv("top");

	snprintf(path, sizeof(path), "%s/man/cdreview.1", top ? top : ".");
	return path;
}

static void read_page(struct cdr_buf *page)
{
	FILE *file = fopen(page_path(), "r");
	char bytes[4096];
	size_t n;

	assert_non_null(file);
	cdr_buf_init(page, PAGE_MAX);
	while ((n = fread(bytes, 1, sizeof(bytes), file)) > 0)
		cdr_buf_add(page, bytes, n);
	fclose(file);
}

static void write_page(struct cdr_str before, struct cdr_str list, struct cdr_str after)
{
	FILE *file = fopen(page_path(), "w");

	assert_non_null(file);
	fprintf(file, "%.*s%.*s%.*s", CDR_FMT(before), CDR_FMT(list), CDR_FMT(after));
	assert_int_equal(fclose(file), 0);
}

/* Punctuation would be taken for a delimiter by mdoc: \& makes it a word. */
static void add_keys(struct cdr_buf *out, struct cdr_str keys)
{
	cdr_buf_adds(out, ".It Ic \\&");
	for (size_t i = 0; i < keys.len; i++) {
		if (i > 1 && keys.ptr[i - 2] == ',' && keys.ptr[i - 1] == ' ')
			cdr_buf_adds(out, "\\&");
		if (keys.ptr[i] == ',' && i + 1 < keys.len)
			cdr_buf_addc(out, ' ');
		cdr_buf_addc(out, keys.ptr[i]);
	}
}

/* One action of the table, "KEYS TAB NAME TAB HELP", as the page has it. */
static void add_action(struct cdr_buf *out, struct cdr_str line)
{
	size_t keys = cdr_str_find(line, CDR_STR("\t"));
	struct cdr_str rest = cdr_str_sub(line, keys + 1, line.len);
	size_t name = cdr_str_find(rest, CDR_STR("\t"));
	struct cdr_str help = cdr_str_sub(rest, name + 1, rest.len);

	add_keys(out, cdr_str_sub(line, 0, keys));
	cdr_buf_addf(out, " Pq Cm %.*s\n", CDR_FMT(cdr_str_sub(rest, 0, name)));
	cdr_buf_addf(out, "%c%.*s.\n", toupper((unsigned char)help.ptr[0]),
		     CDR_FMT(cdr_str_sub(help, 1, help.len)));
}

static void make_list(struct cdr_buf *out)
{
	struct cdr_buf table;
	struct tui_keymap map;
	struct cdr_str rest, line;

	cdr_buf_init(&table, PAGE_MAX);
	cdr_buf_init(out, PAGE_MAX);
	tui_keymap_init(&map);
	tui_keymap_print(&map, &table);
	cdr_buf_adds(out, ".Bl -tag -width Ds\n");
	for (rest = cdr_buf_str(&table); cdr_str_line(&rest, &line);)
		add_action(out, line);
	cdr_buf_adds(out, ".El\n");
	cdr_buf_release(&table);
}

static void the_key_list_is_the_keymap(void **data)
{
	struct cdr_buf page, want;
	struct cdr_str text, got;
	size_t from, to;

	(void)data;
	read_page(&page);
	make_list(&want);
	text = cdr_buf_str(&page);
	from = cdr_str_find(text, CDR_STR(BEGIN)) + strlen(BEGIN);
	to = cdr_str_find(text, CDR_STR(END));
	assert_true(from <= to && to < text.len);
	got = cdr_str_sub(text, from, to);
	if (getenv("UPDATE_GOLDEN"))
		write_page(cdr_str_sub(text, 0, from), cdr_buf_str(&want),
			   cdr_str_sub(text, to, text.len));
	else if (!cdr_str_eq(got, cdr_buf_str(&want)))
		fail_msg("man/cdreview.1 is not what the keymap makes: UPDATE_GOLDEN=1 writes it");
	cdr_buf_release(&want);
	cdr_buf_release(&page);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_key_list_is_the_keymap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
