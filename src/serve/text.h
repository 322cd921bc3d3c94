/* Text that grows, for answers. It is on the heap and is given away to whoever sends it. */
#ifndef HUM_SERVE_TEXT_H
#define HUM_SERVE_TEXT_H

#include "humdinger/base.h"

typedef struct serve_out {
    char *p;
    size_t n;
    size_t cap;
    bool failed; /**< There was no memory; the rest is not written. */
} serve_out;

void serve_put(serve_out *o, const char *p, size_t n);
void serve_puts(serve_out *o, const char *z);
void serve_put_text(serve_out *o, hum_text t);
/** A JSON string with its quotes. */
void serve_put_json(serve_out *o, hum_text t);
void serve_out_free(serve_out *o);

bool serve_text_is(hum_text t, const char *z);
bool serve_text_eq(hum_text a, hum_text b);
hum_text serve_z(const char *z);
bool serve_is_utf8(hum_text t);
/** FNV-1a, 64 bits: tells texts apart, keeps nothing secret. */
uint64_t serve_hash(hum_text t);

#endif
