/* The lines of the overlays that are read. */
#include "tui/overlay-text.h"

#include <string.h>

#include "frontend/policy-words.h"
#include "src/model/duration.h"
#include "tui/action.h"

static void add_heading(GPtrArray *lines, int columns, const char *text)
{
	if (lines->len > 0)
		lines_add(lines, columns, 0, STYLE_TEXT, "");
	lines_add(lines, columns, 0, STYLE_TITLE, text);
}

/* ---- Help ------------------------------------------------------------------------------------- */

static void add_help_context(GPtrArray *lines, const State *state, ContextId context, int columns)
{
	size_t count;
	const Action *table = action_table(&count);
	add_heading(lines, columns, context_name(context));
	for (size_t i = 0; i < count; i++) {
		const Action *action = &table[i];
		const char *keys = keymap_keys(state->keymap, action);
		if (!(action->contexts & (1u << context)) || !keys)
			continue;
		lines_printf(lines, columns, 18, STYLE_TEXT, "%-16s  %s", keys, action->help);
	}
}

static void help_lines(const State *state, GPtrArray *lines, int columns)
{
	ContextId here = CONTEXT_ROLES + (ContextId)state->screen;
	add_help_context(lines, state, here, columns);
	static const ContextId others[] = { CONTEXT_FILTER,   CONTEXT_FORM,       CONTEXT_CONFIRM,
					    CONTEXT_OUTCOME,  CONTEXT_DEACTIVATE, CONTEXT_SIGN_IN,
					    CONTEXT_ACCOUNTS, CONTEXT_LINES };
	for (size_t i = 0; i < G_N_ELEMENTS(others); i++)
		add_help_context(lines, state, others[i], columns);
	add_heading(lines, columns, "Signs");
	lines_add(lines, columns, 4, STYLE_TEXT, ">   the selected row");
	lines_add(lines, columns, 4, STYLE_TEXT, "*   a marked row");
	lines_add(lines, columns, 4, STYLE_TEXT, "!   ends within 30 minutes; !! within 5 minutes");
	lines_add(lines, columns, 4, STYLE_TEXT, "+   a scope with more below it; v open");
}

/* ---- Messages --------------------------------------------------------------------------------- */

StyleId notice_style(NoticeKind kind)
{
	static const StyleId styles[] = {
		[NOTICE_INFO] = STYLE_TEXT,
		[NOTICE_OK] = STYLE_OK,
		[NOTICE_WARNING] = STYLE_WARNING,
		[NOTICE_ERROR] = STYLE_ERROR,
	};
	return styles[kind];
}

static void message_lines(const State *state, GPtrArray *lines, int columns)
{
	for (guint i = state->messages->len; i > 0; i--) {
		const Notice *notice = g_ptr_array_index(state->messages, i - 1);
		g_autofree char *at = state_local(state, notice->at);
		lines_printf(lines, columns, 7, notice_style(notice->kind), "%-6s %s", at,
			     notice->text);
	}
	if (state->messages->len == 0)
		lines_add(lines, columns, 0, STYLE_DIM, "No message yet.");
}

/* ---- Confirm ---------------------------------------------------------------------------------- */

static bool holds_scopes(const Scope *scope)
{
	return scope->type == SCOPE_ROOT || scope->type == SCOPE_MANAGEMENT_GROUP ||
	       scope->type == SCOPE_SUBSCRIPTION;
}

void add_scope_lines(const State *state, GPtrArray *lines, int columns, const Scope *scope,
		     bool is_narrowing)
{
	lines_printf(lines, columns, 10, STYLE_TEXT, "at        %s (%s)", scope_label(scope),
		     scope_type_title(scope->type));
	lines_printf(lines, columns, 10, STYLE_DIM, "          %s", scope->id);
	const ScopeNode *node = is_narrowing ? tree_find(&state->tree, scope->id) : NULL;
	size_t below = node ? tree_count_below(node) : 0;
	const bool is_known = node && node->state == CHILDREN_LOADED;
	if (is_narrowing && below == 0 && !is_known && holds_scopes(scope))
		lines_add(lines, columns, 10, STYLE_WARNING,
			  "          covers everything below it");
	if (below > 0)
		lines_printf(lines, columns, 10, STYLE_WARNING,
			     "          covers %s%zu scopes below it",
			     node->deep == CHILDREN_LOADED ? "" : "at least ", below);
}

static void add_activation(const State *state, GPtrArray *lines, int columns,
			   const Activation *activation)
{
	const Grant *grant = &activation->eligibility->grant;
	const WorkloadInfo *info = workload_info(grant->workload);
	g_autofree char *length = duration_format(activation->duration);
	Instant begin = activation->start ? activation->start : state->now;
	g_autofree char *end = state_local(state, begin + activation->duration);
	g_autofree char *start = activation->start ? state_local(state, activation->start) : NULL;

	lines_printf(lines, columns, 10, STYLE_TITLE, "%s%s%s%s", role_label(&grant->role),
		     info->has_access ? " (" : "",
		     info->has_access ? access_word(grant->access) : "",
		     info->has_access ? ")" : "");
	add_scope_lines(state, lines, columns, &activation->scope, info->can_narrow_scope);
	lines_printf(lines, columns, 10, STYLE_TEXT, "for       %s, until %s%s%s", length, end,
		     start ? ", starting " : "", start ? start : "");
	if (activation->justification && *activation->justification)
		lines_printf(lines, columns, 10, STYLE_TEXT, "reason    %s",
			     activation->justification);
	if (activation->ticket_number && *activation->ticket_number)
		lines_printf(lines, columns, 10, STYLE_TEXT, "ticket    %s%s%s",
			     activation->ticket_number, activation->ticket_system ? " in " : "",
			     activation->ticket_system ? activation->ticket_system : "");
	g_autofree char *demands = activation->policy ? policy_demands(activation->policy) : NULL;
	if (demands)
		lines_printf(lines, columns, 10, STYLE_TEXT, "then      %s", demands);
}

static void confirm_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns)
{
	if (overlay->changed) {
		lines_add(lines, columns, 0, STYLE_WARNING, overlay->changed);
		lines_add(lines, columns, 0, STYLE_TEXT, "");
	}
	for (guint i = 0; i < overlay->activations->len; i++) {
		if (i > 0)
			lines_add(lines, columns, 0, STYLE_TEXT, "");
		add_activation(state, lines, columns, g_ptr_array_index(overlay->activations, i));
	}
	lines_add(lines, columns, 0, STYLE_TEXT, "");
	const Account *account = state->account;
	if (account)
		lines_printf(lines, columns, 10, STYLE_TEXT, "as        %s in %s (%s)",
			     account->upn ? account->upn : account->oid,
			     account->tenant_name ? account->tenant_name : "the tenant",
			     account->tid);
}

/* ---- Outcome ---------------------------------------------------------------------------------- */

static StyleId outcome_style(const Outcome *item)
{
	if (item->is_sent_again)
		return STYLE_DIM;
	if (item->problem)
		return item->problem->kind == PROBLEM_ALREADY ? STYLE_OK : STYLE_ERROR;
	if (!item->is_finished)
		return STYLE_TEXT;
	if (!item->request)
		return STYLE_OK;
	switch (item->request->state) {
	case REQUEST_STATE_ACTIVE:
	case REQUEST_STATE_ENDED:
	case REQUEST_STATE_SCHEDULED:
		return STYLE_OK;
	case REQUEST_STATE_WAITING:
	case REQUEST_STATE_CANCELED:
		return STYLE_WARNING;
	default:
		return STYLE_ERROR;
	}
}

static void add_outcome(const State *state, GPtrArray *lines, int columns, const Outcome *item)
{
	const Wording wording = state_wording(state);
	g_autofree char *what = subject_words(&item->subject);
	g_autofree char *words = outcome_words(&wording, item);

	lines_add(lines, columns, 2, STYLE_TITLE, what);
	lines_printf(lines, columns, 2, outcome_style(item), "  %s", words);
	const char *after = subject_afterwards(&item->subject);
	bool is_active = item->is_finished && !item->problem && item->request &&
			 item->request->state == REQUEST_STATE_ACTIVE;
	if (is_active && after)
		lines_printf(lines, columns, 2, STYLE_DIM, "  %s", after);
	if (item->problem && item->problem->request_id)
		lines_printf(lines, columns, 2, STYLE_DIM, "  request id %s",
			     item->problem->request_id);
}

static void outcome_lines(const State *state, const Overlay *overlay, GPtrArray *lines, int columns)
{
	const Submission *submission = state_submission(state, overlay->submission_id);
	for (guint i = 0; submission && i < submission->items->len; i++) {
		if (i > 0)
			lines_add(lines, columns, 0, STYLE_TEXT, "");
		add_outcome(state, lines, columns, g_ptr_array_index(submission->items, i));
	}
}

/* ---- Questions -------------------------------------------------------------------------------- */

static void deactivate_lines(const State *state, const Overlay *overlay, GPtrArray *lines,
			     int columns)
{
	const Grant *grant = &overlay->assignment->grant;
	g_autofree char *until = state_until(state, grant);
	lines_printf(lines, columns, 10, STYLE_TITLE, "%s", role_label(&grant->role));
	add_scope_lines(state, lines, columns, &grant->scope, false);
	lines_printf(lines, columns, 10, STYLE_TEXT, "active    %s", until);
	lines_add(lines, columns, 0, STYLE_TEXT, "");
	int64_t held = grant->start ? state->now - grant->start : STATE_DEACTIVATE_AFTER;
	if (held >= 0 && held < STATE_DEACTIVATE_AFTER) {
		g_autofree char *at = state_local(state, grant->start + STATE_DEACTIVATE_AFTER);
		lines_printf(lines, columns, 0, STYLE_WARNING,
			     "The service refuses this in the first five minutes of an activation: "
			     "from %s on.",
			     at);
	}
	lines_add(lines, columns, 0, STYLE_TEXT, "What the role permits ends at once.");
}

static void quit_lines(const State *state, GPtrArray *lines, int columns)
{
	(void)state;
	lines_add(lines, columns, 0, STYLE_TEXT,
		  "Requests are still on their way. They are written down, and go on without this "
		  "screen; the history shows what became of them.");
}

GPtrArray *overlay_lines(const State *state, const Overlay *overlay, int columns)
{
	GPtrArray *lines = lines_new();
	columns = MAX(columns, 4);
	switch (overlay->kind) {
	case OVERLAY_HELP:
		help_lines(state, lines, columns);
		break;
	case OVERLAY_MESSAGES:
		message_lines(state, lines, columns);
		break;
	case OVERLAY_DETAILS:
		details_lines(state, overlay, lines, columns);
		break;
	case OVERLAY_CONFIRM:
		confirm_lines(state, overlay, lines, columns);
		break;
	case OVERLAY_OUTCOME:
		outcome_lines(state, overlay, lines, columns);
		break;
	case OVERLAY_DEACTIVATE:
		deactivate_lines(state, overlay, lines, columns);
		break;
	case OVERLAY_QUIT:
		quit_lines(state, lines, columns);
		break;
	case OVERLAY_SIGN_IN:
		sign_in_lines(state, overlay, lines, columns);
		break;
	case OVERLAY_QR:
		qr_lines(state, lines, columns);
		break;
	case OVERLAY_ADDRESS:
		address_lines(overlay, lines, columns);
		break;
	case OVERLAY_SIGN_OUT:
		sign_out_lines(state, overlay, lines, columns);
		break;
	case OVERLAY_ACCOUNTS:
		account_lines(state, overlay, lines, columns);
		break;
	case OVERLAY_PALETTE:
	case OVERLAY_FORM:
		break; /* they are no lines */
	}
	return lines;
}
