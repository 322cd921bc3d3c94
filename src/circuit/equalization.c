/* RIAA (IEC 60098): time constants of 3180, 318 and 75 us, and the 7950 us that the IEC added in 1976 against rumble. All
 * that is wanted of the curve has a closed form by partial fractions: low passes for the network, in s, and the noise
 * bandwidth, in w^2 (docs/physics/stages.md ST-17..ST-20). */
#include "circuit/equalization.h"

#include "base/constants.h"

#include <math.h>

#define BASS_S 3180e-6
#define SHELF_S 318e-6
#define TREBLE_S 75e-6
#define RUMBLE_S 7950e-6
#define REFERENCE_HZ 1000.0
#define TWO_PI (2 * HUM_PI)

bool hum_equalization_is_curve(hum_equalization curve)
{
    return curve == HUM_EQUALIZATION_RIAA || curve == HUM_EQUALIZATION_RIAA_IEC;
}

/* Eq. ST-17 without its scale, squared; w2 = (2 pi f)^2. */
static double squared(bool cuts_rumble, double w2)
{
    double rumble = cuts_rumble ? w2 * RUMBLE_S * RUMBLE_S / (1 + w2 * RUMBLE_S * RUMBLE_S) : 1;
    return rumble * (1 + w2 * SHELF_S * SHELF_S) / ((1 + w2 * BASS_S * BASS_S) * (1 + w2 * TREBLE_S * TREBLE_S));
}

static double scale(bool cuts_rumble)
{
    double w = TWO_PI * REFERENCE_HZ;
    return 1 / sqrt(squared(cuts_rumble, w * w));
}

/* Eq. ST-18. */
hum_equalization_poles hum_equalization_of(hum_equalization curve)
{
    bool cuts_rumble = curve == HUM_EQUALIZATION_RIAA_IEC;
    hum_equalization_poles p = {.n = cuts_rumble ? 3 : 2, .t_s = {BASS_S, TREBLE_S, RUMBLE_S}};
    if (!hum_equalization_is_curve(curve))
        return (hum_equalization_poles){.n = 0};
    for (size_t i = 0; i < p.n; i++) {
        p.share[i] = scale(cuts_rumble) * (1 - SHELF_S / p.t_s[i]) * (cuts_rumble ? -RUMBLE_S / p.t_s[i] : 1);
        for (size_t k = 0; k < p.n; k++)
            p.share[i] /= k == i ? 1 : 1 - p.t_s[k] / p.t_s[i];
    }
    return p;
}

double hum_equalization_power(hum_equalization curve, double f_hz)
{
    bool cuts_rumble = curve == HUM_EQUALIZATION_RIAA_IEC;
    double w = TWO_PI * f_hz, a = scale(cuts_rumble);
    return hum_equalization_is_curve(curve) ? a * a * squared(cuts_rumble, w * w) : 1;
}

/* Integral of (1 + corner / f) / (1 + (f / f0)^2) over the band. */
static double low_pass_band_hz(double f0_hz, double corner_hz)
{
    double low = HUM_AUDIO_LOW_HZ / f0_hz, high = HUM_AUDIO_HIGH_HZ / f0_hz;
    return f0_hz * (atan(high) - atan(low)) +
           corner_hz / 2 * (log(high * high / (1 + high * high)) - log(low * low / (1 + low * low)));
}

/* Eq. ST-19: partial fractions again, of |H|^2 in w^2. */
double hum_equalization_band_hz(hum_equalization curve, double corner_hz)
{
    hum_equalization_poles p = hum_equalization_of(curve);
    double sum = 0, a = scale(p.n == 3);
    if (p.n == 0)
        return HUM_AUDIO_HIGH_HZ - HUM_AUDIO_LOW_HZ + corner_hz * log(HUM_AUDIO_HIGH_HZ / HUM_AUDIO_LOW_HZ);
    for (size_t i = 0; i < p.n; i++) {
        double t2 = p.t_s[i] * p.t_s[i];
        double share = a * a * (1 - SHELF_S * SHELF_S / t2) * (p.n == 3 ? -RUMBLE_S * RUMBLE_S / t2 : 1);
        for (size_t k = 0; k < p.n; k++)
            share /= k == i ? 1 : 1 - p.t_s[k] * p.t_s[k] / t2;
        sum += share * low_pass_band_hz(1 / (TWO_PI * p.t_s[i]), corner_hz);
    }
    return sum;
}
