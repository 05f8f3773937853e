#include "src/model/older-tokens.h"

GPtrArray *older_tokens_new(void)
{
	return g_ptr_array_new_with_free_func(g_free);
}

void older_tokens_add(GPtrArray *rows, const OlderTokens *row)
{
	g_ptr_array_add(rows, g_memdup2(row, sizeof *row));
}
