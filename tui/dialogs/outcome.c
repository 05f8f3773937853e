/* What became of what was asked for, row by row, and what can be done about it. */
#include <string.h>

#include "frontend/command.h"
#include "frontend/lamp-words.h"
#include "frontend/open-requests.h"
#include "frontend/outcome.h"

#include "tui/core/context.h"
#include "tui/core/copies.h"
#include "tui/core/dialogs.h"
#include "tui/core/words.h"
#include "tui/dialogs/activate.h"
#include "tui/dialogs/dialogs.h"
#include "tui/dialogs/lamps.h"
#include "tui/dialogs/sign-in.h"

/* So long it is looked whether what came on is effective, while this is open. */
#define LAMPS_SECONDS (20 * 60)

typedef struct OutcomeView {
	uint64_t submission_id;
} OutcomeView;

static uint64_t submission_of(const Dialog *dialog)
{
	return ((const OutcomeView *)dialog->self)->submission_id;
}

/* What the top dialog shows; NULL: it is another one. */
static const Submission *shown(const State *state)
{
	const Dialog *dialog = dialog_top(state);
	return dialog != NULL && dialog->kind == &outcome_dialog
		       ? submissions_find(&state->submissions, submission_of(dialog))
		       : NULL;
}

static Lamps *lamps_of(const State *state)
{
	return dialog_memory(state, &outcome_dialog);
}

static void forget(void *self)
{
	lamps_clear(self);
}

/* Once for each activation that came on. */
static void ask_lamps(Update *update, const Outcome *item)
{
	const Request *request = item->request;
	Lamps *lamps = lamps_of(update->state);
	if (!item->is_finished || item->problem != NULL || request == NULL || request->id == NULL ||
	    request->kind != REQUEST_ACTIVATE || request->state != REQUEST_STATE_ACTIVE ||
	    lamps_has(lamps, request->id))
		return;
	lamps_ask(lamps, update, request->id, request_make_assignment(request, NULL, 0),
		  LAMPS_SECONDS);
}

static void open_outcome(Update *update, uint64_t submission_id)
{
	OutcomeView *view = dialog_open(update, &outcome_dialog)->self;
	view->submission_id = submission_id;
	const Submission *submission = submissions_find(&update->state->submissions, submission_id);
	for (guint i = 0; submission != NULL && i < submission->items->len; i++)
		ask_lamps(update, g_ptr_array_index(submission->items, i));
}

/* ---- What it shows ------------------------------------------------------------------------------ */

static StyleId problem_style(const Problem *problem)
{
	switch (problem->kind) {
	case PROBLEM_ALREADY: /* a refusal, if a harmless one */
		return STYLE_TEXT;
	case PROBLEM_REFUSED:
	case PROBLEM_NOT_ALLOWED:
	case PROBLEM_STEP_UP:
		return STYLE_REFUSED;
	case PROBLEM_UNKNOWN_OUTCOME:
		return STYLE_WARNING;
	default:
		return STYLE_ERROR;
	}
}

static StyleId outcome_style(const Outcome *item)
{
	if (item->is_sent_again)
		return STYLE_DIM;
	if (outcome_is_news(item))
		return STYLE_TEXT;
	if (item->problem != NULL)
		return problem_style(item->problem);
	if (!item->is_finished)
		return STYLE_TEXT;
	if (item->request == NULL)
		return STYLE_OK;
	switch (item->request->state) {
	case REQUEST_STATE_ACTIVE:
	case REQUEST_STATE_ENDED:
	case REQUEST_STATE_DECIDED:
	case REQUEST_STATE_GRANTED:
		return STYLE_OK;
	case REQUEST_STATE_SCHEDULED:
	case REQUEST_STATE_WAITING:
		return STYLE_WAITING;
	case REQUEST_STATE_CANCELED:
	case REQUEST_STATE_UNKNOWN:
		return STYLE_WARNING;
	case REQUEST_STATE_REFUSED:
		return STYLE_REFUSED;
	default:
		return STYLE_ERROR;
	}
}

/* What was asked for, as a shell would ask it. NULL: no verb does. */
static char *command_of(const State *state, const Outcome *item)
{
	/* Somebody else did it. */
	if (outcome_is_news(item))
		return NULL;
	/* One's own, not that of who asked. */
	const bool is_own = item->request != NULL && request_is_decision(item->request->kind);
	const char *reason = is_own ? item->request->justification : NULL;
	if (item->activation != NULL)
		return state_command_activate(state, item->activation);
	return item->extension != NULL
		       ? command_extend(item->extension, state_is_demo(state))
		       : command_of_subject(&item->subject, reason, state_is_demo(state));
}

/* What waits can be waited for from a shell, too. NULL: nothing is left to wait for. */
static char *waiting_of(const State *state, const Outcome *item)
{
	const bool is_open = item->request != NULL && item->request->id != NULL &&
			     request_is_open(item->request);
	return is_open ? command_wait(item->request, state_is_demo(state)) : NULL;
}

static void add_outcome(Page *page, const State *state, const Outcome *item)
{
	const Wording wording = state_wording(state);
	g_autofree char *what = subject_words(&item->subject);
	g_autofree char *words = outcome_words(&wording, item);
	page_add(page, 2, STYLE_TITLE, what);
	page_printf(page, 2, outcome_style(item), "  %s", words);
	const Truth *truth =
		item->request != NULL ? lamps_find(lamps_of(state), item->request->id) : NULL;
	g_autofree char *lamps = truth != NULL ? lamps_words(truth) : NULL;
	if (lamps != NULL)
		page_printf(page, 2, lamps_style(truth), "  %s", lamps);
	const char *said = item->problem != NULL ? item->problem->said : NULL;
	if (said != NULL && strstr(words, said) == NULL)
		page_printf(page, 4, STYLE_DIM, "  The service said: %s", said);
	g_auto(GStrv) after = outcome_afterwards(&wording, item);
	const bool is_well = item->is_finished && item->problem == NULL;
	for (char **sentence = after; is_well && *sentence != NULL; sentence++)
		page_printf(page, 2, STYLE_DIM, "  %s", *sentence);
	if (item->problem != NULL && item->problem->request_id != NULL)
		page_printf(page, 2, STYLE_DIM, "  request id %s", item->problem->request_id);
	g_autofree char *command = command_of(state, item);
	g_autofree char *waiting = waiting_of(state, item);
	if (command != NULL)
		page_printf(page, 4, STYLE_DIM, "  shell: %s", command);
	if (waiting != NULL)
		page_printf(page, 4, STYLE_DIM, "  wait:  %s", waiting);
}

static void write_outcome(const State *state, const Dialog *dialog, Page *page)
{
	const Submission *submission = submissions_find(&state->submissions, submission_of(dialog));
	for (guint i = 0; submission != NULL && i < submission->items->len; i++) {
		if (i > 0)
			page_add_blank(page);
		add_outcome(page, state, g_ptr_array_index(submission->items, i));
	}
}

static void copies(const State *state, const Dialog *dialog, GPtrArray *all)
{
	const Submission *submission = submissions_find(&state->submissions, submission_of(dialog));
	for (guint i = 0; submission != NULL && i < submission->items->len; i++) {
		const Outcome *item = g_ptr_array_index(submission->items, i);
		g_autofree char *command = command_of(state, item);
		copies_add(all, "request id", item->request != NULL ? item->request->id : NULL);
		copies_add(all, "support id",
			   item->problem != NULL ? item->problem->request_id : NULL);
		copies_add(all, COPY_COMMAND, command);
		for (guint k = 0; item->older_tokens != NULL && k < item->older_tokens->len; k++) {
			const OlderTokens *row = g_ptr_array_index(item->older_tokens, k);
			copies_add(all, row->program, row->command);
		}
		if (item->request != NULL && item->request->id != NULL &&
		    request_is_open(item->request))
			copies_add_open(all, state, item->request);
	}
}

/* ---- What is heard ------------------------------------------------------------------------------ */

static bool is_shown(const State *state, const Submission *submission)
{
	for (guint i = 0; i < state->dialogs->len; i++) {
		const Dialog *dialog = g_ptr_array_index(state->dialogs, i);
		if (dialog->kind == &outcome_dialog && submission_of(dialog) == submission->id)
			return true;
	}
	return false;
}

static NoticeKind notice_kind(const Outcome *item)
{
	if (outcome_is_news(item))
		return NOTICE_INFO;
	if (item->problem != NULL)
		return item->problem->kind == PROBLEM_ALREADY ? NOTICE_INFO : NOTICE_ERROR;
	/* Canceled is what was asked for, by whomever. */
	if (item->request == NULL || item->request->state == REQUEST_STATE_CANCELED)
		return NOTICE_INFO;
	return item->request->state == REQUEST_STATE_ACTIVE ||
			       item->request->state == REQUEST_STATE_ENDED ||
			       item->request->state == REQUEST_STATE_DECIDED
		       ? NOTICE_OK
		       : NOTICE_WARNING;
}

/* An outcome that nobody looks at is told in the status line. */
static void on_outcome(Update *update, gconstpointer about)
{
	const OutcomeNews *news = about;
	const Outcome *item = news->item;
	if (is_shown(update->state, news->submission)) {
		ask_lamps(update, item);
		return;
	}
	const Wording wording = state_wording(update->state);
	g_autofree char *words = outcome_words(&wording, item);
	g_autofree char *what = subject_words(&item->subject);
	NoticeKind kind = notice_kind(item);
	g_auto(GStrv) after = outcome_afterwards(&wording, item);
	for (char **sentence = after; kind == NOTICE_OK && *sentence != NULL; sentence++)
		update_notice(update, NOTICE_INFO, "%s", *sentence);
	update_notice(update, kind, "%s: %s", what, words);
}

/* Asked for as long as somebody looks. */
static void on_truth(Update *update, const Event *event)
{
	Lamps *lamps = lamps_of(update->state);
	const char *key = lamps_take(lamps, event);
	if (key != NULL && dialog_find(update->state, &outcome_dialog) == NULL)
		lamps_drop(lamps, update, key);
}

static void on_submitted(Update *update, gconstpointer about)
{
	open_outcome(update, ((const Submission *)about)->id);
}

/* ---- What can be done about it -------------------------------------------------------------------- */

typedef bool (*ItemTest)(const Outcome *item);

static bool has_item(const State *state, ItemTest test)
{
	const Submission *submission = shown(state);
	for (guint i = 0; submission != NULL && i < submission->items->len; i++) {
		if (test(g_ptr_array_index(submission->items, i)))
			return true;
	}
	return false;
}

static const char *needs_submission(const State *state)
{
	return submissions_last(&state->submissions) != NULL
		       ? NULL
		       : "Nothing has been requested in this session yet.";
}

static const char *needs_unknown_outcome(const State *state)
{
	return has_item(state, outcome_is_unknown) ? NULL : "No outcome is unknown here.";
}

static const char *needs_failure(const State *state)
{
	return has_item(state, outcome_can_retry) ? NULL : "Nothing here failed.";
}

static const char *needs_step_up(const State *state)
{
	return has_item(state, outcome_wants_step_up) ? sign_in_needs_no_demo(state)
						      : "Nothing here asks for another sign-in.";
}

static const char *needs_narrow_refusal(const State *state)
{
	return has_item(state, outcome_can_widen) ? NULL
						  : "Nothing was refused at a narrower scope.";
}

static void run_outcomes(Update *update)
{
	open_outcome(update, submissions_last(&update->state->submissions)->id);
}

static void run_look_again(Update *update)
{
	submissions_look_again(update, shown(update->state)->id);
}

/* The first one that wants it decides which. */
static void run_step_up(Update *update)
{
	const Submission *submission = shown(update->state);
	for (guint i = 0; i < submission->items->len; i++) {
		const Outcome *item = g_ptr_array_index(submission->items, i);
		if (!outcome_wants_step_up(item))
			continue;
		const StepUp step_up = { submission->id, item->subject.workload,
					 item->problem->claims, outcome_wanted_permission(item) };
		sign_in_step_up(update, &step_up);
		return;
	}
}

static void widen(const State *state, const Outcome *item, Activation *activation)
{
	scope_clear(&activation->scope);
	outcome_widen(item, &activation->scope);
	const ScopeNode *node = tree_find(&state->scopes.tree, activation->scope.id);
	if (activation->scope.name == NULL && node != NULL)
		activation->scope.name = g_strdup(node->scope.name);
}

/* Opens the form again for those that fit the test; `is_wide`: at the next wider scope. */
static void open_again(Update *update, bool (*test)(const Outcome *), bool is_wide)
{
	const Submission *submission = shown(update->state);
	g_autoptr(GPtrArray) activations =
		g_ptr_array_new_with_free_func((GDestroyNotify)activation_free);
	for (guint i = 0; i < submission->items->len; i++) {
		const Outcome *item = g_ptr_array_index(submission->items, i);
		if (!test(item))
			continue;
		Activation *activation = activation_copy(item->activation);
		const Eligibility *now = known_lists_find_eligible(
			&update->state->lists, activation->eligibility->grant.id);
		if (now != NULL) {
			eligibility_free(activation->eligibility);
			activation->eligibility = eligibility_copy(now);
		}
		if (is_wide)
			widen(update->state, item, activation);
		g_ptr_array_add(activations, activation);
	}
	dialog_close(update);
	activate_open(update, activations);
}

static void run_retry(Update *update)
{
	open_again(update, outcome_can_retry, false);
}

static void run_widen(Update *update)
{
	open_again(update, outcome_can_widen, true);
}

static const Context context = {
	.name = "Outcome",
	.traits = PAGE_TRAITS | TRAIT_READING,
	.help_place = 40,
};

static const Action actions[] = {
	{ "outcomes", "v", "last outcome", "Show what became of the last activation.", .place = 160,
	  .traits = TRAIT_SCREEN, .guard = needs_submission, .run = run_outcomes },
	{ "look-again", "r", "look again", "Ask what became of the requests without an answer.",
	  .place = 580, .footer = 2, .guard = needs_unknown_outcome, .run = run_look_again },
	{ "step-up", "s", "sign in and send again",
	  "Sign in as the service asks, then send the request again.", .place = 590, .footer = 2,
	  .guard = needs_step_up, .run = run_step_up },
	{ "retry", "t", "try again", "Open the form again for what failed.", .place = 600,
	  .footer = 3, .guard = needs_failure, .run = run_retry },
	{ "widen", "w", "wider scope",
	  "Open the form again at the subscription, or at the eligible scope.", .place = 605,
	  .footer = 4, .guard = needs_narrow_refusal, .run = run_widen },
};

const DialogKind outcome_dialog = {
	.title = "Outcome",
	.context = &context,
	.actions = actions,
	.action_count = G_N_ELEMENTS(actions),
	.is_question = true,
	.size = sizeof(OutcomeView),
	.write = write_outcome,
	.copies = copies,
	.memory_size = sizeof(Lamps),
	.forget = forget,
	.listeners = {
		.on = { [EVENT_TRUTH] = on_truth },
		.hear = { [NEWS_SUBMITTED] = on_submitted, [NEWS_OUTCOME] = on_outcome },
	},
};
