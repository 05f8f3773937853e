#include "frontend/owed-words.h"

#include <string.h>

/* Sentences end by a period, which stands where the words end. */
static char *fault_words(const Owed *owed)
{
	char *words = g_strdup(owed->fault != NULL ? owed->fault : "");
	if (g_str_has_suffix(words, "."))
		words[strlen(words) - 1] = '\0';
	return words;
}

char *owed_words(const Wording *wording, const Owed *owed)
{
	g_autofree char *fault = fault_words(owed);
	g_autofree char *due = wording_time(wording, owed_due(owed));
	if (owed->is_held)
		return g_strdup("ends with its command or leash");
	if (owed_is_given_up(owed))
		return g_strdup_printf("its command has ended, and it could not be ended: %s",
				       fault);
	g_autofree char *since = owed->released != 0 ? wording_time(wording, owed->released) : NULL;
	GString *words = g_string_new("ends, as its command has ended");
	if (since != NULL)
		g_string_append_printf(words, ": owed since %s", since);
	if (owed_due(owed) > wording->now)
		g_string_append_printf(words, ", possible from %s on", due);
	else if (owed->fault != NULL)
		g_string_append_printf(words, ". Last time: %s", fault);
	return g_string_free(words, FALSE);
}

char *owed_mark(const Wording *wording, const Owed *owed)
{
	if (owed->is_held)
		return g_strdup("on a leash");
	if (owed_is_given_up(owed))
		return g_strdup("not ended");
	g_autofree char *due = wording_time(wording, owed_due(owed));
	return owed_due(owed) > wording->now ? g_strdup_printf("ends %s", due)
					     : g_strdup("ends by itself");
}
