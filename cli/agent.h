/*
 * `agent`: what a program of artificial intelligence may ask, over the Model Context Protocol. It reads, and it may propose; nothing
 * here sends a request to a service, and no token can be reached through it.
 *
 *   agent.c           the verb: lines in, one call after the other, and the table of tools
 *   agent-protocol.c  what each message means
 *   agent-list.c agent-propose.c agent-why.c  tools, their rows beside their functions
 *   agent-answers.c   lines out
 */
#ifndef MYROLES_CLI_AGENT_H
#define MYROLES_CLI_AGENT_H

#include <cjson/cJSON.h>
#include <glib.h>
#include <stdbool.h>

#include "cli/session.h"
#include "src/json/rpc.h"

typedef struct Agent Agent;
typedef struct AgentCall AgentCall;
typedef struct AgentProposals AgentProposals;
typedef struct AgentBatch AgentBatch;

typedef struct AgentTool {
	const char *name, *title;
	const char *description; /* for the model that chooses it */
	const char *schema;      /* of its arguments: JSON Schema, one line */
	/* With a call of its own, which it takes: agent_answer or agent_fail, now or later. */
	void (*run)(Agent *agent, AgentCall *call);
} AgentTool;

/* One call of a tool, until it is answered. */
struct AgentCall {
	const AgentTool *tool;
	RpcMessage *message;
	const JsonValue *arguments; /* borrowed; NULL: none */
	bool is_canceled;           /* nobody waits for the answer */
	AgentBatch *batch;          /* whose answers go together; NULL: it came alone */
};

struct Agent {
	Session *session;
	const AgentTool *const *tools; /* ended by NULL */
	RpcLines *lines;
	GQueue calls;              /* AgentCall*: not begun yet */
	AgentCall *current;        /* whose tool runs; or NULL */
	AgentBatch *batch;         /* whose messages are being taken; or NULL */
	AgentProposals *proposals; /* what it has asked the person for; NULL: nothing */
	char *name;         /* as the program calls itself, sanitized; NULL: it did not say */
	bool is_greeted;    /* it has said `initialize` */
	bool is_structured; /* its version of the protocol knows structured content */
	bool is_batching;   /* … lets several messages come at once */
	bool is_over;       /* no more lines come, or nobody takes ours */
	bool is_woken;      /* something came */
};

/* ---- agent-answers.c ---- */

/* To a message with that id, which is taken now: a result (taken), or an error. */
void agent_reply(Agent *agent, const char *id, cJSON *result);
void agent_refuse(Agent *agent, const char *id, int code, const char *why);

/* Answers by a document (taken), with a sentence for people before it (NULL: none); takes the call. */
void agent_answer(Agent *agent, AgentCall *call, cJSON *document, const char *sentence);

/* Answers that it came to nothing, in a sentence; takes the call. */
void agent_fail(Agent *agent, AgentCall *call, const char *sentence);

/* An argument's text; NULL: it was not given, or is none. Borrowed. */
const char *agent_argument(const AgentCall *call, const char *name);

void agent_call_free(AgentCall *call);

/*
 * Messages that came at once: their answers are held back until the last is there, or is not wanted any more, and go out as one array.
 * Each call of it has a hold; the last release writes.
 */
AgentBatch *agent_batch_new(Agent *agent);
AgentBatch *agent_batch_hold(AgentBatch *batch); /* NULL is fine */
void agent_batch_release(AgentBatch *batch);     /* NULL is fine */

/* What was told on standard error since then (tell_problems), as one text; NULL: nothing. The caller frees. */
char *agent_told_since(guint count);
guint agent_told_count(void);

/* ---- agent-protocol.c ---- */

/* NULL: a line that was too long. Answers at once, or queues a call. */
void agent_take_line(Agent *agent, const char *line, size_t length);

/* ---- tools ---- */

extern const AgentTool agent_list_tool;
extern const AgentTool agent_propose_tool; /* and wait: agent-propose.c */
extern const AgentTool agent_wait_tool;
extern const AgentTool agent_why_tool;

/* Proposals that are open are withdrawn by that. */
void agent_proposals_free(AgentProposals *proposals);
/* Nobody waits for the answer to the call of that id any more. */
void agent_proposals_cancel(Agent *agent, const char *id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(AgentCall, agent_call_free)

#endif
