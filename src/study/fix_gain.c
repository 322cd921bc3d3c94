/* Candidate changes of level: gain where it adds least noise, and pads. */
#include "study/fix_candidates.h"

#include <math.h>

#define STEP_DB 10
#define STEP_ROOM 4.0 /* a little over 10 dB, as a ratio */

/* A gain of the box from any input to `out`, or from `in` to any output, that its owner can set: a number in the file. */
static bool settable_gain(const hum_model *m, uint32_t in, uint32_t out, uint32_t *other, double *db)
{
    const hum_box *b = &m->boxes[m->ports[in != HUM_NONE ? in : out].box];
    for (size_t i = 0; i < b->n_ports && !b->device.n; i++) {
        uint32_t p = b->ports[i];
        hum_value v;
        if (m->ports[p].is_output != (in != HUM_NONE))
            continue;
        if (!hum_model_gain(m, in != HUM_NONE ? in : p, in != HUM_NONE ? p : out, &v) || !hum_value_known(&v))
            continue;
        *other = p;
        *db = v.nominal;
        return true;
    }
    return false;
}

/* The lines that give the path of `box` another gain. */
static hum_text gain_line(hum_fix_list *l, uint32_t in, uint32_t out, double db)
{
    const hum_model *m = l->before->model;
    const hum_port *p = &m->ports[in];
    return hum_text_format(l->a, "box %.*s\n  gain %.*s -> %.*s %.*s dB\n", HUM_FMT(m->boxes[p->box].id), HUM_FMT(p->name),
                           HUM_FMT(m->ports[out].name), HUM_FMT(hum_fix_number(l, db)));
}

static hum_text pad_line(hum_fix_list *l, uint32_t out)
{
    const hum_port *p = &l->before->model->ports[out];
    return hum_text_format(l->a, "box %.*s\n  out %.*s pad %d dB\n", HUM_FMT(l->before->model->boxes[p->box].id),
                           HUM_FMT(p->name), STEP_DB);
}

/* Ten decibels more in the box before a link and ten less behind it, by a knob or, where there is none, by a pad. */
static hum_status move_gain(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    hum_text up = m->boxes[m->ports[c->from].box].id;
    hum_text down = m->boxes[m->ports[c->to].box].id;
    uint32_t in, out;
    double before_db, behind_db;
    double room = l->before->net->ports[c->from].max_v / l->before->links[cable].at_input.level_v;
    if (!settable_gain(m, HUM_NONE, c->from, &in, &before_db) || !(room > STEP_ROOM))
        return HUM_OK;
    hum_text more = gain_line(l, in, c->from, before_db + STEP_DB);
    if (settable_gain(m, c->to, HUM_NONE, &out, &behind_db)) {
        hum_text less = gain_line(l, c->to, out, behind_db - STEP_DB);
        return hum_fix_add(l, HUM_FIX_GAIN,
                           hum_text_format(l->a, "%d dB more gain in %.*s and %d dB less in %.*s", STEP_DB, HUM_FMT(up), STEP_DB,
                                           HUM_FMT(down)),
                           HUM_T("where both can be set"), hum_text_format(l->a, "%.*s%.*s", HUM_FMT(more), HUM_FMT(less)));
    }
    hum_text pad = pad_line(l, c->from);
    return hum_fix_add(l, HUM_FIX_PAD,
                       hum_text_format(l->a, "a %d dB pad behind %.*s.%.*s and %d dB more gain in %.*s", STEP_DB, HUM_FMT(up),
                                       HUM_FMT(m->ports[c->from].name), STEP_DB, HUM_FMT(up)),
                       HUM_T("a pad in the line, or the output's own switch"),
                       hum_text_format(l->a, "%.*s%.*s", HUM_FMT(more), HUM_FMT(pad)));
}

/* A system that can play 10 dB louder than anybody needs has a pad's worth of hiss too much. */
static hum_status pad(hum_fix_list *l, uint32_t cable)
{
    const hum_findings *f = l->before;
    const hum_cable *c = &f->model->cables[cable];
    const hum_port *p = &f->model->ports[c->from];
    hum_value stated = hum_values_get(&p->values, HUM_KEY_PAD);
    bool is_line = p->topology != HUM_OUT_FLOATING && !hum_value_stated(&stated);
    if (!f->model->n_listeners || !is_line || !(f->seats[0].peak_spl_db >= HUM_LOUD_ENOUGH_DB + STEP_DB))
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_PAD, hum_text_format(l->a, "a %d dB pad behind %.*s", STEP_DB, HUM_FMT(p->id)),
                       HUM_T("a pad in the line, or the output's own switch"), pad_line(l, c->from));
}

hum_status hum_fix_gain(hum_fix_list *l, uint32_t cable)
{
    HUM_TRY(move_gain(l, cable));
    return pad(l, cable);
}
