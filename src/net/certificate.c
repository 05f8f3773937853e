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
	{ "too weak", "the certificate of %s has a key or signature that is too weak" },
	{ "unsuitable certificate purpose", "the certificate of %s is not one for a server" },
	{ "revoked", "the certificate of %s was revoked" },
	{ "signature failure", "the certificate of %s has a wrong signature" },
	{ "match", "the certificate that %s showed is for another name" }, /* "does not match", … */
};

static const Sign handshake_signs[] = {
	{ "unsupported protocol", "%s offers no TLS 1.2 or later" },
	{ "protocol version", "%s offers no TLS 1.2 or later" },
	{ "unsupported version", "%s offers no TLS 1.2 or later" },
	{ "wrong version number", "%s does not speak TLS" },
	{ "packet length", "%s does not speak TLS" },
	{ "handshake failure", "%s broke the TLS handshake off: no cipher is in common, or it "
			       "wants a certificate of yours" },
	{ "no cipher", "%s and this machine have no TLS cipher in common" },
	{ "no supported cipher", "%s and this machine have no TLS cipher in common" },
	{ "insufficient security", "%s wants a stronger TLS cipher than this machine offers" },
	{ "key too small", "%s offers a key exchange that is too weak" },
	{ "unrecognized name", "%s says that it serves no host of that name" },
	{ "certificate required", "%s wants a certificate of yours, and there is none" },
	{ "alert bad certificate", "%s wants a certificate of yours, and there is none" },
	{ "alert unknown ca", "%s wants a certificate of yours, and there is none" },
	{ "alert access denied", "%s wants a certificate of yours, and there is none" },
};

/* Of these the next try may meet nothing, or they came when the request had left. */
static const Sign passing_signs[] = {
	{ "SSL_ERROR_SYSCALL", "TLS was cut off" },
	{ "unexpected eof", "TLS was cut off" },
	{ "non-properly terminated", "TLS was cut off" },
	{ "certificate required", "it wants a certificate of yours, and there is none" },
	{ "internal error", "it broke the TLS handshake off, for an error of its own" },
	{ "no application protocol", "it takes no HTTP by TLS" },
};

static const char *find_sentence(const Sign *signs, size_t count, const char *why)
{
	for (size_t i = 0; i < count; i++) {
		if (strcasestr(why, signs[i].words) != NULL)
			return signs[i].sentence;
	}
	return NULL;
}

static GError *other_error(HttpError code, const char *sentence, const char *host)
{
	/* One "%s" each. */
	g_auto(GStrv) parts = g_strsplit(sentence, "%s", 2);
	return error_new(code, false, "%s%s%s", parts[0], host, parts[1]);
}

const char *certificate_passing_words(const char *why)
{
	const char *words = find_sentence(passing_signs, G_N_ELEMENTS(passing_signs), why);
	return words != NULL ? words : why;
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
		sentence = find_sentence(handshake_signs, G_N_ELEMENTS(handshake_signs), why);
		return sentence != NULL ? other_error(HTTP_ERROR_HANDSHAKE, sentence, host) : NULL;
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
		return other_error(HTTP_ERROR_CERTIFICATE, sentence, host);
	return error_new(HTTP_ERROR_TLS, false, "the certificate of %s is not trusted: %s", host,
			 why);
}
