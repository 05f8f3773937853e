#include "src/store/error.h"

GQuark store_error_quark(void)
{
	return g_quark_from_static_string("myroles-store-error");
}
