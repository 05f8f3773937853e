/*
 * Every limit on input from outside, in one place. Going past one is a clear error, never a truncation
 * that nobody sees. Sizes in bytes unless the name says otherwise.
 */
#ifndef MYROLES_BASE_LIMITS_H
#define MYROLES_BASE_LIMITS_H

/* HTTP */
#define LIMIT_BODY             (64 * 1024 * 1024) /* a whole answer that is streamed in elements */
#define LIMIT_BODY_SINGLE      (1024 * 1024)      /* an answer that is kept as one piece */
#define LIMIT_HELD             (1024 * 1024)      /* of an answer, until there is time to read it */
#define LIMIT_HEADERS          (64 * 1024)
#define LIMIT_URL              8192
#define LIMIT_PAGES            1000 /* of one list */
#define LIMIT_ROWS             200000
#define LIMIT_CONNECTIONS_HOST 6
#define LIMIT_TRIES            4
#define LIMIT_RETRY_AFTER      120  /* seconds; a longer one is an error that names it */
#define LIMIT_CHALLENGE        4096 /* a claims challenge */
#define LIMIT_PLACES           200  /* scopes asked for what waits for one's decision */
#define LIMIT_HINTS            64   /* scopes asked beside the slow list of active roles */

#define LIMIT_OTHER_ACCOUNTS 100 /* accounts not in use whose roles are shown */
#define LIMIT_OTHER_ROLES    500 /* of one workload of one of them */

/* JSON */
#define LIMIT_JSON_DEPTH   32
#define LIMIT_JSON_ELEMENT (1024 * 1024)
#define LIMIT_JSON_STRING  (256 * 1024) /* as much as the Azure CLI may print */

#define LIMIT_WALK_DEPTH 128 /* of a document that is only walked over */
#define LIMIT_WALK_NAME  127 /* of its members' names: longer ones are none that anybody looks for */
#define LIMIT_WALK_TEXT  4096 /* of its texts: longer ones are not told */

/* What a program asks for, a line of JSON-RPC each */
#define LIMIT_RPC_LINE   (256 * 1024)
#define LIMIT_RPC_ID     128
#define LIMIT_RPC_METHOD 128
#define LIMIT_RPC_CALLS  32 /* that wait at once */

/* What programs propose over the socket */
#define LIMIT_PROPOSAL_FRAME (32 * 1024) /* one message, in bytes */
#define LIMIT_PROPOSALS      5           /* that are open at once, of all programs */
#define LIMIT_PROPOSERS      8           /* connections */
#define LIMIT_CLAIM          64 /* what a program calls itself, in characters that are shown */

/* Text on screen, in characters */
#define LIMIT_TEXT_CHARS 1024

/* What a person types, in characters */
#define LIMIT_JUSTIFICATION 500
#define LIMIT_TICKET        100
#define LIMIT_REASON        1024 /* as the services count: in UTF-16 */

/* What is kept of changes, for each account */
#define LIMIT_CHANGES     1000         /* the oldest go */
#define LIMIT_PERMISSIONS (256 * 1024) /* of one role, in bytes: of more nothing is compared */

/* What a role permits, and what was denied */
#define LIMIT_OPERATION     512          /* the name of one, or a pattern, in bytes */
#define LIMIT_ROLE_PATTERNS 4096         /* of one role: more make it one that cannot be read */
#define LIMIT_DENIAL        (256 * 1024) /* a text to look for denials in, in bytes */
#define LIMIT_NEEDS         64           /* that one text is read for */
#define LIMIT_DENY_PLACES   64           /* of them, asked which deny assignments there are */

/* A plan of Terraform */
#define LIMIT_PLAN           (256 * 1024 * 1024) /* in bytes */
#define LIMIT_PLAN_RESOURCES 10000               /* that it changes */
#define LIMIT_PLAN_CONFIGS   20000 /* resources of its configuration: the rest is not looked up */
#define LIMIT_PLAN_TEXTS     200   /* ids and names of one resource */
#define LIMIT_PLAN_NEEDS     2048  /* operations at a place that it is read for */

/* What a terminal sends, in bytes */
#define LIMIT_PASTE           65536 /* one bracketed paste; the rest is dropped */
#define LIMIT_ESCAPE_SEQUENCE 64    /* a longer one is swallowed */
#define LIMIT_CLIPBOARD       4096  /* what is copied to the terminal's clipboard */

/* Files */
#define LIMIT_CONFIG_FILE     (256 * 1024)
#define LIMIT_SET_ROWS        100                 /* roles of one set */
#define LIMIT_ARCHIVE         (256 * 1024 * 1024) /* evidence */
#define LIMIT_ARCHIVE_ENTRIES 16
#define LIMIT_TOKEN_FILE      (64 * 1024)
#define LIMIT_TOKEN           (32 * 1024)
#define LIMIT_COMMAND         4096        /* a command line of the configuration */
#define LIMIT_STORE_OUTPUT    (64 * 1024) /* what a program that keeps tokens prints */
#define LIMIT_KEY_VALUE       32767       /* a key of type "user" (keyrings(7)) */
#define LIMIT_KEY_LINE        1024        /* what the kernel tells of one key */
#define LIMIT_KEYS_LISTED     1024        /* keys of one keyring that are looked at */
#define LIMIT_USER_CODE       32          /* what is typed on another device, in characters */
#define LIMIT_REDIRECT        (16 * 1024) /* what a browser brings back after signing in */
#define LIMIT_CHILD_OUTPUT    (256 * 1024)
#define LIMIT_CHILD_ERRORS    (4 * 1024 * 1024) /* what another program complains; the end is kept */
#define LIMIT_TOOL_FILES      1000 /* in another program's folder, looked at for their times */
#define LIMIT_PLACE           (16 * 1024)       /* where one left the dashboard */
#define LIMIT_LOG_FILE        (4 * 1024 * 1024) /* then it is rotated, once */

#endif
