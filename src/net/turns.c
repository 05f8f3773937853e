#include "src/net/turns.h"

#include "src/base/limits.h"

/* For how long one turn reads answers, in microseconds. */
#define TURN_US 2000

static bool is_turn_over(const Turns *turns)
{
	return g_get_monotonic_time() - turns->started > TURN_US;
}

/* Hands on the oldest piece. False: the owner broke. */
static bool take_piece(const Turns *turns, Held *held)
{
	g_autoptr(GBytes) piece = g_queue_pop_head(&held->pieces);
	gsize length;
	const char *bytes = g_bytes_get_data(piece, &length);
	held->size -= length;
	return turns->take(held->owner, bytes, length);
}

static void drop_pieces(Held *held)
{
	g_queue_clear_full(&held->pieces, (GDestroyNotify)g_bytes_unref);
	held->size = 0;
}

static gboolean on_turn(gpointer data);

static void begin_turn(Turns *turns)
{
	turns->started = g_get_monotonic_time();
	turns->source = g_idle_add_full(G_PRIORITY_DEFAULT, on_turn, turns, NULL);
}

/* One piece for each in turn, so that nobody waits for another's end. */
static gboolean on_turn(gpointer data)
{
	Turns *turns = data;
	turns->source = 0;
	if (g_queue_is_empty(&turns->waiting))
		return G_SOURCE_REMOVE;
	begin_turn(turns);
	while (!g_queue_is_empty(&turns->waiting) && !is_turn_over(turns)) {
		Held *held = g_queue_pop_head(&turns->waiting);
		if (take_piece(turns, held) && held->size > 0) {
			g_queue_push_tail(&turns->waiting, held);
			continue;
		}
		drop_pieces(held);
		turns->done(held->owner);
	}
	return G_SOURCE_REMOVE;
}

/* A service that sends faster than we read gets no endless store: the turn is longer instead. */
static bool make_room(Turns *turns, Held *held)
{
	while (held->size > LIMIT_HELD)
		if (!take_piece(turns, held))
			return false;
	return true;
}

bool turns_take(Turns *turns, Held *held, const char *bytes, size_t length)
{
	if (held->size == 0) {
		if (turns->source == 0)
			begin_turn(turns);
		if (!is_turn_over(turns) || length == 0)
			return turns->take(held->owner, bytes, length);
		g_queue_push_tail(&turns->waiting, held);
	}
	g_queue_push_tail(&held->pieces, g_bytes_new(bytes, length));
	held->size += length;
	if (make_room(turns, held))
		return true;
	turns_drop(turns, held);
	return false;
}

bool turns_has_held(const Held *held)
{
	return held->size > 0;
}

bool turns_is_busy(const Turns *turns)
{
	return !g_queue_is_empty((GQueue *)&turns->waiting);
}

void turns_drop(Turns *turns, Held *held)
{
	g_queue_remove(&turns->waiting, held);
	drop_pieces(held);
}

void turns_clear(Turns *turns)
{
	g_clear_handle_id(&turns->source, g_source_remove);
	g_queue_clear(&turns->waiting);
}
