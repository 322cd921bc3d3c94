/* The questions of the page. Each opens the text it is sent as a project of its own, in an arena of its own. */
#include "serve/library.h"
#include "serve/question.h"

#include <jansson.h>
#include <string.h>

/* --- report ------------------------------------------------------------------------------------------ */

/* Whether the question wants that picture: all of them, when it does not say. */
static bool is_wanted(const serve_question *q, const char *name)
{
    size_t i;
    const json_t *one;
    const json_t *list = json_object_get(q->body, "pictures");
    json_array_foreach(list, i, one)
        if (serve_text_is((hum_text){json_string_value(one), json_string_length(one)}, name))
            return true;
    return !json_is_array(list);
}

static void put_pictures(serve_out *o, const serve_question *q, hum_text variant, bool are_there)
{
    static const char *const names[] = {"system", "spectrum", "limits", "levels", "response", "cmrr"};
    const hum_plot_options options = {.width_px = serve_number(q, "width"), .against = serve_member(q, "against")};
    serve_out inner = {0};
    serve_puts(&inner, "{");
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (!is_wanted(q, names[i]))
            continue;
        hum_text svg = {0};
        hum_status status = are_there ? hum_plot_svg(q->p, variant, serve_z(names[i]), &options, &svg) : HUM_E_INPUT;
        serve_put_string(&inner, names[i], status, svg);
    }
    serve_puts(&inner, "}");
    o->failed |= inner.failed;
    serve_put_raw(o, "pictures", HUM_OK, (hum_text){inner.p, inner.n});
    serve_out_free(&inner);
}

/* Applies the changes [{"path", "value"}] of the question; *text becomes the text after them. */
static hum_status apply_changes(const serve_site *s, serve_question *q, hum_text *text)
{
    size_t i;
    const json_t *change;
    hum_status status = HUM_OK;
    json_array_foreach(json_object_get(q->body, "set"), i, change) {
        status = hum_set_text(q->p, serve_string_of(change, "path"), serve_string_of(change, "value"), text);
        if (status == HUM_OK)
            status = serve_open_text(s, q, *text, &q->p);
        if (status != HUM_OK)
            break;
    }
    return status;
}

static serve_reply report(const serve_site *s, serve_question *q)
{
    hum_text json = {0}, twin = {0}, variant = serve_member(q, "variant"), text = serve_member(q, "text");
    serve_reply reply = serve_begin("humdinger.page/1");
    hum_status changed = apply_changes(s, q, &text);
    if (json_is_false(json_object_get(q->body, "doubts")))
        hum_project_without_doubts(q->p);
    hum_status status = changed == HUM_OK ? hum_report_json(q->p, variant, &json) : changed;
    if (json_object_get(q->body, "set"))
        serve_put_string(&reply.text, "text", changed, text);
    serve_put_raw(&reply.text, "report", status, json);
    serve_put_diagnostics(&reply.text, q->p); /* before the pictures: a system without a seat is no news */
    serve_put_variants(&reply.text, q->p);
    put_pictures(&reply.text, q, variant, status == HUM_OK);
    serve_put_raw(&reply.text, "system", hum_convert_json(q->p, &twin), twin);
    return serve_finish(q, reply);
}

serve_reply serve_post_report(const serve_site *s, const serve_request *r)
{
    serve_question q;
    serve_reply reply = {.status = 200, .type = "application/json"};
    if (serve_cache_find(s->cache, r->body, &reply.text))
        return reply;
    serve_out_free(&reply.text);
    if (!serve_open(s, r, &q, &reply))
        return reply;
    reply = report(s, &q);
    if (reply.status == 200)
        serve_cache_keep(s->cache, r->body, (hum_text){reply.text.p, reply.text.n});
    return reply;
}

/* --- fix, compare, html ----------------------------------------------------------------------------------- */

serve_reply serve_post_fix(const serve_site *s, const serve_request *r)
{
    serve_question q;
    serve_reply reply;
    if (!serve_open(s, r, &q, &reply))
        return reply;
    hum_text json = {0};
    hum_status status = hum_fix_json(q.p, serve_member(&q, "variant"), &json);
    reply = serve_begin("humdinger.page-fix/1");
    serve_put_raw(&reply.text, "fix", status, json);
    serve_put_diagnostics(&reply.text, q.p);
    return serve_finish(&q, reply);
}

serve_reply serve_post_compare(const serve_site *s, const serve_request *r)
{
    serve_question q;
    serve_reply reply;
    if (!serve_open(s, r, &q, &reply))
        return reply;
    hum_text a = serve_member(&q, "a"), b = serve_member(&q, "b"), json = {0};
    hum_status status = hum_compare_json(q.p, a.n ? a : serve_z("base"), q.p, b.n ? b : serve_z("base"), &json);
    reply = serve_begin("humdinger.page-compare/1");
    serve_put_raw(&reply.text, "compare", status, json);
    serve_put_diagnostics(&reply.text, q.p);
    return serve_finish(&q, reply);
}

serve_reply serve_post_html(const serve_site *s, const serve_request *r)
{
    serve_question q;
    serve_reply reply;
    if (!serve_open(s, r, &q, &reply))
        return reply;
    hum_text html = {0};
    hum_status status = hum_report_html(q.p, serve_member(&q, "variant"), &html);
    reply = serve_begin("humdinger.page-html/1");
    serve_put_string(&reply.text, "html", status, html);
    serve_put_diagnostics(&reply.text, q.p);
    return serve_finish(&q, reply);
}

serve_reply serve_post_cable(const serve_site *s, const serve_request *r)
{
    serve_question q = {.body = json_loadb(r->body.p ? r->body.p : "", r->body.n, JSON_REJECT_DUPLICATES, NULL), .a = hum_arena_new(NULL)};
    hum_loader loader = serve_library_loader(&s->library);
    hum_text json = {0}, svg = {0};
    const hum_plot_options options = {.width_px = serve_number(&q, "width")};
    bool is_question = json_is_object(q.body) && json_is_string(json_object_get(q.body, "name"));
    hum_status status = is_question && q.a ? hum_cable_open(q.a, serve_member(&q, "name"), serve_member_or(&q, "length", "1 m"), serve_member_or(&q, "source", "100 ohm"),
                                                            serve_member_or(&q, "load", "47 kohm"), &loader, &q.p)
                                           : HUM_E_NOMEM;
    if (status != HUM_OK) {
        serve_close(&q);
        return is_question ? serve_refuse(500, "out of memory") : serve_refuse(400, "the body is not a JSON object with a \"name\"");
    }
    status = hum_project_errors(q.p) ? HUM_E_INPUT : hum_cable_json(q.p, &json);
    serve_reply reply = serve_begin("humdinger.page-cable/1");
    serve_put_raw(&reply.text, "cable", status, json);
    serve_put_string(&reply.text, "picture", status == HUM_OK ? hum_cable_svg(q.p, &options, &svg) : status, svg);
    serve_put_diagnostics(&reply.text, q.p);
    return serve_finish(&q, reply);
}

/* --- set --------------------------------------------------------------------------------------------- */

/* Errors of the text, those of every variant included. */
static size_t errors_of(const serve_site *s, const serve_question *q, hum_text text, hum_project **p)
{
    hum_text model;
    if (serve_open_text(s, q, text, p) != HUM_OK)
        return SIZE_MAX;
    hum_status status = hum_dump_text(*p, (hum_text){"", 0}, HUM_JOINT_MODEL, &model);
    for (size_t i = 0; status == HUM_OK && i < hum_project_variants(*p); i++)
        status = hum_dump_text(*p, hum_project_variant(*p, i), HUM_JOINT_MODEL, &model);
    return status == HUM_E_NOMEM ? SIZE_MAX : hum_project_errors(*p);
}

serve_reply serve_post_set(const serve_site *s, const serve_request *r)
{
    serve_question q;
    serve_reply reply;
    if (!serve_open(s, r, &q, &reply))
        return reply;
    hum_text after = {0};
    hum_project *was = q.p, *told = q.p;
    hum_status status = hum_set_text(q.p, serve_member(&q, "path"), serve_member(&q, "value"), &after);
    if (status == HUM_OK) {
        size_t n_before = errors_of(s, &q, serve_member(&q, "text"), &was);
        size_t n_after = errors_of(s, &q, after, &told);
        status = n_after > n_before || n_after == SIZE_MAX ? HUM_E_INPUT : HUM_OK; /* it may mend, but not break */
    }
    reply = serve_begin("humdinger.page-set/1");
    serve_put_string(&reply.text, "text", status, after);
    serve_put_diagnostics(&reply.text, told ? told : q.p);
    return serve_finish(&q, reply);
}

/* --- catalogue --------------------------------------------------------------------------------------- */

static serve_reply show_entry(const serve_site *s, const serve_entry *e)
{
    serve_question q = {.a = hum_arena_new(NULL)};
    hum_text json = {0};
    if (!q.a || serve_open_text(s, &q, e->text, &q.p) != HUM_OK) {
        serve_close(&q);
        return serve_refuse(500, "out of memory");
    }
    hum_status status = hum_catalogue_show(q.p, true, &json);
    serve_reply reply = serve_begin("humdinger.page-catalogue/1");
    serve_put_raw(&reply.text, "entry", status, json);
    return serve_finish(&q, reply);
}

serve_reply serve_get_catalogue(const serve_site *s, const serve_request *r)
{
    if (r->entry.p) {
        const serve_entry *e = serve_library_named(&s->library, r->entry);
        return e ? show_entry(s, e) : serve_refuse(404, "the catalogue has no such entry");
    }
    serve_question none = {0};
    serve_reply reply = serve_begin("humdinger.page-catalogue/1");
    serve_put_key(&reply.text, "entries");
    serve_library_search(&s->library, r->search.p ? r->search : (hum_text){"", 0}, &reply.text);
    return serve_finish(&none, reply);
}
