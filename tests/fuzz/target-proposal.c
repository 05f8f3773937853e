/* Messages of the socket of proposals. */
#include <string.h>

#include "frontend/proposal.h"
#include "src/base/limits.h"
#include "src/base/text.h"
#include "tests/fuzz/fuzz.h"

static void check_proposal(const Proposal *proposal)
{
	g_assert_true(text_is_clean(proposal->reason));
	g_assert_true(text_is_clean(proposal->scope_id));
	g_assert_true(proposal->claim == NULL || text_is_clean(proposal->claim));
	g_assert_cmpint(g_utf8_strlen(proposal->reason, -1), <=, LIMIT_TEXT_CHARS);
	g_assert_cmpint(proposal->duration, >=, 0);
	g_assert_cmpint(proposal->holder, ==, 0);
	g_autoptr(GVariant) again = g_variant_ref_sink(proposal_to_message(proposal));
	g_autoptr(Proposal) same = proposal_from_message(again);
	g_assert_nonnull(same);
	g_assert_cmpstr(same->reason, ==, proposal->reason);
}

void fuzz_proposal(const uint8_t *data, size_t size)
{
	g_autoptr(GBytes) bytes = g_bytes_new(data, size);
	g_autoptr(GVariant) message =
		g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE_VARDICT, bytes, FALSE));
	if (!g_variant_is_normal_form(message))
		return;
	g_autoptr(Proposal) proposal = proposal_from_message(message);
	g_autoptr(ProposalNews) news = proposal_news_from_message(message);
	if (proposal != NULL)
		check_proposal(proposal);
	g_assert_true(news == NULL || news->text == NULL || text_is_clean(news->text));
}
