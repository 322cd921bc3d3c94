/* Humdinger: status, memory, text and diagnostics shared by every part of the public API.
 *
 * Copyright (C) 2026 the Humdinger authors.  SPDX-License-Identifier: GPL-3.0-or-later
 */
#ifndef HUMDINGER_BASE_H
#define HUMDINGER_BASE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define HUM_API __attribute__((visibility("default")))
#define HUM_NODISCARD __attribute__((warn_unused_result))

/** What the caller can do about a failure. The reason for a person is in the diagnostics. */
typedef enum hum_status {
    HUM_OK = 0,
    HUM_E_INPUT,       /**< The system file has errors, e.g. an unknown port. */
    HUM_E_IO,          /**< A file could not be read or written. */
    HUM_E_NOMEM,       /**< An allocation failed. */
    HUM_E_NUMERIC,     /**< The network has no solution, e.g. a floating node. */
    HUM_E_RANGE,       /**< An argument is outside its domain. */
    HUM_E_UNSUPPORTED, /**< Asked for something this build cannot do. */
} hum_status;

/** The memory functions underneath an arena; NULL members mean malloc and free. */
typedef struct hum_allocator {
    void *(*alloc)(void *ctx, size_t n_bytes); /**< Returns NULL when there is no memory. */
    void (*release)(void *ctx, void *p);
    void *ctx;
} hum_allocator;

/** Memory with one lifetime: everything taken from an arena goes when the arena goes. */
typedef struct hum_arena hum_arena;

/** @param[in] under NULL for malloc and free; copied.  @return NULL when there is no memory. */
HUM_API hum_arena *hum_arena_new(const hum_allocator *under);

/** Frees the arena and all that came from it, and nulls the caller's pointer; NULL is allowed. */
HUM_API void hum_arena_close(hum_arena **a);

/** Zeroed memory for `n` objects of `size` bytes, 16-byte aligned.
 *  @return NULL when there is no memory or n * size overflows. n = 0 gives a valid pointer. */
HUM_API void *hum_arena_alloc(hum_arena *a, size_t n, size_t size);

/** A borrowed run of bytes, not NUL-terminated. */
typedef struct hum_text {
    const char *p;
    size_t n;
} hum_text;

/** A place in a source text: bytes [begin, end) of source number `file`. `file` is HUM_NO_FILE when
 *  there is no place. Line and column are computed only when printed. */
typedef struct hum_span {
    uint32_t file;
    uint32_t begin;
    uint32_t end;
} hum_span;
#define HUM_NO_FILE UINT32_MAX

typedef enum hum_severity { HUM_ERROR, HUM_WARNING, HUM_NOTE } hum_severity;

/** One thing to tell a person. Texts live in the arena of the list. */
typedef struct hum_diag {
    uint16_t code; /**< Permanent; HUM0312 is 312. */
    hum_severity severity;
    hum_span span;
    hum_text message; /**< What was found. */
    hum_text help;    /**< What is wanted, with an example; may be empty. */
} hum_diag;

/** Diagnostics of one run; at most HUM_DIAG_MAX_ERRORS errors are kept. */
typedef struct hum_diags hum_diags;
#define HUM_DIAG_MAX_ERRORS 20

HUM_API size_t hum_diags_count(const hum_diags *d);
HUM_API const hum_diag *hum_diags_get(const hum_diags *d, size_t i);
/** Errors added so far, those beyond the limit included. */
HUM_API size_t hum_diags_errors(const hum_diags *d);

#ifdef __cplusplus
}
#endif
#endif
