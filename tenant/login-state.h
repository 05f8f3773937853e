/* What the login host remembers between two calls, and what its files share. */
#pragma once

#include "tenant/login.h"
#include "tenant/tokens.h"

/* What a sign-in proved, for whom and for which client. Shared by a code, the refresh tokens that
 * came from it, and a device code. */
typedef struct Session {
	World *world;
	const Object *user;
	char *client_id;
	char **amr;
	char **acrs;
	char *nonce;
	char *resource; /* strict providers: the one resource of the grant */
	int64_t used;   /* for the end by inactivity */
	bool is_revoked;
} Session;

Session *session_new(World *world, const Object *user, const char *client_id);
Session *session_ref(Session *session);
void session_unref(Session *session);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Session, session_unref)
/* Adds what an interactive sign-in proves when it is asked for by claims. */
typedef struct ClaimsRequest ClaimsRequest;
void session_prove(Session *session, const ClaimsRequest *claims);

/* The `claims` parameter (OpenID Connect Core section 5.5), as far as Entra gives it meaning. */
struct ClaimsRequest {
	char **acrs;
	bool wants_mfa;
	bool has_cp1;
};
/* text NULL: nothing asked. False: no such JSON. */
bool claims_parse(const char *text, ClaimsRequest *out);
void claims_clear(ClaimsRequest *claims);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(ClaimsRequest, claims_clear)

/* A request to /authorize while the person looks at the page. */
typedef struct AuthRequest {
	World *world; /* NULL: /organizations and /common */
	char *client_id;
	char *redirect_uri;
	char *scope;
	char *state;
	char *nonce;
	char *challenge;
	char *claims;
	char *mode; /* query, fragment, form_post */
} AuthRequest;

typedef struct AuthCode {
	Session *session;
	char *redirect_uri;
	char *challenge;
	char *scope;
	char *claims;
	int64_t created;
	bool is_used;
} AuthCode;

typedef struct Device {
	char *user_code;
	char *client_id;
	char *scope;
	char *claims;
	World *world;
	Session *session; /* NULL: nobody has signed in yet */
	int64_t created;
	int64_t polled;
	int64_t interval;
	bool is_declined;
} Device;

struct Login {
	GHashTable *requests; /* id → AuthRequest */
	GHashTable *codes;    /* code → AuthCode */
	GHashTable *grants;   /* refresh token → Session */
	GHashTable *spent;    /* refresh tokens used before, of strict providers → Session */
	GHashTable *devices;  /* device code → Device */
	GHashTable *consents; /* "client oid" */
	GPtrArray *errors;    /* cJSON: planned */
	char *last_user_code;
};

/* One call of the login host. */
typedef struct LoginCall {
	Service *service;
	Login *login;
	const HttpRequest *request;
	HttpResponse *response;
	GHashTable *form; /* of a POST; the query of a GET */
	World *world;     /* NULL: /organizations and /common */
	char *tenant;     /* as it stands in the path */
} LoginCall;

const char *login_param(const LoginCall *call, const char *name);
/* An error of the token endpoint, with AADSTS number, trace and correlation ids. */
void login_error(LoginCall *call, unsigned status, const char *error, int number,
		 const char *description);
/* The next planned error for this endpoint, taken from the plan; NULL: none. */
cJSON *login_take_error(Login *login, const char *endpoint);
/* Answers with a planned error, if there is one. */
bool login_answer_planned(LoginCall *call, const char *endpoint);
/* A page with this title and body (HTML). */
void login_page(LoginCall *call, unsigned status, const char *title, const char *body);
/* The person who signs in under this name here: in the tenant of the path, else at home. */
const Object *login_find_person(const LoginCall *call, World *world, const char *name,
				World **found);
/* The text that stands for a new secret. */
char *login_secret(void);

/* Handlers of the endpoints. */
void login_authorize(LoginCall *call);
void login_sign_in(LoginCall *call);
void login_token(LoginCall *call);
void login_device_start(LoginCall *call);
void login_device_page(LoginCall *call);
/* Answers a token request that polls for a device code. */
void login_device_poll(LoginCall *call);
/* The successful answer of the token endpoint. */
void login_issue(LoginCall *call, Session *session, const char *scope, const char *claims);
