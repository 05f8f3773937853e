/*
 * The listener on 127.0.0.1 that the browser is sent back to after signing in (RFC 8252 §7.3, §8.3). Any local
 * program can connect: only `GET /?…` with our Host and our state counts, and only once; everything else gets a short
 * refusal and the listener stays. Requests are limited in size, time and number: the newest is heard, and silent ones make room.
 */
#ifndef MYROLES_AUTH_LOOPBACK_H
#define MYROLES_AUTH_LOOPBACK_H

#include <gio/gio.h>

#include "src/auth/redirect.h"

typedef struct Loopback Loopback;

/* Exactly one of code and error is not NULL; both borrowed. The listener is closed already. */
typedef void (*LoopbackDone)(const Secret *code, const GError *error, gpointer data);

/* An answer came that is not the one waited for, of an earlier page perhaps: the waiting goes on. Told once. */
typedef void (*LoopbackRefused)(gpointer data);

/*
 * Listens on a free port (0) or a fixed one, of 127.0.0.1 and, where it can be had, ::1. `expected` is
 * copied. `done` comes from the main loop, once at most. Errors: of GIOError.
 */
Loopback *loopback_new(guint16 port, const RedirectExpected *expected, LoopbackDone done,
		       gpointer data, GError **error);

/* To be told of it, with the data of `done`; from the main loop. */
void loopback_listen_refused(Loopback *loopback, LoopbackRefused refused);

/* Closes it; `done` does not come any more. Fine from inside `done`. */
void loopback_free(Loopback *loopback);

/* "http://localhost:PORT": the redirect address. Borrowed. */
const char *loopback_url(const Loopback *loopback);

/* For tests: how long a request may take, 5000 ms at first. */
void loopback_set_patience(Loopback *loopback, unsigned ms);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Loopback, loopback_free)

#endif
