#include "tenant/faults.h"

#include <string.h>

#include "tenant/fault-kinds.h"
#include "tenant/json.h"
#include "tenant/tenant-error.h"

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

/* ---- one fault --------------------------------------------------------------------------------- */

const char *fault_kind(const Fault *fault)
{
	return fault->kind->name;
}

bool fault_is_early(const Fault *fault)
{
	const char *when = json_text(fault->json, "when");
	return when != NULL ? strcmp(when, "before") == 0 : fault->kind->is_early;
}

void fault_apply(const Fault *fault, const HttpRequest *request, HttpResponse *response)
{
	g_autofree char *retry_after = json_text_or_number(fault->json, "retry_after");
	const cJSON *header;
	if (fault_is_early(fault))
		http_answer_json(response, 200, cJSON_CreateObject());
	fault->kind->apply(fault, request, response);
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
	const FaultKind *row = fault_kinds_find(kind);
	if (!cJSON_IsObject(json) || row == NULL) {
		g_set_error(error, TENANT_ERROR, TENANT_ERROR_SCENARIO,
			    "faults: no such kind: \"%s\"", kind);
		return false;
	}
	Fault *fault = g_new0(Fault, 1);
	fault->json = cJSON_Duplicate(json, true);
	fault->kind = row;
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
