#include "tenant/tenant-error.h"

G_DEFINE_QUARK(myroles - tenant - error, tenant_error)
