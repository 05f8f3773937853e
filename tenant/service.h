/* The state of the tenant service: its clock, settings, worlds, faults, secrets and record.
 *
 * It knows no host and answers nothing: every handler stands above it (router.h). Single-threaded;
 * everything happens on the main context the service was made on.
 *
 * The room, from the bottom:
 *   times ids json jwt filter schema page refusal hostile    texts, answers and what is wrong with them
 *   http record faults settings world policy-rules           what a service is made of
 *   service                                                  its state
 *   tokens throttle rules moods approvals extensions requests  what every host does with it
 *   scenario scale setup ready                               how it begins, and what it tells then
 *   arm/ graph/ login/ control/                              a folder for each host
 *   router main options orders                               who answers what; the program, what it is told
 *
 * In a host's folder call.h holds a call and what its files share, and the file of the host's own
 * name finds the handler of a call. */
#pragma once

#include <glib.h>

#include "tenant/faults.h"
#include "tenant/http.h"
#include "tenant/jwt.h"
#include "tenant/record.h"
#include "tenant/settings.h"
#include "tenant/world.h"

typedef struct Options Options;

typedef struct Service {
	const Options *options; /* borrowed */
	Clock clock;
	Settings settings;
	GPtrArray *worlds; /* World; the first is the home tenant */
	JwtKey *key;
	Faults *faults;
	Record *record;
	HttpServer *server; /* NULL until it listens */
	char *control_secret;
	GHashTable *tokens;  /* verified token text → its claims */
	GHashTable *revoked; /* object id → serial of the first token that is still good */
	uint64_t token_serial;
	GHashTable *buckets; /* throttling, see throttle.h */
	struct Login *login; /* see login/state.h */
	GPtrArray *secrets;  /* kind, value, kind, value, …: all that was ever issued */
	GSource *token_file_timer;
	uint64_t active_readings; /* of ARM's active list at the root, see moods.h */
} Service;

/* Without worlds, and not listening yet (setup.h, router.h). */
Service *service_new(const Options *options, GError **error);
void service_free(Service *service);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Service, service_free)

int64_t service_now(const Service *service);
/* Remembers a token, code or the like, so that a test can search for it where it must not be. */
void service_note_secret(Service *service, const char *kind, const char *value);
/* By id or domain; NULL: none. */
World *service_find_world(const Service *service, const char *id);
/* By UPN or object id, in any world; *world is NULL when there is none. */
const Object *service_find_account(const Service *service, const char *name, World **world);
