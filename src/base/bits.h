/*
 * A set of numbers below a limit that is given once: what a role permits of many thousand operations, who meets which need.
 */
#ifndef MYROLES_BASE_BITS_H
#define MYROLES_BASE_BITS_H

#include <glib.h>
#include <stdbool.h>

typedef struct Bits Bits;

Bits *bits_new(guint room); /* of the numbers 0 … room - 1, none of which is in it */
Bits *bits_copy(const Bits *bits);
void bits_free(Bits *bits); /* NULL is fine */

void bits_add(Bits *bits, guint number);
bool bits_has(const Bits *bits, guint number);

/* Of two with the same room. */
void bits_take(Bits *to, const Bits *from);       /* becomes the same */
void bits_add_all(Bits *to, const Bits *from);    /* … with those of the other */
void bits_remove_all(Bits *to, const Bits *from); /* … without them */
bool bits_are_equal(const Bits *a, const Bits *b);
bool bits_are_within(const Bits *inner, const Bits *outer);
guint bits_count_common(const Bits *a, const Bits *b);

guint bits_room(const Bits *bits);
guint bits_count(const Bits *bits);
guint bits_count_between(const Bits *bits, guint from, guint to); /* from <= number < to */
bool bits_is_empty(const Bits *bits);

/* The first that is not below `from`; -1: there is none. */
int bits_next(const Bits *bits, guint from);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Bits, bits_free)

#endif
