/* The eye of one digital link: judged against its standard's mask, and the length at which it fails, found by halving
 * (docs/physics/eye.md E-14 to E-17). */
#include "study/eye.h"

#include "base/unit.h"

#include <math.h>

static const hum_eye_standard standards[] = {
    [HUM_IN_AES3 - HUM_IN_AES3] = {"AES3", {0.2, 0.5}, "AES3: 200 mV by half of the shortest pulse"},
    [HUM_IN_AES3ID - HUM_IN_AES3] = {"AES-3id", {0.32, 0.5}, "AES-3id: 320 mV by half of the shortest pulse"},
    [HUM_IN_SPDIF - HUM_IN_AES3] = {"S/PDIF", {0.2, 0.5}, "IEC 60958-3: 200 mV by half of the shortest pulse"},
};

const hum_eye_standard *hum_eye_standard_of(const hum_port *input)
{
    return &standards[input->topology - (int)HUM_IN_AES3];
}

const char *hum_eye_limit_word(hum_eye_limit l)
{
    static const char *const words[] = {"none", "height", "width", "jitter"};
    return words[l];
}

const char *hum_eye_cause_word(hum_eye_cause c)
{
    static const char *const words[] = {"none", "reflections", "level", "loss"};
    return words[c];
}

typedef struct judge {
    hum_eye_wave wave;
    const hum_eye_mask *mask;
    double *crossings;
    double ui_s;
} judge;

/* Eq. E-15: the mask's corners can be cut by small edges or by slow ones. */
static hum_eye_limit limit_of(const judge *j, const hum_eye_opening *o)
{
    if (o->is_closed || o->jitter_pp_s > HUM_EYE_JITTER_UI * j->ui_s)
        return !o->is_closed && o->centre_v < j->mask->height_v ? HUM_EYE_HEIGHT : HUM_EYE_JITTER;
    if (o->centre_v < j->mask->height_v)
        return HUM_EYE_HEIGHT;
    return o->height_v < j->mask->height_v || o->width_s < j->mask->width_ui * j->ui_s ? HUM_EYE_WIDTH : HUM_EYE_OPEN;
}

static hum_eye_result look(judge *j, const hum_eye_channel *c)
{
    hum_eye_result r = {.longest_m = (double)NAN};
    hum_eye_wave_of(&j->wave, c);
    hum_eye_measure(&j->wave, j->ui_s, j->mask, j->crossings, &r.opening);
    r.limit = limit_of(j, &r.opening);
    r.margin_db = r.opening.height_v > 0 ? 20 * log10(r.opening.height_v / j->mask->height_v) : -HUGE_VAL;
    return r;
}

static hum_eye_limit limit_at(judge *j, const hum_eye_channel *c, double length_m)
{
    hum_eye_channel longer = *c;
    longer.length_m = length_m;
    return look(j, &longer).limit;
}

/* Why the cable of c->length_m fails: by what would carry it half as far again. */
static hum_eye_cause cause_of(judge *j, const hum_eye_channel *c)
{
    const hum_eye_mask *asked = j->mask;
    hum_eye_mask tenth = {asked->height_v / 10, asked->width_ui};
    hum_eye_channel matched = *c;
    double z0 = hum_signal_z0_ohm(&c->line);
    matched.source_ohm = matched.load_ohm = z0;
    matched.load_f = 0;
    if (limit_at(j, &matched, 1.5 * c->length_m) == HUM_EYE_OPEN)
        return HUM_EYE_REFLECTIONS;
    j->mask = &tenth;
    hum_eye_limit louder = limit_at(j, c, 1.5 * c->length_m);
    j->mask = asked;
    return louder == HUM_EYE_OPEN ? HUM_EYE_LEVEL : HUM_EYE_LOSS;
}

/* The shortest length that fails, between steps of a half and then by halving. A mismatched short cable may fail where a longer
 * one works again, because a reflection falls elsewhere: what counts is that every shorter step worked. */
static void find_longest(judge *j, const hum_eye_channel *c, hum_eye_result *r)
{
    double good = 0, bad = 1;
    hum_eye_limit l;
    while ((l = limit_at(j, c, bad)) == HUM_EYE_OPEN && bad < HUM_EYE_LONGEST_M) {
        good = bad;
        bad *= 1.5;
    }
    r->longest_m = HUGE_VAL;
    if (l == HUM_EYE_OPEN)
        return;
    while (bad - good > 0.004 * bad && bad > 0.02) {
        double middle = (good + bad) / 2;
        hum_eye_limit m = limit_at(j, c, middle);
        if (m == HUM_EYE_OPEN) {
            good = middle;
        } else {
            bad = middle;
            l = m;
        }
    }
    hum_eye_channel failing = *c;
    failing.length_m = bad;
    r->longest_m = good > 0 ? good : (double)NAN;
    r->stops = l;
    r->cause = cause_of(j, &failing);
}

/* --- the picture ------------------------------------------------------------------------------------- */

static long row_of(const hum_eye_picture *p, double v)
{
    long row = (long)floor((v / p->height_v + 0.5) * HUM_EYE_ROWS);
    return row < 0 ? 0 : row >= HUM_EYE_ROWS ? HUM_EYE_ROWS - 1 : row;
}

/* A bit is two UI: the first is the left half of the picture, the second the right, the middle of the opening at a quarter and at
 * three quarters. From column to column a trace marks the cells that it passes. */
static hum_status draw(hum_arena *a, const hum_eye_wave *w, const hum_eye_opening *o, const hum_eye_mask *mask, hum_eye_picture **out)
{
    enum { PER_UI = HUM_EYE_COLUMNS / 2 };
    hum_eye_picture *p;
    HUM_ALLOC(p, a, hum_eye_picture, 1);
    p->height_v = 1.12 * fmax(o->peak_v, mask->height_v);
    for (size_t i = 0; i < w->n_ui * PER_UI; i++) {
        double ui = (double)i / PER_UI + o->centre_ui - 0.5;
        long from = row_of(p, hum_eye_at(w, ui)), to = row_of(p, hum_eye_at(w, ui + 1.0 / PER_UI));
        for (long row = from < to ? from : to; row <= (from < to ? to : from); row++)
            p->count[row][i % HUM_EYE_COLUMNS]++;
    }
    *out = p;
    return HUM_OK;
}

/* --- one link ---------------------------------------------------------------------------------------- */

/* Edges that nobody stated are so much of a UI (eq. E-8a). */
static double rise_at(const hum_digital_net *d, double f_frame_hz)
{
    return d->is_rise_assumed ? d->rise_s * 48e3 / f_frame_hz : d->rise_s;
}

static hum_eye_channel channel_of(const hum_digital_net *d, const hum_eye_options *o)
{
    return (hum_eye_channel){.line = d->line,
                             .length_m = o->length_m > 0 ? o->length_m : d->length_m,
                             .level_v = d->level_v,
                             .rated_ohm = d->rated_ohm,
                             .source_ohm = d->source_ohm,
                             .rise_s = rise_at(d, o->f_frame_hz),
                             .load_ohm = d->load_ohm,
                             .load_f = d->load_f,
                             .f_frame_hz = o->f_frame_hz};
}

static void describe(hum_eye *e)
{
    const hum_eye_channel *c = &e->channel;
    e->ui_s = hum_eye_ui_s(c);
    e->z0_ohm = hum_signal_z0_ohm(&c->line);
    e->loss_db = c->length_m * hum_signal_loss_db_m(&c->line, HUM_FRAME_UI / 2 * c->f_frame_hz);
    e->return_loss_db = -20 * log10(fabs((c->load_ohm - e->z0_ohm) / (c->load_ohm + e->z0_ohm)));
}

static hum_status answer(hum_arena *a, judge *j, const hum_eye_options *o, hum_eye *e)
{
    hum_eye_result *results[2] = {&e->plain, &e->equalised};
    for (size_t i = 0; i < 2; i++) {
        hum_eye_channel c = e->channel;
        c.is_equalised = i == 1;
        *results[i] = look(j, &c);
        if (o->draws && c.is_equalised == o->is_equalised)
            HUM_TRY(draw(a, &j->wave, &results[i]->opening, j->mask, &e->picture));
        if (o->finds_longest)
            find_longest(j, &c, results[i]);
    }
    return HUM_OK;
}

hum_status hum_eye_study(hum_arena *a, const hum_network *net, uint32_t link, const hum_eye_options *o, hum_eye *out)
{
    const hum_port *to = &net->model->ports[net->model->cables[net->model->n_cables + link].to];
    hum_eye e = {.link = link, .standard = hum_eye_standard_of(to), .channel = channel_of(&net->digital[link], o),
                 .has_published_loss = net->digital[link].has_published_loss,
                 .is_solved = net->digital[link].is_solved};
    judge j = {.mask = &e.standard->mask, .ui_s = hum_eye_ui_s(&e.channel)};
    bool is_professional = to->topology != (int)HUM_IN_SPDIF;
    describe(&e);
    HUM_TRY(hum_eye_wave_new(a, &e.channel, is_professional, HUM_EYE_FRAMES, &j.wave));
    j.crossings = hum_arena_alloc(a, j.wave.n_ui + 1, sizeof(double));
    hum_status st = j.crossings ? answer(a, &j, o, &e) : HUM_E_NOMEM;
    hum_eye_wave_close(&j.wave);
    *out = e;
    return st;
}
