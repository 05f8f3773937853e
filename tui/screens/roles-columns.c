/* How the rows of the Roles screen look. */
#include <string.h>

#include "frontend/alike.h"
#include "frontend/grant-words.h"
#include "frontend/nearness.h"
#include "frontend/owed-words.h"
#include "frontend/term.h"
#include "src/base/text.h"
#include "src/model/duration.h"
#include "tui/core/words.h"
#include "tui/screens/roles.h"
#include "tui/widgets/columns.h"
#include "tui/widgets/list.h"

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
	if (roles_elsewhere(state, row) != NULL) /* known last, not now */
		return STYLE_DIM;
	switch (grant_nearness(row_grant_of(row), state->now)) {
	case NEARNESS_SOON:
		return STYLE_WARNING;
	case NEARNESS_URGENT:
		return STYLE_URGENT;
	case NEARNESS_ENDED:
		return STYLE_DIM;
	case NEARNESS_FAR:
		return STYLE_OK;
	default:
		return STYLE_TEXT;
	}
}

/* One sign where the end is near, two where it is very near: no color is needed to see it. */
const char *active_sign(const State *state, gconstpointer row, StyleId *style)
{
	const char *sign = "";
	if (roles_elsewhere(state, row) != NULL) {
		if (*style != STYLE_SELECTED)
			*style = STYLE_DIM;
		return "@";
	}
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

#define AS_OF_FROM_COLUMNS 72

static StyleId active_style(const State *state, gconstpointer row)
{
	return roles_elsewhere(state, row) != NULL ? STYLE_DIM : STYLE_TEXT;
}

static void write_tenant(const State *state, gconstpointer row, GString *text)
{
	const Elsewhere *elsewhere = roles_elsewhere(state, row);
	g_string_append(text, elsewhere != NULL ? elsewhere_tenant(elsewhere) : "");
}

static void write_role(const State *state, gconstpointer row, GString *text)
{
	const Role *role = &row_grant_of(row)->role;
	(void)state;
	g_string_append(text, role->name != NULL && *role->name ? role->name : role_guid(role->id));
}

/* Member or owner of a group: two rows that must not be taken for one another. */
static const char *access_end(const State *state, gconstpointer row)
{
	(void)state;
	return access_suffix(row_grant_of(row)->access);
}

/* A group is no place. */
static void write_where(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);
	(void)state;
	g_string_append(text, grant->access == ACCESS_NONE ? scope_label(&grant->scope) : "-");
}

static const char *active_tail(const State *state, gconstpointer row)
{
	return alike_tail(roles_data(state)->active_tails, row_grant_of(row));
}

static const char *eligible_tail(const State *state, gconstpointer row)
{
	return alike_tail(roles_data(state)->eligible_tails, row_grant_of(row));
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

/* What was activated for a command ends sooner than it says. */
static void write_owed(const State *state, gconstpointer row, GString *text)
{
	const Owed *owed = roles_elsewhere(state, row) == NULL
				   ? known_owed_find(&state->owed, row_grant_of(row))
				   : NULL;
	const Wording wording = state_wording(state);
	g_autofree char *mark = owed != NULL ? owed_mark(&wording, owed) : NULL;
	if (mark != NULL)
		g_string_append_printf(text, ", %s", mark);
}

static void write_until(const State *state, gconstpointer row, GString *text)
{
	g_autofree char *until = state_until(state, row_grant_of(row));
	/* Under its heading it need not be said once more. */
	const bool is_said =
		state->at.columns >= LAYOUT_WIDE_COLUMNS && g_str_has_prefix(until, "until ");
	g_string_append(text, is_said ? until + strlen("until ") : until);
	if (((const Assignment *)row)->is_provisional && roles_elsewhere(state, row) == NULL)
		g_string_append(text, " (new)");
	write_owed(state, row, text);
	const Elsewhere *elsewhere = roles_elsewhere(state, row);
	/* Names need the room of a narrow screen: the line below the panes tells it there. */
	const bool has_room = state->at.columns >= AS_OF_FROM_COLUMNS;
	g_autofree char *as_of =
		elsewhere != NULL && has_room ? elsewhere_as_of(state, elsewhere) : NULL;
	if (as_of != NULL)
		g_string_append_printf(text, ", %s", as_of);
}

/* What is left of the grant's time in eighths of `cells` cells; 0 for permanent ones. */
static int eighths_left(const Grant *grant, Instant now, int cells)
{
	int64_t whole = grant->end - grant->start;
	if (!grant->end || !grant->start || whole <= 0)
		return 0;
	int64_t left = CLAMP(grant_countdown(grant, now), 0, whole);
	return (int)((left * cells * 8 + whole - 1) / whole);
}

static void draw_left_bar(const State *state, Grid *grid, gconstpointer row, Area cell)
{
	const Grant *grant = row_grant_of(row);
	StyleId style = nearness_style(state, row);
	if (grant->end > 0 && roles_elsewhere(state, row) == NULL)
		grid_bar(grid, cell, eighths_left(grant, state->now, cell.columns),
			 style == STYLE_OK ? STYLE_BAR : style);
}

static void write_start(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);
	g_autofree char *start = grant->start ? state_local(state, grant->start) : NULL;
	if (start != NULL)
		g_string_append(text, start);
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
	if (grant->member_type == MEMBER_GROUP && grant->holder.name != NULL)
		g_string_append_printf(text, "via %s", grant->holder.name);
	else if (grant->member_type != MEMBER_UNKNOWN)
		g_string_append(text, member_type_word(grant->member_type));
}

static void write_scope_id(const State *state, gconstpointer row, GString *text)
{
	(void)state;
	g_string_append(text, row_grant_of(row)->scope.id);
}

static void write_reason(const State *state, gconstpointer row, GString *text)
{
	const char *reason = roles_elsewhere(state, row) == NULL
				     ? now_reason(state, row_grant_of(row)->id)
				     : NULL;
	g_string_append(text, reason != NULL ? reason : "");
}

const ListColumn active_columns[ACTIVE_COLUMNS] = {
	{ .name = "role",
	  .least = 8,
	  .most = 32,
	  .share = 1,
	  .is_steady = true,
	  .write = write_role,
	  .end = access_end,
	  .restyle = active_style },
	{ .name = "at",
	  .least = 6,
	  .most = 24,
	  .share = 1,
	  .from = 30,
	  .gap = 2,
	  .is_steady = true,
	  .write = write_where,
	  .end = active_tail,
	  .restyle = active_style },
	{ .name = "tenant", /* where rows of other accounts are shown, and none else */
	  .least = 0,
	  .most = 20,
	  .from = 56,
	  .gap = 2,
	  .is_steady = true,
	  .style = STYLE_DIM,
	  .write = write_tenant },
	{ .name = "kind",
	  .least = 5,
	  .most = 5,
	  .rank = 1,
	  .from = 56,
	  .gap = 2,
	  .style = STYLE_DIM,
	  .write = write_workload },
	{ .name = "left",
	  .least = 5,
	  .most = 6,
	  .gap = 1,
	  .is_right = true,
	  .write = write_left,
	  .restyle = nearness_style },
	{ .name = "until",
	  .least = 5,
	  .most = 40,
	  .from = 48,
	  .gap = 2,
	  .write = write_until,
	  .restyle = active_style },
	{ .name = "bar",
	  .least = 10,
	  .most = 10,
	  .rank = 1,
	  .from = 72,
	  .gap = 2,
	  .draw = draw_left_bar },
	{ .name = "why",
	  .least = 12,
	  .most = 40,
	  .share = 1,
	  .rank = 1, /* what it is for is worth more than the end of a name that is very long */
	  .from = 90,
	  .gap = 2,
	  .is_steady = true,
	  .style = STYLE_DIM,
	  .write = write_reason },
	{ .name = "type",
	  .least = 9,
	  .most = 9,
	  .rank = 5,
	  .from = 120,
	  .gap = 2,
	  .style = STYLE_DIM,
	  .write = write_assignment },
	{ .name = "how",
	  .least = 6,
	  .most = 24,
	  .rank = 4,
	  .from = 100,
	  .gap = 2,
	  .is_steady = true,
	  .style = STYLE_DIM,
	  .write = write_member },
	{ .name = "since",
	  .least = 5,
	  .most = 22,
	  .rank = 6,
	  .from = 150,
	  .gap = 2,
	  .style = STYLE_DIM,
	  .write = write_start },
	{ .name = "id",
	  .least = 36,
	  .most = 100,
	  .rank = 7,
	  .from = 180,
	  .gap = 2,
	  .is_steady = true,
	  .style = STYLE_DIM,
	  .write = write_scope_id },
};

/* ---- Eligible --------------------------------------------------------------------------------- */

/* Fourteen days before its end an eligibility can be extended; the last day is an alarm. */
static StyleId term_style(const State *state, gconstpointer row)
{
	switch (grant_term_nearness(row_grant_of(row), state->now)) {
	case NEARNESS_SOON:
		return STYLE_WARNING;
	case NEARNESS_URGENT:
		return STYLE_URGENT;
	default:
		return STYLE_TEXT;
	}
}

static const char *term_sign(const State *state, gconstpointer row, StyleId *style)
{
	const StyleId term = term_style(state, row);
	if (term == STYLE_TEXT)
		return "";
	if (*style != STYLE_SELECTED)
		*style = term;
	return term == STYLE_URGENT ? "!!" : "!";
}

const char *eligible_sign(const State *state, gconstpointer row, StyleId *style)
{
	if (!roles_is_marked(state, row_grant_of(row)->id))
		return term_sign(state, row, style);
	if (*style != STYLE_SELECTED)
		*style = STYLE_MARKED;
	return "*";
}

static StyleId eligible_style(const State *state, gconstpointer row)
{
	return roles_is_marked(state, row_grant_of(row)->id) ? STYLE_MARKED : STYLE_TEXT;
}

/* What kind of scope; the whole directory and groups are told by their workload. */
static void write_type(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);
	if (grant->scope.type == SCOPE_DIRECTORY || grant->access != ACCESS_NONE)
		write_workload(state, row, text);
	else
		g_string_append(text, scope_type_short(grant->scope.type));
}

static void write_now(const State *state, gconstpointer row, GString *text)
{
	const Now *now = now_find(state, row_grant_of(row)->id);
	g_autofree char *words = now != NULL ? now_words(state, now) : NULL;
	g_string_append(text, words != NULL ? words : "");
}

static StyleId now_row_style(const State *state, gconstpointer row)
{
	const Now *now = now_find(state, row_grant_of(row)->id);
	return now != NULL ? now_style(now) : STYLE_TEXT;
}

const ListColumn eligible_columns[ELIGIBLE_COLUMNS] = {
	{ .name = "role",
	  .least = 8,
	  .most = 26,
	  .share = 1,
	  .is_steady = true,
	  .write = write_role,
	  .end = access_end,
	  .restyle = eligible_style },
	{ .name = "at",
	  .least = 6,
	  .most = 16,
	  .share = 1,
	  .from = 26,
	  .gap = 1,
	  .is_steady = true,
	  .write = write_where,
	  .end = eligible_tail },
	{ .name = "kind",
	  .least = 5,
	  .most = 5,
	  .from = 38,
	  .gap = 1,
	  .style = STYLE_DIM,
	  .write = write_type },
	{ .name = "ends",
	  .least = 4,
	  .most = 5,
	  .from = 34,
	  .gap = 1,
	  .is_right = true,
	  .write = write_left,
	  .restyle = term_style },
	{ .name = "now",
	  .least = 8,
	  .most = 30,
	  .share = 1,
	  .rank = 1,
	  .from = 56,
	  .gap = 2,
	  .is_steady = true,
	  .write = write_now,
	  .restyle = now_row_style },
	{ .name = "how",
	  .least = 6,
	  .most = 24,
	  .rank = 2,
	  .from = 66,
	  .gap = 2,
	  .is_steady = true,
	  .style = STYLE_DIM,
	  .write = write_member },
	{ .name = "since",
	  .least = 5,
	  .most = 22,
	  .rank = 3,
	  .from = 100,
	  .gap = 2,
	  .style = STYLE_DIM,
	  .write = write_start },
	{ .name = "id",
	  .least = 36,
	  .most = 100,
	  .rank = 4,
	  .from = 120,
	  .gap = 2,
	  .is_steady = true,
	  .style = STYLE_DIM,
	  .write = write_scope_id },
};

/* ---- Not for use now -------------------------------------------------------------------------- */

#define HOUR INT64_C(3600)
#define DAY  (24 * HOUR)

/* "23h ago", "in 2d": beside names that need the room. The line below the panes tells the moment. */
static void write_distance(const State *state, const Grant *grant, GString *text)
{
	const bool has_ended = grant_has_ended(grant, state->now);
	const int64_t seconds = has_ended ? state->now - grant->end : grant->start - state->now;
	const int64_t unit = seconds < HOUR ? 60 : seconds < 2 * DAY ? HOUR : DAY;
	const char *sign = unit == DAY ? "d" : unit == HOUR ? "h" : "m";
	g_string_append_printf(text, has_ended ? "%d%s ago" : "in %d%s",
			       (int)MAX(seconds / unit, 1), sign);
}

static void write_term(const State *state, gconstpointer row, GString *text)
{
	const Grant *grant = row_grant_of(row);
	const bool is_current = !grant_has_ended(grant, state->now) && grant->start <= state->now;
	if (state->at.columns < LAYOUT_WIDE_COLUMNS && !is_current) {
		write_distance(state, grant, text);
		return;
	}
	const Wording wording = state_wording(state);
	g_autofree char *words = grant_term_words(&wording, row_grant_of(row));
	g_string_append(text, words);
}

const ListColumn dormant_columns[DORMANT_COLUMNS] = {
	{ .name = "role",
	  .least = 8,
	  .most = 26,
	  .share = 1,
	  .is_steady = true,
	  .style = STYLE_DIM,
	  .write = write_role,
	  .end = access_end },
	{ .name = "at",
	  .least = 6,
	  .most = 16,
	  .share = 1,
	  .gap = 1,
	  .is_steady = true,
	  .style = STYLE_DIM,
	  .write = write_where },
	{ .name = "when", .least = 5, .most = 24, .gap = 2, .write = write_term },
};

/* ---- Scopes ----------------------------------------------------------------------------------- */

#define INDENT 2

/* A branch is open when what follows lies below it: so it is with a filter, too. */
static const char *node_sign(const State *state, const Pane *pane, size_t i)
{
	const ScopeNode *node = pane_at(pane, i);
	const ScopeNode *next = pane_at(pane, i + 1);
	if (node->state == CHILDREN_FAILED)
		return "!";
	if (!tree_can_expand(&state->scopes.tree, node))
		return " ";
	if (node->state == CHILDREN_LOADING || node->deep == CHILDREN_LOADING)
		return "~";
	return node->is_expanded || (next != NULL && next->depth > node->depth) ? "v" : "+";
}

/* What stands at the right of a scope, whose name ends at `needed`: used last, its type. Returns where it begins. */
static int draw_marks(const State *state, Grid *grid, const ScopeNode *node, Area line, int needed,
		      StyleId style)
{
	const Eligibility *eligibility = roles_selected(state);
	const Scope *last =
		eligibility != NULL ? known_scopes_last(&state->scopes, eligibility) : NULL;
	const char *type = scope_type_short(node->scope.type);
	int column = line.columns - 4;
	if (column < 13)
		return line.columns;
	grid_text(grid, area_limit(line, column + 4), column, 0,
		  style == STYLE_SELECTED ? style : STYLE_DIM, type);
	/* The name is worth more than that it was used last. */
	if (last == NULL || !scope_id_equal(last->id, node->scope.id) || column - 6 < needed)
		return column - 1;
	column -= 5;
	grid_text(grid, area_limit(line, column + 4), column, 0,
		  style == STYLE_SELECTED ? style : STYLE_DIM, "last");
	return column - 1;
}

void scope_draw_row(const State *state, Grid *grid, const Pane *pane, size_t i, Area line,
		    StyleId style)
{
	const ScopeNode *node = pane_at(pane, i);
	/* Deep trees in narrow panes: the name keeps at least half of the line. */
	int indent = MIN(1 + node->depth * INDENT, line.columns / 2);
	g_autoptr(GString) label = g_string_new(scope_label(&node->scope));
	Area cell = line;
	if (style != STYLE_TEXT)
		grid_text(grid, line, 0, 0, style, ">");
	grid_text(grid, area_limit(line, indent + 1), indent, 0,
		  node->state == CHILDREN_FAILED ? STYLE_ERROR : style, node_sign(state, pane, i));
	columns_clean(label);
	cell.columns =
		draw_marks(state, grid, node, line, indent + 2 + text_width(label->str), style);
	cell.column += indent + 2;
	cell.columns -= indent + 2;
	grid_text(grid, cell, 0, 0, style, label->str);
	if (node->is_match && style != STYLE_SELECTED)
		list_mark_match(grid, pane, cell, label->str);
}
