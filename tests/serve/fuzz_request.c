/* Fuzz target: a request through the gate and the questions, without a socket. Lines of the input: METHOD PATH, Host,
 * Origin, key ("right" is the right one), search, name; the rest is the body. "-" is a header that was not sent. */
#include "fuzz/fuzz_target.h"
#include "serve/site.h"

#include <jansson.h>
#include <string.h>

enum { BYTES_MAX = 4096, PORT = 4711 };
static const char key[] = "0123456789abcdef0123456789abcdef";
static const char cable[] = "humdinger 1\ncable-type a/b \"A\" kind coax\n  source s guess \"x\"\n";

static hum_text take_line(hum_text *rest, char end)
{
    const char *found = rest->n ? memchr(rest->p, end, rest->n) : NULL;
    size_t n = found ? (size_t)(found - rest->p) : rest->n;
    hum_text line = {rest->p, n};
    size_t past = found ? n + 1 : n;
    *rest = (hum_text){rest->p + past, rest->n - past};
    return line;
}

static hum_text take_header(hum_text *rest)
{
    hum_text line = take_line(rest, '\n');
    if (serve_text_is(line, "-"))
        return (hum_text){0};
    return serve_text_is(line, "right") ? serve_z(key) : line;
}

static bool begins(hum_text t, const char *with)
{
    return t.n >= strlen(with) && memcmp(t.p, with, strlen(with)) == 0;
}

/* Whoever was let in has shown our name and, for a question, the key. */
static void look_at_guest(const serve_request *r)
{
    fuzz_expect(serve_text_is(r->host, "127.0.0.1:4711") || serve_text_is(r->host, "localhost:4711") ||
                serve_text_is(r->host, "[::1]:4711"));
    fuzz_expect(!r->origin.p || begins(r->origin, "http://"));
    fuzz_expect(!begins(r->path, "/api/") || serve_text_is(r->key, key));
}

static void look_at_reply(const serve_request *r, const serve_reply *reply)
{
    static const unsigned wanted[] = {200, 400, 403, 404, 405};
    bool is_wanted = false;
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        is_wanted |= reply->status == wanted[i];
    fuzz_expect(is_wanted);
    fuzz_expect(!reply->fixed.p || reply->status == 200);
    fuzz_expect(!reply->fixed.p || serve_text_is(r->method, "GET") || serve_text_is(r->method, "HEAD"));
    if (reply->fixed.p)
        return;
    json_t *json = json_loadb(reply->text.p, reply->text.n, 0, NULL);
    fuzz_expect(json != NULL);
    fuzz_expect((reply->status == 200) == (json_object_get(json, "schema") != NULL));
    json_decref(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
    const serve_entry entry = {serve_z("a/b"), serve_z("cable"), serve_z("A"), serve_z(cable), true};
    serve_site site = {.name = "fuzz.hum", .library = {.entries = &entry, .n_entries = 1}, .port = PORT};
    hum_text rest = {(const char *)bytes, n};
    serve_reply reply = {0};
    if (n > BYTES_MAX)
        return 0;
    memcpy(site.key, key, sizeof key);
    serve_request r = {.method = take_line(&rest, ' '), .path = take_line(&rest, '\n')};
    r.host = take_header(&rest);
    r.origin = take_header(&rest);
    r.key = take_header(&rest);
    r.search = take_header(&rest);
    r.entry = take_header(&rest);
    r.body = rest;
    if (serve_admit(&site, &r, &reply)) {
        look_at_guest(&r);
        reply = serve_answer(&site, &r);
    }
    look_at_reply(&r, &reply);
    if (!reply.fixed.p)
        serve_out_free(&reply.text);
    return 0;
}
