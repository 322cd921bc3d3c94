/* What to change: solving the candidates of fix_candidates.c and ranking them. */
#include "study/fix_candidates.h"

#include <math.h>

#define WORTH_DB 1.0 /* a change of less is not worth a combination */

double hum_headline_db(const hum_findings *f)
{
    double worst = -(double)INFINITY;
    if (f->model->n_listeners)
        return fmax(f->seats[0].hum_margin_db, f->seats[0].noise_margin_db);
    for (size_t i = 0; i < f->model->n_cables; i++) {
        const hum_level_findings *l = &f->links[i].at_input;
        double unwanted = sqrt(l->hum_v * l->hum_v + l->noise_v * l->noise_v);
        worst = fmax(worst, 20 * log10(unwanted / l->level_v));
    }
    return worst;
}

/* How much louder the same setting plays; margins are compared at equal loudness. */
static double level_change(const hum_findings *before, const hum_findings *after)
{
    if (!before->model->n_listeners || !after->model->n_listeners)
        return 0;
    return after->seats[0].peak_spl_db - before->seats[0].peak_spl_db;
}

/* One candidate, solved. A candidate that the language or the network refuses is dropped without a word. */
static hum_status solve(hum_fix_list *l, hum_fix *f)
{
    const hum_study_options options = {.links_at_once = HUM_LINKS_AT_ONCE, .without_doubts = true};
    hum_diags *d = hum_diags_new(l->a);
    hum_tree *extra = NULL;
    hum_model *m = NULL;
    hum_findings *after = NULL;
    if (!d)
        return HUM_E_NOMEM;
    hum_status st = hum_files_add(l->files, HUM_T("(a change)"), f->lines, d, &extra);
    if (st == HUM_OK)
        st = hum_model_resolve_with(l->a, l->tree, l->variant, extra, l->files, d, &m);
    if (st == HUM_OK)
        st = hum_study_system_with(l->a, m, &options, d, &after);
    if (st == HUM_E_NOMEM)
        return st;
    if (st != HUM_OK)
        return HUM_OK;
    f->after = after;
    f->level_db = level_change(l->before, after);
    f->gained_db = hum_headline_db(l->before) - (hum_headline_db(after) - f->level_db);
    return HUM_OK;
}

static hum_status keep(hum_fixes *fixes, hum_arena *a, const hum_fix *f)
{
    if (f->after && !isnan(f->gained_db))
        HUM_PUSH(a, fixes, items, n, cap, *f);
    return HUM_OK;
}

static void rank(hum_fixes *fixes)
{
    for (size_t i = 1; i < fixes->n; i++) {
        hum_fix f = fixes->items[i];
        size_t k = i;
        for (; k > 0 && fixes->items[k - 1].gained_db < f.gained_db; k--)
            fixes->items[k] = fixes->items[k - 1];
        fixes->items[k] = f;
    }
}

/* When the best change alone leaves something audible, it is tried together with each other one that helps. */
static hum_status combine(hum_fix_list *l, hum_fixes *fixes)
{
    enum { PARTNERS = 5 };
    size_t n = fixes->n;
    hum_fix best_pair = {.gained_db = -(double)INFINITY};
    if (n < 2 || hum_headline_db(fixes->items[0].after) <= 0 || !l->before->model->n_listeners)
        return HUM_OK;
    for (size_t i = 1; i < n && i <= PARTNERS; i++) {
        const hum_fix *a = &fixes->items[0];
        const hum_fix *b = &fixes->items[i];
        hum_fix pair = {.what = hum_text_format(l->a, "%.*s, and %.*s", HUM_FMT(a->what), HUM_FMT(b->what)),
                        .lines = hum_text_format(l->a, "%.*s%.*s", HUM_FMT(a->lines), HUM_FMT(b->lines)),
                        .cost = a->cost > b->cost ? a->cost : b->cost,
                        .is_combination = true};
        HUM_TRY(solve(l, &pair));
        if (pair.after && pair.gained_db > best_pair.gained_db)
            best_pair = pair;
    }
    if (best_pair.after && best_pair.gained_db > fixes->items[0].gained_db + WORTH_DB)
        HUM_TRY(keep(fixes, l->a, &best_pair));
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
    HUM_TRY(hum_fix_candidates(&l));
    for (size_t i = 0; i < l.n; i++) {
        HUM_TRY(solve(&l, &l.items[i]));
        HUM_TRY(keep(fixes, a, &l.items[i]));
    }
    rank(fixes);
    HUM_TRY(combine(&l, fixes));
    rank(fixes);
    *out = fixes;
    return HUM_OK;
}
