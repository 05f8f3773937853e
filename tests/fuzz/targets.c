#include <glib.h>

#include "tests/fuzz/fuzz.h"

/* clang-format off */
const FuzzTarget fuzz_targets[] = {
	{ "archive", fuzz_archive },
	{ "challenge", fuzz_challenge },
	{ "config", fuzz_config },
	{ "denial", fuzz_denial },
	{ "duration", fuzz_duration },
	{ "error", fuzz_error },
	{ "json", fuzz_json },
	{ "jwt", fuzz_jwt },
	{ "key", fuzz_key },
	{ "operation", fuzz_operation },
	{ "place", fuzz_place },
	{ "plan", fuzz_plan },
	{ "policy", fuzz_policy },
	{ "proposal", fuzz_proposal },
	{ "redirect", fuzz_redirect },
	{ "row", fuzz_row },
	{ "rpc", fuzz_rpc },
	{ "sanitizer", fuzz_sanitizer },
	{ "scope", fuzz_scope },
	{ "splitter", fuzz_splitter },
	{ "time", fuzz_time },
	{ "url", fuzz_url },
	{ NULL, NULL },
};
/* clang-format on */

const FuzzTarget *fuzz_find(const char *name)
{
	for (const FuzzTarget *target = fuzz_targets; target->name != NULL; target++)
		if (g_strcmp0(target->name, name) == 0)
			return target;
	return NULL;
}
