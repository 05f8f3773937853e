/*
 * Answers are handed on in turns of the loop, so that a long list holds up no key. What a turn has no time for is held
 * here. Pausing the transfer would be shorter, but a stream of HTTP/2 that is paused can stay so for good: libcurl 7.88
 * leaves what it had read in its own buffer, and no socket tells of it any more.
 */
#ifndef MYROLES_NET_TURNS_H
#define MYROLES_NET_TURNS_H

#include <glib.h>
#include <stdbool.h>
#include <stddef.h>

/* Takes the next bytes of what `owner` receives. False: it broke, and gets no more. */
typedef bool (*TurnTake)(gpointer owner, const char *bytes, size_t length);

/* All that was held for `owner` is handed on, or it broke. It may be freed here. */
typedef void (*TurnDone)(gpointer owner);

/* What is held for one owner. Zeroed but for the owner: nothing. */
typedef struct Held {
	gpointer owner;
	GQueue pieces; /* GBytes*, the next one first */
	gsize size;    /* of all pieces */
} Held;

typedef struct Turns {
	TurnTake take;
	TurnDone done;
	GQueue waiting; /* Held*, borrowed; the next one first */
	gint64 started; /* when this turn handed on its first bytes; microseconds */
	guint source;   /* begins the next turn; 0: nothing was handed on in this one */
} Turns;

/* Hands on now or in a later turn, always in order. False: the owner broke. */
bool turns_take(Turns *turns, Held *held, const char *bytes, size_t length);

/* Whether something is held for this owner; `done` follows it. */
bool turns_has_held(const Held *held);

/* Whether anybody waits for a later turn. There is no use in reading more before it. */
bool turns_is_busy(const Turns *turns);

/* Lets go of what is held; `done` is not called. */
void turns_drop(Turns *turns, Held *held);

/* No owner waits any more. */
void turns_clear(Turns *turns);

#endif
