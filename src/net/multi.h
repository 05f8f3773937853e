/*
 * One curl multi handle on the default main context: its sockets are fd sources, its timer a timeout. Only this
 * room includes this file.
 */
#ifndef MYROLES_NET_MULTI_H
#define MYROLES_NET_MULTI_H

#include <curl/curl.h>
#include <glib.h>
#include <stdbool.h>

typedef struct Multi Multi;

/* A transfer has ended; its handle is out of the multi handle already. May add others, may not free `multi`. */
typedef void (*MultiDone)(CURL *easy, CURLcode code, gpointer data);

/*
 * There is more to do than to read on: sockets wait until the loop has come round. True only while another source keeps
 * the loop awake.
 */
typedef bool (*MultiBusy)(gpointer data);

Multi *multi_new(MultiDone done, MultiBusy is_busy, gpointer data);
void multi_free(Multi *multi); /* all handles have been removed before */

/* Neither is called from inside a callback of a handle. */
void multi_add(Multi *multi, CURL *easy);
void multi_remove(Multi *multi, CURL *easy);

#endif
