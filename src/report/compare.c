/* Two systems side by side: the level difference first, because it alone explains most of what is heard. */
#include "report/json_out.h"
#include "report/page.h"
#include "report/project.h"
#include "study/flip.h"

#include <math.h>

enum { COLUMN_A = 46, COLUMN_B = 62, COLUMN_D = 80 };

/* The last link and the seat that a listener compares: where the signal ends up. */
typedef struct side {
    const hum_findings *f;
    hum_text name;
    const hum_level_findings *end; /* the output with a listener, or the last input */
    hum_text end_id;
    const hum_seat_findings *seat; /* NULL for none */
    const hum_level_findings *end_low, *end_high; /* 5th and 95th percentile; end itself without samples */
    const hum_seat_findings *seat_low, *seat_high;
} side;

/* The percentiles of the same place. */
static void find_end_bands(side *s)
{
    const hum_findings *f = s->f;
    s->end_low = s->end_high = s->end;
    if (!f->n_samples)
        return;
    for (size_t i = 0; i < f->n_outputs; i++)
        if (s->end == &f->outputs[i].at_output) {
            s->end_low = &f->low.outputs[i].at_output;
            s->end_high = &f->high.outputs[i].at_output;
        }
    for (size_t i = 0; i < f->model->n_cables; i++)
        if (s->end == &f->links[i].at_input) {
            s->end_low = &f->low.links[i].at_input;
            s->end_high = &f->high.links[i].at_input;
        }
}

static side side_of(const hum_findings *f, hum_text name)
{
    side s = {.f = f, .name = name};
    if (f->model->n_listeners) {
        s.seat = &f->seats[0];
        s.seat_low = f->n_samples ? &f->low.seats[0] : s.seat;
        s.seat_high = f->n_samples ? &f->high.seats[0] : s.seat;
    }
    s.end = hum_findings_end(f, &s.end_id);
    find_end_bands(&s);
    return s;
}

static double under_signal(const hum_level_findings *l, double v)
{
    return v > 0 ? 20 * log10(l->level_v / v) : (double)NAN;
}

/* --- text -------------------------------------------------------------------------------------------- */

static void row(hum_page *p, const char *label, hum_text a, hum_text b, double difference)
{
    hum_out_z(&p->o, label);
    hum_page_right(p, a, COLUMN_A);
    hum_page_right(p, b, COLUMN_B);
    if (!isnan(difference) && isfinite(difference)) {
        hum_out o = hum_out_in(p->o.a);
        if (difference > 0.05)
            hum_out_z(&o, "+");
        hum_out_fixed(&o, fabs(difference) < 0.05 ? 0 : difference, 1);
        hum_out_z(&o, " dB");
        hum_page_right(p, hum_out_part(&o), COLUMN_D);
    }
    hum_page_line(p);
}

static void db_row(hum_page *p, const char *label, double a, double b, const char *unit)
{
    row(p, label, hum_page_db(p, a, 1, unit), hum_page_db(p, b, 1, unit), b - a);
}

static void volt_row(hum_page *p, const char *label, double a, double b)
{
    row(p, label, hum_page_si(p, a, "V"), hum_page_si(p, b, "V"), 20 * log10(b / a));
}

#define MOVES_DB 0.5 /* a band narrower than this is no band to a person */

static hum_text band_text(hum_page *p, double low, double high)
{
    if (!(high - low >= MOVES_DB) || !isfinite(high - low))
        return HUM_T("");
    return hum_text_format(p->o.a, "%.*s to %.*s", HUM_FMT(hum_page_db(p, low, 1, "")), HUM_FMT(hum_page_db(p, high, 1, "")));
}

/* Where nine in ten of each lie, below the number itself. */
static void band_row(hum_page *p, double low_a, double high_a, double low_b, double high_b)
{
    hum_text a = band_text(p, low_a, high_a), b = band_text(p, low_b, high_b);
    if (a.n || b.n)
        row(p, "   nine in ten", a, b, (double)NAN);
}

static hum_text first_limit(const hum_findings *f)
{
    return f->n_limits ? f->limits[0].cause : HUM_T("-");
}

static void out_table(hum_page *p, const side *a, const side *b)
{
    volt_row(p, " largest signal at the end", a->end->level_v, b->end->level_v);
    db_row(p, " SNR, flat", a->end->snr_db, b->end->snr_db, "dB");
    db_row(p, " SNR, A-weighted", a->end->snr_a_db, b->end->snr_a_db, "dB");
    db_row(p, " hum under the signal", under_signal(a->end, a->end->hum_v), under_signal(b->end, b->end->hum_v), "dB");
    if (a->seat && b->seat) {
        db_row(p, " music at the seat, at most", a->seat->peak_spl_db, b->seat->peak_spl_db, "dB SPL");
        db_row(p, " hum at the seat", a->seat->hum_spl_db, b->seat->hum_spl_db, "dB SPL");
        db_row(p, " its most audible line, re hearing", a->seat->hum_margin_db, b->seat->hum_margin_db, "dB");
        band_row(p, a->seat_low->hum_margin_db, a->seat_high->hum_margin_db, b->seat_low->hum_margin_db, b->seat_high->hum_margin_db);
        db_row(p, " hiss at the seat", a->seat->noise_spl_dba, b->seat->noise_spl_dba, "dBA");
        db_row(p, " its loudest band, re hearing", a->seat->noise_margin_db, b->seat->noise_margin_db, "dB");
        band_row(p, a->seat_low->noise_margin_db, a->seat_high->noise_margin_db, b->seat_low->noise_margin_db,
                 b->seat_high->noise_margin_db);
    }
}

static void out_limits(hum_page *p, const side *s, const char *letter)
{
    hum_out_f(&p->o, " what limits %s: ", letter);
    hum_page_fold(p, first_limit(s->f), 16);
}

/* Is the difference between the two audible once they are equally loud? */
static bool seats_differ(const side *a, const side *b)
{
    return a->seat && b->seat && a->seat->is_audible != b->seat->is_audible;
}

/* Gain from the first source to the end, so that "louder" is what the same knob position does. */
static double gain_difference(const side *a, const side *b)
{
    return 20 * log10(b->end->level_v / a->end->level_v);
}

static void say_level(hum_out *o, double difference)
{
    if (fabs(difference) < 0.1) {
        hum_out_z(o, "Both are equally loud. ");
        return;
    }
    hum_out_f(o, "At the same setting %s is ", difference > 0 ? "B" : "A");
    hum_out_fixed(o, fabs(difference), 1);
    hum_out_f(o, " dB LOUDER, which alone is heard as a difference: turn %s down by that before you judge. ",
              difference > 0 ? "B" : "A");
}

static void say_seat(hum_out *o, const side *s, const char *letter)
{
    if (!s->seat->is_audible)
        hum_out_f(o, "%s: nothing but music is heard. ", letter);
    else {
        hum_out_f(o, "%s: %s is heard, ", letter, s->seat->hum_margin_db > s->seat->noise_margin_db ? "hum" : "hiss");
        hum_out_fixed(o, fmax(s->seat->hum_margin_db, s->seat->noise_margin_db), 0);
        hum_out_z(o, " dB over the threshold. ");
    }
}

static void say_verdict(hum_out *o, const side *a, const side *b)
{
    say_level(o, gain_difference(a, b));
    if (a->seat && b->seat) {
        say_seat(o, a, "A");
        say_seat(o, b, "B");
        if (!seats_differ(a, b) && !a->seat->is_audible)
            hum_out_z(o, "Once matched in level no difference is predicted.");
        return;
    }
    double hum = under_signal(b->end, b->end->hum_v) - under_signal(a->end, a->end->hum_v);
    hum_out_f(o, "Under an equally loud signal %s has ", hum > 0 ? "B" : "A");
    hum_out_fixed(o, fabs(hum), 0);
    hum_out_z(o, " dB less hum. State a speaker to know what is heard.");
}

static hum_status find_sides(hum_project *a, hum_text variant_a, hum_project *b, hum_text variant_b, side *sa, side *sb)
{
    const hum_findings *fa;
    const hum_findings *fb;
    HUM_TRY(hum_project_findings(a, variant_a, &fa));
    HUM_TRY(hum_project_findings(b, variant_b, &fb));
    *sa = side_of(fa, variant_a.n ? variant_a : HUM_T("base"));
    *sb = side_of(fb, variant_b.n ? variant_b : HUM_T("base"));
    if (sa->end && sb->end)
        return HUM_OK;
    hum_diags_say(sa->end ? b->d : a->d, HUM_D_NO_SYSTEM, HUM_NO_SPAN, NULL, "there is nothing to compare");
    return HUM_E_INPUT;
}

/* --- the flip point ---------------------------------------------------------------------------------- */

static void say_quantity(hum_out *o, const hum_flip *f)
{
    hum_out_text(o, f->as->what);
    if (!f->in_a || !f->in_b)
        hum_out_f(o, " (of %s)", f->in_a ? "A" : "B");
    hum_out_z(o, ", taken as ");
    hum_out_amount(o, f->as->dim, f->as->value);
}

/* "both are heard, and A has less hum and noise" */
static void say_comparison(hum_out *o, hum_comparison c, bool has_seat)
{
    bool is_both = c == HUM_A_IS_LESS || c == HUM_B_IS_LESS || c == HUM_BOTH_ALIKE;
    hum_out_f(o, "%s%s", has_seat && is_both ? "both are heard, and " : "", hum_comparison_name(c));
}

static void say_no_flip(hum_out *o, const hum_flip *f, bool has_seat)
{
    hum_out_z(o, "The most doubtful value is ");
    say_quantity(o, f);
    hum_out_z(o, "; nothing from ");
    hum_out_amount(o, f->as->dim, f->as->low);
    hum_out_z(o, " to ");
    hum_out_amount(o, f->as->dim, f->as->high);
    hum_out_z(o, " turns the verdict that ");
    say_comparison(o, f->from, has_seat);
    hum_out_z(o, ".");
}

static void say_flip(hum_out *o, const hum_flip *f, bool has_seat)
{
    if (!f->as) {
        hum_out_z(o, f->is_tried ? "Nothing that was assumed moves the answer." : "Not sought: a large system, or ends that differ.");
        return;
    }
    if (!f->turns) {
        say_no_flip(o, f, has_seat);
        return;
    }
    hum_out_z(o, "Now ");
    say_comparison(o, f->from, has_seat);
    hum_out_z(o, ". It hangs on ");
    say_quantity(o, f);
    hum_out_f(o, ": %s ", f->is_above ? "above" : "below");
    hum_out_amount(o, f->as->dim, f->value);
    hum_out_z(o, " ");
    say_comparison(o, f->to, has_seat);
    hum_out_z(o, ".");
    if (f->as->measure.n)
        hum_out_f(o, " To know it: %.*s", HUM_FMT(f->as->measure));
}

static hum_status out_flip(hum_page *p, const side *a, const side *b)
{
    hum_flip flip;
    hum_out o = hum_out_in(p->o.a);
    hum_text t;
    HUM_TRY(hum_study_flip(p->o.a, a->f, b->f, &flip));
    say_flip(&o, &flip, a->seat && b->seat);
    HUM_TRY(hum_out_done(&o, &t));
    hum_page_line(p);
    hum_page_toned(p, HUM_TONE_HEAD, HUM_T("FLIP POINT"));
    hum_out_z(&p->o, "  ");
    hum_page_fold(p, t, 12);
    return HUM_OK;
}

hum_status hum_compare_text(hum_project *a, hum_text variant_a, hum_project *b, hum_text variant_b,
                            const hum_text_options *options, hum_text *out)
{
    side sa, sb;
    hum_out verdict = hum_out_in(a->a);
    hum_text t;
    HUM_TRY(find_sides(a, variant_a, b, variant_b, &sa, &sb));
    hum_page p = hum_page_in(a->a, options->colour);
    hum_page_toned(&p, HUM_TONE_HEAD, sa.f->model->title.n ? sa.f->model->title : HUM_T("Comparison"));
    hum_page_line(&p);
    hum_page_line(&p);
    hum_page_right(&p, hum_text_format(a->a, "A  %.*s", HUM_FMT(sa.name)), COLUMN_A);
    hum_page_right(&p, hum_text_format(a->a, "B  %.*s", HUM_FMT(sb.name)), COLUMN_B);
    hum_page_right(&p, HUM_T("B - A"), COLUMN_D);
    hum_page_line(&p);
    out_table(&p, &sa, &sb);
    if (hum_is_beyond_band(sa.f) || hum_is_beyond_band(sb.f)) {
        hum_out_z(&p.o, " ");
        hum_page_fold(&p, HUM_T(HUM_BEYOND_BAND), 1);
    }
    out_limits(&p, &sa, "A");
    out_limits(&p, &sb, "B");
    say_verdict(&verdict, &sa, &sb);
    HUM_TRY(hum_out_done(&verdict, &t));
    hum_page_line(&p);
    hum_page_toned(&p, HUM_TONE_HEAD, HUM_T("VERDICT"));
    hum_out_z(&p.o, "  ");
    hum_page_fold(&p, t, 9);
    HUM_TRY(out_flip(&p, &sa, &sb));
    return hum_out_done(&p.o, out);
}

/* --- json -------------------------------------------------------------------------------------------- */

static void out_side(hum_json *j, const char *key, const side *s)
{
    hum_json_open(j, key, '{');
    hum_json_text(j, "name", s->name);
    hum_json_text(j, "end", s->end_id);
#define END(key, member) hum_json_banded(j, key, s->end->member, s->end_low->member, s->end_high->member)
    END("level_v_rms", level_v);
    END("snr_db", snr_db);
    END("snr_a_db", snr_a_db);
    END("hum_v_rms", hum_v);
#undef END
    hum_json_number(j, "hum_under_signal_db", under_signal(s->end, s->end->hum_v));
#define SEAT(key, member)                                                                                                     \
    hum_json_banded(j, key, s->seat ? s->seat->member : (double)NAN, s->seat ? s->seat_low->member : (double)NAN,            \
                    s->seat ? s->seat_high->member : (double)NAN)
    SEAT("peak_spl_db", peak_spl_db);
    SEAT("hum_spl_db", hum_spl_db);
    SEAT("hum_margin_db", hum_margin_db);
    SEAT("noise_spl_dba", noise_spl_dba);
    SEAT("noise_margin_db", noise_margin_db);
#undef SEAT
    if (s->seat)
        hum_json_bool(j, "audible", s->seat->is_audible);
    else
        hum_json_null(j, "audible");
    hum_json_text(j, "limited_by", first_limit(s->f));
    hum_json_close(j, '}');
}

static hum_status json_flip(hum_json *j, hum_arena *a, const side *sa, const side *sb)
{
    hum_flip f;
    HUM_TRY(hum_study_flip(a, sa->f, sb->f, &f));
    if (!f.as) {
        hum_json_null(j, "flip");
        return HUM_OK;
    }
    hum_json_open(j, "flip", '{');
    hum_json_text(j, "what", f.as->what);
    hum_json_z(j, "of", !f.in_b ? "a" : !f.in_a ? "b" : "both");
    hum_json_number(j, "taken", f.as->value);
    hum_json_number(j, "low", f.as->low);
    hum_json_number(j, "high", f.as->high);
    hum_json_z(j, "unit", hum_dim_symbol(f.as->dim));
    hum_json_number(j, "moves_db", f.moves_db);
    hum_json_bool(j, "turns", f.turns);
    hum_json_number(j, "value", f.value);
    if (f.turns)
        hum_json_z(j, "turns_when", f.is_above ? "above" : "below");
    else
        hum_json_null(j, "turns_when");
    hum_json_z(j, "from_verdict", hum_comparison_name(f.from));
    hum_json_z(j, "to_verdict", hum_comparison_name(f.to));
    hum_json_text(j, "measure", f.as->measure);
    hum_json_close(j, '}');
    return HUM_OK;
}

hum_status hum_compare_json(hum_project *a, hum_text variant_a, hum_project *b, hum_text variant_b, hum_text *out)
{
    side sa, sb;
    hum_out verdict = hum_out_in(a->a);
    hum_text t;
    HUM_TRY(find_sides(a, variant_a, b, variant_b, &sa, &sb));
    hum_json j = hum_json_in(a->a);
    hum_json_open(&j, NULL, '{');
    hum_json_z(&j, "schema", "humdinger.compare/1");
    hum_json_number(&j, "level_difference_db", gain_difference(&sa, &sb));
    out_side(&j, "a", &sa);
    out_side(&j, "b", &sb);
    say_verdict(&verdict, &sa, &sb);
    HUM_TRY(hum_out_done(&verdict, &t));
    hum_json_text(&j, "verdict", t);
    HUM_TRY(json_flip(&j, a->a, &sa, &sb));
    hum_json_close(&j, '}');
    return hum_json_done(&j, out);
}
