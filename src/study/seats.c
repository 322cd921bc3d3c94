/* What reaches the seat: sound pressure of the music, the hiss and every hum line, against the threshold of hearing
 * and the room's own noise (docs/physics/hearing.md). */
#include "study/seats.h"

#include "hearing/spl.h"
#include "hearing/threshold.h"

#include <math.h>

hum_seat hum_seat_of(const hum_listener_net *n)
{
    return (hum_seat){.sensitivity_db = n->sensitivity_db,
                      .distance_m = n->distance_m,
                      .room_gain_db = n->room_gain_db,
                      .n_speakers = n->count,
                      .room_dba = n->room_dba};
}

static const hum_level_findings *level_at(const hum_study *s, uint32_t port)
{
    for (size_t i = 0; i < s->out->n_outputs; i++)
        if (s->out->outputs[i].port == port)
            return &s->out->outputs[i].at_output;
    return NULL;
}

/* Volts squared of each line -> SPL and margin; the line with the largest margin is the one that is heard first. */
static void find_hum(const hum_study *s, const hum_seat *seat, hum_seat_findings *f)
{
    double sum = 0;
    f->hum_margin_db = -HUGE_VAL;
    for (size_t k = 0; k < HUM_HARMONICS; k++) {
        double f_hz = s->m->mains_hz * (double)(k + 1);
        sum += f->hum_line_spl_db[k];
        f->hum_line_spl_db[k] = hum_seat_spl_db(seat, sqrt(f->hum_line_spl_db[k]), true);
        f->hum_line_margin_db[k] = f->hum_line_spl_db[k] - hum_threshold_db(f_hz);
        if (f->hum_line_margin_db[k] > f->hum_margin_db) {
            f->hum_margin_db = f->hum_line_margin_db[k];
            f->hum_f_hz = f_hz;
        }
    }
    f->hum_spl_db = hum_seat_spl_db(seat, sqrt(sum), true);
}

bool hum_line_is_heard(double spl_db, double margin_db, double room_dba, double f_hz)
{
    return margin_db > 0 && spl_db > hum_room_band_db(room_dba, f_hz);
}

static void find_seat(const hum_study *s, uint32_t i)
{
    hum_seat_findings *f = &s->out->seats[i];
    hum_seat seat = hum_seat_of(&s->net->listeners[i]);
    const hum_level_findings *level = level_at(s, s->m->listeners[i].port);
    f->other_margin_db = -HUGE_VAL;
    find_hum(s, &seat, f);
    hum_noise_margin hiss =
        hum_noise_margin_db(&seat, s->out->noise_f_hz, s->out->seat_psd + i * HUM_NOISE_POINTS, HUM_NOISE_POINTS);
    f->noise_spl_dba = hiss.spl_dba;
    f->noise_margin_db = hiss.over_threshold_db;
    f->noise_f_hz = hiss.over_threshold_hz;
    f->noise_over_room_db = hiss.over_room_db;
    /* a stereo pair's music adds in power: with the room's 3 dB this is Benchmark's 6 dB (hearing.md H-8) */
    f->peak_spl_db = level ? hum_seat_spl_db(&seat, level->level_v, false) : (double)NAN;
    f->room_dba = seat.room_dba;
    f->hiss_is_heard = hiss.over_both_db > 0;
    f->is_audible = f->hiss_is_heard;
    for (size_t k = 0; k < HUM_HARMONICS; k++)
        f->is_audible |= hum_line_is_heard(f->hum_line_spl_db[k], f->hum_line_margin_db[k], seat.room_dba,
                                           s->m->mains_hz * (double)(k + 1));
}

hum_status hum_study_seats(hum_study *s)
{
    for (uint32_t i = 0; i < s->m->n_listeners; i++)
        find_seat(s, i);
    return HUM_OK;
}
