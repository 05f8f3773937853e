/*
 * Lists of what is active are late and drop rows; one's own requests are right at once. Asked for what no list shows, and for
 * what was ended here and may be on again.
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

/*
 * Is what the activation gave held? The services go on calling it granted after it was given back elsewhere: where that may be,
 * all of one's own requests are asked for a later end, and `told` ends then.
 */
void confirm_request(const Network *network, const Request *request, ConfirmDone done,
		     gpointer data);

/* Gone when the newest of one's own requests for the role there that came true ended it, held when that one gave it. */
void confirm_newest(const Network *network, const Request *like, ConfirmDone done, gpointer data);

/*
 * The service says that there is such a request, and not which: held where the role is, gone where it was; where neither is known,
 * `told` is the one that waits for something, or NULL: none does.
 */
void confirm_existing(const Network *network, const Request *like, ConfirmDone done, gpointer data);

/* The service tells nothing to who asks like this, however often: a sign-in is missing, or a stronger one. */
bool confirm_is_turned_away(const GError *error);

/* The request stands as it was told before: only that it still does is not known. The caller frees. */
Problem *confirm_explain_unconfirmed(const GError *why);

/* Nobody knows what became of it; where the service said why it does not tell, that is why. The caller frees. */
Problem *confirm_explain_unknown(const GError *why);

#endif
