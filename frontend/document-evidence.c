#include "frontend/document.h"

#include "frontend/period.h"
#include "src/base/text.h"

static void add_text(cJSON *object, const char *name, const char *text)
{
	if (text == NULL || *text == '\0') {
		cJSON_AddNullToObject(object, name);
		return;
	}
	g_autofree char *clean = text_sanitize(text, -1);
	cJSON_AddStringToObject(object, name, clean);
}

/* What the service knows it by, and what the role asked for then: as it was kept, not as it would be told today. */
static cJSON *entry_object(const HistoryEntry *entry, Instant now)
{
	const Request *request = entry->request;
	cJSON *item = document_history(entry, now);
	add_text(item, "service_id", request->service_id);
	add_text(item, "service_status", request->status);
	add_text(item, "approval_id", request->approval_id);
	add_text(item, "code", request->code);
	g_autofree char *first = instant_format(entry->first_learnt);
	g_autofree char *last = instant_format(entry->last_learnt);
	add_text(item, "first_learnt", first);
	add_text(item, "last_learnt", last);
	cJSON *settings = request->settings != NULL ? cJSON_Parse(request->settings) : NULL;
	cJSON_AddItemToObject(item, "settings", settings != NULL ? settings : cJSON_CreateNull());
	return item;
}

cJSON *document_evidence(const Wording *wording, const ListSource *source, const GPtrArray *entries,
			 Instant since, Instant until)
{
	cJSON *items = cJSON_CreateArray();
	for (guint i = 0; i < entries->len; i++)
		cJSON_AddItemToArray(items, entry_object(entries->pdata[i], wording->now));
	cJSON *document = document_rows(DOCUMENT_ENTRIES, wording, source, items);
	g_autofree char *from = instant_format(since);
	g_autofree char *to = instant_format(until);
	add_text(document, "since", from);
	add_text(document, "until", to);
	return document;
}

cJSON *document_evidence_file(const Wording *wording, const EvidenceFile *file,
			      const GPtrArray *problems)
{
	cJSON *document = document_failure(wording, DOCUMENT_EVIDENCE, problems);
	cJSON *object = cJSON_CreateObject();
	add_text(object, "path", file->path);
	if (file->requests >= 0)
		cJSON_AddNumberToObject(object, "requests", (double)file->requests);
	else
		cJSON_AddNullToObject(object, "requests");
	cJSON_AddBoolToObject(object, "signed", file->is_signed);
	add_text(object, "signer", file->signer);
	add_text(object, "key", file->key);
	document_set(document, "evidence", object);
	return document;
}
