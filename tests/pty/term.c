/* forkpty + libvterm + a pipe: everything a flow needs, nothing that sleeps. */
#include "pty/term.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>
#include <vterm.h>

#define WAIT_MS 10000
#define SYNC_FD 9
#define FILES_MAX 64

struct term {
	VTerm *vt;
	VTermScreen *screen;
	pid_t pid;
	int pty, sync;
	int pipes[2];              /* our ends of stdin and stdout when piped */
	bool alternate;
	int status;
};

static int on_property(VTermProp property, VTermValue *value, void *payload)
{
	struct term *term = payload;

	if (property == VTERM_PROP_ALTSCREEN)
		term->alternate = value->boolean;
	return 1;
}

static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

/* The child has the terminal, the pipes and the sync pipe, and nothing of other terminals. */
static void arrange_files(unsigned piped, int sync, const int in[2], const int out[2])
{
	if (piped & TERM_PIPE_IN)
		dup2(in[0], STDIN_FILENO);
	if (piped & TERM_PIPE_OUT)
		dup2(out[1], STDOUT_FILENO);
	if (sync != SYNC_FD)
		dup2(sync, SYNC_FD);
	for (int fd = 3; fd < FILES_MAX; fd++)
		if (fd != SYNC_FD)
			close(fd);
}

static void become_child(const struct term_options *options)
{
	char fd[16];

	for (int signo = SIGHUP; signo <= SIGTERM; signo++)
		signal(signo, SIG_DFL);   /* a job in the background ignores some */
	snprintf(fd, sizeof(fd), "%d", SYNC_FD);
	setenv("CDREVIEW_SYNC_FD", fd, 1);
	setenv("TERM", "xterm-256color", 0);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	for (size_t i = 0; options->env && options->env[i]; i++)
		putenv(strdup(options->env[i]));
	if (options->dir && chdir(options->dir) < 0)
		_exit(126);
	execvp(options->argv[0], (char *const *)(size_t)options->argv);
	_exit(127);
}

static void open_screen(struct term *term, int rows, int cols)
{
	term->vt = vterm_new(rows, cols);
	vterm_set_utf8(term->vt, 1);
	term->screen = vterm_obtain_screen(term->vt);
	vterm_screen_enable_altscreen(term->screen, 1);
	vterm_screen_set_callbacks(term->screen, &callbacks, term);
	vterm_screen_reset(term->screen, 1);
}

struct term *term_start(const struct term_options *options)
{
	struct term *term = calloc(1, sizeof(*term));
	struct winsize size = { .ws_row = (unsigned short)options->rows,
				.ws_col = (unsigned short)options->cols };
	int sync[2], in[2] = { -1, -1 }, out[2] = { -1, -1 };

	if (!term || pipe(sync) < 0 || (options->piped && (pipe(in) < 0 || pipe(out) < 0)))
		abort();
	term->pid = forkpty(&term->pty, NULL, NULL, &size);
	if (term->pid < 0)
		abort();
	if (term->pid == 0) {
		arrange_files(options->piped, sync[1], in, out);
		become_child(options);
	}
	close(sync[1]);
	term->sync = sync[0];
	term->pipes[0] = in[1];
	term->pipes[1] = out[0];
	if (options->piped) {
		close(in[0]);
		close(out[1]);
	}
	fcntl(term->pty, F_SETFL, O_NONBLOCK);
	fcntl(term->sync, F_SETFL, O_NONBLOCK);
	open_screen(term, options->rows, options->cols);
	return term;
}

static void reply(struct term *term)
{
	char bytes[256];
	size_t n = vterm_output_read(term->vt, bytes, sizeof(bytes));

	if (n > 0 && write(term->pty, bytes, n) < 0) {
		/* the program has ended */
	}
}

/* Feeds the emulator what the program wrote; false when the terminal has closed. */
static bool drain(struct term *term)
{
	char bytes[65536];
	ssize_t n;

	while ((n = read(term->pty, bytes, sizeof(bytes))) > 0) {
		vterm_input_write(term->vt, bytes, (size_t)n);
		reply(term);
	}
	return n < 0 && errno == EAGAIN;
}

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool term_settle(struct term *term)
{
	int64_t deadline = now_ms() + WAIT_MS;
	char bytes[64];

	while (now_ms() < deadline) {
		struct pollfd fds[2] = { { .fd = term->pty, .events = POLLIN },
					 { .fd = term->sync, .events = POLLIN } };
		ssize_t n;

		poll(fds, 2, 100);
		if (!drain(term))
			return false;
		n = read(term->sync, bytes, sizeof(bytes));
		if (n > 0)
			drain(term);
		if (n >= 0)
			return n > 0;
	}
	fprintf(stderr, "the program did not settle\n");
	term_print(term);
	return false;
}

bool term_wait(struct term *term, const char *text)
{
	int64_t deadline = now_ms() + WAIT_MS;

	for (;;) {
		struct pollfd fd = { .fd = term->pty, .events = POLLIN };
		bool is_open = drain(term);

		if (term_shows(term, text))
			return true;
		if (!is_open || now_ms() > deadline)
			return false;
		poll(&fd, 1, 100);
	}
}

static void forget_sync(struct term *term)
{
	char bytes[64];

	while (read(term->sync, bytes, sizeof(bytes)) > 0)
		;
}

void term_type(struct term *term, const char *bytes)
{
	size_t left = strlen(bytes);

	forget_sync(term);
	while (left > 0) {
		struct pollfd fd = { .fd = term->pty, .events = POLLOUT };
		ssize_t n = write(term->pty, bytes, left);

		if (n < 0 && (errno != EAGAIN || poll(&fd, 1, WAIT_MS) <= 0))
			return;   /* the program has ended, or will not read */
		bytes += n > 0 ? n : 0;
		left -= n > 0 ? (size_t)n : 0;
	}
}

void term_keys(struct term *term, const char *bytes)
{
	term_type(term, bytes);
	term_settle(term);
}

void term_drag(struct term *term, int rows, int cols)
{
	struct winsize size = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	drain(term);
	forget_sync(term);
	vterm_set_size(term->vt, rows, cols);
	ioctl(term->pty, TIOCSWINSZ, &size);
}

void term_resize(struct term *term, int rows, int cols)
{
	term_drag(term, rows, cols);
	term_settle(term);
}

static bool reap(struct term *term, int flags)
{
	int status;

	if (term->pid > 0 && waitpid(term->pid, &status, flags) == term->pid) {
		term->pid = 0;
		term->status = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
	}
	return term->pid == 0;
}

int term_status(struct term *term)
{
	int status;

	return term_ended(term, &status) ? status : -1;
}

bool term_ended(struct term *term, int *status)
{
	int64_t deadline = now_ms() + WAIT_MS;

	while (!reap(term, WNOHANG) && now_ms() < deadline) {
		struct pollfd fd = { .fd = term->pty, .events = POLLIN };

		poll(&fd, 1, 10);
		drain(term);
	}
	drain(term);
	*status = term->status;
	return term->pid == 0;
}

int term_end(struct term *term)
{
	int status;

	if (!term_ended(term, &status)) {
		fprintf(stderr, "the program did not end\n");
		term_print(term);
		kill(term->pid, SIGKILL);
		reap(term, 0);
		status = -1;
	}
	for (int i = 0; i < 2; i++)
		if (term->pipes[i] > 0)
			close(term->pipes[i]);
	if (term->pty >= 0)
		close(term->pty);
	close(term->sync);
	vterm_free(term->vt);
	free(term);
	return status;
}

void term_kill(struct term *term, int signo)
{
	kill(term->pid, signo);
}

void term_hang_up(struct term *term)
{
	close(term->pty);
	term->pty = -1;
}

void term_feed(struct term *term, const char *bytes)
{
	if (write(term->pipes[0], bytes, strlen(bytes)) < 0)
		abort();
	close(term->pipes[0]);
	term->pipes[0] = -1;
}

pid_t term_pid(const struct term *term)
{
	return term->pid;
}

void term_row(struct term *term, int row, char *out, size_t size)
{
	int rows, cols;
	size_t n;

	vterm_get_size(term->vt, &rows, &cols);
	VTermRect rect = { .start_row = row, .end_row = row + 1, .start_col = 0, .end_col = cols };
	n = vterm_screen_get_text(term->screen, out, size - 1, rect);
	while (n > 0 && out[n - 1] == ' ')
		n--;
	out[n] = '\0';
}

bool term_find(struct term *term, const char *text, int *row, int *col)
{
	char line[4096];
	int rows, cols;

	vterm_get_size(term->vt, &rows, &cols);
	for (int r = 0; r < rows; r++) {
		const char *at;

		term_row(term, r, line, sizeof(line));
		at = strstr(line, text);
		if (!at)
			continue;
		*row = r;
		*col = 0;
		for (const char *p = line; p < at; p++)
			*col += ((unsigned char)*p & 0xc0) != 0x80;
		return true;
	}
	return false;
}

bool term_shows(struct term *term, const char *text)
{
	int row, col;

	return term_find(term, text, &row, &col);
}

void term_print(struct term *term)
{
	char line[4096];
	int rows, cols;

	vterm_get_size(term->vt, &rows, &cols);
	for (int r = 0; r < rows; r++) {
		term_row(term, r, line, sizeof(line));
		fprintf(stderr, "|%s\n", line);
	}
}

static int palette(VTermColor color)
{
	return VTERM_COLOR_IS_INDEXED(&color) ? color.indexed.idx : -1;
}

struct term_cell term_cell(struct term *term, int row, int col)
{
	VTermPos pos = { .row = row, .col = col };
	VTermScreenCell cell;

	vterm_screen_get_cell(term->screen, pos, &cell);
	return (struct term_cell){
		.bold = cell.attrs.bold,
		.underline = cell.attrs.underline != 0,
		.reverse = cell.attrs.reverse,
		.fg = VTERM_COLOR_IS_DEFAULT_FG(&cell.fg) ? -1 : palette(cell.fg),
		.bg = VTERM_COLOR_IS_DEFAULT_BG(&cell.bg) ? -1 : palette(cell.bg),
	};
}

bool term_alternate(struct term *term)
{
	return term->alternate;
}

bool term_cooked(struct term *term)
{
	struct termios modes;

	return tcgetattr(term->pty, &modes) == 0 && (modes.c_lflag & ICANON) &&
	       (modes.c_lflag & ECHO);
}

void term_output(struct term *term, char *out, size_t size)
{
	size_t len = 0;
	ssize_t n;

	while ((n = read(term->pipes[1], out + len, size - 1 - len)) > 0)
		len += (size_t)n;
	out[len] = '\0';
}
