/*
 * What is told to the frontend: a queue of events that it takes one by one. At the bottom of the room: everybody
 * tells, nobody is called.
 */
#ifndef MYROLES_BACKEND_EVENTS_H
#define MYROLES_BACKEND_EVENTS_H

#include "src/model/event.h"

typedef struct Events Events;

/* Knows more of a problem than its error says: completes `event->problem`. */
typedef void (*EventsComplete)(Event *event, const GError *error, gpointer data);

Events *events_new(void);
void events_free(Events *events);

/* Asked for each problem; set once, at the start. */
void events_set_complete(Events *events, EventsComplete complete, gpointer data);

/* Nothing is told any more. */
void events_close(Events *events);
bool events_is_closed(const Events *events);

/* Closed, or `error` (or NULL) comes of a call that was canceled: nothing is to be told of it. */
bool events_is_over(const Events *events, const GError *error);

/* Both take the event. `error` may be NULL: then there is no problem. */
void events_emit(Events *events, Event *event);
void events_emit_problem(Events *events, Event *event, const GError *error);

/* Something that belongs to no row; the work goes on. */
void events_emit_notice(Events *events, const GError *error);

/* The oldest one; NULL: there is none. The caller frees. */
Event *events_take(Events *events);

#endif
