/* What is served, a request, and its answer: all without a socket, so that tests and the fuzzer ask the same way. */
#ifndef HUM_SERVE_SITE_H
#define HUM_SERVE_SITE_H

#include "serve/cache.h"
#include "serve/serve.h"

#include <pthread.h>

enum { SERVE_KEY_DIGITS = 32 };

typedef struct serve_site {
    const char *path; /**< The file, NULL for none. */
    const char *name; /**< As the person called it. */
    serve_library library;
    uint16_t port;
    char key[SERVE_KEY_DIGITS + 1];
    pthread_mutex_t *saving; /**< One at a time looks at the file and replaces it. */
    serve_cache *cache; /**< NULL: nothing is kept. */
} serve_site;

/** Headers and arguments that were not sent have p == NULL. */
typedef struct serve_request {
    hum_text method;
    hum_text path;
    hum_text host;
    hum_text origin;
    hum_text key;
    hum_text search;
    hum_text entry; /**< The argument `name`. */
    hum_text body;
    bool (*is_in_vain)(void *ctx); /**< Nobody waits for the answer any more; asked between the steps of long work. NULL: never. */
    void *ctx;
} serve_request;

typedef struct serve_reply {
    unsigned status;
    const char *type;
    const char *allow; /**< For 405. */
    serve_out text;    /**< The caller frees it, unless `fixed`. */
    hum_text fixed;    /**< An asset; p == NULL when it is `text`. */
} serve_reply;

/** A reply {"error": why}. */
serve_reply serve_refuse(unsigned status, const char *why);

/** Whether the request may come in at all: Host, Origin and, below /api/, the key. Needs no body.
 *  @return false: *refusal is the answer. */
bool serve_admit(const serve_site *s, const serve_request *r, serve_reply *refusal);

/** Answers a request that was admitted. */
serve_reply serve_answer(const serve_site *s, const serve_request *r);

/** The questions below /api/, by their name there. */
serve_reply serve_post_report(const serve_site *s, const serve_request *r);
serve_reply serve_post_fix(const serve_site *s, const serve_request *r);
serve_reply serve_post_compare(const serve_site *s, const serve_request *r);
serve_reply serve_post_set(const serve_site *s, const serve_request *r);
serve_reply serve_post_cable(const serve_site *s, const serve_request *r);
serve_reply serve_post_eye(const serve_site *s, const serve_request *r);
serve_reply serve_post_tolerance(const serve_site *s, const serve_request *r);
serve_reply serve_post_html(const serve_site *s, const serve_request *r);
serve_reply serve_get_catalogue(const serve_site *s, const serve_request *r);
serve_reply serve_get_file(const serve_site *s, const serve_request *r);
serve_reply serve_put_file(const serve_site *s, const serve_request *r);

#endif
