/* Where a verb waits: tests, patience, and timers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "cli/wait.h"

#define NOW 1772716020

static void count(gpointer data)
{
	++*(int *)data;
}

static bool is_three(gconstpointer data)
{
	return *(const int *)data == 3;
}

static void wait_until__ends__when_the_test_holds(void **state)
{
	(void)state;
	int calls = 0;
	g_autoptr(Timer) first = timer_after(0, count, &calls);
	g_autoptr(Timer) second = timer_after(1, count, &calls);
	g_autoptr(Timer) third = timer_after(2, count, &calls);
	assert_true(first != NULL && second != NULL && third != NULL);
	assert_true(wait_until(is_three, &calls, 60));
}

static void wait_until__ends__when_patience_is_over(void **state)
{
	(void)state;
	int calls = 0;
	assert_false(wait_until(is_three, &calls, 0));
}

static void timer__calls_no_more__when_it_was_freed(void **state)
{
	(void)state;
	int calls = 0;
	Timer *timer = timer_after(0, count, &calls);
	timer_free(timer);
	timer_free(NULL);
	assert_false(wait_until(is_three, &calls, 0));
	assert_int_equal(calls, 0);
}

typedef struct Chain {
	Timer *timer;
	int calls;
} Chain;

static void call_again(gpointer data)
{
	Chain *chain = data;
	g_clear_pointer(&chain->timer, timer_free);
	if (++chain->calls < 3)
		chain->timer = timer_after(0, call_again, chain);
}

static bool is_chain_over(gconstpointer data)
{
	return ((const Chain *)data)->calls == 3;
}

static void timer__may_be_freed__while_it_calls(void **state)
{
	(void)state;
	Chain chain = { 0 };
	chain.timer = timer_after(0, call_again, &chain);
	assert_true(wait_until(is_chain_over, &chain, 60));
	assert_null(chain.timer);
}

static void timer_at__follows__the_clock_it_was_given(void **state)
{
	(void)state;
	g_autoptr(Clock) clock = clock_new_virtual(NOW);
	int early = 2, late = 0;
	g_autoptr(Timer) past = timer_at(clock, NOW, count, &early);
	g_autoptr(Timer) future = timer_at(clock, NOW + 3600, count, &late);
	assert_true(past != NULL && future != NULL);
	assert_true(wait_until(is_three, &early, 60));
	assert_int_equal(late, 0);
	clock_advance(clock,
		      3600); /* what waits looks at it again by itself; a new one sees it at once */
	int now = 2;
	g_autoptr(Timer) other = timer_at(clock, NOW + 3600, count, &now);
	assert_non_null(other);
	assert_true(wait_until(is_three, &now, 60));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wait_until__ends__when_the_test_holds),
		cmocka_unit_test(wait_until__ends__when_patience_is_over),
		cmocka_unit_test(timer__calls_no_more__when_it_was_freed),
		cmocka_unit_test(timer__may_be_freed__while_it_calls),
		cmocka_unit_test(timer_at__follows__the_clock_it_was_given),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
