#include "tui/dialogs/extend.h"

#include "frontend/grant-words.h"
#include "frontend/reason.h"
#include "frontend/term.h"
#include "src/base/limits.h"
#include "src/model/duration.h"
#include "tui/core/context.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lines.h"
#include "tui/widgets/form.h"

#define TIME_CHARS 40

enum { FIELD_FOR, FIELD_REASON, FIELD_COUNT };

typedef struct Extend {
	Eligibility *eligibility; /* captured when it was asked for */
	bool is_renewal;
	Form form;
} Extend;

static void extend_clear(void *self)
{
	Extend *extend = self;
	form_clear(&extend->form);
	g_clear_pointer(&extend->eligibility, eligibility_free);
}

/* ---- The fields ------------------------------------------------------------------------------- */

/* What is added begins where the eligibility ends, so that "until" counts from there. */
static bool read_duration(const Extend *extend, const State *state, int64_t *duration,
			  GError **error)
{
	const Grant *grant = &extend->eligibility->grant;
	const char *text = form_text(&extend->form, FIELD_FOR);
	return duration_parse(text != NULL ? text : "", grant_extension_end(grant, 0, state->now),
			      state->at.zone, duration, error);
}

static bool always(gconstpointer self)
{
	(void)self;
	return true;
}

/* NULL: not known (yet). */
static const Policy *find_policy(const State *state, const Extend *extend)
{
	const Grant *grant = &extend->eligibility->grant;
	const PolicyEntry *entry =
		known_policies_find(&state->policies, grant->id, grant->scope.id);
	return entry != NULL ? entry->policy : NULL;
}

static char *note_for(const State *state, gconstpointer self)
{
	const Extend *extend = self;
	int64_t duration = 0;
	if (!read_duration(extend, state, &duration, NULL))
		return NULL;
	g_autofree char *end = state_local(
		state, grant_extension_end(&extend->eligibility->grant, duration, state->now));
	const Policy *policy = find_policy(state, extend);
	if (policy == NULL || policy->eligible_maximum == 0)
		return g_strdup_printf("until %s", end);
	g_autofree char *most = duration_format(policy->eligible_maximum);
	return g_strdup_printf("up to %s; until %s", most, end);
}

static char *check_for(const State *state, gconstpointer self)
{
	g_autoptr(GError) error = NULL;
	int64_t duration = 0;
	if (!read_duration(self, state, &duration, &error))
		return g_strdup(error->message);
	return extension_find_fault(duration, find_policy(state, self));
}

static char *check_reason(const State *state, gconstpointer self)
{
	const Extend *extend = self;
	(void)state;
	return form_text(&extend->form, FIELD_REASON) == NULL
		       ? g_strdup("Say why: the administrator who decides reads it.")
		       : NULL;
}

static const FormFieldKind fields[FIELD_COUNT] = {
	[FIELD_FOR] = { .label = "for",
			.limit = TIME_CHARS,
			.width = 12,
			.required = always,
			.note = note_for,
			.check = check_for },
	[FIELD_REASON] = { .label = "reason",
			   .limit = LIMIT_REASON,
			   .required = always,
			   .check = check_reason,
			   .advise = reason_advise },
};
static const FormKind form_kind = { fields, FIELD_COUNT };

static Field *field(Dialog *dialog)
{
	return form_focused(&((Extend *)dialog->self)->form);
}

static void typed(Update *update, Dialog *dialog)
{
	Extend *extend = dialog->self;
	form_typed(&extend->form);
	form_update(&extend->form, update->state, extend);
}

/* ---- Drawing ---------------------------------------------------------------------------------- */

static Page *make_page(const State *state, const Extend *extend, int columns)
{
	const Wording wording = state_wording(state);
	const Grant *grant = &extend->eligibility->grant;
	Page *page = page_new(columns);
	g_autofree char *term = grant_term_words(&wording, grant);
	page_printf(page, 10, STYLE_TITLE, "%s%s", role_label(&grant->role),
		    access_suffix(grant->access));
	lines_add_scope(page, state, &grant->scope, false);
	page_printf(page, 10, STYLE_TEXT, "eligible  %s", term);
	page_add_blank(page);
	page_add(page, 0, STYLE_TEXT,
		 "An administrator decides; until then it stands among the requests.");
	return page;
}

static int extend_height(const State *state, const Dialog *dialog)
{
	const Extend *extend = dialog->self;
	const int columns = layout_dialog_columns(state->at.columns);
	g_autoptr(Page) page = make_page(state, extend, columns);
	return (int)page_count(page) + 1 + form_count_lines(&extend->form, columns, false) + 1;
}

/* The fields keep their place; what is above them is cut where there is no room. */
static void extend_draw(const State *state, const Dialog *dialog, Grid *grid, Area box, Area body)
{
	(void)box;
	const Extend *extend = dialog->self;
	g_autoptr(Page) page = make_page(state, extend, body.columns);
	const int lines = form_count_lines(&extend->form, body.columns, false);
	Area area = body;
	area.rows = CLAMP(body.rows - lines, 0, (int)page_count(page) + 1);
	page_draw(page, dialog->scroll, grid, area);
	area.row += area.rows;
	area.rows = body.rows - area.rows;
	form_draw(&extend->form, grid, area, false);
}

/* ---- Asking and sending ----------------------------------------------------------------------- */

static char *propose_words(const Extend *extend, const Policy *policy)
{
	return duration_format(grant_extension_default(&extend->eligibility->grant, policy));
}

static void propose(Extend *extend, const Policy *policy)
{
	g_autofree char *words = propose_words(extend, policy);
	field_set(&extend->form.fields[FIELD_FOR].field, words);
}

void extend_ask(Update *update, const Eligibility *eligibility, bool is_renewal)
{
	Eligibility *copy = eligibility_copy(eligibility);
	Extend *extend = dialog_open(update, is_renewal ? &renew_dialog : &extend_dialog)->self;
	extend->eligibility = copy;
	extend->is_renewal = is_renewal;
	form_init(&extend->form, &form_kind, FIELD_REASON);
	known_policies_read(update, copy, &copy->grant.scope);
	propose(extend, find_policy(update->state, extend));
	form_update(&extend->form, update->state, extend);
}

/* What was proposed, and is too long now that the settings are known, is proposed anew; what was typed is told of. */
static void bound(Update *update, const DialogKind *kind)
{
	const State *state = update->state;
	const Dialog *dialog = dialog_find(state, kind);
	Extend *extend = dialog != NULL ? dialog->self : NULL;
	if (extend == NULL)
		return;
	const char *text = form_text(&extend->form, FIELD_FOR);
	g_autofree char *proposed = propose_words(extend, NULL);
	if (g_strcmp0(text, proposed) == 0)
		propose(extend, find_policy(state, extend));
	form_update(&extend->form, state, extend);
}

static void on_policy_of_extension(Update *update, const Event *event)
{
	(void)event;
	bound(update, &extend_dialog);
}

static void on_policy_of_renewal(Update *update, const Event *event)
{
	(void)event;
	bound(update, &renew_dialog);
}

static void run_send(Update *update)
{
	Extend *extend = dialog_top(update->state)->self;
	int64_t duration = 0;
	if (!form_check(&extend->form, update->state, extend) ||
	    !read_duration(extend, update->state, &duration, NULL))
		return;
	g_autoptr(Eligibility) eligibility = g_steal_pointer(&extend->eligibility);
	g_autofree char *reason = g_strdup(form_text(&extend->form, FIELD_REASON));
	const bool is_renewal = extend->is_renewal;
	dialog_close(update);
	g_autoptr(Extension) extension = extension_new(eligibility, is_renewal, duration, reason);
	submissions_extend(update, extension);
}

static void run_next(Update *update)
{
	form_focus_by(&((Extend *)dialog_top(update->state)->self)->form, 1);
}

static void run_close(Update *update)
{
	dialog_close(update);
}

static const Context extend_context = {
	.name = "Extend",
	.traits = TYPING_TRAITS,
	.help_place = 65,
};

static const Context renew_context = {
	.name = "Renew",
	.traits = TYPING_TRAITS,
	.help_place = 66,
};

static const Action extend_actions[] = {
	{ "send-extend", "enter", "ask", "Ask an administrator for what is shown.", .place = 441,
	  .footer = 1, .run = run_send },
	{ "extend-next", "tab down up", "next field", "Go to the next field.", .place = 442,
	  .footer = 2, .run = run_next },
	{ "extend-close", "esc", "back", "Ask for nothing.", .place = 443, .footer = 3,
	  .run = run_close },
};

static const Action renew_actions[] = {
	{ "send-renew", "enter", "ask", "Ask an administrator for what is shown.", .place = 444,
	  .footer = 1, .run = run_send },
	{ "renew-next", "tab down up", "next field", "Go to the next field.", .place = 445,
	  .footer = 2, .run = run_next },
	{ "renew-close", "esc", "back", "Ask for nothing.", .place = 446, .footer = 3,
	  .run = run_close },
};

#define KIND(title_, context_, actions_, on_policy_)                                    \
	{                                                                               \
		.title = (title_), .context = &(context_), .actions = (actions_),       \
		.action_count = G_N_ELEMENTS(actions_), .is_question = true,            \
		.size = sizeof(Extend), .clear = extend_clear, .height = extend_height, \
		.draw = extend_draw, .field = field, .typed = typed, .listeners = {     \
			.on = { [EVENT_POLICY] = (on_policy_) }                         \
		}                                                                       \
	}

const DialogKind extend_dialog =
	KIND("More time for it?", extend_context, extend_actions, on_policy_of_extension);
const DialogKind renew_dialog =
	KIND("Ask for it again?", renew_context, renew_actions, on_policy_of_renewal);
