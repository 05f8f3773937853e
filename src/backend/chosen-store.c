/* Where sign-ins are kept from now on. */
#include "src/auth/kernel-store.h"
#include "src/backend.h"
#include "src/store/config.h"

bool backend_set_token_store(const char *path, const char *account, TokenStoreKind kind,
			     char **written, GError **error)
{
	/* One that does not work there would lose every sign-in from now on. */
	if (kind == TOKEN_STORE_KERNEL && !kernel_store_try(&kernel_calls, error))
		return false;
	return config_set_token_store(path, account, kind, written, error);
}
