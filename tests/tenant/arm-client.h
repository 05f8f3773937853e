/* ARM's calls in short, for the tests of ARM's part. */
#pragma once

#include "tests/tenant/tenant-client.h"

#define PIM      "/providers/Microsoft.Authorization/"
#define API      "?api-version=2020-10-01"
#define PROD     "/subscriptions/22222222-2222-4222-8222-222222222222"
#define DEV      "/subscriptions/33333333-3333-4333-8333-333333333333"
#define PLATFORM "/providers/Microsoft.Management/managementGroups/mg-platform"

/* GET with the first account's token. path without the version; query begins with '&' or is "". */
Reply *get(const char *path, const char *query);
/* How many rows a list has. */
int rows(const Reply *reply);
/* The row of a list whose role and scope have these names; NULL: none. */
const cJSON *find_row(const Reply *reply, const char *role, const char *scope);

/* An activation in the making; NULL and 0 members are left out of the body. */
typedef struct Activation {
	const char *role; /* display name of the role and its scope, to find the eligibility */
	const char *at;
	const char *scope; /* where to activate; NULL: where it is held */
	const char *token; /* NULL: the first account's */
	const char *id;    /* NULL: a new GUID */
	const char *type;  /* NULL: SelfActivate */
	const char *duration;
	const char *start;
	const char *reason;
	const char *ticket;
	const char *principal; /* NULL: the caller */
	const char *linked; /* NULL: the full id of the eligibility; "": none; "bare": its GUID */
	const char *extra;  /* further members of properties, e.g. "\"condition\":\"x\"" */
	bool without_condition;
	const char *action; /* NULL: PUT; "validate" */
} Activation;

Reply *activate(const Activation *activation);
/* Activates with everything any policy of the scenario asks for, and must succeed. Returns the id. */
char *activate_well(const char *role, const char *at, const char *scope, const char *duration);
Reply *get_request(const char *scope, const char *id);
