/* Handlers do two things only: write a byte to a pipe, or restore the terminal and die. */
#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

enum { WAKE_FLAGS = SA_RESTART, CRASH_FLAGS = (int)SA_RESETHAND | SA_NODEFER };

static const int waking[] = { SIGWINCH, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGTSTP };
static const int deadly[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGQUIT };

static struct tui_crash last_words;
static struct {
	int wake[2];
	struct sigaction before[COUNT(waking) + COUNT(deadly)];   /* tui_signals_open */
	struct sigaction lent[3];   /* INT, QUIT, TSTP before a child got the terminal */
} ours = { .wake = { -1, -1 } };

static void on_wake(int signo)
{
	int saved = errno;
	unsigned char byte = (unsigned char)signo;

	if (write(ours.wake[1], &byte, 1) < 0) {
		/* a full pipe wakes the loop as well */
	}
	errno = saved;
}

static void on_crash(int signo)
{
	if (last_words.armed) {
		last_words.armed = false;
		if (write(last_words.fd, last_words.reset, last_words.len) < 0) {
			/* the terminal is gone: nothing to restore */
		}
		tcsetattr(last_words.fd, TCSANOW, &last_words.modes);
	}
	raise(signo);   /* SA_RESETHAND: dies of it now */
}

static void handle(int signo, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_flags = flags };

	action.sa_handler = handler;
	sigemptyset(&action.sa_mask);
	sigaction(signo, &action, NULL);
}

/* Keeps in OLD what was there; what was ignored stays so. */
static void install(const int *signals, size_t n, void (*handler)(int), int flags,
		    struct sigaction *old)
{
	for (size_t i = 0; i < n; i++) {
		sigaction(signals[i], NULL, &old[i]);
		if (old[i].sa_handler != SIG_IGN)
			handle(signals[i], handler, flags);
	}
}

int tui_signals_open(int *fd, struct cdr_err *err)
{
	if (pipe2(ours.wake, O_CLOEXEC | O_NONBLOCK) < 0)
		return cdr_fail(err, CDR_EIO, "cannot make a pipe: %s", strerror(errno));
	install(waking, COUNT(waking), on_wake, WAKE_FLAGS, ours.before);
	install(deadly, COUNT(deadly), on_crash, CRASH_FLAGS, ours.before + COUNT(waking));
	*fd = ours.wake[0];
	return 0;
}

void tui_signals_close(void)
{
	if (ours.wake[0] < 0)
		return;
	for (size_t i = 0; i < COUNT(waking); i++)
		sigaction(waking[i], &ours.before[i], NULL);
	for (size_t i = 0; i < COUNT(deadly); i++)
		sigaction(deadly[i], &ours.before[COUNT(waking) + i], NULL);
	for (int i = 0; i < 2; i++) {
		close(ours.wake[i]);
		ours.wake[i] = -1;
	}
}

int tui_signals_next(void)
{
	unsigned char byte;

	return read(ours.wake[0], &byte, 1) == 1 ? byte : 0;
}

static bool is_handled(int signo)
{
	struct sigaction now;

	return sigaction(signo, NULL, &now) == 0 && now.sa_handler != SIG_IGN;
}

void tui_signals_stop_job(void)
{
	if (!is_handled(SIGTSTP))
		return;
	handle(SIGTSTP, SIG_DFL, 0);
	kill(0, SIGTSTP);   /* the group, so that git stops with its hook */
	handle(SIGTSTP, on_wake, WAKE_FLAGS);
}

void tui_signals_lend(void)
{
	sigaction(SIGINT, NULL, &ours.lent[0]);
	sigaction(SIGQUIT, NULL, &ours.lent[1]);
	sigaction(SIGTSTP, NULL, &ours.lent[2]);
	handle(SIGINT, SIG_IGN, 0);
	handle(SIGQUIT, SIG_IGN, 0);
	if (is_handled(SIGTSTP))
		handle(SIGTSTP, SIG_DFL, 0);
}

void tui_signals_take_back(void)
{
	sigaction(SIGINT, &ours.lent[0], NULL);
	sigaction(SIGQUIT, &ours.lent[1], NULL);
	sigaction(SIGTSTP, &ours.lent[2], NULL);
}

void tui_crash_arm(const struct tui_crash *crash)
{
	last_words = *crash;
	last_words.armed = true;
}

void tui_crash_forget(void)
{
	last_words.armed = false;
}
