/* One number of a system by its name. Without a place the worst one is meant: most hum, least rejection. */
#include "study/quantity_of.h"

#include "base/number.h"

#include <math.h>

typedef struct query {
    const hum_findings *f;
    double at_hz;
    hum_dim wanted;
} query;

/* Each reads one number of a level, link or seat; NAN where there is none. */
typedef double (*level_reader)(const query *q, const hum_level_findings *l);
typedef double (*link_reader)(const query *q, const hum_link_findings *l);
typedef double (*seat_reader)(const query *q, const hum_seat_findings *s);

static size_t harmonic(const query *q)
{
    double n = q->at_hz / q->f->model->mains_hz;
    long k = lround(n);
    return k >= 1 && k <= HUM_HARMONICS && fabs(n - (double)k) < 1e-3 ? (size_t)k : 0;
}

static double level_v(const query *q, const hum_level_findings *l)
{
    (void)q;
    return l->level_v;
}

static double noise_v(const query *q, const hum_level_findings *l)
{
    (void)q;
    return l->noise_v;
}

static double noise_a_v(const query *q, const hum_level_findings *l)
{
    (void)q;
    return l->noise_a_v;
}

static double snr_db(const query *q, const hum_level_findings *l)
{
    (void)q;
    return l->snr_db;
}

static double snr_a_db(const query *q, const hum_level_findings *l)
{
    (void)q;
    return l->snr_a_db;
}

static double headroom_db(const query *q, const hum_level_findings *l)
{
    (void)q;
    return l->headroom_db;
}

static double hum_v(const query *q, const hum_level_findings *l)
{
    if (q->at_hz <= 0)
        return l->hum_v;
    return harmonic(q) ? l->hum_line_v[harmonic(q) - 1] : (double)NAN;
}

static double gain_db(const query *q, const hum_link_findings *l)
{
    (void)q;
    return l->gain_db;
}

static double cmrr_db(const query *q, const hum_link_findings *l)
{
    double f = q->at_hz > 0 ? q->at_hz : q->f->model->mains_hz;
    for (size_t k = 0; k < HUM_CMRR_POINTS; k++)
        if (fabs(l->cmrr_f_hz[k] - f) < 1e-6 * f)
            return l->cmrr_db[k];
    return (double)NAN;
}

static double shield_current_a(const query *q, const hum_link_findings *l)
{
    (void)q;
    return l->shield_current_a;
}

static double f_low_hz(const query *q, const hum_link_findings *l)
{
    (void)q;
    return isnan(l->f_low_hz) ? 0 : l->f_low_hz;
}

static double f_high_hz(const query *q, const hum_link_findings *l)
{
    (void)q;
    return isnan(l->f_high_hz) ? HUGE_VAL : l->f_high_hz;
}

static double distortion_db(const query *q, const hum_link_findings *l)
{
    (void)q;
    return l->distortion_db;
}

static double radio_v(const query *q, const hum_link_findings *l)
{
    (void)q;
    return l->radio_v;
}

static double neighbour_v(const query *q, const hum_link_findings *l)
{
    (void)q;
    return l->neighbour_v;
}

static double response_db(const query *q, const hum_link_findings *l)
{
    double best = (double)NAN;
    for (size_t k = 0; k < HUM_RESPONSE_POINTS; k++)
        if (fabs(hum_response_hz[k] - q->at_hz) < 1e-6 * q->at_hz)
            best = l->response_db[k];
    return best;
}

static double seat_hum_spl(const query *q, const hum_seat_findings *s)
{
    if (q->at_hz <= 0)
        return s->hum_spl_db;
    return harmonic(q) ? s->hum_line_spl_db[harmonic(q) - 1] : (double)NAN;
}

static double seat_hum_margin(const query *q, const hum_seat_findings *s)
{
    if (q->at_hz <= 0)
        return s->hum_margin_db;
    return harmonic(q) ? s->hum_line_margin_db[harmonic(q) - 1] : (double)NAN;
}

static double seat_noise_margin(const query *q, const hum_seat_findings *s)
{
    (void)q;
    return s->noise_margin_db;
}

static double seat_noise_spl(const query *q, const hum_seat_findings *s)
{
    (void)q;
    return s->noise_spl_dba;
}

static double seat_peak_spl(const query *q, const hum_seat_findings *s)
{
    (void)q;
    return s->peak_spl_db;
}

static double seat_crosstalk(const query *q, const hum_seat_findings *s)
{
    (void)q;
    return s->crosstalk_db;
}

typedef struct reader {
    const char *word;
    hum_dim dim;
    bool worst_is_low;
    level_reader level;
    link_reader link;
    seat_reader seat;
} reader;

static const reader readers[] = {
    {.word = "level", .dim = HUM_DIM_VOLT, .worst_is_low = true, .level = level_v},
    {.word = "noise", .dim = HUM_DIM_VOLT, .level = noise_v},
    {.word = "noise-a", .dim = HUM_DIM_VOLT, .level = noise_a_v},
    {.word = "snr", .dim = HUM_DIM_DB, .worst_is_low = true, .level = snr_db},
    {.word = "snr-a", .dim = HUM_DIM_DBA, .worst_is_low = true, .level = snr_a_db},
    {.word = "headroom", .dim = HUM_DIM_DB, .worst_is_low = true, .level = headroom_db},
    {.word = "hum", .dim = HUM_DIM_DBSPL, .seat = seat_hum_spl},
    {.word = "hum", .dim = HUM_DIM_VOLT, .level = hum_v},
    {.word = "gain", .dim = HUM_DIM_DB, .worst_is_low = true, .link = gain_db},
    {.word = "cmrr", .dim = HUM_DIM_DB, .worst_is_low = true, .link = cmrr_db},
    {.word = "shield-current", .dim = HUM_DIM_AMPERE, .link = shield_current_a},
    {.word = "f-low", .dim = HUM_DIM_HERTZ, .link = f_low_hz},
    {.word = "f-high", .dim = HUM_DIM_HERTZ, .worst_is_low = true, .link = f_high_hz},
    {.word = "distortion", .dim = HUM_DIM_DB, .link = distortion_db},
    {.word = "radio", .dim = HUM_DIM_VOLT, .link = radio_v},
    {.word = "neighbour", .dim = HUM_DIM_VOLT, .link = neighbour_v},
    {.word = "response", .dim = HUM_DIM_DB, .worst_is_low = true, .link = response_db},
    {.word = "hum-margin", .dim = HUM_DIM_DB, .seat = seat_hum_margin},
    {.word = "noise-margin", .dim = HUM_DIM_DB, .seat = seat_noise_margin},
    {.word = "noise-spl", .dim = HUM_DIM_DBA, .seat = seat_noise_spl},
    {.word = "peak-spl", .dim = HUM_DIM_DBSPL, .worst_is_low = true, .seat = seat_peak_spl},
    {.word = "crosstalk", .dim = HUM_DIM_DB, .seat = seat_crosstalk},
};

static void take(const reader *r, double v, hum_text place, hum_quantity_of *out)
{
    if (isnan(v))
        return;
    bool is_worse = isnan(out->value) || (r->worst_is_low ? v < out->value : v > out->value);
    if (is_worse)
        *out = (hum_quantity_of){v, r->dim, place};
}

static bool is_place(hum_text wanted, hum_text here)
{
    return wanted.n == 0 || hum_text_eq(wanted, here);
}

static void read_levels(const query *q, const reader *r, hum_text place, hum_quantity_of *out)
{
    const hum_findings *f = q->f;
    for (size_t i = 0; i < f->model->n_cables; i++) {
        hum_text id = f->model->ports[f->model->cables[i].to].id;
        if (is_place(place, id))
            take(r, r->level(q, &f->links[i].at_input), id, out);
    }
    for (size_t i = 0; i < f->n_outputs; i++) {
        hum_text id = f->model->ports[f->outputs[i].port].id;
        if (is_place(place, id))
            take(r, r->level(q, &f->outputs[i].at_output), id, out);
    }
}

/* The one number of a digital link; it is not sampled. */
static void read_digital(const query *q, const reader *r, hum_text place, hum_quantity_of *out)
{
    const hum_model *m = q->f->model;
    for (size_t i = 0; q->f->digital && i < m->n_digital; i++) {
        const hum_cable *c = &m->cables[m->n_cables + i];
        if (is_place(place, m->ports[c->to].id) || hum_text_eq(place, c->id))
            take(r, q->f->digital[i].ground_current_a, m->ports[c->to].id, out);
    }
}

static void read_all(const query *q, const reader *r, hum_text place, hum_quantity_of *out)
{
    const hum_findings *f = q->f;
    if (r->level)
        read_levels(q, r, place, out);
    for (size_t i = 0; r->link && i < f->model->n_cables; i++) {
        hum_text id = f->model->ports[f->model->cables[i].to].id;
        if (is_place(place, id) || hum_text_eq(place, f->model->cables[i].id))
            take(r, r->link(q, &f->links[i]), id, out);
    }
    if (r->link == shield_current_a && place.n) /* without a place the worst audio link is meant */
        read_digital(q, r, place, out);
    for (size_t i = 0; r->seat && i < f->model->n_listeners; i++)
        if (is_place(place, f->model->ports[f->model->listeners[i].port].id))
            take(r, r->seat(q, &f->seats[i]), f->model->listeners[i].port_name, out);
}

bool hum_quantity_worst_is_low(hum_text what)
{
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++)
        if (hum_text_is(what, readers[i].word))
            return readers[i].worst_is_low;
    return false;
}

static bool is_box(const hum_model *m, hum_text place)
{
    for (size_t i = 0; i < m->n_boxes; i++)
        if (hum_text_eq(m->boxes[i].id, place))
            return true;
    return false;
}

static bool is_output(const hum_model *m, hum_text place)
{
    for (size_t i = 0; i < m->n_ports; i++)
        if (m->ports[i].is_output && hum_text_eq(m->ports[i].id, place))
            return true;
    return false;
}

static const char *why_not_there(const hum_model *m, const reader *r, hum_text place)
{
    if (is_box(m, place))
        return "a box is named, but not which of its inputs or outputs";
    if (r->link && is_output(m, place))
        return "this is asked of the input that a cable goes to, not of an output";
    return r->seat ? "there is no speaker or headphones there" : "there is no such input or output";
}

/* Why there is no such number: another frequency would have one, or another place. */
static const char *why_not(query q, const reader *r, hum_text place)
{
    hum_quantity_of at_another = {.value = (double)NAN};
    bool was_asked = q.at_hz > 0;
    q.at_hz = r->link == response_db ? 1000 : 0;
    read_all(&q, r, place, &at_another);
    if (was_asked && !isnan(at_another.value))
        return r->link == cmrr_db       ? "rejection is known at 50 and 60 Hz, 1, 3 and 20 kHz"
               : r->link == response_db ? "the response is known at 10, 20, 30, 100, 300 Hz, 1, 3, 10, 15, 20, 100 kHz and 1 MHz"
                                        : "hum is at the mains frequency and its harmonics";
    return why_not_there(q.f->model, r, place);
}

bool hum_find_quantity(const hum_findings *f, hum_text what, hum_text place, double at_hz, hum_dim wanted,
                       hum_quantity_of *out, const char **why)
{
    query q = {f, at_hz, wanted};
    *out = (hum_quantity_of){.value = (double)NAN};
    *why = "it is not defined there";
    for (size_t i = 0; i < sizeof readers / sizeof readers[0]; i++) {
        if (!hum_text_is(what, readers[i].word))
            continue;
        bool asks_seat = hum_text_is(what, "hum") && wanted == HUM_DIM_DBSPL;
        if (hum_text_is(what, "hum") && asks_seat != (readers[i].seat != NULL) && wanted != HUM_DIM_DB)
            continue;
        read_all(&q, &readers[i], place, out);
        if (!isnan(out->value))
            return true;
        *why = why_not(q, &readers[i], place);
    }
    return false;
}

/* --- an example ------------------------------------------------------------------------------------------ */

/* Is it the port, or of the box, that was named? */
static bool is_of(hum_text port, hum_text named)
{
    hum_text box = {port.p, named.n};
    return named.n && (hum_text_eq(port, named) || (port.n > named.n && hum_text_eq(box, named) && port.p[named.n] == '.'));
}

/* A port that has the number: the one that was named, or of that box, when one has it, else the worst. */
static bool find_example(const hum_findings *f, hum_text what, hum_text named, double at_hz, hum_dim wanted, hum_text *place)
{
    const char *why;
    hum_quantity_of q;
    for (size_t i = 0; i < f->model->n_ports; i++) {
        *place = f->model->ports[i].id;
        if (is_of(*place, named) && hum_find_quantity(f, what, *place, at_hz, wanted, &q, &why))
            return true;
    }
    bool found = hum_find_quantity(f, what, (hum_text){0}, at_hz, wanted, &q, &why);
    *place = q.place;
    return found;
}

hum_status hum_quantity_example(hum_arena *a, const hum_findings *f, hum_text what, hum_text place, double at_hz, hum_dim wanted,
                                hum_text *out)
{
    const double tried_hz[] = {at_hz, f->model->mains_hz, 1000};
    hum_text at;
    *out = HUM_T("humdinger report lists the places");
    for (size_t i = 0; i < sizeof tried_hz / sizeof tried_hz[0]; i++) {
        if (!find_example(f, what, place, tried_hz[i], wanted, &at))
            continue;
        hum_out o = hum_out_in(a);
        hum_out_f(&o, "for example: %.*s of %.*s", HUM_FMT(what), HUM_FMT(at));
        if (tried_hz[i] > 0) {
            hum_out_z(&o, " at ");
            hum_out_number(&o, tried_hz[i]);
            hum_out_z(&o, " Hz");
        }
        return hum_out_done(&o, out);
    }
    return HUM_OK;
}
