/*
 * The configuration as plain values, read by src/store/config.c from myroles.conf(5).
 */
#ifndef MYROLES_MODEL_SETTINGS_H
#define MYROLES_MODEL_SETTINGS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

#include "src/model/account.h"
#include "src/model/activation-set.h"
#include "src/model/alias.h"

/* Where a cloud's services are. The built-in ones are a table in cloud.c. */
typedef struct Cloud {
	char *name;   /* "public", "usgov", "dod", "china", or a [cloud NAME] */
	char *login;  /* https://login.microsoftonline.com (no trailing slash on any of them) */
	char *arm;    /* https://management.azure.com */
	char *graph;  /* https://graph.microsoft.com */
	char *portal; /* https://portal.azure.com; NULL: none known */
	char *arm_audience; /* token resource for ARM; NULL: `arm` with a slash */
	char *ca_file;      /* NULL: the system's */
	bool is_builtin;
} Cloud;

Cloud *cloud_new_builtin(const char *name); /* NULL when there is no such cloud */
Cloud *cloud_copy(const Cloud *cloud);
void cloud_free(Cloud *cloud);

typedef enum {
	TOKEN_SOURCE_SIGN_IN, /* the person signs in here; the tokens are kept in a token store */
	TOKEN_SOURCE_AZ,      /* the Azure CLI; built-in clouds only */
	TOKEN_SOURCE_FILE,    /* a 0600 file {"arm":"…","graph":"…"} */
} TokenSource;

/* Where TOKEN_SOURCE_SIGN_IN keeps tokens. Never another one when this one fails. */
typedef enum {
	TOKEN_STORE_SECRET_SERVICE, /* the desktop's keyring */
	TOKEN_STORE_KERNEL,         /* the kernel's keyring: until the machine restarts */
	TOKEN_STORE_COMMAND,        /* a program of the person's own */
	TOKEN_STORE_MEMORY,         /* until the program ends */
} TokenStoreKind;

/* As the configuration says it: "secret-service". */
const char *token_store_word(TokenStoreKind kind);

/* One [account NAME]. */
typedef struct AccountSettings {
	char *name;
	char *tenant;          /* GUID or verified domain; NULL: the token's */
	char *cloud;           /* name; NULL: "public" */
	char *client_id;       /* of one registration for ARM and Graph; NULL: see the two below */
	char *arm_client_id;   /* NULL: client_id, else the Azure CLI's */
	char *graph_client_id; /* NULL: client_id, else Microsoft Graph Command Line Tools' */
	char *mfa_claims; /* asked for where a role wants a second factor; NULL: what is known to work */
	char *authority; /* any OpenID Connect issuer; NULL: the cloud's, for the tenant */
	TokenSource token_source;
	TokenStoreKind token_store;
	char *token_store_command; /* words as in a shell, the first an absolute path; NULL: none */
	char *token_file;
	AccountGuard guard;
} AccountSettings;

AccountSettings *account_settings_copy(const AccountSettings *account);

void account_settings_free(AccountSettings *account);

/* One [view NAME]: how a list of the dashboard may be looked at. The dashboard's own tables know what may stand there. */
typedef struct ViewSettings {
	char *name;
	char *list; /* "eligible"; NULL: the view's name is that of its list, which begins with it */
	char *filter;  /* what would be typed; NULL: none */
	char *sort;    /* "end"; NULL: the usual order */
	char *columns; /* their names, with commas between them; NULL: the usual ones */
} ViewSettings;

ViewSettings *view_settings_copy(const ViewSettings *view);
void view_settings_free(ViewSettings *view);

/* How the terminal is asked to tell something (OSC): by what it is, not at all, or as one says. */
typedef enum {
	NOTIFY_TERMINAL_AUTO,
	NOTIFY_TERMINAL_OFF,
	NOTIFY_TERMINAL_9,
	NOTIFY_TERMINAL_99,
	NOTIFY_TERMINAL_777,
} NotifyTerminal;

#define NOTIFY_BEFORE_MOST 4
#define NOTIFY_BEFORE_NEAR (-1)

/* [notify]: what is told beside the screen. */
typedef struct NotifySettings {
	bool is_on_desktop;
	bool has_bell;
	bool has_names; /* of roles, scopes and people */
	NotifyTerminal terminal;
	/* So many seconds before an activation's end, or NOTIFY_BEFORE_NEAR; 0 behind the last one. */
	int64_t before[NOTIFY_BEFORE_MOST + 1];
} NotifySettings;

typedef struct Settings {
	char *path;        /* the file it came from; NULL: none */
	char *machine;     /* that of the whole machine, which has its part in it; NULL: none */
	GHashTable *locks; /* keys that it locks → values */
	char *account;     /* [myroles] account=: name of the account to use; NULL: the only one */
	GPtrArray *accounts; /* AccountSettings* */
	GPtrArray *clouds;   /* Cloud* of [cloud NAME] */
	GPtrArray *sets;     /* ActivationSet* of [set NAME], in their order */
	GPtrArray *aliases;  /* Alias* of [alias] */
	GHashTable *
		keys; /* [keys] action name → char* keys; checked by the dashboard's action table */
	GHashTable *theme; /* [theme] name → char* value; checked by the dashboard's theme table */
	GPtrArray *views;  /* ViewSettings* of [view NAME], in the order of the file */
	bool has_mouse;    /* [myroles] mouse= */
	bool has_others;   /* [myroles] other_accounts=: their roles are shown, too */
	bool has_snapshot; /* [myroles] snapshot=; default true */
	char *log_file;    /* NULL: no log */
	NotifySettings notify;
	GHashTable *lines; /* where groups and keys stand in the file: settings_line() */
} Settings;

Settings *settings_new(void); /* defaults: no accounts */
void settings_free(Settings *settings);
/* The aliases of `from`, beside its own. */
void settings_add_aliases(Settings *settings, const Settings *from);

/* May `value` (NULL: nothing in particular) be chosen for a key of the configuration? False: the machine's file locks another. */
bool settings_may_choose(const Settings *settings, const char *key, const char *value);

/* What a group may be called: letters, digits, dots, - and _; at most 64. */
bool settings_is_name(const char *name);

/* The line (from 1) of a key of [group], or of the group itself (`key` NULL); 0: it is not in the file. */
size_t settings_line(const Settings *settings, const char *group, const char *key);
void settings_note_line(Settings *settings, const char *group, const char *key, size_t line);

/* The chosen account: by `name`, else [myroles] account=, else the only one; NULL when none fits. Borrowed. */
const AccountSettings *settings_find_account(const Settings *settings, const char *name);

/* The cloud of that name: a [cloud NAME] group first, then the built-in ones; NULL when unknown. Caller frees. */
Cloud *settings_find_cloud(const Settings *settings, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Cloud, cloud_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(AccountSettings, account_settings_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Settings, settings_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(ViewSettings, view_settings_free)

#endif
