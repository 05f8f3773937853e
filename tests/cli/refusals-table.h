/*
 * PIM's refusal × verb × what is told: each reason of the setting `refuse_requests` (tenant/CONTROL.md) beside the verbs that
 * meet it. The same word of the service means something else where a role is to be activated, ended, extended, or where a
 * request is to be taken back.
 */
#ifndef MYROLES_TESTS_CLI_REFUSALS_TABLE_H
#define MYROLES_TESTS_CLI_REFUSALS_TABLE_H

typedef enum {
	REFUSED_ACTIVATE,
	REFUSED_END,
	REFUSED_CANCEL,
	REFUSED_EXTEND,
	REFUSED_VERBS,
} RefusedVerb;

typedef struct RefusalTold {
	int code;
	const char *words; /* of a person's sentence a part */
	const char *state; /* in the journal; of what is canceled it stays as it was */
	const char *word;  /* our own, in place of the service's; NULL: its */
} RefusalTold;

typedef struct Refusal {
	const char *reason; /* of the tenant */
	const char *word;   /* which a script gets: the service's own */
	RefusalTold told[REFUSED_VERBS];
} Refusal;

extern const Refusal refusals_table[]; /* ends with a row without a reason */

#endif
