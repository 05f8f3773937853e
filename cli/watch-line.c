#include "cli/watch-line.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#include "cli/output.h"
#include "cli/tell.h"
#include "frontend/document.h"
#include "src/base/text.h"
#include "src/model/duration.h"

/* What an entry of the journal is found by, beside MESSAGE; names as in systemd.journal-fields(7). */
#define FIELDS_MOST 12

static void add_member(cJSON *document, const char *name, const char *text)
{
	g_autofree char *clean = text != NULL ? text_sanitize(text, -1) : NULL;
	if (clean != NULL)
		cJSON_AddStringToObject(document, name, clean);
	else
		cJSON_AddNullToObject(document, name);
}

static void print_json(const WatchLine *line)
{
	cJSON *document = cJSON_CreateObject();
	g_autofree char *at = instant_format(line->at);
	g_autofree char *end = line->grant->end != 0 ? instant_format(line->grant->end) : NULL;
	cJSON_AddNumberToObject(document, "schema", SCHEMA_VERSION);
	add_member(document, "time", at);
	add_member(document, "event", line->event);
	add_member(document, "change", line->change);
	add_member(document, "text", line->text);
	cJSON_AddItemToObject(document, "grant", document_grant(line->grant, &line->grant->scope));
	add_member(document, "end", end);
	add_member(document, "request", line->request_id);
	document_name_account(document, line->account);
	char *text = cJSON_PrintUnformatted(document);
	fputs(text, stdout);
	fputc('\n', stdout);
	tell_note_document();
	cJSON_free(text);
	cJSON_Delete(document);
}

static void print_plain(const WatchLine *line, const Wording *wording)
{
	const bool is_terminal = output_is_terminal();
	g_autofree char *clean = text_sanitize(line->text, -1);
	g_autofree char *at =
		is_terminal ? wording_time(wording, line->at) : instant_format(line->at);
	g_autofree char *text = is_terminal
					? g_strdup_printf("%s  %s\n", at, clean)
					: g_strdup_printf("%s\t%s\t%s\n", at, line->event, clean);
	print_text(text);
}

/* ---- The journal of systemd -------------------------------------------------------------------- */

typedef struct Fields {
	GLogField all[FIELDS_MOST];
	gsize count;
	GPtrArray *texts;
} Fields;

static void add_field(Fields *fields, const char *name, const char *text)
{
	if (text == NULL || *text == '\0')
		return;
	char *clean = text_sanitize(text, -1);
	g_ptr_array_add(fields->texts, clean);
	fields->all[fields->count++] = (GLogField){ name, clean, -1 };
}

static void write_to_journal(const WatchLine *line)
{
	const Grant *grant = line->grant;
	const Account *account = line->account;
	Fields fields = { .texts = g_ptr_array_new_with_free_func(g_free) };
	add_field(&fields, "MESSAGE", line->text);
	add_field(&fields, "PRIORITY", "5");
	add_field(&fields, "SYSLOG_IDENTIFIER", "myroles");
	add_field(&fields, "MYROLES_EVENT", line->event);
	add_field(&fields, "MYROLES_CHANGE", line->change);
	add_field(&fields, "MYROLES_WORKLOAD", workload_info(grant->workload)->name);
	add_field(&fields, "MYROLES_ROLE", role_label(&grant->role));
	add_field(&fields, "MYROLES_SCOPE", grant->scope.id);
	add_field(&fields, "MYROLES_REQUEST", line->request_id);
	add_field(&fields, "MYROLES_ACCOUNT",
		  account == NULL        ? NULL
		  : account->upn != NULL ? account->upn
					 : account->oid);
	add_field(&fields, "MYROLES_TENANT", account != NULL ? account->tid : NULL);
	(void)g_log_writer_journald(G_LOG_LEVEL_MESSAGE, fields.all, fields.count, NULL);
	g_ptr_array_unref(fields.texts);
}

bool watch_line_print(const WatchLine *line, const Wording *wording, bool is_json)
{
	if (!is_json && g_log_writer_is_journald(fileno(stdout))) {
		write_to_journal(line);
		return true;
	}
	if (is_json)
		print_json(line);
	else
		print_plain(line, wording);
	return fflush(stdout) == 0;
}
