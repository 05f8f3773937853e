#include "cli/foreground.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "cli/wait.h"
#include "src/base/process.h"
#include "src/base/text.h"

#define OWN_VARIABLES "MYROLES_" /* what is ours in the environment begins so */

/* ---- Finding it ----------------------------------------------------------------------------------- */

/* 0: it can be run. */
static int judge(const char *path)
{
	struct stat info;
	if (stat(path, &info) != 0)
		return errno == EACCES ? EXIT_CANNOT_RUN : EXIT_NOT_FOUND;
	return S_ISREG(info.st_mode) && access(path, X_OK) == 0 ? 0 : EXIT_CANNOT_RUN;
}

static char *find_in_path(const char *word, int *code)
{
	const char *path = g_getenv("PATH");
	g_auto(GStrv) folders = g_strsplit(path != NULL ? path : "/usr/bin:/bin", ":", -1);
	*code = EXIT_NOT_FOUND;
	for (char **folder = folders; *folder != NULL; folder++) {
		g_autofree char *file =
			g_build_filename(**folder != '\0' ? *folder : ".", word, NULL);
		const int found = judge(file);
		if (found == 0)
			return g_steal_pointer(&file);
		if (found == EXIT_CANNOT_RUN)
			*code = found;
	}
	return NULL;
}

/* The interpreter that a script names in its first line and that is not there; NULL: none. The caller frees. */
static char *find_lacking_interpreter(const char *path)
{
	char line[256];
	const int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	const ssize_t length = fd >= 0 ? read(fd, line, sizeof line - 1) : -1;
	if (fd >= 0)
		close(fd);
	if (length < 2 || memcmp(line, "#!", 2) != 0)
		return NULL;
	line[length] = '\0';
	const char *begin = line + 2 + strspn(line + 2, " \t");
	const size_t name = strcspn(begin, " \t\n");
	/* One that goes on beyond what was read is left to execve. */
	if (name == 0 || begin[name] == '\0')
		return NULL;
	/* A carriage return belongs to the name: files of Windows have it there. */
	g_autofree char *interpreter = g_strndup(begin, name);
	return access(interpreter, F_OK) != 0 ? g_steal_pointer(&interpreter) : NULL;
}

/* Some say only when they are run that they cannot be: then the roles would be on for nothing. */
static bool can_begin(const char *path)
{
	g_autofree char *interpreter = find_lacking_interpreter(path);
	if (interpreter == NULL)
		return true;
	const bool is_of_windows = g_str_has_suffix(interpreter, "\r");
	g_autofree char *clean = text_sanitize(g_strchomp(interpreter), -1);
	tell_format("%s: its first line names %s%s, which is not there. Nothing was activated.",
		    path, clean, is_of_windows ? " and a carriage return" : "");
	return false;
}

char *foreground_find(const char *word, int *code)
{
	char *found = NULL;
	if (*word == '\0') {
		*code = EXIT_NOT_FOUND;
	} else if (strchr(word, '/') == NULL) {
		found = find_in_path(word, code);
	} else {
		*code = judge(word);
		found = *code == 0 ? g_strdup(word) : NULL;
	}
	if (found == NULL)
		tell_format("%s: %s. Nothing was activated.", *word != '\0' ? word : "\"\"",
			    *code == EXIT_NOT_FOUND ? "there is no such command"
						    : "that cannot be run");
	if (found == NULL || can_begin(found))
		return found;
	*code = EXIT_CANNOT_RUN;
	g_free(found);
	return NULL;
}

static char **make_environment(void)
{
	char **environment = g_get_environ();
	for (char **pair = environment; *pair != NULL;) {
		if (!g_str_has_prefix(*pair, OWN_VARIABLES)) {
			pair++;
			continue;
		}
		g_autofree char *name = g_strndup(*pair, strcspn(*pair, "="));
		environment = g_environ_unsetenv(environment, name);
		pair = environment;
	}
	return process_restore_environment(environment);
}

/* ---- Signals -------------------------------------------------------------------------------------- */

typedef struct Caught {
	int number;
	int code; /* siginfo_t.si_code */
} Caught;

static const int caught_signals[] = { SIGINT,  SIGQUIT, SIGTERM, SIGHUP,
				      SIGUSR1, SIGUSR2, SIGCONT, SIGCHLD };

/* A handler is given nothing else: the pipe's writing end, and who heard of children before. One process runs one command. */
static int signal_end = -1;
static void (*child_handler)(int number);

static void on_signal(int number, siginfo_t *info, void *context)
{
	const int kept = errno;
	const Caught caught = { number, info->si_code };
	(void)context;
	if (write(signal_end, &caught, sizeof caught) < 0)
		errno = 0; /* it is full: so many others are there to be read */
	if (number == SIGCHLD && child_handler != SIG_DFL && child_handler != SIG_IGN)
		child_handler(number);
	errno = kept;
}

static void catch_signals(struct sigaction *before)
{
	struct sigaction action = { .sa_sigaction = on_signal,
				    .sa_flags = SA_SIGINFO | SA_RESTART };
	for (size_t i = 0; i < G_N_ELEMENTS(caught_signals); i++) {
		sigaction(caught_signals[i], NULL, &before[i]);
		if (caught_signals[i] == SIGCHLD)
			child_handler = (before[i].sa_flags & SA_SIGINFO) == 0
						? before[i].sa_handler
						: SIG_DFL;
		/* What whoever started this ignores stays ignored (nohup), here and there. */
		if (before[i].sa_handler != SIG_IGN || caught_signals[i] == SIGCHLD)
			sigaction(caught_signals[i], &action, NULL);
	}
}

static void release_signals(const struct sigaction *before)
{
	for (size_t i = 0; i < G_N_ELEMENTS(caught_signals); i++)
		sigaction(caught_signals[i], &before[i], NULL);
}

/* ---- The child ------------------------------------------------------------------------------------ */

typedef struct Start {
	const char *path;
	char **argv, **shell,
		**environment; /* `shell`: the same for a script without a first line */
	int failure;           /* where errno is written to */
} Start;

/* All but 0 to 2, and what is written to until the very end. */
static void close_others(void)
{
#ifdef SYS_close_range
	if (syscall(SYS_close_range, 3u, ~0u, 4u /* CLOSE_RANGE_CLOEXEC */) == 0)
		return;
#endif
	const long most = sysconf(_SC_OPEN_MAX);
	for (int fd = 3; fd < most; fd++)
		(void)fcntl(fd, F_SETFD, FD_CLOEXEC);
}

/* Ours write into a pipe of the parent's. */
static void drop_handlers(void)
{
	struct sigaction action;
	for (size_t i = 0; i < G_N_ELEMENTS(caught_signals); i++) {
		sigaction(caught_signals[i], NULL, &action);
		if (action.sa_handler != SIG_IGN)
			signal(caught_signals[i], SIG_DFL);
	}
}

/* Between fork and exec: nothing but calls that are safe there. Every signal is blocked at first. */
static void become(const Start *start)
{
	drop_handlers();
	process_restore(NULL);
	process_restore_signals();
	close_others();
	execve(start->path, start->argv, start->environment);
	if (errno == ENOEXEC)
		execve("/bin/sh", start->shell, start->environment);
	const int number = errno;
	if (write(start->failure, &number, sizeof number) < 0)
		_exit(EXIT_CANNOT_RUN);
	_exit(EXIT_CANNOT_RUN);
}

static char **shell_words(const char *path, char **argv)
{
	GPtrArray *words = g_ptr_array_new();
	g_ptr_array_add(words, (gpointer) "sh");
	g_ptr_array_add(words, (gpointer)path);
	for (char **word = argv + 1; *word != NULL; word++)
		g_ptr_array_add(words, *word);
	g_ptr_array_add(words, NULL);
	return (char **)g_ptr_array_free(words, FALSE);
}

/* 0: it runs as *child; else errno. */
static int start_child(const char *path, char **argv, pid_t *child)
{
	int ends[2];
	int number = 0;
	g_autofree char **shell = shell_words(path, argv);
	g_auto(GStrv) environment = make_environment();
	if (pipe2(ends, O_CLOEXEC) != 0)
		return errno;
	const Start start = { path, argv, shell, environment, ends[1] };
	sigset_t all;
	sigset_t before;
	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	*child = fork();
	if (*child == 0)
		become(&start);
	const int failure = errno;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	close(ends[1]);
	if (*child < 0)
		number = failure;
	else if (read(ends[0], &number, sizeof number) != sizeof number)
		number = 0;
	close(ends[0]);
	if (*child > 0 && number != 0)
		waitpid(*child, NULL, 0);
	return number;
}

/* ---- Following it --------------------------------------------------------------------------------- */

typedef struct Following {
	pid_t child;
	int terminal; /* -1: none */
	int status;
	bool is_over;
} Following;

/* The shell has to see us as it sees the command: stopped. It continues the whole group. */
static void look_at_child(Following *following)
{
	int status = 0;
	while (!following->is_over &&
	       waitpid(following->child, &status, WNOHANG | WUNTRACED | WCONTINUED) > 0) {
		if (WIFSTOPPED(status) && following->terminal >= 0) {
			kill(getpid(), SIGSTOP);
		} else if (WIFEXITED(status) || WIFSIGNALED(status)) {
			following->status = status;
			following->is_over = true;
		}
	}
}

static void take(Following *following, const Caught *caught)
{
	if (caught->number == SIGCHLD)
		look_at_child(following);
	/* What the terminal sends goes to the whole group: the command has it already. */
	else if (caught->code <= 0)
		kill(following->child, caught->number);
}

static gboolean on_caught(gint fd, GIOCondition condition, gpointer data)
{
	Caught caught;
	(void)condition;
	while (read(fd, &caught, sizeof caught) == sizeof caught)
		take(data, &caught);
	return G_SOURCE_CONTINUE;
}

/* What came before signals were caught here is heard by the session, some of it late: it is for the command. */
static void pass_earlier_on(Session *session, const Following *following)
{
	if (!session->is_interrupted)
		return;
	session->is_interrupted = false;
	kill(following->child, SIGINT);
}

/* Nobody reads what happens meanwhile. */
static void follow(Session *session, Following *following)
{
	while (!following->is_over) {
		pass_earlier_on(session, following);
		g_autoptr(Event) event = backend_take_event(session->backend);
		if (event == NULL)
			wait_once();
	}
}

/* A shell that the command was, and that was killed, has left the terminal to a group that is gone. */
static void take_terminal_back(int terminal, bool was_ours)
{
	sigset_t output;
	sigset_t before;
	if (was_ours && tcgetpgrp(terminal) != getpgrp()) {
		sigemptyset(&output);
		sigaddset(&output, SIGTTOU);
		pthread_sigmask(SIG_BLOCK, &output, &before);
		tcsetpgrp(terminal, getpgrp());
		pthread_sigmask(SIG_SETMASK, &before, NULL);
	}
	if (terminal >= 0)
		close(terminal);
}

static int code_of(int status)
{
	return WIFSIGNALED(status) ? FOREGROUND_SIGNALED + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Whoever pressed Ctrl-C until now wants no command. */
static bool is_interrupted(const Session *session)
{
	while (g_main_context_iteration(NULL, FALSE)) {
	}
	if (session->is_interrupted)
		tell("Interrupted, so the command is not run.", NULL);
	return session->is_interrupted;
}

/* Runs it. 0: it has ended, or was not even begun, and *code says how; else errno. */
static int run_and_follow(Session *session, const char *path, char **argv, Following *following,
			  int *code)
{
	*code = EXIT_INTERRUPTED;
	if (is_interrupted(session))
		return 0;
	const int failure = start_child(path, argv, &following->child);
	if (failure != 0) {
		*code = failure == ENOENT ? EXIT_NOT_FOUND : EXIT_CANNOT_RUN;
		return failure;
	}
	follow(session, following);
	*code = code_of(following->status);
	return 0;
}
int foreground_run(Session *session, const char *path, char **argv, int *error_number)
{
	struct sigaction before[G_N_ELEMENTS(caught_signals)];
	Following following = { .terminal = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC) };
	const bool is_ours = following.terminal >= 0 && tcgetpgrp(following.terminal) == getpgrp();
	int ends[2];
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) {
		*error_number = errno;
		take_terminal_back(following.terminal, false);
		return EXIT_CANNOT_RUN;
	}
	signal_end = ends[1];
	const guint source = g_unix_fd_add(ends[0], G_IO_IN, on_caught, &following);
	catch_signals(before);
	int code = EXIT_CANNOT_RUN;
	*error_number = run_and_follow(session, path, argv, &following, &code);
	release_signals(before);
	g_source_remove(source);
	signal_end = -1;
	close(ends[0]);
	close(ends[1]);
	take_terminal_back(following.terminal, is_ours);
	return code;
}
