/* Which eyes are asked for: of which links, at which rate and length. */
#include "report/eye_parts.h"

#include "study/calc.h"

#define RATE_LOW_HZ 32e3
#define RATE_HIGH_HZ 192e3

const hum_cable *hum_digital_cable(const hum_model *m, uint32_t link)
{
    return &m->cables[m->n_cables + link];
}

hum_text hum_digital_input(const hum_model *m, uint32_t link)
{
    return m->ports[hum_digital_cable(m, link)->to].id;
}

static hum_status read_length(hum_project *p, hum_text said, double *length_m)
{
    hum_calc_result r = {.dim = HUM_DIM_NONE};
    hum_diags *d = hum_diags_new(p->a);
    *length_m = 0;
    if (!d)
        return HUM_E_NOMEM;
    hum_status st = said.n ? hum_calc(p->a, said, d, &r) : HUM_OK;
    if (st == HUM_E_NOMEM || said.n == 0)
        return st;
    if (st == HUM_OK && r.dim == HUM_DIM_METRE && r.value > 0 && r.value <= HUM_EYE_LONGEST_M) {
        *length_m = r.value;
        return HUM_OK;
    }
    hum_diags_say(p->d, HUM_D_OUT_OF_RANGE, HUM_NO_SPAN, "a length such as 100 m or 300 ft, up to 10 km",
                  "'%.*s' cannot be the length of a cable", HUM_FMT(said));
    return HUM_E_INPUT;
}

static hum_status check_links(hum_project *p, const hum_eye_request *r)
{
    const hum_model *m = r->f->model;
    if (m->n_digital == 0) {
        hum_diags_say(p->d, HUM_D_NO_DIGITAL_LINK, m->span, "for example: out coax spdif, in coax spdif, and a cable between them",
                      "there is no digital link here");
        return HUM_E_INPUT;
    }
    for (uint32_t i = 0; i < m->n_digital; i++)
        if (r->port.n == 0 || hum_text_eq(r->port, hum_digital_input(m, i)))
            return HUM_OK;
    hum_diags_add(p->d, HUM_D_NO_DIGITAL_LINK, HUM_NO_SPAN,
                  hum_text_format(p->a, "no digital cable goes into '%.*s'", HUM_FMT(r->port)),
                  hum_text_format(p->a, "one goes into %.*s", HUM_FMT(hum_digital_input(m, 0))));
    return HUM_E_INPUT;
}

hum_status hum_eye_take_request(hum_project *p, hum_text variant, const hum_eye_ask *ask, hum_eye_request *r)
{
    double rate = ask->rate_hz > 0 ? ask->rate_hz : HUM_EYE_RATE_HZ;
    HUM_TRY(hum_project_findings(p, variant, &r->f));
    if (!(rate >= RATE_LOW_HZ && rate <= RATE_HIGH_HZ)) {
        hum_diags_say(p->d, HUM_D_OUT_OF_RANGE, HUM_NO_SPAN, "44.1, 48, 88.2, 96, 176.4 or 192 kHz",
                      "no digital interface has that sample rate");
        return HUM_E_INPUT;
    }
    r->options = (hum_eye_options){.f_frame_hz = rate, .is_equalised = ask->is_equalised};
    r->port = ask->port;
    HUM_TRY(read_length(p, ask->length, &r->options.length_m));
    return check_links(p, r);
}

bool hum_eye_is_asked(const hum_eye_request *r, uint32_t link)
{
    return r->port.n == 0 || hum_text_eq(r->port, hum_digital_input(r->f->model, link));
}

hum_status hum_eye_for_report(hum_arena *a, const hum_findings *f, uint32_t link, hum_eye *e)
{
    const hum_eye_options o = {.f_frame_hz = HUM_EYE_RATE_HZ};
    return hum_eye_study(a, f->net, link, &o, e);
}
