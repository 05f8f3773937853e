/*
 * Assertions about a program on a pseudo terminal. A failed one shows the screen.
 */
#ifndef MYROLES_TESTS_EXPECT_H
#define MYROLES_TESTS_EXPECT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h> /* needs those above */

#include "tests/e2e/pty.h"

#define expect_text(pty, text) expect_came(pty_wait_text(pty, text), pty, text, __FILE__, __LINE__)
#define expect_gone(pty, text) expect_came(pty_wait_gone(pty, text), pty, text, __FILE__, __LINE__)
#define expect_row(pty, one, two) \
	expect_came(pty_wait_row(pty, one, two), pty, one " … " two, __FILE__, __LINE__)
#define expect_match(pty, regex) \
	expect_came(pty_wait_match(pty, regex), pty, regex, __FILE__, __LINE__)
#define expect_clean(pty)          expect_clean_stream(pty, __FILE__, __LINE__)
#define expect_restored(pty)       expect_restored_terminal(pty, __FILE__, __LINE__)
#define expect_exit(pty, code)     expect_exit_status(pty, code, __FILE__, __LINE__)
#define expect_killed(pty, number) expect_exit_status(pty, -(number), __FILE__, __LINE__)

void expect_came(bool has_come, Pty *pty, const char *what, const char *file, int line);
/* Nothing but text and allowed sequences was written. */
void expect_clean_stream(Pty *pty, const char *file, int line);
void expect_restored_terminal(Pty *pty, const char *file, int line);
/* Ends with this exit code, or by signal -`code`. */
void expect_exit_status(Pty *pty, int code, const char *file, int line);

#endif
