/* `make soak`: soak [ROUNDS [SEED]] */
#include <stdio.h>

#include "tests/e2e/soak.h"

int main(int argc, char **argv)
{
	guint32 rounds = argc > 1 ? (guint32)g_ascii_strtoull(argv[1], NULL, 10) : 20;
	guint32 seed = argc > 2 ? (guint32)g_ascii_strtoull(argv[2], NULL, 10) : g_random_int();
	printf("soak: %u rounds, seed %u\n", rounds, seed);
	int failures = soak_run(rounds, seed);
	soak_tell();
	return failures > 0;
}
