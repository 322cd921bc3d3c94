/* A map from names to indices: open addressing, FNV-1a. */
#include "base/names.h"

typedef struct hum_name_slot {
    hum_text name;
    uint32_t index;
    bool used;
} hum_name_slot;

static size_t hash(hum_text t)
{
    uint64_t h = 14695981039346656037ULL; /* FNV-1a offset and prime, 64 bits */
    for (size_t i = 0; i < t.n; i++)
        h = (h ^ (unsigned char)t.p[i]) * 1099511628211ULL;
    return (size_t)(h ^ (h >> 32));
}

static hum_name_slot *slot_of(hum_name_slot *slots, size_t cap, hum_text name)
{
    size_t i = hash(name) & (cap - 1);
    while (slots[i].used && !hum_text_eq(slots[i].name, name))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static hum_status widen(hum_arena *a, hum_names *m)
{
    size_t cap = m->cap ? 2 * m->cap : 16;
    hum_name_slot *slots;
    HUM_ALLOC(slots, a, hum_name_slot, cap);
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].used)
            *slot_of(slots, cap, m->slots[i].name) = m->slots[i];
    m->slots = slots;
    m->cap = cap;
    return HUM_OK;
}

hum_status hum_names_put(hum_arena *a, hum_names *m, hum_text name, uint32_t index)
{
    if (2 * (m->n + 1) > m->cap)
        HUM_TRY(widen(a, m));
    hum_name_slot *s = slot_of(m->slots, m->cap, name);
    m->n += !s->used;
    *s = (hum_name_slot){name, index, true};
    return HUM_OK;
}

bool hum_names_find(const hum_names *m, hum_text name, uint32_t *index)
{
    if (m->cap == 0)
        return false;
    const hum_name_slot *s = slot_of(m->slots, m->cap, name);
    if (s->used)
        *index = s->index;
    return s->used;
}

bool hum_text_is_near(hum_text wrong, hum_text candidate, size_t *distance)
{
    size_t limit = wrong.n / 3 + 1;
    if (limit >= wrong.n)
        limit = wrong.n ? wrong.n - 1 : 0;
    *distance = hum_text_distance(wrong, candidate, limit);
    return *distance <= limit && *distance < candidate.n;
}

hum_text hum_names_nearest(const hum_names *m, hum_text wrong)
{
    hum_text best = {0};
    size_t best_distance = SIZE_MAX;
    for (size_t i = 0; i < m->cap; i++) {
        size_t distance;
        if (m->slots[i].used && hum_text_is_near(wrong, m->slots[i].name, &distance) &&
            (distance < best_distance)) {
            best = m->slots[i].name;
            best_distance = distance;
        }
    }
    return best;
}
