/* Closed forms of audio interfaces: noise, levels, common-mode rejection, pick-up. They answer `calc`, and
 * they are what the solved network is checked against. Equations I-1 ... of docs/physics/interface.md; SI
 * units, rms. A rejection is given as the error, differential over common-mode: a complex factor that adds up
 * with its sign. */
#ifndef HUM_STUDY_FORMULA_H
#define HUM_STUDY_FORMULA_H

#include "base/constants.h"
#include "humdinger/base.h"

#include <complex.h>

typedef double _Complex hum_phasor;

#define HUM_ROOM_K 298.15         /* 25 C */
#define HUM_AUDIO_BAND_HZ 19980.0 /* 20 Hz .. 20 kHz */

/* ---- levels (I-1) ---- */

double hum_dbu(double v_rms);
double hum_dbv(double v_rms);
double hum_volt_from_dbu(double dbu);
double hum_volt_from_dbv(double dbv);
/** 20 log10 of a ratio, and its inverse. */
double hum_db_of(double ratio);
double hum_ratio_of(double db);

/* ---- noise ---- */

/** Noise voltage of a resistance (I-2). */
double hum_thermal_v(double r_ohm, double t_k, double bandwidth_hz);

/** SNR of stages in a row, each against the same level point, dB (I-3). */
double hum_snr_sum_db(const double *snr_db, size_t n);

/** What a stage costs whose SNR is `better_db` better than the rest, dB (I-4). */
double hum_snr_loss_db(double better_db);

/** Square root of the sum of squares. */
double hum_rss(const double *x, size_t n);

/** Noise voltage of a density with a 1/f corner between two frequencies (I-5). */
double hum_corner_noise_v(double v_rthz, double corner_hz, double low_hz, double high_hz);

/** An amplifier at 1 kHz. */
typedef struct hum_opamp {
    double e_v_rthz, i_a_rthz;
} hum_opamp;

/** Output noise of a four-resistor difference amplifier (input resistors r, gain g) with an ideal source
 * (I-6). */
double hum_difference_noise_v(double r_ohm, double g, hum_opamp amp, double t_k, double bandwidth_hz);

/** Input noise of an amplifier behind a resistance: its voltage, its current in r, and r itself (I-5a). */
double hum_amplifier_noise_v(double r_ohm, hum_opamp amp, double t_k, double bandwidth_hz);

/** SNR of a balanced pair of equal stages against one of them, dB (I-7). `copied`: how much of the hot leg's
 * noise the cold leg repeats: 0 for two independent buffers (+3.01), 1 when an inverter makes it from the hot
 * leg (-0.97). */
double hum_two_leg_gain_db(double copied);

/* ---- common-mode rejection ---- */

/** Differential voltage per common-mode voltage of a bridge of source legs zs and receiver legs zc (I-8). */
hum_phasor hum_bridge_error(hum_phasor zs_hot, hum_phasor zs_cold, hum_phasor zc_hot, hum_phasor zc_cold);

/** CMRR in dB of an error; infinite for none. */
double hum_cmrr_db(hum_phasor error);

/** CMRR of a receiver of its own cmrr_db with `error` from the source added in the worse and in the better
 *  polarity (I-10). */
double hum_cmrr_worst_db(double cmrr_db, double error);
double hum_cmrr_best_db(double cmrr_db, double error);

/** A four-resistor difference amplifier: r1 input and r2 feedback at the cold side, r3 input and r4 reference
 * at the hot side. */
typedef struct hum_difference_amp {
    double r1_ohm, r2_ohm, r3_ohm, r4_ohm;
} hum_difference_amp;

/** Gains for differential and for common-mode signals (I-11). */
double hum_difference_gain(const hum_difference_amp *d);
double hum_difference_common_gain(const hum_difference_amp *d);

/** Current drawn by the cold input over that by the hot input when both are driven in antiphase (I-11a). */
double hum_difference_current_ratio(const hum_difference_amp *d);

/** CMRR as a factor: all four resistors at the worst corner of their tolerance (I-12). */
double hum_cmrr_from_tolerance(double gain, double tolerance);
/** One ratio off by `mismatch`. */
double hum_cmrr_from_ratio(double gain, double mismatch);
/** Extra resistance in series with one input, and in the reference leg. */
double hum_cmrr_from_leg(double r1_ohm, double r2_ohm, double extra_ohm);
double hum_cmrr_from_reference(double gain, double r4_ohm, double extra_ohm);

/** Error of capacitances to ground behind source resistances (I-13): rs (c_hot - c_cold) j w. */
hum_phasor hum_capacitance_error(double f_hz, double rs_hot_ohm, double c_hot_f, double rs_cold_ohm,
                                 double c_cold_f);
/** Error of input coupling capacitors that differ by `mismatch` (I-13a). */
double hum_coupling_error(double f_hz, double c_f, double mismatch, double zc_ohm);

/** Common-mode impedance of a leg whose bias resistor ra + rb is bootstrapped by c from a follower of gain a
 *  (I-14). */
hum_phasor hum_bootstrap_z(double f_hz, double ra_ohm, double rb_ohm, double c_f, hum_phasor follower);

/* ---- plain networks (I-15) ---- */

double hum_parallel(const double *z_ohm, size_t n);
/** Voltage across `load` per volt of EMF behind `source`. */
double hum_divider(double source_ohm, double load_ohm);
double hum_pole_hz(double r_ohm, double c_f);
double hum_corner_rl_hz(double r_ohm, double l_h);
/** Loss of one pole at f, dB, positive. */
double hum_pole_loss_db(double f_hz, double pole_hz);
/** Return loss of a load z on a line z0, dB, and what the mismatch costs, dB. */
double hum_return_loss_db(double z_ohm, double z0_ohm);
double hum_mismatch_loss_db(double return_loss_db);

/* ---- pick-up ---- */

/** Current through a leakage capacitance, and the capacitance of a leakage current (I-16). */
double hum_leakage_a(double mains_v, double mains_hz, double c_f);
double hum_leakage_f(double mains_v, double mains_hz, double i_a);

/** EMF of a field through an area (I-18). */
double hum_induced_v(double b_t, double f_hz, double area_m2);

/** Rejection of a star quad of radius a against a pair of spacing 2a, line current at distance d in the plane
 * of the pair: a factor, exact (I-19); far away 2 d / a. */
double hum_star_quad_advantage(double d_m, double a_m);

/** Offset that a carrier of peak v_pk makes in an input of this EMIRR (I-20). */
double hum_emirr_offset_v(double v_pk, double emirr_db);

/** Resonance and quality of a cartridge or pickup with its load (I-21). */
double hum_pickup_hz(double l_h, double c_f, double r_coil_ohm, double r_load_ohm);
double hum_pickup_q(double l_h, double c_f, double r_coil_ohm, double r_load_ohm);

/** Headphones whose channels share a return (I-22); per channel in series. */
typedef struct hum_shared_return {
    double source_ohm, wire_ohm, phone_ohm; /**< Amplifier output, hot wire and contact, transducer. */
    double own_return_ohm;                  /**< Return wire before the joint. */
    double shared_ohm;                      /**< Joint to amplifier ground. */
} hum_shared_return;

/** Voltage on the silent transducer over the voltage on the driven one. */
double hum_headphone_crosstalk(const hum_shared_return *h);

#endif
