/* The last answers, by the bytes of the question: the text is the whole question, so an answer never grows old. */
#ifndef HUM_SERVE_CACHE_H
#define HUM_SERVE_CACHE_H

#include "serve/text.h"

typedef struct serve_cache serve_cache;

/** NULL when there is no memory. */
serve_cache *serve_cache_new(void);
void serve_cache_free(serve_cache *c);

/** Appends the answer to *o; false when it is not there. */
bool serve_cache_find(serve_cache *c, hum_text question, serve_out *o);
/** Keeps a copy, in the place of the answer that was not wanted for longest. */
void serve_cache_keep(serve_cache *c, hum_text question, hum_text answer);

#endif
