/* The intervals at which what was sent is looked at. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "src/backend/pace.h"

#define STEP_MS 2000

typedef struct World {
	Clock *clock;
	Pace pace;
	unsigned looks;
} World;

static void on_due(gpointer data)
{
	((World *)data)->looks++;
}

static void set_up(World *world, unsigned step_ms)
{
	world->looks = 0;
	world->clock = clock_new_virtual(1800000000);
	pace_init(&world->pace, world->clock, step_ms, on_due, world);
	pace_begin(&world->pace);
}

static void tear_down(World *world)
{
	pace_stop(&world->pace);
	clock_free(world->clock);
}

/* Looks until the next of them would come after `seconds`. */
static unsigned count(World *world, unsigned (*wait)(Pace *pace), int64_t seconds,
		      unsigned *longest)
{
	unsigned looks = 0;
	*longest = 0;
	for (int64_t past = 0; past <= seconds; looks++) {
		const unsigned steps = wait(&world->pace);
		*longest = MAX(*longest, steps);
		clock_advance(world->clock, (int64_t)steps * STEP_MS / 1000);
		past += (int64_t)steps * STEP_MS / 1000;
	}
	return looks;
}

/* Within ten minutes a decision is seen within ten seconds; then an hour costs no more than one look a minute. */
static void pace_wait_person__is_quick__while_somebody_may_be_at_it(void **state)
{
	World world;
	unsigned longest = 0;
	(void)state;
	set_up(&world, STEP_MS);
	assert_int_equal(pace_wait_person(&world.pace), 1);
	assert_int_equal(pace_wait_person(&world.pace), 2);
	assert_int_equal(pace_wait_person(&world.pace), 4);
	assert_in_range(count(&world, pace_wait_person, 590, &longest), 59, 60);
	assert_int_equal(longest, 5);
	assert_in_range(count(&world, pace_wait_person, 3600, &longest), 60, 65);
	assert_int_equal(longest, 30);
	pace_anew(&world.pace);
	assert_int_equal(pace_wait_person(&world.pace), 1);
	tear_down(&world);
}

static void pace_wait_running__slows_down__after_two_minutes(void **state)
{
	World world;
	unsigned longest = 0;
	(void)state;
	set_up(&world, STEP_MS);
	count(&world, pace_wait_running, 100, &longest);
	assert_int_equal(longest, 8);
	count(&world, pace_wait_running, 100, &longest);
	assert_int_equal(longest, 30);
	tear_down(&world);
}

static void pace_wait_start__ends_when_it_begins__or_in_a_minute(void **state)
{
	World world;
	(void)state;
	set_up(&world, STEP_MS);
	assert_int_equal(pace_wait_start(&world.pace, 7200), 30);
	assert_int_equal(pace_wait_start(&world.pace, 20), 11);
	assert_int_equal(pace_wait_start(&world.pace, 0), 1);
	assert_int_equal(pace_wait_start(&world.pace, -5), 1);
	tear_down(&world);
}

/* What the service asked for is no silence. */
static void pace_is_mute__without_an_answer(void **state)
{
	World world;
	(void)state;
	set_up(&world, STEP_MS);
	clock_advance(world.clock, 59);
	assert_false(pace_is_mute(&world.pace));
	clock_advance(world.clock, 1);
	assert_true(pace_is_mute(&world.pace));
	pace_hear(&world.pace);
	assert_false(pace_is_mute(&world.pace));
	pace_wait_asked(&world.pace, 90);
	clock_advance(world.clock, 90);
	assert_false(pace_is_mute(&world.pace));
	tear_down(&world);
}

/* The later wait takes the place of the earlier one. */
static void pace_wait__calls_once(void **state)
{
	World world;
	(void)state;
	set_up(&world, 1);
	pace_wait(&world.pace, 1);
	pace_wait(&world.pace, 2);
	while (world.looks == 0)
		g_main_context_iteration(NULL, TRUE);
	assert_int_equal(world.looks, 1);
	assert_int_equal(world.pace.timer, 0);
	assert_false(g_main_context_pending(NULL));
	tear_down(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pace_wait_person__is_quick__while_somebody_may_be_at_it),
		cmocka_unit_test(pace_wait_running__slows_down__after_two_minutes),
		cmocka_unit_test(pace_wait_start__ends_when_it_begins__or_in_a_minute),
		cmocka_unit_test(pace_is_mute__without_an_answer),
		cmocka_unit_test(pace_wait__calls_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
