/* Fuzz target: a .hum text through the whole program: every report, the expectations, the netlist and the joints
 * of the base and of each variant. Systems are kept small, so that a run is fast. */
#include "fuzz_target.h"

#include "support/system.h"

enum { BYTES_MAX = 4096, PORTS_MAX = 14, CABLES_MAX = 4, LISTENERS_MAX = 2, GROUNDS_MAX = 4, VARIANTS_MAX = 3, SAMPLES = 5 };

static bool is_small(const hum_model *m)
{
    return m->n_ports <= PORTS_MAX && m->n_cables <= CABLES_MAX && m->n_listeners <= LISTENERS_MAX &&
           m->n_grounds <= GROUNDS_MAX && m->n_boxes <= PORTS_MAX;
}

static void run_netlist(hum_project *p, hum_text variant)
{
    hum_text t;
    fuzz_expect(is_told(p, hum_spice_text(p, variant, (hum_text){0}, 4, &t)));
    fuzz_expect(is_told(p, hum_dump_text(p, variant, HUM_JOINT_MODEL, &t)));
    fuzz_expect(is_told(p, hum_dump_text(p, variant, HUM_JOINT_CIRCUIT, &t)));
}

static void run_variant(hum_project *p, hum_text variant)
{
    const hum_model *m;
    hum_text json, text;
    hum_text_options o = {.all_assumed = true};
    hum_status st = hum_project_model(p, variant, &m);
    fuzz_expect(is_told(p, st));
    if (st != HUM_OK || !is_small(m))
        return;
    st = hum_report_json(p, variant, &json);
    fuzz_expect(is_told(p, st));
    fuzz_expect(hum_report_text(p, variant, &o, &text) == st);
    if (st != HUM_OK)
        return;
    fuzz_expect(is_json(json));
    run_netlist(p, variant);
    fuzz_expect(is_told(p, hum_compare_text(p, (hum_text){0}, p, variant, &o, &text)));
}

static bool all_small(hum_project *p)
{
    const hum_model *m;
    for (size_t i = 0; i < p->n_variants; i++)
        if (hum_project_model(p, p->variants[i].name, &m) == HUM_OK && !is_small(m))
            return false;
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_project *p;
    hum_text text;
    size_t n_expected, n_failed;
    if (n <= BYTES_MAX && hum_project_open(a, HUM_T("fuzz"), (hum_text){(const char *)bytes, n}, &small_catalogue, &p) ==
                              HUM_OK &&
        p->n_variants <= VARIANTS_MAX && (hum_project_errors(p) || all_small(p))) {
        hum_project_samples(p, SAMPLES);
        for (size_t i = 0; i < p->n_variants; i++)
            run_variant(p, p->variants[i].name);
        hum_status st = hum_check_json(p, &n_expected, &n_failed, &text);
        fuzz_expect(is_told(p, st));
        fuzz_expect(st != HUM_OK || is_json(text));
        fuzz_expect(hum_project_diags_json(p, &text) == HUM_OK && is_json(text));
        fuzz_expect(hum_project_diags_text(p, 0, true, &text) == HUM_OK);
    }
    hum_arena_close(&a);
    return 0;
}
