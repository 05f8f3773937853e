/* QR codes: their size, their corners, and that another text is another picture. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <glib.h>
#include <string.h>

#include "src/auth/qr.h"

#define PAGE "https://microsoft.com/devicelogin"

static const char *const finder[] = { "#######", "#     #", "# ### #", "# ### #",
				      "# ### #", "#     #", "#######" };

static void assert_finder(const char *modules, int size, int column, int row)
{
	for (int i = 0; i < 7; i++)
		assert_memory_equal(modules + (size_t)((row + i) * size + column), finder[i], 7);
}

static void qr_encode__draws_a_code__with_its_three_corners(void **state)
{
	int size = 0;
	g_autofree char *modules = qr_encode(PAGE, &size);
	(void)state;
	if (modules == NULL)
		skip(); /* built without libqrencode */
	/* Version 3 holds 53 bytes with the least correction, version 2 but 32. */
	assert_int_equal(size, 29);
	assert_int_equal(strlen(modules), 29 * 29);
	assert_finder(modules, size, 0, 0);
	assert_finder(modules, size, size - 7, 0);
	assert_finder(modules, size, 0, size - 7);
	/* The timing pattern between them. */
	for (int i = 8; i < size - 8; i++)
		assert_int_equal(modules[6 * size + i], i % 2 == 0 ? '#' : ' ');
}

static void qr_encode__draws_another__for_another_text(void **state)
{
	int size = 0, other_size = 0;
	g_autofree char *modules = qr_encode(PAGE, &size);
	g_autofree char *other = qr_encode("https://microsoft.com/devicelogim", &other_size);
	(void)state;
	if (modules == NULL)
		skip();
	assert_int_equal(size, other_size);
	assert_string_not_equal(modules, other);
}

static void qr_encode__gives_nothing__for_what_does_not_fit(void **state)
{
	int size = 0;
	g_autofree char *large = g_strnfill(5000, 'a');
	(void)state;
	assert_null(qr_encode(large, &size));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(qr_encode__draws_a_code__with_its_three_corners),
		cmocka_unit_test(qr_encode__draws_another__for_another_text),
		cmocka_unit_test(qr_encode__gives_nothing__for_what_does_not_fit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
