#include "src/base/browser.h"

#include <string.h>
#include <unistd.h>

#include "src/base/host.h"
#include "src/base/limits.h"
#include "src/base/process.h"

G_DEFINE_QUARK(myroles_browser_error, browser_error)

/* What a desktop's opener needs to find the browser, and the browser the network; everything else stays here. */
static const char *const kept_variables[] = {
	"HOME",
	"PATH",
	"USER",
	"LOGNAME",
	"LANG",
	"DISPLAY",
	"WAYLAND_DISPLAY",
	"XAUTHORITY",
	"BROWSER",
	"DBUS_SESSION_BUS_ADDRESS",
	"SHELL",
	"DESKTOP_SESSION",
	"KDE_FULL_SESSION",
	"WSL_DISTRO_NAME",
	"WSL_INTEROP",
	"http_proxy",
	"https_proxy",
	"HTTP_PROXY",
	"HTTPS_PROXY",
	"ftp_proxy",
	"FTP_PROXY",
	"all_proxy",
	"ALL_PROXY",
	"no_proxy",
	"NO_PROXY",
	"auto_proxy",
};

bool browser_is_url(const char *url)
{
	if (url == NULL || strlen(url) > LIMIT_URL)
		return false;
	for (const char *p = url; *p != '\0'; p++) {
		if (!g_ascii_isgraph(*p) || strchr("\"'`<>\\^{}|", *p) != NULL)
			return false;
	}
	g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
	if (uri == NULL || g_uri_get_host(uri) == NULL || *g_uri_get_host(uri) == '\0' ||
	    g_uri_get_userinfo(uri) != NULL)
		return false;
	const char *scheme = g_uri_get_scheme(uri);
	return strcmp(scheme, "https") == 0 ||
	       (strcmp(scheme, "http") == 0 && host_is_loopback(g_uri_get_host(uri)));
}

static bool has_variable(const char *name)
{
	const char *value = g_getenv(name);
	return value != NULL && *value != '\0';
}

bool browser_is_elsewhere(const char **why)
{
	static const struct {
		const char *variable, *why;
	} signs[] = {
		{ "SSH_CONNECTION", "this is an SSH session" },
		{ "SSH_TTY", "this is an SSH session" },
		{ "WSL_DISTRO_NAME", "this is WSL" },
		{ "WSL_INTEROP", "this is WSL" },
		{ "REMOTE_CONTAINERS", "this is a container" },
		{ "CODESPACES", "this is a container" },
		{ "container", "this is a container" }, /* podman, systemd-nspawn */
	};
	static const char *const files[] = { "/.dockerenv", "/run/.containerenv" };
	for (size_t i = 0; i < G_N_ELEMENTS(signs); i++) {
		if (has_variable(signs[i].variable)) {
			*why = signs[i].why;
			return true;
		}
	}
	for (size_t i = 0; i < G_N_ELEMENTS(files); i++) {
		if (access(files[i], F_OK) == 0) {
			*why = "this is a container";
			return true;
		}
	}
	*why = "there is no desktop here";
	return !has_variable("DISPLAY") && !has_variable("WAYLAND_DISPLAY");
}

static char **make_environment(void)
{
	g_auto(GStrv) names = g_listenv();
	GPtrArray *kept = g_ptr_array_new();
	for (char **name = names; *name != NULL; name++) {
		bool is_kept = g_str_has_prefix(*name, "XDG_") || g_str_has_prefix(*name, "LC_");
		for (size_t i = 0; i < G_N_ELEMENTS(kept_variables) && !is_kept; i++)
			is_kept = strcmp(*name, kept_variables[i]) == 0;
		if (is_kept)
			g_ptr_array_add(kept, g_strdup_printf("%s=%s", *name, g_getenv(*name)));
	}
	g_ptr_array_add(kept, NULL);
	return (char **)g_ptr_array_free(kept, FALSE);
}

bool browser_open(const char *url, GError **error)
{
	if (!browser_is_url(url)) {
		g_set_error_literal(error, BROWSER_ERROR, BROWSER_ERROR_URL,
				    "That address is not opened: it is not an https URL.");
		return false;
	}
	if (geteuid() == 0 && g_getenv("SUDO_UID") != NULL) {
		g_set_error(error, BROWSER_ERROR, BROWSER_ERROR_ROOT,
			    "No browser is started as root. Open %s yourself.", url);
		return false;
	}
	if (g_getenv("DISPLAY") == NULL && g_getenv("WAYLAND_DISPLAY") == NULL &&
	    g_getenv("WSL_DISTRO_NAME") == NULL) {
		g_set_error(error, BROWSER_ERROR, BROWSER_ERROR_NO_DESKTOP,
			    "There is no desktop here. Open %s where there is one.", url);
		return false;
	}
	char *argv[] = { (char *)"xdg-open", (char *)url, NULL };
	g_auto(GStrv) environment = make_environment();
	GSpawnFlags flags =
		G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL;
	g_autoptr(GError) reason = NULL;
	if (g_spawn_async(NULL, argv, environment, flags, process_restore, NULL, NULL, &reason))
		return true;
	g_set_error(error, BROWSER_ERROR, BROWSER_ERROR_START,
		    "No browser could be started (xdg-open). Open %s yourself.", url);
	return false;
}
