#include "src/model/brief.h"

Brief *brief_new(void)
{
	return g_new0(Brief, 1);
}

static GPtrArray *share(GPtrArray *rows)
{
	return rows != NULL ? g_ptr_array_ref(rows) : NULL;
}

Brief *brief_copy(const Brief *brief)
{
	if (brief == NULL)
		return NULL;
	Brief *copy = brief_new();
	*copy = *brief;
	for (int part = 0; part < BRIEF_PART_COUNT; part++)
		copy->problems[part] = problem_copy(brief->problems[part]);
	copy->children = share(brief->children);
	copy->permissions = share(brief->permissions);
	copy->definitions = share(brief->definitions);
	copy->policy = policy_copy(brief->policy);
	return copy;
}

void brief_free(Brief *brief)
{
	if (brief == NULL)
		return;
	for (int part = 0; part < BRIEF_PART_COUNT; part++)
		problem_free(brief->problems[part]);
	g_clear_pointer(&brief->children, g_ptr_array_unref);
	g_clear_pointer(&brief->permissions, g_ptr_array_unref);
	g_clear_pointer(&brief->definitions, g_ptr_array_unref);
	policy_free(brief->policy);
	g_free(brief);
}
