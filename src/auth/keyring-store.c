#include <libsecret/secret.h>
#include <stdbool.h>
#include <string.h>

#include "src/auth/token-store.h"

/*
 * A look-up in a locked keyring finds nothing, without an error, and so does one in a keyring that was never set up.
 * So each call goes through the same steps: the service, its default collection, is it locked, and only then the
 * call itself. One state machine for all; `step` says where it stands.
 */

typedef struct KeyringStore {
	TokenStore base;
	unsigned deadline_ms;
	GPtrArray *calls; /* Call* that are not over */
} KeyringStore;

typedef enum { CALL_LOAD, CALL_SAVE, CALL_ERASE, CALL_UNLOCK } CallKind;

typedef struct Call {
	KeyringStore *store; /* NULL: reported already; libsecret's own answer is awaited */
	CallKind kind;
	GHashTable *attributes;
	Secret *value; /* to be saved */
	StoreLoaded loaded;
	StoreDone done;
	gpointer data;
	GCancellable *cancellable;
	guint deadline;
	SecretService *service;
	SecretCollection *collection;
} Call;

static const SecretSchema schema = {
	"org.myroles.Token",
	SECRET_SCHEMA_NONE,
	{
		{ "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ "item", SECRET_SCHEMA_ATTRIBUTE_STRING },
		{ NULL, 0 },
	},
	0,
	NULL,
	NULL,
	NULL,
	NULL,
	NULL,
	NULL,
	NULL,
};

/* ---- the end of a call ---- */

static void call_free(Call *call)
{
	g_clear_handle_id(&call->deadline, g_source_remove);
	g_clear_pointer(&call->attributes, g_hash_table_unref);
	secret_free(call->value);
	g_clear_object(&call->collection);
	g_clear_object(&call->service);
	g_object_unref(call->cancellable);
	g_free(call);
}

/* Tells the caller, once. The call itself stays until libsecret has answered. */
static void report(Call *call, const Secret *value, const GError *error)
{
	KeyringStore *store = g_steal_pointer(&call->store);
	if (store == NULL)
		return;
	g_clear_handle_id(&call->deadline, g_source_remove);
	g_ptr_array_remove(store->calls, call);
	if (call->kind == CALL_LOAD)
		call->loaded(value, error, call->data);
	else if (call->done != NULL)
		call->done(error, call->data);
}

static GError *say(AuthError code, const char *sentence)
{
	return g_error_new_literal(AUTH_ERROR, (int)code, sentence);
}

static const struct {
	GQuark (*domain)(void);
	int error;
	AuthError code;
} meanings[] = {
	{ secret_error_get_quark, SECRET_ERROR_IS_LOCKED, AUTH_ERROR_KEYRING_LOCKED },
	{ secret_error_get_quark, SECRET_ERROR_NO_SUCH_OBJECT, AUTH_ERROR_NO_COLLECTION },
	{ g_dbus_error_quark, G_DBUS_ERROR_UNKNOWN_OBJECT, AUTH_ERROR_NO_COLLECTION },
	{ g_dbus_error_quark, G_DBUS_ERROR_UNKNOWN_METHOD, AUTH_ERROR_NO_COLLECTION },
	{ g_dbus_error_quark, G_DBUS_ERROR_NO_REPLY, AUTH_ERROR_KEYRING_HUNG },
	{ g_dbus_error_quark, G_DBUS_ERROR_TIMED_OUT, AUTH_ERROR_KEYRING_HUNG },
	{ g_io_error_quark, G_IO_ERROR_TIMED_OUT, AUTH_ERROR_KEYRING_HUNG },
};

/* What libsecret or D-Bus said, as this room's error; what is not in the table means that there is no keyring. */
static GError *translate(const GError *error)
{
	AuthError code = AUTH_ERROR_NO_KEYRING;
	for (size_t i = 0; i < G_N_ELEMENTS(meanings); i++) {
		if (g_error_matches(error, meanings[i].domain(), meanings[i].error))
			code = meanings[i].code;
	}
	switch (code) {
	case AUTH_ERROR_KEYRING_LOCKED:
		return say(code, "the keyring is locked");
	case AUTH_ERROR_NO_COLLECTION:
		return say(code, "the keyring has not been set up");
	case AUTH_ERROR_KEYRING_HUNG:
		return say(code, "the keyring does not answer");
	default:
		return g_error_new(AUTH_ERROR, (int)code, "no keyring can be reached: %s",
				   error->message);
	}
}

/* libsecret's last answer to this call is there. */
static void finish(Call *call, const Secret *value, const GError *error)
{
	g_autoptr(GError) told = error != NULL ? translate(error) : NULL;
	report(call, value, told);
	call_free(call);
}

static void finish_with(Call *call, AuthError code, const char *sentence)
{
	g_autoptr(GError) error = say(code, sentence);
	report(call, NULL, error);
	call_free(call);
}

static gboolean on_deadline(gpointer data)
{
	Call *call = data;
	GCancellable *cancellable = g_object_ref(call->cancellable);
	g_autoptr(GError) hung = say(AUTH_ERROR_KEYRING_HUNG, "the keyring does not answer");
	call->deadline = 0;
	report(call, NULL, hung);
	g_cancellable_cancel(cancellable);
	g_object_unref(cancellable);
	return G_SOURCE_REMOVE;
}

/* ---- the call itself ---- */

static void on_loaded(GObject *source, GAsyncResult *result, gpointer data)
{
	Call *call = data;
	g_autoptr(GError) error = NULL;
	char *text = secret_password_lookup_nonpageable_finish(result, &error);
	g_autoptr(Secret) value = text != NULL ? secret_new(text, -1) : NULL;
	(void)source;
	secret_password_free(text);
	finish(call, value, error);
}

static void on_saved(GObject *source, GAsyncResult *result, gpointer data)
{
	g_autoptr(GError) error = NULL;
	(void)source;
	secret_password_store_finish(result, &error);
	finish(data, NULL, error);
}

static void on_erased(GObject *source, GAsyncResult *result, gpointer data)
{
	g_autoptr(GError) error = NULL;
	(void)source;
	secret_password_clear_finish(result, &error);
	finish(data, NULL, error);
}

static void on_unlocked(GObject *source, GAsyncResult *result, gpointer data)
{
	Call *call = data;
	g_autoptr(GError) error = NULL;
	GList *unlocked = NULL;
	int count = secret_service_unlock_finish(SECRET_SERVICE(source), result, &unlocked, &error);
	g_list_free_full(unlocked, g_object_unref);
	if (error == NULL && count == 0)
		finish_with(call, AUTH_ERROR_PROMPT_DISMISSED, "the keyring was not unlocked");
	else
		finish(call, NULL, error);
}

static void unlock(Call *call)
{
	GList one = { .data = call->collection };
	/* The person may take as long as it takes. */
	g_clear_handle_id(&call->deadline, g_source_remove);
	secret_service_unlock(call->service, &one, call->cancellable, on_unlocked, call);
}

static void do_call(Call *call)
{
	switch (call->kind) {
	case CALL_LOAD:
		secret_password_lookupv(&schema, call->attributes, call->cancellable, on_loaded,
					call);
		break;
	case CALL_SAVE:
		secret_password_storev(&schema, call->attributes, SECRET_COLLECTION_DEFAULT,
				       "myroles sign-in", secret_peek(call->value),
				       call->cancellable, on_saved, call);
		break;
	case CALL_ERASE:
		secret_password_clearv(&schema, call->attributes, call->cancellable, on_erased,
				       call);
		break;
	case CALL_UNLOCK:
		finish(call, NULL, NULL);
		break;
	}
}

/* ---- the steps before it ---- */

static void on_collection(GObject *source, GAsyncResult *result, gpointer data)
{
	Call *call = data;
	g_autoptr(GError) error = NULL;
	(void)source;
	call->collection = secret_collection_for_alias_finish(result, &error);
	if (error != NULL)
		finish(call, NULL, error);
	else if (call->store == NULL)
		call_free(call);
	else if (call->collection == NULL)
		finish_with(call, AUTH_ERROR_NO_COLLECTION, "the keyring has not been set up");
	else if (!secret_collection_get_locked(call->collection))
		do_call(call);
	else if (call->kind == CALL_UNLOCK)
		unlock(call);
	else
		finish_with(call, AUTH_ERROR_KEYRING_LOCKED, "the keyring is locked");
}

static void on_service(GObject *source, GAsyncResult *result, gpointer data)
{
	Call *call = data;
	g_autoptr(GError) error = NULL;
	(void)source;
	call->service = secret_service_get_finish(result, &error);
	if (call->service == NULL) {
		finish(call, NULL, error);
		return;
	}
	/* Without this the end of the session bus would be the end of this process. */
	g_dbus_connection_set_exit_on_close(
		g_dbus_proxy_get_connection(G_DBUS_PROXY(call->service)), FALSE);
	secret_collection_for_alias(call->service, SECRET_COLLECTION_DEFAULT,
				    SECRET_COLLECTION_NONE, call->cancellable, on_collection, call);
}

static Call *begin(TokenStore *base, CallKind kind, const StoreKey *key, gpointer data)
{
	KeyringStore *store = (KeyringStore *)base;
	Call *call = g_new0(Call, 1);
	call->store = store;
	call->kind = kind;
	call->data = data;
	call->cancellable = g_cancellable_new();
	call->deadline = g_timeout_add(store->deadline_ms, on_deadline, call);
	g_ptr_array_add(store->calls, call);
	if (key != NULL) {
		/* No names in here: attributes are kept in the clear. */
		call->attributes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
		g_hash_table_insert(call->attributes, (char *)"application", g_strdup("myroles"));
		g_hash_table_insert(call->attributes, (char *)"account", store_key_account(key));
		if (key->item != NULL)
			g_hash_table_insert(call->attributes, (char *)"item", g_strdup(key->item));
	}
	secret_service_get(SECRET_SERVICE_OPEN_SESSION, call->cancellable, on_service, call);
	return call;
}

/* ---- the store ---- */

static void keyring_load(TokenStore *store, const StoreKey *key, StoreLoaded done, gpointer data)
{
	begin(store, CALL_LOAD, key, data)->loaded = done;
}

static void keyring_save(TokenStore *store, const StoreKey *key, const Secret *value,
			 StoreDone done, gpointer data)
{
	Call *call = begin(store, CALL_SAVE, key, data);
	call->done = done;
	call->value = secret_copy(value);
}

static void keyring_erase(TokenStore *store, const StoreKey *key, StoreDone done, gpointer data)
{
	begin(store, CALL_ERASE, key, data)->done = done;
}

static void keyring_unlock(TokenStore *store, StoreDone done, gpointer data)
{
	begin(store, CALL_UNLOCK, NULL, data)->done = done;
}

/* What is only read, or waits for a person at a prompt, is no reason to stay. */
static bool keyring_is_busy(const TokenStore *store)
{
	const GPtrArray *calls = ((const KeyringStore *)store)->calls;
	for (guint i = 0; i < calls->len; i++) {
		const Call *call = calls->pdata[i];
		if (call->kind == CALL_SAVE || call->kind == CALL_ERASE)
			return true;
	}
	return false;
}

static void keyring_free(TokenStore *base)
{
	KeyringStore *store = (KeyringStore *)base;
	g_autoptr(GError) canceled =
		g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CANCELLED, "canceled");
	while (store->calls->len > 0) {
		Call *call = g_ptr_array_index(store->calls, 0);
		g_autoptr(GCancellable) cancellable = g_object_ref(call->cancellable);
		report(call, NULL, canceled);
		g_cancellable_cancel(cancellable);
	}
	g_ptr_array_unref(store->calls);
	g_free(store);
}

TokenStore *token_store_new_keyring(unsigned deadline_ms)
{
	KeyringStore *store = g_new0(KeyringStore, 1);
	store->base.load = keyring_load;
	store->base.save = keyring_save;
	store->base.erase = keyring_erase;
	store->base.unlock = keyring_unlock;
	store->base.is_busy = keyring_is_busy;
	store->base.free = keyring_free;
	store->deadline_ms = deadline_ms;
	store->calls = g_ptr_array_new();
	return &store->base;
}
