#include "tests/tui/script.h"

#include <string.h>

static void script_send(Script *script, Message *message)
{
	message->now = script->now;
	state_update(script->state, message, script->effects);
	/* What the loop would do while nothing else waits. */
	Message next = { .kind = MESSAGE_TIME, .now = script->now };
	while (!g_queue_is_empty(&script->state->deep_lists))
		state_update(script->state, &next, script->effects);
}

Script *script_new(int columns, int rows)
{
	g_autoptr(GTimeZone) utc = g_time_zone_new_utc();
	StateOptions options = {
		.zone = utc,
		.portal = "https://portal.azure.com",
		.columns = columns,
		.rows = rows,
		.now = SCRIPT_START,
	};
	Script *script = g_new0(Script, 1);
	script->state = state_new(&options);
	script->effects = g_ptr_array_new_with_free_func((GDestroyNotify)effect_free);
	script->now = SCRIPT_START;
	state_start(script->state, script->effects);

	Event *event = event_new(EVENT_ACCOUNT, 0);
	event->account = account_new();
	event->account->oid = g_strdup("oid-1");
	event->account->tid = g_strdup("tid-1");
	event->account->upn = g_strdup("you@contoso.com");
	event->account->tenant_name = g_strdup("Contoso");
	script_event(script, event);
	return script;
}

void script_free(Script *script)
{
	if (!script)
		return;
	state_free(script->state);
	g_ptr_array_unref(script->effects);
	g_free(script);
}

static void send_key(Script *script, Key key)
{
	Message message = { .kind = MESSAGE_KEY };
	message.input.kind = KEY_EVENT_KEY;
	message.input.key = key;
	script_send(script, &message);
}

void script_keys(Script *script, const char *names)
{
	g_auto(GStrv) words = g_strsplit(names, " ", -1);
	for (size_t i = 0; words[i]; i++) {
		Key key = key_from_name(words[i]);
		if (key == KEY_NONE)
			g_error("no key \"%s\"", words[i]);
		send_key(script, key);
	}
}

void script_type(Script *script, const char *text)
{
	for (const char *p = text; *p; p = g_utf8_next_char(p))
		send_key(script, g_utf8_get_char(p));
}

void script_paste(Script *script, const char *text)
{
	Message message = { .kind = MESSAGE_KEY };
	g_autofree char *copy = g_strdup(text);
	message.input.kind = KEY_EVENT_PASTE;
	message.input.paste = copy;
	script_send(script, &message);
}

void script_mouse(Script *script, int column, int row, int button)
{
	Message message = { .kind = MESSAGE_KEY };
	message.input.kind = KEY_EVENT_MOUSE;
	message.input.column = column;
	message.input.row = row;
	message.input.button = button;
	script_send(script, &message);
}

void script_event(Script *script, Event *event)
{
	g_autoptr(Event) owned = event;
	Message message = { .kind = MESSAGE_EVENT, .event = owned };
	script_send(script, &message);
}

void script_wait(Script *script, int64_t seconds)
{
	Message message = { .kind = MESSAGE_TIME };
	script->now += seconds;
	script_send(script, &message);
}

void script_resize(Script *script, int columns, int rows)
{
	Message message = { .kind = MESSAGE_RESIZE, .columns = columns, .rows = rows };
	script_send(script, &message);
}

void script_forget(Script *script)
{
	g_ptr_array_set_size(script->effects, 0);
}

size_t script_count(const Script *script, EffectKind kind)
{
	size_t count = 0;
	for (guint i = 0; i < script->effects->len; i++)
		count += ((const Effect *)g_ptr_array_index(script->effects, i))->kind == kind;
	return count;
}

const Effect *script_effect(const Script *script, EffectKind kind)
{
	for (guint i = script->effects->len; i > 0; i--) {
		const Effect *effect = g_ptr_array_index(script->effects, i - 1);
		if (effect->kind == kind)
			return effect;
	}
	return NULL;
}

size_t script_count_intents(const Script *script, IntentKind kind)
{
	size_t count = 0;
	for (guint i = 0; i < script->effects->len; i++) {
		const Effect *effect = g_ptr_array_index(script->effects, i);
		count += effect->kind == EFFECT_INTENT && effect->intent->kind == kind;
	}
	return count;
}

const Intent *script_intent(const Script *script, IntentKind kind)
{
	for (guint i = script->effects->len; i > 0; i--) {
		const Effect *effect = g_ptr_array_index(script->effects, i - 1);
		if (effect->kind == EFFECT_INTENT && effect->intent->kind == kind)
			return effect->intent;
	}
	return NULL;
}

/* ---- Rows --------------------------------------------------------------------------------------- */

static void fill_grant(Grant *grant, WorkloadId workload, const char *role, const char *scope_id,
		       const char *scope_name)
{
	static const ScopeType types[] = {
		[WORKLOAD_ENTRA] = SCOPE_DIRECTORY,
		[WORKLOAD_GROUP] = SCOPE_GROUP,
	};
	ScopeType type = workload_info(workload)->can_narrow_scope
				 ? scope_type_from_arm_id(scope_id)
				 : types[workload];
	grant->workload = workload;
	grant->role.id = g_strdup_printf("role-of-%s", role);
	grant->role.name = g_strdup(role);
	grant->access = workload_info(workload)->has_access ? ACCESS_MEMBER : ACCESS_NONE;
	grant->member_type = MEMBER_DIRECT;
	grant->holder.id = g_strdup("oid-1");
	grant->schedule_id = g_strdup_printf("schedule-of-%s", role);
	scope_init(&grant->scope, type, scope_id, scope_name);
	grant->id =
		grant_make_id(workload, grant->role.id, scope_id, grant->access, grant->holder.id);
}

Eligibility *script_eligible(WorkloadId workload, const char *role, const char *scope_id,
			     const char *scope_name)
{
	Eligibility *eligibility = eligibility_new();
	fill_grant(&eligibility->grant, workload, role, scope_id, scope_name);
	return eligibility;
}

Assignment *script_active(WorkloadId workload, const char *role, const char *scope_id,
			  const char *scope_name, Instant end)
{
	Assignment *assignment = assignment_new();
	fill_grant(&assignment->grant, workload, role, scope_id, scope_name);
	assignment->grant.start = SCRIPT_START - 1200;
	assignment->grant.end = end;
	assignment->assignment_type = end ? ASSIGNMENT_ACTIVATED : ASSIGNMENT_ASSIGNED;
	return assignment;
}

/* ---- Events ------------------------------------------------------------------------------------- */

Event *script_eligibles(WorkloadId workload, Eligibility *first, ...)
{
	Event *event = event_new(EVENT_ELIGIBILITIES, 0);
	event->workload = workload;
	event->as_of = SCRIPT_START;
	event->is_complete = true;
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)eligibility_free);
	va_list arguments;
	va_start(arguments, first);
	for (Eligibility *row = first; row; row = va_arg(arguments, Eligibility *))
		g_ptr_array_add(event->rows, row);
	va_end(arguments);
	return event;
}

Event *script_actives(WorkloadId workload, Assignment *first, ...)
{
	Event *event = event_new(EVENT_ASSIGNMENTS, 0);
	event->workload = workload;
	event->as_of = SCRIPT_START;
	event->is_complete = true;
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)assignment_free);
	va_list arguments;
	va_start(arguments, first);
	for (Assignment *row = first; row; row = va_arg(arguments, Assignment *))
		g_ptr_array_add(event->rows, row);
	va_end(arguments);
	return event;
}

Event *script_children(const char *scope_id, bool is_deep, const char *first_id, ...)
{
	Event *event = event_new(EVENT_CHILDREN, 0);
	event->is_deep = is_deep;
	scope_init(&event->scope, scope_type_from_arm_id(scope_id), scope_id, NULL);
	event->rows = g_ptr_array_new_with_free_func((GDestroyNotify)scope_free);
	va_list arguments;
	va_start(arguments, first_id);
	for (const char *id = first_id; id; id = va_arg(arguments, const char *)) {
		Scope scope;
		scope_init(&scope, scope_type_from_arm_id(id), id, strrchr(id, '/') + 1);
		g_ptr_array_add(event->rows, scope_new_copy(&scope));
		scope_clear(&scope);
	}
	va_end(arguments);
	return event;
}

Event *script_policy(const Eligibility *eligibility, const char *scope_id, Policy *policy)
{
	Event *event = event_new(EVENT_POLICY, 0);
	event->eligibility_id = g_strdup(eligibility->grant.id);
	event->workload = eligibility->grant.workload;
	event->policy = policy;
	scope_init(&event->scope, scope_type_from_arm_id(scope_id), scope_id, NULL);
	return event;
}

Event *script_request(EventKind kind, uint64_t intent_id, const Activation *activation,
		      RequestState state, Problem *problem)
{
	Event *event = event_new(kind, intent_id);
	const Grant *grant = &activation->eligibility->grant;
	event->workload = grant->workload;
	event->eligibility_id = g_strdup(grant->id);
	event->problem = problem;
	if (kind == EVENT_REFUSED)
		return event;
	Request *request = event->request = request_new();
	request->id = g_strdup_printf("request-%s", grant->id);
	request->workload = grant->workload;
	request->kind = REQUEST_ACTIVATE;
	request->role.id = g_strdup(grant->role.id);
	request->role.name = g_strdup(grant->role.name);
	request->state = state;
	request->created = SCRIPT_START;
	request->duration = activation->duration;
	request->end = SCRIPT_START + activation->duration;
	scope_copy(&request->scope, &activation->scope);
	return event;
}

void script_load(Script *script)
{
	script_event(
		script,
		script_eligibles(
			WORKLOAD_AZURE,
			script_eligible(WORKLOAD_AZURE, "Contributor", MG, "Platform"),
			script_eligible(WORKLOAD_AZURE, "Key Vault Officer", SUB_PROD, "sub-prod"),
			script_eligible(WORKLOAD_AZURE, "Owner", EDGE, "rg-edge"), NULL));
	script_event(script, script_eligibles(WORKLOAD_ENTRA,
					      script_eligible(WORKLOAD_ENTRA, "Global Reader", "/",
							      "directory"),
					      NULL));
	script_event(script, script_actives(WORKLOAD_AZURE,
					    script_active(WORKLOAD_AZURE, "Reader", PAYMENTS,
							  "rg-payments", SCRIPT_START + 40 * 60),
					    NULL));
	script_event(script, script_actives(WORKLOAD_GROUP,
					    script_active(WORKLOAD_GROUP, "DB-Admins", "group-1",
							  "DB-Admins", 0),
					    NULL));
}

char *script_overlay_text(const Script *script)
{
	g_autoptr(GString) text = g_string_new(NULL);
	const Overlay *overlay = state_overlay(script->state);
	if (!overlay)
		return g_strdup("");
	g_autoptr(GPtrArray) lines = overlay_lines(script->state, overlay, 200);
	for (guint i = 0; i < lines->len; i++)
		g_string_append_printf(text, "%s\n",
				       ((const Line *)g_ptr_array_index(lines, i))->text);
	return g_string_free(g_steal_pointer(&text), FALSE);
}
