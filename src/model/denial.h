/*
 * What services, command lines and programs say when something is not permitted, read for what is missing: an operation and a scope,
 * as values. Texts are matched by the form of what they name, not by their sentences: they come in many languages, wrapped by terminals,
 * as JSON in JSON, with time stamps before each line, and said twice.
 *
 * Shapes are observed in public reports: Azure's AuthorizationFailed and LinkedAuthorizationFailed by az, azurerm, PowerShell and the
 * portal; Key Vault, Storage, Service Bus, AKS and Cognitive Services by themselves; Microsoft Graph.
 *
 *   denial.c        the pairs of operation and scope
 *   denial-needs.c  each of them once
 *   denial-text.c   out of boxes, gutters and escapes
 *   denial-data.c   what services of data say in words of their own
 *   denial-no.c     what no role would help against
 */
#ifndef MYROLES_MODEL_DENIAL_H
#define MYROLES_MODEL_DENIAL_H

#include "src/model/need.h"

/* Why no role would help. */
typedef enum {
	OBSTACLE_NONE,
	OBSTACLE_POLICY,          /* Azure Policy refuses it */
	OBSTACLE_LOCK,            /* `name`: what is locked, if told */
	OBSTACLE_DENY_ASSIGNMENT, /* `name`: of the deny assignment, if told */
	OBSTACLE_NETWORK,         /* a firewall or a private endpoint */
	OBSTACLE_ACCESS_POLICY,   /* a key vault that knows no roles */
	OBSTACLE_CONSENT,         /* the program was not granted it */
	OBSTACLE_OWN_ROLES,       /* the service has roles of its own that PIM does not know */
	OBSTACLE_TENANT,          /* the other resource is of another tenant */
	OBSTACLE_SHARED_KEY,      /* keys are switched off; a role is asked for in another way */
	OBSTACLE_COUNT
} Obstacle;

typedef struct Denial {
	GPtrArray *
		needs; /* Need*, each once, in the order in which they were told; at most LIMIT_NEEDS */
	Obstacle obstacle;
	char *name;      /* of the obstacle, sanitized; or NULL */
	bool is_cut;     /* the text is longer, or names more, than was looked at */
	bool is_refusal; /* something was not permitted, but the text does not say what */
} Denial;

/* Never NULL. `length` -1: up to the NUL. Of longer texts than LIMIT_DENIAL the begin is read. */
Denial *denial_parse(const char *text, gssize length);
void denial_free(Denial *denial);

/* One more, unless it is there. Takes the need. */
void denial_add(Denial *denial, Need *need);

/* ---- between the files ---- */

/* In lines without boxes, gutters, time stamps, colors and escapes; valid UTF-8. The caller frees. */
char *denial_unwrap(const char *text, size_t length);

/* What services of data tell without an operation of Azure. */
void denial_read_data(const char *text, Denial *denial);

/* What is in the way, if it is not a missing role. */
void denial_read_obstacle(const char *text, Denial *denial);

/* Where `needle` (in small letters) stands in the text, in any letter case; or NULL. */
const char *denial_find(const char *text, const char *needle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Denial, denial_free)

#endif
