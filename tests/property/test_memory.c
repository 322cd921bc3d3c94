/* No memory, with each answer about a small system. */
#include "support/no_memory.h"

#include "humdinger/humdinger.h"

static const char text[] = "mains 120 V 60 Hz\n"
                           "ground tv  emf 80 mV  r 0.1..1 ohm\n"
                           "box dac like small/dac  ground tv\n"
                           "box amp like small/amp\n"
                           "  select rca\n"
                           "cable dac.rca -> amp.rca  rca 2 m\n"
                           "speaker amp.spk  88 dB  8 ohm  at 3 m\n"
                           "variant \"XLR\"\n"
                           "  remove cable dac.rca -> amp.rca\n"
                           "  cable dac.xlr -> amp.xlr  small/pair 2 m\n"
                           "  box amp\n"
                           "    select xlr\n"
                           "expect hum < 10 dBSPL in \"XLR\"\n"
                           "expect calc \"2 V to dBu\" > 8 dBu\n";
static const char wrong[] = "mains 120 M 60 hz\n"
                            "use \"part.hum\"\n"
                            "use \"nowhere.hum\"\n"
                            "box a  plug 4-pin  leakage 1 uV\n"
                            "  in x  wrong  z 1 mohm\n"
                            "cable a.x -> b.y  rca -1 m\n"
                            "\tbox \"\n";
static const char twin[] = "{\"schema\": \"humdinger.system/1\", \"statements\": [{\"comment\": \"a box\"}, "
                           "{\"do\": [\"box\", \"a\", \"plug\", \"3-pin\"], \"with\": [{\"do\": [\"out\", \"o\", "
                           "\"max\", {\"value\": 2, \"unit\": \"V\"}]}]}]}";
static const char device[] = "device small/thing \"Thing\"  plug 3-pin\n"
                             "  out xlr  symmetric  max 4 V !s  z 200 ohm\n"
                             "  source s guess \"for tests\"\n";

static const hum_text_options plain = {.all_assumed = true};
static const hum_text xlr = {"XLR", 3};

static hum_status report_text(hum_project *p, hum_text *out)
{
    return hum_report_text(p, (hum_text){0}, &plain, out);
}

static hum_status report_json(hum_project *p, hum_text *out)
{
    return hum_report_json(p, xlr, out);
}

static hum_status check_text(hum_project *p, hum_text *out)
{
    size_t n, failed;
    return hum_check_text(p, &plain, &n, &failed, out);
}

static hum_status check_json(hum_project *p, hum_text *out)
{
    size_t n, failed;
    return hum_check_json(p, &n, &failed, out);
}

static hum_status compare_text(hum_project *p, hum_text *out)
{
    return hum_compare_text(p, (hum_text){0}, p, xlr, &plain, out);
}

static hum_status compare_json(hum_project *p, hum_text *out)
{
    return hum_compare_json(p, (hum_text){0}, p, xlr, out);
}

static hum_status spice(hum_project *p, hum_text *out)
{
    return hum_spice_text(p, xlr, (hum_text){0}, 4, out);
}

static hum_status set(hum_project *p, hum_text *out)
{
    return hum_set_text(p, HUM_T("tv.emf"), HUM_T("50 mV"), out);
}

static hum_status calc(hum_project *p, hum_text *out)
{
    hum_text told;
    return hum_calc_text(p->a, HUM_T("snr 128 dB + 135 dB"), false, out, &told);
}

static hum_status calc_wrong(hum_project *p, hum_text *out)
{
    hum_text ignored;
    hum_status st = hum_calc_text(p->a, HUM_T("thermal 10 khm"), true, &ignored, out);
    return st == HUM_E_INPUT ? HUM_OK : st;
}

static hum_status explain(hum_project *p, hum_text *out)
{
    return hum_explain_text(p->a, HUM_T("cmrr"), out);
}

static hum_status explain_unknown(hum_project *p, hum_text *out)
{
    hum_status st = hum_explain_text(p->a, HUM_T("cmr"), out);
    return st == HUM_E_RANGE ? HUM_OK : st;
}

static hum_status dump_tokens(hum_project *p, hum_text *out)
{
    return hum_dump_text(p, xlr, HUM_JOINT_TOKENS, out);
}

static hum_status dump_tree(hum_project *p, hum_text *out)
{
    return hum_dump_text(p, xlr, HUM_JOINT_TREE, out);
}

static hum_status dump_model(hum_project *p, hum_text *out)
{
    return hum_dump_text(p, xlr, HUM_JOINT_MODEL, out);
}

static hum_status dump_circuit(hum_project *p, hum_text *out)
{
    return hum_dump_text(p, xlr, HUM_JOINT_CIRCUIT, out);
}

static hum_status show(hum_project *p, hum_text *out)
{
    return hum_catalogue_show(p, false, out);
}

static hum_status show_json(hum_project *p, hum_text *out)
{
    return hum_catalogue_show(p, true, out);
}

static hum_status lint(hum_project *p, hum_text *out)
{
    hum_text residuals;
    hum_status st = hum_catalogue_lint(p, &residuals);
    if (st != HUM_OK && st != HUM_E_INPUT)
        return st;
    return hum_project_diags_text(p, 0, false, out);
}

static hum_status diags_text(hum_project *p, hum_text *out)
{
    return hum_project_diags_text(p, 0, true, out);
}

static hum_status open_only(hum_project *p, hum_text *out)
{
    (void)p;
    (void)out;
    return HUM_OK;
}

static hum_status open_and_tell(hum_project *p, hum_text *out)
{
    hum_status st = hum_report_json(p, (hum_text){0}, out);
    return st == HUM_E_INPUT ? hum_project_diags_json(p, out) : st;
}

static const no_memory_answer answers[] = {
    {"open", text, open_only, .with_open = true},
    {"open, with errors", wrong, open_and_tell, .with_open = true},
    {"open, JSON", twin, hum_convert_hum, .with_open = true, .is_json = true},
    {"open and report", text, report_text, .with_open = true},
    {"report", text, .give = report_text},
    {"report --json", text, .give = report_json},
    {"check", text, .give = check_text},
    {"check --json", text, .give = check_json},
    {"compare", text, .give = compare_text},
    {"compare --json", text, .give = compare_json},
    {"spice", text, .give = spice},
    {"set", text, .give = set},
    {"calc", text, .give = calc},
    {"calc, with an error", text, .give = calc_wrong},
    {"explain", text, .give = explain},
    {"explain, unknown", text, .give = explain_unknown},
    {"convert to JSON", text, .give = hum_convert_json},
    {"convert to hum", text, .give = hum_convert_hum},
    {"fmt", text, .give = hum_format_text},
    {"dump --tokens", text, .give = dump_tokens},
    {"dump --tree", text, .give = dump_tree},
    {"dump --model", text, .give = dump_model},
    {"dump --circuit", text, .give = dump_circuit},
    {"catalogue", device, .give = show},
    {"catalogue --json", device, .give = show_json},
    {"catalogue --lint", device, .give = lint},
    {"diagnostics", wrong, .give = diags_text},
};

int main(void)
{
    return no_memory_run(answers, sizeof answers / sizeof answers[0]);
}
