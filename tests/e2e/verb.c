#include "tests/e2e/verb.h"

#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/e2e/browser.h"

#define DEADLINE_MS 20000

typedef struct Child {
	GPid pid;
	int input, output, errors;
	GString *said; /* of `errors`, so far */
} Child;

void verb_clear(Verb *verb)
{
	g_clear_pointer(&verb->output, g_free);
	g_clear_pointer(&verb->errors, g_free);
}

char **verb_argv(const char *line)
{
	g_autoptr(GError) error = NULL;
	char **argv = NULL;
	g_shell_parse_argv(line, NULL, &argv, &error);
	g_assert_no_error(error);
	g_free(argv[0]);
	argv[0] = stage_program();
	return argv;
}

static char **make_environment(const Verb *verb)
{
	const char *const further[] = { verb->variable, NULL };
	return stage_environment(verb->stage, further);
}

static int exit_code(int status)
{
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

/* ---- to the end ---- */

static void run(Verb *verb, const char *line, GSpawnFlags flags, GSpawnChildSetupFunc set_up,
		char **output)
{
	g_auto(GStrv) argv = verb_argv(line);
	g_auto(GStrv) environment = make_environment(verb);
	g_autoptr(GError) error = NULL;
	int status = 0;
	g_spawn_sync(NULL, argv, environment, flags, set_up, NULL, output, &verb->errors, &status,
		     &error);
	g_assert_no_error(error);
	verb->code = exit_code(status);
}

void verb_run(Verb *verb, const char *line)
{
	verb_clear(verb);
	run(verb, line, G_SPAWN_DEFAULT, NULL, &verb->output);
}

static void open_full_disk(gpointer data)
{
	int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
	(void)data;
	if (fd >= 0)
		dup2(fd, STDOUT_FILENO);
}

void verb_run_into_full_disk(Verb *verb, const char *line)
{
	verb_clear(verb);
	run(verb, line, G_SPAWN_CHILD_INHERITS_STDIN, open_full_disk, NULL);
}

/* ---- with a talk on the way ---- */

static void start(Child *child, const Verb *verb, const char *line)
{
	g_auto(GStrv) argv = verb_argv(line);
	g_auto(GStrv) environment = make_environment(verb);
	g_autoptr(GError) error = NULL;
	g_spawn_async_with_pipes(NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
				 &child->pid, &child->input, &child->output, &child->errors,
				 &error);
	g_assert_no_error(error);
	child->said = g_string_new(NULL);
}

/* More of what it says on standard error. False: that is all. */
static bool read_more(Child *child)
{
	struct pollfd wait = { .fd = child->errors, .events = POLLIN };
	char bytes[4096];
	ssize_t count;
	if (poll(&wait, 1, DEADLINE_MS) <= 0)
		g_error("nothing more came: %s", child->said->str);
	count = read(child->errors, bytes, sizeof bytes);
	if (count > 0)
		g_string_append_len(child->said, bytes, count);
	return count > 0;
}

static char *read_all(int fd)
{
	GString *text = g_string_new(NULL);
	char bytes[4096];
	ssize_t count;
	while ((count = read(fd, bytes, sizeof bytes)) > 0)
		g_string_append_len(text, bytes, count);
	return g_string_free(text, FALSE);
}

static void finish(Child *child, Verb *verb)
{
	int status = 0;
	verb_clear(verb);
	if (child->input >= 0)
		close(child->input);
	while (read_more(child)) {
	}
	verb->output = read_all(child->output);
	verb->errors = g_string_free(child->said, FALSE);
	close(child->output);
	close(child->errors);
	waitpid(child->pid, &status, 0);
	verb->code = exit_code(status);
}

/* The address on a line of its own. NULL: it has ended without one. */
static char *await_page(Child *child, size_t *from)
{
	for (;;) {
		const char *begin = strstr(child->said->str + *from, "\n  http");
		const char *end = begin != NULL ? strchr(begin + 1, '\n') : NULL;
		if (end != NULL) {
			*from = (size_t)(end - child->said->str);
			return g_strndup(begin + 3, (gsize)(end - begin - 3));
		}
		if (!read_more(child))
			return NULL;
	}
}

void verb_login_as(Verb *verb, const char *line, const char *account)
{
	Child child = { 0 };
	size_t from = 0;
	start(&child, verb, line);
	g_autofree char *url = await_page(&child, &from);
	if (url != NULL) {
		g_autofree char *back = browser_sign_in(url, account, NULL);
		browser_visit(back);
	}
	finish(&child, verb);
}

void verb_login(Verb *verb, int pages, bool is_pasted)
{
	Child child = { 0 };
	size_t from = 0;
	start(&child, verb, "myroles login");
	for (int i = 0; i < pages; i++) {
		g_autofree char *url = await_page(&child, &from);
		if (url == NULL)
			break;
		g_autofree char *back = browser_sign_in(url, VERB_ACCOUNT, NULL);

		if (is_pasted) {
			g_autofree char *line = g_strconcat(back, "\n", NULL);
			g_assert_cmpint(write(child.input, line, strlen(line)), ==, strlen(line));
		} else {
			browser_visit(back);
		}
	}
	finish(&child, verb);
}

/* What stands behind the words that lead to it, up to the line's end. */
static char *await_code(Child *child)
{
	for (;;) {
		const char *line = strstr(child->said->str, "and type this code");
		const char *end = line != NULL ? strchr(line, '\n') : NULL;
		g_autofree char *words = end != NULL ? g_strndup(line, (gsize)(end - line)) : NULL;
		if (words != NULL)
			return g_strdup(strrchr(words, ' ') + 1);
		if (!read_more(child))
			return NULL;
	}
}

void verb_login_by_code(Verb *verb, bool is_declined)
{
	Child child = { 0 };
	/* The least wait that the program makes between two looks. */
	tenant_tell(verb->stage->tenant, "/settings", "{\"device_interval_s\":0}");
	start(&child, verb, "myroles login --device");
	g_autofree char *code = await_code(&child);
	if (code != NULL) {
		g_autofree char *body = g_strdup_printf(
			"{\"user_code\":\"%s\",\"account\":\"" VERB_ACCOUNT "\",\"decline\":%s}",
			code, is_declined ? "true" : "false");
		tenant_tell(verb->stage->tenant, "/login/device", body);
	}
	finish(&child, verb);
}
