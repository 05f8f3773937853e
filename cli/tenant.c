#include "cli/tenant.h"

#include <cjson/cJSON.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cli/wait.h"
#include "src/base/files.h"
#include "src/base/secret.h"

#define FOLDER_PREFIX "myroles-demo-"

#define READY_SECONDS 20
#define END_SECONDS   3
#define CHILD_EOF_FD  3 /* where the child finds the pipe whose end is its own end */

G_DEFINE_QUARK(myroles_tenant_error, tenant_error)

const char *const demo_people[] = { "operator", "approver", NULL };

/* Who they are in the tenant: one of the approvers, and one who needs them. */
static const char *const user_names[] = { "you@contoso.com", "sara@contoso.com" };

struct DemoTenant {
	char *folder;
	char *config;
	GSubprocess *process;
	int lifeline; /* our end of the pipe */
	int lock;     /* on the folder */
};

/* ---- The folder ---------------------------------------------------------------------------------- */

/* Nothing in it is followed out of it. */
static void remove_folder(const char *folder)
{
	g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
	const char *name = NULL;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		g_autofree char *path = g_build_filename(folder, name, NULL);
		GStatBuf status;
		if (g_lstat(path, &status) == 0 && S_ISDIR(status.st_mode))
			remove_folder(path);
		else
			g_unlink(path);
	}
	g_rmdir(folder);
}

/* Held for as long as the folder is in use: the kernel lets go of it however we end. -1: somebody else has it. */
static int lock_folder(const char *folder, int flags)
{
	g_autofree char *path = g_build_filename(folder, "lock", NULL);
	int fd = open(path, O_RDWR | O_CLOEXEC | O_NOFOLLOW | flags, 0600);
	if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
		close(fd);
		return -1;
	}
	return fd;
}

/* What demos left that were killed. */
static void remove_stale_folders(const char *base)
{
	g_autoptr(GDir) dir = g_dir_open(base, 0, NULL);
	const char *name = NULL;
	while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
		GStatBuf status;
		g_autofree char *path = g_build_filename(base, name, NULL);
		if (!g_str_has_prefix(name, FOLDER_PREFIX) || g_lstat(path, &status) != 0 ||
		    !S_ISDIR(status.st_mode) || status.st_uid != geteuid())
			continue;
		int fd = lock_folder(path, 0);
		if (fd < 0)
			continue;
		remove_folder(path);
		close(fd);
	}
}

static bool make_folder(DemoTenant *tenant, GError **error)
{
	const char *runtime = files_xdg_folder("XDG_RUNTIME_DIR");
	bool is_usable = runtime != NULL && access(runtime, W_OK) == 0;
	const char *base = is_usable ? runtime : g_get_tmp_dir();
	remove_stale_folders(base);
	char *path = g_build_filename(base, FOLDER_PREFIX "XXXXXX", NULL);
	tenant->folder = g_mkdtemp_full(path, 0700);
	if (tenant->folder == NULL)
		g_free(path);
	else
		tenant->lock = lock_folder(tenant->folder, O_CREAT | O_EXCL);
	if (tenant->folder == NULL || tenant->lock < 0) {
		g_set_error(error, TENANT_ERROR, TENANT_ERROR_FOLDER,
			    "A folder for the demo could not be made in %s.", base);
		return false;
	}
	return true;
}

char *demo_tenant_folder(const DemoTenant *tenant, const char *name)
{
	return g_build_filename(tenant->folder, name, NULL);
}

const char *demo_tenant_config(const DemoTenant *tenant)
{
	return tenant->config;
}

/* ---- The child ----------------------------------------------------------------------------------- */

/* Beside our own program first: the build tree and an installation look alike then. */
static char *find_program(void)
{
	g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
	if (own != NULL) {
		g_autofree char *folder = g_path_get_dirname(own);
		g_autofree char *path = g_build_filename(folder, "myroles-tenant", NULL);
		if (g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
			return g_steal_pointer(&path);
	}
	return g_find_program_in_path("myroles-tenant");
}

static bool spawn(DemoTenant *tenant, Instant still, GError **error)
{
	g_autofree char *program = find_program();
	if (program == NULL) {
		g_set_error_literal(
			error, TENANT_ERROR, TENANT_ERROR_MISSING,
			"The program myroles-tenant is not there: build or install it.");
		return false;
	}
	int ends[2];
	if (!g_unix_open_pipe(ends, FD_CLOEXEC, error))
		return false;
	tenant->lifeline = ends[1];
	if (!g_unix_set_fd_nonblocking(tenant->lifeline, TRUE, error))
		return false;
	g_autofree char *ready = demo_tenant_folder(tenant, "ready.json");
	g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
		G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
	g_subprocess_launcher_take_fd(launcher, ends[0], CHILD_EOF_FD);
	g_autofree char *eof_fd = g_strdup_printf("%d", CHILD_EOF_FD);
	g_autofree char *clock = instant_format(still);
	/* The first NULL ends the words: without a clock the lag is that of the scenario. */
	tenant->process = g_subprocess_launcher_spawn(
		launcher, error, program, "--port", "0", "--scenario", "demo", "--ready-file",
		ready, "--token-folder", tenant->folder, "--exit-on-eof", eof_fd,
		clock != NULL ? "--clock" : NULL, clock, "--lag", "0", NULL);
	return tenant->process != NULL;
}

/* An answer that is waited for. */
typedef struct Answer {
	bool is_there;
	char *line;
} Answer;

static bool is_there(gconstpointer answer)
{
	return ((const Answer *)answer)->is_there;
}

/* It still uses the answer: there is no way around it. */
static void wait_for(const Answer *answer)
{
	while (!answer->is_there)
		wait_once();
}

static void on_line(GObject *source, GAsyncResult *result, gpointer data)
{
	Answer *answer = data;
	answer->line = g_data_input_stream_read_line_finish(G_DATA_INPUT_STREAM(source), result,
							    NULL, NULL);
	answer->is_there = true;
}

static void on_ended(GObject *source, GAsyncResult *result, gpointer data)
{
	Answer *answer = data;
	g_subprocess_wait_finish(G_SUBPROCESS(source), result, NULL);
	answer->is_there = true;
}

/* The line that it prints when it is ready. The caller frees; NULL: it did not come. */
static char *read_ready_line(DemoTenant *tenant)
{
	g_autoptr(GDataInputStream) lines =
		g_data_input_stream_new(g_subprocess_get_stdout_pipe(tenant->process));
	Answer answer = { 0 };
	g_autoptr(GCancellable) cancellable = g_cancellable_new();
	g_data_input_stream_read_line_async(lines, G_PRIORITY_DEFAULT, cancellable, on_line,
					    &answer);
	if (!wait_until(is_there, &answer, READY_SECONDS)) {
		g_cancellable_cancel(cancellable);
		wait_for(&answer);
	}
	return answer.line;
}

static const char *member(const cJSON *object, const char *name)
{
	const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
	return text != NULL ? text : "";
}

static void add_person(GKeyFile *file, const DemoTenant *tenant, const cJSON *ready,
		       const char *name, const char *upn)
{
	g_autofree char *group = g_strconcat("account ", name, NULL);
	g_autofree char *tokens = demo_tenant_folder(tenant, upn);
	g_key_file_set_string(file, group, "cloud", "demo");
	g_key_file_set_string(file, group, "tenant", member(ready, "tenant"));
	g_key_file_set_string(file, group, "token_source", "file");
	g_key_file_set_string(file, group, "token_file", tokens);
}

/* What a set looks like. Its names are of the tenant's scenario. */
static const char *const example_set[][2] = {
	{ "about", "On call, early shift" },
	{ "duration", "4h" },
	{ "reason", "On call {ticket}" },
	{ "ticket_system", "ServiceNow" },
	{ "role.1", "Reader | at rg-payments" },
	{ "role.2", "Reader | at sub-dev" },
	{ "role.3", "Key Vault Secrets Officer | at sub-prod | for 1h" },
	{ "role.4", "Owner | at rg-edge | for 30m" },
};

static bool write_config(DemoTenant *tenant, const char *line, const char *person, GError **error)
{
	cJSON *ready = cJSON_Parse(line);
	g_autoptr(GKeyFile) file = g_key_file_new();
	g_key_file_set_string(file, "myroles", "account", person);
	for (size_t i = 0; demo_people[i] != NULL; i++)
		add_person(file, tenant, ready, demo_people[i], user_names[i]);
	g_key_file_set_string(file, "cloud demo", "login", member(ready, "login"));
	g_key_file_set_string(file, "cloud demo", "arm", member(ready, "arm"));
	g_key_file_set_string(file, "cloud demo", "graph", member(ready, "graph"));
	cJSON_Delete(ready);
	for (size_t i = 0; i < G_N_ELEMENTS(example_set); i++)
		g_key_file_set_string(file, "set morning", example_set[i][0], example_set[i][1]);
	gsize length = 0;
	g_autofree char *text = g_key_file_to_data(file, &length, NULL);
	tenant->config = demo_tenant_folder(tenant, "myroles.conf");
	return files_replace(tenant->config, text, length, error);
}

DemoTenant *demo_tenant_new(const char *person, Instant still, GError **error)
{
	g_autoptr(DemoTenant) tenant = g_new0(DemoTenant, 1);
	tenant->lifeline = -1;
	tenant->lock = -1;
	if (!make_folder(tenant, error))
		return NULL;
	if (!spawn(tenant, still, error))
		return NULL;
	g_autofree char *line = read_ready_line(tenant);
	if (line == NULL) {
		g_set_error_literal(error, TENANT_ERROR, TENANT_ERROR_START,
				    "The built-in tenant did not start.");
		return NULL;
	}
	bool is_ok = write_config(tenant, line, person, error);
	secret_wipe(line, strlen(line)); /* tokens, if only of the demo */
	return is_ok ? g_steal_pointer(&tenant) : NULL;
}

void demo_tenant_tell(gpointer tenant, const char *order)
{
	g_autofree char *line = g_strconcat(order, "\n", NULL);
	/* One write of a short line is whole or not at all; a tenant that reads nothing keeps nobody waiting. */
	(void)!write(((const DemoTenant *)tenant)->lifeline, line, strlen(line));
}

void demo_tenant_free(DemoTenant *tenant)
{
	if (tenant == NULL)
		return;
	if (tenant->lifeline >= 0)
		close(tenant->lifeline);
	if (tenant->process != NULL) {
		Answer answer = { 0 };
		g_subprocess_wait_async(tenant->process, NULL, on_ended, &answer);
		if (!wait_until(is_there, &answer, END_SECONDS)) {
			g_subprocess_force_exit(tenant->process);
			wait_for(&answer);
		}
		g_object_unref(tenant->process);
	}
	if (tenant->folder != NULL)
		remove_folder(tenant->folder);
	if (tenant->lock >= 0)
		close(tenant->lock);
	g_free(tenant->folder);
	g_free(tenant->config);
	g_free(tenant);
}
