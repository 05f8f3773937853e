#include "tenant/record.h"

#include <string.h>
#include <unistd.h>

#include "tenant/json.h"

/* Old entries are dropped: a benchmark may send very many. */
#define RECORD_LIMIT 20000
/* Longer bodies are kept as their hash alone. */
#define BODY_KEPT 65536

struct Record {
	GQueue rows; /* cJSON */
	int64_t number;
	int64_t counters[COUNT_LAST];
	int log;
};

static const char *const names[COUNT_LAST] = {
	[COUNT_REQUESTS] = "requests",
	[COUNT_PRINCIPAL_WAS_GROUP] = "principal_was_group",
	[COUNT_PRINCIPAL_NOT_CALLER] = "principal_not_caller",
	[COUNT_WRONG_HOST_TOKENS] = "wrong_host_tokens",
	[COUNT_BAD_TOKENS] = "bad_tokens",
	[COUNT_EXPIRED_TOKENS] = "expired_tokens",
	[COUNT_DUPLICATE_REQUESTS] = "duplicate_requests",
	[COUNT_ACTIVATIONS] = "activations",
	[COUNT_DEACTIVATIONS] = "deactivations",
	[COUNT_DECISIONS] = "decisions",
	[COUNT_LATE_DECISIONS] = "late_decisions",
	[COUNT_REFUSALS] = "refusals",
	[COUNT_CONDITION_LOST] = "condition_lost",
	[COUNT_FAULTS] = "faults",
	[COUNT_THROTTLED] = "throttled",
	[COUNT_SIGN_INS] = "sign_ins",
	[COUNT_REFRESHES] = "refreshes",
	[COUNT_REUSED_REFRESH_TOKENS] = "reused_refresh_tokens",
};

Record *record_new(int log)
{
	Record *record = g_new0(Record, 1);
	g_queue_init(&record->rows);
	record->log = log;
	return record;
}

void record_free(Record *record)
{
	if (record == NULL)
		return;
	record_clear(record);
	if (record->log >= 0)
		close(record->log);
	g_free(record);
}

void record_count(Record *record, Count what)
{
	record->counters[what]++;
}

static void write_line(int fd, const cJSON *row)
{
	char *text = json_print(row);
	g_autofree char *line = g_strconcat(text, "\n", NULL);
	cJSON_free(text);
	/* A log that cannot be written must not stop the service. */
	if (write(fd, line, strlen(line)) < 0)
		return;
}

void record_request(Record *record, const HttpRequest *request, unsigned status, int64_t time,
		    const char *account, const char *fault)
{
	cJSON *row = cJSON_CreateObject();
	record->counters[COUNT_REQUESTS]++;
	cJSON_AddNumberToObject(row, "number", (double)++record->number);
	json_add_time(row, "time", time, 3);
	json_add(row, "host", host_name(request->host));
	json_add(row, "method", request->method);
	json_add(row, "path", request->path);
	const char *mark = strchr(request->target, '?');
	bool is_login = request->host == HOST_LOGIN;
	/* Sign-in puts codes and secrets in queries and bodies: neither is kept. */
	json_add(row, "query", mark != NULL && !is_login ? mark + 1 : NULL);
	cJSON_AddNumberToObject(row, "status", status);
	json_add(row, "account", account);
	json_add(row, "fault", fault);
	json_add(row, "client_request_id", http_header(request, "client-request-id"));
	if (request->body->len > 0 && !is_login) {
		g_autofree char *sum = g_compute_checksum_for_data(
			G_CHECKSUM_SHA256, (const guchar *)request->body->str, request->body->len);
		json_add(row, "body_sha256", sum);
		if (request->body->len <= BODY_KEPT &&
		    g_utf8_validate(request->body->str, (gssize)request->body->len, NULL))
			json_add(row, "body", request->body->str);
	}
	if (record->log >= 0)
		write_line(record->log, row);
	g_queue_push_tail(&record->rows, row);
	if (record->rows.length > RECORD_LIMIT)
		cJSON_Delete(g_queue_pop_head(&record->rows));
}

static void free_row(gpointer row)
{
	cJSON_Delete(row);
}

void record_clear(Record *record)
{
	g_queue_clear_full(&record->rows, free_row);
	memset(record->counters, 0, sizeof record->counters);
}

cJSON *record_requests(const Record *record, int64_t since, const char *host)
{
	cJSON *list = cJSON_CreateArray();
	for (const GList *at = record->rows.head; at != NULL; at = at->next) {
		const cJSON *row = at->data;
		if (json_number(row, "number", 0) <= since ||
		    (host != NULL && *host && g_strcmp0(json_text(row, "host"), host) != 0))
			continue;
		cJSON_AddItemToArray(list, cJSON_Duplicate(row, true));
	}
	return list;
}

cJSON *record_counters(const Record *record)
{
	cJSON *json = cJSON_CreateObject();
	for (int i = 0; i < COUNT_LAST; i++)
		cJSON_AddNumberToObject(json, names[i], (double)record->counters[i]);
	return json;
}
