#include "cli/order.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <string.h>

#include "cli/verb.h"
#include "frontend/fit.h"
#include "frontend/reason.h"
#include "src/base/limits.h"

#define LIMIT_LINES 1000 /* nobody means more */

static void order_free(gpointer data)
{
	Order *order = data;
	char *const texts[] = { order->role,          order->scope,  order->access,
				order->duration,      order->reason, order->ticket,
				order->ticket_system, order->start,  order->set_name };
	for (size_t i = 0; i < G_N_ELEMENTS(texts); i++)
		g_free(texts[i]);
	g_free(order);
}

GPtrArray *orders_new(void)
{
	return g_ptr_array_new_with_free_func(order_free);
}

static Order *order_copy(const Order *order)
{
	Order *copy = g_new0(Order, 1);
	copy->role = g_strdup(order->role);
	copy->scope = g_strdup(order->scope);
	copy->access = g_strdup(order->access);
	copy->duration = g_strdup(order->duration);
	copy->reason = g_strdup(order->reason);
	copy->ticket = g_strdup(order->ticket);
	copy->ticket_system = g_strdup(order->ticket_system);
	copy->start = g_strdup(order->start);
	return copy;
}

static void set_text(char **member, const char *text)
{
	g_free(*member);
	*member = g_strdup(text);
}

/* ---- Pairs ------------------------------------------------------------------------------------ */

/* One scope for all roles, all scopes for one role, or one each in the order given. */
static bool add_pairs(GPtrArray *orders, const OrderOptions *words, const Order *common)
{
	const guint roles = words->roles != NULL ? g_strv_length(words->roles) : 0;
	const guint scopes = words->scopes != NULL ? g_strv_length(words->scopes) : 0;
	if (roles > 1 && scopes > 1 && roles != scopes) {
		tell_format(
			"%u roles and %u scopes make no pairs. Give one --scope for all of them, "
			"or one for each.",
			roles, scopes);
		return false;
	}
	for (guint i = 0; i < MAX(MAX(roles, scopes), 1); i++) {
		Order *order = order_copy(common);
		set_text(&order->role, roles > 0 ? words->roles[roles > 1 ? i : 0] : NULL);
		set_text(&order->scope, scopes > 0 ? words->scopes[scopes > 1 ? i : 0] : NULL);
		g_ptr_array_add(orders, order);
	}
	return true;
}

/* ---- Lines of JSON ---------------------------------------------------------------------------- */

static char **find_member(Order *order, const char *name)
{
	const struct {
		const char *name;
		char **member;
	} table[] = {
		{ "role", &order->role },     { "scope", &order->scope },
		{ "access", &order->access }, { "duration", &order->duration },
		{ "reason", &order->reason }, { "ticket", &order->ticket },
		{ "start", &order->start },   { "ticket_system", &order->ticket_system },
	};
	for (size_t i = 0; i < G_N_ELEMENTS(table); i++) {
		if (strcmp(table[i].name, name) == 0)
			return table[i].member;
	}
	return NULL;
}

/* A text; or what `list --json` prints: {"id",…}. */
static const char *value_text(const cJSON *value)
{
	const cJSON *text =
		cJSON_IsObject(value) ? cJSON_GetObjectItemCaseSensitive(value, "id") : value;
	return cJSON_GetStringValue(text);
}

static bool take_line(Order *order, const char *line, guint number)
{
	const char *end = NULL;
	cJSON *object = cJSON_ParseWithOpts(line, &end, true);
	if (!cJSON_IsObject(object)) {
		tell_format("Line %u is no JSON object: one {\"role\",\"scope\",…} a line is read.",
			    number);
		cJSON_Delete(object);
		return false;
	}
	bool is_ok = true;
	for (const cJSON *item = object->child; is_ok && item != NULL; item = item->next) {
		char **member = find_member(order, item->string);
		const char *text = value_text(item);
		is_ok = member != NULL && (text != NULL || cJSON_IsNull(item));
		if (is_ok && text != NULL)
			set_text(member, text);
		else if (!is_ok)
			tell_format(
				"Line %u: \"%s\" is %s. Known are role, scope, access, duration, "
				"reason, ticket, ticket_system and start.",
				number, item->string, member == NULL ? "not known" : "no text");
	}
	cJSON_Delete(object);
	return is_ok;
}

static bool add_lines(GPtrArray *orders, const Order *common)
{
	g_autofree char *line = g_malloc(LIMIT_CONFIG_FILE);
	for (guint number = 1; fgets(line, LIMIT_CONFIG_FILE, stdin) != NULL; number++) {
		const size_t length = strlen(line);
		if ((length + 1 == LIMIT_CONFIG_FILE && line[length - 1] != '\n') ||
		    number > LIMIT_LINES || !g_utf8_validate(line, -1, NULL)) {
			tell_format("Line %u is too long, one too many, or no UTF-8 text.", number);
			return false;
		}
		if (*g_strstrip(line) == '\0')
			continue;
		Order *order = order_copy(common);
		g_ptr_array_add(orders, order);
		if (!take_line(order, line, number))
			return false;
	}
	if (orders->len == 0)
		tell("Nothing was read: one {\"role\",\"scope\",…} a line is expected.", NULL);
	return orders->len > 0;
}

/* ---- All -------------------------------------------------------------------------------------- */

/* Once for all: they are mostly of one reason. */
static void warn_of_reason(const GPtrArray *orders)
{
	for (guint i = 0; i < orders->len; i++) {
		const Order *order = orders->pdata[i];
		if (!reason_is_generic(order->reason))
			continue;
		tell_generic_reason(order->reason);
		return;
	}
}

bool orders_are_too_many(guint count, bool is_forced)
{
	if (count <= ORDERS_UNASKED || is_forced)
		return false;
	tell_format("%u roles at once are more than ten. Nothing was sent. With --force they are.",
		    count);
	return true;
}

static bool are_sensible(const GPtrArray *orders, const OrderOptions *words, const Verb *verb)
{
	for (guint i = 0; i < orders->len; i++) {
		const Order *order = orders->pdata[i];
		g_autofree char *fault = reason_find_fault(order->reason);
		if (fault != NULL) {
			tell_format("--reason: %s", fault);
			return false;
		}
		if (order->role == NULL) {
			tell("Say which role: --role NAME or ID.",
			     verb->is_about_active ? "`myroles list active` shows them."
						   : "`myroles list eligible` shows them.");
			return false;
		}
		if (order->access != NULL && strcmp(order->access, "member") != 0 &&
		    strcmp(order->access, "owner") != 0) {
			tell("--access is member or owner.", NULL);
			return false;
		}
	}
	warn_of_reason(orders);
	return !orders_are_too_many(orders->len, words->is_forced || words->is_dry_run);
}

GPtrArray *orders_read_pairs(const Options *options, const OrderOptions *words, const Order *common)
{
	g_autoptr(GPtrArray) orders = orders_new();
	return add_pairs(orders, words, common) && are_sensible(orders, words, options->verb)
		       ? g_steal_pointer(&orders)
		       : NULL;
}

GPtrArray *orders_read(const Options *options, const OrderOptions *words, const Order *common)
{
	const char *word = options->arguments[0];
	g_autoptr(GPtrArray) orders = orders_new();
	if (word != NULL && strcmp(word, ORDERS_FROM_INPUT) != 0) {
		tell_format(
			"unexpected word \"%s\": roles are named by --role, and - reads lines of "
			"JSON.",
			word);
		return NULL;
	}
	if (word != NULL && (words->roles != NULL || words->scopes != NULL)) {
		tell("With - each line names its role and scope: --role and --scope do not.", NULL);
		return NULL;
	}
	const bool is_read =
		word != NULL ? add_lines(orders, common) : add_pairs(orders, words, common);
	return is_read && are_sensible(orders, words, options->verb) ? g_steal_pointer(&orders)
								     : NULL;
}

ExitCode orders_join_codes(const GArray *codes)
{
	ExitCode joined = EXIT_DONE;
	for (guint i = 0; i < codes->len; i++) {
		const ExitCode code = g_array_index(codes, ExitCode, i);
		if (code == EXIT_INTERRUPTED)
			return code;
		if (i == 0)
			joined = code;
		else if (code != joined)
			joined = EXIT_PARTLY;
	}
	return joined;
}
