#include "src/base/limits.h"
#include "src/model/denial.h"

void denial_add(Denial *denial, Need *need)
{
	for (guint i = 0; i < denial->needs->len; i++) {
		Need *known = denial->needs->pdata[i];
		if (need_is_same(known, need)) {
			known->is_conditional |= need->is_conditional;
			need_free(need);
			return;
		}
	}
	if (denial->needs->len >= LIMIT_NEEDS) {
		denial->is_cut = true;
		need_free(need);
		return;
	}
	g_ptr_array_add(denial->needs, need);
}
