/* What comes through the descriptor whose end is ours: nothing but its end, or lines by which whoever started us
 * plays the administrator, who decides extensions and renewals:
 *
 *   agree REQUEST    refuse REQUEST
 *
 * A line that means nothing is left alone. */
#pragma once

#include <glib.h>

#include "tenant/service.h"

typedef struct Orders Orders;

/* Quits the loop at the end. Both are borrowed. A decision is taken before requests that were sent after it. */
Orders *orders_new(int fd, Service *service, GMainLoop *loop);
void orders_free(Orders *orders);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Orders, orders_free)
