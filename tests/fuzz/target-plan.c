/* Plans of Terraform: in pieces, the first byte says of how many bytes. */
#include <string.h>

#include "src/base/limits.h"
#include "src/base/text.h"
#include "src/json/plan-reader.h"
#include "src/model/scope.h"
#include "tests/fuzz/fuzz.h"

static void check_text(const char *text)
{
	g_assert_true(text_is_clean(text));
}

static void check_needs(const Plan *plan, const Terraform *terraform, const char *subscription)
{
	g_autoptr(PlanNeeds) needs = plan_find_needs(plan, terraform, subscription);
	g_assert_cmpuint(needs->needs->len, <=, LIMIT_PLAN_NEEDS);
	for (guint i = 0; i < needs->needs->len; i++) {
		const Need *need = needs->needs->pdata[i];
		g_autofree char *anchor = need_anchor(need);
		g_assert_true(operation_is_valid(need->action));
		check_text(need->action);
		check_text(need->whom);
		g_assert_true(need->scope == NULL || text_is_clean(need->scope));
		g_assert_true((anchor == NULL) == (need->scope == NULL || need->scope[0] != '/'));
	}
	for (guint i = 0; i < needs->skipped->len; i++) {
		const PlanSkipped *skipped = needs->skipped->pdata[i];
		check_text(skipped->address);
		check_text(skipped->type);
	}
}

void fuzz_plan(const uint8_t *data, size_t size)
{
	if (size == 0)
		return;
	g_autoptr(Terraform) terraform = terraform_new();
	const size_t piece = 1 + data[0] % 64;
	g_autoptr(PlanReader) reader = plan_reader_new(terraform);
	for (size_t at = 1; at < size; at += piece)
		plan_reader_feed(reader, (const char *)data + at, MIN(piece, size - at));
	g_autoptr(GError) error = NULL;
	g_autoptr(Plan) plan = plan_reader_finish(reader, &error);
	g_assert_true((plan == NULL) == (error != NULL));
	if (plan == NULL)
		return;
	g_assert_cmpuint(plan->resources->len, <=, LIMIT_PLAN_RESOURCES);
	check_needs(plan, terraform, NULL);
	check_needs(plan, terraform, "11111111-1111-4111-8111-111111111111");
}
