/* Fuzz target: a JSON text that may be a system. */
#include "fuzz_target.h"

#include "support/roundtrip.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    hum_arena *a = hum_arena_new(NULL);
    fuzz_expect(!roundtrip_of_json(a, (hum_text){(const char *)bytes, n}).broken);
    hum_arena_close(&a);
    return 0;
}
