#include "cli/watch-line.h"

#include <cjson/cJSON.h>
#include <stdio.h>

#include "cli/output.h"
#include "cli/tell.h"
#include "frontend/document.h"
#include "src/base/text.h"
#include "src/model/duration.h"

static void set_text(cJSON *document, const char *name, const char *text)
{
	g_autofree char *clean = text != NULL ? text_sanitize(text, -1) : NULL;
	if (clean != NULL)
		document_set(document, name, cJSON_CreateString(clean));
}

static void print_json(const WatchLine *line)
{
	cJSON *document = document_new(DOCUMENT_TOLD);
	g_autofree char *at = instant_format(line->at);
	g_autofree char *end = line->grant->end != 0 ? instant_format(line->grant->end) : NULL;
	set_text(document, "time", at);
	set_text(document, "event", line->event);
	set_text(document, "change", line->change);
	set_text(document, "text", line->text);
	document_set(document, "grant", document_grant(line->grant, &line->grant->scope));
	set_text(document, "end", end);
	set_text(document, "request", line->request_id);
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

static const char *event_of(const WatchLine *line)
{
	return line->event;
}

static const char *change_of(const WatchLine *line)
{
	return line->change;
}

static const char *workload_of(const WatchLine *line)
{
	return workload_info(line->grant->workload)->name;
}

static const char *role_of(const WatchLine *line)
{
	return role_label(&line->grant->role);
}

static const char *scope_of(const WatchLine *line)
{
	return line->grant->scope.id;
}

static const char *request_of(const WatchLine *line)
{
	return line->request_id;
}

static const char *account_of(const WatchLine *line)
{
	if (line->account == NULL)
		return NULL;
	return line->account->upn != NULL ? line->account->upn : line->account->oid;
}

static const char *tenant_of(const WatchLine *line)
{
	return line->account != NULL ? line->account->tid : NULL;
}

static const char *text_of(const WatchLine *line)
{
	return line->text;
}

/* Names as in systemd.journal-fields(7). */
const WatchField watch_fields[] = {
	{ "MESSAGE", "the line, as a person reads it", text_of },
	{ "MYROLES_EVENT", "near, ended, approved, refused, to-approve, eligibility or change",
	  event_of },
	{ "MYROLES_CHANGE", "which change, as `changes --json` names it", change_of },
	{ "MYROLES_WORKLOAD", "azure, entra or group", workload_of },
	{ "MYROLES_ROLE", "the name of the role", role_of },
	{ "MYROLES_SCOPE", "the id of the scope", scope_of },
	{ "MYROLES_REQUEST", "the id of the request", request_of },
	{ "MYROLES_ACCOUNT", "who is signed in", account_of },
	{ "MYROLES_TENANT", "the id of the tenant", tenant_of },
	{ 0 },
};

#define FIELDS_MOST (G_N_ELEMENTS(watch_fields) + 1) /* and two that are always the same */

GPtrArray *watch_line_values(const WatchLine *line)
{
	GPtrArray *values = g_ptr_array_new_with_free_func(g_free);
	for (const WatchField *field = watch_fields; field->name != NULL; field++) {
		const char *text = field->of(line);
		const bool is_there = text != NULL && *text != '\0';
		g_ptr_array_add(values, is_there ? text_sanitize(text, -1) : NULL);
	}
	return values;
}

static void write_to_journal(const WatchLine *line)
{
	GLogField fields[FIELDS_MOST] = { { "PRIORITY", "5", -1 },
					  { "SYSLOG_IDENTIFIER", "myroles", -1 } };
	gsize count = 2;
	g_autoptr(GPtrArray) values = watch_line_values(line);
	for (guint i = 0; i < values->len; i++) {
		if (values->pdata[i] != NULL)
			fields[count++] = (GLogField){ watch_fields[i].name, values->pdata[i], -1 };
	}
	(void)g_log_writer_journald(G_LOG_LEVEL_MESSAGE, fields, count, NULL);
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
