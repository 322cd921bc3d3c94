/* What a uniform magnetic field induces in the signal loop of a cable: docs/physics/pickup.md P-1, P-2. */
#ifndef HUM_STUDY_CABLE_PICKUP_H
#define HUM_STUDY_CABLE_PICKUP_H

#include "circuit/network.h"

typedef struct hum_cable_pickup {
    bool is_assumed;      /**< The cross-section is that of its kind, not stated. */
    double lay_m;         /**< 0: not twisted. */
    double spacing_m;     /**< Between the first two cores; coax: 0. */
    double perfect_v;     /**< Of a perfect cable in 1 uT at f_hz, in the worst direction and at the worst length within a turn. */
    double uneven_v;      /**< Of one whose cores wander by 1 % of their distance from the axis: rms of many such cables. */
} hum_cable_pickup;

/** Of cable `index` of a built network. */
hum_cable_pickup hum_cable_pickup_of(const hum_network *net, uint32_t index, double f_hz);

#endif
