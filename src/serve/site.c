/* Who may ask, and which question is which. */
#include "serve/site.h"
#include "serve/assets.h"

#include <stdio.h>
#include <string.h>

serve_reply serve_refuse(unsigned status, const char *why)
{
    serve_reply reply = {.status = status, .type = "application/json"};
    serve_puts(&reply.text, "{\"error\": ");
    serve_put_json(&reply.text, serve_z(why));
    serve_puts(&reply.text, "}");
    return reply;
}

/* --- who may ask ------------------------------------------------------------------------------------- */

/* A name of this machine's loopback with our port. A page that rebinds its own name to 127.0.0.1 is told from us here. */
static bool is_own_authority(hum_text authority, uint16_t port)
{
    static const char *const names[] = {"127.0.0.1", "localhost", "[::1]"};
    char own[32];
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        snprintf(own, sizeof own, "%s:%u", names[i], (unsigned)port);
        if (serve_text_is(authority, own) || (port == 80 && serve_text_is(authority, names[i])))
            return true;
    }
    return false;
}

static bool is_own_origin(hum_text origin, uint16_t port)
{
    static const char scheme[] = "http://";
    size_t n = sizeof scheme - 1;
    if (origin.n < n || memcmp(origin.p, scheme, n) != 0)
        return false;
    return is_own_authority((hum_text){origin.p + n, origin.n - n}, port);
}

/* Takes the same time wherever the first wrong digit is. */
static bool is_key(const serve_site *s, hum_text said)
{
    unsigned char differs = 0;
    if (said.n != SERVE_KEY_DIGITS)
        return false;
    for (size_t i = 0; i < SERVE_KEY_DIGITS; i++)
        differs |= (unsigned char)(said.p[i] ^ s->key[i]);
    return differs == 0;
}

static bool is_api(hum_text path)
{
    static const char api[] = "/api/";
    return path.n >= sizeof api - 1 && memcmp(path.p, api, sizeof api - 1) == 0;
}

bool serve_admit(const serve_site *s, const serve_request *r, serve_reply *refusal)
{
    if (!r->host.p || !is_own_authority(r->host, s->port))
        *refusal = serve_refuse(403, "this server answers to its own name only: 127.0.0.1, localhost or [::1] with its port");
    else if (r->origin.p && !is_own_origin(r->origin, s->port))
        *refusal = serve_refuse(403, "asked by another site's page");
    else if (is_api(r->path) && !is_key(s, r->key))
        *refusal = serve_refuse(403, "the key is missing or wrong; open the address that humdinger serve printed");
    else
        return true;
    return false;
}

/* --- which question ---------------------------------------------------------------------------------- */

static const struct {
    const char *method;
    const char *path;
    serve_reply (*answer)(const serve_site *s, const serve_request *r);
} questions[] = {
    {"POST", "/api/report", serve_post_report},      {"POST", "/api/compare", serve_post_compare},
    {"POST", "/api/set", serve_post_set},            {"POST", "/api/html", serve_post_html},
    {"GET", "/api/catalogue", serve_get_catalogue},  {"GET", "/api/file", serve_get_file},
    {"PUT", "/api/file", serve_put_file},            {"POST", "/api/fix", serve_post_fix},
    {"POST", "/api/cable", serve_post_cable},        {"POST", "/api/eye", serve_post_eye},
    {"POST", "/api/tolerance", serve_post_tolerance},
};

static serve_reply refuse_method(const char *allow)
{
    serve_reply reply = serve_refuse(405, "not this way; see docs/http.md");
    reply.allow = allow;
    return reply;
}

static serve_reply answer_api(const serve_site *s, const serve_request *r)
{
    const char *allow = NULL;
    for (size_t i = 0; i < sizeof questions / sizeof questions[0]; i++) {
        if (!serve_text_is(r->path, questions[i].path))
            continue;
        if (serve_text_is(r->method, questions[i].method))
            return questions[i].answer(s, r);
        allow = allow ? "GET, PUT" : questions[i].method;
    }
    return allow ? refuse_method(allow) : serve_refuse(404, "there is no such question; see docs/http.md");
}

serve_reply serve_answer(const serve_site *s, const serve_request *r)
{
    if (is_api(r->path))
        return answer_api(s, r);
    const serve_asset *asset = serve_asset_at(r->path);
    if (!asset)
        return serve_refuse(404, "there is no such page");
    if (!serve_text_is(r->method, "GET") && !serve_text_is(r->method, "HEAD"))
        return refuse_method("GET, HEAD");
    return (serve_reply){.status = 200, .type = asset->type, .fixed = asset->bytes};
}
