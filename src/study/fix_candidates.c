/* The list of candidate changes, made from the system itself. Each is a few lines of .hum that a variant could have, so a
 * person can read exactly what was solved, and paste it. Typical replacement parts are named in the text with their values.
 *
 *   fix_link.c  the cable between two boxes    fix_box.c  earths, plugs, switches    fix_gain.c  levels    fix_fields.c  fields */
#include "base/number.h"
#include "study/fix_candidates.h"

#include <math.h>

static const struct {
    hum_cost cost;
    const char *effort;
} kinds[] = {
    [HUM_FIX_BALANCED] = {HUM_COST_CABLE, "replugging"},    [HUM_FIX_CABLE] = {HUM_COST_CABLE, "replugging"},
    [HUM_FIX_SHORTER] = {HUM_COST_CABLE, "moving it"},   [HUM_FIX_SCREEN] = {HUM_COST_NOTHING, "soldering a plug"},
    [HUM_FIX_TRANSFORMER] = {HUM_COST_BOX, "replugging"},   [HUM_FIX_BOND] = {HUM_COST_CABLE, "two screws"},
    [HUM_FIX_GAIN] = {HUM_COST_NOTHING, "a setting"},       [HUM_FIX_PAD] = {HUM_COST_BOX, "replugging"},
    [HUM_FIX_SWITCH] = {HUM_COST_NOTHING, "a setting"},     [HUM_FIX_ISOLATOR] = {HUM_COST_BOX, "replugging"},
    [HUM_FIX_OUTLET] = {HUM_COST_NOTHING, "replugging"},    [HUM_FIX_PLUG] = {HUM_COST_NOTHING, "replugging"},
    [HUM_FIX_PIN1] = {HUM_COST_EQUIPMENT, "a technician"},  [HUM_FIX_PLACE] = {HUM_COST_NOTHING, "moving it"},
    [HUM_FIX_DIGITAL] = {HUM_COST_CABLE, "replugging"},     [HUM_FIX_BATTERY] = {HUM_COST_NOTHING, "unplugging"},
};

hum_status hum_fix_add(hum_fix_list *l, hum_fix_kind kind, hum_text what, hum_text note, hum_text lines)
{
    hum_fix f = {.kind = kind,
                 .what = what,
                 .lines = lines,
                 .note = note,
                 .cost = kinds[kind].cost,
                 .effort = kinds[kind].effort,
                 .gained_db = (double)NAN};
    if (!what.p || !lines.p)
        return HUM_E_NOMEM;
    for (size_t i = 0; i < l->n; i++) /* two cables between the same boxes ask for the same wire */
        if (hum_text_eq(l->items[i].lines, lines))
            return HUM_OK;
    HUM_PUSH(l->a, l, items, n, cap, f);
    return HUM_OK;
}

hum_text hum_fix_number(hum_fix_list *l, double v)
{
    hum_out o = hum_out_in(l->a);
    hum_out_number(&o, round(v * 1e6) / 1e6);
    return hum_out_part(&o);
}

hum_text hum_fix_ends(hum_fix_list *l, const hum_cable *c)
{
    return hum_text_format(l->a, "%.*s -> %.*s", HUM_FMT(c->from_name), HUM_FMT(c->to_name));
}

static hum_status bond_changes(hum_fix_list *l)
{
    const hum_model *m = l->before->model;
    for (size_t i = 0; i < m->n_bonds; i++)
        HUM_TRY(hum_fix_add(l, HUM_FIX_ISOLATOR,
                    hum_text_format(l->a, "isolator in the connection from %.*s to %.*s", HUM_FMT(m->bonds[i].from_name),
                                    HUM_FMT(m->bonds[i].to_name)),
                    HUM_T("for example a USB isolator"),
                    hum_text_format(l->a, "remove bond %.*s -> %.*s\n", HUM_FMT(m->bonds[i].from_name),
                                    HUM_FMT(m->bonds[i].to_name))));
    return HUM_OK;
}

static bool is_three_pin(const hum_box *b)
{
    return b->is_used && (b->plug == HUM_PLUG_3_PIN || b->plug == HUM_PLUG_UNSTATED);
}

/* Every other three-pin box of the system on this outlet; the number of boxes that would move. */
static size_t all_on(hum_fix_list *l, uint32_t outlet, hum_text *lines)
{
    const hum_model *m = l->before->model;
    size_t n = 0;
    *lines = hum_text_format(l->a, "%s", "");
    for (size_t i = 0; i < m->n_boxes; i++) {
        const hum_box *b = &m->boxes[i];
        if (!is_three_pin(b) || b->outlet == outlet)
            continue;
        *lines = hum_text_format(l->a, "%.*sbox %.*s outlet %.*s\n", HUM_FMT(*lines), HUM_FMT(b->id), HUM_FMT(m->grounds[outlet].name));
        n++;
    }
    return n;
}

/* One box moved to another outlet is one loop less; all of them on one strip leave none. */
static hum_status one_strip(hum_fix_list *l)
{
    enum { MOVED_MIN = 2, MOVED_MAX = 12 };
    const hum_model *m = l->before->model;
    for (uint32_t i = 0; i < m->n_grounds; i++) {
        hum_text lines;
        bool is_in_use = false;
        for (size_t k = 0; k < m->n_boxes; k++)
            is_in_use |= is_three_pin(&m->boxes[k]) && m->boxes[k].outlet == i;
        size_t n = is_in_use && m->grounds[i].is_outlet ? all_on(l, i, &lines) : 0;
        if (n >= MOVED_MIN && n <= MOVED_MAX)
            HUM_TRY(hum_fix_add(l, HUM_FIX_OUTLET,
                                hum_text_format(l->a, "every three-pin plug into outlet %.*s", HUM_FMT(m->grounds[i].name)),
                                HUM_T("a strip that carries all of them; mind its rating"), lines));
    }
    return HUM_OK;
}

enum { LINKS_MAX = 12 }; /* a larger system is tried where it is worst */

static double unwanted(const hum_findings *f, uint32_t cable)
{
    const hum_level_findings *l = &f->links[cable].at_input;
    return (l->hum_v * l->hum_v + l->noise_v * l->noise_v) / (l->level_v * l->level_v);
}

/* The links with most hum and noise beside their signal, in the order of the file; how many there are. */
static size_t worst_links(const hum_findings *f, uint32_t *out)
{
    size_t n = 0;
    for (uint32_t i = 0; i < f->model->n_cables; i++) {
        size_t louder = 0;
        for (uint32_t k = 0; k < f->model->n_cables; k++)
            louder += unwanted(f, k) > unwanted(f, i) || (k < i && unwanted(f, k) == unwanted(f, i));
        if (louder < LINKS_MAX && n < LINKS_MAX)
            out[n++] = i;
    }
    return n;
}

/* Digital links have no signal to be beside: those whose grounds carry most, in the order of the file, behind the others. */
static size_t worst_digital(const hum_findings *f, uint32_t *out)
{
    size_t n = 0;
    for (uint32_t i = 0; i < f->model->n_digital; i++) {
        size_t more = 0;
        double own = f->digital[i].ground_current_a;
        for (uint32_t k = 0; k < f->model->n_digital; k++)
            more += f->digital[k].ground_current_a > own || (k < i && f->digital[k].ground_current_a == own);
        if (more < LINKS_MAX && n < LINKS_MAX)
            out[n++] = (uint32_t)f->model->n_cables + i;
    }
    return n;
}

/* The boxes at the ends of those cables, each once. */
static hum_status box_changes(hum_fix_list *l, const uint32_t *cables, size_t n)
{
    const hum_model *m = l->before->model;
    bool *is_done;
    HUM_ALLOC(is_done, l->a, bool, m->n_boxes);
    for (size_t i = 0; i < n; i++) {
        uint32_t ends[] = {m->ports[m->cables[cables[i]].from].box, m->ports[m->cables[cables[i]].to].box};
        for (size_t k = 0; k < 2; k++) {
            if (!is_done[ends[k]])
                HUM_TRY(hum_fix_box(l, ends[k]));
            is_done[ends[k]] = true;
        }
    }
    return HUM_OK;
}

hum_status hum_fix_candidates(hum_fix_list *l)
{
    uint32_t cables[2 * LINKS_MAX];
    size_t n = worst_links(l->before, cables);
    size_t n_all = n + worst_digital(l->before, cables + n);
    for (size_t i = 0; i < n; i++) {
        HUM_TRY(hum_fix_link(l, cables[i]));
        HUM_TRY(hum_fix_gain(l, cables[i]));
    }
    for (size_t i = n; i < n_all; i++)
        HUM_TRY(hum_fix_digital(l, cables[i]));
    HUM_TRY(box_changes(l, cables, n_all));
    HUM_TRY(one_strip(l));
    HUM_TRY(hum_fix_fields(l));
    return bond_changes(l);
}
