/* What the files of study/ share: the network, its solver, and room to work. Each file answers one question. */
#ifndef HUM_STUDY_STUDY_H
#define HUM_STUDY_STUDY_H

#include "solve/solver.h"
#include "study/findings.h"

typedef struct hum_shares hum_shares;

typedef struct hum_study {
    hum_arena *a;
    const hum_model *m;
    hum_network *net;
    hum_solver *solver;
    hum_diags *d;
    hum_findings *out;
    hum_complex *x;    /**< A forward solution. [size] */
    hum_complex *y;    /**< An adjoint solution. [size] */
    double *by_element; /**< Scratch for contributions. */
    double *by_source;
    hum_shares *shares; /**< Set by hum_study_hum. */
} hum_study;

/** What an input hears, and what an output's EMF is, against earth. */
hum_probe hum_heard_at(const hum_study *s, uint32_t port);
/** The two contacts of an output. */
hum_probe hum_across(const hum_study *s, uint32_t port);
/** Transfer from the EMF of a link's output to what its input hears, at the frequency that is set. Uses y. */
HUM_NODISCARD hum_status hum_link_gain(hum_study *s, uint32_t cable, hum_complex *gain);

HUM_NODISCARD hum_status hum_study_polarity(hum_study *s);
HUM_NODISCARD hum_status hum_study_levels(hum_study *s);
HUM_NODISCARD hum_status hum_study_hiss(hum_study *s);
HUM_NODISCARD hum_status hum_study_hum(hum_study *s);
HUM_NODISCARD hum_status hum_study_cmrr(hum_study *s);
HUM_NODISCARD hum_status hum_study_response(hum_study *s);
HUM_NODISCARD hum_status hum_study_crosstalk(hum_study *s);
HUM_NODISCARD hum_status hum_study_seats(hum_study *s);
HUM_NODISCARD hum_status hum_study_limits(hum_study *s);
HUM_NODISCARD hum_status hum_study_verdict(hum_study *s);

double hum_db(double ratio); /**< 20 log10 |ratio| */

#endif
