/*
 * JSON documents, schema 1: the one shape of each, see myroles(1). All text is sanitized; what is not known is null. The
 * caller frees what is returned, by cJSON_Delete.
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

/* Where the rows of a list come from. Borrowed. */
typedef struct ListSource {
	const Account *account; /* NULL: not known */
	Instant as_of;
	const GPtrArray *problems; /* ListProblem*; NULL: none */
} ListSource;

/* {"schema","as_of","account","tenant","items","errors"}: `items` is taken. */
cJSON *document_list(const Wording *wording, const ListSource *source, cJSON *items);

/* {"schema","items"}: KnownAccount*. */
cJSON *document_accounts(const GPtrArray *rows);

/* A list (document_list) of ActivationSet*, each with its "roles". */
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

/* {"schema","evidence","errors"}: `problems` is of Problem*. */
cJSON *document_evidence_file(const Wording *wording, const EvidenceFile *file,
			      const GPtrArray *problems);

/* {"schema","findings"}: Finding*. */
cJSON *document_findings(const Wording *wording, const GPtrArray *findings);

/* {"schema","path","items","errors"}: Mistake*, each with "line" (null: of the file as a whole) and "message". `path`: NULL: none. */
cJSON *document_mistakes(const char *path, const GPtrArray *mistakes);

/* {"schema","request","errors"}. Either may be NULL. `is_already`: it was so before it was asked for. */
cJSON *document_request(const Wording *wording, const Request *request, bool is_already,
			const Problem *problem);

/* {"schema","decisions","errors"}: Outcome*. Each has "id", "status", "decision", "already", role and scope, and "errors". */
cJSON *document_decisions(const Wording *wording, const GPtrArray *outcomes);

/*
 * What is printed where there is nothing else: the document with an empty member ("request"; NULL: of a list), and errors
 * (Problem*).
 */
cJSON *document_failure(const Wording *wording, const char *member, const GPtrArray *problems);

/* {"id","workload","role","scope","access"}: the row, at that scope. */
cJSON *document_grant(const Grant *grant, const Scope *at);

/*
 * Adds "stale" to a list and to each of its items: is it as the last run knew it? `stale`: of `rows` (which made the items) those
 * that are.
 */
void document_tell_stale(cJSON *document, bool is_stale, const GPtrArray *rows, GHashTable *stale);

/* Adds "account" and "tenant": who asked. NULL: not known. */
void document_name_account(cJSON *document, const Account *account);

/* Adds "older_tokens" to a request: OlderTokens*. NULL: nothing is added. */
void document_tell_older_tokens(cJSON *document, const GPtrArray *rows);

/* Adds "tokens", in the shape of "older_tokens": of other programs here, whatever they are older than. */
void document_tell_tokens(cJSON *document, const GPtrArray *rows);

/* Adds "truth" to a document or an item: "granted", "listed", "effective" (true, false or null), and "reasons" of those not on. */
void document_tell_truth(cJSON *object, const Truth *truth);

/* Adds "owed": Owed*, ends of what was activated for a command or on a leash. `rows` NULL: none is known. */
void document_tell_owed(cJSON *document, const GPtrArray *rows);

/* One item of a list. */
typedef cJSON *(*DocumentItem)(gconstpointer row);
cJSON *document_eligibility(gconstpointer eligibility);
cJSON *document_assignment(gconstpointer assignment);
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
