/* The questions that take longer: eyes of digital links, and samples of what is uncertain. A study goes on in steps, each a few
 * milliseconds of one thread, so that others are answered beside it; it ends early when nobody waits for it, or at its time. */
#include "serve/question.h"

#include "humdinger/tolerance.h"

#include <math.h>
#include <string.h>
#include <time.h>

enum { STEP = 64, QUANTITIES_MAX = 8, CLOSER_UP_TO = 40, SAMPLES = 2000, SAMPLES_MAX = 20000, STUDY_SECONDS = 10 };

/* --- eye --------------------------------------------------------------------------------------------- */

serve_reply serve_post_eye(const serve_site *s, const serve_request *r)
{
    serve_question q;
    serve_reply reply;
    hum_text json = {0}, svg = {0};
    if (!serve_open(s, r, &q, &reply))
        return reply;
    hum_project_without_doubts(q.p); /* an eye has no bands */
    const hum_eye_ask ask = {.rate_hz = serve_number(&q, "rate"),
                             .length = serve_member(&q, "length"),
                             .port = serve_member(&q, "port"),
                             .is_equalised = json_is_true(json_object_get(q.body, "equalised")),
                             .is_quick = json_is_false(json_object_get(q.body, "longest")),
                             .width_px = serve_number(&q, "width")};
    hum_status status = hum_eye_json(q.p, serve_member(&q, "variant"), &ask, &json);
    reply = serve_begin("humdinger.page-eye/1");
    serve_put_raw(&reply.text, "eye", status, json);
    serve_put_string(&reply.text, "picture", status == HUM_OK ? hum_eye_svg(q.p, serve_member(&q, "variant"), &ask, &svg) : status, svg);
    serve_put_diagnostics(&reply.text, q.p);
    return serve_finish(&q, reply);
}

/* --- tolerance --------------------------------------------------------------------------------------- */

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* What "quantities" names; @return false: too many, or not a list of texts. */
static bool read_quantities(const serve_question *q, hum_text *targets, size_t *n)
{
    size_t i;
    const json_t *one, *list = json_object_get(q->body, "quantities");
    *n = 0;
    if (list && (!json_is_array(list) || json_array_size(list) > QUANTITIES_MAX))
        return false;
    json_array_foreach(list, i, one)
    {
        if (!json_is_string(one))
            return false;
        targets[(*n)++] = (hum_text){json_string_value(one), json_string_length(one)};
    }
    return true;
}

/* @return false: not a number of samples that may be asked for. */
static bool read_samples(const serve_question *q, uint64_t *n)
{
    const json_t *said = json_object_get(q->body, "samples");
    *n = SAMPLES;
    if (!said)
        return true;
    double v = json_number_value(said);
    *n = v >= 1 && v <= SAMPLES_MAX ? (uint64_t)v : 0;
    return *n > 0;
}

typedef struct wait {
    const serve_request *r;
    double end_s;
} wait;

static wait begin_wait(const serve_request *r)
{
    return (wait){r, now_s() + STUDY_SECONDS};
}

/* The time is over, or nobody waits. */
static bool is_over(void *ctx)
{
    const wait *w = ctx;
    return now_s() > w->end_s || (w->r->is_in_vain && w->r->is_in_vain(w->r->ctx));
}

static hum_status run(hum_tolerance *t, const serve_request *r)
{
    wait w = begin_wait(r);
    hum_status status = HUM_OK;
    while (status == HUM_OK && hum_tolerance_done(t) < hum_tolerance_wanted(t)) {
        status = hum_tolerance_step(t, STEP); /* at least one, so that there is an answer */
        if (is_over(&w))
            break;
    }
    return status == HUM_OK && hum_tolerance_done(t) == 0 ? HUM_E_UNSUPPORTED : status;
}

static serve_reply study(const serve_request *r, serve_question *q, hum_tolerance_options *o)
{
    hum_tolerance *t = NULL;
    wait closer = begin_wait(r);
    o->patience = (hum_patience){is_over, &closer};
    hum_text json = {0}, svg = {0};
    hum_project_without_doubts(q->p); /* the samples tell how sure */
    hum_status status = hum_tolerance_open(q->p, serve_member(q, "variant"), o, &t);
    if (status == HUM_OK)
        status = run(t, r);
    hum_status told = status == HUM_OK ? hum_tolerance_json(t, &json) : status;
    hum_status drawn = status == HUM_OK ? hum_tolerance_svg(t, serve_number(q, "width"), &svg) : status;
    serve_reply reply = serve_begin("humdinger.page-tolerance/1");
    serve_put_raw(&reply.text, "tolerance", told, json);
    serve_put_string(&reply.text, "picture", drawn, svg);
    serve_put_diagnostics(&reply.text, q->p);
    return serve_finish(q, reply);
}

serve_reply serve_post_tolerance(const serve_site *s, const serve_request *r)
{
    serve_question q;
    serve_reply reply;
    hum_text targets[QUANTITIES_MAX];
    hum_tolerance_options o = {.targets = targets, .threads = 1, .closer_up_to = CLOSER_UP_TO};
    if (!serve_open(s, r, &q, &reply))
        return reply;
    if (!read_quantities(&q, targets, &o.n_targets)) {
        serve_close(&q);
        return serve_refuse(400, "\"quantities\" is a list of at most 8 texts");
    }
    if (!read_samples(&q, &o.n_samples)) {
        serve_close(&q);
        return serve_refuse(400, "\"samples\" is a number from 1 to 20000");
    }
    o.limit = serve_member(&q, "target");
    o.wants_precision = json_is_true(json_object_get(q.body, "precision"));
    return study(r, &q, &o);
}
