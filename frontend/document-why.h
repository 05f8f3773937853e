/*
 * What permits what was denied, as JSON.
 */
#ifndef MYROLES_FRONTEND_DOCUMENT_WHY_H
#define MYROLES_FRONTEND_DOCUMENT_WHY_H

#include <cjson/cJSON.h>

#include "frontend/why.h"
#include "src/model/denial.h"
#include "src/model/plan.h"

/*
 * {"schema","needs","obstacle","skipped","ways","exact","denied","unknown","unasked_denies","errors"}: each need with what allows it already; each way with its
 * activations and its command. `plan` NULL: it was none; `why` NULL: nothing was looked for. `rows`: WhyRow* (why-words.h); `problems`:
 * ListProblem*.
 */
cJSON *document_why(const Denial *denial, const PlanNeeds *plan, const Why *why,
		    const GPtrArray *rows, const GPtrArray *problems);

#endif
