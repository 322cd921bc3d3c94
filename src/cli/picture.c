/* The form of a picture is told by the ending of FILE; the module draw makes what is not SVG. */
#include "picture.h"
#include "module.h"
#include "text.h"

#include "draw/draw.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* From the last dot of the name on, "" when there is none. */
static const char *ending_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *dot = strrchr(slash ? slash : path, '.');
    return dot ? dot : "";
}

static bool is_ending(const cli_run *r, const char *ending)
{
    return r->o.output && strcasecmp(ending_of(r->o.output), ending) == 0;
}

cli_exit cli_picture_check(const cli_run *r)
{
    static const char *const others[] = {".jpg", ".jpeg", ".gif", ".webp", ".tif", ".tiff", ".bmp", ".eps", ".ps", ".html"};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++)
        if (is_ending(r, others[i]))
            return cli_fail(CLI_USAGE, "%s: a picture is written as .svg, .png or .pdf, not as %s", r->o.output, others[i]);
    return CLI_DONE;
}

/* Bytes on the heap: they come in pieces of any size. */
typedef struct bytes {
    char *p;
    size_t n;
    size_t cap;
} bytes;

static bool take(void *ctx, const unsigned char *p, size_t n)
{
    bytes *b = ctx;
    if (n > b->cap - b->n) {
        size_t cap = 2 * b->cap + n;
        char *grown = realloc(b->p, cap);
        if (!grown)
            return false;
        b->p = grown;
        b->cap = cap;
    }
    memcpy(b->p + b->n, p, n);
    b->n += n;
    return true;
}

static cli_exit write_drawn(const cli_run *r, hum_text svg, draw_form form)
{
    cli_module_fn *loaded;
    CLI_TRY(cli_module_load(r, "draw", "draw_picture", &loaded));
    draw_picture_fn *draw = (draw_picture_fn *)loaded;
    bytes b = {0};
    const draw_sink to = {take, &b};
    const char *why = draw(svg.p, svg.n, form, &to);
    cli_exit status = why ? cli_fail(CLI_IO, "cannot make %s: %s", r->o.output, why) : cli_write(r, (hum_text){b.p, b.n});
    free(b.p);
    return status;
}

bool cli_picture_wanted(const cli_run *r)
{
    return is_ending(r, ".svg") || is_ending(r, ".png") || is_ending(r, ".pdf");
}

cli_exit cli_picture_write(const cli_run *r, hum_text svg)
{
    if (is_ending(r, ".png"))
        return write_drawn(r, svg, DRAW_PNG);
    return is_ending(r, ".pdf") ? write_drawn(r, svg, DRAW_PDF) : cli_write(r, svg);
}

cli_exit cli_picture_finish(const cli_run *r, hum_project *p, hum_status status, hum_text svg)
{
    if (status != HUM_OK)
        return cli_finish(r, p, status, svg);
    cli_tell(r, p, 0);
    return cli_picture_write(r, svg);
}
