/* The signal loop of a cable as one mode of a line at radio frequencies: skin effect in its conductors, loss and dispersion
 * in its dielectric, all causal, so that what arrives never begins before the flight time. docs/physics/eye.md E-1 to E-9. */
#ifndef HUM_CABLE_SIGNAL_H
#define HUM_CABLE_SIGNAL_H

#include "cable/line.h"

/** A conductor of the loop as its resistance and the frequency at which current begins to crowd at its surface. */
typedef struct hum_skin {
    double r_ohm_m; /**< At zero frequency. */
    double q_s;     /**< Wire: a^2 mu sigma; tube: t^2 mu sigma. Seconds; 0: no skin effect. */
    bool is_tube;   /**< Current flows on its inner surface (a shield). */
} hum_skin;

/** Per metre, of hot and return as one loop. */
typedef struct hum_signal_line {
    double l_h_m;     /**< Outside the metal. */
    double c_f_m;
    double tan_delta; /**< Of the dielectric, at 1 kHz. */
    hum_skin hot;
    hum_skin ret;
    const hum_line *exact; /**< Of a solved cross-section: then its matrices are asked instead; hot is its conductor 0. NULL: none. */
    bool is_pair;          /**< Of `exact`: the return is conductor 1 and the others float, else all others are the return. */
} hum_signal_line;

/** Impedance per metre of a conductor by itself, ohm/m (eq. E-1, E-2); its real part at f = 0 is r_ohm_m. f_hz >= 0. */
hum_complex hum_skin_z(const hum_skin *s, double f_hz);
/** q of a solid round wire of that resistance, whatever its metal (eq. E-3), s. */
double hum_skin_of_wire(double r_ohm_m);
/** q of a tube of inner radius b with that resistance and the conductivity of copper (eq. E-4), s. */
double hum_skin_of_tube(double r_ohm_m, double inner_m);

/** Series impedance ohm/m and shunt admittance S/m at f_hz > 0 (eq. E-5, E-6). */
void hum_signal_at(const hum_signal_line *s, double f_hz, hum_complex *z_ohm_m, hum_complex *y_s_m);
/** Attenuation of a matched line, dB/m. */
double hum_signal_loss_db_m(const hum_signal_line *s, double f_hz);
/** Characteristic impedance at 10 MHz, ohm. */
double hum_signal_z0_ohm(const hum_signal_line *s);

/** One point of a published attenuation curve. */
typedef struct hum_loss_point {
    double f_hz;
    double db_m;
} hum_loss_point;

/** Makes the line lose what was published: one factor on both q, so that the mean relative error is nil (eq. E-7).
 *  @return HUM_E_RANGE when no skin effect gives that loss (less than the direct-current resistance alone). */
HUM_NODISCARD hum_status hum_signal_fit(hum_signal_line *s, const hum_loss_point *points, size_t n);

/** The wave on it at one frequency, > 0. */
typedef struct hum_signal_wave {
    hum_complex gamma_1_m; /**< Propagation constant, Np/m + j rad/m. */
    hum_complex z0_ohm;
} hum_signal_wave;

hum_signal_wave hum_signal_wave_at(const hum_signal_line *s, double f_hz);
/** The line between a source and a load: V(load) / EMF (eq. E-9). */
hum_complex hum_signal_transfer(const hum_signal_wave *w, double length_m, double source_ohm, hum_complex load_s);

#endif
