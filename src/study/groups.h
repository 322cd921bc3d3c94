/* Hiss at the seats by what makes it: noise sources by their port, thermal noise of resistances by their box or cable. */
#ifndef HUM_STUDY_GROUPS_H
#define HUM_STUDY_GROUPS_H

#include "study/study.h"

struct hum_groups {
    size_t n_seats;       /**< The first ones. */
    size_t n;             /**< Ports, then boxes, then the grounds. */
    uint32_t *of_element; /**< [n_elements] */
    uint32_t *of_source;  /**< [n_sources] */
    double *by_element;   /**< Scratch. */
    double *by_source;
    double *psd;          /**< [n_seats][n][HUM_NOISE_POINTS], V^2/Hz at the loudspeaker. */
};

/** NULL in *out when nobody listens. */
HUM_NODISCARD hum_status hum_groups_new(hum_study *s, hum_groups **out);

/** Densities at a seat at noise points k .. k + n - 1, to which the comb is set, split into the groups. Uses lanes and y. */
HUM_NODISCARD hum_status hum_groups_measure(hum_study *s, uint32_t seat, size_t k, size_t n, double *psd);

static inline const double *hum_group_psd(const hum_groups *g, size_t seat, size_t group)
{
    return g->psd + (seat * g->n + group) * HUM_NOISE_POINTS;
}

#endif
