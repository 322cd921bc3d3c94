/* Radio: a carrier's field drives a current through shields, some of its voltage reaches the pins of an input, is rectified
 * there, and its modulation is heard (docs/physics/pickup.md P-19 to P-24). An estimate of its order of magnitude: what an input
 * does at a megahertz is on no data sheet of audio equipment. */
#include "hearing/threshold.h"
#include "base/constants.h"
#include "study/seats.h"

#include <complex.h>
#include <math.h>

#define HALF_WAVE_OHM 73.1     /* radiation resistance of a half-wave dipole */
#define OPEN_PART 1e-4         /* of that current: less flows only in a shield that is tied nowhere */
#define SHORT_PART 0.1         /* of a wavelength: longer cables resonate */
#define BRAID_HENRY_M 1e-9     /* through the holes of a braid (AS-26) */
#define EMIRR_V 0.1            /* amplitude that EMIRR refers to */
#define AUDIO_HZ 1000.0
#define BURST_HZ 216.7         /* GSM: 26 frames in 120 ms */
#define BURST_PART 0.125       /* one slot of eight */
enum { BURST_LINES = 20 };

typedef struct carrier {
    const hum_field_net *n;
    double wave_m;
} carrier;

/* Amplitude of the carrier between a pin and the input's ground. */
static double pin_v(const hum_study *s, hum_node pin, hum_node ground)
{
    return sqrt(2) * cabs(hum_solution_probe(s->solver, s->x, (hum_probe){pin, ground}));
}

/* The holes, weave or seam of a shield whose construction is stated are in the table of its line already (docs/physics/section.md
 * X-34); a shield known by its resistance has none there. */
static bool is_leak_in_line(const hum_study *s, uint32_t cable)
{
    const hum_cable_section *section = s->net->cables[cable].section;
    hum_value thick = hum_values_get(&s->m->cables[cable].values, HUM_KEY_SHIELD_THICK);
    return section && section->has_shield && (section->geometry.shield.kind != HUM_SHIELD_TUBE || hum_value_known(&thick));
}

/* Largest at a pin; what comes through the holes of the braid is added (P-20), and a shield that may resonate carries what a half
 * wave would (P-22), unless it is open. */
static double rf_at_input(const hum_study *s, const carrier *c, uint32_t cable)
{
    const hum_cable_net *n = &s->net->cables[cable];
    const hum_port_net *to = &s->net->ports[s->m->cables[cable].to];
    double v = pin_v(s, to->plus, to->ground), scale = 1;
    if (hum_port_is_balanced(&s->m->ports[s->m->cables[cable].to]))
        v = fmax(v, pin_v(s, to->minus, to->ground));
    if (n->shield_branch == SIZE_MAX)
        return v;
    double shield_a = sqrt(2) * cabs(hum_solution_current(s->solver, s->x, n->shield_branch));
    double most_a = sqrt(2) * c->n->strength * c->wave_m / HUM_PI / HALF_WAVE_OHM;
    if (!is_leak_in_line(s, cable))
        v += 2 * HUM_PI * c->n->carrier_hz * BRAID_HENRY_M * fmin(n->length_m, c->wave_m / HUM_PI) * shield_a;
    if (n->length_m > SHORT_PART * c->wave_m && shield_a > OPEN_PART * most_a)
        scale = most_a / shield_a;
    return scale * v;
}

/* Square law, until everything is rectified (P-23). */
static double rectified_v(double rf_v, double emirr_db)
{
    return fmin(rf_v, rf_v * rf_v / EMIRR_V * pow(10, -emirr_db / 20));
}

/* rms of the modulation at harmonic k = 1.. of its rhythm (P-24). */
static double audio_v(const hum_field_net *n, double dc_v, int k)
{
    if (n->radio == HUM_RADIO_TDMA)
        return sqrt(2) * dc_v * fabs(sin(HUM_PI * k * BURST_PART)) / (HUM_PI * k);
    return k == 1 ? sqrt(2) * n->modulation * dc_v : 0;
}

static double rhythm_hz(const hum_field_net *n)
{
    return n->radio == HUM_RADIO_TDMA ? BURST_HZ : AUDIO_HZ;
}

static int lines_of(const hum_field_net *n)
{
    return n->radio == HUM_RADIO_TDMA ? BURST_LINES : 1;
}

/* --- at the inputs ----------------------------------------------------------------------------------- */

static void find_at_inputs(hum_study *s, const carrier *c, double *dc_v)
{
    for (uint32_t i = 0; i < s->m->n_cables; i++) {
        hum_link_findings *f = &s->out->links[i];
        double sum = 0;
        dc_v[i] = rectified_v(rf_at_input(s, c, i), s->net->ports[s->m->cables[i].to].emirr_db);
        for (int k = 1; k <= lines_of(c->n); k++)
            sum += audio_v(c->n, dc_v[i], k) * audio_v(c->n, dc_v[i], k);
        f->radio_v = hypot(f->radio_v, sqrt(sum));
    }
}

/* --- at the seats ------------------------------------------------------------------------------------ */

static hum_limit limit_of(hum_study *s, const carrier *c, uint32_t seat, uint32_t cable)
{
    bool is_long = s->net->cables[cable].length_m > SHORT_PART * c->wave_m;
    hum_text id = s->m->cables[cable].id;
    return (hum_limit){.kind = HUM_LIMIT_RADIO,
                       .seat = seat,
                       .where = id,
                       .cause = hum_text_format(s->a, "%.*s into %.*s%s", HUM_FMT(c->n->name), HUM_FMT(id),
                                                is_long ? ", at most: it may resonate" : ", roughly"),
                       .margin_db = -HUGE_VAL,
                       .span = s->m->fields[c->n - s->net->fields].span};
}

/* Each line of the rhythm on its own; the most audible one decides. */
static hum_status find_at_seat(hum_study *s, const carrier *c, uint32_t seat, const double *dc_v)
{
    hum_seat at = hum_seat_of(&s->net->listeners[seat]);
    hum_limit *found;
    double *power;
    HUM_ALLOC(found, s->a, hum_limit, s->m->n_cables);
    HUM_ALLOC(power, s->a, double, s->m->n_cables);
    for (uint32_t i = 0; i < s->m->n_cables; i++)
        found[i] = limit_of(s, c, seat, i);
    for (int k = 1; k <= lines_of(c->n); k++) {
        double f_hz = k * rhythm_hz(c->n);
        HUM_TRY(hum_solver_set(s->solver, f_hz, s->d));
        HUM_TRY(hum_solver_adjoint(s->solver, s->net->listeners[seat].probe, s->y));
        for (uint32_t i = 0; i < s->m->n_cables; i++) {
            double to_seat = cabs(hum_adjoint_emf(s->solver, s->y, s->net->ports[s->m->cables[i].to].emf));
            double v = to_seat * audio_v(c->n, dc_v[i], k), spl = hum_seat_spl_db(&at, v, true);
            power[i] += v * v;
            if (spl - hum_threshold_db(f_hz) <= found[i].margin_db)
                continue;
            found[i].margin_db = spl - hum_threshold_db(f_hz);
            found[i].f_hz = f_hz;
            found[i].is_under_room = found[i].margin_db > 0 && !hum_line_is_heard(spl, found[i].margin_db, at.room_dba, f_hz);
        }
    }
    for (uint32_t i = 0; i < s->m->n_cables; i++) {
        found[i].spl_db = hum_seat_spl_db(&at, sqrt(power[i]), true);
        HUM_TRY(hum_push_limit(s, &found[i]));
    }
    return HUM_OK;
}

static hum_status find_carrier(hum_study *s, const carrier *c)
{
    double *dc_v;
    HUM_ALLOC(dc_v, s->a, double, s->m->n_cables);
    HUM_TRY(hum_solver_set(s->solver, c->n->carrier_hz, s->d));
    hum_rhs_clear(s->solver, s->x);
    hum_rhs_emf(s->solver, s->x, s->net->circuit->sources[c->n->source].element, c->n->strength);
    HUM_TRY(hum_solver_forward(s->solver, s->x));
    find_at_inputs(s, c, dc_v);
    for (uint32_t seat = 0; seat < s->m->n_listeners && seat < HUM_SEATS_RANKED; seat++)
        HUM_TRY(find_at_seat(s, c, seat, dc_v));
    return HUM_OK;
}

hum_status hum_study_radio(hum_study *s)
{
    for (size_t i = 0; i < s->m->n_fields; i++) {
        if (s->m->fields[i].by != HUM_BY_RADIO)
            continue;
        carrier c = {&s->net->fields[i], HUM_LIGHT_M_S / s->net->fields[i].carrier_hz};
        HUM_TRY(find_carrier(s, &c));
    }
    return HUM_OK;
}
