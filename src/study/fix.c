/* What to change: solving the candidates of fix_candidates.c and ranking them. */
#include "study/fix_candidates.h"

#include <math.h>
#include <string.h>

#define WORTH_DB 1.0 /* a change of less is not worth a combination, and nobody hears that it is the better one */
#define EQUAL_DB 0.05 /* nobody turns the volume by less */

/* Hum, hiss, radio or a neighbouring cable's signal, the most audible of them. */
static double seat_margin(const hum_findings *f, size_t seat)
{
    double worst = fmax(f->seats[seat].hum_margin_db, f->seats[seat].noise_margin_db);
    for (size_t i = 0; i < f->n_limits; i++) /* the causes of hum partly cancel: the sum counts, not the largest */
        if (f->limits[i].seat == seat && f->limits[i].kind != HUM_LIMIT_HUM && f->limits[i].kind != HUM_LIMIT_HISS)
            worst = fmax(worst, f->limits[i].margin_db);
    return worst;
}

double hum_headline_db(const hum_findings *f)
{
    double worst = -HUGE_VAL;
    for (size_t i = 0; i < f->model->n_listeners; i++)
        worst = fmax(worst, seat_margin(f, i));
    for (size_t i = 0; i < f->model->n_cables && !f->model->n_listeners; i++) {
        const hum_level_findings *l = &f->links[i].at_input;
        double unwanted = sqrt(l->hum_v * l->hum_v + l->noise_v * l->noise_v);
        worst = fmax(worst, 20 * log10(unwanted / l->level_v));
    }
    return worst;
}

/* --- one candidate ----------------------------------------------------------------------------------- */

/* How much louder a seat plays at the same setting, as far as loudness is of use. */
static double matched_change(const hum_seat_findings *before, const hum_seat_findings *after)
{
    return fmin(after->peak_spl_db, HUM_LOUD_ENOUGH_DB) - fmin(before->peak_spl_db, HUM_LOUD_ENOUGH_DB);
}

/* Hum and hiss at the worst seat over the threshold; after a change, at equal loudness with what was before. */
typedef struct unwanted {
    double hum_db, hiss_db;
} unwanted;

/* Beyond what its volume control made of it, margins are taken off one for one. */
static unwanted unwanted_of(const hum_findings *before, const hum_findings *f)
{
    unwanted u = {-HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < before->model->n_listeners && i < f->model->n_listeners; i++) {
        double matched = matched_change(&before->seats[i], &f->seats[i]);
        u.hum_db = fmax(u.hum_db, f->seats[i].hum_margin_db - matched);
        u.hiss_db = fmax(u.hiss_db, f->seats[i].noise_margin_db - matched);
    }
    return u;
}

#define SAME_DB 0.5 /* a headline that moves by less has not moved */

/* When hum and hiss are both heard, less of the softer one does not move the headline, and is a gain all the same. */
static void judge_the_softer(const hum_findings *before, const hum_findings *equal, hum_fix *f)
{
    unwanted was = unwanted_of(before, before), is = unwanted_of(before, equal);
    bool is_hum = was.hum_db < was.hiss_db;
    double softer = is_hum ? was.hum_db : was.hiss_db;
    double left = is_hum ? is.hum_db : is.hiss_db;
    if (!(softer > 0) || fabs(f->gained_db) >= SAME_DB || !(softer - left >= SAME_DB))
        return;
    f->of = is_hum ? "hum" : "hiss";
    f->gained_db = softer - left;
    f->left_db = left;
}

/* What is left at the worst seat in `equal`, which is the change with the volume turned back. */
static void judge(const hum_findings *before, const hum_findings *equal, hum_fix *f)
{
    size_t n = before->model->n_listeners;
    f->left_db = n ? -HUGE_VAL : hum_headline_db(f->after);
    for (size_t i = 0; i < n && i < equal->model->n_listeners; i++) {
        f->left_db = fmax(f->left_db, seat_margin(equal, i) - matched_change(&before->seats[i], &equal->seats[i]));
        f->is_heard |= equal->seats[i].is_audible;
    }
    if (n && f->after->model->n_listeners) {
        f->matched_db = matched_change(&before->seats[0], &f->after->seats[0]);
        f->level_db = f->after->seats[0].peak_spl_db - before->seats[0].peak_spl_db;
    }
    f->gained_db = hum_headline_db(before) - f->left_db;
    judge_the_softer(before, equal, f);
}

/* The system with these lines; NULL when the language or the network refuses them. */
static hum_status solve_lines(hum_fix_list *l, hum_text lines, hum_findings **out)
{
    const hum_study_options options = {.links_at_once = HUM_LINKS_AT_ONCE, .without_doubts = true};
    hum_diags *d = hum_diags_new(l->a);
    hum_tree *extra = NULL;
    hum_model *m = NULL;
    *out = NULL;
    if (!d)
        return HUM_E_NOMEM;
    hum_status st = hum_files_add(l->files, HUM_T("(a change)"), lines, d, &extra);
    if (st == HUM_OK)
        st = hum_model_resolve_with(l->a, l->tree, l->variant, extra, l->files, d, &m);
    if (st == HUM_OK)
        st = hum_study_system_with(l->a, m, &options, d, out);
    return st == HUM_E_NOMEM ? st : HUM_OK;
}

/* What an open screen costs: how much more of a broadcast transmitter's voltage reaches an input. Its modulation goes with the
 * square (eq. P-23), so a decibel of it is half a decibel of the carrier. */
static hum_status tell_radio_cost(hum_fix_list *l, hum_fix *f)
{
    static const char transmitter[] = "radio 1 MHz 0.1 V/m\n"; /* weak enough for the square law */
    hum_findings *before, *after;
    double cost_db = 0;
    HUM_TRY(solve_lines(l, hum_text_of(transmitter), &before));
    HUM_TRY(solve_lines(l, hum_text_format(l->a, "%.*s%s", HUM_FMT(f->lines), transmitter), &after));
    if (!before || !after)
        return HUM_OK;
    for (size_t i = 0; i < before->model->n_cables && i < after->model->n_cables; i++)
        cost_db = fmax(cost_db, 10 * log10(after->links[i].radio_v / before->links[i].radio_v));
    f->note = hum_text_format(l->a, "%.*s: %.0f dB more of a transmitter at 1 MHz", HUM_FMT(f->note), cost_db);
    return f->note.p ? HUM_OK : HUM_E_NOMEM;
}

/* The change again with the volume of each seat turned back, where that is set; the change itself where nothing is. */
static hum_status solve_equal(hum_fix_list *l, const hum_fix *f, const hum_findings **equal)
{
    hum_text lines = f->lines;
    hum_findings *turned;
    *equal = f->after;
    for (size_t i = 0; i < l->before->model->n_listeners && i < f->after->model->n_listeners; i++) {
        double db = matched_change(&l->before->seats[i], &f->after->seats[i]);
        if (fabs(db) > EQUAL_DB)
            HUM_TRY(hum_fix_turn_down(l, f->after, i, db, &lines));
    }
    if (lines.n == f->lines.n)
        return HUM_OK;
    HUM_TRY(solve_lines(l, lines, &turned));
    *equal = turned ? turned : f->after;
    return HUM_OK;
}

/* One candidate, solved. One that is refused is dropped without a word. */
static hum_status solve(hum_fix_list *l, hum_fix *f)
{
    hum_findings *after;
    const hum_findings *equal;
    HUM_TRY(solve_lines(l, f->lines, &after));
    if (!after)
        return HUM_OK;
    f->after = after;
    HUM_TRY(solve_equal(l, f, &equal));
    judge(l->before, equal, f);
    return f->kind == HUM_FIX_SCREEN && f->note.n ? tell_radio_cost(l, f) : HUM_OK;
}

static hum_status keep(hum_fixes *fixes, hum_arena *a, const hum_fix *f)
{
    if (f->is_unknown)
        HUM_PUSH(a, fixes, unknown, n_unknown, cap_unknown, *f);
    else if (f->after && !isnan(f->gained_db))
        HUM_PUSH(a, fixes, items, n, cap, *f);
    return HUM_OK;
}

static bool gains_more(const hum_fix *a, const hum_fix *b)
{
    return a->gained_db > b->gained_db;
}

static bool costs_less(const hum_fix *a, const hum_fix *b)
{
    return a->is_combination != b->is_combination ? b->is_combination : a->cost < b->cost;
}

static void sort(hum_fix *f, size_t n, bool (*goes_first)(const hum_fix *, const hum_fix *))
{
    for (size_t i = 1; i < n; i++) {
        hum_fix one = f[i];
        size_t k = i;
        for (; k > 0 && goes_first(&one, &f[k - 1]); k--)
            f[k] = f[k - 1];
        f[k] = one;
    }
}

/* By what they gain; those that nobody could tell from the best of them by ear, by what they cost. */
static void rank(hum_fixes *fixes)
{
    sort(fixes->items, fixes->n, gains_more);
    for (size_t i = 0, end; i < fixes->n; i = end) {
        for (end = i + 1; end < fixes->n && fixes->items[end].gained_db > fixes->items[i].gained_db - WORTH_DB; end++)
            ;
        sort(fixes->items + i, end - i, costs_less);
    }
}

/* --- several together -------------------------------------------------------------------------------- */

static hum_fix join(hum_fix_list *l, const hum_fix *a, const hum_fix *b)
{
    return (hum_fix){.kind = b->kind,
                     .what = hum_text_format(l->a, "%.*s, and %.*s", HUM_FMT(a->what), HUM_FMT(b->what)),
                     .lines = hum_text_format(l->a, "%.*s%.*s", HUM_FMT(a->lines), HUM_FMT(b->lines)),
                     .cost = a->cost > b->cost ? a->cost : b->cost,
                     .effort = strcmp(a->effort, b->effort) == 0 ? a->effort : "several steps",
                     .gained_db = (double)NAN,
                     .is_combination = true};
}

/* A channel mended leaves the other: each sort of change is also made at every place at once. Plugs and outlets are not:
 * all of them moved is where they were. */
static bool can_be_everywhere(hum_fix_kind kind)
{
    return kind != HUM_FIX_OUTLET && kind != HUM_FIX_SWITCH && kind != HUM_FIX_DIGITAL && kind != HUM_FIX_PLACE;
}

static hum_status try_everywhere(hum_fix_list *l, hum_fix_kind kind, hum_fixes *fixes)
{
    enum { PLACES_MAX = 8 };
    hum_fix all = {.what = {0}};
    double best_db = 0;
    size_t n = 0;
    for (size_t i = 0; i < l->n && n < PLACES_MAX; i++) {
        const hum_fix *f = &l->items[i];
        if (f->kind != kind || f->is_unknown || !f->after)
            continue;
        best_db = fmax(best_db, f->gained_db);
        all = n++ ? join(l, &all, f) : *f;
    }
    if (n < 2)
        return HUM_OK;
    all.after = NULL;
    HUM_TRY(solve(l, &all));
    return all.after && all.gained_db > best_db + WORTH_DB ? keep(fixes, l->a, &all) : HUM_OK;
}

static bool includes(hum_text lines, hum_text part)
{
    for (size_t i = 0; i + part.n <= lines.n; i++)
        if (memcmp(lines.p + i, part.p, part.n) == 0)
            return true;
    return false;
}

/* The best of `base` with each other candidate. One that does nothing alone may be what is left to do. */
static hum_status best_with(hum_fix_list *l, const hum_fix *base, hum_fix *best)
{
    enum { PARTNERS_MAX = 32 };
    *best = (hum_fix){.gained_db = -HUGE_VAL};
    for (size_t i = 0, n = 0; i < l->n && n < PARTNERS_MAX; i++) {
        const hum_fix *f = &l->items[i];
        if (f->is_unknown || !f->after || includes(base->lines, f->lines))
            continue;
        n++;
        hum_fix pair = join(l, base, f);
        HUM_TRY(solve(l, &pair));
        if (pair.after && pair.gained_db > best->gained_db)
            *best = pair;
    }
    return HUM_OK;
}

/* While the best change leaves something audible, another one is added, up to three in all. */
static hum_status combine(hum_fix_list *l, hum_fixes *fixes)
{
    enum { ADDED_MAX = 2 };
    if (fixes->n == 0 || !l->before->model->n_listeners)
        return HUM_OK;
    hum_fix base = fixes->items[0], best;
    for (int i = 0; i < ADDED_MAX && base.is_heard && base.left_db > 0; i++) {
        HUM_TRY(best_with(l, &base, &best));
        if (!best.after || !(best.gained_db > base.gained_db + WORTH_DB))
            return HUM_OK;
        HUM_TRY(keep(fixes, l->a, &best));
        base = best;
    }
    return HUM_OK;
}

hum_status hum_study_fixes(hum_arena *a, const hum_tree *tree, hum_text variant, hum_files *files,
                           const hum_findings *before, hum_fixes **out)
{
    hum_fix_list l = {.a = a, .tree = tree, .variant = variant, .files = files, .before = before};
    hum_fixes *fixes;
    HUM_ALLOC(fixes, a, hum_fixes, 1);
    fixes->before = before;
    fixes->before_db = hum_headline_db(before);
    fixes->volume_box = before->model->n_listeners ? hum_fix_volume_box(before, 0) : HUM_NONE;
    HUM_TRY(hum_fix_candidates(&l));
    for (size_t i = 0; i < l.n; i++) {
        if (!l.items[i].is_unknown)
            HUM_TRY(solve(&l, &l.items[i]));
        HUM_TRY(keep(fixes, a, &l.items[i]));
    }
    for (int kind = 0; kind <= HUM_FIX_PLACE; kind++)
        if (can_be_everywhere((hum_fix_kind)kind))
            HUM_TRY(try_everywhere(&l, (hum_fix_kind)kind, fixes));
    rank(fixes);
    HUM_TRY(combine(&l, fixes));
    rank(fixes);
    *out = fixes;
    return HUM_OK;
}
