/*
 * A link between the program and a port of this machine: it counts connections and makes every byte late. A new
 * connection costs one round trip more, as its handshake does on a real line.
 */
#ifndef MYROLES_TESTS_RELAY_H
#define MYROLES_TESTS_RELAY_H

#include <glib.h>
#include <stdint.h>

typedef struct Relay Relay;

/* Listens on a free port of loopback and passes everything on to `port`, in a thread of its own. */
Relay *relay_new(uint16_t port);
void relay_free(Relay *relay);

uint16_t relay_port(const Relay *relay);

/* For connections from now on; also forgets what was counted. */
void relay_set_round_trip(Relay *relay, int milliseconds);

guint relay_connections(Relay *relay);
/* When the last byte was handed to the program, in microseconds of the monotonic clock; 0: none was. */
gint64 relay_last_byte(Relay *relay);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Relay, relay_free)

#endif
