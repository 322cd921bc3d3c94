/* The values of a thing, by their keys. */
#include "model/resolver.h"

static const hum_value absent = {.certainty = HUM_ABSENT, .span = {HUM_NO_FILE, 0, 0}};

hum_value hum_values_get(const hum_values *v, hum_key key)
{
    for (size_t i = 0; i < v->n; i++)
        if (v->items[i].key == key)
            return v->items[i].value;
    return absent;
}

size_t hum_values_curve(const hum_values *v, hum_key key, hum_stated *out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < v->n && n < max; i++)
        if (v->items[i].key == key)
            out[n++] = v->items[i];
    return n;
}

void hum_values_forget(hum_values *values, hum_key key)
{
    size_t n = 0;
    for (size_t i = 0; i < values->n; i++)
        if (values->items[i].key != key)
            values->items[n++] = values->items[i];
    values->n = n;
}

hum_status hum_values_split(hum_arena *a, hum_values *values, uint32_t file, hum_values *others)
{
    *others = (hum_values){0};
    for (size_t i = 0; i < values->n; i++)
        if (values->items[i].value.span.file != file)
            HUM_PUSH(a, others, items, n, cap, values->items[i]);
    values->n = 0;
    return HUM_OK;
}

hum_status hum_values_overlay(hum_arena *a, hum_values *values, const hum_values *over)
{
    for (size_t i = 0; i < over->n; i++)
        hum_values_forget(values, over->items[i].key);
    for (size_t i = 0; i < over->n; i++)
        HUM_PUSH(a, values, items, n, cap, over->items[i]);
    return HUM_OK;
}
