/* Candidate changes of what lies beside a cable: further away, a twisted cord, star quad, a screen tied at both ends. */
#include "study/fix_candidates.h"

#include <math.h>

#define AWAY_M 0.3
#define TWIST "4 cm" /* the lay of a flexible round cord: three cores of 1 mm2 */

static const char *const names[] = {[HUM_BY_MAINS] = "mains",   [HUM_BY_LIVE] = "live",   [HUM_BY_TRANSFORMER] = "transformer",
                                    [HUM_BY_CABLE] = "cable", [HUM_BY_FIELD] = "field", [HUM_BY_RADIO] = "radio"};

/* "near cable a.o -> b.i mains" */
static hum_text statement(hum_fix_list *l, const hum_field_at *f)
{
    const hum_model *m = l->before->model;
    hum_text other = {0};
    if (f->by == HUM_BY_CABLE)
        other = hum_text_format(l->a, " %.*s", HUM_FMT(hum_fix_ends(l, &m->cables[f->other])));
    return hum_text_format(l->a, "near cable %.*s %s%.*s", HUM_FMT(hum_fix_ends(l, &m->cables[f->cable])), names[f->by], HUM_FMT(other));
}

/* A statement names the cable that it was written for; what replaces a removed one cannot be named by it. */
static bool can_be_said(const hum_model *m, const hum_field_at *f)
{
    return f->cable != HUM_NONE && hum_text_eq(f->cable_name, m->cables[f->cable].id);
}

/* The moment of a transformer whose field was measured at the cable falls as the cube of the distance (P-4). */
static hum_status further_away(hum_fix_list *l, const hum_field_at *f)
{
    hum_value d = hum_values_get(&f->values, HUM_KEY_DISTANCE), b = hum_values_get(&f->values, HUM_KEY_FLUX);
    if (!can_be_said(l->before->model, f) || f->by == HUM_BY_FIELD || !hum_value_known(&d) || d.nominal >= AWAY_M)
        return HUM_OK;
    const hum_field_net *net = &l->before->net->fields[f - l->before->model->fields];
    hum_text flux = {0};
    if (f->by == HUM_BY_TRANSFORMER && hum_value_known(&b))
        flux = hum_text_format(l->a, " %.*s nT", HUM_FMT(hum_fix_number(l, 1e9 * b.nominal * pow(d.nominal / AWAY_M, 3))));
    return hum_fix_add(l, HUM_FIX_PLACE, hum_text_format(l->a, "30 cm between them: %.*s", HUM_FMT(net->name)),
                       HUM_T("cross it at a right angle where it cannot be avoided"),
                       hum_text_format(l->a, "%.*s%.*s at 30 cm\n", HUM_FMT(statement(l, f)), HUM_FMT(flux)));
}

static hum_status twisted_cord(hum_fix_list *l, const hum_field_at *f)
{
    hum_value twist = hum_values_get(&f->values, HUM_KEY_TWIST);
    if (f->by != HUM_BY_MAINS || !can_be_said(l->before->model, f) || (hum_value_known(&twist) && twist.nominal > 0))
        return HUM_OK;
    const hum_field_net *net = &l->before->net->fields[f - l->before->model->fields];
    return hum_fix_add(l, HUM_FIX_CABLE, hum_text_format(l->a, "a round, twisted cord as %.*s", HUM_FMT(net->name)),
                       HUM_T("its cores turn around each other every 4 cm; a flat cable's do not"),
                       hum_text_format(l->a, "%.*s twist " TWIST "\n", HUM_FMT(statement(l, f))));
}

static hum_status star_quad(hum_fix_list *l, uint32_t cable)
{
    const hum_model *m = l->before->model;
    const hum_cable *c = &m->cables[cable];
    if (c->kind != HUM_CABLE_PAIR || c->n_wires || !hum_port_is_balanced(&m->ports[c->to]))
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_CABLE, hum_text_format(l->a, "star quad for %.*s", HUM_FMT(c->id)),
                       HUM_T("wired opposite cores together; its capacitance is twice a pair's"),
                       hum_text_format(l->a, "cable %.*s quad %.*s m\n", HUM_FMT(hum_fix_ends(l, c)),
                                       HUM_FMT(hum_fix_number(l, l->before->net->cables[cable].length_m))));
}

static hum_status screen_at_both_ends(hum_fix_list *l, uint32_t cable)
{
    const hum_cable *c = &l->before->model->cables[cable];
    if (c->screen == HUM_SCREEN_BOTH || c->n_wires || l->before->net->cables[cable].shield_branch == SIZE_MAX)
        return HUM_OK;
    return hum_fix_add(l, HUM_FIX_SCREEN, hum_text_format(l->a, "screen of %.*s tied at both ends", HUM_FMT(c->id)), (hum_text){0},
                       hum_text_format(l->a, "cable %.*s screen both\n", HUM_FMT(hum_fix_ends(l, c))));
}

hum_status hum_fix_fields(hum_fix_list *l)
{
    const hum_model *m = l->before->model;
    for (size_t i = 0; i < m->n_fields; i++) {
        const hum_field_at *f = &m->fields[i];
        HUM_TRY(further_away(l, f));
        HUM_TRY(twisted_cord(l, f));
        for (uint32_t k = 0; k < m->n_cables && k < HUM_LINKS_AT_ONCE; k++) {
            if (f->cable != HUM_NONE && f->cable != k)
                continue;
            HUM_TRY(f->by == HUM_BY_RADIO ? screen_at_both_ends(l, k) : star_quad(l, k));
        }
    }
    return HUM_OK;
}
