/* What a fuzz target is: libFuzzer calls it with bytes of its own, fuzz_replay.c with those of the corpus. */
#ifndef TESTS_FUZZ_TARGET_H
#define TESTS_FUZZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

/** A broken promise is a crash: that is what a fuzzer looks for. */
static inline void fuzz_expect(bool is_kept)
{
    if (!is_kept)
        abort();
}

#endif
