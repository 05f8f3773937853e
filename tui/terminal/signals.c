#include "tui/terminal/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int caught[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT };
static const int crashes[] = { SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS };

/* What else ends a process that does not ask for it, the real-time signals beside. */
static const int ends[] = { SIGUSR1, SIGUSR2, SIGALRM, SIGVTALRM, SIGPROF,
			    SIGXCPU, SIGXFSZ, SIGIO,   SIGPWR,    SIGSTKFLT };

/* A handler gets no pointer, and a process has one terminal: so there is one of these. */
static struct {
	int pipe_ends[2]; /* -1: closed */
	struct sigaction caught_before[G_N_ELEMENTS(caught)];
	struct sigaction crash_before[G_N_ELEMENTS(crashes)];
	struct sigaction end_before[_NSIG];
	bool is_end_caught[_NSIG];
	void *crash_stack;
	/* What the crash handler needs, ready before it is needed. */
	struct {
		volatile sig_atomic_t is_armed;
		int fd;
		char reset[SIGNALS_RESCUE_BYTES];
		size_t length;
		struct termios modes;
	} rescue;
} signals = { .pipe_ends = { -1, -1 } };

static void on_signal(int number)
{
	int saved_errno = errno;
	char byte = (char)number;
	/* A full pipe already wakes the loop. */
	ssize_t written = write(signals.pipe_ends[1], &byte, 1);
	(void)written;
	errno = saved_errno;
}

static void give_back(void)
{
	if (!signals.rescue.is_armed)
		return;
	signals.rescue.is_armed = 0;
	size_t done = 0;
	for (int tries = 0; tries < 100 && done < signals.rescue.length; tries++) {
		ssize_t written = write(signals.rescue.fd, signals.rescue.reset + done,
					signals.rescue.length - done);
		done += written > 0 ? (size_t)written : 0;
	}
	tcsetattr(signals.rescue.fd, TCSANOW, &signals.rescue.modes);
}

static void on_crash(int number, siginfo_t *info, void *context)
{
	(void)context;
	give_back();
	for (size_t i = 0; i < G_N_ELEMENTS(crashes); i++) {
		if (crashes[i] == number)
			sigaction(number, &signals.crash_before[i], NULL);
	}
	/* A fault happens again on return; what was sent must be sent again. */
	bool is_fault = info != NULL && info->si_code > 0 && info->si_code != SI_KERNEL;
	if (!is_fault || number == SIGTRAP)
		raise(number);
}

static void on_end(int number, siginfo_t *info, void *context)
{
	(void)context;
	/* A file of ours may not grow any more: that is an error where it is written, see process.h. */
	if (number == SIGXFSZ && info != NULL && info->si_pid == getpid())
		return;
	int saved_errno = errno;
	struct sigaction standard = { .sa_handler = SIG_DFL };
	give_back();
	sigemptyset(&standard.sa_mask);
	sigaction(number, &standard, NULL);
	raise(number);
	errno = saved_errno;
}

static void catch_end(int number)
{
	struct sigaction action = { .sa_sigaction = on_end, .sa_flags = SA_SIGINFO | SA_RESTART };
	struct sigaction *before = &signals.end_before[number];
	sigemptyset(&action.sa_mask);
	/* Whoever started this may want one ignored; a profiler has its own. */
	signals.is_end_caught[number] = sigaction(number, NULL, before) == 0 &&
					(before->sa_handler == SIG_DFL || number == SIGXFSZ) &&
					sigaction(number, &action, NULL) == 0;
}

static void catch_ends(void)
{
	for (size_t i = 0; i < G_N_ELEMENTS(ends); i++)
		catch_end(ends[i]);
	for (int number = SIGRTMIN; number <= SIGRTMAX; number++)
		catch_end(number);
}

static void catch_crashes(void)
{
	const size_t size = 64 * (size_t)1024;
	signals.crash_stack = g_malloc(size);
	stack_t stack = { .ss_sp = signals.crash_stack, .ss_size = size };
	sigaltstack(&stack, NULL); /* a stack that ran over has no room for a handler */
	struct sigaction action = { .sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < G_N_ELEMENTS(crashes); i++)
		sigaction(crashes[i], &action, &signals.crash_before[i]);
}

int signals_open(void)
{
	if (pipe2(signals.pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return -1;
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < G_N_ELEMENTS(caught); i++)
		sigaction(caught[i], &action, &signals.caught_before[i]);
	catch_crashes();
	catch_ends();
	return signals.pipe_ends[0];
}

int signals_take(void)
{
	char byte = 0;
	return signals.pipe_ends[0] >= 0 && read(signals.pipe_ends[0], &byte, 1) == 1 ? byte : 0;
}

void signals_stop(void)
{
	struct sigaction standard = { .sa_handler = SIG_DFL };
	struct sigaction ours;
	sigemptyset(&standard.sa_mask);
	sigaction(SIGTSTP, &standard, &ours);
	kill(0, SIGTSTP); /* the whole group: `make demo` must stop too */
	sigaction(SIGTSTP, &ours, NULL);
}

void signals_close(void)
{
	if (signals.pipe_ends[0] < 0)
		return;
	signals.rescue.is_armed = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(caught); i++)
		sigaction(caught[i], &signals.caught_before[i], NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(crashes); i++)
		sigaction(crashes[i], &signals.crash_before[i], NULL);
	for (int number = 1; number < _NSIG; number++) {
		if (signals.is_end_caught[number])
			sigaction(number, &signals.end_before[number], NULL);
		signals.is_end_caught[number] = false;
	}
	stack_t none = { .ss_flags = SS_DISABLE };
	sigaltstack(&none, NULL);
	g_clear_pointer(&signals.crash_stack, g_free);
	close(signals.pipe_ends[0]);
	close(signals.pipe_ends[1]);
	signals.pipe_ends[0] = signals.pipe_ends[1] = -1;
}

bool signals_set_rescue(int fd, const char *reset, size_t length, const struct termios *modes)
{
	signals.rescue.is_armed = 0;
	if (length == 0 || length > sizeof signals.rescue.reset)
		return length == 0;
	memcpy(signals.rescue.reset, reset, length);
	signals.rescue.length = length;
	signals.rescue.fd = fd;
	signals.rescue.modes = *modes;
	signals.rescue.is_armed = 1;
	return true;
}
