/* Arenas: memory by lifetime. A chain of blocks, each at least twice as large as the last. */
#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGN = 16, FIRST_BLOCK = 32 * 1024, LARGEST_STEP = 4 * 1024 * 1024 };

typedef struct block {
    struct block *next;
    size_t used;
    size_t size;
    size_t pad; /* keeps the data 16-byte aligned */
} block;

typedef struct owned {
    struct owned *next;
    void (*release)(void *object);
    void *object;
} owned;

struct hum_arena {
    hum_allocator under;
    block *blocks;
    owned *owned;
    size_t next_size;
    bool is_exhausted;
    bool is_mute;
};

static void *plain_alloc(void *ctx, size_t n_bytes)
{
    (void)ctx;
    return malloc(n_bytes);
}

static void plain_release(void *ctx, void *p)
{
    (void)ctx;
    free(p);
}

hum_arena *hum_arena_new(const hum_allocator *under)
{
    hum_allocator al = under ? *under : (hum_allocator){0};
    if (!al.alloc) {
        al.alloc = plain_alloc;
        al.release = plain_release;
    }
    hum_arena *a = al.alloc(al.ctx, sizeof(*a));
    if (a)
        *a = (hum_arena){.under = al, .next_size = FIRST_BLOCK};
    return a;
}

hum_arena *hum_arena_sibling(const hum_arena *a)
{
    return hum_arena_new(&a->under);
}

void hum_arena_close(hum_arena **pa)
{
    hum_arena *a = pa ? *pa : NULL;
    if (!a)
        return;
    for (owned *o = a->owned; o; o = o->next)
        o->release(o->object);
    for (block *b = a->blocks; b;) {
        block *next = b->next;
        a->under.release(a->under.ctx, b);
        b = next;
    }
    hum_allocator al = a->under;
    al.release(al.ctx, a);
    *pa = NULL;
}

void hum_arena_mute(hum_arena *a)
{
    a->is_mute = true;
}

bool hum_arena_is_mute(const hum_arena *a)
{
    return a->is_mute;
}

void hum_arena_clear(hum_arena *a)
{
    for (owned *o = a->owned; o; o = o->next)
        o->release(o->object);
    a->owned = NULL;
    for (block *b = a->blocks ? a->blocks->next : NULL; b;) { /* the last one is the largest */
        block *next = b->next;
        a->under.release(a->under.ctx, b);
        b = next;
    }
    if (a->blocks) {
        a->blocks->next = NULL;
        a->blocks->used = 0;
    }
}

static bool add_block(hum_arena *a, size_t need)
{
    size_t size = need > a->next_size ? need : a->next_size;
    block *b = a->under.alloc(a->under.ctx, sizeof(*b) + size);
    if (!b)
        return false;
    *b = (block){.next = a->blocks, .size = size};
    a->blocks = b;
    if (a->next_size < LARGEST_STEP)
        a->next_size *= 2;
    return true;
}

static void *run_out(hum_arena *a)
{
    a->is_exhausted = true;
    return NULL;
}

bool hum_arena_is_exhausted(const hum_arena *a)
{
    return a->is_exhausted;
}

void *hum_arena_alloc(hum_arena *a, size_t n, size_t size)
{
    if (size && n > (SIZE_MAX / 2) / size)
        return run_out(a);
    size_t need = (n * size + ALIGN) / ALIGN * ALIGN; /* at least one unit, so that n = 0 is valid */
    block *b = a->blocks;
    if (!b || b->size - b->used < need) {
        if (!add_block(a, need))
            return run_out(a);
        b = a->blocks;
    }
    char *p = (char *)(b + 1) + b->used;
    b->used += need;
    return memset(p, 0, need);
}

hum_status hum_arena_own(hum_arena *a, void (*release)(void *object), void *object)
{
    owned *o = HUM_NEW(a, owned, 1);
    if (!o) {
        release(object);
        return HUM_E_NOMEM;
    }
    *o = (owned){.next = a->owned, .release = release, .object = object};
    a->owned = o;
    return HUM_OK;
}

hum_status hum_arena_grow(hum_arena *a, void **items, size_t n, size_t *cap, size_t size)
{
    if (n < *cap)
        return HUM_OK;
    size_t new_cap = *cap ? 2 * *cap : 8;
    void *p = hum_arena_alloc(a, new_cap, size);
    if (!p)
        return HUM_E_NOMEM;
    if (n)
        memcpy(p, *items, n * size);
    *items = p;
    *cap = new_cap;
    return HUM_OK;
}
