/*
 * The browser of a person who signs in at the built-in tenant: its pages are plain links.
 */
#ifndef MYROLES_TESTS_BROWSER_H
#define MYROLES_TESTS_BROWSER_H

#include <glib.h>

/*
 * Opens `url` and follows the links with these texts (an account, "Accept", "Cancel"; NULL ends them) until the tenant sends
 * the browser back to the program: that address, which is not visited. A page that sends it back by itself needs none.
 * Aborts when there is no such link. The caller frees.
 */
char *browser_sign_in(const char *url, ...) G_GNUC_NULL_TERMINATED;

/*
 * Visits the address while the default main context runs, since the program that waits for it may be this one. The status of
 * the answer; 0: none.
 */
long browser_visit(const char *address);

#endif
