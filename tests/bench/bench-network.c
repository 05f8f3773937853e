/* What goes over the network to a complete dashboard, and how many of the calls wait for each other. */
#include <stdio.h>

#include "tests/bench/figure.h"

/* Long enough that what the machine itself takes does not matter. */
#define LINK_MS 400

/* Without a snapshot: until every workload has said all it has. */
static double time_to_complete(Stage *stage)
{
	gint64 begin = g_get_monotonic_time();
	g_autoptr(Pty) pty = stage_run(stage, NULL);

	pty_wait_match(pty, "azure fresh.*entra fresh.*groups fresh");
	return (double)(g_get_monotonic_time() - begin) / 1000;
}

static double number_at(const cJSON *json, const char *name)
{
	const cJSON *counters = cJSON_GetObjectItemCaseSensitive(json, "counters");
	const cJSON *item =
		cJSON_GetObjectItemCaseSensitive(counters != NULL ? counters : json, name);

	return cJSON_IsNumber(item) ? item->valuedouble : -1;
}

void bench_network(void)
{
	g_autoptr(Stage) stage = stage_new(NULL);
	double near, far;

	near = time_to_complete(stage);
	g_autoptr(cJSON) counts = tenant_call(stage->tenant, "GET", "/state", NULL);
	figure_print("complete dashboard, no link delay", near, "ms", "", "three workloads");
	figure_print("    requests", number_at(counts, "requests"), "", "", "to the service");
	stage_reset(stage);
	g_autofree char *latency = g_strdup_printf("{\"latency_ms\":%d}", LINK_MS);
	tenant_tell(stage->tenant, "/settings", latency);
	far = time_to_complete(stage);
	figure_print("complete dashboard, 400 ms per answer", far, "ms", "", "");
	figure_print("    round trips on the critical path", (far - near) / LINK_MS, "", "",
		     "the longest chain of calls that wait for each other");
}
