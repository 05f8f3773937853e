/* What is written for a terminal goes, and what is written for a reader stays. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <glib.h>

#include "src/base/escapes.h"

static const struct {
	const char *line, *left;
} rows[] = {
	{ "plain, böse", "plain, böse" },
	/* Colors, and what else a CSI is. */
	{ "\033[31mred\033[0m", "red" },
	{ "\033[38:2::1:2:3m\033[?25l\033[2 q\033[Kx", "x" },
	{ "\xc2\x9b"
	  "31mred",
	  "red" },
	{ "a\033[31", "a" },
	{ "a\033[3\303\244", "aä" },
	/* Titles and links, ended in each way. */
	{ "rg\033]0;evil\a-app", "rg-app" },
	{ "rg\033]0;evil\033\\-app", "rg-app" },
	{ "rg\033]0;evil\xc2\x9c-app", "rg-app" },
	{ "rg\xc2\x9d"
	  "0;evil\a-app",
	  "rg-app" },
	{ "\033]8;;https://x.example\033\\link\033]8;;\033\\", "link" },
	{ "a\033Pq#0\033\\b\033_G\033\\c\033^p\033\\d\033Xs\033\\e", "abcde" },
	/* One that is broken off by the next; one that has no end hides nothing. */
	{ "a\033]0;evil\033[mb", "ab" },
	{ "a\033]0;evil", "a0;evil" },
	/* Character sets, what is saved, and a stray one before a word. */
	{ "\033(B\033[m\0337x\0338\033=\033>", "x" },
	{ "\033Microsoft", "Microsoft" },
	{ "a\033", "a" },
	{ "a\033\033[mb\033[", "ab" },
};

static void escapes_remove__leaves__what_is_for_a_reader(void **state)
{
	(void)state;
	for (size_t i = 0; i < G_N_ELEMENTS(rows); i++) {
		g_autofree char *line = g_strdup(rows[i].line);
		escapes_remove(line);
		if (strcmp(line, rows[i].left) != 0)
			fail_msg("%zu leaves \"%s\"", i, line);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(escapes_remove__leaves__what_is_for_a_reader),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
