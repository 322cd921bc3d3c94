/* Writing JSON: strict, ASCII, two-space layout; a number that is not finite is null. */
#ifndef HUM_REPORT_JSON_OUT_H
#define HUM_REPORT_JSON_OUT_H

#include "base/text.h"

typedef struct hum_json {
    hum_out o;
    unsigned depth;
    bool has_item; /**< The open object or array has one already. */
} hum_json;

hum_json hum_json_in(hum_arena *a);
/** `key` is NULL inside an array. bracket is '{' or '['; close takes '}' or ']'. */
void hum_json_open(hum_json *j, const char *key, char bracket);
void hum_json_close(hum_json *j, char bracket);
/** Nine significant digits: more than the model deserves, and the same on every machine. */
void hum_json_number(hum_json *j, const char *key, double v);
/** The number, and beside it "<key>_band": [low, high] when those are numbers that differ in what is written. */
void hum_json_banded(hum_json *j, const char *key, double v, double low, double high);
void hum_json_text(hum_json *j, const char *key, hum_text t);
void hum_json_z(hum_json *j, const char *key, const char *z);
void hum_json_bool(hum_json *j, const char *key, bool v);
void hum_json_null(hum_json *j, const char *key);
HUM_NODISCARD hum_status hum_json_done(hum_json *j, hum_text *out);

#endif
