/* What the files of study/ share: the network, its solver, and room to work. Each file answers one question. */
#ifndef HUM_STUDY_STUDY_H
#define HUM_STUDY_STUDY_H

#include "solve/comb.h"
#include "study/findings.h"

typedef struct hum_shares hum_shares;
typedef struct hum_groups hum_groups;

/** Noise and transfer at one place over the noise grid. */
typedef struct hum_place_noise {
    double psd[HUM_NOISE_POINTS];   /**< V^2/Hz; in a piece of a large system, what arises there. */
    double gain2[HUM_NOISE_POINTS]; /**< |transfer|^2 from the EMF that feeds the place. */
} hum_place_noise;

/** A system under study, or a piece of one: the links and seats it covers, the network that is solved for them. */
typedef struct hum_study {
    hum_arena *a;
    const hum_model *m;
    hum_network *net;
    hum_solver *solver;
    hum_diags *d;
    hum_findings *out;
    bool is_large;      /**< Links are solved in pieces of the network. */
    const uint32_t *links; /**< [n_links] cables. */
    size_t n_links;
    const uint32_t *seats; /**< [n_seats] listeners. */
    size_t n_seats;
    const uint32_t *output_of; /**< [m->n_listeners] which of out->outputs a listener is at. */
    hum_complex *x;    /**< A forward solution. [size] */
    hum_complex *y;    /**< An adjoint solution. [size] */
    hum_comb *comb;    /**< The network at HUM_LANES frequencies at once; hum_study_comb. */
    double *lanes;     /**< A solution at those. */
    double *loading;   /**< [n_outputs] volts at the contacts per volt of EMF, 1 kHz. */
    hum_place_noise *at_link;   /**< [m->n_cables] */
    hum_place_noise *at_output; /**< [n_outputs] */
    hum_place_noise *at_seat;   /**< [m->n_listeners] */
    hum_complex *link_gain;     /**< Large systems with a seat: [m->n_cables][HUM_HARMONICS] */
    hum_groups *groups; /**< Hiss at the seats by what makes it; NULL in a piece. */
    hum_shares *shares; /**< Set by hum_study_hum. */
} hum_study;

/** In a large system what limits it is found for this many seats. */
enum { HUM_SEATS_RANKED = 8 };

/** What an input hears, and what an output's EMF is, against earth. */
hum_probe hum_heard_at(const hum_study *s, uint32_t port);
/** The two contacts of an output. */
hum_probe hum_across(const hum_study *s, uint32_t port);
/** Transfer from the EMF of a link's output to what its input hears, at the frequency that is set. Uses y. */
HUM_NODISCARD hum_status hum_link_gain(hum_study *s, uint32_t cable, hum_complex *gain);

/** The same at each of the n frequencies that the comb is set to. Uses lanes. */
HUM_NODISCARD hum_status hum_link_gains(hum_study *s, uint32_t cable, size_t n, hum_complex *gain);
/** Sets the comb to n frequencies, and makes it when there is none: not before polarities are chosen. */
HUM_NODISCARD hum_status hum_study_comb(hum_study *s, const double *f_hz, size_t n);

/** Rejection of a link as wired, dB, at each of the n frequencies that the comb is set to (told again as f_hz) from its gain
 *  there; NAN without a ground voltage. Uses lanes. */
HUM_NODISCARD hum_status hum_link_cmrr(hum_study *s, uint32_t cable, const double *f_hz, size_t n, const hum_complex *gain,
                                       double *db);

/** A solver for s->net, and room for its solutions. */
HUM_NODISCARD hum_status hum_study_solver(hum_study *s);

/* Of each link and seat by itself: in a large system they are asked of its pieces. */
HUM_NODISCARD hum_status hum_study_gains(hum_study *s);
HUM_NODISCARD hum_status hum_study_noise(hum_study *s);
HUM_NODISCARD hum_status hum_study_cmrr(hum_study *s);
HUM_NODISCARD hum_status hum_study_response(hum_study *s);
HUM_NODISCARD hum_status hum_study_crosstalk(hum_study *s);
/** All of these, and s->link_gain when there is room for it. */
HUM_NODISCARD hum_status hum_study_each(hum_study *s);
/** The same, piece by piece. */
HUM_NODISCARD hum_status hum_study_pieces(hum_study *s);

/* Of the system. */
HUM_NODISCARD hum_status hum_study_polarity(hum_study *s);
HUM_NODISCARD hum_status hum_study_levels(hum_study *s);
/** What follows from the level that would be at each port, [n_ports], if nothing clipped. */
HUM_NODISCARD hum_status hum_study_levels_of(hum_study *s, double *level_v);
/** An output whose signal comes from no input of its box. */
bool hum_port_is_origin(const hum_model *m, uint32_t port);
HUM_NODISCARD hum_status hum_study_hiss(hum_study *s);
HUM_NODISCARD hum_status hum_study_hum(hum_study *s);
HUM_NODISCARD hum_status hum_study_seats(hum_study *s);
HUM_NODISCARD hum_status hum_study_limits(hum_study *s);
/** Radio, and the signals of neighbouring cables, at the inputs and as limits at the seats. */
HUM_NODISCARD hum_status hum_study_radio(hum_study *s);
HUM_NODISCARD hum_status hum_study_neighbours(hum_study *s);
/** Adds a limit that is worth a line. */
HUM_NODISCARD hum_status hum_push_limit(hum_study *s, const hum_limit *l);
/** Bands of everything, how far each assumption moves the headline and how much of its spread it makes, in small systems; and
 *  f->assumed in that order. */
HUM_NODISCARD hum_status hum_study_doubts(hum_study *s, size_t n_samples);
HUM_NODISCARD hum_status hum_study_verdict(hum_study *s);

double hum_db(double ratio); /**< 20 log10 |ratio| */

#endif
