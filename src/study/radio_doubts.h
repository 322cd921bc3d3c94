/* What the values that nobody knows make of radio. docs/physics/pickup.md, "Radio". */
#ifndef HUM_STUDY_RADIO_DOUBTS_H
#define HUM_STUDY_RADIO_DOUBTS_H

#include "study/study.h"

/** How far a limit of kind radio moves, dB, when an assumption has this value instead; 0 when it has nothing to do with it.
 *  An upper bound where everything is rectified already (P-23). */
double hum_radio_shift_db(const hum_study *s, const hum_limit *l, const hum_assumption *as, double value);

/** Whether an assumption is about radio alone. */
bool hum_radio_is_about(const hum_study *s, const hum_assumption *as);

/** Sets moves_db of the assumptions that only radio depends on: how far they move what is heard most at the first seat, where
 *  hum and hiss have the margin other_db. */
void hum_radio_find_moves(const hum_study *s, double other_db);

/** The assumption that moves this radio most, by moves_db, at most up_db upwards; NULL when all is stated. */
const hum_assumption *hum_radio_doubt(const hum_study *s, const hum_limit *l, double *up_db, double *moves_db);

#endif
