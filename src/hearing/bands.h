/* Auditory bands, and the power of a noise spectrum inside a band. */
#ifndef HUM_HEARING_BANDS_H
#define HUM_HEARING_BANDS_H

#include "humdinger/base.h"

/** Equivalent rectangular bandwidth of the auditory filter at f, Hz (docs/physics/hearing.md eq. H-4). */
double hum_erb_hz(double f_hz);

/** Number of auditory bands below f (eq. H-5), and its inverse. */
double hum_erb_number(double f_hz);
double hum_erb_number_hz(double number);

/** Critical bandwidth after Zwicker, Hz (eq. H-6): the older and wider measure, for comparison. */
double hum_critical_band_hz(double f_hz);

/** Integral of a spectral density given at n ascending frequencies, a power law between neighbours: exact for
 *  a f^e (eq. H-7). Straight lines where a density or frequency is 0. psd in X/Hz -> X; 0 when n < 2. */
double hum_integrate_psd(const double *f_hz, const double *psd, size_t n);

/** The same between low_hz and high_hz only; 0 outside the data. */
double hum_integrate_psd_between(const double *f_hz, const double *psd, size_t n, double low_hz,
                                 double high_hz);

/** The same over all frequencies, A-weighted. */
double hum_integrate_psd_a(const double *f_hz, const double *psd, size_t n);

#endif
