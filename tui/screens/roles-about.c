/* What is told of the row with the focus where a wide screen has room for it: nothing is read for it but what a role permits. */
#include "frontend/grant-words.h"
#include "frontend/lamp-words.h"
#include "frontend/owed-words.h"
#include "frontend/permission-words.h"
#include "frontend/policy-words.h"
#include "src/base/text.h"
#include "tui/core/words.h"
#include "tui/dialogs/details.h"
#include "tui/screens/roles.h"

#define TITLE_EDGE 10 /* columns of "── About " and of the blank behind the name */

static void add(Page *page, const char *label, const char *text)
{
	page_printf(page, 8, STYLE_TEXT, "%-8s%s", label, text);
}

static void add_uses(Page *page, const State *state, const char *eligibility_id)
{
	const Load *load = &state->journal.load;
	const char *uses = now_uses(state, eligibility_id);
	const char *unread =
		load->problem != NULL ? "unknown: the history cannot be read" : "being read";
	const bool is_read = load->as_of > 0 && load->problem == NULL;
	add(page, "used", uses != NULL ? uses : is_read ? "no use known in 30 days" : unread);
}

static void add_permits(Page *page, const State *state, const Grant *grant)
{
	const char *problem = NULL;
	const GPtrArray *lines = details_permissions(state, grant, &problem);
	if (!workload_info(grant->workload)->can_read_role)
		return;
	if (lines == NULL) {
		add(page, "permits", problem != NULL ? problem : "being read");
		return;
	}
	g_autofree char *words = permission_words(lines);
	add(page, "permits", words);
}

/* How much it is: in numbers, and as a part of what it could be. */
static void add_covers(Page *page, const State *state, const Scope *own, const Scope *scope)
{
	g_autofree char *covered = state_covered(state, scope);
	const ScopeNode *node = tree_find(&state->scopes.tree, own->id);
	g_autoptr(GString) text = g_string_new(NULL);
	if (scope->type == SCOPE_RESOURCE_GROUP && node != NULL && node->below.groups > 1)
		g_string_append_printf(text, "1 resource group of %s%u below %s%s",
				       tree_is_whole(node) ? "" : "at least ", node->below.groups,
				       scope_label(own), covered != NULL ? ": " : "");
	g_string_append(text, covered != NULL ? covered : "");
	if (text->len > 0)
		add(page, "covers", text->str);
}

static void write_eligible(Page *page, const State *state, const Eligibility *eligibility)
{
	const Grant *grant = &eligibility->grant;
	const Wording wording = state_wording(state);
	const Scope *scope = known_scopes_target(&state->scopes, eligibility);
	const PolicyEntry *entry = known_policies_find(&state->policies, grant->id, scope->id);
	g_autofree char *reading = g_strdup_printf("being read%s", wording_ellipsis(&wording));
	g_autofree char *policy =
		entry != NULL && entry->policy != NULL ? policy_describe(entry->policy) : NULL;
	add(page, "asks", policy != NULL ? policy : reading);
	if (workload_info(grant->workload)->can_narrow_scope)
		add_covers(page, state, &grant->scope, scope);
	add_uses(page, state, grant->id);
	add_permits(page, state, grant);
}

static void write_elsewhere(Page *page, const State *state, const Elsewhere *elsewhere)
{
	g_autofree char *who = elsewhere_who(elsewhere);
	g_autofree char *as_of = state_local(state, elsewhere->as_of);
	add(page, "held by", who);
	add(page, "account", elsewhere->name);
	add(page, "as of", as_of);
}

static void write_owed(Page *page, const State *state, const Owed *owed)
{
	const Wording wording = state_wording(state);
	g_autofree char *words = owed_words(&wording, owed);
	add(page, "but", words);
}

static void write_active(Page *page, const State *state, const Assignment *assignment)
{
	const Grant *grant = &assignment->grant;
	const Elsewhere *elsewhere = roles_elsewhere(state, assignment);
	const char *reason = elsewhere == NULL ? now_reason(state, grant->id) : NULL;
	const Owed *owed = elsewhere == NULL ? known_owed_find(&state->owed, grant) : NULL;
	g_autofree char *until = state_until(state, grant);
	g_autofree char *since = grant->start > 0 ? state_local(state, grant->start) : NULL;
	const Truth *truth = details_truth(state, grant);
	g_autofree char *lamps = truth != NULL ? lamps_words(truth) : NULL;
	add(page, "active", until);
	if (owed != NULL)
		write_owed(page, state, owed);
	if (lamps != NULL)
		add(page, "is", lamps);
	if (since != NULL)
		add(page, "since", since);
	if (elsewhere != NULL)
		write_elsewhere(page, state, elsewhere);
	if (reason != NULL)
		add(page, "why", reason);
	if (grant->member_type == MEMBER_GROUP && grant->holder.name != NULL)
		add(page, "through", grant->holder.name);
	add(page, "at", grant->scope.id);
}

void about_draw(const State *state, Grid *grid, Area area)
{
	if (area.rows < 2)
		return;
	const Row *row = roles_have_focus(state, ROLES_ACTIVE)
				 ? pane_selected(roles_pane(state, ROLES_ACTIVE))
				 : NULL;
	const Assignment *active = row != NULL ? row->assignment : NULL;
	const Eligibility *eligibility = roles_selected(state);
	const Scope *scope = active == NULL && eligibility != NULL
				     ? known_scopes_target(&state->scopes, eligibility)
				     : NULL;
	const Grant *grant = active != NULL        ? &active->grant
			     : eligibility != NULL ? &eligibility->grant
						   : NULL;
	grid_hline(grid, area, 0, 0, area.columns, STYLE_BORDER);
	if (grant == NULL)
		return;
	g_autofree char *what = grant_words(grant, scope);
	g_autoptr(Page) page = page_new(area.columns - 2);
	grid_printf(grid, area_limit(area, area.columns - 1), 2, 0, STYLE_TITLE, " About %s ",
		    what);
	/* A role whose name is longer than its place over the lines stands in them. */
	g_autofree char *name = text_sanitize(role_label(&grant->role), -1);
	if (text_width(name) > area.columns - TITLE_EDGE)
		page_add(page, 0, STYLE_TITLE, what);
	if (active != NULL)
		write_active(page, state, active);
	else
		write_eligible(page, state, eligibility);
	Area body = { area.column + 1, area.row + 1, area.columns - 2, area.rows - 1 };
	page_draw_part(page, grid, body);
}

void about_want_role(Update *update)
{
	State *state = update->state;
	Roles *roles = roles_data(state);
	const Row *row = pane_selected(roles_pane(state, ROLES_ELIGIBLE));
	if (state->at.columns >= LAYOUT_WIDE_COLUMNS && roles->about_intent == 0 && row != NULL)
		roles->about_intent = details_read_role(update, row);
}
