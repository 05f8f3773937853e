/*
 * Small shared pieces of the workloads: whole lists gathered into rows, single answers as JSON, several lists
 * asked a few at a time and united. Callbacks come exactly once, from the main loop.
 */
#ifndef MYROLES_PIM_FETCH_H
#define MYROLES_PIM_FETCH_H

#include "src/json/value.h"
#include "src/pim/workload.h"

/*
 * One element of a list to one row. NULL with error set: the element is counted as skipped; NULL without: it is
 * none of ours, and left out.
 */
typedef gpointer (*FetchDecode)(const PimContext *context, const JsonValue *element,
				gpointer decode_data, GError **error);

/* What to get and how to read it. Plain; `url` is copied, `decode_data` handed to `free_data` at the end. */
typedef struct FetchSpec {
	Audience audience;
	const char *url;
	FetchDecode decode;
	GDestroyNotify free_row;
	const GrantMergeKind *merging; /* one row for rows that mean the same; NULL: all stay */
	gpointer decode_data;
	GDestroyNotify free_data; /* or NULL */
} FetchSpec;

/* A whole list. A refusal comes as PIM_ERROR. */
void fetch_list(const PimContext *context, const FetchSpec *spec, GCancellable *cancellable,
		PimListDone done, gpointer data);

/* Who hears of several lists: `each` (or NULL) with the union so far whenever one of them succeeded, `done` once. */
typedef struct FetchSink {
	PimListDone each; /* rows are borrowed: copy what is kept */
	PimListDone
		done; /* an error only when not one list succeeded (the first error) or when canceled */
	gpointer data;
} FetchSink;

/*
 * The same for each of `urls` (char*, at least one), a few at a time, united; the list's `failed` holds those that gave none.
 * spec->url is not looked at.
 */
void fetch_lists(const PimContext *context, const FetchSpec *spec, GPtrArray *urls,
		 GCancellable *cancellable, const FetchSink *sink);

/* One answer. `value` is NULL where the body was empty. A refusal comes as PIM_ERROR. Nothing is borrowed after. */
typedef void (*FetchValueDone)(const JsonValue *value, const GError *error, gpointer data);
typedef struct FetchCall {
	HttpMethod method;
	Audience audience;
	const char *url;
	const char *body; /* or NULL */
} FetchCall;

/*
 * A call that changes nothing (or a dry run). A 2xx body that is no JSON is an error of JSON_ERROR. `cancellable`
 * may be NULL.
 */
void fetch_value(const PimContext *context, const FetchCall *call, GCancellable *cancellable,
		 FetchValueDone done, gpointer data);

/*
 * A call that changes something: where no answer came, or a server error, or one that cannot be read, the error
 * is PIM_ERROR_UNKNOWN_OUTCOME (unless surely nothing was sent).
 */
void fetch_change(const PimContext *context, const FetchCall *call, FetchValueDone done,
		  gpointer data);

/* True for the errors after which nothing new is to be started: the caller has gone or is going. */
bool fetch_is_canceled(const GError *error);

#endif
