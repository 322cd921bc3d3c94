/* Which eyes are asked for: of which links, at which rate and length. */
#include "report/eye_parts.h"

#include "study/calc.h"

#define RATE_LOW_HZ 32e3
#define RATE_HIGH_HZ 192e3

const hum_cable *hum_digital_cable(const hum_model *m, uint32_t link)
{
    return &m->cables[m->n_cables + link];
}

const hum_port *hum_digital_receiver(const hum_model *m, uint32_t link)
{
    return &m->ports[hum_digital_cable(m, link)->to];
}

hum_text hum_digital_input(const hum_model *m, uint32_t link)
{
    return hum_digital_receiver(m, link)->id;
}

bool hum_digital_has_eye(const hum_model *m, uint32_t link)
{
    return !hum_port_is_data(hum_digital_receiver(m, link));
}

const char *hum_digital_name(const hum_port *input)
{
    static const char *const names[] = {[HUM_PLUGS_ANY] = "", [HUM_PLUGS_USB] = "USB", [HUM_PLUGS_HDMI] = "HDMI",
                                        [HUM_PLUGS_ETHERNET] = "Ethernet", [HUM_PLUGS_OPTICAL] = "optical"};
    return hum_port_is_data(input) ? names[hum_port_plugs(input)] : hum_eye_standard_of(input)->name;
}

size_t hum_digital_count_eyes(const hum_model *m)
{
    size_t n = 0;
    for (uint32_t i = 0; i < m->n_digital; i++)
        n += hum_digital_has_eye(m, i);
    return n;
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

/* What pulses of USB, HDMI and Ethernet look like is another matter: each has codes, equalisers and masks of its own. */
static hum_status say_no_eye(hum_project *p, const hum_model *m)
{
    if (m->n_digital)
        hum_diags_say(p->d, HUM_D_NO_DIGITAL_LINK, m->span, "'humdinger report' shows what flows in their grounds",
                      "no eye is looked at of usb, hdmi, ethernet and optical links, and there are no others here");
    else
        hum_diags_say(p->d, HUM_D_NO_DIGITAL_LINK, m->span, "for example: out coax spdif, in coax spdif, and a cable between them",
                      "there is no digital link here");
    return HUM_E_INPUT;
}

static hum_status check_links(hum_project *p, const hum_eye_request *r)
{
    const hum_model *m = r->f->model;
    uint32_t first = HUM_NONE;
    for (uint32_t i = 0; i < m->n_digital; i++) {
        bool is_named = r->port.n == 0 || hum_text_eq(r->port, hum_digital_input(m, i));
        if (hum_digital_has_eye(m, i) && is_named)
            return HUM_OK;
        if (hum_digital_has_eye(m, i) && first == HUM_NONE)
            first = i;
        if (r->port.n && is_named) {
            hum_diags_say(p->d, HUM_D_NO_DIGITAL_LINK, HUM_NO_SPAN, "'humdinger report' shows what flows in its grounds",
                          "'%.*s' is %s, of which no eye is looked at", HUM_FMT(r->port), hum_digital_name(hum_digital_receiver(m, i)));
            return HUM_E_INPUT;
        }
    }
    if (first == HUM_NONE)
        return say_no_eye(p, m);
    hum_diags_add(p->d, HUM_D_NO_DIGITAL_LINK, HUM_NO_SPAN,
                  hum_text_format(p->a, "no digital cable goes into '%.*s'", HUM_FMT(r->port)),
                  hum_text_format(p->a, "one goes into %.*s", HUM_FMT(hum_digital_input(m, first))));
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
    if (!hum_digital_has_eye(r->f->model, link))
        return false;
    return r->port.n == 0 || hum_text_eq(r->port, hum_digital_input(r->f->model, link));
}

hum_status hum_eye_for_report(hum_arena *a, const hum_findings *f, uint32_t link, hum_eye *e)
{
    const hum_eye_options o = {.f_frame_hz = HUM_EYE_RATE_HZ};
    return hum_eye_study(a, f->net, link, &o, e);
}
