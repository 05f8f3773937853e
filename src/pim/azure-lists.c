#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/pim/azure-urls.h"
#include "src/pim/azure.h"
#include "src/pim/dormant.h"
#include "src/pim/error.h"
#include "src/pim/more-requests.h"

#define REQUESTS             "roleAssignmentScheduleRequests"
#define ELIGIBILITY_REQUESTS "roleEligibilityScheduleRequests"

/* ---- eligible and active ---- */

typedef struct RootCall {
	const PimContext *context;
	const AzureSource *source;
	GCancellable *cancellable;
	PimListDone done;
	gpointer data;
} RootCall;

static const AzureSource eligible_source = {
	.path = "roleEligibilityScheduleInstances",
	.filter = "asTarget()",
	.decode = azure_decode_eligibility,
	.list = LIST_ELIGIBILITIES,
};

static const AzureSource active_source = {
	.path = "roleAssignmentScheduleInstances",
	.filter = "asTarget()",
	.decode = azure_decode_assignment,
	.list = LIST_ASSIGNMENTS,
};

static void root_call_end(RootCall *call, const PimList *list, const GError *error)
{
	call->done(list, error, call->data);
	g_clear_object(&call->cancellable);
	g_free(call);
}

static void on_by_subscription(const PimList *list, const GError *error, gpointer data)
{
	RootCall *call = data;
	if (list != NULL)
		list_kind(call->source->list)->merge(list->rows);
	root_call_end(call, list, error);
}

static void on_root(const PimList *list, const GError *error, gpointer data)
{
	RootCall *call = data;
	if (error != NULL && azure_is_worth_another_way(error))
		azure_list_by_subscription(call->context, call->source, error, call->cancellable,
					   on_by_subscription, call);
	else
		root_call_end(call, list, error);
}

/*
 * One call at the tenant's root tells all, at every kind of scope, and needs no Azure role. Some tenants refuse it:
 * then every subscription is asked by itself.
 */
static void list_at_root(const PimContext *context, const AzureSource *source,
			 GCancellable *cancellable, PimListDone done, gpointer data)
{
	RootCall *call = g_new0(RootCall, 1);
	call->context = context;
	call->source = source;
	call->cancellable = cancellable == NULL ? NULL : g_object_ref(cancellable);
	call->done = done;
	call->data = data;
	g_autofree char *url = azure_url("", source->path, source->filter);
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.url = url,
		.decode = source->decode,
		.free_row = list_kind(source->list)->free_row,
		.merging = list_kind(source->list)->merging,
	};
	fetch_list(context, &spec, cancellable, on_root, call);
}

void azure_list_eligible(const PimWorkload *self, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data)
{
	(void)self;
	list_at_root(context, &eligible_source, cancellable, done, data);
}

/* Complete but slow: 10 to 30 s have been seen. */
void azure_list_active(const PimWorkload *self, const PimContext *context,
		       GCancellable *cancellable, PimListDone done, gpointer data)
{
	(void)self;
	list_at_root(context, &active_source, cancellable, done, data);
}

/* One URL per different scope, up to their limit. */
static GPtrArray *make_urls(const AzureSource *source, GPtrArray *scopes)
{
	GPtrArray *urls = g_ptr_array_new_with_free_func(g_free);
	g_autoptr(GHashTable) seen = g_hash_table_new(scope_id_hash, scope_id_equal_hash);
	for (guint i = 0; i < scopes->len && urls->len < LIMIT_HINTS; i++) {
		const Scope *scope = scopes->pdata[i];
		if (g_hash_table_add(seen, scope->id))
			g_ptr_array_add(urls, azure_url(scope->id, source->path, source->filter));
	}
	return urls;
}

/* Quick, but a scope's list tells only what sits directly at it: nothing from above or below. */
void azure_list_active_at(const PimWorkload *self, const PimContext *context, GPtrArray *scopes,
			  GCancellable *cancellable, PimListDone done, gpointer data)
{
	(void)self;
	g_autoptr(GPtrArray) urls = make_urls(&active_source, scopes);
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.decode = active_source.decode,
		.free_row = list_kind(active_source.list)->free_row,
	};
	const FetchSink sink = { .each = done, .done = done, .data = data };
	fetch_lists(context, &spec, urls, cancellable, &sink);
}

/* ---- one's own requests ---- */

typedef struct RequestsCall {
	const PimContext *context;
	GCancellable *cancellable;
	PimListDone done;
	gpointer data;
} RequestsCall;

static void fetch_requests(const PimContext *context, const char *filter, GCancellable *cancellable,
			   PimListDone done, gpointer data)
{
	g_autofree char *url = azure_url("", REQUESTS, filter);
	const FetchSpec spec = {
		.audience = AUDIENCE_ARM,
		.url = url,
		.decode = azure_decode_request,
		.free_row = (GDestroyNotify)request_free,
	};
	fetch_list(context, &spec, cancellable, done, data);
}

static void requests_call_end(RequestsCall *call, const PimList *list, const GError *error)
{
	call->done(list, error, call->data);
	g_clear_object(&call->cancellable);
	g_free(call);
}

static void on_requests_as_target(const PimList *list, const GError *error, gpointer data)
{
	requests_call_end(data, list, error);
}

static void on_requests_as_requestor(const PimList *list, const GError *error, gpointer data)
{
	RequestsCall *call = data;
	const bool is_empty = list != NULL && list->rows->len == 0 && list->skipped == 0;
	if (is_empty || (error != NULL && azure_is_worth_another_way(error)))
		fetch_requests(call->context, "asTarget()", call->cancellable,
			       on_requests_as_target, call);
	else
		requests_call_end(call, list, error);
}

/*
 * asRequestor() is what one asked for; asTarget() what concerns one. Each has been seen to come back empty where
 * the other did not, so an empty or refused first answer is asked the other way.
 */
void azure_list_requests(const PimWorkload *self, const PimContext *context,
			 GCancellable *cancellable, PimListDone done, gpointer data)
{
	(void)self;
	g_autofree char *url = azure_url("", ELIGIBILITY_REQUESTS, "asTarget()");
	const FetchSpec more = {
		.audience = AUDIENCE_ARM,
		.url = url,
		.decode = azure_decode_request,
	};
	RequestsCall *call = g_new0(RequestsCall, 1);
	call->context = context;
	call->cancellable = cancellable == NULL ? NULL : g_object_ref(cancellable);
	call->done = more_requests_take;
	call->data = more_requests_new(context, &more, cancellable, done, data);
	fetch_requests(context, "asRequestor()", cancellable, on_requests_as_requestor, call);
}

/* ---- not for use now ---- */

void azure_list_dormant(const PimWorkload *self, const PimContext *context,
			GCancellable *cancellable, PimListDone done, gpointer data)
{
	(void)self;
	g_autofree char *schedules = azure_url("", "roleEligibilitySchedules", "asTarget()");
	g_autofree char *requests = azure_url("", ELIGIBILITY_REQUESTS, "asTarget()");
	const DormantSource source = {
		.audience = AUDIENCE_ARM,
		.schedules_url = schedules,
		.requests_url = requests,
		.decode_schedule = azure_decode_schedule,
		.decode_request = azure_decode_given,
	};
	dormant_load(context, &source, cancellable, done, data);
}

/* ---- what a role permits ---- */

typedef struct RoleCall {
	PimTextDone done;
	gpointer data;
} RoleCall;

static void add_lines(GPtrArray *lines, const JsonValue *permission, const char *member,
		      const char *title)
{
	const JsonValue *actions = json_get(permission, member);
	for (size_t i = 0; i < json_array_length(actions); i++) {
		const char *action = json_text(json_array_at(actions, i));
		g_autofree char *clean = text_sanitize(action, -1);
		if (action != NULL)
			g_ptr_array_add(lines, g_strdup_printf("%s: %s", title, clean));
	}
}

static void on_role_read(const JsonValue *value, const GError *error, gpointer data)
{
	RoleCall *call = data;
	g_autoptr(GPtrArray) lines = g_ptr_array_new_with_free_func(g_free);
	const JsonValue *permissions =
		value == NULL ? NULL : json_get(value, "properties.permissions");
	for (size_t i = 0; i < json_array_length(permissions); i++) {
		const JsonValue *permission = json_array_at(permissions, i);
		add_lines(lines, permission, "actions", "actions");
		add_lines(lines, permission, "notActions", "not actions");
		add_lines(lines, permission, "dataActions", "data actions");
		add_lines(lines, permission, "notDataActions", "not data actions");
	}
	call->done(error == NULL ? lines : NULL, error, call->data);
	g_free(call);
}

void azure_read_role(const PimWorkload *self, const PimContext *context, const Grant *grant,
		     GCancellable *cancellable, PimTextDone done, gpointer data)
{
	(void)self;
	RoleCall *role_call = g_new0(RoleCall, 1);
	role_call->done = done;
	role_call->data = data;
	g_autofree char *kind = g_strconcat("roleDefinitions/", role_guid(grant->role.id), NULL);
	g_autofree char *url = azure_url_version(grant->scope.id, kind, NULL, "2022-04-01");
	const FetchCall call = { .method = HTTP_GET, .audience = AUDIENCE_ARM, .url = url };
	fetch_value(context, &call, cancellable, on_role_read, role_call);
}
