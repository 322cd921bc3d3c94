/* Who is connected. */
#include "serve/clients.h"

#include <pthread.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

struct serve_client {
    int fd;
    bool is_there;
    bool is_known; /* has shown the key */
    bool is_working;
    bool is_shut;
    time_t since;
};

struct serve_clients {
    pthread_mutex_t lock;
    serve_client all[SERVE_CLIENTS_MAX];
    unsigned n;
};

static time_t now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec;
}

serve_clients *serve_clients_new(void)
{
    serve_clients *c = calloc(1, sizeof *c);
    if (c && pthread_mutex_init(&c->lock, NULL) != 0) {
        free(c);
        return NULL;
    }
    return c;
}

void serve_clients_free(serve_clients *c)
{
    if (!c)
        return;
    pthread_mutex_destroy(&c->lock);
    free(c);
}

/* The server's own thread for the connection sees its end and closes it. */
static void shut(serve_client *one)
{
    one->is_shut = true;
    shutdown(one->fd, SHUT_RDWR);
}

static serve_client *free_place(serve_clients *c)
{
    for (size_t i = 0; i < SERVE_CLIENTS_MAX; i++)
        if (!c->all[i].is_there)
            return &c->all[i];
    return NULL;
}

/* Who has waited longest and has not shown the key. */
static serve_client *least_welcome(serve_clients *c)
{
    serve_client *found = NULL;
    for (size_t i = 0; i < SERVE_CLIENTS_MAX; i++) {
        serve_client *one = &c->all[i];
        if (one->is_there && !one->is_known && !one->is_shut && (!found || one->since < found->since))
            found = one;
    }
    return found;
}

serve_client *serve_clients_add(serve_clients *c, int fd)
{
    pthread_mutex_lock(&c->lock);
    if (c->n >= SERVE_CLIENTS_CROWD) {
        serve_client *leaves = least_welcome(c);
        if (leaves)
            shut(leaves);
    }
    serve_client *one = free_place(c);
    if (one) {
        *one = (serve_client){.fd = fd, .is_there = true, .since = now()};
        c->n++;
    } else
        shutdown(fd, SHUT_RDWR);
    pthread_mutex_unlock(&c->lock);
    return one;
}

void serve_clients_remove(serve_clients *c, serve_client *one)
{
    pthread_mutex_lock(&c->lock);
    one->is_there = false;
    c->n--;
    pthread_mutex_unlock(&c->lock);
}

void serve_clients_admit(serve_clients *c, serve_client *one)
{
    pthread_mutex_lock(&c->lock);
    one->is_known = true;
    pthread_mutex_unlock(&c->lock);
}

void serve_clients_ended(serve_clients *c, serve_client *one)
{
    pthread_mutex_lock(&c->lock);
    one->since = now();
    pthread_mutex_unlock(&c->lock);
}

void serve_clients_work(serve_clients *c, serve_client *one, bool is_working)
{
    pthread_mutex_lock(&c->lock);
    one->is_working = is_working;
    one->since = now();
    pthread_mutex_unlock(&c->lock);
}

bool serve_clients_are_working(serve_clients *c)
{
    bool found = false;
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < SERVE_CLIENTS_MAX; i++)
        found = found || (c->all[i].is_there && c->all[i].is_working);
    pthread_mutex_unlock(&c->lock);
    return found;
}

void serve_clients_sweep(serve_clients *c)
{
    time_t t = now();
    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < SERVE_CLIENTS_MAX; i++) {
        serve_client *one = &c->all[i];
        if (one->is_there && !one->is_shut && !one->is_working && t - one->since >= SERVE_SECONDS)
            shut(one);
    }
    pthread_mutex_unlock(&c->lock);
}
