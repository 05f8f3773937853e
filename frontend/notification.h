/*
 * One thing that a person is told beside the screen too: on the desktop, by the terminal, as a line of `watch`.
 */
#ifndef MYROLES_FRONTEND_NOTIFICATION_H
#define MYROLES_FRONTEND_NOTIFICATION_H

#include <glib.h>
#include <stdbool.h>

#include "frontend/wording.h"
#include "src/model/grant.h"
#include "src/model/request.h"

typedef enum {
	NOTIFY_NEAR,        /* an activation ends soon */
	NOTIFY_ENDED,       /* … has ended */
	NOTIFY_APPROVED,    /* what one asked for was approved */
	NOTIFY_REFUSED,     /* … was refused, or failed */
	NOTIFY_TO_APPROVE,  /* somebody else's request waits for one's decision */
	NOTIFY_ELIGIBILITY, /* an eligibility ends soon */
	NOTIFY_PROPOSED,    /* a program asks for a role */
	NOTIFY_KINDS,
} NotifyKind;

typedef struct Notification {
	NotifyKind kind;
	char *key;        /* of what happened: the same in every process */
	char *text;       /* a sentence; may hold the service's words, not sanitized */
	Grant grant;      /* what it is about; the id is that of the row, or NULL */
	char *request_id; /* of a request; NULL: it is about none */
	Instant at;       /* when it was noticed */
} Notification;

/* "near", "ended", "approved", "refused", "to-approve", "eligibility", "proposed" */
const char *notify_kind_word(NotifyKind kind);

/* What is known beside an end. */
typedef struct EndFacts {
	int64_t before;      /* it is so near as this of [notify] says; 0: it came */
	const Request *next; /* what goes on then; NULL: nothing does */
	bool can_continue;   /* more time may be asked for */
	bool has_names;      /* false: nothing of the service's is said */
} EndFacts;

/* NULL: what follows an end that came is no news. */
Notification *notification_new_end(const Wording *wording, const Grant *grant,
				   const EndFacts *facts);
Notification *notification_new_eligibility(const Wording *wording, const Grant *grant,
					   bool has_names);

/* A program asks for a role of that row; NULL: of one that is not known. Of the program nothing is said. */
Notification *notification_new_proposed(const Wording *wording, const Grant *grant, uint64_t id);

/* NOTIFY_APPROVED or NOTIFY_REFUSED, by its state; NOTIFY_TO_APPROVE, of somebody else's. */
Notification *notification_new_decided(const Wording *wording, const Request *request,
				       bool has_names);
Notification *notification_new_to_approve(const Wording *wording, const Request *request,
					  bool has_names);

Notification *notification_copy(const Notification *notification);
void notification_free(Notification *notification);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Notification, notification_free)

#endif
