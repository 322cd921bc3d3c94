/* Causal dielectrics: a loss that is nearly the same over many decades needs a permittivity that falls. */
#ifndef HUM_CABLE_DIELECTRIC_H
#define HUM_CABLE_DIELECTRIC_H

#include "cable/line.h"

/** What a material's data sheet states: relative permittivity and loss tangent at one frequency. */
typedef struct hum_dielectric {
    double er;        /**< 0: 1, air. */
    double tan_delta; /**< >= 0 */
    double f_hz;      /**< Where both were measured; 0: 1 kHz. */
} hum_dielectric;

/** Complex relative permittivity er' - j er'' (Djordjevic and Sarkar, eq. X-12). f_hz >= 0. */
hum_complex hum_dielectric_er(const hum_dielectric *d, double f_hz);

#endif
