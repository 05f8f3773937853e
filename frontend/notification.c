#include "frontend/notification.h"

#include "frontend/grant-words.h"
#include "frontend/nearness.h"
#include "frontend/request-words.h"
#include "src/model/duration.h"

const char *notify_kind_word(NotifyKind kind)
{
	static const char *const words[NOTIFY_KINDS] = {
		[NOTIFY_NEAR] = "near",
		[NOTIFY_ENDED] = "ended",
		[NOTIFY_APPROVED] = "approved",
		[NOTIFY_REFUSED] = "refused",
		[NOTIFY_TO_APPROVE] = "to-approve",
		[NOTIFY_ELIGIBILITY] = "eligibility",
		[NOTIFY_PROPOSED] = "proposed",
	};
	return words[kind];
}

static Notification *notification_new(NotifyKind kind, const Wording *wording, const Grant *grant)
{
	Notification *notification = g_new0(Notification, 1);
	notification->kind = kind;
	notification->at = wording->now;
	grant_copy(&notification->grant, grant);
	return notification;
}

Notification *notification_new_proposed(const Wording *wording, const Grant *grant, uint64_t id)
{
	const Grant none = { 0 };
	g_autofree char *what = grant != NULL ? grant_words(grant, NULL) : g_strdup("a role");
	Notification *notification =
		notification_new(NOTIFY_PROPOSED, wording, grant != NULL ? grant : &none);
	notification->key = g_strdup_printf("proposed %" G_GUINT64_FORMAT, id);
	notification->text = g_strdup_printf("A program asks you for %s.", what);
	return notification;
}

/* ---- Ends ------------------------------------------------------------------------------------- */

Notification *notification_new_end(const Wording *wording, const Grant *grant,
				   const EndFacts *facts)
{
	const bool is_over = facts->before == 0;
	g_autofree char *what =
		facts->has_names ? grant_words(grant, NULL) : g_strdup("An activation");
	g_autofree char *text = grant_end_words(wording, grant, what, facts->next);
	if (text == NULL)
		return NULL;
	const bool has_step = !is_over && facts->next == NULL && facts->can_continue;
	Notification *notification =
		notification_new(is_over ? NOTIFY_ENDED : NOTIFY_NEAR, wording, grant);
	notification->key = g_strdup_printf("end %s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
					    grant->id, grant->end, facts->before);
	notification->text = g_strconcat(text, has_step ? " " ASK_FOR_MORE_TIME "." : "", NULL);
	return notification;
}

Notification *notification_new_eligibility(const Wording *wording, const Grant *grant,
					   bool has_names)
{
	g_autofree char *what = has_names ? grant_words(grant, NULL) : g_strdup("a role");
	g_autofree char *at = wording_time(wording, grant->end);
	Notification *notification = notification_new(NOTIFY_ELIGIBILITY, wording, grant);
	notification->key =
		g_strdup_printf("eligibility %s %" G_GINT64_FORMAT, grant->id, grant->end);
	notification->text = g_strdup_printf("Your eligibility for %s ends %s.", what, at);
	return notification;
}

/* ---- Requests --------------------------------------------------------------------------------- */

static Notification *of_request(NotifyKind kind, const Wording *wording, const Request *request)
{
	const Grant grant = {
		.workload = request->workload,
		.role = request->role,
		.scope = request->scope,
		.access = request->access,
		.end = request->end,
	};
	Notification *notification = notification_new(kind, wording, &grant);
	notification->request_id = g_strdup(request->id);
	return notification;
}

/* "Contributor on rg-payments", or what says nothing. */
static char *name_of(const Request *request, bool has_names)
{
	return has_names ? role_words(&request->role, request->access, &request->scope)
			 : g_strdup("A role that you asked for");
}

Notification *notification_new_decided(const Wording *wording, const Request *request,
				       bool has_names)
{
	const bool is_refused =
		request->state == REQUEST_STATE_REFUSED || request->state == REQUEST_STATE_FAILED;
	g_autofree char *what = name_of(request, has_names);
	/* Why it was refused is somebody's words: they may name anybody. */
	g_autofree char *stands = has_names || !is_refused ? request_words(wording, request, NULL)
							   : g_strdup("refused");
	Notification *notification =
		of_request(is_refused ? NOTIFY_REFUSED : NOTIFY_APPROVED, wording, request);
	notification->key =
		g_strdup_printf("decided %s %s", request->id, is_refused ? "refused" : "approved");
	notification->text = g_strdup_printf("%s: %s%s", what, stands,
					     has_names ? request_words_stop(request, stands) : ".");
	return notification;
}

Notification *notification_new_to_approve(const Wording *wording, const Request *request,
					  bool has_names)
{
	g_autofree char *what = role_words(&request->role, request->access, &request->scope);
	const char *who = request->requester_name != NULL ? request->requester_name : "Somebody";
	Notification *notification = of_request(NOTIFY_TO_APPROVE, wording, request);
	notification->key = g_strdup_printf("approve %s", request->id);
	notification->text =
		has_names
			? g_strdup_printf("%s asks for %s: it waits for your decision.", who, what)
			: g_strdup("A request waits for your decision.");
	return notification;
}

/* ---- The whole -------------------------------------------------------------------------------- */

Notification *notification_copy(const Notification *notification)
{
	Notification *copy = g_new0(Notification, 1);
	*copy = (Notification){ .kind = notification->kind, .at = notification->at };
	copy->key = g_strdup(notification->key);
	copy->text = g_strdup(notification->text);
	copy->request_id = g_strdup(notification->request_id);
	grant_copy(&copy->grant, &notification->grant);
	return copy;
}

void notification_free(Notification *notification)
{
	if (notification == NULL)
		return;
	g_free(notification->key);
	g_free(notification->text);
	g_free(notification->request_id);
	grant_clear(&notification->grant);
	g_free(notification);
}
