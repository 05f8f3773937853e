/* Faults: what the tenant does wrong on purpose, by method, path and count.
 *
 * A fault is a JSON object; see tenant/CONTROL.md for its members. Faults are tried in order;
 * the first that fits is used, and used up when its count is reached. */
#pragma once

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>

#include "tenant/http.h"

typedef struct Faults Faults;
typedef struct Fault Fault;

Faults *faults_new(void);
void faults_free(Faults *faults);
/* Adds one fault, or each of an array. False: nothing was added. */
bool faults_add(Faults *faults, const cJSON *json, GError **error);
void faults_clear(Faults *faults);
cJSON *faults_to_json(const Faults *faults);

/* The fault for this request, counted as used; NULL: none. Borrowed until the next call. */
const Fault *faults_match(Faults *faults, const HttpRequest *request);
const char *fault_kind(const Fault *fault);
/* Does the fault come before the request has any effect? */
bool fault_is_early(const Fault *fault);
/* Spoils an answer, which for an early fault is still empty. */
void fault_apply(const Fault *fault, const HttpRequest *request, HttpResponse *response);
