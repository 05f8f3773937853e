#include "cli/payer.h"

#include <unistd.h>

#include "cli/verb.h"

/* Between fork and exec. */
static void leave_session(gpointer data)
{
	(void)data;
	setsid();
}

static void add_option(GPtrArray *words, const char *name, const char *value)
{
	if (value == NULL)
		return;
	g_ptr_array_add(words, g_strdup(name));
	g_ptr_array_add(words, g_strdup(value));
}

/* It stands elsewhere. */
static void add_file(GPtrArray *words, const char *name, const char *path)
{
	g_autofree char *whole = path != NULL ? g_canonicalize_filename(path, NULL) : NULL;
	add_option(words, name, whole);
}

static GPtrArray *payer_words(const Options *options, const char *leash)
{
	GPtrArray *words = g_ptr_array_new_with_free_func(g_free);
	g_ptr_array_add(words, g_strdup("/proc/self/exe"));
	g_ptr_array_add(words, g_strdup("pay"));
	add_file(words, "--config", options->config);
	add_option(words, "--account", options->account);
	add_option(words, "--tenant", options->tenant);
	add_option(words, "--user", options->person);
	add_file(words, "--log", options->log);
	add_option(words, "--leash", leash);
	g_ptr_array_add(words, NULL);
	return words;
}

bool payer_start(const Options *options, const PayerLeash *leash)
{
	/* A demo's tenant goes with it, and all that is active there. */
	if (options->state_dir != NULL)
		return false;
	g_autoptr(GPtrArray) words = payer_words(options, leash != NULL ? leash->word : NULL);
	int sources[2] = { 0 };
	int targets[2] = { 0 };
	size_t count = 0;
	if (leash != NULL && leash->fd >= 0) {
		sources[count] = leash->fd;
		targets[count++] = PAYER_LEASH_FD;
	}
	if (leash != NULL && leash->holder >= 0) {
		sources[count] = leash->holder;
		targets[count++] = PAYER_HOLDER_FD;
	}
	return g_spawn_async_with_pipes_and_fds(
		"/", (const char *const *)words->pdata, NULL,
		G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL, leave_session, NULL, -1,
		-1, -1, sources, targets, count, NULL, NULL, NULL, NULL, NULL);
}

void payer_start_if_due(const Backend *backend, const Options *options)
{
	/* Those for programs pay themselves, or have to be quick. */
	if (!options->verb->is_hidden && backend_is_owing(backend))
		payer_start(options, NULL);
}
