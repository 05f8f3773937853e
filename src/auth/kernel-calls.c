#include "src/auth/kernel-calls.h"

#ifdef HAVE_KEYUTILS

#include <keyutils.h>

/*
 * A session's keyring is revoked when one logs out, and who comes by cron or by another terminal has none or another one: so the
 * persistent keyring, and linked into that of the process, by which it possesses what is in it.
 */
static long ring_open(void)
{
	return keyctl_get_persistent((uid_t)-1, KEY_SPEC_PROCESS_KEYRING);
}

static long key_find(int32_t ring, const char *name)
{
	return keyctl_search(ring, "user", name, 0);
}

static long key_add(int32_t ring, const char *name, const void *value, size_t length)
{
	return add_key("user", name, value, length, ring);
}

static long key_set_permissions(int32_t key, uint32_t permissions)
{
	return keyctl_setperm(key, permissions);
}

static long key_read(int32_t key, void *value, size_t size)
{
	return keyctl_read(key, value, size);
}

static long key_describe(int32_t key, char *text, size_t size)
{
	return keyctl_describe(key, text, size);
}

static long key_remove(int32_t key)
{
	return keyctl_invalidate(key);
}

#else

#include <errno.h>

static long refuse(void)
{
	errno = ENOSYS;
	return -1;
}

static long ring_open(void)
{
	return refuse();
}

static long key_find(int32_t ring, const char *name)
{
	(void)ring;
	(void)name;
	return refuse();
}

static long key_add(int32_t ring, const char *name, const void *value, size_t length)
{
	(void)value;
	(void)length;
	return key_find(ring, name);
}

static long key_set_permissions(int32_t key, uint32_t permissions)
{
	(void)key;
	(void)permissions;
	return refuse();
}

static long key_read(int32_t key, void *value, size_t size)
{
	(void)key;
	(void)value;
	(void)size;
	return refuse();
}

static long key_describe(int32_t key, char *text, size_t size)
{
	return key_read(key, text, size);
}

static long key_remove(int32_t key)
{
	(void)key;
	return refuse();
}

#endif

const KernelCalls kernel_calls = {
	.open = ring_open,
	.find = key_find,
	.add = key_add,
	.set_permissions = key_set_permissions,
	.read = key_read,
	.describe = key_describe,
	.remove = key_remove,
	.listing = "/proc/keys",
};
