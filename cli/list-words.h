/*
 * The lists that have a name on a command line, and how each is told.
 */
#ifndef MYROLES_CLI_LIST_WORDS_H
#define MYROLES_CLI_LIST_WORDS_H

#include <cjson/cJSON.h>

#include "cli/lists.h"
#include "frontend/document.h"
#include "src/model/list.h"

typedef struct ListWord {
	const char *word; /* NULL ends the table */
	ListId list;
	DocumentItem item;
	const char *none; /* that there is no row, in a sentence */
	bool has_grants;  /* its rows begin with their grant */
	/* What is told instead of what the service told; NULL: that. As session_open_requests. */
	GPtrArray *(*complete)(Session *session, const GPtrArray *told, ExitCode *code);
} ListWord;

extern const ListWord list_words[];

/* NULL: there is none of that name. */
const ListWord *list_word_find(const char *word);

/* What the journal knows is as good as what the services tell. False: told, or interrupted; *code says how to end. */
bool list_word_complete(const ListWord *word, Session *session, Listing *listing, ExitCode *code);

/* The caller frees, by cJSON_Delete. */
cJSON *list_word_document(const ListWord *word, const Session *session, const Wording *wording,
			  const Listing *listing);

#endif
