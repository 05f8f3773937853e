/*
 * The inside of the backend: one owner for each concern, with a header of its own. Each knows only those above it in
 * this list; what it has to tell the others it announces, and backend.c registers who listens.
 *
 *   events         what is told to the frontend              jobs         intents under way
 *   kept           the files (kept-check: are they whole?)    network      cloud, tokens and queue of one name
 *   identity       the account in use (sign-in-choice)       lists        what is loaded
 *   history        the journal as told and fed               kept-lists   the snapshot of the lists
 *   active         the active list, from several sources     policies     role settings, believed for a while
 *   briefs         what who decides should know              told         … beside the screen, by one process
 *   holdings       who is active at a scope                  definitions  what roles permit, kept for a day
 *   gathering      one event of many answers
 *   probes         does a role that is on count already?      denies       which deny assignments there are
 *   reads          child scopes, and what a role permits     run, send    one request from its sending to its end
 *   requests       try, deactivate, follow                   activations  … looked at again before they are sent
 *   cancel         taking one back                           decisions    of what others asked for
 *   changes        what is not as it was
 *   dormant        eligibilities that are not for use now    extensions   more of an eligibility is asked for
 *   tenants        that know the account                     sign-in      signing in (step-up: foreseen)
 *   accounts       which there are, another, signing out     doctor       looks at what everything needs
 *   others         what other accounts hold, from the files
 *   owed           ends of what was activated for a command
 *   rest           gives memory back when all lists have come
 *   backend        on top: the door, the table of intents, who hears of whom
 *
 * For backend.c and tests alone.
 */
#ifndef MYROLES_BACKEND_OWNERS_H
#define MYROLES_BACKEND_OWNERS_H

#include "src/backend.h"
#include "src/backend/accounts.h"
#include "src/backend/activations.h"
#include "src/backend/active.h"
#include "src/backend/briefs.h"
#include "src/backend/cancel.h"
#include "src/backend/changes.h"
#include "src/backend/decisions.h"
#include "src/backend/definitions.h"
#include "src/backend/denies.h"
#include "src/backend/doctor.h"
#include "src/backend/dormant.h"
#include "src/backend/extensions.h"
#include "src/backend/history.h"
#include "src/backend/holdings.h"
#include "src/backend/identity.h"
#include "src/backend/kept-check.h"
#include "src/backend/kept-lists.h"
#include "src/backend/others.h"
#include "src/backend/owed.h"
#include "src/backend/policies.h"
#include "src/backend/probes.h"
#include "src/backend/reads.h"
#include "src/backend/requests.h"
#include "src/backend/rest.h"
#include "src/backend/sign-in.h"
#include "src/backend/tenants.h"
#include "src/backend/told.h"

struct Backend {
	Clock *own_clock; /* NULL: the caller's clock is used */
	Events *events;
	Jobs *jobs;
	Kept *kept;
	Network *network;
	Identity *identity;
	Lists *lists;
	History *history;
	Told *told;
	Rest *rest;
	KeptWalk *kept_walk;
	Debts *debts;
	KeptLists *kept_lists;
	Changes *changes;
	Active *active;
	Policies *policies;
	Briefs *briefs;
	HoldingReads *holding_reads;
	Definitions *definitions;
	DenyReads *denies;
	Probes *probes;
	Reads *reads;
	Runs *runs;
	Requests *requests;
	Cancels *cancels;
	Activations *activations;
	Decisions *decisions;
	Dormant *dormant;
	Extensions *extensions;
	Tenants *tenants;
	SigningIn *signing_in;
	Accounts *accounts;
	Others *others;
	Doctor *doctor;
	GQueue waiting; /* Intent* that need to know the account first */
};

#endif
