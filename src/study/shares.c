/* Room for the shares of hum. */
#include "study/shares.h"

enum { SHARES_MAX = 4 * 1024 * 1024 }; /* 32 MB: beyond it only totals are kept */

hum_status hum_shares_new(hum_study *s, hum_shares **out)
{
    hum_shares *sh;
    size_t n_links = s->m->n_cables;
    HUM_ALLOC(sh, s->a, hum_shares, 1);
    *out = sh;
    HUM_TRY(hum_drives_new(s, &sh->drives));
    sh->n_seats = s->is_large && s->m->n_listeners > HUM_SEATS_RANKED ? HUM_SEATS_RANKED : s->m->n_listeners;
    sh->n_places = n_links + 1;
    sh->n_sources = sh->drives.is_coded ? 1 : sh->drives.n_sources;
    size_t n = sh->n_seats * sh->n_places * sh->n_sources * HUM_HARMONICS;
    sh->is_kept = n > 0 && n <= SHARES_MAX;
    if (!sh->is_kept)
        return HUM_OK;
    HUM_ALLOC(sh->power, s->a, double, n);
    HUM_ALLOC(sh->link_gain, s->a, hum_complex, n_links * HUM_LANES);
    HUM_ALLOC(sh->to_seat, s->a, hum_complex, sh->n_seats * n_links * HUM_LANES);
    return HUM_OK;
}
