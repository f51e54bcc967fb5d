/*
 * Our own poll loop: a blocking get_wch() loses a resize that arrives between
 * the check and the read. Each round begins with a TICK, takes what is there
 * in this order: signals, keys, answers, scan results; paints once; and blocks
 * when all are empty.
 */
#include "term/loop.h"

#include "term/perform.h"
#include "term/signals.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define ROUND_MS 4            /* answers and results per round; a key ends it at once */
#define REFRESH_MS 1000       /* how often the notes ref is looked at */
#define EMPTY_READS_MAX 16    /* "readable" without a key so often: the terminal is gone */

struct loop {
	struct tui_performer performer;
	struct tui_cells cells;
	struct cdr_scan *scan;
	bool scanning;
	bool dirty;                 /* something happened since the last frame ... */
	bool told;                  /* ... or since tests were told */
	bool interrupted, gone;
	int signal_fd;
	int empty_reads;
	int64_t refreshed_ms;
};

static int64_t now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void update(struct loop *loop, const struct tui_event *event)
{
	struct tui_effects effects;

	tui_update(loop->performer.state, event, &effects);
	tui_perform(&loop->performer, &effects);
	loop->dirty = true;
}

static void feed(struct loop *loop, const struct tui_event *event)
{
	update(loop, event);
	loop->told = false;
}

static void tick(struct loop *loop)
{
	update(loop, &(struct tui_event){ .kind = TUI_EVENT_TICK, .now_ms = now_ms() });
}

static void follow_size(struct loop *loop)
{
	struct tui_event event = { .kind = TUI_EVENT_RESIZE };

	tui_screen_follow_size(loop->performer.screen);
	tui_screen_size(loop->performer.screen, &event.rows, &event.cols);
	feed(loop, &event);
}

static void take_signals(struct loop *loop)
{
	int signo;

	while ((signo = tui_signals_next()) != 0) {
		if (signo == SIGHUP)
			loop->gone = true;
		else if (signo == SIGTSTP)
			tui_perform_suspend(&loop->performer);
		else if (signo == SIGINT || signo == SIGTERM)
			loop->interrupted = true;
		else if (signo == SIGCONT)   /* after a SIGSTOP the shell's modes are set */
			tui_screen_return(loop->performer.screen);
		if (signo == SIGWINCH || signo == SIGCONT)
			follow_size(loop);
	}
}

static bool leaving(const struct loop *loop)
{
	return loop->performer.quit || loop->interrupted || loop->gone;
}

static void take_keys(struct loop *loop, bool readable)
{
	struct tui_event event;
	bool any = false;

	loop->told &= !readable;   /* tests wait for an answer even to what is no key */
	while (!leaving(loop) && tui_screen_read(loop->performer.screen, &event)) {
		any = true;
		feed(loop, &event);
	}
	loop->empty_reads = any || !readable ? 0 : loop->empty_reads + 1;
	if (loop->empty_reads > EMPTY_READS_MAX)
		loop->gone = true;
}

static bool key_waits(const struct loop *loop)
{
	struct pollfd fd = { .fd = tui_screen_fd(loop->performer.screen), .events = POLLIN };

	return poll(&fd, 1, 0) > 0;
}

static void take_answers(struct loop *loop)
{
	int64_t until = now_ms() + ROUND_MS;
	struct tui_event event;

	while (now_ms() < until && tui_queue_pop(&loop->performer.answers, &event)) {
		feed(loop, &event);
		if (key_waits(loop))
			break;
	}
}

static void end_scan(struct loop *loop, int code, const struct cdr_err *err)
{
	loop->scanning = false;
	if (code < 0)
		feed(loop, &(struct tui_event){ .kind = TUI_EVENT_SCAN_FAILED,
						.text = cdr_str_from(err->message) });
	feed(loop, &(struct tui_event){ .kind = TUI_EVENT_PROGRESS,
					.progress = cdr_scan_progress(loop->scan) });
}

static void take_results(struct loop *loop)
{
	int64_t until = now_ms() + ROUND_MS;
	bool any = false;

	while (loop->scanning && now_ms() < until && !(any && key_waits(loop))) {
		struct cdr_scanned *scanned;
		struct cdr_err err = { 0 };
		int code = cdr_scan_next(loop->scan, &scanned, false, &err);

		if (code != 0) {
			end_scan(loop, code, &err);
			return;
		}
		if (!scanned)
			break;
		feed(loop, &(struct tui_event){ .kind = TUI_EVENT_SCANNED, .scanned = scanned });
		any = true;
	}
	if (any)
		feed(loop, &(struct tui_event){ .kind = TUI_EVENT_PROGRESS,
						.progress = cdr_scan_progress(loop->scan) });
}

static void paint(struct loop *loop)
{
	if (!loop->dirty)
		return;
	tui_view(loop->performer.state, &loop->cells);
	tui_screen_paint(loop->performer.screen, &loop->cells);
	loop->dirty = false;
}

/* At rest only: tui_performer_turn wants no answer on its way. */
static void refresh_ledger(struct loop *loop)
{
	struct cdr_err err = { 0 };

	loop->refreshed_ms = now_ms();
	if (cdr_session_refresh(loop->performer.options->session, &err) != 1)
		return;
	tui_performer_turn(&loop->performer);
	feed(loop, &(struct tui_event){ .kind = TUI_EVENT_REFRESHED });
}

/* Waits for something; TIMEOUT in ms. True if the terminal is readable. */
static bool wait_for(struct loop *loop, int timeout, bool *idle)
{
	struct pollfd fds[3] = {
		{ .fd = tui_screen_fd(loop->performer.screen), .events = POLLIN },
		{ .fd = loop->signal_fd, .events = POLLIN },
		{ .fd = loop->scanning ? cdr_scan_fd(loop->scan) : -1, .events = POLLIN },
	};
	int n = poll(fds, 3, timeout);

	if (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL) && !(fds[0].revents & POLLIN))
		loop->gone = true;
	*idle = n == 0;
	return n > 0 && (fds[0].revents & POLLIN);
}

static void tell_tests(struct loop *loop)
{
	int fd = loop->performer.options->sync_fd;

	if (fd < 0 || loop->scanning || loop->told)
		return;
	loop->told = true;
	if (write(fd, ".", 1) < 0) {
		/* the test is gone; nothing of ours depends on it */
	}
}

/* Nothing waits: sleeps until something does or the notes are to be looked at. */
static bool rest(struct loop *loop)
{
	int64_t due = loop->refreshed_ms + REFRESH_MS - now_ms();
	bool idle, readable;

	tell_tests(loop);
	readable = wait_for(loop, due > 0 ? (int)due : 0, &idle);
	if (idle)
		refresh_ledger(loop);
	return readable;
}

static void run(struct loop *loop)
{
	bool readable = false, idle;

	loop->refreshed_ms = now_ms();
	while (!leaving(loop)) {
		tick(loop);
		take_signals(loop);
		take_keys(loop, readable);
		take_answers(loop);
		take_results(loop);
		if (leaving(loop))
			break;
		paint(loop);
		readable = wait_for(loop, 0, &idle);
		if (idle && loop->performer.answers.n == 0 && !leaving(loop))
			readable = rest(loop);
	}
}

static enum tui_loop_end ending(const struct loop *loop)
{
	if (loop->gone)
		return TUI_LOOP_GONE;
	if (loop->interrupted)
		return TUI_LOOP_INTERRUPTED;
	return tui_state_all_decided(loop->performer.state) ? TUI_LOOP_DECIDED : TUI_LOOP_OPEN;
}

static void release(struct loop *loop)
{
	struct tui_performer *performer = &loop->performer;

	tui_screen_close(performer->screen);
	tui_signals_close();
	tui_state_free(performer->state);
	if (loop->scan)
		cdr_scan_close(loop->scan);
	free(performer->answers.items);
	for (int i = 0; i < 2; i++)
		cdr_arena_release(&performer->arenas[i]);
	cdr_buf_release(&performer->edited);
	tui_cells_release(&loop->cells);
}

int tui_loop_run(const struct tui_loop_options *options, struct tui_loop_result *result,
		 struct cdr_err *err)
{
	struct loop loop = { .performer.options = options, .scanning = true };
	struct tui_setup setup = options->setup;
	int code;

	cdr_buf_init(&loop.performer.edited, CDR_NOTE_MAX);
	tui_cells_init(&loop.cells);
	setup.ascii |= !tui_screen_utf8();
	setup.width = tui_screen_width;
	code = cdr_session_scan(options->session, &options->scan, &loop.scan, err);
	if (code == 0)
		code = tui_signals_open(&loop.signal_fd, err);
	if (code == 0)
		code = tui_screen_open(&loop.performer.screen, &options->screen, err);
	if (code == 0) {
		tui_screen_size(loop.performer.screen, &setup.rows, &setup.cols);
		loop.performer.state = tui_state_new(&setup);
		run(&loop);
		result->end = ending(&loop);
		result->progress = tui_state_progress(loop.performer.state);
	}
	release(&loop);
	return code;
}
