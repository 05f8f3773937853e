/*
 * What waits for one's decision together with what is known of it, as named texts: of `brief`, and of `list approvals --brief`.
 */
#ifndef MYROLES_FRONTEND_BRIEFED_H
#define MYROLES_FRONTEND_BRIEFED_H

#include "src/model/brief.h"
#include "src/model/request.h"

typedef struct Briefed {
	const Request *request; /* borrowed */
	Brief *brief;           /* NULL: nothing could be read */
	char *lately;           /* as lately_words; NULL: not known */
} Briefed;

/* Takes both texts. The caller frees. */
Briefed *briefed_new(const Request *request, Brief *brief, char *lately);
void briefed_free(Briefed *briefed);

/* Was all of it read? */
bool briefed_is_whole(const Briefed *briefed);

/* The order in which they are told, and in which columns have them. */
typedef enum {
	BRIEFED_LATELY,
	BRIEFED_COVERS,
	BRIEFED_PERMITS,
	BRIEFED_NARROWER,
	BRIEFED_SMALLER,
	BRIEFED_UNREAD,
	BRIEFED_INSTEAD,
	BRIEFED_APPROVER_REASON,
	BRIEFED_COUNT
} BriefedText;

/* "covers", "approver_reason". */
const char *briefed_name(BriefedText text);

/* All of them, NULL where there is nothing to tell: char *[BRIEFED_COUNT], each of which the caller frees. */
void briefed_write(const Briefed *briefed, char **texts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Briefed, briefed_free)

#endif
