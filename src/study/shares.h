/* Hum at each seat, split by where it enters (a link, or the last box) and by which source makes it. */
#ifndef HUM_STUDY_SHARES_H
#define HUM_STUDY_SHARES_H

#include "study/drives.h"

struct hum_shares {
    bool is_kept;            /**< false when nobody listens, or in huge systems, where only totals are kept. */
    hum_drives drives;
    size_t n_seats;          /**< The first ones. */
    size_t n_places;         /**< Links, then the last box. */
    size_t n_sources;        /**< Told apart: one when the drives are coded. */
    hum_complex *link_gain;  /**< [n_links][HUM_LANES] at the frequencies that the comb is set to. */
    hum_complex *to_seat;    /**< [n_seats][n_links][HUM_LANES] */
    double *power;           /**< [n_seats][n_places][n_sources][HUM_HARMONICS], V^2 at the loudspeaker. */
};

HUM_NODISCARD hum_status hum_shares_new(hum_study *s, hum_shares **out);

static inline double *hum_share(const hum_shares *sh, size_t seat, size_t place, size_t source, size_t k)
{
    return &sh->power[((seat * sh->n_places + place) * sh->n_sources + source) * HUM_HARMONICS + k];
}

#endif
