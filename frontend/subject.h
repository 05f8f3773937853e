/*
 * What a request is about, whatever kind it is: enough to name it, to find its row, and to say where it is.
 */
#ifndef MYROLES_FRONTEND_SUBJECT_H
#define MYROLES_FRONTEND_SUBJECT_H

#include <glib.h>

#include "src/model/intent.h"
#include "src/model/request.h"

/* A plain value with texts of its own; zeroed is valid. */
typedef struct Subject {
	RequestKind kind;
	WorkloadId workload;
	Access access;
	Role role;
	Scope scope;  /* where: of an activation the chosen one */
	char *row_id; /* of the eligible or active row; NULL: it is about a request alone */
} Subject;

Subject subject_of_activation(const Activation *activation);
Subject subject_of_extension(const Eligibility *eligibility, bool is_renewal);
Subject subject_of_deactivation(const Assignment *assignment);
/* What somebody else asked for, and is decided; its row is the request. */
Subject subject_of_decision(const Request *asked, bool is_denial);
Subject subject_of_request(const Request *request);
void subject_clear(Subject *subject);

/* "Contributor on rg-payments"; of a group "sg-oncall (owner)". The caller frees. */
char *subject_words(const Subject *subject);

/* What is still to be done once the request took effect ("Sign in to Azure again…"); NULL: nothing. */
const char *subject_afterwards(const Subject *subject);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Subject, subject_clear)

#endif
