#include "tui/core/known-rows.h"

#include "src/model/list.h"
#include "tui/widgets/rows.h"

void known_rows_init(KnownRows *known)
{
	known->rows = g_ptr_array_new_with_free_func((GDestroyNotify)row_free);
}

void known_rows_clear(KnownRows *known)
{
	g_ptr_array_unref(known->rows);
}

void known_rows_forget(KnownRows *known)
{
	g_ptr_array_set_size(known->rows, 0);
	known->next = 0;
}

unsigned known_rows_take_turn(KnownRows *known, Instant now, ListId list, int64_t every)
{
	if (now < known->next)
		return 0;
	known->next = now + every;
	return list_refreshed_bits() | 1u << list;
}
