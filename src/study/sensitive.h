/* What one per cent of each value does to a link: to its gain and to its rejection as wired. */
#ifndef HUM_STUDY_SENSITIVE_H
#define HUM_STUDY_SENSITIVE_H

#include "solve/sensitivity.h"
#include "study/findings.h"

typedef struct hum_sensitive {
    hum_vary value;      /**< low = high = the value in the network. */
    double gain_db;      /**< Change of the link's gain for one per cent more of the value, dB. */
    double rejection_db; /**< Of its rejection (docs/physics/interface.md I-10, its own error's sign as it stands); NAN when the two
                              chassis are one. */
} hum_sensitive;

/** All values of the network, those that move the rejection most first, then those that move the gain. By exact derivatives
 *  (docs/physics/solve.md S-50).  @return HUM_E_NUMERIC: no solution (told). */
HUM_NODISCARD hum_status hum_link_sensitive(hum_arena *a, const hum_findings *f, uint32_t cable, double f_hz, hum_diags *d,
                                            hum_sensitive **rows, size_t *n);

#endif
