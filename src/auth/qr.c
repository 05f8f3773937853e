#include "src/auth/qr.h"

#include <glib.h>

#ifdef HAVE_QRENCODE
#include <qrencode.h>

char *qr_encode(const char *text, int *size)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);
	size_t count;
	char *modules;
	if (code == NULL)
		return NULL;
	*size = code->width;
	count = (size_t)code->width * (size_t)code->width;
	modules = g_malloc(count + 1);
	for (size_t i = 0; i < count; i++)
		modules[i] = (code->data[i] & 1) != 0 ? '#' : ' ';
	modules[count] = '\0';
	QRcode_free(code);
	return modules;
}
#else
char *qr_encode(const char *text, int *size)
{
	(void)text;
	*size = 0;
	return NULL;
}
#endif
