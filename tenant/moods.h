/* Moods: in which ways the tenant is as late, forgetful and contrary as the real service.
 *
 * Each is a setting, off unless asked for; settings.c has the table. What is true (world.h) is
 * untouched by them: only what is told of it. */
#pragma once

#include "tenant/rules.h"

/* Does a list of active roles (or, is_schedule, of their schedules) show the row by now? */
bool moods_lists(const Service *service, const Assignment *row, bool is_schedule);
/* Is this row, the number-th of a list at ARM's tenant root, one that is left out this time? */
bool moods_drops(const Service *service, uint64_t reading, uint64_t number);
/* Does ARM let the role count by now? */
bool moods_counts(const Service *service, const Assignment *row);
/* How a question of what counts is answered, by the word of its setting. False: refused, or not for a long time. */
bool moods_allow_access(const char *word, HttpResponse *response, Refusal *refusal);
/* The same of an answer that is ready. */
void moods_spoil_access(const char *word, HttpResponse *response);
/* Has the request been purged? */
bool moods_purges(const Service *service, const PimRequest *request);

/* What PIM answers although its rules have nothing against the request. False: refused. */
bool moods_allow_request(const Service *service, const Caller *caller, const RequestSpec *spec,
			 Refusal *refusal);
/* What PIM says to every request, and to whoever takes one back; `scope`: what it is about. False: refused. */
bool moods_take_request(const Service *service, const Caller *caller, const char *scope,
			Refusal *refusal);
/* The same PUT for a second time. Always false. */
bool moods_refuse_twice(const Service *service, const char *id, Refusal *refusal);
/* What ARM itself has against a call at a scope, before PIM sees it. False: refused. */
bool moods_allow_scope(const Service *service, const Caller *caller, const char *scope,
		       bool is_write, Refusal *refusal);
/* How much later an answer for a scope comes. */
int64_t moods_delay_ms(const Service *service, const char *scope);
bool moods_is_delegated(const Service *service, const char *scope);
