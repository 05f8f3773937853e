/*
 * Fuzz targets: one function per parser, one table of them. libFuzzer runs one (`make fuzz`); in every build
 * `make check` replays the seeds and past findings of tests/fuzz/corpus/NAME through it.
 *
 * A target also asserts what has to hold of any result: a crash is only the coarsest finding.
 */
#ifndef MYROLES_TESTS_FUZZ_H
#define MYROLES_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>

typedef struct FuzzTarget {
	const char *name; /* and of its corpus folder */
	void (*run)(const uint8_t *data, size_t size);
} FuzzTarget;

extern const FuzzTarget fuzz_targets[]; /* ends with a NULL name */

/* NULL when there is none of that name. */
const FuzzTarget *fuzz_find(const char *name);

void fuzz_archive(const uint8_t *data, size_t size);
void fuzz_challenge(const uint8_t *data, size_t size);
void fuzz_config(const uint8_t *data, size_t size);
void fuzz_denial(const uint8_t *data, size_t size);
void fuzz_duration(const uint8_t *data, size_t size);
void fuzz_error(const uint8_t *data, size_t size);
void fuzz_json(const uint8_t *data, size_t size);
void fuzz_jwt(const uint8_t *data, size_t size);
void fuzz_key(const uint8_t *data, size_t size);
void fuzz_operation(const uint8_t *data, size_t size);
void fuzz_place(const uint8_t *data, size_t size);
void fuzz_plan(const uint8_t *data, size_t size);
void fuzz_policy(const uint8_t *data, size_t size);
void fuzz_proposal(const uint8_t *data, size_t size);
void fuzz_redirect(const uint8_t *data, size_t size);
void fuzz_row(const uint8_t *data, size_t size);
void fuzz_rpc(const uint8_t *data, size_t size);
void fuzz_sanitizer(const uint8_t *data, size_t size);
void fuzz_scope(const uint8_t *data, size_t size);
void fuzz_splitter(const uint8_t *data, size_t size);
void fuzz_time(const uint8_t *data, size_t size);
void fuzz_url(const uint8_t *data, size_t size);

#endif
