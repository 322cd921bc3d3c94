/* Fuzz target: a .hum text. Its first line, when it is "#set PATH VALUE", is a change to make to the rest. */
#include "fuzz_target.h"

#include "support/roundtrip.h"

#include <string.h>

static hum_text take_until(hum_text *rest, char end)
{
    size_t n = 0;
    while (n < rest->n && rest->p[n] != end)
        n++;
    hum_text taken = {rest->p, n};
    n += n < rest->n;
    *rest = (hum_text){rest->p + n, rest->n - n};
    return taken;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_text text = {(const char *)bytes, n};
    fuzz_expect(!roundtrip_of_text(a, text).broken);
    if (hum_text_starts(text, "#set ")) {
        take_until(&text, ' ');
        hum_text line = take_until(&text, '\n');
        hum_text path = take_until(&line, ' ');
        fuzz_expect(!roundtrip_of_set(a, text, path, line).broken);
    }
    hum_arena_close(&a);
    return 0;
}
