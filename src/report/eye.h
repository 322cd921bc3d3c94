/* Digital links in reports and in expectations. */
#ifndef HUM_REPORT_EYE_H
#define HUM_REPORT_EYE_H

#include "report/json_out.h"
#include "report/page.h"
#include "report/project.h"
#include "study/eye.h"

/** The digital links of a system in its report: what they are, what flows in their grounds, and of those that have one whether
 *  their eye is open at 48 kHz. */
HUM_NODISCARD hum_status hum_report_digital(hum_page *p, hum_arena *a, const hum_findings *f);
HUM_NODISCARD hum_status hum_report_digital_json(hum_json *j, hum_arena *a, const hum_findings *f);

/** "USB", "S/PDIF": what comes into a digital input. */
const char *hum_digital_name(const hum_port *input);

typedef struct hum_eye_quantity {
    double value;
    hum_dim dim;
    hum_text place;
} hum_eye_quantity;
/** Is it one of the words below? */
bool hum_is_eye_quantity(hum_text what);
/** One quantity of a digital link for `expect`: "eye-height", "eye-width", "eye-jitter", "eye-margin" or "eye-length", "-eq" behind
 *  them for the equaliser; at a sample rate (0: 48 kHz), of the worst link or of that into `place`.
 *  @return HUM_E_RANGE when there is none; *why then says so. */
HUM_NODISCARD hum_status hum_find_eye_quantity(hum_arena *a, const hum_findings *f, hum_text what, hum_text place, double rate_hz,
                                               hum_eye_quantity *out, const char **why);

#endif
