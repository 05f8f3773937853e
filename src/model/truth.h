/*
 * How far a role that was asked for has come: granted (its request), listed (the service's list shows it), effective (what it
 * permits is permitted). A lamp that is not on says why, and of what cannot be asked nothing is said: unknown is not off.
 */
#ifndef MYROLES_MODEL_TRUTH_H
#define MYROLES_MODEL_TRUTH_H

#include <glib.h>
#include <stdbool.h>

/* In this order. */
typedef enum { LAMP_GRANTED, LAMP_LISTED, LAMP_EFFECTIVE, LAMP_COUNT } Lamp;

typedef enum { LIGHT_UNKNOWN, LIGHT_OFF, LIGHT_ON } Light;

typedef struct Truth {
	Light lights[LAMP_COUNT];
	char *reasons[LAMP_COUNT]; /* a sentence; NULL: the lamp is on, or was not looked at */
} Truth;

Truth *truth_new(void); /* nothing is known */
Truth *truth_copy(const Truth *truth);
void truth_free(Truth *truth);

/* `reason` NULL: none. True: it was another light. */
bool truth_set(Truth *truth, Lamp lamp, Light light, const char *reason);

/* The furthest lamp that is on; LAMP_COUNT: none is. */
Lamp truth_reached(const Truth *truth);

/* "granted", "listed", "effective", and back: any letter case; false: none of them. */
const char *lamp_word(Lamp lamp);
bool lamp_from_word(const char *word, Lamp *out);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Truth, truth_free)

#endif
