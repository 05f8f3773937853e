/* The Roles screen: what is active, what may be activated, and where. */
#include "src/model/duration.h"
#include "tui/view-parts.h"

/* Active and eligible rows both begin with their grant. */
static const Grant *row_grant_of(gconstpointer row)
{
	return row;
}

G_STATIC_ASSERT(G_STRUCT_OFFSET(Eligibility, grant) == 0);
G_STATIC_ASSERT(G_STRUCT_OFFSET(Assignment, grant) == 0);

/* ---- Active ----------------------------------------------------------------------------------- */

static StyleId nearness_style(const State *state, gconstpointer row)
{
	switch (grant_nearness(row_grant_of(row), state->now)) {
	case NEARNESS_SOON:
		return STYLE_WARNING;
	case NEARNESS_URGENT:
		return STYLE_URGENT;
	case NEARNESS_ENDED:
		return STYLE_DIM;
	default:
		return STYLE_TEXT;
	}
}

/* One sign for half an hour, two for five minutes: no colour is needed to see it. */
static const char *active_sign(const State *state, gconstpointer row, StyleId *style)
{
	const char *sign = "";

	switch (grant_nearness(row_grant_of(row), state->now)) {
	case NEARNESS_SOON:
		sign = "!";
		break;
	case NEARNESS_URGENT:
		sign = "!!";
		break;
	default:
		return sign;
	}
	if (*style != STYLE_SELECTED)
		*style = nearness_style(state, row);
	return sign;
}

static void write_role(const State *state, gconstpointer row, GString *text)
{
	const Role *role = &row_grant_of(row)->role;

	(void)state;
	g_string_append(text, role->name && *role->name ? role->name : role_guid(role->id));
}

/* Groups have no scope of their own worth a column: member or owner is what matters. */
static void write_where(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);

	(void)state;
	g_string_append(text, grant->access == ACCESS_NONE ? scope_label(&grant->scope)
							   : access_word(grant->access));
}

static void write_workload(const State *state, gconstpointer row, GString *text)
{
	(void)state;
	g_string_append(text, workload_info(row_grant_of(row)->workload)->name);
}

static void write_left(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);
	g_autofree char *left = NULL;

	if (grant->end == 0)
		return;
	left = duration_format_countdown(grant_countdown(grant, state->now));
	g_string_append(text, left);
}

static void write_until(const State *state, gconstpointer row, GString *text)
{
	g_autofree char *until = state_until(state, row_grant_of(row));

	g_string_append(text, until);
	if (((const Assignment *)row)->is_provisional)
		g_string_append(text, " (new)");
}

static void draw_left_bar(const View *view, gconstpointer row, Area cell)
{
	const Grant *grant = row_grant_of(row);
	StyleId style = nearness_style(view->state, row);

	if (grant->end > 0)
		grid_bar(view->grid, cell, state_eighths_left(view->state, grant, cell.columns),
			 style == STYLE_TEXT ? STYLE_BAR : style);
}

static void write_start(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);
	g_autofree char *start = grant->start ? state_local(state, grant->start) : NULL;

	if (start) {
		g_string_append(text, "since ");
		g_string_append(text, start);
	}
}

static void write_assignment(const State *state, gconstpointer row, GString *text)
{
	const Assignment *assignment = row;

	(void)state;
	if (assignment->assignment_type != ASSIGNMENT_UNKNOWN)
		g_string_append(text, assignment_type_word(assignment->assignment_type));
}

static void write_member(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);

	(void)state;
	if (grant->member_type == MEMBER_GROUP && grant->holder.name)
		g_string_append_printf(text, "via %s", grant->holder.name);
	else if (grant->member_type != MEMBER_UNKNOWN)
		g_string_append(text, member_type_word(grant->member_type));
}

static void write_scope_id(const State *state, gconstpointer row, GString *text)
{
	(void)state;
	g_string_append(text, row_grant_of(row)->scope.id);
}

static const ListColumn active_columns[] = {
	{ .least = 8, .most = 20, .share = 3, .write = write_role },
	{ .least = 6, .most = 18, .share = 4, .from = 36, .gap = 1, .write = write_where },
	{ .least = 5,
	  .most = 5,
	  .from = 64,
	  .gap = 2,
	  .style = STYLE_DIM,
	  .write = write_workload },
	{ .least = 9,
	  .most = 9,
	  .from = 120,
	  .gap = 2,
	  .style = STYLE_DIM,
	  .write = write_assignment },
	{ .least = 8,
	  .most = 24,
	  .from = 120,
	  .gap = 2,
	  .style = STYLE_DIM,
	  .write = write_member },
	{ .least = 6, .most = 22, .from = 150, .gap = 2, .style = STYLE_DIM, .write = write_start },
	{ .least = 5,
	  .most = 6,
	  .gap = 1,
	  .is_right = true,
	  .write = write_left,
	  .restyle = nearness_style },
	{ .least = 9, .most = 26, .from = 48, .gap = 2, .write = write_until },
	{ .least = 10, .most = 10, .from = 72, .gap = 2, .draw = draw_left_bar },
	{ .least = 20,
	  .most = 60,
	  .from = 180,
	  .gap = 2,
	  .style = STYLE_DIM,
	  .write = write_scope_id },
};

static const List active_list = {
	.pane = PANE_ACTIVE,
	.columns = active_columns,
	.count = G_N_ELEMENTS(active_columns),
	.sign = active_sign,
	.title = "Active",
};

/* ---- Eligible --------------------------------------------------------------------------------- */

static const char *eligible_sign(const State *state, gconstpointer row, StyleId *style)
{
	if (!state_is_marked(state, row_grant_of(row)->id))
		return "";
	if (*style != STYLE_SELECTED)
		*style = STYLE_MARKED;
	return "*";
}

static StyleId eligible_style(const State *state, gconstpointer row)
{
	return state_is_marked(state, row_grant_of(row)->id) ? STYLE_MARKED : STYLE_TEXT;
}

/* Member or owner of a group: two rows that must not be taken for one another. */
static const char *access_end(const State *state, gconstpointer row)
{
	(void)state;
	return access_suffix(row_grant_of(row)->access);
}

static void write_scope(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);

	(void)state;
	g_string_append(text, grant->access == ACCESS_NONE ? scope_label(&grant->scope)
							   : scope_type_short(grant->scope.type));
}

/* What kind of scope; the whole directory is told by its workload. */
static void write_type(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);

	if (grant->scope.type == SCOPE_DIRECTORY)
		write_workload(state, row, text);
	else if (grant->access == ACCESS_NONE)
		g_string_append(text, scope_type_short(grant->scope.type));
}

static const ListColumn eligible_columns[] = {
	{ .least = 8,
	  .most = 22,
	  .share = 2,
	  .write = write_role,
	  .end = access_end,
	  .restyle = eligible_style },
	{ .least = 6, .most = 11, .share = 1, .from = 36, .gap = 1, .write = write_scope },
	{ .least = 3, .most = 5, .from = 28, .gap = 1, .style = STYLE_DIM, .write = write_type },
	{ .least = 6,
	  .most = 20,
	  .from = 66,
	  .gap = 2,
	  .is_spare = true,
	  .style = STYLE_DIM,
	  .write = write_member },
	{ .least = 5,
	  .most = 5,
	  .from = 90,
	  .gap = 2,
	  .style = STYLE_DIM,
	  .write = write_workload },
	{ .least = 6, .most = 22, .from = 100, .gap = 2, .style = STYLE_DIM, .write = write_start },
	{ .least = 3, .most = 5, .from = 36, .gap = 1, .is_right = true, .write = write_left },
};

static const List eligible_list = {
	.pane = PANE_ELIGIBLE,
	.columns = eligible_columns,
	.count = G_N_ELEMENTS(eligible_columns),
	.sign = eligible_sign,
	.title = "Eligible",
};

void view_roles(View *view)
{
	Area divider = view->layout.divider;

	view_list(view, &active_list);
	view_list(view, &eligible_list);
	view_scope(view);
	if (divider.columns > 0) {
		grid_hline(view->grid, divider, 0, 0, 1, STYLE_BORDER);
		divider.rows += view->layout.rule.rows;
		grid_vline(view->grid, divider, 0, 0, divider.rows, STYLE_BORDER);
	}
}
