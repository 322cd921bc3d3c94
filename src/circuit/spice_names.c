/* A hash table of names; each remembers how often it was asked for, so that a thousand nodes of one name
 * are no more work than a thousand names. */
#include "circuit/spice_names.h"

typedef struct used_name {
    hum_text text;
    size_t times;
} used_name;

struct hum_names_used {
    hum_arena *a;
    used_name *slots; /* [n_slots], a power of two; empty where text.p is NULL */
    size_t n_slots;
    size_t n;
};

/* FNV-1a (G. Fowler, L. C. Noll, P. Vo). */
static size_t hash(hum_text t)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < t.n; i++)
        h = (h ^ (unsigned char)t.p[i]) * UINT64_C(0x100000001b3);
    return (size_t)h;
}

static used_name *find(const hum_names_used *u, hum_text t)
{
    size_t i = hash(t) & (u->n_slots - 1);
    while (u->slots[i].text.p && !hum_text_eq(u->slots[i].text, t))
        i = (i + 1) & (u->n_slots - 1);
    return &u->slots[i];
}

static hum_status make_room(hum_names_used *u)
{
    if (2 * u->n < u->n_slots)
        return HUM_OK;
    hum_names_used larger = {.a = u->a, .n_slots = 2 * u->n_slots, .n = u->n};
    HUM_ALLOC(larger.slots, u->a, used_name, larger.n_slots);
    for (size_t i = 0; i < u->n_slots; i++)
        if (u->slots[i].text.p)
            *find(&larger, u->slots[i].text) = u->slots[i];
    *u = larger;
    return HUM_OK;
}

/* The entry of t, made when it is not there; NULL when there is no memory. */
static used_name *entry(hum_names_used *u, hum_text t)
{
    if (make_room(u) != HUM_OK)
        return NULL;
    used_name *e = find(u, t);
    if (!e->text.p) {
        e->text = t;
        u->n++;
    }
    return e;
}

hum_status hum_names_used_new(hum_arena *a, hum_names_used **out)
{
    hum_names_used *u;
    HUM_ALLOC(u, a, hum_names_used, 1);
    *u = (hum_names_used){.a = a, .n_slots = 256};
    HUM_ALLOC(u->slots, a, used_name, u->n_slots);
    entry(u, HUM_T("0"))->times = 1; /* two of 256: there is room */
    entry(u, HUM_T("gnd"))->times = 1;
    *out = u;
    return HUM_OK;
}

static char acceptable(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '_';
}

static hum_text clean(hum_arena *a, const char *prefix, hum_text name)
{
    hum_text t = hum_text_format(a, "%s%.*s", prefix, HUM_FMT(name));
    char *p = t.p ? HUM_NEW(a, char, t.n + 2) : NULL;
    if (!p)
        return (hum_text){0};
    for (size_t i = 0; i < t.n; i++)
        p[i] = acceptable(t.p[i]);
    bool is_ours = t.n == 0 || hum_text_starts((hum_text){p, t.n}, "hum_");
    p[t.n] = is_ours ? '_' : 0;
    return is_ours ? hum_text_format(a, "n_%s", p) : (hum_text){p, t.n};
}

/* The next number behind `base` that is not somebody's own name. */
static hum_text numbered(hum_names_used *used, hum_text base)
{
    for (;;) {
        hum_text t = hum_text_format(used->a, "%.*s_%zu", HUM_FMT(base), ++find(used, base)->times);
        used_name *e = t.p ? entry(used, t) : NULL;
        if (!e)
            return (hum_text){0};
        if (e->times == 0) {
            e->times = 1;
            return t;
        }
    }
}

hum_text hum_spice_name(hum_names_used *used, const char *prefix, hum_text name)
{
    hum_text base = clean(used->a, prefix, name);
    used_name *e = base.p ? entry(used, base) : NULL;
    if (!e)
        return (hum_text){0};
    if (e->times > 0)
        return numbered(used, base);
    e->times = 1;
    return base;
}
