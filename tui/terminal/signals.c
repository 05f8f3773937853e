#include "tui/terminal/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int CAUGHT[] = { SIGWINCH, SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP, SIGQUIT };
static const int CRASHES[] = { SIGSEGV, SIGABRT, SIGBUS, SIGILL, SIGFPE, SIGTRAP, SIGSYS };

static int pipe_ends[2] = { -1, -1 };
static struct sigaction caught_before[G_N_ELEMENTS(CAUGHT)];
static struct sigaction crash_before[G_N_ELEMENTS(CRASHES)];

/* What the crash handler needs, ready before it is needed. */
static struct {
	volatile sig_atomic_t is_armed;
	int fd;
	char reset[SIGNALS_RESCUE_BYTES];
	size_t length;
	struct termios modes;
} rescue;

static void *crash_stack;

static void on_signal(int number)
{
	int saved_errno = errno;
	char byte = (char)number;
	/* A full pipe already wakes the loop. */
	ssize_t written = write(pipe_ends[1], &byte, 1);
	(void)written;
	errno = saved_errno;
}

static void on_crash(int number, siginfo_t *info, void *context)
{
	(void)context;
	if (rescue.is_armed) {
		rescue.is_armed = 0;
		size_t done = 0;
		for (int tries = 0; tries < 100 && done < rescue.length; tries++) {
			ssize_t written =
				write(rescue.fd, rescue.reset + done, rescue.length - done);
			done += written > 0 ? (size_t)written : 0;
		}
		tcsetattr(rescue.fd, TCSANOW, &rescue.modes);
	}
	for (size_t i = 0; i < G_N_ELEMENTS(CRASHES); i++) {
		if (CRASHES[i] == number)
			sigaction(number, &crash_before[i], NULL);
	}
	/* A fault happens again on return; what was sent must be sent again. */
	bool is_fault = info != NULL && info->si_code > 0 && info->si_code != SI_KERNEL;
	if (!is_fault || number == SIGTRAP)
		raise(number);
}

static void catch_crashes(void)
{
	const size_t size = 64 * (size_t)1024;
	crash_stack = g_malloc(size);
	stack_t stack = { .ss_sp = crash_stack, .ss_size = size };
	sigaltstack(&stack, NULL); /* a stack that ran over has no room for a handler */
	struct sigaction action = { .sa_sigaction = on_crash, .sa_flags = SA_SIGINFO | SA_ONSTACK };
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < G_N_ELEMENTS(CRASHES); i++)
		sigaction(CRASHES[i], &action, &crash_before[i]);
}

int signals_open(void)
{
	if (pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0)
		return -1;
	struct sigaction action = { .sa_handler = on_signal, .sa_flags = SA_RESTART };
	sigemptyset(&action.sa_mask);
	for (size_t i = 0; i < G_N_ELEMENTS(CAUGHT); i++)
		sigaction(CAUGHT[i], &action, &caught_before[i]);
	catch_crashes();
	return pipe_ends[0];
}

int signals_take(void)
{
	char byte = 0;
	return pipe_ends[0] >= 0 && read(pipe_ends[0], &byte, 1) == 1 ? byte : 0;
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
	if (pipe_ends[0] < 0)
		return;
	rescue.is_armed = 0;
	for (size_t i = 0; i < G_N_ELEMENTS(CAUGHT); i++)
		sigaction(CAUGHT[i], &caught_before[i], NULL);
	for (size_t i = 0; i < G_N_ELEMENTS(CRASHES); i++)
		sigaction(CRASHES[i], &crash_before[i], NULL);
	stack_t none = { .ss_flags = SS_DISABLE };
	sigaltstack(&none, NULL);
	g_clear_pointer(&crash_stack, g_free);
	close(pipe_ends[0]);
	close(pipe_ends[1]);
	pipe_ends[0] = pipe_ends[1] = -1;
}

bool signals_set_rescue(int fd, const char *reset, size_t length, const struct termios *modes)
{
	rescue.is_armed = 0;
	if (length == 0 || length > sizeof rescue.reset)
		return length == 0;
	memcpy(rescue.reset, reset, length);
	rescue.length = length;
	rescue.fd = fd;
	rescue.modes = *modes;
	rescue.is_armed = 1;
	return true;
}
