#include "src/store/record.h"

#include <string.h>

/* ---- words of the model's enums, for tables ---- */

#define WORDS(name, Type)                           \
	static const char *name##_out(int value)    \
	{                                           \
		return name##_word((Type)value);    \
	}                                           \
	static int name##_in(const char *word)      \
	{                                           \
		return (int)name##_from_word(word); \
	}                                           \
	G_STATIC_ASSERT(sizeof(Type) == sizeof(int))

WORDS(access, Access);
WORDS(assignment_type, AssignmentType);
WORDS(change_kind, ChangeKind);
WORDS(member_type, MemberType);
WORDS(request_kind, RequestKind);
WORDS(request_state, RequestState);
WORDS(scope_type, ScopeType);

static const char *workload_out(int value)
{
	return workload_info((WorkloadId)value)->name;
}

static int workload_in(const char *word)
{
	WorkloadId id = WORKLOAD_AZURE;
	(void)workload_from_name(word, &id);
	return (int)id;
}
G_STATIC_ASSERT(sizeof(WorkloadId) == sizeof(int));

/* ---- shapes ---- */

#define TEXT(Type, name, member)                                      \
	{                                                             \
		name, RECORD_TEXT, offsetof(Type, member), NULL, NULL \
	}
#define INT(Type, name, member)                                      \
	{                                                            \
		name, RECORD_INT, offsetof(Type, member), NULL, NULL \
	}
#define BOOL(Type, name, member)                                      \
	{                                                             \
		name, RECORD_BOOL, offsetof(Type, member), NULL, NULL \
	}
#define WORD(Type, name, member, words)                                            \
	{                                                                          \
		name, RECORD_WORD, offsetof(Type, member), words##_out, words##_in \
	}

/* What services tell of one. */
#define REQUEST_COLUMNS                                                                        \
	TEXT(Request, "request_id", id), TEXT(Request, "service_id", service_id),              \
		WORD(Request, "workload", workload, workload),                                 \
		WORD(Request, "kind", kind, request_kind), TEXT(Request, "role_id", role.id),  \
		TEXT(Request, "role_name", role.name),                                         \
		WORD(Request, "scope_type", scope.type, scope_type),                           \
		TEXT(Request, "scope_id", scope.id), TEXT(Request, "scope_name", scope.name),  \
		WORD(Request, "access", access, access),                                       \
		TEXT(Request, "eligibility_schedule_id", eligibility_schedule_id),             \
		WORD(Request, "state", state, request_state), TEXT(Request, "status", status), \
		TEXT(Request, "code", code), TEXT(Request, "message", message),                \
		TEXT(Request, "justification", justification),                                 \
		TEXT(Request, "ticket_number", ticket_number),                                 \
		TEXT(Request, "ticket_system", ticket_system),                                 \
		TEXT(Request, "approval_id", approval_id), INT(Request, "created", created),   \
		INT(Request, "start", start), INT(Request, "duration", duration),              \
		INT(Request, "end", end), BOOL(Request, "is_own", is_own),                     \
		TEXT(Request, "requester_id", requester_id),                                   \
		TEXT(Request, "requester_name", requester_name)

static const RecordColumn request_columns[] = { REQUEST_COLUMNS };

/* … and what only this side knows. */
static const RecordColumn kept_request_columns[] = {
	REQUEST_COLUMNS,
	TEXT(Request, "set_name", set_name),
	TEXT(Request, "settings", settings),
};

#define GRANT_COLUMNS(Type)                                                                     \
	TEXT(Type, "id", grant.id), WORD(Type, "workload", grant.workload, workload),           \
		TEXT(Type, "role_id", grant.role.id), TEXT(Type, "role_name", grant.role.name), \
		WORD(Type, "scope_type", grant.scope.type, scope_type),                         \
		TEXT(Type, "scope_id", grant.scope.id),                                         \
		TEXT(Type, "scope_name", grant.scope.name),                                     \
		WORD(Type, "access", grant.access, access),                                     \
		WORD(Type, "member_type", grant.member_type, member_type),                      \
		TEXT(Type, "holder_id", grant.holder.id),                                       \
		TEXT(Type, "holder_name", grant.holder.name),                                   \
		TEXT(Type, "schedule_id", grant.schedule_id), INT(Type, "start", grant.start),  \
		INT(Type, "end", grant.end), TEXT(Type, "condition", grant.condition),          \
		TEXT(Type, "condition_version", grant.condition_version)

static const RecordColumn eligibility_columns[] = { GRANT_COLUMNS(Eligibility) };

/* … by which a person names one. */
static const RecordColumn eligibility_name_columns[] = {
	TEXT(Eligibility, "id", grant.id),
	TEXT(Eligibility, "role_id", grant.role.id),
	TEXT(Eligibility, "role_name", grant.role.name),
	WORD(Eligibility, "scope_type", grant.scope.type, scope_type),
	TEXT(Eligibility, "scope_id", grant.scope.id),
	TEXT(Eligibility, "scope_name", grant.scope.name),
	WORD(Eligibility, "access", grant.access, access),
	INT(Eligibility, "end", grant.end),
};

static const RecordColumn assignment_columns[] = {
	GRANT_COLUMNS(Assignment),
	WORD(Assignment, "assignment_type", assignment_type, assignment_type),
	TEXT(Assignment, "eligibility_schedule_id", eligibility_schedule_id),
	BOOL(Assignment, "is_provisional", is_provisional),
};

static const RecordColumn change_columns[] = {
	GRANT_COLUMNS(Change),         WORD(Change, "kind", kind, change_kind),
	INT(Change, "at", at),         BOOL(Change, "is_seen", is_seen),
	INT(Change, "before", before), INT(Change, "after", after),
	TEXT(Change, "lost", lost),    TEXT(Change, "gained", gained),
};

const RecordShape record_request = { request_columns, G_N_ELEMENTS(request_columns) };
const RecordShape record_kept_request = { kept_request_columns,
					  G_N_ELEMENTS(kept_request_columns) };
const RecordShape record_eligibility = { eligibility_columns, G_N_ELEMENTS(eligibility_columns) };
const RecordShape record_eligibility_names = { eligibility_name_columns,
					       G_N_ELEMENTS(eligibility_name_columns) };
const RecordShape record_assignment = { assignment_columns, G_N_ELEMENTS(assignment_columns) };
const RecordShape record_change = { change_columns, G_N_ELEMENTS(change_columns) };

/* ---- members ---- */

static const void *member_of(const RecordColumn *column, const void *record)
{
	return (const char *)record + column->offset;
}

/* The member as text; NULL when it is none or NULL. */
static const char *text_of(const RecordColumn *column, const void *record)
{
	const void *member = member_of(column, record);
	if (column->type == RECORD_TEXT)
		return *(char *const *)member;
	return column->type == RECORD_WORD ? column->word(*(const int *)member) : NULL;
}

static int64_t number_of(const RecordColumn *column, const void *record)
{
	const void *member = member_of(column, record);
	if (column->type == RECORD_INT)
		return *(const int64_t *)member;
	return column->type == RECORD_BOOL ? *(const bool *)member : 0;
}

static bool is_text(const RecordColumn *column)
{
	return column->type == RECORD_TEXT || column->type == RECORD_WORD;
}

char *record_names(const RecordShape *shape)
{
	GString *names = g_string_new(NULL);
	/* Quoted: "end" is a word of SQL. */
	for (int i = 0; i < shape->count; i++)
		g_string_append_printf(names, "%s\"%s\"", i > 0 ? ", " : "",
				       shape->columns[i].name);
	return g_string_free(names, FALSE);
}

char *record_marks(int count)
{
	GString *marks = g_string_new(NULL);
	for (int i = 0; i < count; i++)
		g_string_append(marks, i > 0 ? ", ?" : "?");
	return g_string_free(marks, FALSE);
}

void record_bind(sqlite3_stmt *statement, int first, const RecordShape *shape, const void *record)
{
	for (int i = 0; i < shape->count; i++) {
		const RecordColumn *column = &shape->columns[i];
		if (is_text(column))
			sqlite3_bind_text(statement, first + i, text_of(column, record), -1,
					  SQLITE_STATIC);
		else
			sqlite3_bind_int64(statement, first + i, number_of(column, record));
	}
}

/*
 * A text of a row, borrowed until the next step, with its length; NULL for NULL. As a blob: sqlite3_column_text would
 * copy it once more to end it with a NUL.
 */
static const char *column_text(sqlite3_stmt *statement, int column, size_t *length)
{
	const char *text = sqlite3_column_blob(statement, column);
	*length = (size_t)sqlite3_column_bytes(statement, column);
	if (text == NULL && sqlite3_column_type(statement, column) != SQLITE_NULL)
		return ""; /* an empty one has no blob */
	return text;
}

/* g_strndup looks for a NUL first. */
static char *copy_text(const char *text, size_t length)
{
	char *copy = g_malloc(length + 1);
	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

static int read_word(sqlite3_stmt *statement, int index, const RecordColumn *column)
{
	char word[32];
	size_t length = 0;
	const char *text = column_text(statement, index, &length);
	if (text == NULL || length >= sizeof word)
		return column->from_word("");
	memcpy(word, text, length);
	word[length] = '\0';
	return column->from_word(word);
}

void record_read(sqlite3_stmt *statement, int first, const RecordShape *shape, void *record)
{
	for (int i = 0; i < shape->count; i++) {
		const RecordColumn *column = &shape->columns[i];
		char *member = (char *)record + column->offset;
		size_t length = 0;
		const char *text = NULL;
		switch (column->type) {
		case RECORD_TEXT:
			text = column_text(statement, first + i, &length);
			*(char **)member = text != NULL ? copy_text(text, length) : NULL;
			break;
		case RECORD_WORD:
			*(int *)member = read_word(statement, first + i, column);
			break;
		case RECORD_INT:
			*(int64_t *)member = sqlite3_column_int64(statement, first + i);
			break;
		case RECORD_BOOL:
			*(bool *)member = sqlite3_column_int(statement, first + i) != 0;
			break;
		}
	}
}

bool record_equal(const RecordShape *shape, const void *a, const void *b)
{
	for (int i = 0; i < shape->count; i++) {
		const RecordColumn *column = &shape->columns[i];
		if (g_strcmp0(text_of(column, a), text_of(column, b)) != 0 ||
		    number_of(column, a) != number_of(column, b))
			return false;
	}
	return true;
}

const char *record_identity(const RecordShape *shape, const void *record)
{
	return text_of(&shape->columns[0], record);
}

/*
 * Multiply and fold, eight bytes at a time: ten thousand rows of some hundred bytes are digested at each refresh, and
 * nobody gains by a collision.
 */
static uint64_t mix(uint64_t hash, const void *bytes, size_t length)
{
	const char *cursor = bytes;
	hash += length;
	while (length > 0) {
		uint64_t chunk = 0;
		size_t size = MIN(length, sizeof chunk);
		memcpy(&chunk, cursor, size);
		hash = (hash ^ chunk) * UINT64_C(0x9e3779b97f4a7c15);
		hash ^= hash >> 32;
		cursor += size;
		length -= size;
	}
	return hash;
}

int64_t record_digest(const RecordShape *shape, const void *record)
{
	uint64_t hash = UINT64_C(0xcbf29ce484222325);
	for (int i = 0; i < shape->count; i++) {
		const RecordColumn *column = &shape->columns[i];
		const char *text = text_of(column, record);
		int64_t number = number_of(column, record);
		if (!is_text(column))
			hash = mix(hash, &number, sizeof number);
		else if (text != NULL)
			hash = mix(hash, text, strlen(text) + 1);
		else
			hash = mix(hash, "\xff", 1); /* in no UTF-8: NULL is not "" */
	}
	return hash == 0 ? 1 : (int64_t)hash;
}
