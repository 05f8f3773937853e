#include "frontend/brief.h"
#include "frontend/grant-words.h"
#include "src/model/duration.h"
#include "tui/core/layout.h"
#include "tui/core/words.h"
#include "tui/dialogs/decide-form.h"
#include "tui/dialogs/lines.h"

#define FRAME_ROWS 4 /* the frame, a blank above the fields, the keys */
#define READ_LEAST 2 /* rows for what is known of it: a line, and where one is in it */

static const char *name_of(const Request *request)
{
	return request->requester_name != NULL ? request->requester_name : request->requester_id;
}

/* What the journal has of this person's requests that were decided here, and what of theirs waits. */
static char *find_lately(const State *state, const Request *request)
{
	const GPtrArray *journal = state->journal.rows;
	const GPtrArray *waiting = state->approvals.rows;
	Lately lately = { 0 };
	for (guint i = 0; i < journal->len; i++)
		lately_add(&lately, request,
			   ((const Row *)g_ptr_array_index(journal, i))->entry->request,
			   state->now);
	for (guint i = 0; i < waiting->len; i++)
		lately_add(&lately, request, ((const Row *)g_ptr_array_index(waiting, i))->request,
			   state->now);
	return lately_words(&lately);
}

static void add_times(Page *page, const State *state, const Request *request)
{
	g_autofree char *length =
		request->duration > 0 ? duration_format(request->duration) : g_strdup("?");
	g_autofree char *start = request->start > state->now ? state_local(state, request->start)
							     : g_strdup("as soon as approved");
	page_printf(page, 10, STYLE_TEXT, "for       %s, %s", length, start);
	if (request->created != 0) {
		g_autofree char *asked = state_local(state, request->created);
		page_printf(page, 10, STYLE_TEXT, "asked     %s", asked);
	}
}

static StyleId fact_style(const BriefFact *fact)
{
	return g_str_equal(fact->label, "unread")   ? STYLE_DIM
	       : g_str_equal(fact->label, "covers") ? STYLE_WARNING
						    : STYLE_TEXT;
}

/* What more is known, as far as it is by now. */
static void add_brief(Page *page, const State *state, const Decide *decide)
{
	const Wording wording = state_wording(state);
	if (decide->problem != NULL)
		page_printf(page, 10, STYLE_DIM, "unread    %s", decide->problem->message);
	if (decide->brief == NULL) {
		if (decide->problem == NULL)
			page_printf(page, 10, STYLE_DIM, "more      loading%s",
				    wording_ellipsis(&wording));
		return;
	}
	g_autoptr(GPtrArray) facts = brief_facts(decide_single(decide), decide->brief);
	for (guint i = 0; i < facts->len; i++) {
		const BriefFact *fact = g_ptr_array_index(facts, i);
		page_printf(page, 10, fact_style(fact), "%-9s %s", fact->label, fact->text);
	}
}

static void add_ticket(Page *page, const Request *request)
{
	if (request->ticket_number != NULL && *request->ticket_number != '\0')
		page_printf(page, 10, STYLE_TEXT, "ticket    %s%s%s", request->ticket_number,
			    request->ticket_system != NULL ? " in " : "",
			    request->ticket_system != NULL ? request->ticket_system : "");
}

/* Everything known of one; its reason in full. */
static void add_whole(Page *page, const State *state, const Decide *decide)
{
	const Request *request = decide_single(decide);
	page_printf(page, 10, STYLE_TITLE, "%s%s", role_label(&request->role),
		    access_suffix(request->access));
	g_autofree char *lately = find_lately(state, request);
	page_printf(page, 10, STYLE_TEXT, "who       %s", name_of(request));
	page_printf(page, 10, STYLE_TEXT, "reason    %s",
		    request->justification != NULL ? request->justification : "none was given");
	add_ticket(page, request);
	lines_add_scope(page, state, &request->scope, false);
	add_times(page, state, request);
	page_printf(page, 10, STYLE_TEXT, "lately    %s", lately);
	add_brief(page, state, decide);
}

static void add_line(Page *page, const Request *request)
{
	g_autofree char *what = role_words(&request->role, request->access, &request->scope);
	g_autofree char *length =
		request->duration > 0 ? duration_format(request->duration) : g_strdup("?");
	page_printf(page, 2, STYLE_TEXT, "%s: %s, %s%s%s", name_of(request), what, length,
		    request->justification != NULL ? "; " : "",
		    request->justification != NULL ? request->justification : "");
}

static Page *make_page(const State *state, const Decide *decide, int columns)
{
	Page *page = page_new(columns);
	if (decide_single(decide) != NULL) {
		add_whole(page, state, decide);
		return page;
	}
	page_printf(page, 0, STYLE_TITLE, "%u requests", decide->requests->len);
	for (guint i = 0; i < decide->requests->len; i++)
		add_line(page, g_ptr_array_index(decide->requests, i));
	return page;
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

/* The line that whoever asked will read, as it will be sent. */
static void add_offer(Page *page, const Decide *decide)
{
	g_autofree char *text = decide->is_offering ? decide_text(decide) : NULL;
	if (text != NULL)
		page_printf(page, 8, STYLE_DIM, "sends   %s", text);
}

/* The offer as it will be read stands below the fields, always in whole. */
static Page *make_offer(const Decide *decide, int columns)
{
	Page *page = page_new(columns);
	add_offer(page, decide);
	return page;
}

int decide_height(const State *state, const Dialog *dialog)
{
	const int columns = layout_dialog_columns(state->at.columns);
	const Decide *decide = dialog->self;
	g_autoptr(Page) page = make_page(state, decide, columns);
	g_autoptr(Page) offer = make_offer(decide, columns);
	return (int)(page_count(page) + page_count(offer)) +
	       form_count_lines(&decide->form, columns, false) + FRAME_ROWS;
}

/* What there is to read; where it has no room it scrolls, and says so. */
static void draw_page(const Dialog *dialog, const Page *page, Grid *grid, Area area)
{
	const int count = (int)page_count(page);
	if (count <= area.rows) {
		page_draw(page, 0, grid, area);
		return;
	}
	const int shown = MAX(area.rows - 1, 0);
	const int first = MIN((int)dialog->scroll, count - shown);
	Area above = area;
	above.rows = shown;
	page_draw(page, (size_t)first, grid, above);
	Area last = area;
	last.row += shown;
	last.rows = area.rows - shown;
	grid_printf(grid, last, 0, 0, STYLE_DIM, "lines %d-%d of %d; up and down: more", first + 1,
		    first + shown, count);
}

/* No room for all of it: what will be sent is the first that one reads, above the fields. */
static void draw_tight(const State *state, const Dialog *dialog, Grid *grid, Area body)
{
	const Decide *decide = dialog->self;
	const int fields = form_count_lines(&decide->form, body.columns, true);
	g_autoptr(Page) page = page_new(body.columns);
	add_offer(page, decide);
	add_whole(page, state, decide);
	Area area = body;
	area.rows = MAX(body.rows - fields, 0);
	draw_page(dialog, page, grid, area);
	area.row += area.rows;
	area.rows = body.row + body.rows - area.row;
	form_draw(&decide->form, grid, area, true);
}

/* The fields keep their places; what is above them scrolls where there is no room. */
void decide_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	(void)box;
	const Decide *decide = dialog->self;
	g_autoptr(Page) page = make_page(state, decide, body.columns);
	g_autoptr(Page) offer = make_offer(decide, body.columns);
	const int fields = form_count_lines(&decide->form, body.columns, false);
	const int below = fields + (int)page_count(offer);
	if (decide->is_offering && below + READ_LEAST > body.rows) {
		draw_tight(state, dialog, grid, body);
		return;
	}
	Area area = body;
	area.rows = CLAMP(body.rows - below, 0, (int)page_count(page) + 1);
	draw_page(dialog, page, grid, area);
	area.row += area.rows;
	area.rows = body.row + body.rows - area.row;
	form_draw(&decide->form, grid, area, false);
	area.row += fields;
	area.rows = MAX(body.row + body.rows - area.row, 0);
	page_draw(offer, 0, grid, area);
}
