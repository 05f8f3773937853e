#include "frontend/request-words.h"

#include "frontend/policy-words.h"
#include "frontend/use.h"
#include "src/model/duration.h"

Instant request_lapses(const Request *request)
{
	return request->state == REQUEST_STATE_WAITING && request->created != 0 &&
			       !request_is_extension(request->kind)
		       ? request->created + APPROVAL_LAPSES_SECONDS
		       : 0;
}

/* It lapses by no rule that is known. */
static char *administrator_words(const Wording *wording, const Request *request)
{
	g_autofree char *end = request->end != 0 ? wording_time(wording, request->end) : NULL;
	g_autofree char *asked =
		request->created != 0 ? wording_time(wording, request->created) : NULL;
	return g_strconcat("waiting for an administrator",
			   end != NULL ? ", to be eligible until " : "", end != NULL ? end : "",
			   asked != NULL ? " (asked " : "", asked != NULL ? asked : "",
			   asked != NULL ? ")" : "", NULL);
}

static char *waiting_words(const Wording *wording, const Request *request, const Policy *policy)
{
	if (request_is_extension(request->kind))
		return administrator_words(wording, request);
	g_autoptr(GString) text = g_string_new("waiting for approval");
	if (policy != NULL)
		policy_append_approvers(text, policy, APPROVERS_SHOWN);
	if (request->start > wording->now) {
		g_autofree char *start = wording_time(wording, request->start);
		g_string_append_printf(text, ", to start %s", start);
	}
	if (request->created != 0) {
		g_autofree char *asked = wording_time(wording, request->created);
		g_autofree char *lapses = wording_time(wording, request_lapses(request));
		g_string_append_printf(text, " (asked %s, lapses %s)", asked, lapses);
	}
	return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *active_words(const Wording *wording, const Request *request)
{
	if (request->end == 0)
		return g_strdup("active");
	g_autofree char *at = wording_time(wording, request->end);
	const bool is_over = request->end <= wording->now;
	return g_strdup_printf(is_over ? "was active until %s" : "active until %s", at);
}

static char *ended_words(const Wording *wording, const Request *request)
{
	if (request->kind != REQUEST_ACTIVATE || request->end == 0)
		return g_strdup(request->kind == REQUEST_DEACTIVATE ? "deactivated" : "ended");
	g_autofree char *at = wording_time(wording, request->end);
	/* To the minute: who gave it back counts no seconds. */
	const int64_t early = (request_early_seconds(request) + 30) / 60 * 60;
	g_autofree char *by = early > 0 ? duration_format(early) : NULL;
	return by != NULL ? g_strdup_printf("ended %s, %s early", at, by)
			  : g_strdup_printf("ended %s", at);
}

static char *scheduled_words(const Wording *wording, const Request *request)
{
	g_autofree char *at = wording_start(wording, request->start);
	return g_strdup_printf("starts %s", at);
}

static char *running_words(const Request *request)
{
	if (request->status == NULL)
		return g_strdup("accepted, being worked on");
	return g_strdup_printf("accepted, being worked on (%s)", request->status);
}

static char *refusal_words(const char *word, const Request *request)
{
	const char *reason = request_reason(request);
	return g_strdup_printf("%s: %s", word, reason != NULL ? reason : "not told why");
}

/* In the words of who denied it. */
static bool is_explained(const Request *request)
{
	return request_is_denied(request) && request->message != NULL && *request->message != '\0';
}

const char *request_words_stop(const Request *request, const char *words)
{
	return is_explained(request) || g_str_has_suffix(words, ".") ? "" : ".";
}

static char *refused_words(const Request *request)
{
	if (!request_is_denied(request))
		return refusal_words("refused", request);
	if (request_is_extension(request->kind))
		return g_strdup("refused by an administrator");
	if (is_explained(request))
		return refusal_words("refused", request);
	return g_strdup("refused by an approver. Ask them, or ask again with a better reason");
}

const char *request_words_next(const Request *decision)
{
	return decision->stages_left > 0 ? "; another stage decides next" : "";
}

/* "approved for Yara Osei; another stage decides next" */
static char *decided_words(const Request *request)
{
	const char *verb = request->kind == REQUEST_DENY ? "denied" : "approved";
	const char *name = request->requester_name;
	return g_strconcat(verb, name != NULL ? " for " : "", name != NULL ? name : "",
			   request_words_next(request), NULL);
}

/* "extended: eligible until 3 Mar 2027" */
static char *granted_words(const Wording *wording, const Request *request)
{
	const char *verb = request->kind == REQUEST_RENEW ? "renewed" : "extended";
	g_autofree char *end = request->end != 0 ? wording_time(wording, request->end) : NULL;
	return end != NULL ? g_strdup_printf("%s: eligible until %s", verb, end) : g_strdup(verb);
}

char *request_words(const Wording *wording, const Request *request, const Policy *policy)
{
	switch (request->state) {
	case REQUEST_STATE_PREPARED:
		return g_strdup("being sent");
	case REQUEST_STATE_RUNNING:
		return running_words(request);
	case REQUEST_STATE_WAITING:
		return waiting_words(wording, request, policy);
	case REQUEST_STATE_SCHEDULED:
		return scheduled_words(wording, request);
	case REQUEST_STATE_ACTIVE:
		return active_words(wording, request);
	case REQUEST_STATE_ENDED:
		return ended_words(wording, request);
	case REQUEST_STATE_CANCELED:
		return g_strdup("canceled");
	case REQUEST_STATE_REFUSED:
		if (request_is_decision(request->kind) && request->message != NULL)
			return g_strdup(request->message);
		return refused_words(request);
	case REQUEST_STATE_FAILED:
		return refusal_words("failed", request);
	case REQUEST_STATE_DECIDED:
		return decided_words(request);
	case REQUEST_STATE_GRANTED:
		return granted_words(wording, request);
	case REQUEST_STATE_UNKNOWN:
		break;
	}
	return g_strdup("outcome unknown");
}

/* To the minute: who gave it back counts no seconds. */
static char *early_words(const Request *request)
{
	const int64_t early = (request_early_seconds(request) + 30) / 60 * 60;
	g_autofree char *by = early > 0 ? duration_format(early) : NULL;
	return by != NULL ? g_strdup_printf("ended %s early", by) : g_strdup("ended");
}

/* What to do about it is told where there is room. Takes the text. */
static char *first_sentence(char *text)
{
	char *end = strstr(text, ". ");
	if (end != NULL)
		*end = '\0';
	return text;
}

char *request_words_short(const Wording *wording, const Request *request)
{
	g_autofree char *at = wording_time(wording, request->end);
	switch (request_state_now(request, wording->now)) {
	case REQUEST_STATE_ACTIVE:
		return request->end != 0 ? g_strdup_printf("until %s", at) : g_strdup("active");
	case REQUEST_STATE_ENDED:
		return request->kind == REQUEST_DEACTIVATE ? g_strdup("deactivated")
							   : early_words(request);
	case REQUEST_STATE_WAITING:
		return g_strdup(request_is_extension(request->kind) ? "waiting for an administrator"
								    : "waiting for approval");
	case REQUEST_STATE_RUNNING:
		return g_strdup("being worked on");
	default:
		return first_sentence(request_words(wording, request, NULL));
	}
}
