#include "src/model/owed.h"

Owed *owed_new(void)
{
	Owed *owed = g_new0(Owed, 1);
	owed->holders = g_array_new(FALSE, FALSE, sizeof(int64_t));
	return owed;
}

Owed *owed_copy(const Owed *owed)
{
	Owed *copy = owed_new();
	copy->request = request_copy(owed->request);
	g_array_append_vals(copy->holders, owed->holders->data, owed->holders->len);
	copy->released = owed->released;
	copy->postponed = owed->postponed;
	copy->tries = owed->tries;
	copy->fault = g_strdup(owed->fault);
	copy->is_held = owed->is_held;
	return copy;
}

void owed_free(Owed *owed)
{
	if (owed == NULL)
		return;
	request_free(owed->request);
	g_array_unref(owed->holders);
	g_free(owed->fault);
	g_free(owed);
}

int64_t owed_random_holder(void)
{
	return OWED_FIRST_BYTE + (((int64_t)(g_random_int() >> 2) << 32) | (int64_t)g_random_int());
}

static bool is_about(const Request *request, const Grant *grant)
{
	return request->workload == grant->workload && request->access == grant->access &&
	       request->role.id != NULL && grant->role.id != NULL &&
	       scope_id_equal(request->scope.id, grant->scope.id) &&
	       g_ascii_strcasecmp(role_guid(request->role.id), role_guid(grant->role.id)) == 0;
}

const Owed *owed_find(const GPtrArray *rows, const Grant *grant)
{
	for (guint i = 0; rows != NULL && i < rows->len; i++) {
		const Owed *owed = rows->pdata[i];
		if (is_about(owed->request, grant))
			return owed;
	}
	return NULL;
}

bool owed_is_settled(const Owed *owed, Instant now)
{
	switch (owed->request->state) {
	case REQUEST_STATE_ENDED:
	case REQUEST_STATE_CANCELED:
	case REQUEST_STATE_REFUSED:
	case REQUEST_STATE_FAILED:
		return true;
	case REQUEST_STATE_ACTIVE:
		return owed->request->end != 0 && owed->request->end <= now;
	default:
		return false; /* it may come true yet */
	}
}

Instant owed_due(const Owed *owed)
{
	const Instant began = MAX(owed->request->start, owed->request->created);
	return MAX(began + OWED_FLOOR_SECONDS, owed->postponed);
}

bool owed_is_given_up(const Owed *owed)
{
	return owed->tries >= OWED_TRIES;
}
