/*
 * What a load of all lists leaves behind: a dashboard that is open all day holds what it shows, and not what it took to get
 * there. Once the lists are told, written down and painted, memory goes back to the system.
 */
#ifndef MYROLES_BACKEND_REST_H
#define MYROLES_BACKEND_REST_H

#include "src/backend/kept.h"
#include "src/backend/lists.h"

#define REST_AFTER_MS 200 /* of the last list's end */

typedef struct Rest Rest;

Rest *rest_new(Kept *kept);
void rest_free(Rest *rest); /* NULL is fine */

/* Listener: a load ended. */
void rest_on_ended(const ListNews *news, gpointer rest);

#endif
