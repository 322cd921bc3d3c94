/* How an assumption reads. */
#ifndef HUM_REPORT_ASSUMED_H
#define HUM_REPORT_ASSUMED_H

#include "circuit/network.h"

/** "z of amp.line: 20 kohm (10 kohm to 40 kohm); line inputs ..." */
void hum_out_assumption(hum_out *o, const hum_assumption *as);

#endif
