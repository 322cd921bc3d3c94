/* A question of the page as its body has it, and the pieces that its answer is made of. */
#ifndef HUM_SERVE_QUESTION_H
#define HUM_SERVE_QUESTION_H

#include "serve/site.h"

#include <jansson.h>

/** A body that was understood, and what was opened from it. */
typedef struct serve_question {
    json_t *body;
    hum_arena *a;
    hum_project *p;
} serve_question;

/** Reads the body, an object whose "text" is the system. @return false: *refusal is the answer. */
bool serve_open(const serve_site *s, const serve_request *r, serve_question *q, serve_reply *refusal);
/** The same with any text; the files that it may use are those of the site. */
hum_status serve_open_text(const serve_site *s, const serve_question *q, hum_text text, hum_project **p);
void serve_close(serve_question *q);

/** A member that is a text; empty when it is not there. */
hum_text serve_string_of(const json_t *object, const char *name);
hum_text serve_member(const serve_question *q, const char *name);
/** `otherwise` where the body has none, or an empty one. */
hum_text serve_member_or(const serve_question *q, const char *name, const char *otherwise);
/** 0 where the body has no such number. */
double serve_number(const serve_question *q, const char *name);

/** An answer is begun, gets its members, and is finished, which closes the question. */
serve_reply serve_begin(const char *schema);
serve_reply serve_finish(serve_question *q, serve_reply reply);
void serve_put_key(serve_out *o, const char *key);
/** JSON as it stands, or a text; null when the question had no answer. */
void serve_put_raw(serve_out *o, const char *key, hum_status status, hum_text json);
void serve_put_string(serve_out *o, const char *key, hum_status status, hum_text text);
void serve_put_diagnostics(serve_out *o, hum_project *p);
void serve_put_variants(serve_out *o, const hum_project *p);

#endif
