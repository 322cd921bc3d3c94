/* Fuzz target: a .hum text through the studies: bands, many samples, eyes, cross-sections, the fix ladder, pictures. Systems are kept
 * smaller than for fuzz_report.c, so that a run is fast. */
#include "fuzz_target.h"

#include "humdinger/tolerance.h"
#include "support/system.h"

enum { BYTES_MAX = 4096, PORTS_MAX = 10, CABLES_MAX = 3, LISTENERS_MAX = 1, GROUNDS_MAX = 3, VARIANTS_MAX = 2, SAMPLES = 5 };

static const hum_text_options plain = {.all_assumed = true};

static bool is_small(const hum_model *m)
{
    return m->n_ports <= PORTS_MAX && m->n_cables + m->n_digital <= CABLES_MAX && m->n_listeners <= LISTENERS_MAX &&
           m->n_grounds <= GROUNDS_MAX && m->n_boxes <= PORTS_MAX;
}

/* Worst corners take long: of one cable only. */
static void run_tolerance(hum_project *p, const hum_model *m)
{
    const hum_tolerance_options o = {
        .n_samples = SAMPLES, .wants_stats = true, .threads = 1, .shard = m->n_cables > 1, .n_shards = 1};
    hum_tolerance *t;
    hum_text text, json, svg, part, problem;
    hum_status st = hum_tolerance_open(p, (hum_text){0}, &o, &t);
    fuzz_expect(is_told(p, st));
    if (st != HUM_OK)
        return;
    fuzz_expect(hum_tolerance_step(t, SAMPLES) == HUM_OK);
    fuzz_expect(hum_tolerance_text(t, &plain, &text) == HUM_OK);
    fuzz_expect(hum_tolerance_json(t, &json) == HUM_OK && is_json(json));
    fuzz_expect(hum_tolerance_svg(t, 0, &svg) == HUM_OK);
    fuzz_expect(hum_tolerance_part(t, &part) == HUM_OK && is_json(part));
    fuzz_expect(hum_tolerance_merge(p->a, &part, &part, 1, &t, &problem) == HUM_OK);
}

static void run_eye(hum_project *p, size_t n_digital)
{
    const hum_eye_ask ask = {.rate_hz = 192e3};
    hum_text text;
    if (n_digital == 0)
        return;
    fuzz_expect(is_told(p, hum_eye_svg(p, (hum_text){0}, &ask, &text)));
    fuzz_expect(is_told(p, hum_eye_json(p, (hum_text){0}, &ask, &text)));
}

static void run_pictures(hum_project *p)
{
    static const char *const names[] = {"spectrum", "levels", "limits", "system", "response", "cmrr"};
    hum_text text;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        fuzz_expect(is_told(p, hum_plot_svg(p, (hum_text){0}, hum_text_of(names[i]), NULL, &text)));
}

static void run_all(hum_project *p, const hum_model *m)
{
    hum_text text;
    hum_status st = hum_report_text(p, (hum_text){0}, &plain, &text);
    fuzz_expect(is_told(p, st));
    if (st != HUM_OK)
        return;
    fuzz_expect(is_told(p, hum_cable_text(p, &plain, &text)));
    run_eye(p, m->n_digital);
    run_tolerance(p, m);
    fuzz_expect(is_told(p, hum_fix_json(p, (hum_text){0}, &text)));
    if (p->n_variants)
        fuzz_expect(is_told(p, hum_compare_text(p, (hum_text){0}, p, p->variants[0].name, &plain, &text)));
    fuzz_expect(is_told(p, hum_report_html(p, (hum_text){0}, &text)));
    run_pictures(p);
}

static bool all_small(hum_project *p)
{
    const hum_model *m;
    for (size_t i = 0; i < p->n_variants; i++)
        if (hum_project_model(p, p->variants[i].name, &m) != HUM_OK || !is_small(m))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    const hum_model *m;
    if (n <= BYTES_MAX && hum_project_open(a, HUM_T("fuzz"), (hum_text){(const char *)bytes, n}, &small_catalogue, &p) == HUM_OK &&
        !hum_project_errors(p) && p->n_variants <= VARIANTS_MAX && all_small(p) &&
        hum_project_model(p, (hum_text){0}, &m) == HUM_OK && is_small(m)) {
        hum_project_samples(p, SAMPLES);
        run_all(p, m);
    }
    hum_arena_close(&a);
    return 0;
}
