#include "cli/set-words.h"

#include <string.h>

#include "cli/ask.h"
#include "cli/order.h"
#include "cli/tell.h"
#include "frontend/fit.h"
#include "frontend/rehearsal.h"
#include "src/base/nearby.h"

void set_words_clear(SetWords *words)
{
	g_free(words->reason);
	g_free(words->ticket);
	g_free(words->ticket_system);
}

static const char *template_of(const ActivationSet *set, const SetGiven *given)
{
	return given->reason != NULL ? given->reason : set->reason;
}

static bool has_word(const GPtrArray *words, const char *word)
{
	return g_ptr_array_find_with_equal_func((GPtrArray *)words, word, g_str_equal, NULL);
}

/* "change=CHG1"; what the reason has no place for is a slip of the hand. */
static bool take_pair(const char *pair, const GPtrArray *words, GHashTable *values)
{
	const char *equals = strchr(pair, '=');
	if (equals == NULL || equals == pair || equals[1] == '\0') {
		tell_format("--with %s: expected WORD=TEXT.", pair);
		return false;
	}
	g_autofree char *word = g_strndup(pair, (size_t)(equals - pair));
	if (!has_word(words, word)) {
		tell_format("--with %s: the reason has no {%s}.", pair, word);
		return false;
	}
	g_hash_table_insert(values, g_steal_pointer(&word), g_strdup(equals + 1));
	return true;
}

/* What options give for the words of the reason; NULL: told. Caller unrefs. */
static GHashTable *read_given(const SetGiven *given, const GPtrArray *words)
{
	g_autoptr(GHashTable) values =
		g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
	for (char **pair = given->with; pair != NULL && *pair != NULL; pair++) {
		if (!take_pair(*pair, words, values))
			return NULL;
	}
	if (given->ticket != NULL)
		g_hash_table_insert(values, g_strdup(SET_TICKET), g_strdup(given->ticket));
	return g_steal_pointer(&values);
}

static bool ask_for(const GPtrArray *words, GHashTable *values)
{
	for (guint i = 0; i < words->len; i++) {
		const char *word = words->pdata[i];
		if (g_hash_table_contains(values, word))
			continue;
		char *text = ask_is_possible() ? ask(word, NULL) : NULL;
		if (text == NULL) {
			tell_format("The reason needs its {%s}. Nothing was sent. Give %s.", word,
				    strcmp(word, SET_TICKET) == 0 ? "--ticket NUMBER"
								  : "--with WORD=TEXT");
			return false;
		}
		g_hash_table_insert(values, g_strdup(word), text);
	}
	return true;
}

/* The set's own is sent unasked only where the person wrote so. */
static bool confirm_reason(const ActivationSet *set, const SetGiven *given, char **reason)
{
	if (*reason == NULL || given->reason != NULL || set->is_reason_unasked)
		return true;
	char *typed = ask_is_possible() ? ask("Reason", *reason) : NULL;
	if (typed == NULL) {
		tell_format("The reason of a set is not sent unasked. Nothing was sent. Give "
			    "--reason TEXT, or write reason_unasked=yes into [set %s].",
			    set->name);
		return false;
	}
	g_free(*reason);
	*reason = typed;
	return true;
}

static void fill(const ActivationSet *set, const SetGiven *given, GHashTable *values,
		 SetWords *words)
{
	const char *template = template_of(set, given);
	words->reason = template != NULL ? set_reason_fill(template, values) : NULL;
	words->ticket = g_strdup(g_hash_table_lookup(values, SET_TICKET));
	words->ticket_system =
		g_strdup(given->ticket_system != NULL ? given->ticket_system : set->ticket_system);
}

bool set_words_read(const ActivationSet *set, const SetGiven *given, SetWords *words)
{
	g_autoptr(GPtrArray) names = set_reason_words(template_of(set, given));
	g_autoptr(GHashTable) values = read_given(given, names);
	if (values == NULL || !ask_for(names, values))
		return false;
	fill(set, given, values, words);
	if (!confirm_reason(set, given, &words->reason))
		return false;
	g_autofree char *fault = reason_find_fault(words->reason);
	if (fault != NULL)
		tell_format("The reason: %s", fault);
	else
		tell_generic_reason(words->reason);
	return fault == NULL;
}

bool set_words_rehearse(const ActivationSet *set, const SetGiven *given, SetWords *words)
{
	g_autoptr(GPtrArray) names = set_reason_words(template_of(set, given));
	g_autoptr(GHashTable) values = read_given(given, names);
	if (values == NULL)
		return false;
	fill(set, given, values, words);
	if (words->ticket == NULL)
		words->ticket = g_strdup(REHEARSED_TEXT);
	if (words->reason == NULL)
		words->reason = g_strdup(REHEARSED_TEXT);
	return true;
}

/* ---- From its name to orders ---------------------------------------------------------------------- */

static void tell_unknown(const Settings *settings, const char *name)
{
	g_autoptr(GPtrArray) names = g_ptr_array_new();
	for (guint i = 0; i < settings->sets->len; i++)
		g_ptr_array_add(names, ((const ActivationSet *)settings->sets->pdata[i])->name);
	g_autofree char *hint = nearby_hint(name, names);
	tell_format("There is no set \"%s\"%s. `myroles set` lists them; one is a group [set NAME] "
		    "of the configuration.",
		    name, hint);
}

const ActivationSet *set_find(const Settings *settings, const char *name)
{
	const ActivationSet *set = activation_set_find(settings->sets, name);
	if (set == NULL)
		tell_unknown(settings, name);
	return set;
}

GPtrArray *set_orders(const ActivationSet *set, const SetWords *words, const char *duration)
{
	GPtrArray *orders = orders_new();
	for (guint i = 0; i < set->rows->len; i++) {
		const SetRow *row = set->rows->pdata[i];
		const char *own = row->duration != NULL ? row->duration : set->duration;
		Order *order = g_new0(Order, 1);
		order->role = g_strdup(row->role);
		order->scope = g_strdup(row->scope);
		order->access = g_strdup(row->access);
		order->duration = g_strdup(duration != NULL ? duration : own);
		order->reason = g_strdup(words->reason);
		order->ticket = g_strdup(words->ticket);
		order->ticket_system = g_strdup(words->ticket_system);
		order->set_name = g_strdup(set->name);
		g_ptr_array_add(orders, order);
	}
	return orders;
}
