/*
 * A request that was refused for want of a sign-in, stronger or with one permission more: the person signs in, and it is sent
 * once more.
 */
#ifndef MYROLES_CLI_STEP_UP_H
#define MYROLES_CLI_STEP_UP_H

#include "cli/session.h"
#include "frontend/outcome.h"

typedef struct StepUp {
	const Options *options;
	bool is_device; /* by a code */
	bool is_meant;  /* the person said so: also without a terminal */
	/* Sends what `outcome` tells of, and follows it. */
	void (*send)(Session *session, Outcome *outcome, gpointer data);
	gpointer data;
} StepUp;

/* Sends it, and where it is refused so signs in and sends it again: once for a permission, once for a stronger sign-in. */
void step_up_send(Session *session, Outcome *outcome, const StepUp *step_up);

#define OPTIONS_STEP_UP(type, stepping_up, device)                                             \
	{ "step-up",                                                                           \
	  0,                                                                                   \
	  G_OPTION_ARG_NONE,                                                                   \
	  offsetof(type, stepping_up),                                                         \
	  "Sign in when it asks for a stronger sign-in or a permission, and send again, also " \
	  "without a terminal",                                                                \
	  NULL },                                                                              \
	{                                                                                      \
		"device", 0, G_OPTION_ARG_NONE, offsetof(type, device),                        \
			"The same, with a code to type into a browser on any device", NULL     \
	}

#endif
