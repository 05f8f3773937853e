#include "frontend/afterwards.h"

#include "frontend/grant-words.h"

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

/* The role that began last since the tokens came; NULL: they may carry all of them. */
static const Assignment *find_younger(const GPtrArray *rows, Instant written)
{
	const Assignment *found = NULL;
	for (guint i = 0; i < rows->len; i++) {
		const Assignment *row = rows->pdata[i];
		if (row->grant.start > written &&
		    (found == NULL || row->grant.start > found->grant.start))
			found = row;
	}
	return found;
}

static char *age_words(const Wording *wording, const OlderTokens *tokens, const GPtrArray *rows)
{
	const Assignment *younger = find_younger(rows, tokens->written);
	g_autofree char *when = wording_time(wording, tokens->written);
	if (younger == NULL)
		return g_strdup_printf("%s has tokens from %s; no role here began after them.",
				       tokens->program, when);
	g_autofree char *what = grant_words(&younger->grant, NULL);
	return g_strdup_printf("%s has tokens from %s, before %s began. Renew them with `%s`.",
			       tokens->program, when, what, tokens->command);
}

static bool has_groups(const GPtrArray *rows)
{
	for (guint i = 0; i < rows->len; i++)
		if (workload_info(((const Assignment *)rows->pdata[i])->grant.workload)->has_access)
			return true;
	return false;
}

char **token_words(const Wording *wording, const GPtrArray *tokens, const GPtrArray *rows)
{
	g_autoptr(GStrvBuilder) sentences = g_strv_builder_new();
	for (guint i = 0; i < tokens->len; i++) {
		const OlderTokens *row = tokens->pdata[i];
		g_autofree char *age = age_words(wording, row, rows);
		g_autofree char *left = g_strdup_printf(
			"After the end of a role %s goes on with the tokens that it has until they "
			"lapse.",
			row->program);
		g_strv_builder_add(sentences, age);
		g_strv_builder_add(sentences, left);
		if (row->has_contexts)
			g_strv_builder_add(sentences,
					   "The contexts in kubeconfig stay after the end, too; "
					   "`kubectl config delete-context` takes one out.");
	}
	if (has_groups(rows))
		g_strv_builder_add(sentences,
				   "Tokens of a time as a group's member name the group until they "
				   "lapse, whatever the membership is by then.");
	return g_strv_builder_end(sentences);
}
