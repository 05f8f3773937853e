#include "tenant/faults.h"

#include <string.h>

#include "tenant/ids.h"
#include "tenant/json.h"
#include "tenant/tenant-error.h"

struct Fault {
	cJSON *json; /* as given; owned */
	const char *kind;
	GPatternSpec *path; /* NULL: any */
	int64_t skip;       /* requests to let pass first */
	int64_t count;      /* requests to spoil; -1: all */
	int64_t used;
};

struct Faults {
	GPtrArray *rows;
};

static void fault_free(gpointer data)
{
	Fault *fault = data;
	if (fault->path != NULL)
		g_pattern_spec_free(fault->path);
	cJSON_Delete(fault->json);
	g_free(fault);
}

Faults *faults_new(void)
{
	Faults *faults = g_new0(Faults, 1);
	faults->rows = g_ptr_array_new_with_free_func(fault_free);
	return faults;
}

void faults_free(Faults *faults)
{
	if (faults == NULL)
		return;
	g_ptr_array_unref(faults->rows);
	g_free(faults);
}

void faults_clear(Faults *faults)
{
	g_ptr_array_set_size(faults->rows, 0);
}

/* ---- spoiling an answer ---------------------------------------------------------------------- */

static void set_body(HttpResponse *response, unsigned status, const char *type, const char *body)
{
	response->status = status;
	g_free(response->content_type);
	response->content_type = g_strdup(type);
	g_string_assign(response->body, body);
}

static void apply_status(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	unsigned status = (unsigned)json_number(fault->json, "status", 503);
	const char *body = json_text(fault->json, "body");
	if (body != NULL) {
		set_body(response, status, json_text_or(fault->json, "content_type", "text/plain"),
			 body);
		return;
	}
	cJSON *json = cJSON_CreateObject();
	cJSON *error = json_add_object(json, "error");
	json_add(error, "code", json_text_or(fault->json, "code", "ServiceUnavailable"));
	json_add(error, "message", json_text_or(fault->json, "message", "Please try again later."));
	http_answer_json(response, status, json);
}

static void apply_not_found(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)fault;
	(void)request;
	set_body(response, 404, "application/json; charset=utf-8",
		 "{\"error\":{\"code\":\"RoleAssignmentRequestNotFound\",\"message\":\"The Role "
		 "assignment request is not found.\"}}");
}

static void apply_html(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	set_body(
		response, (unsigned)json_number(fault->json, "status", 502), "text/html",
		"<html><head><title>502 Bad Gateway</title></head><body>bad gateway</body></html>");
}

static void apply_wrong_type(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	g_free(response->content_type);
	response->content_type =
		g_strdup(json_text_or(fault->json, "content_type", "application/octet-stream"));
}

static void apply_cut(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	int64_t bytes = json_number(fault->json, "bytes", (int64_t)response->body->len / 2);
	g_string_truncate(response->body, (gsize)CLAMP(bytes, 0, (int64_t)response->body->len));
}

static void apply_huge(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	static const char unit[] = "{\"properties\":{},\"name\":\"filler\"},";
	int64_t bytes = json_number(fault->json, "bytes", 64 * 1024 * 1024);
	set_body(response, 200, "application/json; charset=utf-8", "{\"value\":[");
	response->delivery = DELIVER_FILL;
	response->fill = (uint64_t)bytes / (sizeof unit - 1);
	response->unit = g_strdup(unit);
	response->tail = g_strdup("{}]}");
}

static void apply_long(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	int64_t bytes = json_number(fault->json, "bytes", 16 * 1024 * 1024);
	set_body(response, 200, "application/json; charset=utf-8", "{\"value\":[{\"name\":\"");
	response->delivery = DELIVER_FILL;
	response->fill = (uint64_t)bytes;
	response->unit = g_strdup("x");
	response->tail = g_strdup("\"}]}");
}

static void apply_deep(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	set_body(response, 200, "application/json; charset=utf-8", "{\"value\":[");
	response->delivery = DELIVER_FILL;
	response->fill = (uint64_t)json_number(fault->json, "depth", 100000);
	response->unit = g_strdup("[");
	response->tail = g_strdup("]}");
}

/* Replaces or adds the link to the next page. */
static void set_next(HttpResponse *response, const char *name, const char *url)
{
	g_autoptr(cJSON) json = json_parse(response->body->str, response->body->len);
	if (!cJSON_IsObject(json))
		return;
	cJSON_DeleteItemFromObjectCaseSensitive(json, name);
	json_add(json, name, url);
	g_string_truncate(response->body, 0);
	json_append(response->body, json);
}

static const char *link_name(const HttpRequest *request)
{
	return request->host == HOST_GRAPH ? "@odata.nextLink" : "nextLink";
}

static void apply_foreign_next(const Fault *fault, const HttpRequest *request,
			       HttpResponse *response)
{
	const char *url = json_text_or(fault->json, "url", "http://127.0.0.2:9/steal");
	set_next(response, link_name(request), url);
}

static void apply_loop_next(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)fault;
	g_autofree char *url = g_strconcat(request->base, request->target, NULL);
	set_next(response, link_name(request), url);
}

static void apply_endless_next(const Fault *fault, const HttpRequest *request,
			       HttpResponse *response)
{
	/* A new link each time, so that only a limit of pages ends it. */
	g_autofree char *url =
		g_strdup_printf("%s%s%cpage=%" G_GINT64_FORMAT, request->base, request->path,
				strchr(request->path, '?') != NULL ? '&' : '?', fault->used);
	const char *version = http_query(request, "api-version");
	const char *filter = http_query(request, "$filter");
	g_autofree char *escaped = filter != NULL ? g_uri_escape_string(filter, NULL, false) : NULL;
	g_autofree char *full = g_strconcat(
		url, version != NULL ? "&api-version=" : "", version != NULL ? version : "",
		escaped != NULL ? "&$filter=" : "", escaped != NULL ? escaped : "", NULL);
	set_next(response, link_name(request), full);
}

static void apply_date(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	response->date_offset = json_number(fault->json, "date_offset_s", 7200) * TIMES_SECOND;
}

static void apply_drop(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)fault;
	(void)request;
	response->delivery = DELIVER_DROP;
}

static void apply_reset(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)fault;
	(void)request;
	response->delivery = DELIVER_RESET;
}

static void apply_truncated(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)fault;
	(void)request;
	response->delivery = DELIVER_TRUNCATE;
}

static void apply_drip(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	response->delivery = DELIVER_DRIP;
	response->chunk = (size_t)json_number(fault->json, "bytes", 16);
	response->interval_ms = (unsigned)json_number(fault->json, "interval_ms", 20);
}

static void apply_redirect(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)request;
	set_body(response, 302, "text/html", "");
	http_add_header(response, "Location",
			json_text_or(fault->json, "url", "http://127.0.0.2:9/steal"));
}

static void apply_delay(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	/* The delay itself is common to all kinds. */
	(void)fault;
	(void)request;
	(void)response;
}

static const struct {
	const char *kind;
	bool is_early;
	void (*apply)(const Fault *fault, const HttpRequest *request, HttpResponse *response);
} kinds[] = {
	{ "status", true, apply_status },
	{ "not_found", true, apply_not_found },
	{ "html", true, apply_html },
	{ "redirect", true, apply_redirect },
	{ "huge", true, apply_huge },
	{ "long", true, apply_long },
	{ "deep", true, apply_deep },
	{ "delay", false, apply_delay },
	{ "drop", false, apply_drop },
	{ "reset", false, apply_reset },
	{ "truncated", false, apply_truncated },
	{ "drip", false, apply_drip },
	{ "cut", false, apply_cut },
	{ "wrong_type", false, apply_wrong_type },
	{ "foreign_next", false, apply_foreign_next },
	{ "loop_next", false, apply_loop_next },
	{ "endless_next", false, apply_endless_next },
	{ "date", false, apply_date },
};

static size_t find_kind(const char *kind)
{
	size_t i = 0;
	while (i < G_N_ELEMENTS(kinds) && g_strcmp0(kinds[i].kind, kind) != 0)
		i++;
	return i;
}

const char *fault_kind(const Fault *fault)
{
	return fault->kind;
}

bool fault_is_early(const Fault *fault)
{
	const char *when = json_text(fault->json, "when");
	return when != NULL ? strcmp(when, "before") == 0 : kinds[find_kind(fault->kind)].is_early;
}

void fault_apply(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	g_autofree char *retry_after = json_text_or_number(fault->json, "retry_after");
	const cJSON *header;
	if (fault_is_early(fault))
		set_body(response, 200, "application/json; charset=utf-8", "{}");
	kinds[find_kind(fault->kind)].apply(fault, request, response);
	response->delay_ms += json_number(fault->json, "delay_ms", 0);
	if (retry_after != NULL)
		http_add_header(response, "Retry-After", retry_after);
	cJSON_ArrayForEach(header, json_get(fault->json, "headers"))
	{
		if (cJSON_IsString(header))
			http_add_header(response, header->string, header->valuestring);
	}
}

/* ---- the table ------------------------------------------------------------------------------- */

static bool add_one(Faults *faults, const cJSON *json, GError **error)
{
	const char *kind = json_text_or(json, "kind", "status");
	const char *path = json_text(json, "path");
	size_t row = find_kind(kind);
	if (!cJSON_IsObject(json) || row == G_N_ELEMENTS(kinds)) {
		g_set_error(error, TENANT_ERROR, TENANT_ERROR_SCENARIO,
			    "faults: no such kind: \"%s\"", kind);
		return false;
	}
	Fault *fault = g_new0(Fault, 1);
	fault->json = cJSON_Duplicate(json, true);
	fault->kind = kinds[row].kind;
	fault->skip = json_number(json, "skip", 0);
	fault->count = json_number(json, "count", 1);
	if (path != NULL) {
		g_autofree char *folded = g_ascii_strdown(path, -1);
		fault->path = g_pattern_spec_new(folded);
	}
	g_ptr_array_add(faults->rows, fault);
	return true;
}

bool faults_add(Faults *faults, const cJSON *json, GError **error)
{
	guint before = faults->rows->len;
	const cJSON *item;
	if (!cJSON_IsArray(json))
		return add_one(faults, json, error);
	cJSON_ArrayForEach(item, json)
	{
		if (!add_one(faults, item, error)) {
			g_ptr_array_set_size(faults->rows, (gint)before);
			return false;
		}
	}
	return true;
}

cJSON *faults_to_json(const Faults *faults)
{
	cJSON *list = cJSON_CreateArray();
	for (guint i = 0; i < faults->rows->len; i++) {
		const Fault *fault = g_ptr_array_index(faults->rows, i);
		cJSON *row = cJSON_Duplicate(fault->json, true);
		cJSON_AddNumberToObject(row, "used", (double)fault->used);
		cJSON_AddItemToArray(list, row);
	}
	return list;
}

static bool fits(const Fault *fault, const HttpRequest *request)
{
	const char *host = json_text(fault->json, "host");
	const char *method = json_text(fault->json, "method");
	if (fault->count >= 0 && fault->used >= fault->count)
		return false;
	if ((host != NULL && strcmp(host, host_name(request->host)) != 0) ||
	    (method != NULL && strcmp(method, request->method) != 0))
		return false;
	g_autofree char *target = g_ascii_strdown(request->target, -1);
	g_autofree char *path = g_ascii_strdown(request->path, -1);
	return fault->path == NULL || g_pattern_spec_match_string(fault->path, path) ||
	       g_pattern_spec_match_string(fault->path, target);
}

const Fault *faults_match(Faults *faults, const HttpRequest *request)
{
	for (guint i = 0; i < faults->rows->len; i++) {
		Fault *fault = g_ptr_array_index(faults->rows, i);
		if (!fits(fault, request))
			continue;
		if (fault->skip > 0) {
			fault->skip--;
			continue;
		}
		fault->used++;
		return fault;
	}
	return NULL;
}
