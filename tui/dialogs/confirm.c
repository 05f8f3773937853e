#include "tui/dialogs/confirm.h"

#include <string.h>

#include "frontend/fit.h"
#include "frontend/grant-words.h"
#include "frontend/policy-words.h"
#include "frontend/reason.h"
#include "src/model/duration.h"
#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/core/more-time.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lines.h"
#include "tui/dialogs/typed.h"

typedef struct Confirm {
	GPtrArray *activations; /* Activation*: captured when it opened */
	GPtrArray
		*left; /* Activation*: of a set, active already, so that nothing is sent for them */
	char *changed; /* why it must be looked at again; NULL: nothing changed */
} Confirm;

static void confirm_clear(void *self)
{
	Confirm *confirm = self;
	g_clear_pointer(&confirm->activations, g_ptr_array_unref);
	g_clear_pointer(&confirm->left, g_ptr_array_unref);
	g_free(confirm->changed);
}

/* ---- What it shows ------------------------------------------------------------------------------ */

static void add_activation(Page *page, const State *state, const Activation *activation)
{
	const Grant *grant = &activation->eligibility->grant;
	const WorkloadInfo *info = workload_info(grant->workload);
	g_autofree char *length = duration_format(activation->duration);
	Instant begin = activation->start ? activation->start : state->now;
	const Wording wording = state_wording(state);
	g_autofree char *end = wording_start(&wording, begin + activation->duration);
	g_autofree char *start =
		activation->start ? wording_start(&wording, activation->start) : NULL;
	page_printf(page, 10, STYLE_TITLE, "%s%s%s%s", role_label(&grant->role),
		    info->has_access ? " (" : "",
		    info->has_access ? access_word(grant->access) : "",
		    info->has_access ? ")" : "");
	lines_add_scope(page, state, &activation->scope, info->can_narrow_scope);
	page_printf(page, 10, STYLE_TEXT, "for       %s, until %s%s%s", length, end,
		    start != NULL ? ", starting " : "", start != NULL ? start : "");
	g_autofree char *active =
		state_active_here(state, activation->eligibility, &activation->scope);
	if (active != NULL)
		page_printf(page, 10, STYLE_WARNING, "now       %s", active);
	if (activation->justification != NULL && *activation->justification)
		page_printf(page, 10, STYLE_TEXT, "reason    %s", activation->justification);
	const char *advice = reason_advise(activation->justification);
	if (advice != NULL)
		page_printf(page, 10, STYLE_WARNING, "          %s", advice);
	if (activation->ticket_number != NULL && *activation->ticket_number)
		page_printf(page, 10, STYLE_TEXT, "ticket    %s%s%s", activation->ticket_number,
			    activation->ticket_system != NULL ? " in " : "",
			    activation->ticket_system != NULL ? activation->ticket_system : "");
	g_autofree char *demands =
		activation->policy != NULL ? policy_demands(activation->policy) : NULL;
	if (demands != NULL)
		page_printf(page, 10, STYLE_TEXT, "then      %s", demands);
}

/* A set asks for what is not there yet. */
static void add_left(Page *page, const State *state, const GPtrArray *left)
{
	for (guint i = 0; i < left->len; i++) {
		const Activation *activation = g_ptr_array_index(left, i);
		const Assignment *active = known_lists_find_active_for(
			&state->lists, activation->eligibility, &activation->scope);
		g_autofree char *what =
			grant_words(&activation->eligibility->grant, &activation->scope);
		g_autofree char *until = active != NULL ? state_until(state, &active->grant) : NULL;
		page_printf(page, 10, STYLE_OK, "left      %s: active already%s%s", what,
			    until != NULL ? ", " : "", until != NULL ? until : "");
	}
	if (left->len > 0)
		page_add_blank(page);
}

static void write_confirm(const State *state, const Dialog *dialog, Page *page)
{
	const Confirm *confirm = dialog->self;
	if (confirm->changed != NULL) {
		page_add(page, 0, STYLE_WARNING, confirm->changed);
		page_add_blank(page);
	}
	add_left(page, state, confirm->left);
	for (guint i = 0; i < confirm->activations->len; i++) {
		if (i > 0)
			page_add_blank(page);
		add_activation(page, state, g_ptr_array_index(confirm->activations, i));
	}
	page_add_blank(page);
	const Account *account = state->account;
	if (account != NULL)
		page_printf(page, 10, STYLE_TEXT, "as        %s in %s (%s)",
			    account->upn != NULL ? account->upn : account->oid,
			    account->tenant_name != NULL ? account->tenant_name : "the tenant",
			    account->tid);
}

static void copies(const State *state, const Dialog *dialog, GPtrArray *all)
{
	const Confirm *confirm = dialog->self;
	for (guint i = 0; i < confirm->activations->len; i++) {
		g_autofree char *command =
			state_command_activate(state, g_ptr_array_index(confirm->activations, i));
		copies_add(all, COPY_COMMAND, command);
	}
}

/* ---- The answer --------------------------------------------------------------------------------- */

/* What a set has already is taken out of what is sent. */
static GPtrArray *take_active(const State *state, GPtrArray *activations)
{
	GPtrArray *left = g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; i < activations->len;) {
		const Activation *activation = g_ptr_array_index(activations, i);
		if (activation->set_name != NULL && activation->start == 0 &&
		    known_lists_find_active_for(&state->lists, activation->eligibility,
						&activation->scope) != NULL)
			g_ptr_array_add(left, g_ptr_array_steal_index(activations, i));
		else
			i++;
	}
	return left;
}

void confirm_ask(Update *update, GPtrArray *activations)
{
	g_autoptr(GPtrArray) left = take_active(update->state, activations);
	if (activations->len == 0) {
		update_notice(update, NOTICE_OK, "All of the set is active already.");
		g_ptr_array_unref(activations);
		return;
	}
	Confirm *confirm = dialog_open(update, &confirm_dialog)->self;
	confirm->activations = activations;
	confirm->left = g_steal_pointer(&left);
}

/* What a program asked for goes with it. */
static bool are_allowed(const State *state, const GPtrArray *activations)
{
	for (guint i = 0; i < activations->len; i++) {
		if (!known_proposals_allow(&state->proposals, activations->pdata[i]))
			return false;
	}
	return true;
}

/* What changed meanwhile is shown, not sent. */
static void send(Update *update)
{
	Confirm *confirm = dialog_top(update->state)->self;
	g_autoptr(GPtrArray) activations = NULL;
	if (confirm->changed == NULL)
		activations = g_steal_pointer(&confirm->activations);
	dialog_close(update);
	if (activations != NULL && are_allowed(update->state, activations))
		submissions_activate(update, activations);
}

static const char *first_role(const Confirm *confirm)
{
	const Activation *first = g_ptr_array_index(confirm->activations, 0);
	return role_label(&first->eligibility->grant.role);
}

static void run_confirm(Update *update)
{
	const State *state = update->state;
	const Confirm *confirm = dialog_top(state)->self;
	const guint count = confirm->activations->len;
	if (confirm->changed != NULL || state->account == NULL || !state->account->guard.is_typed) {
		send(update);
		return;
	}
	g_autofree char *word =
		count == 1 ? g_strdup(first_role(confirm)) : g_strdup_printf("%u roles", count);
	typed_ask(update, word, send);
}

/* ---- Changes while one looks -------------------------------------------------------------------- */

static void set_changed(Confirm *confirm, const Activation *activation, const char *what)
{
	g_free(confirm->changed);
	confirm->changed = g_strdup_printf(
		"Changed while you looked: %s of %s. Nothing was sent; go back and look again.",
		what, role_label(&activation->eligibility->grant.role));
}

static void compare_policy(Confirm *confirm, Activation *activation, const Policy *policy)
{
	if (activation->policy != NULL && policy_equal(activation->policy, policy))
		return;
	if (activation->policy == NULL &&
	    activation_find_lack(activation, policy) == LACK_NOTHING) {
		activation->policy = policy_copy(policy);
		return;
	}
	set_changed(confirm, activation, "the rules");
}

static Confirm *open_one(const State *state)
{
	const Dialog *dialog = dialog_find(state, &confirm_dialog);
	return dialog != NULL ? dialog->self : NULL;
}

static void on_policy(Update *update, gconstpointer about)
{
	const PolicyNews *news = about;
	Confirm *confirm = open_one(update->state);
	for (guint i = 0; confirm != NULL && i < confirm->activations->len; i++) {
		Activation *activation = g_ptr_array_index(confirm->activations, i);
		if (strcmp(activation->eligibility->grant.id, news->eligibility_id) == 0 &&
		    scope_id_equal(activation->scope.id, news->scope->id))
			compare_policy(confirm, activation, news->policy);
	}
}

static void on_eligible(Update *update, gconstpointer about)
{
	(void)about;
	Confirm *confirm = open_one(update->state);
	for (guint i = 0; confirm != NULL && i < confirm->activations->len; i++) {
		const Activation *activation = g_ptr_array_index(confirm->activations, i);
		const Eligibility *now = known_lists_find_eligible(
			&update->state->lists, activation->eligibility->grant.id);
		if (now == NULL || !eligibility_is_same(now, activation->eligibility))
			set_changed(confirm, activation, "the eligibility");
	}
}

/* A later start never becomes "now" by itself. */
static void on_time(Update *update, gconstpointer about)
{
	(void)about;
	Confirm *confirm = open_one(update->state);
	for (guint i = 0; confirm != NULL && i < confirm->activations->len; i++) {
		const Activation *activation = g_ptr_array_index(confirm->activations, i);
		if (activation->start == 0 || activation->start > update->state->now)
			continue;
		g_free(confirm->changed);
		confirm->changed = g_strdup(
			"The start has passed while you looked. Nothing was sent; go back and give "
			"another one.");
	}
}

static const Context context = {
	.name = "Last look",
	.traits = PAGE_TRAITS | TRAIT_QUESTION,
	.help_place = 30,
};

static const Action actions[] = {
	{ "confirm", "enter", "activate", "Send what is shown.", .place = 410, .footer = 1,
	  .run = run_confirm },
};

const DialogKind confirm_dialog = {
	.title = "Activate?",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(Confirm),
	.clear = confirm_clear,
	.write = write_confirm,
	.copies = copies,
	.listeners.hear = { [NEWS_POLICY] = on_policy,
			    [NEWS_ELIGIBLE] = on_eligible,
			    [NEWS_TIME] = on_time },
};
