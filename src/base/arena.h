/* Arenas: memory by lifetime. No function of the library frees anything on its way out, so an early
 * return is always safe. Foreign objects that need a destructor (KLU) are registered with their arena. */
#ifndef HUM_BASE_ARENA_H
#define HUM_BASE_ARENA_H

#include "humdinger/base.h"

/** Calls release(object) when the arena closes, last registered first.
 *  @return HUM_E_NOMEM: `object` was released already. */
HUM_NODISCARD hum_status hum_arena_own(hum_arena *a, void (*release)(void *object), void *object);

/** From now on nobody reads a text that is made in this arena: hum_text_format and hum_text_copy give a dash. For what is built a
 *  thousand times and only solved. */
void hum_arena_mute(hum_arena *a);
bool hum_arena_is_mute(const hum_arena *a);

/** Forgets everything that came from the arena, as closing it would, and keeps its largest block for what comes next. */
void hum_arena_clear(hum_arena *a);

/** An arena that takes its memory from the same functions as `a`. NULL when there is no memory. */
hum_arena *hum_arena_sibling(const hum_arena *a);

/** Has an allocation ever failed? A text or diagnostic may be missing then, and whoever hands out the result must say
 *  HUM_E_NOMEM; hum_out_done does. */
bool hum_arena_is_exhausted(const hum_arena *a);

#define HUM_NEW(a, T, n) ((T *)hum_arena_alloc((a), (n), sizeof(T)))

/** Propagates a failed status. */
#define HUM_TRY(expr)                                                                                        \
    do {                                                                                                     \
        hum_status hum_try_status_ = (expr);                                                                 \
        if (hum_try_status_ != HUM_OK)                                                                       \
            return hum_try_status_;                                                                          \
    } while (0)

/** Allocates into `var` or returns HUM_E_NOMEM from the calling function. */
#define HUM_ALLOC(var, a, T, n)                                                                              \
    do {                                                                                                     \
        (var) = HUM_NEW(a, T, n);                                                                            \
        if (!(var))                                                                                          \
            return HUM_E_NOMEM;                                                                              \
    } while (0)

/** Grows an arena array by doubling so that one more element fits: *items has *cap elements, n in use. */
HUM_NODISCARD hum_status hum_arena_grow(hum_arena *a, void **items, size_t n, size_t *cap, size_t size);

/** Appends `item` to the array (items, n, cap) that are fields of `owner`. */
#define HUM_PUSH(a, owner, items, n, cap, item)                                                              \
    do {                                                                                                     \
        void *hum_push_p_ = (owner)->items;                                                                  \
        HUM_TRY(hum_arena_grow((a), &hum_push_p_, (owner)->n, &(owner)->cap, sizeof(*(owner)->items)));      \
        (owner)->items = hum_push_p_;                                                                        \
        (owner)->items[(owner)->n++] = (item);                                                               \
    } while (0)

#endif
