/* The one file that is open: read whole, and written aside and renamed, never over a file that changed meanwhile. */
#ifndef HUM_SERVE_FILE_H
#define HUM_SERVE_FILE_H

#include "serve/text.h"

typedef enum serve_file_status {
    SERVE_FILE_DONE,
    SERVE_FILE_CHANGED, /**< It is not the version that was named. */
    SERVE_FILE_LARGE,
    SERVE_FILE_NOT_TEXT,
    SERVE_FILE_FAILED, /**< errno says why. */
} serve_file_status;

/** What tells one state of the file from another: time of change, size and a hash of the bytes. */
typedef struct serve_version {
    char z[64];
} serve_version;

/** *text is empty when it fails, else the caller frees it. */
serve_file_status serve_file_read(const char *path, serve_out *text, serve_version *version);

/** Puts `text` in the place of the file if it still is `version`; *is becomes the version after it. */
serve_file_status serve_file_write(const char *path, hum_text text, const char *version, serve_version *is);

#endif
