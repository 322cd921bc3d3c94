/* No memory, with the answers that look closer: bands, many samples, eyes, cross-sections, fields, the fix ladder, large systems in
 * pieces. FFTW ends the program when it gets no memory, so its own allocations do not fail here. */
#include "support/no_memory.h"

#include "humdinger/tolerance.h"

/* ---- the systems ---- */

#define TWO_BOXES                                                                                                               \
    "mains 120 V 60 Hz\n"                                                                                                       \
    "ground tv  emf 80 mV  r 0.1..1 ohm\n"                                                                                      \
    "box dac like small/dac  ground tv\n"                                                                                       \
    "box amp like small/amp\n"

static const char designed[] = "mains 120 V 60 Hz\n"
                               "outlet b emf 10 mV r 0.2 ohm\n"
                               "box tx plug 3-pin\n"
                               "  out xlr symmetric max 4 V z 100 ohm imbalance 0.3..10 ohm noise 2 uV\n"
                               "box rx plug 3-pin outlet b\n"
                               "  in xlr difference r 10 kohm +-1 % match 0.1 %\n"
                               "cable tx.xlr -> rx.xlr xlr 2 m\n"
                               "variant \"tx\"\n"
                               "  box tx\n"
                               "    out xlr imbalance 1 ohm\n"
                               "expect cmrr of rx.xlr at 60 Hz > 50 dB\n"
                               "expect hum of rx.xlr < 1 mV\n";
/* Little that is uncertain: each of it is looked at with a thousand samples. */
static const char precise[] = "box tx plug battery\n"
                              "  out xlr symmetric max 4 V z 100 ohm imbalance 1 ohm noise 2 uV\n"
                              "box rx plug battery\n"
                              "  in xlr difference z 20 kohm zcm 10 kohm +-1 % cmrr 80 dB noise 2 uV\n"
                              "cable tx.xlr -> rx.xlr xlr 2 m core 80 mohm/m shield 30 mohm/m outer 1 uH/m c 90 pF/m "
                              "unbalance 2 % velocity 66 % contact 10 mohm\n";
static const char digital[] = "box cd plug 3-pin\n"
                              "  out aes aes3 max 5 V\n"
                              "  out rca spdif max 0.5 V  rise 30 ns\n"
                              "box dac plug 3-pin\n"
                              "  in aes aes3\n"
                              "  in rca spdif\n"
                              "cable cd.aes -> dac.aes small/pair 30 m  tan-delta 1 %\n"
                              "cable cd.rca -> dac.rca coax 400 m  loss 36 dB/km at 30 MHz\n"
                              "expect eye-height of dac.aes > 1 V\n";
static const char geometry[] = "box dac like small/dac\n"
                               "box amp like small/amp\n"
                               "  select xlr\n"
                               "cable dac.xlr -> amp.xlr quad 10 m  strands 40 strand 0.08 mm insulation 1.5 mm er 2.3 lay 20 mm "
                               "shielding braid shield-wire 0.1 mm ends 5 coverage 90 %\n"
                               "cable dac.rca -> amp.rca coax 3 m  awg 22 insulation 3 mm er 2.3 shielding foil drain 0.3 mm\n";
static const char fields[] = TWO_BOXES "  select rca\n"
                                       "cable dac.rca -> amp.rca  rca 2 m\n"
                                       "cable dac.xlr -> amp.xlr  small/pair 2 m\n"
                                       "speaker amp.spk  88 dB  8 ohm  at 3 m\n"
                                       "near cable dac.rca -> amp.rca  mains 5 A at 5 cm over 1 m\n"
                                       "near cable dac.rca -> amp.rca  transformer 100 VA at 20 cm end receiver\n"
                                       "near cable dac.rca -> amp.rca  cable dac.xlr -> amp.xlr at 1 cm over 1 m\n"
                                       "near cable dac.xlr -> amp.xlr  live 120 V at 3 cm\n"
                                       "field 0.2 uT\n"
                                       "radio 1 MHz 3 V/m\n"
                                       "variant \"XLR\"\n"
                                       "  box amp\n"
                                       "    select xlr\n"
                                       "  remove near cable dac.rca -> amp.rca mains\n"
                                       "  remove radio\n";
static const char mended[] = TWO_BOXES "  select rca\n"
                                       "cable dac.rca -> amp.rca  rca 2 m\n"
                                       "speaker amp.spk  88 dB  8 ohm  at 3 m room 25 dBA\n"
                                       "variant \"XLR\"\n"
                                       "  remove cable dac.rca -> amp.rca\n"
                                       "  cable dac.xlr -> amp.xlr  small/pair 2 m\n"
                                       "  box amp\n"
                                       "    select xlr\n";

/* 26 links in a chain: solved in pieces. */
#define LINK(from, to) "box b" to "\n  in a noise 4 uV\n  out z noise 10 uV\n  gain 1 dB\ncable b" from ".z -> b" to ".a rca 1 m\n"
static const char chain[] = "mains 230 V 50 Hz\n"
                            "box b0 plug 3-pin\n"
                            "  out z max 1 V noise 10 uV\n"
    LINK("0", "1") LINK("1", "2") LINK("2", "3") LINK("3", "4") LINK("4", "5") LINK("5", "6") LINK("6", "7") LINK("7", "8")
    LINK("8", "9") LINK("9", "10") LINK("10", "11") LINK("11", "12") LINK("12", "13") LINK("13", "14") LINK("14", "15")
    LINK("15", "16") LINK("16", "17") LINK("17", "18") LINK("18", "19") LINK("19", "20") LINK("20", "21") LINK("21", "22")
    LINK("22", "23") LINK("23", "24") LINK("24", "25") LINK("25", "26");

/* ---- the answers ---- */

static const hum_text_options plain = {.all_assumed = true};
static const hum_text xlr = {"XLR", 3};

static hum_status report_text(hum_project *p, hum_text *out)
{
    return hum_report_text(p, (hum_text){0}, &plain, out);
}

static hum_status report_json(hum_project *p, hum_text *out)
{
    return hum_report_json(p, (hum_text){0}, out);
}

static hum_status report_html(hum_project *p, hum_text *out)
{
    return hum_report_html(p, (hum_text){0}, out);
}

static hum_status report_alone(hum_project *p, hum_text *out)
{
    hum_project_without_doubts(p);
    return hum_report_json(p, (hum_text){0}, out);
}

static hum_status check_text(hum_project *p, hum_text *out)
{
    size_t n, failed;
    return hum_check_text(p, &plain, &n, &failed, out);
}

static hum_status compare_text(hum_project *p, hum_text *out)
{
    return hum_compare_text(p, (hum_text){0}, p, xlr, &plain, out);
}

static hum_status compare_json(hum_project *p, hum_text *out)
{
    return hum_compare_json(p, (hum_text){0}, p, xlr, out);
}

static hum_status fix_text(hum_project *p, hum_text *out)
{
    return hum_fix_text(p, (hum_text){0}, &plain, out);
}

static hum_status fix_json(hum_project *p, hum_text *out)
{
    return hum_fix_json(p, (hum_text){0}, out);
}

static hum_status cable_text(hum_project *p, hum_text *out)
{
    return hum_cable_text(p, &plain, out);
}

static hum_status cable_json(hum_project *p, hum_text *out)
{
    return hum_cable_json(p, out);
}

static hum_status spice(hum_project *p, hum_text *out)
{
    return hum_spice_text(p, (hum_text){0}, (hum_text){0}, 2, out);
}

static hum_status plot_all(hum_project *p, hum_text *out)
{
    static const char *const pictures[] = {"spectrum", "levels", "limits", "system", "response", "cmrr"};
    const hum_plot_options o = {.against = xlr};
    hum_text all = {0};
    for (size_t i = 0; i < sizeof pictures / sizeof pictures[0]; i++) {
        hum_text one;
        HUM_TRY(hum_plot_svg(p, (hum_text){0}, hum_text_of(pictures[i]), &o, &one));
        all = hum_text_format(p->a, "%.*s%.*s", HUM_FMT(all), HUM_FMT(one));
    }
    *out = all;
    return hum_arena_is_exhausted(p->a) ? HUM_E_NOMEM : HUM_OK;
}

static const hum_eye_ask asked = {.rate_hz = 96e3};
static const hum_eye_ask asked_one = {.port = {"dac.rca", 7}, .length = {"50 m", 4}, .is_equalised = true};

static hum_status eye_text(hum_project *p, hum_text *out)
{
    return hum_eye_text(p, (hum_text){0}, &asked, &plain, out);
}

static hum_status eye_json(hum_project *p, hum_text *out)
{
    return hum_eye_json(p, (hum_text){0}, &asked_one, out);
}

static hum_status eye_svg(hum_project *p, hum_text *out)
{
    return hum_eye_svg(p, (hum_text){0}, &asked_one, out);
}

enum { TOLERANCE_SAMPLES = 12 };
typedef hum_status (*teller)(hum_tolerance *t, hum_text *out);

static hum_status sampled(hum_project *p, hum_tolerance_options o, teller tell, hum_text *out)
{
    hum_tolerance *t;
    o.n_samples = TOLERANCE_SAMPLES;
    o.threads = 1; /* which allocation comes k-th must not depend on another thread */
    HUM_TRY(hum_tolerance_open(p, (hum_text){0}, &o, &t));
    while (hum_tolerance_done(t) < hum_tolerance_wanted(t))
        HUM_TRY(hum_tolerance_step(t, 5));
    return tell(t, out);
}

static hum_status tell_text(hum_tolerance *t, hum_text *out)
{
    return hum_tolerance_text(t, &plain, out);
}

static hum_status tell_svg(hum_tolerance *t, hum_text *out)
{
    return hum_tolerance_svg(t, 0, out);
}

static hum_status tolerance_text(hum_project *p, hum_text *out)
{
    return sampled(p, (hum_tolerance_options){.wants_stats = true}, tell_text, out);
}

static hum_status tolerance_json(hum_project *p, hum_text *out)
{
    hum_text what[] = {{"snr of rx.xlr", 13}, {"cmrr of rx.xlr at 60 Hz", 23}};
    return sampled(p, (hum_tolerance_options){.targets = what, .n_targets = 2, .limit = HUM_T("> 60 dB")}, hum_tolerance_json, out);
}

static hum_status tolerance_svg(hum_project *p, hum_text *out)
{
    return sampled(p, (hum_tolerance_options){0}, tell_svg, out);
}

static hum_status precision(hum_project *p, hum_text *out)
{
    hum_text what = {"cmrr of rx.xlr at 60 Hz", 23};
    return sampled(p, (hum_tolerance_options){.targets = &what, .n_targets = 1, .wants_precision = true, .sweep = HUM_T("rx.xlr")},
                   tell_text, out);
}

static hum_status merged(hum_project *p, hum_text *out)
{
    const hum_text names[2] = {HUM_T("one"), HUM_T("two")};
    hum_text part[2], problem;
    hum_tolerance *t;
    for (uint64_t k = 0; k < 2; k++)
        HUM_TRY(sampled(p, (hum_tolerance_options){.shard = k + 1, .n_shards = 2}, hum_tolerance_part, &part[k]));
    HUM_TRY(hum_tolerance_merge(p->a, part, names, 2, &t, &problem));
    return hum_tolerance_text(t, &plain, out);
}

/* What takes long stands behind what reaches the same places sooner. */
static const no_memory_answer answers[] = {
    {"bands", designed, .give = report_json},
    {"bands, from the text on", designed, report_text, .with_open = true},
    {"check in variants", designed, .give = check_text},
    {"tolerance", designed, .give = tolerance_text},
    {"tolerance --json", designed, .give = tolerance_json},
    {"tolerance -o svg", designed, .give = tolerance_svg},
    {"tolerance --precision --sweep", precise, .give = precision},
    {"tolerance --shard and --merge", designed, merged, .is_json = true},
    {"eye --json", digital, .give = eye_json},
    {"eye -o svg", digital, .give = eye_svg},
    {"eye", digital, eye_text, .with_open = true},
    {"report on digital links", digital, .give = report_text},
    {"expect of an eye", digital, .give = check_text},
    {"cable by geometry", geometry, cable_text, .with_open = true},
    {"cable by geometry, JSON", geometry, .give = cable_json},
    {"report on geometry", geometry, .give = report_text},
    {"netlist of geometry", geometry, .give = spice},
    {"fields", fields, report_text, .with_open = true},
    {"fields, JSON", fields, .give = report_json},
    {"flip point", mended, .give = compare_text},
    {"flip point, JSON", mended, .give = compare_json},
    {"fields, compared", fields, .give = compare_text},
    {"fix", mended, .give = fix_text},
    {"fix, JSON", mended, .give = fix_json},
    {"fix of fields", fields, .give = fix_text},
    {"pictures", mended, .give = plot_all},
    {"report --html", mended, .give = report_html},
    {"26 links", chain, report_alone, .with_open = true},
    {"26 links with bands", chain, .give = report_text},
};

int main(void)
{
    return no_memory_run(answers, sizeof answers / sizeof answers[0]);
}
