/* Room for the shares of hum. */
#include "study/shares.h"

enum { SHARES_MAX = 4 * 1024 * 1024 }; /* 32 MB: beyond it only totals are kept */

static hum_status list_sources(hum_study *s, hum_shares *sh)
{
    const hum_circuit *c = s->net->circuit;
    HUM_ALLOC(sh->sources, s->a, uint32_t, c->n_sources);
    for (uint32_t i = 0; i < c->n_sources; i++)
        if (c->sources[i].kind == HUM_SOURCE_HUM)
            sh->sources[sh->n_sources++] = i;
    return HUM_OK;
}

hum_status hum_shares_new(hum_study *s, hum_shares **out)
{
    hum_shares *sh;
    size_t n_links = s->m->n_cables;
    size_t n_seats = s->m->n_listeners;
    HUM_ALLOC(sh, s->a, hum_shares, 1);
    *out = sh;
    HUM_TRY(list_sources(s, sh));
    sh->n_places = n_links + 1;
    size_t n = n_seats * sh->n_places * sh->n_sources * HUM_HARMONICS;
    sh->is_kept = n > 0 && n <= SHARES_MAX;
    if (!sh->is_kept)
        return HUM_OK;
    HUM_ALLOC(sh->power, s->a, double, n);
    HUM_ALLOC(sh->link_gain, s->a, hum_complex, n_links);
    HUM_ALLOC(sh->to_seat, s->a, hum_complex, n_seats * n_links);
    return HUM_OK;
}
