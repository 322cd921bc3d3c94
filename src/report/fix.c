/* `humdinger fix`: the changes worth making, best first, and those that do nothing, by name. */
#include "report/json_out.h"
#include "report/page.h"
#include "report/project.h"
#include "study/fix.h"

#include <math.h>

#define NOTHING_DB 0.5 /* less than this is "no change" */

enum { SHOWN_USELESS = 12 };

static const char *const costs[] = {"free", "cable", "box", "device"};

static hum_status find(hum_project *p, hum_text variant, hum_fixes **fixes)
{
    const hum_findings *before;
    HUM_TRY(hum_project_findings(p, variant, &before));
    hum_text name = hum_text_is(variant, "base") ? (hum_text){0} : variant;
    return hum_study_fixes(p->a, p->tree, name, &p->files, before, fixes);
}

/* "left 6 dB over hearing   quiet" */
static void out_left(hum_page *p, const hum_fix *f)
{
    bool has_seat = f->after->model->n_listeners > 0;
    hum_page_right(p, hum_page_db(p, fabs(f->left_db), 1, "dB"), 38);
    hum_out_z(&p->o, !has_seat ? " under the signal" : f->left_db > 0 ? " over hearing" : " under hearing");
    if (!has_seat)
        return;
    hum_page_to(p, 55);
    if (f->is_heard)
        hum_page_toned(p, HUM_TONE_NEAR, HUM_T("heard"));
    else
        hum_page_toned(p, HUM_TONE_GOOD, f->left_db > 0 ? HUM_T("masked") : HUM_T("quiet"));
}

static void out_level(hum_page *p, const hum_fix *f)
{
    if (fabs(f->level_db) < 0.1)
        return;
    hum_out o = hum_out_in(p->o.a);
    hum_out_f(&o, "%sas wired it plays ", fabs(f->matched_db) < 0.1 ? "" : "at equal loudness: ");
    hum_out_text(&o, hum_page_db(p, fabs(f->level_db), 1, "dB"));
    hum_out_z(&o, f->level_db > 0 ? " louder" : " softer");
    if (fabs(f->matched_db) < 0.1)
        hum_out_f(&o, ", beyond the %d dB SPL that anybody needs", (int)HUM_LOUD_ENOUGH_DB);
    hum_out_z(&p->o, "    ");
    hum_page_fold(p, hum_out_part(&o), 4);
}

static void out_fix(hum_page *p, const hum_fix *f, size_t rank)
{
    hum_out_f(&p->o, "%2zu  ", rank);
    hum_page_fold(p, f->what, 4);
    hum_out_z(&p->o, "    gains");
    hum_page_right(p, hum_page_db(p, f->gained_db, 1, "dB"), 18);
    hum_out_f(&p->o, f->of ? " of %s" : "   leaves", f->of);
    out_left(p, f);
    hum_page_right(p, hum_text_format(p->o.a, "%s, %s", costs[f->cost], f->effort), 80);
    hum_page_line(p);
    out_level(p, f);
    if (f->note.n) {
        hum_out_z(&p->o, "    ");
        hum_page_fold(p, f->note, 4);
    }
}

static void out_unknown(hum_page *p, const hum_fixes *fixes)
{
    for (size_t i = 0; i < fixes->n_unknown; i++) {
        const hum_fix *f = &fixes->unknown[i];
        if (i == 0)
            hum_page_head(p, "CANNOT BE TOLD", "", 0);
        hum_out_z(&p->o, "  ");
        hum_page_fold(p, hum_text_format(p->o.a, "%.*s: %.*s", HUM_FMT(f->what), HUM_FMT(f->note)), 4);
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
            hum_page_head(p, "NO USE BY ITSELF", "", 0);
        if (n > SHOWN_USELESS)
            continue;
        hum_out_z(&p->o, "  ");
        hum_text t = f->gained_db < -NOTHING_DB
                         ? hum_text_format(p->o.a, "%.*s: worse by %.*s", HUM_FMT(f->what),
                                           HUM_FMT(hum_page_db(p, -f->gained_db, 1, "dB")))
                         : f->what;
        hum_page_fold(p, t, 4);
    }
    if (n > SHOWN_USELESS)
        hum_out_f(&p->o, "  and %zu more: humdinger fix --json\n", n - SHOWN_USELESS);
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

static bool is_anything_heard(const hum_findings *f)
{
    bool is_heard = f->model->n_listeners == 0; /* nobody is there to say */
    for (size_t i = 0; i < f->model->n_listeners; i++)
        is_heard |= f->seats[i].is_audible;
    return is_heard;
}

/* What "at equal loudness" hangs on. */
static void out_volume(hum_page *p, const hum_fixes *fixes)
{
    bool is_matched = false;
    for (size_t i = 0; i < fixes->n; i++)
        is_matched |= fabs(fixes->items[i].matched_db) >= 0.1;
    if (!is_matched)
        return;
    hum_out_z(&p->o, "\n");
    if (fixes->volume_box == HUM_NONE) {
        hum_page_fold(p, HUM_T("Equal loudness: no box of the chain has a gain to set; hum and hiss are taken to go down with the music."), 0);
        return;
    }
    const hum_box *b = &fixes->before->model->boxes[fixes->volume_box];
    hum_page_fold(p, hum_text_format(p->o.a, "Equal loudness: what plays louder is turned down in %.*s, where the volume is taken to be set, and the "
                                     "system solved again: what enters behind it stays.", HUM_FMT(b->title.n ? b->title : b->id)), 0);
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
    if (!is_anything_heard(fixes->before))
        hum_out_z(&page.o, "  Nothing but music is heard at the seat: nothing needs to change.\n");
    for (size_t i = 0; i < fixes->n; i++)
        if (fixes->items[i].gained_db >= NOTHING_DB)
            out_fix(&page, &fixes->items[i], ++n);
    if (n == 0 && is_anything_heard(fixes->before))
        hum_out_z(&page.o, "  Nothing that was tried makes it better.\n");
    out_useless(&page, fixes);
    out_unknown(&page, fixes);
    out_best_lines(&page, fixes);
    out_volume(&page, fixes);
    hum_out_z(&page.o, "\nNever offered: lifting a protective earth. With a fault inside, the chassis of a\n"
                       "box without its earth becomes live.\n");
    return hum_out_done(&page.o, out);
}

static void json_heard(hum_json *j, const hum_findings *f)
{
    static const char *const kinds[] = {
        [HUM_LIMIT_HUM] = "hum", [HUM_LIMIT_HISS] = "hiss", [HUM_LIMIT_CROSSTALK] = "crosstalk", [HUM_LIMIT_RADIO] = "radio"};
    hum_json_open(j, "heard", '[');
    for (size_t k = 0; k < sizeof kinds / sizeof kinds[0]; k++) {
        bool is_heard = false;
        for (size_t i = 0; i < f->n_limits; i++)
            is_heard |= f->limits[i].kind == k && f->limits[i].margin_db > 0 && !f->limits[i].is_under_room;
        if (is_heard && kinds[k])
            hum_json_z(j, NULL, kinds[k]);
    }
    hum_json_close(j, ']');
}

static void json_fix(hum_json *j, const hum_fix *f, size_t rank)
{
    bool has_seat = f->after->model->n_listeners > 0;
    hum_json_open(j, NULL, '{');
    hum_json_number(j, "rank", (double)rank);
    hum_json_text(j, "what", f->what);
    hum_json_number(j, "gained_db", f->gained_db);
    hum_json_number(j, "left_margin_db", f->left_db);
    hum_json_z(j, "of", f->of ? f->of : "both");
    hum_json_number(j, "louder_db", f->level_db);
    hum_json_z(j, "cost", costs[f->cost]);
    hum_json_z(j, "effort", f->effort);
    hum_json_text(j, "note", f->note);
    hum_json_bool(j, "combination", f->is_combination);
    hum_json_number(j, "hum_spl_db", has_seat ? f->after->seats[0].hum_spl_db : (double)NAN);
    hum_json_bool(j, "audible", f->is_heard);
    json_heard(j, f->after);
    hum_json_text(j, "lines", f->lines);
    hum_json_close(j, '}');
}

hum_status hum_fix_json(hum_project *p, hum_text variant, hum_text *out)
{
    hum_fixes *fixes;
    HUM_TRY(find(p, variant, &fixes));
    hum_json j = hum_json_in(p->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.fix/1");
    hum_json_number(&j, "before_margin_db", fixes->before_db);
    bool has_volume = fixes->volume_box != HUM_NONE;
    hum_json_text(&j, "volume_control", has_volume ? fixes->before->model->boxes[fixes->volume_box].id : (hum_text){0});
    hum_json_open(&j, "fixes", '[');
    for (size_t i = 0; i < fixes->n; i++)
        json_fix(&j, &fixes->items[i], i + 1);
    hum_json_close(&j, ']');
    hum_json_open(&j, "unknown", '[');
    for (size_t i = 0; i < fixes->n_unknown; i++) {
        hum_json_open(&j, NULL, '{');
        hum_json_text(&j, "what", fixes->unknown[i].what);
        hum_json_text(&j, "why", fixes->unknown[i].note);
        hum_json_text(&j, "lines", fixes->unknown[i].lines);
        hum_json_close(&j, '}');
    }
    hum_json_close(&j, ']');
    hum_json_z(&j, "never_offered", "lifting a protective earth");
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}
