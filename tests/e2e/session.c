#include "tests/e2e/session.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static volatile sig_atomic_t program_group;

/* A shell passes a hang-up on to its jobs. */
static void pass_on(int signal_number)
{
	if (program_group != 0)
		kill(-(pid_t)program_group, signal_number);
}

static void run_program(const SessionOptions *options, int terminal)
{
	sigset_t none;
	setpgid(0, 0);
	tcsetpgrp(terminal, getpid());
	for (int number = 1; number < NSIG; number++)
		signal(number, SIG_DFL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	for (int fd = 0; fd < 3; fd++)
		dup2(terminal, fd);
	for (int fd = 3; fd < 64; fd++)
		close(fd);
	if (options->directory != NULL && chdir(options->directory) != 0)
		_exit(127);
	execve(options->argv[0], (char *const *)options->argv, (char *const *)options->environment);
	_exit(127);
}

static void tell(int control, int kind, int value)
{
	SessionNews news = { kind, value };
	if (write(control, &news, sizeof news) != sizeof news)
		_exit(1);
}

/* One order from the other side; false when there will be none. */
static bool take_order(int control)
{
	char order;
	ssize_t got;
	do
		got = read(control, &order, 1);
	while (got < 0 && errno == EINTR);
	return got == 1;
}

static void keep(pid_t program, int terminal, int control)
{
	int status = 0;
	tell(control, 'P', program);
	for (;;) {
		if (waitpid(program, &status, WUNTRACED) < 0) {
			if (errno == EINTR)
				continue;
			_exit(1);
		}
		if (!WIFSTOPPED(status))
			break;
		tcsetpgrp(terminal, getpgrp());
		tell(control, SESSION_STOPPED, WSTOPSIG(status));
		if (!take_order(control))
			_exit(0);
		tcsetpgrp(terminal, program);
		kill(-program, SIGCONT);
	}
	tell(control, SESSION_ENDED, status);
	/* Our last descriptor: now the other side can read to the end. A session's leader that ends flushes
	 * what was not read yet, so it stays until told. */
	close(terminal);
	take_order(control);
	_exit(0);
}

static void run_keeper(const SessionOptions *options, const char *name, int control)
{
	int terminal;
	pid_t program;
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	for (int fd = 3; fd < 64; fd++) /* other tests' pipes end with their owner */
		if (fd != control)
			close(fd);
	setsid();
	terminal = open(name, O_RDWR | O_CLOEXEC);
	if (terminal < 0)
		_exit(1);
	ioctl(terminal, TIOCSCTTY, 0);
	signal(SIGTTOU, SIG_IGN);
	signal(SIGTTIN, SIG_IGN);
	signal(SIGTSTP, SIG_IGN);
	signal(SIGHUP, pass_on);
	program = fork();
	if (program == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		run_program(options, terminal);
	}
	setpgid(program, program);
	tcsetpgrp(terminal, program);
	program_group = program;
	keep(program, terminal, control);
}

void session_open(Session *session, const SessionOptions *options)
{
	struct winsize size = { .ws_row = (unsigned short)options->rows,
				.ws_col = (unsigned short)options->columns };
	SessionNews news = { 0 };
	int pair[2];
	session->terminal = posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK);
	g_assert_cmpint(session->terminal, >=, 0);
	g_assert_cmpint(grantpt(session->terminal), ==, 0);
	g_assert_cmpint(unlockpt(session->terminal), ==, 0);
	g_assert_cmpint(ioctl(session->terminal, TIOCSWINSZ, &size), ==, 0);
	g_assert_cmpint(tcgetattr(session->terminal, &session->before), ==, 0);
	g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair), ==, 0);
	session->keeper = fork();
	g_assert_cmpint(session->keeper, >=, 0);
	if (session->keeper == 0) {
		char name[64];
		if (ptsname_r(session->terminal, name, sizeof name) != 0)
			_exit(1);
		close(session->terminal);
		close(pair[0]);
		run_keeper(options, name, pair[1]);
	}
	close(pair[1]);
	session->control = pair[0];
	g_assert_true(session_read_news(session, &news));
	session->program = news.value;
}

void session_close(Session *session)
{
	if (session->keeper == 0)
		return;
	kill(-session->program, SIGKILL);
	close(session->control);
	kill(session->keeper, SIGKILL);
	waitpid(session->keeper, NULL, 0);
	session_hang_up(session);
	memset(session, 0, sizeof *session);
	session->terminal = -1;
}

bool session_read_news(Session *session, SessionNews *news)
{
	ssize_t got;
	do
		got = recv(session->control, news, sizeof *news, MSG_WAITALL);
	while (got < 0 && errno == EINTR);
	return got == sizeof *news;
}

void session_continue(Session *session)
{
	g_assert_cmpint(send(session->control, "C", 1, MSG_NOSIGNAL), ==, 1);
}

void session_hang_up(Session *session)
{
	if (session->terminal >= 0)
		close(session->terminal);
	session->terminal = -1;
}

bool session_has_modes_restored(const Session *session)
{
	struct termios now;
	return tcgetattr(session->terminal, &now) == 0 && now.c_iflag == session->before.c_iflag &&
	       now.c_oflag == session->before.c_oflag && now.c_cflag == session->before.c_cflag &&
	       now.c_lflag == session->before.c_lflag &&
	       memcmp(now.c_cc, session->before.c_cc, sizeof now.c_cc) == 0;
}
