#include "tests/fuzz/fuzz.h"

#include <glib.h>

const FuzzTarget fuzz_targets[] = {
	{ "duration", fuzz_duration }, { "key", fuzz_key },   { "sanitizer", fuzz_sanitizer },
	{ "scope", fuzz_scope },       { "time", fuzz_time }, { NULL, NULL },
};

const FuzzTarget *fuzz_find(const char *name)
{
	for (const FuzzTarget *target = fuzz_targets; target->name != NULL; target++)
		if (g_strcmp0(target->name, name) == 0)
			return target;
	return NULL;
}
