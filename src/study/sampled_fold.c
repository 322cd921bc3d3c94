/* From solutions to findings: the same arithmetic as in the single solution, sample by sample; hum for a whole block at once. */
#include "hearing/bands.h"
#include "hearing/spl.h"
#include "hearing/threshold.h"
#include "study/sampled_parts.h"
#include "study/seats.h"

#include <math.h>

#define BAND_STEP 0.25 /* auditory bands, as hum_noise_margin_db has them */
#define FIRST_BAND_HZ 20.0
#define LAST_BAND_HZ 16000.0
#define HARDLY_A_VOLT 1e-12

/* --- reading results ----------------------------------------------------------------------------------- */

static const double *transfers(const hum_plan_of *p, const hum_sampled_block *b, uint32_t f, uint32_t probe, uint32_t drive)
{
    return b->h + ((f * p->n_probes + probe) * p->n_drives + drive) * 2 * b->stride;
}

static hum_complex transfer(const hum_plan_of *p, const hum_sampled_block *b, size_t k, uint32_t f, uint32_t probe,
                            uint32_t drive)
{
    const double *h = transfers(p, b, f, probe, drive);
    return hum_complex_of(h[k], h[k + b->stride]);
}

/* --- hum ----------------------------------------------------------------------------------------------- */

/* Places in o->power: links, outputs, seats, shields. */
static uint32_t probe_of(const hum_fold *o, size_t place)
{
    const hum_model *m = o->f->model;
    if (place < m->n_cables)
        return o->plan->signal[m->cables[place].to];
    place -= m->n_cables;
    if (place < o->f->n_outputs)
        return o->plan->across[place];
    place -= o->f->n_outputs;
    return place < m->n_listeners ? o->plan->seat[place] : o->plan->shield[place - m->n_listeners];
}

/* sum += |H at harmonic k|^2 amplitude^2, for all samples of the block. */
static void add_line(const hum_fold *o, const hum_sampled_block *b, uint32_t probe, size_t source, size_t k,
                     const double *amplitude2, double *sum)
{
    const hum_plan_of *p = o->plan;
    const double *h[4], *w = p->hum_weight[k];
    size_t s = b->stride;
    for (size_t i = 0; i < 4; i++)
        h[i] = transfers(p, b, p->hum_at[p->hum_first[k] + i], probe, p->hum[source]);
    for (size_t j = 0; j < b->n; j++) {
        double re = w[0] * h[0][j] + w[1] * h[1][j] + w[2] * h[2][j] + w[3] * h[3][j];
        double im = w[0] * h[0][j + s] + w[1] * h[1][j + s] + w[2] * h[2][j + s] + w[3] * h[3][j + s];
        sum[j] += (re * re + im * im) * amplitude2[j];
    }
}

/* Amplitudes squared of a source at harmonic k; false when all are 0. */
static bool amplitudes(const hum_sampled_block *b, uint32_t source, size_t k, double *out)
{
    double sum = 0;
    for (size_t j = 0; j < b->n; j++) {
        double v = b->nets[j] ? b->nets[j]->circuit->sources[source].line_v[k] : 0;
        sum += out[j] = v * v;
    }
    return sum > 0;
}

void hum_fold_hum(hum_fold *o, const hum_sampled_block *b)
{
    double amplitude2[HUM_SAMPLED_BLOCK];
    for (size_t i = 0; i < o->n_places * HUM_HARMONICS * o->power_stride; i++)
        o->power[i] = 0;
    for (size_t source = 0; source < o->plan->n_hum_sources; source++)
        for (size_t k = 0; k < HUM_HARMONICS; k++) {
            if (!amplitudes(b, o->plan->hum_source[source], k, amplitude2))
                continue;
            for (size_t place = 0; place < o->n_places; place++)
                if (probe_of(o, place) != HUM_NONE)
                    add_line(o, b, probe_of(o, place), source, k, amplitude2,
                             o->power + (place * HUM_HARMONICS + k) * o->power_stride);
        }
}

static double line_power(const hum_fold *o, size_t place, size_t k, size_t sample)
{
    return o->power[(place * HUM_HARMONICS + k) * o->power_stride + sample];
}

static void fold_level_hum(const hum_fold *o, size_t place, size_t sample, hum_level_findings *l)
{
    double sum = 0;
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        double v2 = line_power(o, place, k, sample);
        sum += v2;
        l->hum_line_v[k] = sqrt(v2);
    }
    l->hum_v = sqrt(sum);
}

static void fold_shield(const hum_fold *o, const hum_sampled_block *b, uint32_t cable, size_t sample)
{
    const hum_model *m = o->f->model;
    double sum = 0;
    hum_link_findings *l = &o->one->links[cable];
    l->shield_current_a = (double)NAN;
    if (o->plan->shield[cable] == HUM_NONE)
        return;
    for (size_t k = 0; k < HUM_HARMONICS; k++)
        sum += line_power(o, m->n_cables + o->f->n_outputs + m->n_listeners + cable, k, sample);
    l->shield_current_a = sqrt(sum) / b->nets[sample]->circuit->elements[o->plan->contact[cable]].value;
}

/* --- noise --------------------------------------------------------------------------------------------- */

static hum_integrals integrate(const hum_plan_of *p, const hum_sampled_block *b, size_t k, uint32_t probe)
{
    hum_integrals sum = {0, 0};
    for (size_t i = 0; i < p->n_noise; i++) {
        double psd = b->noise[(p->noise_at[i] * p->n_probes + probe) * b->stride + k];
        sum.flat += p->weight[i] * psd;
        sum.a += p->weight_a[i] * psd;
    }
    return sum;
}

/* The quadrature is coarse, and as coarse for the single solution: their ratio is taken. */
static void fold_noise(const hum_fold *o, const hum_sampled_block *b, size_t k, uint32_t probe, const hum_level_findings *as,
                       const hum_integrals *measure, hum_level_findings *l)
{
    hum_integrals now = integrate(o->plan, b, k, probe);
    l->noise_v = as->noise_v * sqrt(now.flat / measure->flat);
    l->noise_a_v = as->noise_a_v * sqrt(now.a / measure->a);
    l->snr_db = hum_db(l->level_v / l->noise_v);
    l->snr_a_db = hum_db(l->level_v / l->noise_a_v);
}

static double ratio_at(const hum_fold *o, const double *ratio, size_t band)
{
    double t = o->band_t[band];
    const double *r = ratio + o->band_first[band];
    return (1 - t) * r[0] + t * r[1];
}

/* Of the room that a sample has; mostly it is the same in all. */
static void take_room(const hum_fold *o, uint32_t i, double room_dba)
{
    if (o->over_room_dba[i] == room_dba)
        return;
    double nr = hum_room_nr(room_dba);
    for (size_t n = 0; n < o->n_bands; n++)
        o->over_room[i * o->n_bands + n] = pow(10, -hum_nr_band_db(nr, o->band_hz[n]) / 10);
    o->over_room_dba[i] = room_dba;
}

static void fold_hiss(const hum_fold *o, const hum_sampled_block *b, const hum_seat *seat, uint32_t i, size_t k)
{
    const hum_plan_of *p = o->plan;
    const double *band = o->bands + i * o->n_bands, *over_room = o->over_room + i * o->n_bands, *as = o->seat_psd + i * p->n_noise;
    double ratio[HUM_NOISE_POINTS], most = 0, most_of_room = 0;
    hum_integrals now = integrate(p, b, k, p->seat[i]);
    hum_seat_findings *s = &o->one->seats[i];
    take_room(o, i, seat->room_dba);
    for (size_t n = 0; n < p->n_noise; n++)
        ratio[n] = b->noise[(p->noise_at[n] * p->n_probes + p->seat[i]) * b->stride + k] / as[n];
    for (size_t n = 0; n < o->n_bands; n++) {
        double v2 = band[n] * ratio_at(o, ratio, n);
        most = fmax(most, v2 * o->over_threshold[n]);
        most_of_room = fmax(most_of_room, v2 * over_room[n]);
    }
    s->noise_margin_db = hum_seat_spl_db(seat, sqrt(most), false);
    s->noise_over_room_db = hum_seat_spl_db(seat, sqrt(most_of_room), false);
    s->noise_spl_dba = hum_seat_spl_db(seat, o->seat_noise_a[i] * sqrt(now.a / o->seat_measure[i].a), false);
}

/* --- seats --------------------------------------------------------------------------------------------- */

static void fold_seat_hum(const hum_fold *o, const hum_seat *seat, uint32_t i, size_t sample)
{
    const hum_model *m = o->f->model;
    hum_seat_findings *s = &o->one->seats[i];
    size_t place = m->n_cables + o->f->n_outputs + i;
    double sum = 0;
    s->hum_margin_db = -HUGE_VAL;
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        double v2 = line_power(o, place, k, sample), f_hz = m->mains_hz * (double)(k + 1);
        sum += v2;
        s->hum_line_spl_db[k] = hum_seat_spl_db(seat, sqrt(v2), true);
        s->hum_line_margin_db[k] = s->hum_line_spl_db[k] - o->threshold_db[k];
        if (s->hum_line_margin_db[k] > s->hum_margin_db) {
            s->hum_margin_db = s->hum_line_margin_db[k];
            s->hum_f_hz = f_hz;
        }
    }
    s->hum_spl_db = hum_seat_spl_db(seat, sqrt(sum), true);
}

static void fold_seat(const hum_fold *o, const hum_sampled_block *b, uint32_t i, size_t k)
{
    const hum_plan_of *p = o->plan;
    hum_seat seat = hum_seat_of(&b->nets[k]->listeners[i]);
    hum_seat_findings *s = &o->one->seats[i];
    s->room_dba = seat.room_dba;
    s->peak_spl_db = hum_seat_spl_db(&seat, o->one->outputs[o->output_of[i]].at_output.level_v, false);
    if (p->needs & HUM_NEEDS_HUM)
        fold_seat_hum(o, &seat, i, k);
    if (p->needs & HUM_NEEDS_NOISE)
        fold_hiss(o, b, &seat, i, k);
    if (p->other[i] == HUM_NONE)
        return;
    uint32_t emf = p->emf[o->f->model->listeners[i].port];
    s->crosstalk_db = hum_db(cabs(transfer(p, b, k, p->at_1k, p->other[i], emf)) /
                             cabs(transfer(p, b, k, p->at_1k, p->seat[i], emf)));
}

/* --- links --------------------------------------------------------------------------------------------- */

static hum_complex link_gain(const hum_fold *o, const hum_sampled_block *b, size_t k, uint32_t f, const hum_cable *c)
{
    return transfer(o->plan, b, k, f, o->plan->signal[c->to], o->plan->emf[c->from]);
}

/* As hum_link_cmrr, in the polarity that the sample has. */
static double rejection(const hum_fold *o, const hum_sampled_block *b, size_t k, uint32_t f, uint32_t cable)
{
    const hum_plan_of *p = o->plan;
    const hum_cable *c = &o->f->model->cables[cable];
    if (f == HUM_NONE || p->pair[cable] == HUM_NONE)
        return (double)NAN;
    hum_complex gain = link_gain(o, b, k, f, c);
    double ground_v = cabs(transfer(p, b, k, f, p->chassis[cable], p->pair[cable]));
    double heard = cabs(transfer(p, b, k, f, p->signal[c->to], p->pair[cable]) -
                        gain * transfer(p, b, k, f, p->signal[c->from], p->pair[cable]));
    return ground_v > HARDLY_A_VOLT && heard > 0 ? hum_db(cabs(gain) * ground_v / heard) : (double)NAN;
}

static double distortion(const hum_fold *o, const hum_sampled_block *b, size_t k, const hum_cable *c)
{
    const hum_plan_of *p = o->plan;
    if (p->distortion[c->from] == HUM_NONE)
        return (double)NAN;
    const hum_port_net *from = &b->nets[k]->ports[c->from];
    double scale = b->nets[k]->circuit->sources[from->distortion].scale;
    double through = cabs(transfer(p, b, k, p->at_distortion, p->signal[c->to], p->distortion[c->from]));
    return hum_db(through * scale / (cabs(link_gain(o, b, k, p->at_distortion, c)) * from->max_v));
}

static void fold_link(const hum_fold *o, const hum_sampled_block *b, uint32_t i, size_t k)
{
    const hum_plan_of *p = o->plan;
    const hum_cable *c = &o->f->model->cables[i];
    hum_link_findings *l = &o->one->links[i];
    l->gain_db = hum_db(cabs(link_gain(o, b, k, p->at_1k, c)));
    for (size_t n = 0; n < HUM_CMRR_POINTS; n++)
        l->cmrr_db[n] = rejection(o, b, k, p->cmrr_at[n], i);
    for (size_t n = 0; n < HUM_RESPONSE_POINTS; n++)
        l->response_db[n] = p->response_at[n] == HUM_NONE
                                ? (double)NAN
                                : hum_db(cabs(link_gain(o, b, k, p->response_at[n], c))) - l->gain_db;
    l->f_low_hz = l->f_high_hz = (double)NAN;
    if (p->needs & HUM_NEEDS_CORNERS)
        hum_fold_corners(o, b, k, i, &l->f_low_hz, &l->f_high_hz);
    if (p->needs & HUM_NEEDS_DISTORTION)
        l->distortion_db = distortion(o, b, k, c);
    if (p->needs & HUM_NEEDS_HUM)
        fold_level_hum(o, i, k, &l->at_input);
    if (p->needs & HUM_NEEDS_NOISE)
        fold_noise(o, b, k, p->signal[c->to], &o->f->links[i].at_input, &o->link_measure[i], &l->at_input);
    if (p->needs & HUM_NEEDS_SHIELD)
        fold_shield(o, b, i, k);
}

static void fold_output(const hum_fold *o, const hum_sampled_block *b, size_t i, size_t k)
{
    hum_level_findings *l = &o->one->outputs[i].at_output;
    if (o->plan->needs & HUM_NEEDS_HUM)
        fold_level_hum(o, o->f->model->n_cables + i, k, l);
    if (o->plan->needs & HUM_NEEDS_NOISE)
        fold_noise(o, b, k, o->plan->across[i], &o->f->outputs[i].at_output, &o->output_measure[i], l);
}

/* Level of each port with every origin at its maximum, by the one that reaches it strongest. */
static hum_status fold_levels(const hum_fold *o, hum_arena *scratch, const hum_sampled_block *b, size_t k)
{
    const hum_plan_of *p = o->plan;
    const hum_model *m = o->f->model;
    hum_study s = {.a = scratch, .m = m, .net = b->nets[k], .out = o->one};
    double *level;
    HUM_ALLOC(level, scratch, double, m->n_ports);
    HUM_ALLOC(s.loading, scratch, double, o->f->n_outputs);
    for (uint32_t origin = 0; origin < m->n_ports; origin++) {
        if (p->emf[origin] == HUM_NONE || !hum_port_is_origin(m, origin))
            continue;
        for (uint32_t i = 0; i < m->n_ports; i++)
            if (p->signal[i] != HUM_NONE)
                level[i] = fmax(level[i], b->nets[k]->ports[origin].max_v *
                                              cabs(transfer(p, b, k, p->at_1k, p->signal[i], p->emf[origin])));
    }
    for (size_t i = 0; i < o->f->n_outputs; i++)
        s.loading[i] = cabs(transfer(p, b, k, p->at_1k, p->across[i], p->emf[o->f->outputs[i].port]));
    return hum_study_levels_of(&s, level);
}

hum_status hum_fold_sample(hum_fold *o, hum_arena *scratch, const hum_sampled_block *b, size_t k)
{
    HUM_TRY(fold_levels(o, scratch, b, k));
    for (uint32_t i = 0; i < o->f->model->n_cables; i++)
        fold_link(o, b, i, k);
    for (size_t i = 0; i < o->f->n_outputs; i++)
        fold_output(o, b, i, k);
    for (uint32_t i = 0; i < o->f->model->n_listeners; i++)
        fold_seat(o, b, i, k);
    return HUM_OK;
}

/* --- what stays the same ------------------------------------------------------------------------------- */

static hum_integrals measured(const hum_fold *o, const hum_sampled_block *b, uint32_t probe)
{
    return probe == HUM_NONE ? (hum_integrals){1, 1} : integrate(o->plan, b, 0, probe);
}

void hum_fold_calibrate(hum_fold *o, const hum_sampled_block *b)
{
    const hum_plan_of *p = o->plan;
    const hum_model *m = o->f->model;
    if (!(p->needs & HUM_NEEDS_NOISE))
        return;
    for (size_t i = 0; i < m->n_cables; i++)
        o->link_measure[i] = measured(o, b, p->signal[m->cables[i].to]);
    for (size_t i = 0; i < o->f->n_outputs; i++)
        o->output_measure[i] = measured(o, b, p->across[i]);
    for (size_t i = 0; i < m->n_listeners; i++) {
        o->seat_measure[i] = measured(o, b, p->seat[i]);
        for (size_t n = 0; n < p->n_noise; n++)
            o->seat_psd[i * p->n_noise + n] = b->noise[(p->noise_at[n] * p->n_probes + p->seat[i]) * b->stride];
    }
}

/* V^2 of the single solution in each auditory band, over the power at its threshold. */
static void find_bands(hum_fold *o)
{
    const hum_findings *f = o->f;
    double first = hum_erb_number(FIRST_BAND_HZ);
    for (size_t n = 0; n < o->n_bands; n++) {
        double at = hum_erb_number_hz(first + BAND_STEP * (double)n), half = hum_erb_hz(at) / 2;
        o->band_hz[n] = at;
        o->over_threshold[n] = pow(10, -hum_threshold_db(at) / 10);
        const double *x = o->plan->noise_f_hz;
        size_t i = 0;
        while (i + 2 < o->plan->n_noise && x[i + 1] < at)
            i++;
        o->band_first[n] = (uint32_t)i;
        o->band_t[n] = fmin(1, fmax(0, log(at / x[i]) / log(x[i + 1] / x[i])));
        for (size_t s = 0; s < f->model->n_listeners; s++)
            o->bands[s * o->n_bands + n] = hum_integrate_psd_between(f->noise_f_hz, f->seat_psd + s * HUM_NOISE_POINTS,
                                                                            HUM_NOISE_POINTS, at - half, at + half);
    }
}

static hum_status new_noise(hum_arena *a, hum_fold *o)
{
    size_t n_seats = o->f->model->n_listeners;
    o->n_bands = (size_t)((hum_erb_number(LAST_BAND_HZ) - hum_erb_number(FIRST_BAND_HZ)) / BAND_STEP) + 1;
    HUM_ALLOC(o->bands, a, double, n_seats * o->n_bands);
    HUM_ALLOC(o->over_threshold, a, double, o->n_bands);
    HUM_ALLOC(o->over_room, a, double, n_seats * o->n_bands);
    HUM_ALLOC(o->over_room_dba, a, double, n_seats);
    for (size_t i = 0; i < n_seats; i++)
        o->over_room_dba[i] = (double)NAN;
    HUM_ALLOC(o->band_hz, a, double, o->n_bands);
    HUM_ALLOC(o->band_t, a, double, o->n_bands);
    HUM_ALLOC(o->band_first, a, uint32_t, o->n_bands);
    HUM_ALLOC(o->seat_noise_a, a, double, n_seats);
    HUM_ALLOC(o->seat_psd, a, double, n_seats * HUM_NOISE_POINTS);
    for (size_t i = 0; i < n_seats; i++)
        o->seat_noise_a[i] = sqrt(hum_integrate_psd_a(o->f->noise_f_hz, o->f->seat_psd + i * HUM_NOISE_POINTS, HUM_NOISE_POINTS));
    find_bands(o);
    HUM_ALLOC(o->link_measure, a, hum_integrals, o->f->model->n_cables);
    HUM_ALLOC(o->output_measure, a, hum_integrals, o->f->n_outputs);
    HUM_ALLOC(o->seat_measure, a, hum_integrals, n_seats);
    return HUM_OK;
}

static hum_status copy_findings(hum_arena *a, const hum_findings *f, hum_findings **out)
{
    hum_findings *one;
    HUM_ALLOC(one, a, hum_findings, 1);
    *one = *f;
    HUM_ALLOC(one->links, a, hum_link_findings, f->model->n_cables);
    HUM_ALLOC(one->outputs, a, hum_output_findings, f->n_outputs);
    HUM_ALLOC(one->seats, a, hum_seat_findings, f->model->n_listeners);
    for (size_t i = 0; i < f->model->n_cables; i++)
        one->links[i] = f->links[i];
    for (size_t i = 0; i < f->n_outputs; i++)
        one->outputs[i] = f->outputs[i];
    for (size_t i = 0; i < f->model->n_listeners; i++)
        one->seats[i] = f->seats[i];
    *out = one;
    return HUM_OK;
}

static hum_status list_outputs_of_seats(hum_arena *a, hum_fold *o)
{
    uint32_t *of;
    HUM_ALLOC(of, a, uint32_t, o->f->model->n_listeners);
    for (size_t i = 0; i < o->f->model->n_listeners; i++)
        for (uint32_t k = 0; k < o->f->n_outputs; k++)
            if (o->f->outputs[k].port == o->f->model->listeners[i].port)
                of[i] = k;
    o->output_of = of;
    return HUM_OK;
}

hum_status hum_fold_new(hum_arena *a, const hum_findings *f, const hum_plan_of *plan, size_t stride, hum_fold *out)
{
    const hum_model *m = f->model;
    *out = (hum_fold){.f = f, .plan = plan, .power_stride = stride};
    HUM_TRY(copy_findings(a, f, &out->one));
    HUM_TRY(list_outputs_of_seats(a, out));
    out->n_places = m->n_cables + f->n_outputs + m->n_listeners + m->n_cables;
    if (plan->needs & (HUM_NEEDS_HUM | HUM_NEEDS_SHIELD))
        HUM_ALLOC(out->power, a, double, out->n_places * HUM_HARMONICS * stride);
    for (size_t k = 0; k < HUM_HARMONICS; k++)
        out->threshold_db[k] = hum_threshold_db(m->mains_hz * (double)(k + 1));
    return plan->needs & HUM_NEEDS_NOISE ? new_noise(a, out) : HUM_OK;
}
