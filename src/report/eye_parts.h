/* What the eye_*.c files share: the digital links that are asked for. */
#ifndef HUM_REPORT_EYE_PARTS_H
#define HUM_REPORT_EYE_PARTS_H

#include "report/eye.h"

#define HUM_EYE_RATE_HZ 48e3
enum { HUM_EYES_IN_REPORT = 8 }; /**< A hundredth of a second each. */

typedef struct hum_eye_request {
    const hum_findings *f;
    hum_eye_options options;
    hum_text port; /**< Empty: all links. */
} hum_eye_request;

/** What a caller asks, once a link of that kind is there. @return HUM_E_INPUT, told; HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_eye_take_request(hum_project *p, hum_text variant, const hum_eye_ask *ask, hum_eye_request *r);
bool hum_eye_is_asked(const hum_eye_request *r, uint32_t link);

/** The eye that a report shows: at 48 kHz, without the longest cable. @return HUM_E_NOMEM */
HUM_NODISCARD hum_status hum_eye_for_report(hum_arena *a, const hum_findings *f, uint32_t link, hum_eye *e);

/** The cable of a digital link, and the input that it goes into. */
const hum_cable *hum_digital_cable(const hum_model *m, uint32_t link);
const hum_port *hum_digital_receiver(const hum_model *m, uint32_t link);
hum_text hum_digital_input(const hum_model *m, uint32_t link);
/** AES3 and S/PDIF have one; of USB, HDMI, Ethernet and light none is looked at. */
bool hum_digital_has_eye(const hum_model *m, uint32_t link);
/** How many have. */
size_t hum_digital_count_eyes(const hum_model *m);

/** "12 m", "none", "over 10 km" */
hum_text hum_eye_length_text(hum_page *p, double length_m);

#endif
