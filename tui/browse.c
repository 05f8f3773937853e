#include "tui/browse.h"

#include <string.h>
#include <unistd.h>

#include "src/base/limits.h"

G_DEFINE_QUARK(myroles_browse_error, browse_error)

/* What a desktop's opener needs to find the browser; everything else stays here. */
static const char *const KEPT[] = {
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
};

bool browse_is_url(const char *url)
{
	if (url == NULL || strlen(url) > LIMIT_URL)
		return false;
	for (const char *p = url; *p != '\0'; p++) {
		if (!g_ascii_isgraph(*p) || strchr("\"'`<>\\^{}|", *p) != NULL)
			return false;
	}
	g_autoptr(GUri) uri = g_uri_parse(url, G_URI_FLAGS_NONE, NULL);
	return uri != NULL && strcmp(g_uri_get_scheme(uri), "https") == 0 &&
	       g_uri_get_host(uri) != NULL && *g_uri_get_host(uri) != '\0' &&
	       g_uri_get_userinfo(uri) == NULL;
}

static char **make_environment(void)
{
	g_auto(GStrv) names = g_listenv();
	GPtrArray *kept = g_ptr_array_new();
	for (char **name = names; *name != NULL; name++) {
		bool is_kept = g_str_has_prefix(*name, "XDG_") || g_str_has_prefix(*name, "LC_");
		for (size_t i = 0; i < G_N_ELEMENTS(KEPT) && !is_kept; i++)
			is_kept = strcmp(*name, KEPT[i]) == 0;
		if (is_kept)
			g_ptr_array_add(kept, g_strdup_printf("%s=%s", *name, g_getenv(*name)));
	}
	g_ptr_array_add(kept, NULL);
	return (char **)g_ptr_array_free(kept, FALSE);
}

bool browse_open(const char *url, GError **error)
{
	if (!browse_is_url(url)) {
		g_set_error_literal(error, BROWSE_ERROR, BROWSE_ERROR_URL,
				    "That address is not opened: it is no https URL.");
		return false;
	}
	if (geteuid() == 0 && g_getenv("SUDO_UID") != NULL) {
		g_set_error(error, BROWSE_ERROR, BROWSE_ERROR_ROOT,
			    "No browser is started as root. Open %s yourself.", url);
		return false;
	}
	if (g_getenv("DISPLAY") == NULL && g_getenv("WAYLAND_DISPLAY") == NULL &&
	    g_getenv("WSL_DISTRO_NAME") == NULL) {
		g_set_error(error, BROWSE_ERROR, BROWSE_ERROR_NO_DESKTOP,
			    "There is no desktop here. Open %s where there is one.", url);
		return false;
	}
	char *argv[] = { (char *)"xdg-open", (char *)url, NULL };
	g_auto(GStrv) environment = make_environment();
	GSpawnFlags flags =
		G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL | G_SPAWN_STDERR_TO_DEV_NULL;
	g_autoptr(GError) reason = NULL;
	if (g_spawn_async(NULL, argv, environment, flags, NULL, NULL, NULL, &reason))
		return true;
	g_set_error(error, BROWSE_ERROR, BROWSE_ERROR_START,
		    "No browser could be started (xdg-open). Open %s yourself.", url);
	return false;
}
