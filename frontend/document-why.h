/*
 * What permits what was denied, as JSON.
 */
#ifndef MYROLES_FRONTEND_DOCUMENT_WHY_H
#define MYROLES_FRONTEND_DOCUMENT_WHY_H

#include <cjson/cJSON.h>

#include "frontend/why.h"
#include "src/model/denial.h"

/*
 * {"schema","needs","obstacle","ways","unknown","errors"}: each need with what allows it already; each way with its activations and its
 * command. `why` NULL: nothing was looked for. `rows`: WhyRow* (why-words.h); `problems`: ListProblem*.
 */
cJSON *document_why(const Denial *denial, const Why *why, const GPtrArray *rows,
		    const GPtrArray *problems);

#endif
