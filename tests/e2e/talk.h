/*
 * A talk with `myroles agent`, as the program that has started it.
 */
#ifndef MYROLES_TESTS_TALK_H
#define MYROLES_TESTS_TALK_H

#include <cjson/cJSON.h>
#include <stdio.h>

#include "tests/e2e/stage.h"

/* What it says first: its name is "tester". */
#define TALK_HELLO                                                                     \
	"{\"jsonrpc\":\"2.0\",\"id\":\"hello\",\"method\":\"initialize\",\"params\":{" \
	"\"protocolVersion\":\"2025-06-18\",\"capabilities\":{},\"clientInfo\":{"      \
	"\"name\":\"tester\",\"version\":\"1\"}}}\n"                                   \
	"{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}\n"
#define TALK_CALL(id, tool, arguments)                                                    \
	"{\"jsonrpc\":\"2.0\",\"id\":" id ",\"method\":\"tools/call\",\"params\":{\"name" \
	"\":\"" tool "\",\"arguments\":" arguments "}}\n"

typedef struct Talk {
	GPid pid;
	int input;
	FILE *output;
} Talk;

/* Starts it; says nothing yet. `line`: what starts it, "myroles agent". */
void talk_open_line(Talk *talk, const Stage *stage, const char *line);
void talk_open(Talk *talk, const Stage *stage);
void talk_say(const Talk *talk, const char *lines);

/* The next answer, waited for. The caller frees. */
cJSON *talk_hear(Talk *talk);

/* Calls the tool and gives its result. The caller frees. */
cJSON *talk_call(Talk *talk, const char *line);

/* Of a result: the proposal of its document, and whether it is an error. */
const cJSON *talk_proposal(const cJSON *answer);
bool talk_is_error(const cJSON *answer);
const char *talk_words(const cJSON *answer); /* the first text of it */

/* Ends it by a signal (0: by the end of its input). Its exit code; minus the signal where it died of one. */
int talk_close(Talk *talk, int signal_number);

#endif
