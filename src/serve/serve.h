/* The local server behind the page. cli/ fills the options and calls serve_run; nothing here prints. Of the library it
 * knows the public headers alone. What it speaks is docs/http.md. */
#ifndef HUM_SERVE_SERVE_H
#define HUM_SERVE_SERVE_H

#include "humdinger/humdinger.h"

/** An entry of the catalogue, with its text: the server opens no catalogue file by itself. */
typedef struct serve_entry {
    hum_text name; /**< maker/model */
    hum_text kind;
    hum_text title;
    hum_text text;
    bool is_cable;
} serve_entry;

/** A file that the opened one uses, as it was when the server started. */
typedef struct serve_used {
    hum_text name;
    hum_text from;
    hum_text text;
} serve_used;

typedef struct serve_library {
    const serve_entry *entries;
    size_t n_entries;
    const serve_used *used;
    size_t n_used;
} serve_library;

typedef struct serve_options {
    const char *path; /**< The one file that is read and written; NULL for none. */
    uint16_t port;    /**< 0: a free one. */
    serve_library library;
    /** Called once, when the server listens. The URL ends in the key and is for the person at this machine alone. */
    void (*listening)(void *ctx, const char *url);
    /** Ends the process at once: it is to stop and a long answer is still being computed. Nothing is being written then. */
    void (*abandon)(void *ctx);
    void *ctx;
} serve_options;

typedef enum serve_outcome {
    SERVE_STOPPED,   /**< By SIGINT, SIGTERM or SIGHUP. */
    SERVE_NO_FILE,   /**< The file cannot be read; errno says why. */
    SERVE_TOO_LARGE, /**< The file is larger than SERVE_FILE_MAX. */
    SERVE_NOT_TEXT,  /**< The file is not UTF-8. */
    SERVE_NO_PORT,   /**< The port cannot be had; errno says why. */
    SERVE_NO_START,  /**< No memory, no random numbers, or no thread. */
} serve_outcome;

enum { SERVE_FILE_MAX = 512 << 10, SERVE_BODY_MAX = 1 << 20 };

/** Runs until it is stopped. cli/ finds it in the module "serve" (src/serve/meson.build). */
HUM_API serve_outcome serve_run(const serve_options *o);
typedef serve_outcome serve_run_fn(const serve_options *o);

#endif
