#include "src/store/error.h"

#include "src/base/files.h"

GQuark store_error_quark(void)
{
	return g_quark_from_static_string("myroles-store-error");
}

StoreError store_error_of(const GError *error)
{
	return g_error_matches(error, FILES_ERROR, FILES_ERROR_FULL) ? STORE_ERROR_FULL
								     : STORE_ERROR_IO;
}
