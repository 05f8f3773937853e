#include "tests/e2e/soak-table.h"

#include <stdio.h>

#define END       \
	{         \
		0 \
	}

const SoakRow soak_faults[] = {
	{ "\"kind\":\"status\",\"status\":429,\"retry_after\":1", NULL },
	{ "\"kind\":\"status\",\"status\":503", NULL },
	{ "\"kind\":\"drop\"", NULL },
	{ "\"kind\":\"reset\"", NULL },
	{ "\"kind\":\"truncated\"", NULL },
	{ "\"kind\":\"cut\",\"bytes\":60", NULL },
	{ "\"kind\":\"html\",\"status\":502", NULL },
	{ "\"kind\":\"delay\",\"delay_ms\":700", NULL },
	{ "\"kind\":\"drip\",\"bytes\":512,\"interval_ms\":1", NULL },
	{ "\"kind\":\"wrong_type\",\"content_type\":\"text/plain\"", NULL },
	{ "\"kind\":\"date\",\"date_offset_s\":7200", NULL },
	{ "\"kind\":\"deep\",\"depth\":5000", NULL },
	{ "\"kind\":\"garbage\"", NULL },
	{ "\"kind\":\"http09\"", NULL },
	{ "\"kind\":\"status_line\",\"status\":\"000\"", NULL },
	{ "\"kind\":\"status_line\",\"status\":99999", NULL },
	{ "\"kind\":\"status_line\",\"status\":101", NULL },
	END,
};

const SoakRow soak_moods[] = {
	{ "\"list_lag_s\":40", NULL },
	{ "\"list_lag_s\":270", NULL },
	{ "\"slow_scope\":\"/subscriptions\",\"slow_scope_ms\":1500", NULL },
	{ "\"root_list_drops\":2", NULL },
	{ "\"list_hides\":\"Monitoring Contributor\"", NULL },
	{ "\"twice_is_409\":true", NULL },
	{ "\"exists_after_end_s\":60", NULL },
	{ "\"unknown_to_end_s\":600", NULL },
	{ "\"past_start_refused\":true", NULL },
	{ "\"purge_days\":45", NULL },
	{ "\"rows_without_names\":true", NULL },
	{ "\"linked_ids_full\":true", NULL },
	{ "\"odd_members\":true", NULL },
	{ "\"refuse_requests\":\"assignment_missing\"", NULL },
	{ "\"refuse_requests\":\"pending\"", NULL },
	{ "\"refuse_requests\":\"object_missing\"", NULL },
	{ "\"refuse_requests\":\"at_once\"", NULL },
	{ "\"refuse_writes\":\"disabled\"", NULL },
	{ "\"refuse_writes\":\"disabled_403\"", NULL },
	{ "\"refuse_writes\":\"subscription_not_found\"", NULL },
	{ "\"refuse_writes\":\"wrong_tenant\"", NULL },
	{ "\"refuse_writes\":\"policy_mfa\"", NULL },
	{ "\"refuse_writes\":\"policy\"", NULL },
	{ "\"refuse_writes\":\"locked\"", NULL },
	{ "\"refuse_writes\":\"not_onboarded\"", NULL },
	{ "\"delegated_scope\":\"/subscriptions/33333333-3333-4333-8333-333333333333\"", NULL },
	{ "\"decide_by\":\"batch\"", NULL },
	{ "\"decided_is_204\":true", NULL },
	{ "\"root_approvals_partial\":true", NULL },
	{ "\"approver_requests_empty\":true", NULL },
	{ "\"effective_lag_s\":600", NULL },
	{ "\"check_access\":\"forbidden\"", NULL },
	{ "\"permissions\":\"throttled\"", NULL },
	END,
};

static const char *pick(GRand *random, const SoakRow *rows)
{
	guint count = 0;
	for (const SoakRow *row = rows; row->json != NULL; row++)
		count += row->off == NULL;
	guint left = (guint)g_rand_int_range(random, 0, (gint32)count);
	for (const SoakRow *row = rows; row->json != NULL; row++) {
		if (row->off == NULL && left-- == 0)
			return row->json;
	}
	return NULL;
}

const char *soak_pick_fault(GRand *random)
{
	return pick(random, soak_faults);
}

const char *soak_pick_mood(GRand *random)
{
	return pick(random, soak_moods);
}

static void tell_off(const SoakRow *rows)
{
	for (const SoakRow *row = rows; row->json != NULL; row++) {
		if (row->off != NULL)
			printf("soak: off: %s: %s\n", row->json, row->off);
	}
}

void soak_tell_off(void)
{
	tell_off(soak_faults);
	tell_off(soak_moods);
}
