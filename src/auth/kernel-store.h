/*
 * The kernel's keyring: token_store=kernel. A key of type "user" for each refresh token, in the persistent keyring of the user: in
 * memory only, gone at a restart or three days after it was used last. The quota of 20,000 bytes for all keys of one user
 * leaves no room for access tokens. Whoever is the same user, and root, can read them.
 */
#ifndef MYROLES_AUTH_KERNEL_STORE_H
#define MYROLES_AUTH_KERNEL_STORE_H

#include "src/auth/kernel-calls.h"
#include "src/auth/token-store.h"

/* `calls` outlive it. Errors: NO_KERNEL_KEYRING, KERNEL_KEYRING_FULL (which names the largest keys). */
TokenStore *token_store_new_kernel(const KernelCalls *calls);

/* Does it take a key now, and give it back? Nothing stays of it. The same errors. */
bool kernel_store_try(const KernelCalls *calls, GError **error);

#endif
