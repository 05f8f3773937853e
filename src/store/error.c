#include "src/store/error.h"

G_DEFINE_QUARK(myroles - store - error - quark, store_error)
