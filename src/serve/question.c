/* Bodies of questions, and the pieces of their answers. */
#include "serve/question.h"
#include "serve/library.h"

#include <jansson.h>
#include <string.h>

hum_text serve_string_of(const json_t *object, const char *name)
{
    const json_t *v = json_object_get(object, name);
    return json_is_string(v) ? (hum_text){json_string_value(v), json_string_length(v)} : (hum_text){"", 0};
}

hum_text serve_member(const serve_question *q, const char *name)
{
    return serve_string_of(q->body, name);
}

void serve_close(serve_question *q)
{
    json_decref(q->body);
    hum_arena_close(&q->a);
}

hum_status serve_open_text(const serve_site *s, const serve_question *q, hum_text text, hum_project **p)
{
    hum_loader loader = serve_library_loader(&s->library);
    return hum_project_open(q->a, serve_z(s->name), text, &loader, p);
}

bool serve_open(const serve_site *s, const serve_request *r, serve_question *q, serve_reply *refusal)
{
    *q = (serve_question){.body = json_loadb(r->body.p ? r->body.p : "", r->body.n, JSON_REJECT_DUPLICATES, NULL)};
    if (!json_is_object(q->body) || !json_is_string(json_object_get(q->body, "text"))) {
        json_decref(q->body);
        *refusal = serve_refuse(400, "the body is not a JSON object with a \"text\"");
        return false;
    }
    q->a = hum_arena_new(NULL);
    if (q->a && serve_open_text(s, q, serve_member(q, "text"), &q->p) == HUM_OK)
        return true;
    serve_close(q);
    *refusal = serve_refuse(500, "out of memory");
    return false;
}

/* --- pieces of an answer ----------------------------------------------------------------------------- */

void serve_put_key(serve_out *o, const char *key)
{
    serve_puts(o, o->n > 1 ? ",\n\"" : "\"");
    serve_puts(o, key);
    serve_puts(o, "\": ");
}

void serve_put_raw(serve_out *o, const char *key, hum_status status, hum_text json)
{
    serve_put_key(o, key);
    if (status == HUM_OK)
        serve_put_text(o, json);
    else
        serve_puts(o, "null");
}

void serve_put_string(serve_out *o, const char *key, hum_status status, hum_text text)
{
    serve_put_key(o, key);
    if (status == HUM_OK)
        serve_put_json(o, text);
    else
        serve_puts(o, "null");
}

void serve_put_diagnostics(serve_out *o, hum_project *p)
{
    hum_text json = {0};
    hum_status status = hum_project_diags_json(p, &json);
    serve_put_raw(o, "diagnostics", status, json);
}

void serve_put_variants(serve_out *o, const hum_project *p)
{
    serve_put_key(o, "variants");
    serve_puts(o, "[");
    for (size_t i = 0; i < hum_project_variants(p); i++) {
        serve_puts(o, i ? ", " : "");
        serve_put_json(o, hum_project_variant(p, i));
    }
    serve_puts(o, "]");
}

serve_reply serve_finish(serve_question *q, serve_reply reply)
{
    serve_close(q);
    serve_puts(&reply.text, "}\n");
    if (!reply.text.failed)
        return reply;
    serve_out_free(&reply.text);
    return serve_refuse(500, "out of memory");
}

serve_reply serve_begin(const char *schema)
{
    serve_reply reply = {.status = 200, .type = "application/json"};
    serve_puts(&reply.text, "{");
    serve_put_key(&reply.text, "schema");
    serve_put_json(&reply.text, serve_z(schema));
    return reply;
}

hum_text serve_member_or(const serve_question *q, const char *name, const char *otherwise)
{
    hum_text t = serve_member(q, name);
    return t.n ? t : serve_z(otherwise);
}

double serve_number(const serve_question *q, const char *name)
{
    return json_number_value(json_object_get(q->body, name));
}
