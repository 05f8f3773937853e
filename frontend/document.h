/*
 * JSON documents, schema 1: the one shape of each, see myroles(1). Each has all of its members in every end; what is empty or not
 * known is null. All text is sanitized. The caller frees what is returned, by cJSON_Delete.
 */
#ifndef MYROLES_FRONTEND_DOCUMENT_H
#define MYROLES_FRONTEND_DOCUMENT_H

#include <cjson/cJSON.h>
#include <glib.h>

#include "frontend/wording.h"
#include "src/model/account.h"
#include "src/model/change.h"
#include "src/model/finding.h"
#include "src/model/history.h"
#include "src/model/mistake.h"
#include "src/model/older-tokens.h"
#include "src/model/problem.h"
#include "src/model/truth.h"

#define SCHEMA_VERSION 1

typedef enum {
	DOCUMENT_LIST,
	DOCUMENT_REQUEST,
	DOCUMENT_DECISIONS,
	DOCUMENT_FINDINGS,
	DOCUMENT_POLICY,
	DOCUMENT_ITEM,
	DOCUMENT_EVIDENCE,
	DOCUMENT_WHY,
	DOCUMENT_SETS,
	DOCUMENT_ENTRIES, /* packed as evidence */
	DOCUMENT_ACCOUNTS,
	DOCUMENT_CONFIGURATION,
	DOCUMENT_TOLD, /* a line of `watch` */
} DocumentKind;

/* With all members of its kind, empty. */
cJSON *document_new(DocumentKind kind);

/* In place of what stands there. `value` is taken. */
void document_set(cJSON *object, const char *name, cJSON *value);

/* Where the rows of a list come from. Borrowed. */
typedef struct ListSource {
	const Account *account; /* NULL: not known */
	Instant as_of;
	const GPtrArray *problems; /* ListProblem*; NULL: none */
} ListSource;

/* `items` is taken. Of another kind, which has what a ListSource tells: */
cJSON *document_rows(DocumentKind kind, const Wording *wording, const ListSource *source,
		     cJSON *items);
cJSON *document_list(const Wording *wording, const ListSource *source, cJSON *items);

/* KnownAccount*. */
cJSON *document_accounts(const GPtrArray *rows);

/* ActivationSet*, each with its "roles". */
cJSON *document_sets(const Wording *wording, const ListSource *source, const GPtrArray *sets);

/* A list (document_list) of HistoryEntry*, each with all that is known of it and what its role asked for, and the period. */
cJSON *document_evidence(const Wording *wording, const ListSource *source, const GPtrArray *entries,
			 Instant since, Instant until);

/* A file of evidence, packed or looked at, that is whole. */
typedef struct EvidenceFile {
	const char *path;
	int64_t requests; /* in it; -1: nobody counted */
	bool is_signed;
	const char *signer; /* as the file of signers names who signed; NULL: nobody looked */
	const char
		*key; /* the fingerprint of the key that signed, where nobody looked whose it is */
} EvidenceFile;

/* `problems` is of Problem*. */
cJSON *document_evidence_file(const Wording *wording, const EvidenceFile *file,
			      const GPtrArray *problems);

/* Finding*. */
cJSON *document_findings(const Wording *wording, const GPtrArray *findings);

/* Mistake*, each with "line" (null: of the file as a whole) and "message". `path`: NULL: none. */
cJSON *document_mistakes(const char *path, const GPtrArray *mistakes);

/* Either may be NULL. `is_already`: it was so before it was asked for. */
cJSON *document_request(const Wording *wording, const Request *request, bool is_already,
			const Problem *problem);

/* Outcome*. Each has "id", "status", "decision", "already", role and scope, and "errors". */
cJSON *document_decisions(const Wording *wording, const GPtrArray *outcomes);

/* What is printed where there is nothing else than errors: Problem*. */
cJSON *document_failure(const Wording *wording, DocumentKind kind, const GPtrArray *problems);

/* {"id","workload","role","scope","access"}: the row, at that scope. */
cJSON *document_grant(const Grant *grant, const Scope *at);

/*
 * Tells "stale" of a list and adds it to each of its items: is it as the last run knew it? `stale`: of `rows` (which made the items) those
 * that are.
 */
void document_tell_stale(cJSON *document, bool is_stale, const GPtrArray *rows, GHashTable *stale);

/* Adds to its "errors": ListProblem*; NULL: none. */
void document_tell_errors(cJSON *document, const Wording *wording, const GPtrArray *problems);

/* Tells "account" and "tenant": who asked. NULL: not known. */
void document_name_account(cJSON *document, const Account *account);

/* Tells "older_tokens" of a request: OlderTokens*. NULL: nobody looked for them. */
void document_tell_older_tokens(cJSON *document, const GPtrArray *rows);

/* Tells "tokens", in the shape of "older_tokens": of other programs here, whatever they are older than. */
void document_tell_tokens(cJSON *document, const GPtrArray *rows);

/* Tells "truth" of a document or an item: "granted", "listed", "effective" (true, false or null), and "reasons" of those not on. NULL: nobody asked. */
void document_tell_truth(cJSON *object, const Truth *truth);

/* Tells "owed": Owed*, ends of what was activated for a command or on a leash. `rows` NULL: none is known. */
void document_tell_owed(cJSON *document, const GPtrArray *rows);

/* One item of a list. */
typedef cJSON *(*DocumentItem)(gconstpointer row);
cJSON *document_eligibility(gconstpointer eligibility);
cJSON *document_assignment(gconstpointer assignment);
/* The same, of a list that tells their "truth". */
cJSON *document_eligible(gconstpointer eligibility);
cJSON *document_active(gconstpointer assignment);
/* An assignment, with when it was true ("as_of") and whose it is ("account": "name", "user", "id", "tenant", "current"): Elsewhere. */
cJSON *document_elsewhere(gconstpointer row);
cJSON *document_holding(gconstpointer holding); /* an assignment with whose it is, and why */
cJSON *document_approval(gconstpointer request);
cJSON *document_briefed(gconstpointer briefed); /* an approval with "brief": what to know of it */
cJSON *document_history(const HistoryEntry *entry, Instant now); /* with its state by then */
cJSON *document_open_request(gconstpointer request);
cJSON *document_change(gconstpointer change); /* a grant with what is not as it was */
cJSON *document_scope(gconstpointer scope);
cJSON *document_total(
	gconstpointer total); /* {"name","count","seconds","median_seconds","last","refused"} */
cJSON *document_unused(gconstpointer unused); /* an eligibility with "last_used" */

/* The rows as an array. */
cJSON *document_items(const GPtrArray *rows, DocumentItem item);

#endif
