/* Which accounts and tenants there are, and going over to another one. */
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/finder.h"
#include "tui/dialogs/administrator.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lines.h"
#include "tui/dialogs/sign-in.h"
#include "tui/dialogs/sign-out.h"

/* One that can be chosen. */
typedef struct AccountRow {
	char *id;
	const KnownAccount *known; /* borrowed from what was told */
} AccountRow;

typedef struct Accounts {
	uint64_t intent_id;
	GPtrArray *told;  /* KnownAccount*, shared; NULL: not told yet */
	GPtrArray *rows;  /* AccountRow* of them; NULL: none yet */
	Pane list;        /* of AccountRow* */
	bool is_loading;  /* more of them may come */
	Problem *problem; /* why they are not known; NULL: they are */
} Accounts;

/* What the palette finds. */
typedef struct Memory {
	GPtrArray *told;    /* KnownAccount*, shared; NULL: not told yet */
	uint64_t intent_id; /* that asked for them; 0: none */
} Memory;

static void row_clear(AccountRow *row)
{
	g_free(row->id);
	g_free(row);
}

static void accounts_clear(void *self)
{
	Accounts *accounts = self;
	pane_clear(&accounts->list);
	g_clear_pointer(&accounts->rows, g_ptr_array_unref);
	g_clear_pointer(&accounts->told, g_ptr_array_unref);
	problem_free(accounts->problem);
}

static Pane *list_of(const Dialog *dialog)
{
	return &((Accounts *)dialog->self)->list;
}

static const char *id_of(gconstpointer row)
{
	return ((const AccountRow *)row)->id;
}

static const PaneKind accounts_pane = { .id_of = id_of, .is_held = true };

static char *make_id(const KnownAccount *known)
{
	const Account *account = known->account;
	return account == NULL ? g_strdup(known->name)
			       : g_strdup_printf("%s %s %s", known->name, account->tid,
						 account->oid != NULL ? account->oid : "");
}

static void take_rows(const State *state, Accounts *accounts)
{
	GPtrArray *rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_clear);
	g_ptr_array_set_size(accounts->list.visible, 0);
	for (guint i = 0; accounts->told != NULL && i < accounts->told->len; i++) {
		AccountRow *row = g_new0(AccountRow, 1);
		row->known = g_ptr_array_index(accounts->told, i);
		row->id = make_id(row->known);
		g_ptr_array_add(rows, row);
		g_ptr_array_add(accounts->list.visible, row);
	}
	g_clear_pointer(&accounts->rows, g_ptr_array_unref);
	accounts->rows = rows;
	pane_reselect(state, &accounts->list);
}

/* The one chosen in the list on top; NULL: none. */
static const KnownAccount *selected(const State *state)
{
	const Dialog *dialog = dialog_top(state);
	const AccountRow *row = dialog != NULL && dialog->kind == &accounts_dialog
					? pane_selected(list_of(dialog))
					: NULL;
	return row != NULL ? row->known : NULL;
}

/* ---- What it shows ------------------------------------------------------------------------------ */

/* Who, and below it where: tenant, cloud, and the name of the configuration. */
static void add_account(Page *page, const KnownAccount *known, bool is_selected)
{
	const Account *account = known->account;
	StyleId first = is_selected ? STYLE_SELECTED : STYLE_TITLE;
	StyleId second = is_selected ? STYLE_SELECTED : STYLE_TEXT;
	const char *mark = is_selected ? ">" : " ";
	if (account == NULL) {
		page_printf(page, 2, first, "%s nobody is signed in", mark);
		page_printf(page, 4, second, "    account %s%s", known->name,
			    known->is_current ? ", in use" : "");
		return;
	}
	page_printf(page, 2, first, "%s %s", mark,
		    account->upn != NULL   ? account->upn
		    : account->oid != NULL ? account->oid
					   : "you");
	page_printf(page, 4, second, "    %s, cloud %s, account %s%s",
		    account->tenant_name != NULL ? account->tenant_name : account->tid,
		    account->cloud, known->name,
		    known->is_current             ? ", in use"
		    : known_account_is_new(known) ? ", not signed in there yet"
						  : "");
}

static void write_accounts(const State *state, const Dialog *dialog, Page *page)
{
	const Accounts *accounts = dialog->self;
	for (size_t i = 0; i < pane_count(&accounts->list); i++)
		add_account(page, ((const AccountRow *)pane_at(&accounts->list, i))->known,
			    i == accounts->list.cursor);
	if (accounts->is_loading || accounts->problem != NULL)
		page_add_blank(page);
	if (accounts->is_loading)
		page_add(page, 0, STYLE_DIM, "Asking for other tenants…");
	if (accounts->problem != NULL)
		lines_add_problem(page, state, accounts->problem);
}

/* ---- What can be done --------------------------------------------------------------------------- */

static const char *needs_quiet(const State *state)
{
	return submissions_are_running(&state->submissions)
		       ? "Requests are still on their way: wait until it is "
			 "known what became of them."
		       : NULL;
}

static const char *needs_other_account(const State *state)
{
	const KnownAccount *known = selected(state);
	if (known == NULL)
		return "There is no account here.";
	return known->is_current ? "This one is in use." : needs_quiet(state);
}

/* Each name has a client, and a place in the keyring, of its own. */
static const char *needs_signed_in_here(const State *state)
{
	const KnownAccount *known = selected(state);
	if (known == NULL || known->account == NULL || known_account_is_new(known))
		return "Nobody is signed in there.";
	const GPtrArray *all = ((const Accounts *)dialog_top(state)->self)->told;
	for (guint i = 0; i < all->len; i++) {
		const KnownAccount *other = g_ptr_array_index(all, i);
		if (other->is_current && g_strcmp0(other->name, known->name) == 0)
			return NULL;
	}
	return "It belongs to another [account NAME]: use that first.";
}

static void run_accounts(Update *update)
{
	Accounts *accounts = dialog_open(update, &accounts_dialog)->self;
	Intent *intent = update_intent(update, INTENT_LIST_ACCOUNTS);
	intent->is_deep = true;
	pane_init(&accounts->list, &accounts_pane);
	accounts->is_loading = true;
	accounts->intent_id = update_send(update, intent);
}

/* Brings this one to the front. */
static void note_person(char **people, const char *name)
{
	for (guint i = 0; people != NULL && people[i] != NULL; i++) {
		if (g_strcmp0(people[i], name) != 0)
			continue;
		char *first = people[0];
		people[0] = people[i];
		people[i] = first;
	}
}

static uint64_t use(Update *update, const char *name, const Account *account)
{
	Intent *intent = update_intent(update, INTENT_USE_ACCOUNT);
	intent->name = g_strdup(name);
	intent->account = account_copy(account);
	note_person(update->state->at.people, name);
	return update_send(update, intent);
}

static void run_use(Update *update)
{
	const KnownAccount *known = selected(update->state);
	if (known_account_is_new(known)) {
		sign_in_at(update, known->account);
		return;
	}
	use(update, known->name, known->account);
	dialog_close(update);
}

static const char *needs_people(const State *state)
{
	if (state->at.people == NULL)
		return "Only the demo has a second person to change to.";
	return needs_quiet(state);
}

/* Operator, approver, administrator, who decides what the operator asked for. */
static void run_change_person(Update *update)
{
	Surroundings *at = &update->state->at;
	const bool is_administrator_next =
		at->has_administrator && g_strcmp0(at->people[1], at->asker) == 0;
	const uint64_t intent_id = use(update, at->people[1], NULL);
	at->administrator_intent = is_administrator_next ? intent_id : 0;
}

/* ---- In the palette ----------------------------------------------------------------------------- */

static Memory *memory_of(const State *state)
{
	return dialog_memory(state, &accounts_dialog);
}

static void forget(void *self)
{
	g_clear_pointer(&((Memory *)self)->told, g_ptr_array_unref);
}

/* Those that are known without asking other tenants. */
static void on_sought(Update *update)
{
	Memory *memory = memory_of(update->state);
	if (memory->told == NULL && memory->intent_id == 0)
		memory->intent_id =
			update_send(update, update_intent(update, INTENT_LIST_ACCOUNTS));
}

static char *words_of(const KnownAccount *known)
{
	const Account *account = known->account;
	if (account == NULL)
		return g_strdup(known->name);
	const char *where = account->tenant_name != NULL ? account->tenant_name : account->tid;
	return g_strdup_printf("%s %s  %s", account->upn != NULL ? account->upn : "", where,
			       known->name);
}

static void go(Update *update, const char *id)
{
	const GPtrArray *told = memory_of(update->state)->told;
	const char *why_not = needs_quiet(update->state);
	for (guint i = 0; told != NULL && i < told->len; i++) {
		const KnownAccount *known = g_ptr_array_index(told, i);
		g_autofree char *own = make_id(known);
		if (g_strcmp0(own, id) != 0)
			continue;
		if (known->is_current)
			update_notice(update, NOTICE_INFO, "This one is in use.");
		else if (why_not != NULL)
			update_notice(update, NOTICE_INFO, "%s", why_not);
		else if (known_account_is_new(known))
			sign_in_at(update, known->account);
		else
			use(update, known->name, known->account);
		return;
	}
}

static void find_accounts(const State *state, const Search *search, guint most, GPtrArray *found)
{
	const GPtrArray *told = memory_of(state)->told;
	for (guint i = 0; told != NULL && i < told->len && found->len < most; i++) {
		const KnownAccount *known = g_ptr_array_index(told, i);
		g_autofree char *text = words_of(known);
		g_autofree char *folded = search_fold(text);
		g_autofree char *id = make_id(known);
		if (search_fit_all(search, folded) >= FIT_BEGIN)
			found_add(found, &(Found){ text, "account", id, go });
	}
}

static void run_add(Update *update)
{
	sign_in_at(update, NULL);
}

static void run_sign_out(Update *update)
{
	g_autoptr(Account) account = account_copy(selected(update->state)->account);
	dialog_close(update);
	sign_out_ask(update, account);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

/* ---- What is heard ------------------------------------------------------------------------------ */

/* Those that come later, other tenants, come behind: what is selected stays selected. */
static void on_accounts(Update *update, const Event *event)
{
	const Dialog *dialog = dialog_top(update->state);
	Memory *memory = memory_of(update->state);
	if (event->rows != NULL) {
		g_clear_pointer(&memory->told, g_ptr_array_unref);
		memory->told = g_ptr_array_ref(event->rows);
	}
	Accounts *accounts =
		dialog != NULL && dialog->kind == &accounts_dialog ? dialog->self : NULL;
	if (accounts == NULL || accounts->intent_id != event->intent_id)
		return;
	g_clear_pointer(&accounts->problem, problem_free);
	accounts->problem = problem_copy(event->problem);
	GPtrArray *before = g_steal_pointer(&accounts->told);
	accounts->told = event->rows != NULL ? g_ptr_array_ref(event->rows) : NULL;
	take_rows(update->state, accounts);
	g_clear_pointer(&before, g_ptr_array_unref);
	accounts->is_loading = !event->is_complete;
}

static void on_used(Update *update, const Event *event)
{
	State *state = update->state;
	const Account *account = event->account;
	if (event->portal != NULL) {
		g_free(state->at.portal);
		state->at.portal = g_strdup(event->portal);
	}
	if (event->problem != NULL)
		update_notice_problem(update, NOTICE_ERROR, "Not changed", event->problem);
	else if (account != NULL)
		update_notice(update, NOTICE_OK, "In use: %s in %s.",
			      account->upn != NULL ? account->upn : account->oid,
			      account->tenant_name != NULL ? account->tenant_name : account->tid);
	if (!state->lists.refresh_intent)
		known_lists_refresh(update, false);
	/* Whoever changes accounts leaves what was open. */
	if (state->at.administrator_intent == event->intent_id && event->problem == NULL)
		administrator_open(update);
}

static void on_account(Update *update, const Event *event)
{
	(void)event;
	if (update->state->at.is_administrator_next)
		administrator_open(update);
	update->state->at.is_administrator_next = false;
}

static const Context context = {
	.name = "Accounts",
	.traits = PAGE_TRAITS,
	.help_place = 70,
};

static const Action actions[] = {
	{ "accounts", "A", "accounts",
	  "Show the accounts and tenants that can be used, and switch to one.", .place = 190,
	  .traits = TRAIT_SCREEN, .run = run_accounts },
	{ "change-person", "P", "change person",
	  "In the demo: be approver, administrator, oneself again.", .place = 195,
	  .traits = TRAIT_SCREEN, .guard = needs_people, .run = run_change_person },
	{ "use-account", "enter", "use", "Use the selected account or tenant from now on.",
	  .place = 540, .footer = 1, .guard = needs_other_account, .run = run_use },
	{ "add-account", "n", "add", "Sign in as another account and keep the others.",
	  .place = 550, .footer = 2, .guard = sign_in_needs_no_demo, .run = run_add },
	{ "sign-out-account", "x", "sign out",
	  "Sign the selected account out and wipe its tokens, after a question.", .place = 560,
	  .footer = 3, .guard = needs_signed_in_here, .run = run_sign_out },
	{ "accounts-close", "esc q", "close", "Close the accounts.", .place = 570, .footer = 4,
	  .run = run_close },
};

const DialogKind accounts_dialog = {
	.title = "Accounts",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.size = sizeof(Accounts),
	.memory_size = sizeof(Memory),
	.forget = forget,
	.find = find_accounts,
	.sought = on_sought,
	.clear = accounts_clear,
	.write = write_accounts,
	.list = list_of,
	.listeners.on = { [EVENT_ACCOUNT] = on_account,
			  [EVENT_ACCOUNTS] = on_accounts,
			  [EVENT_USED] = on_used },
};
