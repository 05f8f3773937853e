/*
 * What is known of the services' refusals, as data: how each is recognized, what it means, what to do next.
 * Codes and message texts as seen on ARM and Graph; a hidden layer may replace a code by UnknownError or
 * BadRequest and keep the text, so both are looked at, letter case ignored.
 */
#ifndef MYROLES_PIM_ERROR_TABLE_H
#define MYROLES_PIM_ERROR_TABLE_H

#include "src/model/problem.h"
#include "src/pim/error.h"

typedef struct PimErrorRow {
	PimErrorCode code;
	ProblemKind kind;
	const char *own_word;       /* the Problem's code where the service gave none */
	const char *const *words;   /* values of error.code; NULL-terminated, or NULL */
	const char *const *phrases; /* parts of the message; NULL-terminated, or NULL */
	const char *sentence;       /* NULL: the service's own words */
	const char *hint;           /* NULL: none */
} PimErrorRow;

/* A rule of a policy that an activation broke ("ExpirationRule"). */
typedef struct PimRuleRow {
	const char *rule;
	const char *sentence;
	const char *hint;
} PimRuleRow;

extern const PimErrorRow pim_error_rows[];
extern const size_t pim_error_row_count;
extern const PimRuleRow pim_rule_rows[];
extern const size_t pim_rule_row_count;

/* Never NULL: codes without a row get that of PIM_ERROR_FAILED. */
const PimErrorRow *pim_error_row(int code);
const PimRuleRow *pim_rule_row(const char *rule); /* NULL: unknown */

/* The first row that fits the service's code; NULL when none does. A row's order in the table decides. */
const PimErrorRow *pim_error_row_for_word(const char *word);
const PimErrorRow *pim_error_row_for_message(const char *message);

#endif
