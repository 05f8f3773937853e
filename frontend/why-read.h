/*
 * What is asked about: a text with denials, or a plan, which of them its bytes tell as they come. Either may hold secrets: a plan is never
 * kept as text, and what was looked at is wiped.
 */
#ifndef MYROLES_FRONTEND_WHY_READ_H
#define MYROLES_FRONTEND_WHY_READ_H

#include "src/model/denial.h"
#include "src/model/plan.h"

typedef struct WhyInput {
	Denial *denial;  /* NULL: nothing could be read, or it was told already */
	PlanNeeds *plan; /* of a plan, whose needs the denial has; or NULL */
	bool is_partial; /* the plan says of itself that it is not complete */
} WhyInput;

void why_input_clear(WhyInput *input);

typedef struct WhyReader WhyReader;

WhyReader *why_reader_new(void);
void why_reader_free(WhyReader *reader);

/* Of a text that is longer than LIMIT_DENIAL the rest is not looked at. */
void why_reader_feed(WhyReader *reader, const char *bytes, size_t length);

/* Do the bytes so far look like a plan? */
bool why_reader_is_plan(const WhyReader *reader);

/*
 * After the last byte. `name`: of where it came from, for sentences; `subscription`: where a plan does not tell it, a GUID; or NULL. The
 * input is empty before. NULL: it is read; else the sentence that says why not, which the caller frees.
 */
char *why_reader_finish(WhyReader *reader, const char *name, const char *subscription,
			WhyInput *input);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(WhyInput, why_input_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(WhyReader, why_reader_free)

#endif
