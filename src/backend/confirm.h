/*
 * Lists of what is active are late and drop rows; one's own request is right at once. Asked for one that no list shows.
 */
#ifndef MYROLES_BACKEND_CONFIRM_H
#define MYROLES_BACKEND_CONFIRM_H

#include "src/backend/network.h"

typedef enum {
	CONFIRM_HELD,   /* the service says that it is active */
	CONFIRM_GONE,   /* … that it is not any more */
	CONFIRM_SILENT, /* nothing: it could not be asked, or is not known (yet) */
} ConfirmAnswer;

/* `told`: the request as the service has it; NULL when silent. Borrowed. */
typedef void (*ConfirmDone)(ConfirmAnswer answer, const Request *told, const GError *error,
			    gpointer data);

void confirm_request(const Network *network, const Request *request, ConfirmDone done,
		     gpointer data);

#endif
