/* Runs the real myroles-tenant as a child and talks to it over loopback, for its own tests.
 *
 * One tenant per test program (client_setup and client_teardown as cmocka's group fixtures), put
 * back to its start before each test (client_reset). A call waits for its answer; nothing sleeps. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>

typedef struct Reply {
	long status; /* 0: no answer, see curl */
	int curl;    /* CURLcode */
	char *text;
	size_t length;
	cJSON *json;         /* NULL when the body is none */
	GHashTable *headers; /* names in lower case */
} Reply;

void reply_free(Reply *reply);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Reply, reply_free)

/* The running tenant, as its ready-file describes it. */
typedef struct Client {
	char *urls[4]; /* arm, graph, login, control */
	char *secret;
	char *tenant;
	char *upn;
	char *oid;
	char *arm_token;
	char *graph_token;
	char *line; /* what it wrote to standard output */
	char *ready_text;
	char *folder;
	char *token_file;
} Client;

extern Client client;

/* Further options for the program, NULL-terminated; set before client_setup runs. */
extern const char *const *client_options;

/* Use a new connection for each call. */
extern bool client_wants_fresh;

int client_setup(void **state);
int client_teardown(void **state);
int client_reset(void **state);
/* The process id of the tenant. */
int client_process(void);

enum { ARM, GRAPH, LOGIN, CONTROL };

/* path: with its query; spaces are encoded here. token NULL: none. body NULL: none. */
Reply *call(int host, const char *method, const char *path, const char *token, const char *body);
/* Any URL, as it is. */
Reply *call_url(const char *method, const char *url, const char *token, const char *body);
/* The control endpoint; must answer 200. */
Reply *control(const char *method, const char *path, const char *body);
/* A counter of the record. */
int counter(const char *name);
/* A token with these claims: a body of POST /token. */
char *make_token(const char *body);

/* Walks members and array indexes: at(json, "value", "0", "name", NULL). NULL when absent. */
const cJSON *at(const cJSON *json, ...) G_GNUC_NULL_TERMINATED;
const char *text_at(const cJSON *json, const char *path); /* "value.0.name" */
int count_at(const cJSON *json, const char *path);
/* error.code of an answer; "" when it is none. */
const char *error_code(const Reply *reply);
const char *error_message(const Reply *reply);
