#include "tenant/refusal.h"

#include <stdarg.h>
#include <string.h>

void refusal_clear(Refusal *refusal)
{
	g_free(refusal->code);
	g_free(refusal->message);
	g_free(refusal->claims);
	*refusal = (Refusal){ 0 };
}

bool refuse(Refusal *refusal, unsigned status, const char *code, const char *format, ...)
{
	refusal_clear(refusal);
	refusal->status = status;
	refusal->code = g_strdup(code);
	va_list arguments;
	va_start(arguments, format);
	refusal->message = g_strdup_vprintf(format, arguments);
	va_end(arguments);
	return false;
}

static const char *explain(const char *rule)
{
	static const struct {
		const char *rule;
		const char *text;
	} rows[] = {
		{ "JustificationRule", "Justification is required" },
		{ "TicketingRule", "Ticket information is required" },
		{ "MfaRule", "Multi-factor authentication is required" },
		{ "ExpirationRule", "The requested duration is not allowed" },
		{ "EligibilityRule", "No valid eligibility was found" },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		if (strcmp(rows[i].rule, rule) == 0)
			return rows[i].text;
	}
	return "The rule failed";
}

bool refuse_rules(Refusal *refusal, const Settings *settings, const GPtrArray *rules)
{
	g_autoptr(GString) list = g_string_new(settings->message_text ? "" : "[");
	for (guint i = 0; i < rules->len; i++) {
		const char *rule = g_ptr_array_index(rules, i);
		if (i > 0)
			g_string_append(list, settings->message_text ? ", " : ",");
		if (settings->message_text)
			g_string_append_printf(list, "%s - %s", rule, explain(rule));
		else
			g_string_append_printf(list, "\"%s\"", rule);
	}
	if (!settings->message_text)
		g_string_append_c(list, ']');
	return refuse(refusal, 400, "RoleAssignmentRequestPolicyValidationFailed",
		      "The following policy rules failed: %s", list->str);
}

bool refuse_context(Refusal *refusal, const Settings *settings, const char *context)
{
	unsigned status = settings->claims_in_403 ? 403 : 400;
	static const char code[] = "RoleAssignmentRequestAcrsValidationFailed";
	if (settings->claims_escaped)
		return refuse(
			refusal, status, code,
			"&claims={\\\"access_token\\\":{\\\"acrs\\\":{\\\"essential\\\":true, "
			"\\\"value\\\":\\\"%s\\\"}}}",
			context);
	return refuse(refusal, status, code,
		      "&claims=%%7B%%22access_token%%22%%3A%%7B%%22acrs%%22%%3A%%7B%%22essential"
		      "%%22%%3Atrue%%2C%%20%%22value%%22%%3A%%22%s%%22%%7D%%7D%%7D",
		      context);
}
