#include "cli/complete-kept.h"

#include "cli/lists.h"
#include "frontend/request-words.h"
#include "frontend/selection.h"
#include "frontend/sets.h"
#include "frontend/subject.h"

#define MEANINGS_MOST 3 /* more is no help beside a word */

/* A word once, with what it may stand for. */
typedef struct Words {
	GHashTable *meanings; /* char* to Meanings* */
	GPtrArray *order;     /* char*, borrowed from it */
} Words;

typedef struct Meanings {
	GString *text; /* of the first ones */
	guint count;
} Meanings;

static void free_meanings(gpointer data)
{
	Meanings *meanings = data;
	g_string_free(meanings->text, TRUE);
	g_free(meanings);
}

static void words_init(Words *words)
{
	words->meanings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_meanings);
	words->order = g_ptr_array_new();
}

static void words_add(Words *words, const char *word, const char *text)
{
	Meanings *known = g_hash_table_lookup(words->meanings, word);
	if (known != NULL) {
		if (++known->count <= MEANINGS_MOST)
			g_string_append_printf(known->text, "; %s", text);
		return;
	}
	char *copy = g_strdup(word);
	Meanings *first = g_new0(Meanings, 1);
	*first = (Meanings){ .text = g_string_new(text), .count = 1 };
	g_hash_table_insert(words->meanings, copy, first);
	g_ptr_array_add(words->order, copy);
}

/* Another one of a word that has meanings enough; they are made for none but the first of ten thousand rows. */
static bool words_count(const Words *words, const char *word)
{
	Meanings *known = g_hash_table_lookup(words->meanings, word);
	if (known == NULL || known->count < MEANINGS_MOST)
		return false;
	known->count++;
	return true;
}

static void words_end(Words *words, Candidates *out)
{
	for (guint i = 0; i < words->order->len; i++) {
		const char *word = words->order->pdata[i];
		const Meanings *meanings = g_hash_table_lookup(words->meanings, word);
		if (meanings->count > MEANINGS_MOST)
			g_string_append_printf(meanings->text, "; and %u more",
					       meanings->count - MEANINGS_MOST);
		candidates_add(out, word, meanings->text->str);
	}
	g_ptr_array_unref(words->order);
	g_hash_table_unref(words->meanings);
}

static char *describe_place(const Grant *grant)
{
	if (grant->access != ACCESS_NONE)
		return g_strdup(access_word(grant->access));
	return g_strdup_printf("%s, %s", scope_label(&grant->scope),
			       scope_type_short(grant->scope.type));
}

/* Only what was activated can be ended, and all of it begins with a grant. */
static bool counts(ListId list, gconstpointer row)
{
	return list != LIST_ASSIGNMENTS ||
	       ((const Assignment *)row)->assignment_type != ASSIGNMENT_ASSIGNED;
}

static void add_roles(const GPtrArray *rows, ListId list, Words *words)
{
	for (guint i = 0; i < rows->len; i++) {
		const Grant *grant = rows->pdata[i];
		const char *word = role_label(&grant->role);
		if (!counts(list, grant) || words_count(words, word))
			continue;
		g_autofree char *place = describe_place(grant);
		words_add(words, word, place);
	}
}

static void add_scopes(const GPtrArray *rows, ListId list, const char *role, Words *words)
{
	for (guint i = 0; i < rows->len; i++) {
		const Grant *grant = rows->pdata[i];
		const char *word = scope_label(&grant->scope);
		if (!counts(list, grant) || (role != NULL && !grant_has_role(grant, role)) ||
		    words_count(words, word))
			continue;
		g_autofree char *text = g_strdup_printf(
			"%s, %s", scope_type_title(grant->scope.type), role_label(&grant->role));
		words_add(words, word, text);
	}
}

static void add_requests(const Session *session, const GPtrArray *rows, Words *words)
{
	const Wording wording = session_wording(session);
	for (guint i = 0; i < rows->len; i++) {
		const Request *request = rows->pdata[i];
		g_auto(Subject) subject = subject_of_request(request);
		g_autofree char *what = subject_words(&subject);
		g_autofree char *state = request_words(&wording, request, NULL);
		g_autofree char *text = g_strdup_printf("%s: %s", what, state);
		if (request->id != NULL)
			words_add(words, request->id, text);
	}
}

static void add_aliases(const Session *session, AliasKind kind, Words *words)
{
	const GPtrArray *aliases = session->settings->aliases;
	for (guint i = 0; i < aliases->len; i++) {
		const Alias *alias = aliases->pdata[i];
		g_autofree char *text =
			g_strdup_printf("stands for %s", alias_words(aliases, kind, alias->name));
		if (alias->kind == kind)
			words_add(words, alias->name, text);
	}
}

/* LIST_COUNT: of no list. */
static ListId list_of(KeptWords kind)
{
	switch (kind) {
	case KEPT_ELIGIBLE_ROLES:
	case KEPT_ELIGIBLE_SCOPES:
		return LIST_ELIGIBILITIES;
	case KEPT_ACTIVE_ROLES:
	case KEPT_ACTIVE_SCOPES:
		return LIST_ASSIGNMENTS;
	case KEPT_REQUESTS:
		return LIST_REQUESTS;
	default:
		return LIST_COUNT;
	}
}

static void add_rows(Session *session, KeptWords kind, const char *role, Words *words)
{
	const ListId list = list_of(kind);
	const GPtrArray *aliases = session->settings->aliases;
	if (kind == KEPT_ELIGIBLE_ROLES || kind == KEPT_ACTIVE_ROLES)
		add_aliases(session, ALIAS_ROLE, words);
	else if (kind != KEPT_REQUESTS)
		add_aliases(session, ALIAS_SCOPE, words);
	g_auto(Listing) listing = { 0 };
	if (!session_list(session, list, LISTS_KEPT, &listing))
		return;
	if (kind == KEPT_REQUESTS)
		add_requests(session, listing.rows, words);
	else if (kind == KEPT_ELIGIBLE_ROLES || kind == KEPT_ACTIVE_ROLES)
		add_roles(listing.rows, list, words);
	else
		add_scopes(listing.rows, list, alias_words(aliases, ALIAS_ROLE, role), words);
}

static void add_sets(const Session *session, Words *words)
{
	const GPtrArray *sets = session->settings->sets;
	for (guint i = 0; i < sets->len; i++) {
		const ActivationSet *set = sets->pdata[i];
		g_autofree char *roles = set_roles_words(set);
		words_add(words, set->name, set->about != NULL ? set->about : roles);
	}
}

static void add_account_names(const Session *session, Words *words)
{
	for (guint i = 0; i < session->settings->accounts->len; i++) {
		const AccountSettings *account = session->settings->accounts->pdata[i];
		words_add(words, account->name, account->tenant != NULL ? account->tenant : "");
	}
}

static void add_known(const GPtrArray *rows, KeptWords kind, Words *words)
{
	for (guint i = 0; i < rows->len; i++) {
		const KnownAccount *known = rows->pdata[i];
		const Account *account = known->account;
		if (account == NULL || account->tid == NULL)
			continue;
		const char *tenant =
			account->tenant_name != NULL ? account->tenant_name : account->tid;
		const char *person = account->upn != NULL ? account->upn : account->oid;
		if (kind == KEPT_TENANTS)
			words_add(words, account->tid, tenant);
		else if (person != NULL)
			words_add(words, person, tenant);
	}
}

/* What the journal knows: no service is asked for it. */
static void add_sign_ins(Session *session, KeptWords kind, Words *words)
{
	const uint64_t id = session_send(session, intent_new(0, INTENT_LIST_ACCOUNTS));
	for (;;) {
		g_autoptr(Event) event = session_next_ready(session);
		if (event == NULL)
			return;
		if (event->intent_id != id || event->kind != EVENT_ACCOUNTS)
			continue;
		if (event->rows != NULL)
			add_known(event->rows, kind, words);
		return;
	}
}

void complete_kept(const Options *options, KeptWords kind, const char *role, Candidates *out)
{
	g_auto(Session) session = { 0 };
	/* Of no list: LISTS_NONE. */
	const KeptChoice kept = { .lists = 1u << list_of(kind), .has_names_only = true };
	if (!session_try_open(&session, options, kept, NULL))
		return;
	Words words;
	words_init(&words);
	if (kind == KEPT_ACCOUNTS)
		add_account_names(&session, &words);
	else if (kind == KEPT_SETS)
		add_sets(&session, &words);
	else if (kind == KEPT_TENANTS || kind == KEPT_PERSONS)
		add_sign_ins(&session, kind, &words);
	else
		add_rows(&session, kind, role, &words);
	words_end(&words, out);
}
