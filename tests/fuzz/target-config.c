/* myroles.conf. */
#include "src/model/settings.h"
#include "src/store/config.h"
#include "tests/fuzz/fuzz.h"

void fuzz_config(const uint8_t *data, size_t size)
{
	g_autoptr(GError) error = NULL;
	g_autoptr(Settings) settings =
		config_parse("myroles.conf", (const char *)data, size, &error);
	if (settings == NULL) {
		g_assert_true(error != NULL && g_utf8_validate(error->message, -1, NULL));
		return;
	}
	g_assert_no_error(error);
	g_assert_cmpuint(settings->accounts->len, >, 0);
	for (size_t i = 0; i < settings->accounts->len; i++) {
		const AccountSettings *account = g_ptr_array_index(settings->accounts, i);
		g_assert_true(account->name != NULL && g_utf8_validate(account->name, -1, NULL));
	}
}
