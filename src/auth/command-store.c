#include "src/auth/command-store.h"

#include <gio/gio.h>
#include <stdbool.h>
#include <string.h>

#include "src/auth/child.h"
#include "src/auth/store-answers.h"
#include "src/base/escapes.h"
#include "src/base/limits.h"
#include "src/base/text.h"

/* A longer word of what it complains may be a secret. */
#define WORD_MOST 40

/*
 * What a store of passwords needs to find itself and to ask the person, and nothing else: where programs, homes and languages
 * are; GnuPG and pass; agents and buses that hold a key already; a window to ask in, and the terminal's name and kind.
 */
static const char *const kept_variables[] = {
	"PATH",
	"HOME",
	"USER",
	"LOGNAME",
	"LANG",
	"LC_ALL",
	"LC_CTYPE",
	"TMPDIR",
	"GNUPGHOME",
	"GPG_TTY",
	"PASSWORD_STORE_DIR",
	"PASSWORD_STORE_GPG_OPTS",
	"PASSWORD_STORE_SIGNING_KEY",
	"PASSWORD_STORE_UMASK",
	"SSH_AUTH_SOCK",
	"DBUS_SESSION_BUS_ADDRESS",
	"XDG_RUNTIME_DIR",
	"XDG_CONFIG_HOME",
	"XDG_DATA_HOME",
	"DISPLAY",
	"WAYLAND_DISPLAY",
	"XAUTHORITY",
	"TERM",
};

/* All that an account may have: a program knows single names only. */
static const char *const items[] = { "refresh",    "refresh:arm",  "refresh:graph",
				     "access:arm", "access:graph", "subject" };

typedef struct CommandStore {
	TokenStore base;
	char **words; /* NULL: they make no sense */
	const TerminalUse *terminal;
	unsigned deadline_ms;
	GQueue calls;          /* Call*; the first one runs */
	StoreAnswers *answers; /* that need no program */
	Child *child;          /* NULL: none runs */
	bool is_lent;
	guint turn;
} CommandStore;

typedef enum { CALL_GET, CALL_STORE, CALL_ERASE } CallKind;

static const char *const verbs[] = {
	[CALL_GET] = "get",
	[CALL_STORE] = "store",
	[CALL_ERASE] = "erase",
};

typedef struct Call {
	CallKind kind;
	char *account;
	char *item;   /* NULL: all of them, one after the other */
	size_t place; /* of all items */
	Secret *value;
	GError *error; /* of an item before, or of one that it would have waited for in vain */
	StoreLoaded loaded;
	StoreDone done;
	gpointer data;
} Call;

static void call_free(Call *call)
{
	g_free(call->account);
	g_free(call->item);
	secret_free(call->value);
	g_clear_error(&call->error);
	g_free(call);
}

static void report(const Call *call, const Secret *value, const GError *error)
{
	if (call->loaded != NULL)
		call->loaded(value, error, call->data);
	else if (call->done != NULL)
		call->done(error, call->data);
}

/* ---- what it said ---- */

/* Its last line, as far as no secret can stand in it; NULL: it said nothing. */
static char *find_reason(const char *errors)
{
	g_auto(GStrv) lines = g_strsplit(errors, "\n", -1);
	const char *last = NULL;
	for (char **line = lines; *line != NULL; line++) {
		escapes_remove(*line);
		if (*g_strstrip(*line) != '\0')
			last = *line;
	}
	if (last == NULL)
		return NULL;
	g_autofree char *clean = text_sanitize(last, -1);
	g_auto(GStrv) words = g_strsplit(clean, " ", -1);
	for (char **word = words; *word != NULL; word++) {
		if (strlen(*word) <= WORD_MOST)
			continue;
		g_free(*word);
		*word = g_strdup("...");
	}
	return g_strjoinv(" ", words);
}

static GError *failure(const CommandStore *store, const Call *call, const ChildResult *result)
{
	const char *verb = verbs[call->kind];
	if (result->is_late)
		return g_error_new(AUTH_ERROR, AUTH_ERROR_STORE_COMMAND,
				   "token_store_command did not end within %u s (%s)",
				   store->deadline_ms / 1000, verb);
	if (result->is_too_long)
		return g_error_new(AUTH_ERROR, AUTH_ERROR_STORE_COMMAND,
				   "token_store_command printed more than a token (%s)", verb);
	g_autofree char *reason = find_reason(result->errors);
	if (result->exit_status < 0)
		return g_error_new(AUTH_ERROR, AUTH_ERROR_STORE_COMMAND,
				   "token_store_command was ended by a signal (%s)%s%s", verb,
				   reason != NULL ? ": " : "", reason != NULL ? reason : "");
	return g_error_new(AUTH_ERROR, AUTH_ERROR_STORE_COMMAND,
			   "token_store_command failed with %d (%s)%s%s", result->exit_status, verb,
			   reason != NULL ? ": " : "", reason != NULL ? reason : "");
}

/* Nothing that is kept has any. */
static bool has_control(const char *bytes, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		if (g_ascii_iscntrl(bytes[i]))
			return true;
	}
	return false;
}

/* One line, with or without its end. NULL without an error: nothing is kept. */
static Secret *take_value(const ChildResult *result, GError **error)
{
	size_t length = result->output_length;
	if (length > 0 && result->output[length - 1] == '\n')
		length--;
	if (length == 0)
		return NULL;
	if (memchr(result->output, '\0', length) != NULL ||
	    memchr(result->output, '\n', length) != NULL) {
		g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_STORE_COMMAND,
				    "token_store_command printed more than one line (get)");
		return NULL;
	}
	if (!has_control(result->output, length))
		return secret_new(result->output, (gssize)length);
	g_set_error_literal(error, AUTH_ERROR, AUTH_ERROR_STORE_COMMAND,
			    "token_store_command printed control characters (get): a line of "
			    "Windows, or colors?");
	return NULL;
}

/* ---- one after the other ---- */

static void begin(CommandStore *store);

static gboolean on_turn(gpointer data)
{
	CommandStore *store = data;
	store->turn = 0;
	begin(store);
	return G_SOURCE_REMOVE;
}

static void begin_later(CommandStore *store)
{
	if (store->turn == 0 && store->child == NULL)
		store->turn = g_idle_add_full(G_PRIORITY_DEFAULT, on_turn, store, NULL);
}

static void lend(CommandStore *store, bool is_lent)
{
	if (store->is_lent == is_lent || store->terminal->lend == NULL)
		return;
	store->is_lent = is_lent;
	if (is_lent)
		store->terminal->lend(store->terminal->data);
	else
		store->terminal->take_back(store->terminal->data);
}

/* The first call is over. `error` is taken. */
static void finish(CommandStore *store, const Secret *value, GError *error)
{
	Call *call = g_queue_peek_head(&store->calls);
	const bool has_more = call->item == NULL && call->place + 1 < G_N_ELEMENTS(items);
	if (call->error == NULL)
		call->error = g_steal_pointer(&error);
	g_clear_error(&error);
	if (has_more) {
		call->place++;
		begin_later(store);
		return;
	}
	g_queue_pop_head(&store->calls);
	if (g_queue_is_empty(&store->calls))
		lend(store, false);
	else
		begin_later(store);
	report(call, value, call->error);
	call_free(call);
}

/* Who waits behind one that hangs would only wait as long again. What is to be kept is tried all the same. */
static void spoil_waiting(CommandStore *store, const GError *error)
{
	for (GList *link = store->calls.head->next; link != NULL; link = link->next) {
		Call *call = link->data;
		if (call->kind == CALL_GET && call->error == NULL)
			call->error = g_error_copy(error);
	}
}

static void on_ended(const ChildResult *result, gpointer data)
{
	CommandStore *store = data;
	const Call *call = g_queue_peek_head(&store->calls);
	GError *error = NULL;
	g_autoptr(Secret) value = NULL;
	store->child = NULL;
	if (result->is_late || result->is_too_long || result->exit_status != 0)
		error = failure(store, call, result);
	else if (call->kind == CALL_GET)
		value = take_value(result, &error);
	if (result->is_late)
		spoil_waiting(store, error);
	finish(store, value, error);
}

/* ':' means something in some names of files. */
static char *name_of(const Call *call)
{
	char *name = g_strconcat("myroles/", call->account, "/",
				 call->item != NULL ? call->item : items[call->place], NULL);
	return g_strdelimit(name, ":", '-');
}

static void begin(CommandStore *store)
{
	const Call *call = g_queue_peek_head(&store->calls);
	if (call->kind == CALL_GET && call->error != NULL) {
		finish(store, NULL, NULL);
		return;
	}
	g_autofree char *name = name_of(call);
	g_autoptr(GPtrArray) argv = g_ptr_array_new();
	g_auto(GStrv) environment = child_environment(kept_variables, G_N_ELEMENTS(kept_variables));
	GError *error = NULL;
	for (char **word = store->words; word != NULL && *word != NULL; word++)
		g_ptr_array_add(argv, *word);
	g_ptr_array_add(argv, (char *)verbs[call->kind]);
	g_ptr_array_add(argv, name);
	g_ptr_array_add(argv, NULL);
	const ChildCall run = {
		.argv = (const char *const *)argv->pdata,
		.environment = environment,
		.input = call->kind == CALL_STORE ? call->value : NULL,
		.limit = LIMIT_STORE_OUTPUT,
		.deadline_ms = store->deadline_ms,
		.takes_terminal = true,
		.is_alone = true,
	};
	lend(store, true);
	if (store->words != NULL)
		store->child = child_run(&run, on_ended, store, &error);
	if (store->child != NULL)
		return;
	finish(store, NULL,
	       g_error_new(AUTH_ERROR, AUTH_ERROR_STORE_COMMAND,
			   "token_store_command cannot be started: %s",
			   error != NULL ? error->message : "it makes no sense"));
	g_clear_error(&error);
}

static Call *add(TokenStore *base, CallKind kind, const StoreKey *key, gpointer data)
{
	CommandStore *store = (CommandStore *)base;
	Call *call = g_new0(Call, 1);
	call->kind = kind;
	call->account = store_key_account(key);
	call->item = g_strdup(key->item);
	call->data = data;
	g_queue_push_tail(&store->calls, call);
	begin_later(store);
	return call;
}

/* ---- the store ---- */

static void command_load(TokenStore *store, const StoreKey *key, StoreLoaded done, gpointer data)
{
	add(store, CALL_GET, key, data)->loaded = done;
}

static void command_save(TokenStore *store, const StoreKey *key, const Secret *value,
			 StoreDone done, gpointer data)
{
	Call *call = add(store, CALL_STORE, key, data);
	call->value = secret_copy(value);
	call->done = done;
}

static void command_erase(TokenStore *store, const StoreKey *key, StoreDone done, gpointer data)
{
	add(store, CALL_ERASE, key, data)->done = done;
}

/* The program asks by itself. */
static void command_unlock(TokenStore *store, StoreDone done, gpointer data)
{
	store_answers_done(((CommandStore *)store)->answers, NULL, done, data);
}

static bool command_is_busy(const TokenStore *base)
{
	const CommandStore *store = (const CommandStore *)base;
	for (const GList *link = store->calls.head; link != NULL; link = link->next) {
		if (((const Call *)link->data)->kind != CALL_GET)
			return true;
	}
	return false;
}

static void command_free(TokenStore *base)
{
	CommandStore *store = (CommandStore *)base;
	g_autoptr(GError) canceled =
		g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "canceled");
	g_clear_handle_id(&store->turn, g_source_remove);
	child_free(store->child);
	lend(store, false);
	for (Call *call; (call = g_queue_pop_head(&store->calls)) != NULL;) {
		report(call, NULL, canceled);
		call_free(call);
	}
	store_answers_free(store->answers);
	g_strfreev(store->words);
	g_free(store);
}

TokenStore *token_store_new_command(const char *command, const TerminalUse *terminal,
				    unsigned deadline_ms)
{
	CommandStore *store = g_new0(CommandStore, 1);
	store->base.load = command_load;
	store->base.save = command_save;
	store->base.erase = command_erase;
	store->base.unlock = command_unlock;
	store->base.is_busy = command_is_busy;
	store->base.free = command_free;
	g_shell_parse_argv(command, NULL, &store->words, NULL);
	store->terminal = terminal;
	store->deadline_ms = deadline_ms;
	g_queue_init(&store->calls);
	store->answers = store_answers_new();
	return &store->base;
}
