/*
 * Walks over a JSON document as its bytes arrive and keeps nothing of it: for each text, word or number that is asked for it is told where
 * it stands; of all else not a byte is stored. For documents with secrets in clear, of any size.
 */
#ifndef MYROLES_JSON_WALK_H
#define MYROLES_JSON_WALK_H

#include "src/json/value.h"

typedef struct JsonWalk JsonWalk;

typedef struct JsonWalker {
	/* Is the text or word that begins here wanted? */
	bool (*wants)(const JsonWalk *walk, gpointer data);
	/*
	 * What was wanted, unescaped, valid UTF-8, wiped afterwards; "true", "null" and numbers too, as they are written. NULL: it is longer
	 * than LIMIT_WALK_TEXT.
	 */
	void (*take)(const JsonWalk *walk, const char *text, gpointer data);
	/* An object or a list is over: it is the last one on the path. NULL: nobody cares. */
	void (*end)(const JsonWalk *walk, gpointer data);
} JsonWalker;

/* `walker` is borrowed. */
JsonWalk *json_walk_new(const JsonWalker *walker, gpointer data);
void json_walk_free(JsonWalk *walk); /* wipes what it saw */

/* False, with error set, when the document is broken or deeper than LIMIT_WALK_DEPTH: what came before was told. */
bool json_walk_feed(JsonWalk *walk, const char *bytes, size_t length, GError **error);

/* After the last byte: false when the document ended early. */
bool json_walk_finish(JsonWalk *walk, GError **error);

/* ---- where it stands ---- */

/* How many steps it is below the document: members and elements. */
guint json_walk_depth(const JsonWalk *walk);

/* The member's name at a step, from 0; "" for an element, and for a name longer than LIMIT_WALK_NAME. Borrowed. */
const char *json_walk_name(const JsonWalk *walk, guint step);
bool json_walk_is_element(const JsonWalk *walk, guint step);

/* Is what is wanted or taken a text, and no number or word such as null? */
bool json_walk_is_text(const JsonWalk *walk);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(JsonWalk, json_walk_free)

#endif
