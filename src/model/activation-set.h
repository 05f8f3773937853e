/*
 * A set: activations that belong together, by name, as the configuration has them ([set NAME]).
 */
#ifndef MYROLES_MODEL_ACTIVATION_SET_H
#define MYROLES_MODEL_ACTIVATION_SET_H

#include <glib.h>
#include <stdbool.h>

/* One activation, in the person's words. */
typedef struct SetRow {
	char *role;
	char *scope;    /* NULL: wherever the role is eligible, if that is one place */
	char *access;   /* of a group: "member" or "owner"; NULL: either */
	char *duration; /* NULL: the set's */
} SetRow;

typedef struct ActivationSet {
	char *name;
	char *about;            /* for the list of sets; or NULL */
	char *reason;           /* with {words} to fill in; NULL: none */
	char *ticket_system;    /* or NULL */
	char *duration;         /* as typed: "8h", "until 17:00"; NULL: not said */
	bool is_reason_unasked; /* `reason` is sent without asking for it again */
	GPtrArray *rows;        /* SetRow* */
} ActivationSet;

ActivationSet *activation_set_new(const char *name);
ActivationSet *activation_set_copy(const ActivationSet *set);
void activation_set_free(ActivationSet *set);

/* The set of that name among ActivationSet*; NULL: there is none. Borrowed. */
const ActivationSet *activation_set_find(const GPtrArray *sets, const char *name);

/*
 * "Owner | at rg-edge | for 2h | as member": the role, and behind it what is said of it, in any order. NULL: it is none, or a part of it
 * is not known or there twice.
 */
SetRow *set_row_parse(const char *text);
void set_row_free(SetRow *row);

/* The same backwards. NULL: a name holds a | or a line's end, which would be read as something else. The caller frees. */
char *set_row_format(const SetRow *row);

/* The word of a ticket's number. */
#define SET_TICKET "ticket"

/* What stands in braces, each once, in its order: char*. Caller unrefs. NULL text: nothing does. */
GPtrArray *set_reason_words(const char *reason);

/* Are the braces those of words: {letters, digits, - and _}? */
bool set_reason_is_sound(const char *reason);

/* The reason with what `values` (char* to char*) has for its words; the others stay. The caller frees. */
char *set_reason_fill(const char *reason, GHashTable *values);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(ActivationSet, activation_set_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(SetRow, set_row_free)

#endif
