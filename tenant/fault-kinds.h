/* The kinds of faults: what each does to an answer. Which request it befalls is decided in faults.c. */
#pragma once

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "tenant/http.h"

typedef struct Fault Fault;

typedef struct FaultKind {
	const char *name;
	bool is_early; /* unless "when" says otherwise, before the request has any effect */
	void (*apply)(const Fault *fault, const HttpRequest *request, HttpResponse *response);
} FaultKind;

struct Fault {
	cJSON *json; /* as given; owned */
	const FaultKind *kind;
	GPatternSpec *path; /* NULL: any */
	int64_t skip;       /* requests to let pass first */
	int64_t count;      /* requests to spoil; -1: all */
	int64_t used;
};

/* NULL: there is no such kind. */
const FaultKind *fault_kinds_find(const char *name);
