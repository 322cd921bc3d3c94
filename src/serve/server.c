/* Sockets and threads: libmicrohttpd, one thread per connection, on the loopback addresses alone. */
#include "serve/clients.h"
#include "serve/file.h"
#include "serve/site.h"

#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct server {
    serve_site site;
    pthread_mutex_t saving;
    serve_clients *clients;
    atomic_bool is_ending;
    int sockets[2]; /* 127.0.0.1 and ::1; -1: not there */
    struct MHD_Daemon *daemons[2];
} server;

/* A body up to this size that is too large is read to its end, so that the client is there to be told. */
enum { DRAINED_MAX = 4 * SERVE_BODY_MAX, SERVE_PATIENCE_S = 2 };

/* --- one request ------------------------------------------------------------------------------------- */

typedef struct call {
    serve_out body;
    bool is_too_large;
    serve_client *client;
    int fd;
    const atomic_bool *is_ending;
} call;

static void add_headers(struct MHD_Response *response, const serve_reply *reply)
{
    static const char *const always[][2] = {
        {"Content-Security-Policy",
         "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; "
         "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types humdinger-svg"},
        {"X-Content-Type-Options", "nosniff"},
        {"Referrer-Policy", "no-referrer"},
        {"Cross-Origin-Opener-Policy", "same-origin"},
        {"Cross-Origin-Resource-Policy", "same-origin"},
        {"Cache-Control", "no-store"},
    };
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++)
        MHD_add_response_header(response, always[i][0], always[i][1]);
    MHD_add_response_header(response, "Content-Type", reply->type);
    if (reply->allow)
        MHD_add_response_header(response, "Allow", reply->allow);
}

/* Sends the reply and takes its text. */
static enum MHD_Result send_reply(struct MHD_Connection *c, serve_reply *reply)
{
    hum_text t = reply->fixed.p ? reply->fixed : (hum_text){reply->text.p, reply->text.n};
    union {
        const char *in;
        void *out;
    } bytes = {.in = t.p}; /* libmicrohttpd does not write to it */
    struct MHD_Response *response = reply->text.failed ? NULL : MHD_create_response_from_buffer(
        t.n, bytes.out, reply->fixed.p ? MHD_RESPMEM_PERSISTENT : MHD_RESPMEM_MUST_FREE);
    if (!response) {
        serve_out_free(&reply->text);
        return MHD_NO;
    }
    add_headers(response, reply);
    enum MHD_Result queued = MHD_queue_response(c, reply->status, response);
    MHD_destroy_response(response);
    return queued;
}

static hum_text header(struct MHD_Connection *c, enum MHD_ValueKind kind, const char *name)
{
    const char *value = MHD_lookup_connection_value(c, kind, name);
    return serve_z(value);
}

static serve_request request_of(struct MHD_Connection *c, const char *method, const char *path, const call *k)
{
    return (serve_request){
        .method = serve_z(method),
        .path = serve_z(path),
        .host = header(c, MHD_HEADER_KIND, "Host"),
        .origin = header(c, MHD_HEADER_KIND, "Origin"),
        .key = header(c, MHD_HEADER_KIND, "X-Humdinger-Key"),
        .search = header(c, MHD_GET_ARGUMENT_KIND, "search"),
        .entry = header(c, MHD_GET_ARGUMENT_KIND, "name"),
        .body = {k->body.p, k->body.n},
    };
}

static serve_client *client_of(struct MHD_Connection *c)
{
    const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

/* Whether the client has gone, or the server ends: nobody would read the answer. */
static bool is_in_vain(void *ctx)
{
    char byte;
    const call *k = ctx;
    return atomic_load(k->is_ending) || recv(k->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* Headers are here, the body is not: whoever may not ask is told so before he sends it. */
static enum MHD_Result begin_call(server *s, struct MHD_Connection *c, const char *method, const char *path, void **slot)
{
    call *k = calloc(1, sizeof *k);
    if (!k)
        return MHD_NO;
    *slot = k;
    k->client = client_of(c);
    if (!k->client)
        return MHD_NO;
    serve_reply refusal;
    serve_request r = request_of(c, method, path, k);
    if (!serve_admit(&s->site, &r, &refusal))
        return send_reply(c, &refusal);
    if (r.key.p)
        serve_clients_admit(s->clients, k->client);
    const char *length = MHD_lookup_connection_value(c, MHD_HEADER_KIND, "Content-Length");
    if (length && strtoull(length, NULL, 10) > DRAINED_MAX) {
        refusal = serve_refuse(413, "the body is larger than 1 MiB");
        return send_reply(c, &refusal);
    }
    return MHD_YES;
}

static void take_body(call *k, const char *data, size_t n)
{
    k->is_too_large |= k->body.n + n > SERVE_BODY_MAX;
    if (k->is_too_large)
        serve_out_free(&k->body);
    else
        serve_put(&k->body, data, n);
}

static enum MHD_Result end_call(server *s, struct MHD_Connection *c, const char *method, const char *path, call *k)
{
    serve_reply reply;
    if (k->is_too_large)
        reply = serve_refuse(413, "the body is larger than 1 MiB");
    else if (k->body.failed)
        reply = serve_refuse(500, "out of memory");
    else {
        serve_request r = request_of(c, method, path, k);
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
        k->fd = info ? info->connect_fd : -1;
        k->is_ending = &s->is_ending;
        r.is_in_vain = is_in_vain;
        r.ctx = k;
        serve_clients_work(s->clients, k->client, true);
        reply = serve_answer(&s->site, &r);
        serve_clients_work(s->clients, k->client, false);
    }
    return send_reply(c, &reply);
}

static enum MHD_Result on_request(void *ctx, struct MHD_Connection *c, const char *path, const char *method,
                                  const char *version, const char *data, size_t *n_data, void **slot)
{
    (void)version;
    server *s = ctx;
    if (!*slot)
        return begin_call(s, c, method, path, slot);
    if (*n_data) {
        take_body(*slot, data, *n_data);
        *n_data = 0;
        return MHD_YES;
    }
    return end_call(s, c, method, path, *slot);
}

static void on_completed(void *ctx, struct MHD_Connection *c, void **slot, enum MHD_RequestTerminationCode how)
{
    (void)c;
    (void)how;
    server *s = ctx;
    call *k = *slot;
    if (!k)
        return;
    if (k->client)
        serve_clients_ended(s->clients, k->client);
    serve_out_free(&k->body);
    free(k);
    *slot = NULL;
}

static void on_connection(void *ctx, struct MHD_Connection *c, void **context, enum MHD_ConnectionNotificationCode what)
{
    server *s = ctx;
    if (what == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info = MHD_get_connection_info(c, MHD_CONNECTION_INFO_CONNECTION_FD);
        *context = info ? serve_clients_add(s->clients, info->connect_fd) : NULL;
    } else if (*context) {
        serve_clients_remove(s->clients, *context);
        *context = NULL;
    }
}

/* --- sockets ----------------------------------------------------------------------------------------- */

static int listen_on(const struct sockaddr *address, socklen_t n)
{
    int on = 1;
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return -1;
    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (address->sa_family == AF_INET6)
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
    if (bind(fd, address, n) == 0 && listen(fd, 128) == 0)
        return fd;
    int why = errno;
    close(fd);
    errno = why;
    return -1;
}

static int listen_v4(uint16_t port)
{
    struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    return listen_on((const struct sockaddr *)&a, sizeof a);
}

static int listen_v6(uint16_t port)
{
    struct sockaddr_in6 a = {.sin6_family = AF_INET6, .sin6_port = htons(port), .sin6_addr = IN6ADDR_LOOPBACK_INIT};
    return listen_on((const struct sockaddr *)&a, sizeof a);
}

static uint16_t port_of(int fd)
{
    struct sockaddr_in a;
    socklen_t n = sizeof a;
    return getsockname(fd, (struct sockaddr *)&a, &n) == 0 ? ntohs(a.sin_port) : 0;
}

/* Both addresses on one port. A machine without IPv6 has only the first; a port that another program has on ::1 would send
 * a browser that prefers ::1 there, so that is no port for us. */
static bool open_sockets(server *s, uint16_t port)
{
    enum { TRIES = 20 };
    for (int i = 0; i < TRIES; i++) {
        s->sockets[0] = listen_v4(port);
        if (s->sockets[0] < 0)
            return false;
        s->site.port = port_of(s->sockets[0]);
        s->sockets[1] = listen_v6(s->site.port);
        if (s->sockets[1] >= 0 || errno != EADDRINUSE)
            return true;
        close(s->sockets[0]);
        s->sockets[0] = -1;
        if (port)
            break;
    }
    errno = EADDRINUSE;
    return false;
}

static struct MHD_Daemon *start_daemon(server *s, int fd)
{
    return MHD_start_daemon(MHD_USE_THREAD_PER_CONNECTION | MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL | MHD_USE_ITC, 0,
                            NULL, NULL, on_request, s, MHD_OPTION_LISTEN_SOCKET, fd,
                            MHD_OPTION_CONNECTION_LIMIT, (unsigned)SERVE_CLIENTS_MAX,
                            MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)SERVE_SECONDS,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)(16 << 10),
                            MHD_OPTION_STRICT_FOR_CLIENT, 1,
                            MHD_OPTION_NOTIFY_COMPLETED, on_completed, s,
                            MHD_OPTION_NOTIFY_CONNECTION, on_connection, s, MHD_OPTION_END);
}

static bool start(server *s)
{
    for (size_t i = 0; i < 2; i++) {
        if (s->sockets[i] < 0)
            continue;
        s->daemons[i] = start_daemon(s, s->sockets[i]);
        if (!s->daemons[i])
            return false;
        s->sockets[i] = -1; /* the daemon's now */
    }
    return true;
}

static void stop(server *s)
{
    for (size_t i = 0; i < 2; i++) {
        if (s->daemons[i])
            MHD_stop_daemon(s->daemons[i]);
        if (s->sockets[i] >= 0)
            close(s->sockets[i]);
    }
    pthread_mutex_destroy(&s->saving);
    serve_clients_free(s->clients);
    serve_cache_free(s->site.cache);
}

/* --- the life of the server -------------------------------------------------------------------------- */

static bool make_key(char *key)
{
    unsigned char random[SERVE_KEY_DIGITS / 2];
    if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
        return false;
    for (size_t i = 0; i < sizeof random; i++)
        snprintf(key + 2 * i, 3, "%02x", random[i]);
    return true;
}

static void tell_address(const server *s, const serve_options *o)
{
    char url[64 + SERVE_KEY_DIGITS];
    snprintf(url, sizeof url, "http://127.0.0.1:%u/#key=%s", (unsigned)s->site.port, s->site.key);
    o->listening(o->ctx, url);
}

static void wait_for_end(server *s, const sigset_t *ends)
{
    const struct timespec second = {.tv_sec = 1};
    while (sigtimedwait(ends, NULL, &second) < 0)
        serve_clients_sweep(s->clients);
}

/* A study ends by itself when nobody waits for it; the report of a very large system does not, and nobody waits for it either. */
static void end_work(server *s, const serve_options *o)
{
    enum { STEPS = 100 };
    const struct timespec step = {.tv_nsec = SERVE_PATIENCE_S * (1000000000 / STEPS)};
    atomic_store(&s->is_ending, true);
    for (int i = 0; i < STEPS && serve_clients_are_working(s->clients); i++)
        nanosleep(&step, NULL);
    if (!serve_clients_are_working(s->clients))
        return;
    pthread_mutex_lock(&s->saving); /* what is being saved is saved first */
    o->abandon(o->ctx);
}

static serve_outcome live(server *s, const serve_options *o)
{
    s->site.cache = serve_cache_new();
    s->clients = serve_clients_new();
    if (!s->site.cache || !s->clients || !make_key(s->site.key))
        return SERVE_NO_START;
    if (!open_sockets(s, o->port))
        return SERVE_NO_PORT;
    sigset_t ends, before;
    sigemptyset(&ends);
    sigaddset(&ends, SIGINT);
    sigaddset(&ends, SIGTERM);
    sigaddset(&ends, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &ends, &before); /* of every thread that comes from this one */
    if (!start(s))
        return SERVE_NO_START;
    tell_address(s, o);
    wait_for_end(s, &ends);
    end_work(s, o);
    return SERVE_STOPPED;
}

static serve_outcome look_at_file(const char *path)
{
    serve_out text;
    serve_version version;
    serve_file_status status = serve_file_read(path, &text, &version);
    serve_out_free(&text);
    switch (status) {
    case SERVE_FILE_DONE:
        return SERVE_STOPPED;
    case SERVE_FILE_LARGE:
        return SERVE_TOO_LARGE;
    case SERVE_FILE_NOT_TEXT:
        return SERVE_NOT_TEXT;
    default:
        return SERVE_NO_FILE;
    }
}

serve_outcome serve_run(const serve_options *o)
{
    char *path = o->path ? realpath(o->path, NULL) : NULL; /* a link stays a link, and a new working folder changes nothing */
    if (o->path && !path)
        return SERVE_NO_FILE;
    serve_outcome outcome = path ? look_at_file(path) : SERVE_STOPPED;
    if (outcome == SERVE_STOPPED) {
        server s = {.site = {.path = path, .name = o->path ? o->path : "untitled.hum", .library = o->library},
                    .saving = PTHREAD_MUTEX_INITIALIZER,
                    .sockets = {-1, -1}};
        s.site.saving = &s.saving;
        outcome = live(&s, o);
        int why = errno;
        stop(&s);
        errno = why;
    }
    int why = errno;
    free(path);
    errno = why;
    return outcome;
}
