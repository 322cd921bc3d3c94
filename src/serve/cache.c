/* The last answers. Few and small: undo, redo and switching between variants find theirs here. */
#include "serve/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { N_KEPT = 32, MAX_BYTES = 256 << 10 };

typedef struct kept {
    char *bytes; /* question, then answer */
    size_t n_question;
    size_t n_answer;
    uint64_t hash;
    uint64_t wanted; /* when, counted in questions */
} kept;

struct serve_cache {
    pthread_mutex_t lock;
    uint64_t now;
    kept items[N_KEPT];
};

serve_cache *serve_cache_new(void)
{
    serve_cache *c = calloc(1, sizeof *c);
    if (c && pthread_mutex_init(&c->lock, NULL) != 0) {
        free(c);
        return NULL;
    }
    return c;
}

void serve_cache_free(serve_cache *c)
{
    if (!c)
        return;
    for (size_t i = 0; i < N_KEPT; i++)
        free(c->items[i].bytes);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

static kept *find(serve_cache *c, hum_text question, uint64_t hash)
{
    for (size_t i = 0; i < N_KEPT; i++) {
        kept *k = &c->items[i];
        if (k->bytes && k->hash == hash && serve_text_eq((hum_text){k->bytes, k->n_question}, question))
            return k;
    }
    return NULL;
}

bool serve_cache_find(serve_cache *c, hum_text question, serve_out *o)
{
    if (!c)
        return false;
    uint64_t hash = serve_hash(question);
    pthread_mutex_lock(&c->lock);
    kept *k = find(c, question, hash);
    if (k) {
        k->wanted = ++c->now;
        serve_put(o, k->bytes + k->n_question, k->n_answer);
    }
    pthread_mutex_unlock(&c->lock);
    return k && !o->failed;
}

static kept *oldest(serve_cache *c)
{
    kept *k = &c->items[0];
    for (size_t i = 1; i < N_KEPT; i++)
        if (c->items[i].wanted < k->wanted)
            k = &c->items[i];
    return k;
}

void serve_cache_keep(serve_cache *c, hum_text question, hum_text answer)
{
    if (!c || question.n + answer.n > MAX_BYTES || question.n == 0)
        return;
    char *bytes = malloc(question.n + answer.n);
    if (!bytes)
        return;
    memcpy(bytes, question.p, question.n);
    if (answer.n)
        memcpy(bytes + question.n, answer.p, answer.n);
    uint64_t hash = serve_hash(question);
    pthread_mutex_lock(&c->lock);
    kept *k = find(c, question, hash);
    k = k ? k : oldest(c);
    free(k->bytes);
    *k = (kept){bytes, question.n, answer.n, hash, ++c->now};
    pthread_mutex_unlock(&c->lock);
}
