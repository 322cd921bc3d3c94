/* The hum sources of a system as things to solve for, one forward solution each; when there are very many, coded sums of
 * them (docs/physics/solve.md, "Large systems"). */
#ifndef HUM_STUDY_DRIVES_H
#define HUM_STUDY_DRIVES_H

#include "study/study.h"

typedef struct hum_drives {
    uint32_t *sources;   /**< Indices of the hum sources in the circuit. */
    size_t n_sources;
    size_t n;            /**< Solutions whose powers add up: one for each source, or the codes. */
    bool is_coded;
    hum_complex *weight; /**< Coded: [n_sources] phase and size of each source in the first sum. */
} hum_drives;

HUM_NODISCARD hum_status hum_drives_new(hum_study *s, hum_drives *out);

/** Puts drive i at harmonic k + 1 into s->x as a right-hand side; false when there is nothing of it. */
bool hum_drive_set(hum_study *s, const hum_drives *d, size_t i, size_t k);

#endif
