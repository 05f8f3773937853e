/* What the form does for a set: the words in braces of its reason, and rows with lengths of their own. */
#include <string.h>

#include "src/base/text.h"
#include "src/model/activation-set.h"
#include "tui/dialogs/activate-form.h"

/* Only a set's reason has words: in another one braces are braces. */
static GPtrArray *find_words(const Activate *activate)
{
	return set_reason_words(
		activate->set_name != NULL ? form_text(&activate->form, ACTIVATE_REASON) : NULL);
}

bool activate_asks_ticket(const Activate *activate)
{
	g_autoptr(GPtrArray) words = find_words(activate);
	return g_ptr_array_find_with_equal_func(words, SET_TICKET, g_str_equal, NULL);
}

char *activate_check_words(const Activate *activate)
{
	g_autoptr(GPtrArray) words = find_words(activate);
	for (guint i = 0; i < words->len; i++) {
		const char *word = g_ptr_array_index(words, i);
		if (strcmp(word, SET_TICKET) != 0)
			return g_strdup_printf("Put what it is in place of {%s}.", word);
	}
	return NULL;
}

char *activate_reason(const Activate *activate)
{
	const char *text = form_text(&activate->form, ACTIVATE_REASON);
	const char *ticket = form_text(&activate->form, ACTIVATE_TICKET);
	if (text == NULL)
		return NULL;
	g_autoptr(GHashTable) values = g_hash_table_new(g_str_hash, g_str_equal);
	if (activate->set_name != NULL && ticket != NULL)
		g_hash_table_insert(values, (gpointer)SET_TICKET, (gpointer)ticket);
	g_autofree char *filled = set_reason_fill(text, values);
	return text_clean_input(filled);
}

int64_t activate_length_of(const Activate *activate, const ActivateRow *row, int64_t duration)
{
	const bool has_own = activate->set_name != NULL && row->wanted > 0;
	return has_own && !activate->is_duration_typed ? MIN(duration, row->wanted) : duration;
}
