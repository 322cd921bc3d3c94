/* The questions of the page. Each opens the text it is sent as a project of its own, in an arena of its own. */
#include "serve/library.h"
#include "serve/site.h"

#include <jansson.h>
#include <string.h>

/* A question whose body was understood. */
typedef struct question {
    json_t *body;
    hum_arena *a;
    hum_project *p;
} question;

/* A member that is a text; empty when it is not there. */
static hum_text string_of(const json_t *object, const char *name)
{
    const json_t *v = json_object_get(object, name);
    return json_is_string(v) ? (hum_text){json_string_value(v), json_string_length(v)} : (hum_text){"", 0};
}

static hum_text member(const question *q, const char *name)
{
    return string_of(q->body, name);
}

static void close_question(question *q)
{
    json_decref(q->body);
    hum_arena_close(&q->a);
}

static hum_status open_text(const serve_site *s, const question *q, hum_text text, hum_project **p)
{
    hum_loader loader = serve_library_loader(&s->library);
    return hum_project_open(q->a, serve_z(s->name), text, &loader, p);
}

/* Reads the body, an object whose "text" is the system. @return false: *refusal is the answer. */
static bool open_question(const serve_site *s, const serve_request *r, question *q, serve_reply *refusal)
{
    *q = (question){.body = json_loadb(r->body.p ? r->body.p : "", r->body.n, JSON_REJECT_DUPLICATES, NULL)};
    if (!json_is_object(q->body) || !json_is_string(json_object_get(q->body, "text"))) {
        json_decref(q->body);
        *refusal = serve_refuse(400, "the body is not a JSON object with a \"text\"");
        return false;
    }
    q->a = hum_arena_new(NULL);
    if (q->a && open_text(s, q, member(q, "text"), &q->p) == HUM_OK)
        return true;
    close_question(q);
    *refusal = serve_refuse(500, "out of memory");
    return false;
}

/* --- pieces of an answer ----------------------------------------------------------------------------- */

static void put_key(serve_out *o, const char *key)
{
    serve_puts(o, o->n > 1 ? ",\n\"" : "\"");
    serve_puts(o, key);
    serve_puts(o, "\": ");
}

/* JSON as it stands, null when the question had no answer. */
static void put_raw(serve_out *o, const char *key, hum_status status, hum_text json)
{
    put_key(o, key);
    if (status == HUM_OK)
        serve_put_text(o, json);
    else
        serve_puts(o, "null");
}

static void put_string(serve_out *o, const char *key, hum_status status, hum_text text)
{
    put_key(o, key);
    if (status == HUM_OK)
        serve_put_json(o, text);
    else
        serve_puts(o, "null");
}

static void put_diagnostics(serve_out *o, hum_project *p)
{
    hum_text json = {0};
    hum_status status = hum_project_diags_json(p, &json);
    put_raw(o, "diagnostics", status, json);
}

static void put_variants(serve_out *o, const hum_project *p)
{
    put_key(o, "variants");
    serve_puts(o, "[");
    for (size_t i = 0; i < hum_project_variants(p); i++) {
        serve_puts(o, i ? ", " : "");
        serve_put_json(o, hum_project_variant(p, i));
    }
    serve_puts(o, "]");
}

static serve_reply finish(question *q, serve_reply reply)
{
    close_question(q);
    serve_puts(&reply.text, "}\n");
    if (!reply.text.failed)
        return reply;
    serve_out_free(&reply.text);
    return serve_refuse(500, "out of memory");
}

static serve_reply begin(const char *schema)
{
    serve_reply reply = {.status = 200, .type = "application/json"};
    serve_puts(&reply.text, "{");
    put_key(&reply.text, "schema");
    serve_put_json(&reply.text, serve_z(schema));
    return reply;
}

/* --- report ------------------------------------------------------------------------------------------ */

/* Whether the question wants that picture: all of them, when it does not say. */
static bool is_wanted(const question *q, const char *name)
{
    size_t i;
    const json_t *one;
    const json_t *list = json_object_get(q->body, "pictures");
    json_array_foreach(list, i, one)
        if (serve_text_is((hum_text){json_string_value(one), json_string_length(one)}, name))
            return true;
    return !json_is_array(list);
}

static void put_pictures(serve_out *o, const question *q, hum_text variant, bool are_there)
{
    static const char *const names[] = {"system", "spectrum", "limits", "levels", "response", "cmrr"};
    const hum_plot_options options = {.width_px = json_number_value(json_object_get(q->body, "width")), .against = member(q, "against")};
    serve_out inner = {0};
    serve_puts(&inner, "{");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!is_wanted(q, names[i]))
            continue;
        hum_text svg = {0};
        hum_status status = are_there ? hum_plot_svg(q->p, variant, serve_z(names[i]), &options, &svg) : HUM_E_INPUT;
        put_string(&inner, names[i], status, svg);
    }
    serve_puts(&inner, "}");
    o->failed |= inner.failed;
    put_raw(o, "pictures", HUM_OK, (hum_text){inner.p, inner.n});
    serve_out_free(&inner);
}

/* Applies the changes [{"path", "value"}] of the question; *text becomes the text after them. */
static hum_status apply_changes(const serve_site *s, question *q, hum_text *text)
{
    size_t i;
    const json_t *change;
    hum_status status = HUM_OK;
    json_array_foreach(json_object_get(q->body, "set"), i, change) {
        status = hum_set_text(q->p, string_of(change, "path"), string_of(change, "value"), text);
        if (status == HUM_OK)
            status = open_text(s, q, *text, &q->p);
        if (status != HUM_OK)
            break;
    }
    return status;
}

static serve_reply report(const serve_site *s, question *q)
{
    hum_text json = {0}, twin = {0}, variant = member(q, "variant"), text = member(q, "text");
    serve_reply reply = begin("humdinger.page/1");
    hum_status changed = apply_changes(s, q, &text);
    if (json_is_false(json_object_get(q->body, "doubts")))
        hum_project_without_doubts(q->p);
    hum_status status = changed == HUM_OK ? hum_report_json(q->p, variant, &json) : changed;
    if (json_object_get(q->body, "set"))
        put_string(&reply.text, "text", changed, text);
    put_raw(&reply.text, "report", status, json);
    put_diagnostics(&reply.text, q->p); /* before the pictures: a system without a seat is no news */
    put_variants(&reply.text, q->p);
    put_pictures(&reply.text, q, variant, status == HUM_OK);
    put_raw(&reply.text, "system", hum_convert_json(q->p, &twin), twin);
    return finish(q, reply);
}

serve_reply serve_post_report(const serve_site *s, const serve_request *r)
{
    question q;
    serve_reply reply = {.status = 200, .type = "application/json"};
    if (serve_cache_find(s->cache, r->body, &reply.text))
        return reply;
    serve_out_free(&reply.text);
    if (!open_question(s, r, &q, &reply))
        return reply;
    reply = report(s, &q);
    if (reply.status == 200)
        serve_cache_keep(s->cache, r->body, (hum_text){reply.text.p, reply.text.n});
    return reply;
}

/* --- fix, compare, html ----------------------------------------------------------------------------------- */

serve_reply serve_post_fix(const serve_site *s, const serve_request *r)
{
    question q;
    serve_reply reply;
    if (!open_question(s, r, &q, &reply))
        return reply;
    hum_text json = {0};
    hum_status status = hum_fix_json(q.p, member(&q, "variant"), &json);
    reply = begin("humdinger.page-fix/1");
    put_raw(&reply.text, "fix", status, json);
    put_diagnostics(&reply.text, q.p);
    return finish(&q, reply);
}

serve_reply serve_post_compare(const serve_site *s, const serve_request *r)
{
    question q;
    serve_reply reply;
    if (!open_question(s, r, &q, &reply))
        return reply;
    hum_text a = member(&q, "a"), b = member(&q, "b"), json = {0};
    hum_status status = hum_compare_json(q.p, a.n ? a : serve_z("base"), q.p, b.n ? b : serve_z("base"), &json);
    reply = begin("humdinger.page-compare/1");
    put_raw(&reply.text, "compare", status, json);
    put_diagnostics(&reply.text, q.p);
    return finish(&q, reply);
}

serve_reply serve_post_html(const serve_site *s, const serve_request *r)
{
    question q;
    serve_reply reply;
    if (!open_question(s, r, &q, &reply))
        return reply;
    hum_text html = {0};
    hum_status status = hum_report_html(q.p, member(&q, "variant"), &html);
    reply = begin("humdinger.page-html/1");
    put_string(&reply.text, "html", status, html);
    put_diagnostics(&reply.text, q.p);
    return finish(&q, reply);
}

/* A text of the body, `otherwise` where it has none. */
static hum_text member_or(const question *q, const char *name, const char *otherwise)
{
    hum_text t = member(q, name);
    return t.n ? t : serve_z(otherwise);
}

serve_reply serve_post_cable(const serve_site *s, const serve_request *r)
{
    question q = {.body = json_loadb(r->body.p ? r->body.p : "", r->body.n, JSON_REJECT_DUPLICATES, NULL), .a = hum_arena_new(NULL)};
    hum_loader loader = serve_library_loader(&s->library);
    hum_text json = {0};
    bool is_question = json_is_object(q.body) && json_is_string(json_object_get(q.body, "name"));
    hum_status status = is_question && q.a ? hum_cable_open(q.a, member(&q, "name"), member_or(&q, "length", "1 m"), member_or(&q, "source", "100 ohm"),
                                                            member_or(&q, "load", "47 kohm"), &loader, &q.p)
                                           : HUM_E_NOMEM;
    if (status != HUM_OK) {
        close_question(&q);
        return is_question ? serve_refuse(500, "out of memory") : serve_refuse(400, "the body is not a JSON object with a \"name\"");
    }
    status = hum_project_errors(q.p) ? HUM_E_INPUT : hum_cable_json(q.p, &json);
    serve_reply reply = begin("humdinger.page-cable/1");
    put_raw(&reply.text, "cable", status, json);
    put_diagnostics(&reply.text, q.p);
    return finish(&q, reply);
}

/* --- set --------------------------------------------------------------------------------------------- */

/* Errors of the text, those of every variant included. */
static size_t errors_of(const serve_site *s, const question *q, hum_text text, hum_project **p)
{
    hum_text model;
    if (open_text(s, q, text, p) != HUM_OK)
        return SIZE_MAX;
    hum_status status = hum_dump_text(*p, (hum_text){"", 0}, HUM_JOINT_MODEL, &model);
    for (size_t i = 0; status == HUM_OK && i < hum_project_variants(*p); i++)
        status = hum_dump_text(*p, hum_project_variant(*p, i), HUM_JOINT_MODEL, &model);
    return status == HUM_E_NOMEM ? SIZE_MAX : hum_project_errors(*p);
}

serve_reply serve_post_set(const serve_site *s, const serve_request *r)
{
    question q;
    serve_reply reply;
    if (!open_question(s, r, &q, &reply))
        return reply;
    hum_text after = {0};
    hum_project *was = q.p, *told = q.p;
    hum_status status = hum_set_text(q.p, member(&q, "path"), member(&q, "value"), &after);
    if (status == HUM_OK) {
        size_t n_before = errors_of(s, &q, member(&q, "text"), &was);
        size_t n_after = errors_of(s, &q, after, &told);
        status = n_after > n_before || n_after == SIZE_MAX ? HUM_E_INPUT : HUM_OK; /* it may mend, but not break */
    }
    reply = begin("humdinger.page-set/1");
    put_string(&reply.text, "text", status, after);
    put_diagnostics(&reply.text, told ? told : q.p);
    return finish(&q, reply);
}

/* --- catalogue --------------------------------------------------------------------------------------- */

static serve_reply show_entry(const serve_site *s, const serve_entry *e)
{
    question q = {.a = hum_arena_new(NULL)};
    hum_text json = {0};
    if (!q.a || open_text(s, &q, e->text, &q.p) != HUM_OK) {
        close_question(&q);
        return serve_refuse(500, "out of memory");
    }
    hum_status status = hum_catalogue_show(q.p, true, &json);
    serve_reply reply = begin("humdinger.page-catalogue/1");
    put_raw(&reply.text, "entry", status, json);
    return finish(&q, reply);
}

serve_reply serve_get_catalogue(const serve_site *s, const serve_request *r)
{
    if (r->entry.p) {
        const serve_entry *e = serve_library_named(&s->library, r->entry);
        return e ? show_entry(s, e) : serve_refuse(404, "the catalogue has no such entry");
    }
    question none = {0};
    serve_reply reply = begin("humdinger.page-catalogue/1");
    put_key(&reply.text, "entries");
    serve_library_search(&s->library, r->search.p ? r->search : (hum_text){"", 0}, &reply.text);
    return finish(&none, reply);
}
