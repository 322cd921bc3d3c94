/* From a listener of the network to a seat of hearing/, and whether a hum line is heard there. */
#ifndef HUM_STUDY_SEATS_H
#define HUM_STUDY_SEATS_H

#include "hearing/spl.h"
#include "study/study.h"

hum_seat hum_seat_of(const hum_listener_net *n);
/** Above the threshold, and above the room's noise in its auditory band. */
bool hum_line_is_heard(double spl_db, double margin_db, double room_dba, double f_hz);

#endif
