/* The only file that knows ncurses. It decides nothing: cells in, key codes out. */
#include "term/screen.h"

#include "term/paste.h"
#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

#define ESC_DELAY_MS 25        /* ncurses waits 1,000 ms for the rest of a key by default */

/* ncurses numbers terminfo's own extra keys from KEY_MAX on. */
#define KEY_PASTE_BEGIN (KEY_MAX + 1000)
#define KEY_PASTE_END (KEY_MAX + 1001)

/* One answer of get_wch: OK and a character, KEY_CODE_YES and a key, or ERR. */
struct code {
	int kind;
	wint_t key;
};

struct tui_screen {
	SCREEN *curses;
	FILE *in, *out;
	bool owns_tty;             /* opened /dev/tty itself */
	bool redraw;
	bool keep_escdelay;
	const struct tui_theme *theme;
	struct tui_cells shown;    /* last frame */
	struct tui_paste paste;
	struct code ahead;         /* read too far; kind ERR: nothing */
	attr_t attrs[TUI_STYLE_COUNT];
	short pairs[TUI_STYLE_COUNT];
};

static int open_tty(struct tui_screen *screen, struct cdr_err *err)
{
	screen->in = stdin;
	screen->out = stdout;
	if (isatty(STDIN_FILENO) && isatty(STDOUT_FILENO))
		return 0;
	screen->in = fopen("/dev/tty", "re");
	screen->out = screen->in ? fopen("/dev/tty", "we") : NULL;
	screen->owns_tty = true;
	if (screen->out)
		return 0;
	return cdr_fail(err, CDR_ENOTFOUND, "no terminal: /dev/tty: %s", strerror(errno));
}

static void close_tty(struct tui_screen *screen)
{
	if (!screen->owns_tty)
		return;
	if (screen->in)
		fclose(screen->in);
	if (screen->out)
		fclose(screen->out);
}

static int open_curses(struct tui_screen *screen, const char *term, struct cdr_err *err)
{
	if (!term || strcmp(term, "dumb") == 0)
		return cdr_fail(err, CDR_EUNSUPPORTED, "TERM is %s", term ? term : "not set");
	screen->curses = newterm(term, screen->out, screen->in);
	if (!screen->curses)
		screen->curses = newterm("xterm-256color", screen->out, screen->in);
	if (!screen->curses)
		return cdr_fail(err, CDR_EUNSUPPORTED, "terminal type \"%s\" is not known here",
				term);
	set_term(screen->curses);
	return 0;
}

static attr_t curses_attrs(uint8_t attrs)
{
	return (attrs & TUI_ATTR_BOLD ? A_BOLD : 0) | (attrs & TUI_ATTR_DIM ? A_DIM : 0) |
	       (attrs & TUI_ATTR_UNDERLINE ? A_UNDERLINE : 0) |
	       (attrs & TUI_ATTR_REVERSE ? A_REVERSE : 0);
}

static void load_theme(struct tui_screen *screen)
{
	int colors = 0;

	if (has_colors() && start_color() == OK) {
		use_default_colors();
		colors = COLORS;
	}
	for (int style = 0; style < TUI_STYLE_COUNT; style++) {
		struct tui_look look = tui_theme_look(screen->theme, (enum tui_style)style, colors);

		screen->attrs[style] = curses_attrs(look.attrs);
		screen->pairs[style] = 0;
		if (colors > 0 && (look.fg >= 0 || look.bg >= 0) && style + 1 < COLOR_PAIRS) {
			init_pair((short)(style + 1), look.fg, look.bg);
			screen->pairs[style] = (short)(style + 1);
		}
	}
}

static const char *capability(const char *name)
{
	const char *value = tigetstr(name);

	return value && value != (char *)-1 ? value : "";
}

/* Bracketed paste, also where terminfo is silent: an ANSI terminal ignores a mode that it lacks. */
static const char *paste_mode(bool on)
{
	const char *known = capability(on ? "BE" : "BD");

	if (known[0] != '\0' || strncmp(capability("clear"), "\033[", 2) != 0)
		return known;
	return on ? "\033[?2004h" : "\033[?2004l";
}

/* Adds BYTES without terminfo's padding ("$<5>"), which only tputs understands. */
static void add_bytes(struct tui_crash *crash, const char *bytes)
{
	while (*bytes != '\0' && crash->len < sizeof(crash->reset)) {
		const char *end = strncmp(bytes, "$<", 2) == 0 ? strchr(bytes, '>') : NULL;

		if (end)
			bytes = end + 1;
		else
			crash->reset[crash->len++] = *bytes++;
	}
}

/* putp() would write to stdout, which may be a pipe. */
static void send_now(const struct tui_screen *screen, const char *bytes)
{
	if (write(fileno(screen->out), bytes, strlen(bytes)) < 0) {
		/* a terminal that went away is noticed by the loop */
	}
}

static void arm_crash(const struct tui_screen *screen, const struct termios *modes)
{
	static const char *const undo[] = { "rmkx", "op", "sgr0", "cnorm", "rmcup" };
	struct tui_crash crash = { .fd = fileno(screen->out), .modes = *modes };

	add_bytes(&crash, paste_mode(false));
	for (size_t i = 0; i < sizeof(undo) / sizeof(undo[0]); i++)
		add_bytes(&crash, capability(undo[i]));
	tui_crash_arm(&crash);
}

static void enter(struct tui_screen *screen)
{
	raw();
	noecho();
	nonl();
	keypad(stdscr, TRUE);
	nodelay(stdscr, TRUE);
	if (!screen->keep_escdelay)
		set_escdelay(ESC_DELAY_MS);
	send_now(screen, paste_mode(true));
	define_key("\033[200~", KEY_PASTE_BEGIN);
	define_key("\033[201~", KEY_PASTE_END);
	screen->redraw = true;
}

int tui_screen_open(struct tui_screen **out, const struct tui_screen_options *options,
		    struct cdr_err *err)
{
	struct tui_screen *screen = calloc(1, sizeof(*screen));
	struct termios modes;
	int code;

	if (!screen)
		return cdr_fail(err, CDR_EIO, "%s", strerror(ENOMEM));
	screen->theme = options->theme;
	screen->keep_escdelay = options->keep_escdelay;
	screen->ahead.kind = ERR;
	tui_paste_init(&screen->paste);
	tui_cells_init(&screen->shown);
	code = open_tty(screen, err);
	if (code == 0 && tcgetattr(fileno(screen->out), &modes) < 0)
		code = cdr_fail(err, CDR_ENOTFOUND, "not a terminal: %s", strerror(errno));
	if (code == 0)
		code = open_curses(screen, options->term, err);
	if (code < 0) {
		tui_screen_close(screen);
		return code;
	}
	load_theme(screen);
	enter(screen);
	arm_crash(screen, &modes);
	tui_screen_follow_size(screen);   /* the terminal knows better than $LINES */
	*out = screen;
	return 0;
}

void tui_screen_close(struct tui_screen *screen)
{
	if (!screen)
		return;
	if (screen->curses) {
		send_now(screen, paste_mode(false));
		endwin();
		tui_crash_forget();
		delscreen(screen->curses);
	}
	close_tty(screen);
	tui_cells_release(&screen->shown);
	tui_paste_release(&screen->paste);
	free(screen);
}

int tui_screen_fd(const struct tui_screen *screen)
{
	return fileno(screen->in);
}

void tui_screen_size(const struct tui_screen *screen, int *rows, int *cols)
{
	(void)screen;
	*rows = LINES > 0 ? LINES : 1;
	*cols = COLS > 0 ? COLS : 1;
}

void tui_screen_follow_size(struct tui_screen *screen)
{
	struct winsize size;

	if (ioctl(fileno(screen->out), TIOCGWINSZ, &size) < 0 || size.ws_row == 0 ||
	    size.ws_col == 0)
		return;
	resize_term(size.ws_row, size.ws_col);
	screen->redraw = true;
}

void tui_screen_redraw(struct tui_screen *screen)
{
	screen->redraw = true;
}

/* Cells [from, to) of one row that share a style, as one write. */
static void paint_run(const struct tui_screen *screen, const struct tui_cell *cells, int row,
		      int from, int to)
{
	char bytes[TUI_GRAPHEME_MAX * 256];
	size_t len = 0;
	int col = from;

	attr_set(screen->attrs[cells[from].style], screen->pairs[cells[from].style], NULL);
	move(row, from);
	for (; col < to; col++) {
		size_t cell_len = strlen(cells[col].text);

		if (len + cell_len >= sizeof(bytes)) {
			addnstr(bytes, (int)len);
			len = 0;
		}
		memcpy(bytes + len, cells[col].text, cell_len);
		len += cell_len;
	}
	addnstr(bytes, (int)len);
}

static void paint_row(const struct tui_screen *screen, const struct tui_cells *cells, int row)
{
	const struct tui_cell *line = &cells->grid[row * cells->cols];
	int from = 0;

	while (from < cells->cols) {
		int to = from + 1;

		while (to < cells->cols && line[to].style == line[from].style)
			to++;
		paint_run(screen, line, row, from, to);
		from = to;
	}
}

static bool same_row(const struct tui_screen *screen, const struct tui_cells *cells, int row)
{
	size_t at = (size_t)row * (size_t)cells->cols;

	return memcmp(&screen->shown.grid[at], &cells->grid[at],
		      (size_t)cells->cols * sizeof(*cells->grid)) == 0;
}

void tui_screen_paint(struct tui_screen *screen, const struct tui_cells *cells)
{
	size_t n = (size_t)cells->rows * (size_t)cells->cols;
	bool all = screen->redraw || cells->rows != screen->shown.rows ||
		   cells->cols != screen->shown.cols;

	if (all) {
		tui_cells_resize(&screen->shown, cells->rows, cells->cols);
		erase();
		clearok(curscr, screen->redraw);
	}
	for (int row = 0; row < cells->rows && row < LINES; row++)
		if (all || !same_row(screen, cells, row))
			paint_row(screen, cells, row);
	memcpy(screen->shown.grid, cells->grid, n * sizeof(*cells->grid));
	screen->redraw = false;
	move(cells->cursor_row, cells->cursor_col);
	refresh();
}

static uint32_t translate(wint_t key)
{
	static const struct { wint_t curses; uint32_t ours; } table[] = {
		{ KEY_UP, TUI_KEY_UP }, { KEY_DOWN, TUI_KEY_DOWN }, { KEY_LEFT, TUI_KEY_LEFT },
		{ KEY_RIGHT, TUI_KEY_RIGHT }, { KEY_HOME, TUI_KEY_HOME }, { KEY_END, TUI_KEY_END },
		{ KEY_PPAGE, TUI_KEY_PAGE_UP }, { KEY_NPAGE, TUI_KEY_PAGE_DOWN },
		{ KEY_BACKSPACE, TUI_KEY_BACKSPACE }, { KEY_DC, TUI_KEY_DELETE },
		{ KEY_BTAB, TUI_KEY_BACKTAB }, { KEY_ENTER, TUI_KEY_ENTER },
	};

	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		if (table[i].curses == key)
			return table[i].ours;
	return 0;
}

static struct code next_code(struct tui_screen *screen)
{
	struct code code = screen->ahead;

	screen->ahead.kind = ERR;
	if (code.kind == ERR)
		code.kind = get_wch(&code.key);
	return code;
}

static bool is_char(struct code code, wint_t c)
{
	return code.kind == OK && code.key == c;
}

/*
 * An escape sequence that terminfo does not know arrives in pieces, and each
 * of them would be a key: ESC [ a, a shifted arrow of rxvt, would approve.
 * True if the ESC just read began one, which is skipped then.
 */
static bool skip_sequence(struct tui_screen *screen)
{
	struct code code = next_code(screen);

	if (!is_char(code, '[') && !is_char(code, 'O')) {
		screen->ahead = code;
		return false;
	}
	if (is_char(code, 'O')) {
		next_code(screen);
		return true;
	}
	do
		code = next_code(screen);
	while (code.kind == OK && (code.key < 0x40 || code.key > 0x7e));
	return true;
}

/* A code inside a paste; true when it ended it. */
static bool paste_code(struct tui_paste *paste, struct code code)
{
	if (code.kind == OK)
		return tui_paste_add(paste, (uint32_t)code.key);
	return code.key == KEY_PASTE_END;
}

/* One code from curses; true when it completes an event. */
static bool accept_code(struct tui_screen *screen, struct code code, struct tui_event *event)
{
	if (screen->paste.on) {
		if (!paste_code(&screen->paste, code))
			return false;
		*event = (struct tui_event){ .kind = TUI_EVENT_PASTE,
					     .text = tui_paste_end(&screen->paste) };
		return true;
	}
	*event = (struct tui_event){ .kind = TUI_EVENT_KEY, .key = (uint32_t)code.key };
	if (code.kind == KEY_CODE_YES && code.key == KEY_PASTE_BEGIN)
		tui_paste_begin(&screen->paste);
	if (code.kind == KEY_CODE_YES)
		event->key = translate(code.key);
	else if (code.key == 0x7f || code.key == 0x08)
		event->key = TUI_KEY_BACKSPACE;
	else if (code.key == TUI_KEY_ESC && skip_sequence(screen))
		return false;
	return event->key != 0;
}

bool tui_screen_read(struct tui_screen *screen, struct tui_event *event)
{
	struct code code;

	while ((code = next_code(screen)).kind != ERR)
		if (accept_code(screen, code, event))
			return true;
	return false;
}

void tui_screen_leave(struct tui_screen *screen)
{
	send_now(screen, paste_mode(false));
	endwin();
}

void tui_screen_return(struct tui_screen *screen)
{
	refresh();
	enter(screen);
	tui_screen_follow_size(screen);
}

int tui_screen_width(uint32_t cp)
{
	return wcwidth((wchar_t)cp);
}

bool tui_screen_utf8(void)
{
	if (strcmp(nl_langinfo(CODESET), "UTF-8") == 0)
		return true;
	setlocale(LC_CTYPE, "C.UTF-8");
	return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}
