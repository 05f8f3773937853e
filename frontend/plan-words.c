#include "frontend/plan-words.h"

#include "frontend/grant-words.h"

static const char *const skipped_names[] = {
	[SKIPPED_TYPE] = "type",
	[SKIPPED_ACTION] = "action",
	[SKIPPED_DIRECTORY] = "directory",
	[SKIPPED_CUT] = "too-many-ids",
};

/* With the address of the first of them. */
static const char *const skipped_sentences[] = {
	[SKIPPED_TYPE] = "What %s needs is not known here",
	[SKIPPED_ACTION] = "What the plan does to %s is not known here",
	[SKIPPED_DIRECTORY] = "What %s needs in the directory is not looked at",
	[SKIPPED_CUT] = "Not all that %s names is looked at",
};

const char *skipped_word(SkippedReason reason)
{
	return skipped_names[reason];
}

static char *sentence_of(const PlanNeeds *plan, SkippedReason reason)
{
	const PlanSkipped *first = NULL;
	guint count = 0;
	for (guint i = 0; i < plan->skipped->len; i++) {
		const PlanSkipped *skipped = plan->skipped->pdata[i];
		if (skipped->reason != reason)
			continue;
		first = first != NULL ? first : skipped;
		count++;
	}
	if (first == NULL)
		return NULL;
	g_auto(GStrv) around = g_strsplit(skipped_sentences[reason], "%s", 2);
	g_autofree char *more =
		count > 1 ? g_strdup_printf(", nor of %u more", count - 1) : g_strdup("");
	return g_strconcat(around[0], first->address, around[1], more, ".", NULL);
}

GPtrArray *skipped_words(const PlanNeeds *plan)
{
	GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
	for (SkippedReason reason = SKIPPED_TYPE; reason <= SKIPPED_CUT; reason++) {
		char *sentence = sentence_of(plan, reason);
		if (sentence != NULL)
			g_ptr_array_add(sentences, sentence);
	}
	return sentences;
}

GPtrArray *plan_remarks(const PlanNeeds *plan)
{
	GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
	if (plan->widened > 0)
		g_ptr_array_add(sentences,
				g_strdup_printf("%u of its resources get their place only when it "
						"is applied: looked at is where they surely are.",
						plan->widened));
	if (plan->unlinked > 0)
		g_ptr_array_add(sentences,
				g_strdup_printf("%u links to what is known only when it is applied "
						"are not looked at.",
						plan->unlinked));
	return sentences;
}

char *way_part_words(const Why *why, const Way *way, guint target)
{
	const Target *what = way->targets->pdata[target];
	const Bits *meets = way->meets->pdata[target];
	const int at = bits_next(meets, 0);
	g_autofree char *role = grant_words(&what->eligibility->grant, &what->scope);
	const guint count = bits_count(meets);
	if (at < 0)
		return g_strdup_printf("%s.", role);
	const Need *first = why->needs->pdata[at];
	g_autofree char *more =
		count > 1 ? g_strdup_printf(" and %u more", count - 1) : g_strdup("");
	g_autofree char *whom =
		first->whom != NULL ? g_strdup_printf(" (%s)", first->whom) : g_strdup("");
	return g_strdup_printf("%s is for %s%s%s.", role, first->action, whom, more);
}
