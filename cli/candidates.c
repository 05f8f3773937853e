#include "cli/candidates.h"

#include "src/base/text.h"

static void candidate_free(gpointer data)
{
	Candidate *candidate = data;
	g_free(candidate->word);
	g_free(candidate->text);
	g_free(candidate);
}

void candidates_init(Candidates *candidates)
{
	candidates->list = g_ptr_array_new_with_free_func(candidate_free);
	candidates->is_file = false;
}

void candidates_clear(Candidates *candidates)
{
	g_clear_pointer(&candidates->list, g_ptr_array_unref);
}

void candidates_add(Candidates *candidates, const char *word, const char *text)
{
	if (word == NULL || *word == '\0')
		return;
	Candidate *candidate = g_new0(Candidate, 1);
	candidate->word = text_sanitize(word, -1);
	candidate->text = text != NULL ? text_sanitize(text, -1) : NULL;
	g_ptr_array_add(candidates->list, candidate);
}

static bool is_begun_by(const char *word, const char *typed)
{
	g_autofree char *start = g_utf8_casefold(typed, -1);
	g_autofree char *whole = g_utf8_casefold(word, -1);
	return g_str_has_prefix(whole, start);
}

void candidates_keep(Candidates *candidates, const char *typed)
{
	g_autofree char *clean = text_sanitize(typed, -1);
	for (guint i = candidates->list->len; i > 0; i--) {
		const Candidate *candidate = candidates->list->pdata[i - 1];
		if (!is_begun_by(candidate->word, clean))
			g_ptr_array_remove_index(candidates->list, i - 1);
	}
}
