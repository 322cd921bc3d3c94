/* Borrowed text, and text that grows. */
#ifndef HUM_BASE_TEXT_H
#define HUM_BASE_TEXT_H

#include "base/arena.h"

#include <stdarg.h>

#define HUM_T(literal) ((hum_text){(literal), sizeof(literal) - 1})
/** For printf-like functions: "%.*s", HUM_FMT(t). */
#define HUM_FMT(t) (int)(t).n, (t).p ? (t).p : ""

hum_text hum_text_of(const char *z);
bool hum_text_eq(hum_text a, hum_text b);
bool hum_text_is(hum_text a, const char *z);
bool hum_text_starts(hum_text a, const char *z);
/** What follows the first n <= t.n bytes. */
hum_text hum_text_behind(hum_text t, size_t n);
/** Copy in the arena, NUL-terminated after its last byte; {NULL, 0} when there is no memory. */
hum_text hum_text_copy(hum_arena *a, hum_text t);
/** As printf, in the arena; never print a double through it, use hum_out_number. */
hum_text hum_text_format(hum_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** Number of edits (insert, delete, replace) between two words, or `limit` + 1 when it is more. */
size_t hum_text_distance(hum_text a, hum_text b, size_t limit);
/** Columns the UTF-8 text takes on a terminal, counting each code point as one. */
size_t hum_text_columns(hum_text t);

/** Length of the code point that `t` starts with, 1 to 4; 0 when the bytes are not UTF-8 (overlong, surrogate, cut). */
size_t hum_utf8_read(hum_text t, uint32_t *code);
/** At most `max` bytes from the start of `t`, cut between two code points: a user's word inside a message. */
hum_text hum_text_clip(hum_text t, size_t max);

/** Text that grows in an arena. After a failed allocation it stays short and `failed` is set. */
typedef struct hum_out {
    hum_arena *a;
    char *p;
    size_t n;
    size_t cap;
    bool failed;
} hum_out;

hum_out hum_out_in(hum_arena *a);
void hum_out_bytes(hum_out *o, const char *p, size_t n);
void hum_out_text(hum_out *o, hum_text t);
void hum_out_z(hum_out *o, const char *z);
void hum_out_pad(hum_out *o, char c, size_t n);
void hum_out_f(hum_out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** What was written, NUL-terminated. HUM_E_NOMEM when an allocation failed on the way. */
HUM_NODISCARD hum_status hum_out_done(hum_out *o, hum_text *out);
/** What was written, to go into a longer text of the same arena: where memory ran out, that one's hum_out_done says so. */
hum_text hum_out_part(const hum_out *o);

#endif
