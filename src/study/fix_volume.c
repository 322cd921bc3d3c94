/* Where the volume is set. What is louder after a change is turned down again there, and the whole system solved once more:
 * noise that enters before the control goes down with the music, noise behind it stays (AS-37). */
#include "study/fix_candidates.h"

#include <math.h>

/* A phono stage has none: its volume is behind it. */
static bool has_control(const hum_model *m, uint32_t out)
{
    const hum_box *b = &m->boxes[m->ports[out].box];
    bool is_fed = false;
    hum_value db;
    for (size_t i = 0; i < b->n_ports; i++) {
        const hum_port *p = &m->ports[b->ports[i]];
        if (p->is_output || !hum_model_gain(m, b->ports[i], out, &db))
            continue;
        if (p->equalization == HUM_EQUALIZATION_RIAA || p->equalization == HUM_EQUALIZATION_RIAA_IEC)
            return false;
        is_fed = true;
    }
    return is_fed;
}

/* The preamplifier or mixer in front of the last box; without one the last box, an integrated amplifier. */
uint32_t hum_fix_volume_box(const hum_findings *f, size_t seat)
{
    const hum_model *m = f->model;
    uint32_t last = m->listeners[seat].port;
    const hum_box *b = &m->boxes[m->ports[last].box];
    hum_value db;
    for (size_t i = 0; i < b->n_ports; i++) {
        const hum_port *p = &m->ports[b->ports[i]];
        if (!p->is_output && hum_model_gain(m, b->ports[i], last, &db) && has_control(m, m->cables[p->cable].from))
            return m->ports[m->cables[p->cable].from].box;
    }
    return has_control(m, last) ? m->ports[last].box : HUM_NONE;
}

/* Every path through the box, as it is after the change, less so many decibels. */
static hum_text turned_down(hum_fix_list *l, const hum_findings *after, uint32_t box, double db)
{
    const hum_model *m = after->model;
    const hum_box *b = &m->boxes[box];
    hum_text lines = hum_text_format(l->a, "box %.*s\n", HUM_FMT(b->id));
    for (size_t i = 0; i < b->n_ports; i++)
        for (size_t k = 0; k < b->n_ports; k++) {
            const hum_port *in = &m->ports[b->ports[i]], *out = &m->ports[b->ports[k]];
            double factor;
            if (in->is_output || !out->is_output || !out->is_used || !hum_network_gain(after->net, b->ports[i], b->ports[k], &factor))
                continue;
            lines = hum_text_format(l->a, "%.*s  gain %.*s -> %.*s %.*s dB\n", HUM_FMT(lines), HUM_FMT(in->name), HUM_FMT(out->name),
                                    HUM_FMT(hum_fix_number(l, 20 * log10(factor) - db)));
        }
    return lines;
}

hum_status hum_fix_turn_down(hum_fix_list *l, const hum_findings *after, size_t seat, double db, hum_text *lines)
{
    uint32_t box = hum_fix_volume_box(l->before, seat), now;
    if (box == HUM_NONE)
        return HUM_OK;
    for (size_t i = 0; i < seat; i++) /* one knob for several seats */
        if (hum_fix_volume_box(l->before, i) == box)
            return HUM_OK;
    if (!hum_names_find(&after->model->box_names, l->before->model->boxes[box].id, &now))
        return HUM_OK;
    hum_text more = turned_down(l, after, now, db);
    *lines = hum_text_format(l->a, "%.*s%.*s", HUM_FMT(*lines), HUM_FMT(more));
    return lines->p && more.p ? HUM_OK : HUM_E_NOMEM;
}
