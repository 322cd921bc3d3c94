/* `humdinger fix`: the changes worth making, best first, and those that do nothing, by name. */
#include "report/json_out.h"
#include "report/page.h"
#include "report/project.h"
#include "study/fix.h"

#include <math.h>

#define NOTHING_DB 0.5 /* less than this is "no change" */

static const char *const costs[] = {"free", "cable", "box", "device"};

static hum_status find(hum_project *p, hum_text variant, hum_fixes **fixes)
{
    const hum_findings *before;
    HUM_TRY(hum_project_findings(p, variant, &before));
    hum_text name = hum_text_is(variant, "base") ? (hum_text){0} : variant;
    return hum_study_fixes(p->a, p->tree, name, &p->files, before, fixes);
}

static void out_after(hum_page *p, const hum_fix *f)
{
    if (!f->after->model->n_listeners)
        return;
    const hum_seat_findings *s = &f->after->seats[0];
    hum_page_right(p, hum_page_db(p, s->hum_spl_db - f->level_db, 0, "dB SPL"), 56);
    hum_page_to(p, 59);
    if (s->is_audible)
        hum_page_toned(p, HUM_TONE_NEAR, HUM_T("heard"));
    else
        hum_page_toned(p, HUM_TONE_GOOD, HUM_T("quiet"));
}

static void out_fix(hum_page *p, const hum_fix *f, size_t rank)
{
    hum_out_f(&p->o, "%2zu  ", rank);
    hum_page_fold(p, f->what, 4);
    hum_out_z(&p->o, "    gains");
    hum_page_right(p, hum_page_db(p, f->gained_db, 1, "dB"), 20);
    hum_out_z(&p->o, "   then hum");
    out_after(p, f);
    hum_page_right(p, hum_text_of(costs[f->cost]), 76);
    hum_page_line(p);
    if (fabs(f->level_db) >= 0.1) {
        hum_out_z(&p->o, "    at equal loudness: as wired it plays ");
        hum_out_text(&p->o, hum_page_db(p, fabs(f->level_db), 1, "dB"));
        hum_out_f(&p->o, " %s\n", f->level_db > 0 ? "louder" : "softer");
    }
    if (f->note.n) {
        hum_out_z(&p->o, "    ");
        hum_page_fold(p, f->note, 4);
    }
}

static void out_useless(hum_page *p, const hum_fixes *fixes)
{
    size_t n = 0;
    for (size_t i = 0; i < fixes->n; i++) {
        const hum_fix *f = &fixes->items[i];
        if (f->gained_db >= NOTHING_DB)
            continue;
        if (n++ == 0)
            hum_page_head(p, "NO USE", "", 0);
        hum_out_z(&p->o, "  ");
        hum_text t = f->gained_db < -NOTHING_DB
                         ? hum_text_format(p->o.a, "%.*s: worse by %.*s", HUM_FMT(f->what),
                                           HUM_FMT(hum_page_db(p, -f->gained_db, 1, "dB")))
                         : f->what;
        hum_page_fold(p, t, 4);
    }
}

static void out_best_lines(hum_page *p, const hum_fixes *fixes)
{
    if (!fixes->n || fixes->items[0].gained_db < NOTHING_DB)
        return;
    hum_page_head(p, "THE FIRST ONE, AS A VARIANT", "paste it into the file", 32);
    hum_out_z(&p->o, "variant \"fixed\"\n  ");
    hum_text t = fixes->items[0].lines;
    for (size_t i = 0; i < t.n; i++) {
        hum_out_bytes(&p->o, &t.p[i], 1);
        if (t.p[i] == '\n' && i + 1 < t.n)
            hum_out_z(&p->o, "  ");
    }
}

hum_status hum_fix_text(hum_project *p, hum_text variant, const hum_text_options *options, hum_text *out)
{
    hum_fixes *fixes;
    HUM_TRY(find(p, variant, &fixes));
    hum_page page = hum_page_in(p->a, options->colour);
    hum_page_toned(&page, HUM_TONE_HEAD, HUM_T("NOW"));
    hum_out_z(&page.o, "  ");
    hum_page_fold(&page, fixes->before->verdict, 5);
    hum_page_head(&page, "WHAT TO CHANGE", "each line is the whole system solved again", 20);
    size_t n = 0;
    for (size_t i = 0; i < fixes->n; i++)
        if (fixes->items[i].gained_db >= NOTHING_DB)
            out_fix(&page, &fixes->items[i], ++n);
    if (n == 0)
        hum_out_z(&page.o, "  Nothing that was tried makes it better.\n");
    out_useless(&page, fixes);
    out_best_lines(&page, fixes);
    hum_out_z(&page.o, "\nNever offered: lifting a protective earth. With a fault inside, the chassis of a\n"
                       "box without its earth becomes live.\n");
    return hum_out_done(&page.o, out);
}

hum_status hum_fix_json(hum_project *p, hum_text variant, hum_text *out)
{
    hum_fixes *fixes;
    HUM_TRY(find(p, variant, &fixes));
    hum_json j = hum_json_in(p->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.fix/1");
    hum_json_number(&j, "before_margin_db", fixes->before_db);
    hum_json_open(&j, "fixes", '[');
    for (size_t i = 0; i < fixes->n; i++) {
        const hum_fix *f = &fixes->items[i];
        hum_json_open(&j, NULL, '{');
        hum_json_number(&j, "rank", (double)(i + 1));
        hum_json_text(&j, "what", f->what);
        hum_json_number(&j, "gained_db", f->gained_db);
        hum_json_number(&j, "louder_db", f->level_db);
        hum_json_z(&j, "cost", costs[f->cost]);
        hum_json_text(&j, "note", f->note);
        hum_json_bool(&j, "combination", f->is_combination);
        hum_json_number(&j, "hum_spl_db", f->after->model->n_listeners ? f->after->seats[0].hum_spl_db : (double)NAN);
        hum_json_bool(&j, "audible", f->after->model->n_listeners && f->after->seats[0].is_audible);
        hum_json_text(&j, "lines", f->lines);
        hum_json_close(&j, '}');
    }
    hum_json_close(&j, ']');
    hum_json_z(&j, "never_offered", "lifting a protective earth");
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}
