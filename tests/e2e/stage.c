#include "tests/e2e/stage.h"

#include "tests/e2e/folder.h"

char *stage_path(const Stage *stage, const char *name)
{
	return g_build_filename(stage->folder, name, NULL);
}

static void write_file(const char *path, const char *text)
{
	g_autoptr(GError) error = NULL;
	g_file_set_contents_full(path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error);
	g_assert_no_error(error);
}

static void write_config(Stage *stage, const char *account_keys, const char *cloud_keys)
{
	g_autofree char *path = stage_path(stage, "config/myroles/myroles.conf");
	g_autofree char *folder = g_path_get_dirname(path);
	g_autofree char *text = g_strdup_printf(
		"[myroles]\naccount=test\n\n"
		"[account test]\ncloud=test\n%s\n"
		"[cloud test]\nlogin=%s\narm=%s\ngraph=%s\n%s",
		account_keys, tenant_url(stage->tenant, "login"), tenant_url(stage->tenant, "arm"),
		tenant_url(stage->tenant, "graph"), cloud_keys != NULL ? cloud_keys : "");
	g_assert_cmpint(g_mkdir_with_parents(folder, 0700), ==, 0);
	write_file(path, text);
}

void stage_write_config(Stage *stage, const char *cloud_keys)
{
	g_autofree char *keys = g_strdup_printf("token_source=file\ntoken_file=%s\n",
						tenant_token_file(stage->tenant));
	write_config(stage, keys, cloud_keys);
}

void stage_write_sign_in_config(Stage *stage, const char *account_keys)
{
	write_config(stage, account_keys, "portal=https://portal.azure.com\n");
}

Stage *stage_new(const char *const *tenant_arguments)
{
	Stage *stage = g_new0(Stage, 1);
	stage->folder = folder_new();
	stage->tenant = tenant_new(stage->folder, tenant_arguments);
	stage_write_config(stage, NULL);
	return stage;
}

void stage_free(Stage *stage)
{
	if (stage == NULL)
		return;
	keyring_free(stage->keyring);
	tenant_free(stage->tenant);
	folder_remove(stage->folder);
	g_free(stage->folder);
	g_free(stage);
}

void stage_reset(Stage *stage)
{
	g_autofree char *state = stage_path(stage, "state");
	g_autofree char *cache = stage_path(stage, "cache");
	tenant_tell(stage->tenant, "/reset", "{}");
	folder_remove(state);
	folder_remove(cache);
}

/* ---- For cmocka ------------------------------------------------------------------------------- */

int stage_open(void **state)
{
	*state = stage_new(NULL);
	return 0;
}

int stage_close(void **state)
{
	stage_free(*state);
	return 0;
}

int stage_begin(void **state)
{
	stage_reset(*state);
	stage_write_config(*state, NULL);
	return 0;
}

int stage_begin_signed_out(void **state)
{
	stage_reset(*state);
	stage_write_sign_in_config(*state, STAGE_CLIENT "token_store=memory\n");
	return 0;
}

int stage_begin_with_keyring(void **state)
{
	Stage *stage = *state;
	stage_reset(stage);
	stage_write_sign_in_config(stage, STAGE_CLIENT);
	stage->keyring = keyring_new();
	if (stage->keyring != NULL)
		keyring_start(stage->keyring, "--unlock");
	return 0;
}

int stage_end_keyring(void **state)
{
	Stage *stage = *state;
	g_clear_pointer(&stage->keyring, keyring_free);
	stage->is_bus_cut = false;
	return 0;
}

/* ---- Runs ------------------------------------------------------------------------------------- */

char *stage_program(void)
{
	const char *top = g_getenv("top_builddir");
	return g_build_filename(top != NULL ? top : ".", "myroles", NULL);
}

static const char *bus_address(const Stage *stage)
{
	return stage->keyring != NULL && !stage->is_bus_cut ? keyring_address(stage->keyring)
							    : "unix:path=/nowhere";
}

/* Nothing of the environment outside but where programs are and what sanitizers are told. */
char **stage_environment(const Stage *stage, const char *const *further)
{
	static const char *const kept[] = { "PATH", "ASAN_OPTIONS", "LSAN_OPTIONS",
					    "UBSAN_OPTIONS" };
	static const char *const folders[] = { "CONFIG", "STATE", "CACHE", "DATA" };
	static const char *const names[] = { "config", "state", "cache", "data" };
	char **environment = g_new0(char *, 1);
	for (size_t i = 0; i < G_N_ELEMENTS(kept); i++)
		if (g_getenv(kept[i]) != NULL)
			environment =
				g_environ_setenv(environment, kept[i], g_getenv(kept[i]), TRUE);
	for (size_t i = 0; i < G_N_ELEMENTS(folders); i++) {
		g_autofree char *name = g_strdup_printf("XDG_%s_HOME", folders[i]);
		g_autofree char *path = stage_path(stage, names[i]);
		environment = g_environ_setenv(environment, name, path, TRUE);
	}
	environment = g_environ_setenv(environment, "XDG_RUNTIME_DIR", stage->folder, TRUE);
	environment = g_environ_setenv(environment, "HOME", stage->folder, TRUE);
	environment = g_environ_setenv(environment, "TERM", "xterm-256color", TRUE);
	environment = g_environ_setenv(environment, "LC_ALL", "C.UTF-8", TRUE);
	environment = g_environ_setenv(environment, "TZ", "UTC", TRUE);
	environment =
		g_environ_setenv(environment, "DBUS_SESSION_BUS_ADDRESS", bus_address(stage), TRUE);
	for (size_t i = 0; further != NULL && further[i] != NULL; i++) {
		g_auto(GStrv) pair = g_strsplit(further[i], "=", 2);
		environment = g_environ_setenv(environment, pair[0], pair[1], TRUE);
	}
	return environment;
}

Pty *stage_run(Stage *stage, const StageRun *run)
{
	static const StageRun usual = { 0 };
	const StageRun *wish = run != NULL ? run : &usual;
	g_autoptr(GPtrArray) argv = g_ptr_array_new_with_free_func(g_free);
	g_auto(GStrv) environment = stage_environment(stage, wish->environment);
	SessionOptions options = { .rows = wish->rows > 0 ? wish->rows : 24,
				   .columns = wish->columns > 0 ? wish->columns : 80 };
	g_ptr_array_add(argv, stage_program());
	for (size_t i = 0; wish->arguments != NULL && wish->arguments[i] != NULL; i++)
		g_ptr_array_add(argv, g_strdup(wish->arguments[i]));
	g_ptr_array_add(argv, NULL);
	options.argv = (const char *const *)argv->pdata;
	options.environment = (const char *const *)environment;
	return pty_new(&options);
}

void stage_make_certificate(const char *folder, char **certificate, char **key)
{
	g_autoptr(GError) error = NULL;
	int status = 0;
	*certificate = g_build_filename(folder, "tls.crt", NULL);
	*key = g_build_filename(folder, "tls.key", NULL);
	const char *argv[] = { "openssl",
			       "req",
			       "-x509",
			       "-newkey",
			       "ec",
			       "-pkeyopt",
			       "ec_paramgen_curve:prime256v1",
			       "-nodes",
			       "-days",
			       "2",
			       "-subj",
			       "/CN=myroles test",
			       "-addext",
			       "subjectAltName=DNS:localhost,IP:127.0.0.1",
			       "-keyout",
			       *key,
			       "-out",
			       *certificate,
			       NULL };

	g_spawn_sync(NULL, (char **)argv, NULL,
		     G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL,
		     NULL, NULL, NULL, NULL, &status, &error);
	g_assert_no_error(error);
	g_assert_cmpint(status, ==, 0);
}
