/*
 * What belongs to one [account NAME]: its cloud, its tokens and the queue to the services. Members are for reading;
 * whoever changes the account in use calls what is below.
 */
#ifndef MYROLES_BACKEND_NETWORK_H
#define MYROLES_BACKEND_NETWORK_H

#include "src/auth/credentials.h"
#include "src/backend.h"
#include "src/backend/events.h"
#include "src/base/clock.h"
#include "src/model/event.h"
#include "src/model/settings.h"
#include "src/net/http.h"
#include "src/pim/workload.h"

/* One name's, as long as it is in use. */
typedef struct Connection {
	const AccountSettings *settings;
	Cloud *cloud;
	Credentials *credentials; /* NULL: tokens come from elsewhere */
	TokenProvider *tokens;
	Http *http;
} Connection;

typedef struct Network {
	const Settings *settings;
	Clock *clock;
	Events *events;       /* borrowed */
	unsigned pace_ms;     /* between two looks at a running request at first */
	unsigned mute_ms;     /* after which a service that says nothing is told as that */
	unsigned change_ms;   /* see BackendOptions */
	bool is_hasty;        /* see BackendOptions */
	char *home_dir;       /* the same */
	TerminalUse terminal; /* of the frontend; zeroed: it draws on none */
	Connection in_use;
	PimContext context;
	GPtrArray *retired; /* Credentials* of names left while their keyring was still at work */
} Network;

/* May `value` (NULL: nothing in particular) be chosen for that key? False: the machine's file locks another, and says which. */
bool network_keeps_lock(const Settings *settings, const char *key, const char *value,
			GError **error);

/* Nothing is in use yet. Settings, clock and events are borrowed, the options read. */
Network *network_new(const Settings *settings, Clock *clock, const BackendOptions *options,
		     Events *events);
void network_free(Network *network);

/*
 * The connection of [account `name`] (NULL: settings decide), not in use yet; tokens from elsewhere have to be of `tenant`
 * (NULL: as the settings say). Errors: a configuration that names none that can be used, a tenant that a token
 * cannot be compared with.
 */
bool network_open(const Network *network, const char *name, const char *tenant,
		  Connection *connection, GError **error);
void connection_clear(Connection *connection);

/* Takes it in place of the one in use, which ends. Not from inside a callback of its queue. */
void network_use(Network *network, Connection *connection);

/* Ends all that is under way there, and begins anew: for another account. Not from inside a callback of its queue. */
void network_reset(Network *network);

/* Ends all for good: what is under way calls back from here, and lets go of what it holds. */
void network_close(Network *network);

/* Whose requests go out; borrowed until the next call. NULL: nobody's. */
void network_set_account(Network *network, const Account *account);

/* A role has just come or gone: the next tokens have to be new ones, of each service, since groups are in all of them. */
void network_forget_tokens(Network *network);

/* OlderTokens*: of other programs here, from before `since`; NULL: it is not looked for, or there are none. The caller frees. */
GPtrArray *network_find_older_tokens(const Network *network, Instant since);

/* The same of all that there are. The caller unrefs. */
GPtrArray *network_list_tokens(const Network *network);

/* Is something still being written to the keyring? */
bool network_is_saving(const Network *network);

/* Where else what was refused can be asked for: in the portal, which needs no permission of this program. */
void network_offer_portal(const Network *network, WorkloadId workload, Problem *problem);

/* The permission that it was refused for; told where one's own sign-in may ask for it. */
void network_offer_permission(const Network *network, const GError *error, Problem *problem);

/*
 * Which permission is missing is known by the workload alone; where to get it, by the client that asked: told in
 * the event's problem. An EventsComplete with a Network.
 */
void network_add_consent_page(Event *event, const GError *error, gpointer network);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Connection, connection_clear)

#endif
