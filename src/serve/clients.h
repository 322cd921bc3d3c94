/* Who is connected: so that a slow or hostile client never keeps the others out. A connection has a few seconds for each
 * request, and when there are many, the one that has waited longest without knowing the key makes room. */
#ifndef HUM_SERVE_CLIENTS_H
#define HUM_SERVE_CLIENTS_H

#include <stdbool.h>

enum { SERVE_CLIENTS_MAX = 256, SERVE_CLIENTS_CROWD = 64, SERVE_SECONDS = 15 };

typedef struct serve_clients serve_clients;
typedef struct serve_client serve_client;

/** NULL when there is no memory. */
serve_clients *serve_clients_new(void);
void serve_clients_free(serve_clients *c);

/** A connection begins. NULL when the table is full: it has been shut down. */
serve_client *serve_clients_add(serve_clients *c, int fd);
/** It ends; before its descriptor is closed. */
void serve_clients_remove(serve_clients *c, serve_client *one);

/** A request of it was admitted with the key, or one has ended: its time begins again. */
void serve_clients_admit(serve_clients *c, serve_client *one);
void serve_clients_ended(serve_clients *c, serve_client *one);
/** While we compute for it the time does not count. */
void serve_clients_work(serve_clients *c, serve_client *one, bool is_working);
bool serve_clients_are_working(serve_clients *c);

/** Shuts down whoever has taken too long. To be called about once a second. */
void serve_clients_sweep(serve_clients *c);

#endif
