/* Circuit -> SPICE netlist that Debian's ngspice runs as it is and that gives the same numbers. */
#ifndef HUM_CIRCUIT_SPICE_H
#define HUM_CIRCUIT_SPICE_H

#include "circuit/circuit.h"

typedef struct hum_spice_options {
    hum_text title;
    size_t sections;   /**< Pi sections per line; 0 for what each line's length needs at f_high_hz. */
    double f_low_hz;
    double f_high_hz;
    size_t points_per_decade;
    hum_node out_p;    /**< Voltage that .ac and .noise are about. */
    hum_node out_m;
    uint32_t input;    /**< Source index with AC magnitude 1; UINT32_MAX for none. */
    bool with_noise;   /**< Adds the noise density at the output. */
} hum_spice_options;

/** Writes the netlist; `ngspice -b` prints the output's voltage as hum_out and its noise as onoise_spectrum, with
 *  every digit. What SPICE cannot carry (dielectric loss, 1/f corner) is told (HUM5347).
 *  @return HUM_E_NOMEM; HUM_E_RANGE: a noise source as input, or frequencies or nodes that cannot be. */
HUM_NODISCARD hum_status hum_spice_write(hum_arena *a, const hum_circuit *c, const hum_spice_options *o,
                                         hum_diags *d, hum_text *out);

#endif
