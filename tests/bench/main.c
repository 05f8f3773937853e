/* `make bench`: figures of this machine, with what each means and the aim. */
#include <stdio.h>

#include "tests/bench/figure.h"

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		void (*run)(void);
	} groups[] = {
		{ "start", bench_start },       { "keys", bench_keys },
		{ "idle", bench_idle },         { "network", bench_network },
		{ "activate", bench_activate }, { "history", bench_history },
		{ "tig", bench_tig },           { "verbs", bench_verbs },
	};

	printf("%-44s %9s %-5s %-10s %s\n", "figure", "here", "", "aim", "meaning");
	for (size_t i = 0; i < G_N_ELEMENTS(groups); i++)
		if (argc < 2 || g_str_equal(argv[1], groups[i].name))
			groups[i].run();
	return 0;
}
