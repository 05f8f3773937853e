/*
 * What is asked of the kernel's keyrings (keyrings(7)), in one row of functions, so that tests can play what it refuses. Results
 * and errno are those of keyctl(2) and add_key(2).
 */
#ifndef MYROLES_AUTH_KERNEL_CALLS_H
#define MYROLES_AUTH_KERNEL_CALLS_H

#include <stddef.h>
#include <stdint.h>

typedef struct KernelCalls {
	/* The persistent keyring of this user, linked into that of the process: its id. */
	long (*open)(void);
	/* A key of type "user" by its name, in a keyring. */
	long (*find)(int32_t ring, const char *name);
	/* Makes it, or gives it another value. */
	long (*add)(int32_t ring, const char *name, const void *value, size_t length);
	long (*set_permissions)(int32_t key, uint32_t permissions);
	/* How long the value is, which is written as far as there is room. Of a keyring: the ids in it. */
	long (*read)(int32_t key, void *value, size_t size);
	/* "TYPE;UID;GID;PERMISSIONS;NAME" and its NUL, in the same way. */
	long (*describe)(int32_t key, char *text, size_t size);
	/* Gone at once, wherever else it is linked. */
	long (*remove)(int32_t key);
	const char *listing; /* /proc/keys */
} KernelCalls;

/* The real ones; without libkeyutils each fails with ENOSYS. */
extern const KernelCalls kernel_calls;

#endif
