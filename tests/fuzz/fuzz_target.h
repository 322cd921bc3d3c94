/* What a fuzz target is: libFuzzer calls it with bytes of its own, fuzz_replay.c with those of the corpus. */
#ifndef TESTS_FUZZ_TARGET_H
#define TESTS_FUZZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/** A broken promise is told and is a crash: that is what a fuzzer looks for. */
#define fuzz_expect(promise) fuzz_keep(promise, #promise)

static inline void fuzz_keep(bool is_kept, const char *promise)
{
    if (is_kept)
        return;
    fprintf(stderr, "broken: %s\n", promise);
    abort();
}

#endif
