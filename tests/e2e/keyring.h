/*
 * A real keyring daemon on a bus of its own, in a folder of its own.
 */
#ifndef MYROLES_TESTS_KEYRING_H
#define MYROLES_TESTS_KEYRING_H

#include <glib.h>
#include <stddef.h>

typedef struct Keyring Keyring;

/* A bus that starts nothing by itself. NULL: dbus-daemon or gnome-keyring-daemon is not installed. */
Keyring *keyring_new(void);
void keyring_free(Keyring *keyring); /* ends both */

/* For DBUS_SESSION_BUS_ADDRESS. Borrowed. */
const char *keyring_address(const Keyring *keyring);

/*
 * The daemon, until its service is on the bus. "--unlock" makes the keyring at the first time, and opens it later; NULL leaves
 * it as it is: none, or locked.
 */
void keyring_start(Keyring *keyring, const char *option);
void keyring_end(Keyring *keyring);

void keyring_lock(Keyring *keyring);

/* The daemon answers nothing any more, until it goes on. */
void keyring_hang(Keyring *keyring);
void keyring_go_on(Keyring *keyring);

/* What is kept there for this program, locked or not. */
size_t keyring_count(Keyring *keyring);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Keyring, keyring_free)

#endif
