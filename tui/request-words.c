/* What became of a request, and what an activation needs, in words. */
#include "tui/state.h"

char *problem_words(const Problem *problem)
{
	return g_strdup_printf("%s%s%s", problem->message, problem->hint ? " " : "",
			       problem->hint ? problem->hint : "");
}

static void append_approvers(GString *text, const Policy *policy)
{
	for (guint i = 0; policy->approvers && i < MIN(policy->approvers->len, 3); i++)
		g_string_append_printf(text, "%s%s", i ? ", " : " by ",
				       (char *)g_ptr_array_index(policy->approvers, i));
}

char *policy_demands(const Policy *policy)
{
	g_autoptr(GString) text = g_string_new(NULL);
	if (policy->needs_approval) {
		g_string_append(text, "approval");
		append_approvers(text, policy);
	}
	if (policy->needs_mfa)
		g_string_append_printf(text, "%smultifactor sign-in", text->len ? "; " : "");
	if (policy->context)
		g_string_append_printf(text, "%ssign-in with context %s", text->len ? "; " : "",
				       policy->context);
	return text->len ? g_string_free(g_steal_pointer(&text), FALSE) : NULL;
}

static char *waiting_words(const State *state, const Request *request, const Policy *policy)
{
	g_autoptr(GString) text = g_string_new("waiting for approval");
	if (policy)
		append_approvers(text, policy);
	if (request->start > state->now) {
		g_autofree char *start = state_local(state, request->start);
		g_string_append_printf(text, ", to start %s", start);
	}
	if (request->created) {
		g_autofree char *asked = state_local(state, request->created);
		g_autofree char *lapses = state_local(state, request->created + 24 * 60 * 60);
		g_string_append_printf(text, " (asked %s, lapses %s)", asked, lapses);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *refusal_words(const char *word, const Request *request)
{
	if (!request->message)
		return g_strdup(word);
	return g_strdup_printf("%s: %s", word, request->message);
}

static char *words_of_request(const State *state, const Request *request, const Policy *policy)
{
	switch (request->state) {
	case REQUEST_STATE_PREPARED:
		return g_strdup("being sent");
	case REQUEST_STATE_RUNNING:
		return g_strdup_printf(
			"accepted, being worked on%s%s%s", request->status ? " (" : "",
			request->status ? request->status : "", request->status ? ")" : "");
	case REQUEST_STATE_WAITING:
		return waiting_words(state, request, policy);
	case REQUEST_STATE_SCHEDULED: {
		g_autofree char *at = state_local(state, request->start);
		return g_strdup_printf("starts %s", at);
	}
	case REQUEST_STATE_ACTIVE: {
		if (!request->end)
			return g_strdup("active");
		g_autofree char *at = state_local(state, request->end);
		bool is_over = request->end <= state->now;
		return g_strdup_printf(is_over ? "was active until %s" : "active until %s", at);
	}
	case REQUEST_STATE_ENDED:
		return g_strdup(request->kind == REQUEST_DEACTIVATE ? "deactivated" : "ended");
	case REQUEST_STATE_CANCELED:
		return g_strdup("canceled");
	case REQUEST_STATE_REFUSED:
		return request_is_denied(request)
			       ? g_strdup("refused by an approver. Ask them, or ask again with a "
					  "better reason")
			       : refusal_words("refused", request);
	case REQUEST_STATE_FAILED:
		return refusal_words("failed", request);
	default:
		return g_strdup("outcome unknown");
	}
}

char *request_words(const State *state, const Request *request)
{
	return words_of_request(state, request, NULL);
}

static const char *problem_opening(const Problem *problem)
{
	switch (problem->kind) {
	case PROBLEM_REFUSED:
	case PROBLEM_STEP_UP:
	case PROBLEM_NOT_ALLOWED:
		return "Refused: ";
	case PROBLEM_CHANGED:
		return "Changed: ";
	case PROBLEM_ALREADY:
		return "";
	case PROBLEM_UNKNOWN_OUTCOME:
		return "Outcome unknown: ";
	case PROBLEM_CANCELLED:
		return "Canceled: ";
	default:
		return "Failed: ";
	}
}

char *outcome_words(const State *state, const Submission *submission, const OutcomeItem *item)
{
	(void)submission;
	if (item->is_sent_again)
		return g_strdup("Sent again after a stronger sign-in.");
	if (item->problem && !item->is_finished)
		return g_strdup("The answer was lost. Looking up…");
	if (item->problem) {
		g_autofree char *why = problem_words(item->problem);
		return g_strdup_printf("%s%s%s", problem_opening(item->problem), why,
				       item->is_following ? " Looking again." : "");
	}
	if (!item->request)
		return g_strdup(item->is_finished ? "Done." : "Being sent.");
	if (item->request->state == REQUEST_STATE_UNKNOWN)
		return g_strdup(
			item->is_following
				? "Outcome unknown. Looking again."
				: "Outcome unknown: the service did not answer. Nothing was "
				  "sent twice; look again.");
	g_autofree char *words = words_of_request(
		state, item->request, item->activation ? item->activation->policy : NULL);
	words[0] = g_ascii_toupper(words[0]);
	return g_strdup(words);
}
