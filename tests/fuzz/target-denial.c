/* Texts with denials, and patterns of operations. */
#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/model/denial.h"
#include "src/model/scope.h"
#include "tests/fuzz/fuzz.h"

void fuzz_denial(const uint8_t *data, size_t size)
{
	g_autoptr(Denial) denial = denial_parse((const char *)data, (gssize)size);
	g_assert_cmpuint(denial->needs->len, <=, LIMIT_NEEDS);
	for (guint i = 0; i < denial->needs->len; i++) {
		const Need *need = denial->needs->pdata[i];
		g_autofree char *anchor = need_anchor(need);
		g_assert_true(operation_is_valid(need->action));
		g_assert_true(text_is_clean(need->action));
		g_assert_true(need->scope == NULL || text_is_clean(need->scope));
		if (need->scope != NULL && need->scope[0] == '/')
			g_assert_true(scope_id_covers(anchor, need->scope));
	}
}

/* A pattern, a line end, an operation. */
void fuzz_operation(const uint8_t *data, size_t size)
{
	g_autofree char *text = g_strndup((const char *)data, size);
	g_auto(GStrv) parts = g_strsplit(text, "\n", 2);
	const char *pattern = parts[0] != NULL ? parts[0] : "";
	const char *operation = parts[0] != NULL && parts[1] != NULL ? parts[1] : "";
	const bool matches = operation_matches(pattern, operation);
	(void)operation_matches_directory(pattern, operation);
	g_assert_cmpuint(operation_length(operation), <=, strlen(operation));
	if (strchr(pattern, '*') == NULL)
		g_assert_true(matches == (g_ascii_strcasecmp(pattern, operation) == 0));
	g_assert_true(operation_matches("*", operation));
}
