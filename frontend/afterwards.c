#include "frontend/afterwards.h"

char *older_tokens_words(const Wording *wording, const OlderTokens *row)
{
	g_autofree char *when = wording_time(wording, row->written);
	return g_strdup_printf(
		"%s has tokens from %s, before the role began. Renew them with `%s`.", row->program,
		when, row->command);
}

char **afterwards_words(const Wording *wording, const Subject *subject, const GPtrArray *older)
{
	g_autoptr(GStrvBuilder) sentences = g_strv_builder_new();
	for (guint i = 0; older != NULL && i < older->len; i++) {
		g_autofree char *words = older_tokens_words(wording, older->pdata[i]);
		g_strv_builder_add(sentences, words);
	}
	const char *anywhere = subject_afterwards(subject);
	if (anywhere != NULL && (older == NULL || older->len == 0))
		g_strv_builder_add(sentences, anywhere);
	return g_strv_builder_end(sentences);
}
