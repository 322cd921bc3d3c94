/* The questions about the opened file. */
#include "serve/file.h"
#include "serve/site.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

static serve_reply refuse_file(serve_file_status status, int why)
{
    char said[256];
    switch (status) {
    case SERVE_FILE_CHANGED:
        return serve_refuse(409, "the file was changed by another program; nothing was written");
    case SERVE_FILE_LARGE:
        return serve_refuse(413, "the file is larger than 512 KiB");
    case SERVE_FILE_NOT_TEXT:
        return serve_refuse(422, "the file is not UTF-8 text");
    default:
        snprintf(said, sizeof said, "the file cannot be read or written: %s", strerror(why));
        return serve_refuse(500, said);
    }
}

/* Name and version, and the text when there is one to tell. */
static serve_reply tell(const serve_site *s, const char *version, const serve_out *text)
{
    serve_reply reply = {.status = 200, .type = "application/json"};
    serve_out *o = &reply.text;
    serve_puts(o, "{\"schema\": \"humdinger.page-file/1\",\n\"name\": ");
    if (s->path)
        serve_put_json(o, serve_z(s->name));
    else
        serve_puts(o, "null");
    serve_puts(o, ",\n\"version\": ");
    if (version)
        serve_put_json(o, serve_z(version));
    else
        serve_puts(o, "null");
    if (text) {
        serve_puts(o, ",\n\"text\": ");
        serve_put_json(o, (hum_text){text->p, text->n});
    }
    serve_puts(o, "}\n");
    return reply;
}

serve_reply serve_get_file(const serve_site *s, const serve_request *r)
{
    (void)r;
    serve_out text;
    serve_version version;
    if (!s->path)
        return tell(s, NULL, NULL);
    serve_file_status status = serve_file_read(s->path, &text, &version);
    if (status != SERVE_FILE_DONE)
        return refuse_file(status, errno);
    serve_reply reply = tell(s, version.z, &text);
    serve_out_free(&text);
    return reply;
}

serve_reply serve_put_file(const serve_site *s, const serve_request *r)
{
    if (!s->path)
        return serve_refuse(404, "no file is open");
    json_t *body = json_loadb(r->body.p ? r->body.p : "", r->body.n, JSON_REJECT_DUPLICATES, NULL);
    const json_t *text = json_object_get(body, "text");
    const char *version = json_string_value(json_object_get(body, "version"));
    if (!json_is_string(text) || !version) {
        json_decref(body);
        return serve_refuse(400, "the body is not a JSON object with \"text\" and \"version\"");
    }
    serve_version is;
    hum_text bytes = {json_string_value(text), json_string_length(text)};
    pthread_mutex_lock(s->saving);
    serve_file_status status = serve_file_write(s->path, bytes, version, &is);
    int why = errno;
    pthread_mutex_unlock(s->saving);
    json_decref(body);
    return status == SERVE_FILE_DONE ? tell(s, is.z, NULL) : refuse_file(status, why);
}
