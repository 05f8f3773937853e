#include "tenant/fault-kinds.h"

#include <string.h>

#include "tenant/json.h"

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

/* What no HTTP client takes for an answer: its bytes go out as they are, and the connection closes. */
static void set_raw(HttpResponse *response, const char *bytes, gssize length)
{
	response->delivery = DELIVER_RAW;
	g_string_truncate(response->body, 0);
	g_string_append_len(response->body, bytes, length);
}

static void apply_status_line(const Fault *fault, const HttpRequest *request,
			      HttpResponse *response)
{
	(void)request;
	g_autofree char *status = json_text_or_number(fault->json, "status");
	g_autofree char *head =
		g_strdup_printf("HTTP/1.1 %s Odd\r\nContent-Type: application/json\r\n"
				"Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
				status != NULL ? status : "000", response->body->len);
	response->delivery = DELIVER_RAW;
	g_string_prepend(response->body, head);
}

/* HTTP/0.9 knew no head. */
static void apply_http09(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	(void)fault;
	(void)request;
	response->delivery = DELIVER_RAW;
}

static void apply_garbage(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	static const char noise[] =
		"\x16\x03\x03\x00\x2a\x00\xff\xfe\x80\r\n\x00\x1b[2J\x7f\xc3\x28\n";
	const char *text = json_text(fault->json, "text");
	(void)request;
	set_raw(response, text != NULL ? text : noise,
		text != NULL ? (gssize)strlen(text) : (gssize)sizeof noise);
}

static void apply_delay(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	/* The delay itself is common to all kinds. */
	(void)fault;
	(void)request;
	(void)response;
}

static const FaultKind kinds[] = {
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
	{ "status_line", false, apply_status_line },
	{ "http09", false, apply_http09 },
	{ "garbage", false, apply_garbage },
};

const FaultKind *fault_kinds_find(const char *name)
{
	for (size_t i = 0; i < G_N_ELEMENTS(kinds); i++) {
		if (g_strcmp0(kinds[i].name, name) == 0)
			return &kinds[i];
	}
	return NULL;
}
