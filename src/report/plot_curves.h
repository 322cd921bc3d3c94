/* Pictures over frequency; hum_plot_svg chooses among them. */
#ifndef HUM_REPORT_PLOT_CURVES_H
#define HUM_REPORT_PLOT_CURVES_H

#include "study/findings.h"

HUM_NODISCARD hum_status hum_plot_response(hum_arena *a, const hum_findings *f, hum_diags *d, hum_text *out);
HUM_NODISCARD hum_status hum_plot_cmrr(hum_arena *a, const hum_findings *f, hum_diags *d, hum_text *out);

#endif
