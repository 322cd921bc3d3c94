/* PNG and PDF: librsvg reads the picture, cairo writes it. */
#include "draw/draw.h"

#include <cairo-pdf.h>
#include <librsvg/rsvg.h>
#include <math.h>

#define DOTS_PER_PX 2.0
#define POINTS_PER_PX 0.75
#define MAX_SIDE 32000.0     /* of an image of cairo, which has 15 bits for it */
#define MAX_DOTS (64.0 * 1024 * 1024)

/* What a picture is drawn with: its size and the libraries' handle of it. */
typedef struct job {
    RsvgHandle *handle;
    double width;
    double height;
    const draw_sink *to;
} job;

static cairo_status_t put(void *closure, const unsigned char *p, unsigned n)
{
    const draw_sink *to = closure;
    return to->put(to->ctx, p, n) ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static cairo_status_t put_of(const job *j, cairo_surface_t *surface, cairo_status_t (*write)(cairo_surface_t *s, const job *j))
{
    cairo_status_t status = cairo_surface_status(surface);
    return status == CAIRO_STATUS_SUCCESS ? write(surface, j) : status;
}

static cairo_status_t write_png(cairo_surface_t *surface, const job *j)
{
    union {
        const draw_sink *in;
        void *out;
    } to = {.in = j->to};
    return cairo_surface_write_to_png_stream(surface, put, to.out);
}

static cairo_status_t finish(cairo_surface_t *surface, const job *j)
{
    (void)j;
    cairo_surface_finish(surface);
    return cairo_surface_status(surface);
}

/* The picture on white: a page of its own has the ground that the style of the SVG asks a browser for. */
static bool paint(const job *j, cairo_surface_t *surface, double scale)
{
    const RsvgRectangle all = {0, 0, j->width, j->height};
    cairo_t *cr = cairo_create(surface);
    cairo_scale(cr, scale, scale);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    bool is_done = rsvg_handle_render_document(j->handle, cr, &all, NULL);
    is_done &= cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    return is_done;
}

static const char *put_on(const job *j, cairo_surface_t *surface, double scale,
                          cairo_status_t (*write)(cairo_surface_t *s, const job *j))
{
    const char *why = cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS && !paint(j, surface, scale) ? "it cannot be drawn" : NULL;
    cairo_status_t status = put_of(j, surface, write);
    cairo_surface_destroy(surface);
    return why || status == CAIRO_STATUS_SUCCESS ? why : cairo_status_to_string(status);
}

static const char *as_png(const job *j)
{
    double scale = fmin(DOTS_PER_PX, MAX_SIDE / fmax(j->width, j->height));
    scale = fmin(scale, sqrt(MAX_DOTS / (j->width * j->height)));
    int w = (int)ceil(j->width * scale), h = (int)ceil(j->height * scale);
    return put_on(j, cairo_image_surface_create(CAIRO_FORMAT_RGB24, w > 0 ? w : 1, h > 0 ? h : 1), scale, write_png);
}

static const char *as_pdf(const job *j)
{
    union {
        const draw_sink *in;
        void *out;
    } to = {.in = j->to};
    return put_on(j, cairo_pdf_surface_create_for_stream(put, to.out, j->width * POINTS_PER_PX, j->height * POINTS_PER_PX), POINTS_PER_PX,
                  finish);
}

const char *draw_picture(const char *svg, size_t n, draw_form form, const draw_sink *to)
{
    gboolean has_box = FALSE;
    RsvgRectangle box = {0};
    job j = {.to = to, .handle = rsvg_handle_new_from_data((const guint8 *)svg, n, NULL)};
    if (!j.handle)
        return "it is not an SVG picture";
    rsvg_handle_get_intrinsic_dimensions(j.handle, NULL, NULL, NULL, NULL, &has_box, &box);
    j.width = box.width;
    j.height = box.height;
    const char *why = has_box && box.width > 0 && box.height > 0 ? NULL : "it has no size";
    if (!why)
        why = form == DRAW_PNG ? as_png(&j) : as_pdf(&j);
    g_object_unref(j.handle);
    return why;
}
