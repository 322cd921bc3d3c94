/* Fuzz target: parts of a tolerance study, with a line of ---- between them, put together; and everything that is said of the study. */
#include "fuzz_target.h"

#include "humdinger/tolerance.h"
#include "support/system.h"

#include <string.h>

enum { PARTS_MAX = 4 };
static const char between[] = "\n----\n";

static size_t cut(hum_text bytes, hum_text *parts)
{
    size_t n = 0;
    while (n < PARTS_MAX) {
        size_t end = 0;
        while (end < bytes.n && !hum_text_starts((hum_text){bytes.p + end, bytes.n - end}, between))
            end++;
        parts[n++] = (hum_text){bytes.p, end};
        if (end == bytes.n)
            break;
        end += strlen(between);
        bytes = (hum_text){bytes.p + end, bytes.n - end};
    }
    return n;
}

static void tell(hum_tolerance *t)
{
    const hum_text_options o = {0};
    hum_text text, json, svg, part;
    fuzz_expect(hum_tolerance_done(t) > 0 && hum_tolerance_done(t) == hum_tolerance_wanted(t));
    fuzz_expect(hum_tolerance_text(t, &o, &text) == HUM_OK);
    fuzz_expect(hum_tolerance_json(t, &json) == HUM_OK && is_json(json));
    fuzz_expect(hum_tolerance_svg(t, 0, &svg) == HUM_OK);
    fuzz_expect(hum_tolerance_part(t, &part) == HUM_OK && is_json(part));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    static const hum_text names[PARTS_MAX] = {{"a", 1}, {"b", 1}, {"c", 1}, {"d", 1}};
    hum_arena *a = hum_arena_new(NULL);
    hum_text parts[PARTS_MAX], problem;
    hum_tolerance *t;
    size_t n_parts = cut((hum_text){(const char *)bytes, n}, parts);
    hum_status st = hum_tolerance_merge(a, parts, names, n_parts, &t, &problem);
    fuzz_expect(st == HUM_OK || (st == HUM_E_INPUT && problem.n > 0));
    if (st == HUM_OK)
        tell(t);
    hum_arena_close(&a);
    return 0;
}
