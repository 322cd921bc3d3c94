/* What the input stages share. A stage builds its legs, then what is between them, then adds up what it hears. */
#ifndef HUM_CIRCUIT_INPUT_PARTS_H
#define HUM_CIRCUIT_INPUT_PARTS_H

#include "circuit/builder.h"

/** What a receiver hears: a sum of voltages. */
typedef struct hum_sense {
    hum_term terms[6];
    size_t n;
} hum_sense;
void hum_sense_add(hum_sense *sum, hum_node plus, hum_node minus, double gain, double gain_s);

/** The contacts and, behind coupling capacitors, the legs of the stage: net->plus and net->minus. */
HUM_NODISCARD hum_status hum_input_legs(hum_stage *s, bool is_balanced);
/** The impedances between plus, minus and ground that have the port's z and zcm (eq. ST-2). */
HUM_NODISCARD hum_status hum_input_delta(hum_stage *s, double *zcm);
/** Adds the receiver's own common-mode error (eq. ST-3). */
HUM_NODISCARD hum_status hum_input_cmrr(hum_stage *s, hum_sense *sum);
/** What the stage hands on to the outputs of its box: what it hears, behind its equalization (eq. ST-20). */
HUM_NODISCARD hum_status hum_input_equalize(hum_stage *s);
/** The node of what is heard: the sum, with the drop of a pin 1 problem where there is one, and the noise. */
HUM_NODISCARD hum_status hum_input_finish(hum_stage *s, hum_sense *sum, bool adds_drop);

/** The difference amplifier with real resistors. */
HUM_NODISCARD hum_status hum_build_four_resistors(hum_stage *s, bool adds_drop);

#endif
