/* Handlers do two things only: write a byte to a pipe, or restore the terminal and die. */
#include "term/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static int wake[2] = { -1, -1 };
static struct tui_crash last_words;

static const int waking[] = { SIGWINCH, SIGCONT, SIGINT, SIGTERM, SIGHUP };
static const int deadly[] = { SIGSEGV, SIGBUS, SIGABRT, SIGFPE, SIGILL, SIGQUIT };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void on_wake(int signo)
{
	int saved = errno;
	unsigned char byte = (unsigned char)signo;

	if (write(wake[1], &byte, 1) < 0) {
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

static void install(const int *signals, size_t n, void (*handler)(int), int flags)
{
	struct sigaction action = { .sa_flags = flags };

	action.sa_handler = handler;
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < n; i++)
		sigaction(signals[i], &action, NULL);
}

int tui_signals_open(int *fd, struct cdr_err *err)
{
	if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) < 0)
		return cdr_fail(err, CDR_EIO, "cannot make a pipe: %s", strerror(errno));
	install(waking, COUNT(waking), on_wake, SA_RESTART);
	install(deadly, COUNT(deadly), on_crash, (int)SA_RESETHAND | SA_NODEFER);
	*fd = wake[0];
	return 0;
}

void tui_signals_close(void)
{
	install(waking, COUNT(waking), SIG_DFL, 0);
	install(deadly, COUNT(deadly), SIG_DFL, 0);
	for (int i = 0; i < 2; i++) {
		if (wake[i] >= 0)
			close(wake[i]);
		wake[i] = -1;
	}
}

int tui_signals_next(void)
{
	unsigned char byte;

	return read(wake[0], &byte, 1) == 1 ? byte : 0;
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
