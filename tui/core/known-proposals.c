#include "tui/core/known-proposals.h"

#include <string.h>

#include "frontend/grant-words.h"
#include "frontend/outcome.h"
#include "frontend/target.h"
#include "src/base/limits.h"
#include "tui/core/effects.h"
#include "tui/core/words.h"

static void known_proposal_free(gpointer data)
{
	KnownProposal *row = data;
	proposal_free(row->proposal);
	g_free(row);
}

void known_proposals_init(KnownProposals *known)
{
	known->rows = g_ptr_array_new_with_free_func(known_proposal_free);
}

void known_proposals_clear(KnownProposals *known)
{
	g_ptr_array_unref(known->rows);
	g_free(known->deaf);
}

void known_proposals_hear(State *state, const char *why)
{
	g_free(state->proposals.deaf);
	state->proposals.deaf = g_strdup(why);
}

static KnownProposal *find(const KnownProposals *known, uint64_t id)
{
	for (guint i = 0; i < known->rows->len; i++) {
		KnownProposal *row = known->rows->pdata[i];
		if (row->proposal->id == id)
			return row;
	}
	return NULL;
}

const Proposal *known_proposals_find(const KnownProposals *known, uint64_t id)
{
	const KnownProposal *row = find(known, id);
	return row != NULL && row->state == PROPOSAL_OPEN ? row->proposal : NULL;
}

const Proposal *known_proposals_first(const KnownProposals *known)
{
	for (guint i = 0; i < known->rows->len; i++) {
		const KnownProposal *row = known->rows->pdata[i];
		if (row->state == PROPOSAL_OPEN)
			return row->proposal;
	}
	return NULL;
}

guint known_proposals_count(const KnownProposals *known)
{
	guint count = 0;
	for (guint i = 0; i < known->rows->len; i++)
		count += ((const KnownProposal *)known->rows->pdata[i])->state == PROPOSAL_OPEN;
	return count;
}

char *known_proposals_words(const KnownProposals *known)
{
	const guint count = known_proposals_count(known);
	return count > 0 ? g_strdup_printf("asked: %u", count) : NULL;
}

/* ---- Telling the program ---------------------------------------------------------------------- */

/* Its last word takes the row away. */
static void tell(Update *update, KnownProposal *row, ProposalNews *news)
{
	KnownProposals *known = &update->state->proposals;
	row->state = news->state;
	update_tell_proposer(update, row->proposal->id, news);
	if (known->narrowing == row->proposal->id && news->state != PROPOSAL_OPEN)
		known->narrowing = 0;
	if (proposal_state_is_last(news->state))
		g_ptr_array_remove(known->rows, row);
	update->state->revision++;
}

static void end(Update *update, KnownProposal *row, ProposalState state, const char *why)
{
	tell(update, row, proposal_news_new(row->proposal->number, state, why));
}

/* ---- Open ones -------------------------------------------------------------------------------- */

static bool is_of_account(const Account *account, const Proposal *proposal)
{
	return account != NULL && account->tid != NULL && account->oid != NULL &&
	       g_ascii_strcasecmp(account->tid, proposal->tid) == 0 &&
	       g_ascii_strcasecmp(account->oid, proposal->oid) == 0;
}

/* What a program says of itself stands in no notice: whoever looks finds it beside what was seen of it. */
static void notify(Update *update, const Proposal *proposal)
{
	const Wording wording = state_wording(update->state);
	const Eligibility *row =
		known_lists_find_eligible(&update->state->lists, proposal->eligibility_id);
	g_autoptr(Notification) notification =
		notification_new_proposed(&wording, row != NULL ? &row->grant : NULL, proposal->id);
	const Action *look = action_table_find(update->state->actions, "asked-roles");
	const char *key = look != NULL ? keymap_key(update->state->keymap, look) : NULL;
	g_autofree char *text =
		key != NULL ? g_strdup_printf("%s Look at it with %s.", notification->text, key)
			    : g_strdup(notification->text);
	update_notice_aside(update, text);
	update_notify(update, notification);
}

void known_proposals_take(Update *update, const Proposal *proposal)
{
	State *state = update->state;
	KnownProposal *row = g_new0(KnownProposal, 1);
	row->proposal = proposal_copy(proposal);
	row->until = state->now + PROPOSAL_LAPSE_SECONDS;
	const bool is_full = known_proposals_count(&state->proposals) >= LIMIT_PROPOSALS;
	g_ptr_array_add(state->proposals.rows, row);
	if (!is_of_account(state->account, proposal)) {
		end(update, row, PROPOSAL_NOT_TAKEN,
		    "The dashboard is used with another account, or with none.");
		return;
	}
	if (state->account->guard.is_read_only || is_full) {
		end(update, row, PROPOSAL_NOT_TAKEN,
		    is_full ? "Too many proposals are open already."
			    : "This account is only to look with (read_only=yes).");
		return;
	}
	end(update, row, PROPOSAL_OPEN, NULL);
	notify(update, proposal);
}

void known_proposals_withdraw(Update *update, uint64_t id)
{
	KnownProposals *known = &update->state->proposals;
	KnownProposal *row = find(known, id);
	if (row == NULL)
		return;
	if (row->state == PROPOSAL_OPEN)
		update_notice_aside(update, "The program that asked for a role is gone.");
	if (known->narrowing == id)
		known->narrowing = 0;
	g_ptr_array_remove(known->rows, row);
	update->state->revision++;
}

void known_proposals_look(Update *update, uint64_t id)
{
	KnownProposal *row = find(&update->state->proposals, id);
	if (row != NULL)
		row->until = update->state->now + PROPOSAL_LAPSE_SECONDS;
}

void known_proposals_refuse(Update *update, uint64_t id, const char *reason)
{
	KnownProposal *row = find(&update->state->proposals, id);
	if (row != NULL && row->state == PROPOSAL_OPEN)
		end(update, row, PROPOSAL_REFUSED,
		    reason != NULL && *reason != '\0' ? reason : NULL);
}

/* ---- On to the form --------------------------------------------------------------------------- */

/* Names of scopes are ours: what the program calls them is not looked at. */
static void init_scope(Scope *scope, const State *state, const char *id)
{
	const ScopeNode *node = tree_find(&state->scopes.tree, id);
	scope_init(scope, scope_type_from_arm_id(id), id, node != NULL ? node->scope.name : NULL);
}

static void fill(Activation *activation, const Proposal *proposal)
{
	if (activation->duration == 0)
		activation->duration = proposal->duration;
	if (activation->justification == NULL)
		activation->justification = g_strdup(proposal->reason);
	activation->proposal = proposal->id;
	activation->holder = proposal->holder;
}

Activation *known_proposals_activation(const State *state, const Proposal *proposal)
{
	const Eligibility *row = known_lists_find_eligible(&state->lists, proposal->eligibility_id);
	if (row == NULL || row->grant.workload != proposal->workload)
		return NULL;
	g_auto(Scope) below = { 0 };
	const Scope *scope = &row->grant.scope;
	if (!scope_id_equal(scope->id, proposal->scope_id)) {
		if (grant_covers(&row->grant, proposal->scope_id) == COVERS_NOT)
			return NULL;
		init_scope(&below, state, proposal->scope_id);
		scope = &below;
	}
	Activation *activation = activation_new(row, scope);
	fill(activation, proposal);
	return activation;
}

void known_proposals_fill(State *state, Activation *activation)
{
	KnownProposals *known = &state->proposals;
	const Proposal *proposal = known_proposals_find(known, known->narrowing);
	if (proposal == NULL || activation->proposal != 0 ||
	    strcmp(activation->eligibility->grant.id, proposal->eligibility_id) != 0)
		return;
	fill(activation, proposal);
	known->narrowing = 0;
}

bool known_proposals_allow(const KnownProposals *known, const Activation *activation)
{
	return activation->proposal == 0 ||
	       known_proposals_find(known, activation->proposal) != NULL;
}

/* ---- What is heard ---------------------------------------------------------------------------- */

static void add_what_was_sent(ProposalNews *news, const Activation *activation)
{
	news->scope_id = g_strdup(activation->scope.id);
	news->duration = activation->duration;
}

/* A person sent it: from now on the program is told what becomes of that. */
static void on_submitted(Update *update, gconstpointer about)
{
	const Submission *submission = about;
	for (guint i = 0; i < submission->items->len; i++) {
		const Outcome *item = submission->items->pdata[i];
		KnownProposal *row = item->activation != NULL ? find(&update->state->proposals,
								     item->activation->proposal)
							      : NULL;
		if (row == NULL || row->state != PROPOSAL_OPEN)
			continue;
		ProposalNews *news = proposal_news_new(row->proposal->number, PROPOSAL_SENT, NULL);
		add_what_was_sent(news, item->activation);
		update_leash(update, row->proposal->id);
		tell(update, row, news);
	}
}

/* The last one that was sent for it; NULL: none. */
static const Outcome *find_outcome(const State *state, uint64_t proposal_id)
{
	const GPtrArray *all = state->submissions.all;
	for (guint i = all->len; i > 0; i--) {
		const Submission *submission = all->pdata[i - 1];
		for (guint k = 0; k < submission->items->len; k++) {
			const Outcome *item = submission->items->pdata[k];
			if (item->activation != NULL && item->activation->proposal == proposal_id)
				return item;
		}
	}
	return NULL;
}

/* How it stands, as far as it is worth telling. A sign-in that is asked for is the person's to do. */
static ProposalState state_of(const Outcome *item)
{
	const RequestState state =
		item->request != NULL ? item->request->state : REQUEST_STATE_PREPARED;
	if (state == REQUEST_STATE_ACTIVE)
		return PROPOSAL_ACTIVE;
	if (state == REQUEST_STATE_WAITING)
		return PROPOSAL_WAITING;
	if (!item->is_finished || outcome_wants_step_up(item) || outcome_is_unknown(item))
		return PROPOSAL_SENT;
	return item->problem != NULL || state == REQUEST_STATE_REFUSED ||
			       state == REQUEST_STATE_FAILED || state == REQUEST_STATE_CANCELED
		       ? PROPOSAL_FAILED
		       : PROPOSAL_SENT;
}

static void follow(Update *update, KnownProposal *row)
{
	const Outcome *item = find_outcome(update->state, row->proposal->id);
	if (row->state == PROPOSAL_OPEN || item == NULL || state_of(item) == row->state)
		return;
	const Wording wording = state_wording(update->state);
	g_autofree char *words = outcome_words(&wording, item);
	ProposalNews *news = proposal_news_new(row->proposal->number, state_of(item), words);
	add_what_was_sent(news, item->activation);
	if (news->state == PROPOSAL_ACTIVE)
		news->until = item->request->end;
	tell(update, row, news);
}

static void on_event(Update *update, const Event *event)
{
	const GPtrArray *rows = update->state->proposals.rows;
	(void)event;
	for (guint i = rows->len; i > 0; i--)
		follow(update, rows->pdata[i - 1]);
}

static void on_time(Update *update, gconstpointer about)
{
	const GPtrArray *rows = update->state->proposals.rows;
	(void)about;
	for (guint i = rows->len; i > 0; i--) {
		KnownProposal *row = rows->pdata[i - 1];
		if (row->state == PROPOSAL_OPEN && row->until <= update->state->now)
			end(update, row, PROPOSAL_LAPSED, "Nobody looked at it.");
	}
}

Instant known_proposals_next_wake(const KnownProposals *known)
{
	Instant wake = 0;
	for (guint i = 0; i < known->rows->len; i++) {
		const KnownProposal *row = known->rows->pdata[i];
		if (row->state == PROPOSAL_OPEN && (wake == 0 || row->until < wake))
			wake = row->until;
	}
	return wake;
}

static void on_account_changed(Update *update, gconstpointer about)
{
	const GPtrArray *rows = update->state->proposals.rows;
	(void)about;
	for (guint i = rows->len; i > 0; i--)
		end(update, rows->pdata[i - 1], PROPOSAL_NOT_TAKEN,
		    "The dashboard is used with another account now.");
}

const Listeners known_proposals_listeners = {
	.on = { [EVENT_PROGRESS] = on_event,
		[EVENT_FINISHED] = on_event,
		[EVENT_REFUSED] = on_event },
	.hear = {
		[NEWS_SUBMITTED] = on_submitted,
		[NEWS_TIME] = on_time,
		[NEWS_ACCOUNT] = on_account_changed,
	},
};
