/*
 * The list of eligibilities that are not for use now. What the services tell is completed by what was seen to end: they
 * forget, or may not be asked, and one that has ended may be renewed for 30 days.
 */
#ifndef MYROLES_BACKEND_DORMANT_H
#define MYROLES_BACKEND_DORMANT_H

#include "src/backend/lists.h"

typedef struct Dormant Dormant;

Dormant *dormant_new(const Network *network, Lists *lists);
void dormant_free(Dormant *dormant);

/* Shape of LIST_DORMANT: each once, without what may be activated (again) by now. */
GPtrArray *dormant_make_picture(WorkloadId workload, GPtrArray *rows, gpointer dormant);

/* Listeners: the list of what may be activated is asked for anew, and was told. */
void dormant_on_asked(const ListNews *news, gpointer dormant);
void dormant_on_answered(const ListNews *news, gpointer dormant);

/* Listener: another account. */
void dormant_on_forgotten(gpointer dormant);

#endif
