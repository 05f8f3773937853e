/* The libFuzzer program: $FUZZ_TARGET names the target. */
#include <glib.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/fuzz/fuzz.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const FuzzTarget *chosen;

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
	const char *name = g_getenv("FUZZ_TARGET");
	(void)argc;
	(void)argv;
	chosen = fuzz_find(name);
	if (chosen == NULL) {
		fprintf(stderr, "FUZZ_TARGET: no target \"%s\"\n", name != NULL ? name : "");
		exit(2);
	}
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	chosen->run(data, size);
	return 0;
}
