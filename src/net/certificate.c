#include "src/net/certificate.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "src/net/error.h"

/* Words of libcurl with OpenSSL, and with GnuTLS. */
typedef struct Sign {
	const char *words;
	const char *sentence; /* with the host */
} Sign;

static const Sign certificate_signs[] = {
	{ "certificate has expired", "the certificate of %s has expired" },
	{ "expiration date has passed", "the certificate of %s has expired" },
	{ "not yet valid", "the certificate of %s is not valid yet" },
	{ "not activated yet", "the certificate of %s is not valid yet" },
	{ "match", "the certificate that %s showed is for another name" }, /* "does not match", … */
};

static const Sign version_signs[] = {
	{ "unsupported protocol", "%s offers no TLS 1.2 or later" },
	{ "protocol version", "%s offers no TLS 1.2 or later" },
	{ "unsupported version", "%s offers no TLS 1.2 or later" },
	{ "wrong version number", "%s does not speak TLS" },
	{ "packet length", "%s does not speak TLS" },
};

static const char *find_sentence(const Sign *signs, size_t count, const char *why)
{
	for (size_t i = 0; i < count; i++) {
		if (strcasestr(why, signs[i].words) != NULL)
			return signs[i].sentence;
	}
	return NULL;
}

static GError *other_error(const char *sentence, const char *host)
{
	/* One "%s" each. */
	g_auto(GStrv) parts = g_strsplit(sentence, "%s", 2);
	return error_new(HTTP_ERROR_CERTIFICATE, false, "%s%s%s", parts[0], host, parts[1]);
}

GError *certificate_check_file(const char *ca_file)
{
	struct stat info;
	const int fd = open(ca_file, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	const char *what = fd < 0 ? g_strerror(errno) : NULL;
	if (fd >= 0) {
		if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode))
			what = "is not a regular file";
		close(fd);
	}
	return what == NULL ? NULL
			    : error_new(HTTP_ERROR_CA_FILE, false, "ca_file %s: %s", ca_file, what);
}

GError *certificate_error(CURLcode code, const char *host, const char *why, const char *ca_file)
{
	const char *sentence = NULL;
	switch (code) {
	case CURLE_PEER_FAILED_VERIFICATION:
		sentence = find_sentence(certificate_signs, G_N_ELEMENTS(certificate_signs), why);
		break;
	case CURLE_SSL_CONNECT_ERROR:
		sentence = find_sentence(version_signs, G_N_ELEMENTS(version_signs), why);
		return sentence != NULL ? other_error(sentence, host) : NULL;
	case CURLE_SSL_CACERT_BADFILE:
		if (ca_file != NULL)
			return error_new(HTTP_ERROR_CA_FILE, false,
					 "ca_file %s: holds no certificate that can be read",
					 ca_file);
		break;
	case CURLE_SSL_ISSUER_ERROR:
		break;
	default:
		return NULL;
	}
	if (sentence != NULL)
		return other_error(sentence, host);
	return error_new(HTTP_ERROR_TLS, false, "the certificate of %s is not trusted: %s", host,
			 why);
}
