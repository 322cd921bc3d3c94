/* What the cables lie beside and in: `near cable A -> B ...`, `field ...`, `radio ...` (docs/physics/pickup.md). A value
 * without a key says by its unit what it is. */
#include "model/resolver.h"

static const hum_choice radio_words[] = {
    {"am", HUM_RADIO_AM}, {"cb", HUM_RADIO_CB}, {"tdma", HUM_RADIO_TDMA}, {NULL, 0}};

/* Which quantities may stand bare, by what makes the field. */
static const struct bare {
    hum_field_by by;
    hum_dim dim;
    hum_key key;
} bare_keys[] = {
    {HUM_BY_MAINS, HUM_DIM_AMPERE, HUM_KEY_CURRENT},     {HUM_BY_LIVE, HUM_DIM_VOLT, HUM_KEY_VOLTAGE},
    {HUM_BY_TRANSFORMER, HUM_DIM_TESLA, HUM_KEY_FLUX},   {HUM_BY_TRANSFORMER, HUM_DIM_WATT, HUM_KEY_POWER},
    {HUM_BY_FIELD, HUM_DIM_TESLA, HUM_KEY_FLUX},         {HUM_BY_RADIO, HUM_DIM_HERTZ, HUM_KEY_CARRIER},
    {HUM_BY_RADIO, HUM_DIM_VOLT_M, HUM_KEY_STRENGTH},
};

static const char *const examples[] = {
    [HUM_BY_MAINS] = "for example: near cable pre.main -> amp.line mains 5 A at 5 cm over 1 m",
    [HUM_BY_LIVE] = "for example: near cable pre.main -> amp.line live 230 V at 5 cm over 1 m",
    [HUM_BY_TRANSFORMER] = "for example: near cable pre.main -> amp.line transformer 100 VA at 20 cm, or 5 uT at 20 cm",
    [HUM_BY_CABLE] = "for example: near cable tt.out -> phono.in cable pre.main -> amp.line at 1 cm over 2 m",
    [HUM_BY_FIELD] = "for example: field 1 uT",
    [HUM_BY_RADIO] = "for example: radio 1 MHz 3 V/m",
};

static bool has_value(const hum_field_at *f, hum_key key)
{
    hum_value v = hum_values_get(&f->values, key);
    return hum_value_stated(&v);
}

/* --- one value or word ------------------------------------------------------------------------------- */

/* `?` alone stands for the current, flux or strength that nobody knows. */
static hum_status put_unknown(hum_resolver *r, hum_cursor *c, hum_field_at *f)
{
    static const hum_key unknowns[] = {[HUM_BY_MAINS] = HUM_KEY_CURRENT,     [HUM_BY_LIVE] = HUM_KEY_VOLTAGE,
                                       [HUM_BY_TRANSFORMER] = HUM_KEY_FLUX,  [HUM_BY_CABLE] = HUM_KEY_DISTANCE,
                                       [HUM_BY_FIELD] = HUM_KEY_FLUX,        [HUM_BY_RADIO] = HUM_KEY_STRENGTH};
    hum_value v;
    if (!hum_take_value(r, c, "a value", &v))
        return HUM_OK;
    v.dim = hum_key_spec_of(unknowns[f->by])->dim;
    return hum_put_value(r, &f->values, unknowns[f->by], &v, 0);
}

/* A stated flux density and a stated power contradict each other: the last one said holds. */
static void forget_other(hum_field_at *f, hum_key key)
{
    hum_key other = key == HUM_KEY_FLUX ? HUM_KEY_POWER : HUM_KEY_FLUX;
    size_t n = 0;
    if (f->by != HUM_BY_TRANSFORMER || (key != HUM_KEY_FLUX && key != HUM_KEY_POWER))
        return;
    for (size_t i = 0; i < f->values.n; i++)
        if (f->values.items[i].key != other)
            f->values.items[n++] = f->values.items[i];
    f->values.n = n;
}

static hum_status take_bare(hum_resolver *r, hum_cursor *c, hum_field_at *f)
{
    hum_value v;
    hum_span span = hum_here(c);
    if (hum_at(c)->kind == HUM_ITEM_UNKNOWN)
        return put_unknown(r, c, f);
    if (!hum_take_value(r, c, "a value", &v))
        return HUM_OK;
    for (size_t i = 0; i < sizeof bare_keys / sizeof bare_keys[0]; i++) {
        const hum_key_spec *spec = hum_key_spec_of(bare_keys[i].key);
        if (bare_keys[i].by != f->by || bare_keys[i].dim != v.dim)
            continue;
        bool is_possible = v.low >= spec->low && v.high <= spec->high && (v.low > 0 || !(spec->flags & HUM_KEY_POSITIVE));
        if (!is_possible) {
            hum_diags_say(r->d, HUM_D_OUT_OF_RANGE, span, examples[f->by], "this value cannot be");
            return HUM_OK;
        }
        forget_other(f, bare_keys[i].key);
        return hum_put_value(r, &f->values, bare_keys[i].key, &v, 0);
    }
    hum_diags_say(r->d, HUM_D_WRONG_UNIT, span, examples[f->by], "this value does not say how strong the field is");
    return HUM_OK;
}

static bool take_word_of(hum_resolver *r, hum_cursor *c, hum_field_at *f)
{
    int choice;
    const hum_item *it = hum_at(c);
    if (hum_take(c, "end")) {
        if (hum_take_choice(r, c, hum_end_words, "an end of the cable", &choice))
            f->end = (hum_field_end)choice;
        return true;
    }
    if (hum_take(c, "spectrum")) {
        if (hum_take_choice(r, c, hum_spectrum_words, "a spectrum", &choice))
            f->spectrum = (hum_spectrum)choice;
        return true;
    }
    if (f->by == HUM_BY_TRANSFORMER && hum_take(c, "toroid")) {
        f->is_toroid = true;
        return true;
    }
    if (f->by == HUM_BY_RADIO && it->kind == HUM_ITEM_WORD && hum_choice_find(radio_words, it->text, &choice)) {
        f->radio = (hum_radio_kind)choice;
        c->i++;
        return true;
    }
    return false;
}

/* Which keys say something about which field. */
static bool fits(hum_field_by by, hum_key key)
{
    switch (key) {
    case HUM_KEY_DISTANCE:
        return by != HUM_BY_FIELD && by != HUM_BY_RADIO;
    case HUM_KEY_OVER:
        return by == HUM_BY_MAINS || by == HUM_BY_LIVE || by == HUM_BY_CABLE;
    case HUM_KEY_SPACING:
    case HUM_KEY_TWIST:
    case HUM_KEY_CURRENT:
        return by == HUM_BY_MAINS;
    case HUM_KEY_VOLTAGE:
        return by == HUM_BY_LIVE || by == HUM_BY_MAINS;
    case HUM_KEY_FLUX:
        return by == HUM_BY_TRANSFORMER || by == HUM_BY_FIELD;
    case HUM_KEY_POWER:
        return by == HUM_BY_TRANSFORMER;
    default:
        return by == HUM_BY_RADIO;
    }
}

static hum_status take_items(hum_resolver *r, hum_cursor *c, hum_field_at *f)
{
    while (hum_at(c)) {
        const hum_item *it = hum_at(c);
        hum_key key;
        bool known = false;
        if (it->kind == HUM_ITEM_QUANTITY || it->kind == HUM_ITEM_UNKNOWN) {
            HUM_TRY(take_bare(r, c, f));
            continue;
        }
        if (take_word_of(r, c, f))
            continue;
        bool is_key = it->kind == HUM_ITEM_WORD && hum_key_find(it->text, HUM_AT_FIELD, &key);
        if (is_key && fits(f->by, key)) {
            forget_other(f, key);
            HUM_TRY(hum_take_key(r, c, HUM_AT_FIELD, &f->values, &known));
        } else {
            hum_tell_unknown_key(r, c, 0, examples[f->by]);
        }
    }
    return HUM_OK;
}

/* --- statements -------------------------------------------------------------------------------------- */

static bool take_cable(hum_resolver *r, hum_cursor *c, hum_text *id, hum_span *span)
{
    hum_cable ends = {0};
    if (!hum_take_cable_ends(r, c, &ends))
        return false;
    *id = ends.id;
    *span = hum_span_join(ends.from_span, ends.to_span);
    return true;
}

static bool is_same(const hum_field_at *a, const hum_field_at *b)
{
    return a->by == b->by && hum_text_eq(a->cable_name, b->cable_name) && hum_text_eq(a->other_name, b->other_name);
}

static void check_complete(hum_resolver *r, const hum_field_at *f)
{
    bool wants_distance = fits(f->by, HUM_KEY_DISTANCE);
    bool wants_flux = f->by == HUM_BY_FIELD && !has_value(f, HUM_KEY_FLUX);
    bool wants_radio = f->by == HUM_BY_RADIO && (!has_value(f, HUM_KEY_CARRIER) || !has_value(f, HUM_KEY_STRENGTH));
    if (wants_distance && !has_value(f, HUM_KEY_DISTANCE))
        hum_diags_say(r->d, HUM_D_MISSING, f->span, examples[f->by], "the distance is missing, as in 'at 5 cm'");
    if (f->by == HUM_BY_MAINS && !has_value(f, HUM_KEY_CURRENT))
        hum_diags_say(r->d, HUM_D_MISSING, f->span, examples[f->by], "the current is missing, or '?' when it is not known");
    if (wants_flux)
        hum_diags_say(r->d, HUM_D_MISSING, f->span, examples[f->by], "the flux density is missing");
    if (wants_radio)
        hum_diags_say(r->d, HUM_D_MISSING, f->span, examples[f->by], "a carrier frequency and a field strength are wanted");
}

/* In a variant the same thing beside the same cable is amended; in the file itself every line adds one. */
static hum_status apply(hum_resolver *r, hum_cursor *c, const hum_field_at *fresh)
{
    hum_field_at *f = NULL;
    for (size_t i = 0; r->is_amending && i < r->m->n_fields && !f; i++)
        if (is_same(&r->m->fields[i], fresh))
            f = &r->m->fields[i];
    if (!f) {
        HUM_PUSH(r->a, r->m, fields, n_fields, cap_fields, *fresh);
        f = &r->m->fields[r->m->n_fields - 1];
    }
    size_t n_errors = hum_diags_errors(r->d);
    f->span = fresh->span;
    HUM_TRY(take_items(r, c, f));
    if (hum_diags_errors(r->d) == n_errors) /* a value that was refused is not missing */
        check_complete(r, f);
    return HUM_OK;
}

hum_status hum_resolve_near(hum_resolver *r, const hum_statement *s)
{
    hum_cursor c = {s, 1};
    hum_field_at f = {.span = s->span, .cable = HUM_NONE, .other = HUM_NONE};
    int by;
    if (!hum_take(&c, "cable")) {
        hum_diags_say(r->d, hum_at(&c) ? HUM_D_UNEXPECTED : HUM_D_MISSING, hum_here(&c), examples[HUM_BY_MAINS],
                      "'near' says what lies beside a cable: 'cable' is wanted here");
        return HUM_OK;
    }
    if (!take_cable(r, &c, &f.cable_name, &f.cable_span) ||
        !hum_take_choice(r, &c, hum_field_words, "something that can be beside a cable", &by))
        return HUM_OK;
    f.by = (hum_field_by)by;
    if (f.by == HUM_BY_CABLE && !take_cable(r, &c, &f.other_name, &f.other_span))
        return HUM_OK;
    return apply(r, &c, &f);
}

hum_status hum_resolve_field(hum_resolver *r, const hum_statement *s)
{
    bool is_radio = hum_begins_with(s, "radio");
    hum_cursor c = {s, 1};
    hum_field_at f = {.by = is_radio ? HUM_BY_RADIO : HUM_BY_FIELD, .span = s->span, .cable = HUM_NONE, .other = HUM_NONE};
    return apply(r, &c, &f);
}

/* --- remove ------------------------------------------------------------------------------------------ */

static void remove_like(hum_resolver *r, const hum_field_at *like, hum_span span)
{
    hum_model *m = r->m;
    size_t n = 0;
    for (size_t i = 0; i < m->n_fields; i++)
        if (!is_same(&m->fields[i], like))
            m->fields[n++] = m->fields[i];
    if (n == m->n_fields)
        hum_tell_no_name(r, HUM_D_UNKNOWN_NAME, span, HUM_T("there is no such field to remove"),
                         HUM_T("it must be written as in the system it is removed from"));
    m->n_fields = n;
}

hum_status hum_remove_near(hum_resolver *r, hum_cursor *c)
{
    hum_field_at like = {0};
    int by;
    if (!hum_take(c, "cable")) {
        hum_diags_say(r->d, HUM_D_MISSING, hum_here(c), "for example: remove near cable pre.main -> amp.line mains",
                      "'cable' is wanted here");
        return HUM_OK;
    }
    if (!take_cable(r, c, &like.cable_name, &like.cable_span) ||
        !hum_take_choice(r, c, hum_field_words, "something that can be beside a cable", &by))
        return HUM_OK;
    like.by = (hum_field_by)by;
    if (like.by == HUM_BY_CABLE && !take_cable(r, c, &like.other_name, &like.other_span))
        return HUM_OK;
    remove_like(r, &like, like.cable_span);
    return HUM_OK;
}

void hum_remove_field(hum_resolver *r, bool is_radio, hum_span span)
{
    hum_field_at like = {.by = is_radio ? HUM_BY_RADIO : HUM_BY_FIELD};
    remove_like(r, &like, span);
}

/* --- names ------------------------------------------------------------------------------------------- */

void hum_orphan_fields(hum_model *m, hum_text cable_id)
{
    for (size_t i = 0; i < m->n_fields; i++)
        if (hum_text_eq(m->fields[i].cable_name, cable_id) || hum_text_eq(m->fields[i].other_name, cable_id))
            m->fields[i].is_orphan = true;
}

static hum_text box_of(hum_text port)
{
    size_t n = 0;
    while (n < port.n && port.p[n] != '.')
        n++;
    return (hum_text){port.p, n};
}

static hum_text before_arrow(hum_text id)
{
    for (size_t i = 0; i + 1 < id.n; i++)
        if (id.p[i] == '-' && id.p[i + 1] == '>')
            return (hum_text){id.p, i};
    return id;
}

/* The cable that lies where a removed one lay: between the same boxes, or from the same box on. */
static uint32_t replacement(const hum_model *m, hum_text id)
{
    hum_text from = before_arrow(id);
    hum_text to = {id.p + from.n + 2, id.n - from.n - 2};
    uint32_t next_best = HUM_NONE;
    for (uint32_t i = 0; i < m->n_cables; i++) {
        bool is_from = hum_text_eq(box_of(m->cables[i].from_name), box_of(from));
        bool is_to = hum_text_eq(box_of(m->cables[i].to_name), box_of(to));
        if (is_from && is_to)
            return i;
        if (is_from && next_best == HUM_NONE)
            next_best = i;
    }
    return next_best;
}

static bool find_cable(hum_resolver *r, const hum_field_at *f, hum_text id, hum_span span, uint32_t *out)
{
    if (!id.n || hum_names_find(&r->m->cable_names, id, out))
        return true;
    if (f->is_orphan) {
        *out = replacement(r->m, id);
        return *out != HUM_NONE;
    }
    hum_text near = hum_names_nearest(&r->m->cable_names, id);
    hum_tell_no_name(r, HUM_D_UNKNOWN_NAME, span, hum_text_format(r->a, "there is no cable %.*s", HUM_FMT(id)),
                     near.n ? hum_text_format(r->a, "did you mean %.*s?", HUM_FMT(near))
                            : HUM_T("it is written as in its own line: pre.main -> amp.line"));
    return true;
}

static bool is_optical(const hum_model *m, uint32_t cable)
{
    return cable != HUM_NONE && m->cables[cable].plugs == HUM_PLUGS_OPTICAL;
}

/* Fields of cables that are gone go with them, and of those that light took the place of. */
void hum_link_fields(hum_resolver *r)
{
    hum_model *m = r->m;
    size_t n = 0;
    for (size_t i = 0; i < m->n_fields; i++) {
        hum_field_at *f = &m->fields[i];
        if (!find_cable(r, f, f->cable_name, f->cable_span, &f->cable) ||
            !find_cable(r, f, f->other_name, f->other_span, &f->other))
            continue;
        if (f->by == HUM_BY_CABLE && f->cable == f->other && f->cable != HUM_NONE)
            hum_diags_say(r->d, HUM_D_MISPLACED, f->other_span, NULL, "a cable cannot lie beside itself");
        if (is_optical(m, f->cable) || is_optical(m, f->other)) {
            if (!f->is_orphan)
                hum_diags_say(r->d, HUM_D_MISPLACED, f->cable_span, "leave it out", "an optical cable neither picks up nor gives off anything");
            continue;
        }
        m->fields[n++] = *f;
    }
    m->n_fields = n;
}
