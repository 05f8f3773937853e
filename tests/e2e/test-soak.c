/* A few rounds of `make soak`, always the same ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/e2e/soak.h"

static void soak__answers_every_question__with_a_known_seed(void **state)
{
	(void)state;
	assert_int_equal(soak_run(3, 7), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(soak__answers_every_question__with_a_known_seed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
