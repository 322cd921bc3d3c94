/* Pictures as SVG. */
#include "report/svg.h"

#include <math.h>

/* Okabe and Ito's colours that keep 3:1 against both #ffffff and #14171a. Classes, not CSS variables: librsvg, which makes
 * PNG and PDF, does not know the latter. */
static const char style[] =
    "<style>.hum{background:#fff;font-family:system-ui,'DejaVu Sans',sans-serif}.hum text{fill:#1a1d20}"
    ".hum .s0{stroke:#1a1d20}.hum .f0{fill:#1a1d20}.hum .s1{stroke:#0072b2}.hum .f1{fill:#0072b2}"
    ".hum .s2{stroke:#d55e00}.hum .f2{fill:#d55e00}.hum .s3{stroke:#009e73}.hum .f3{fill:#009e73}"
    ".hum .s4{stroke:#cc79a7}.hum .f4{fill:#cc79a7}.hum .s5{stroke:#c8ccd0}.hum .f5{fill:#c8ccd0}"
    ".hum .halo{paint-order:stroke;stroke:#fff;stroke-width:4px;stroke-linejoin:round}"
    "@media screen and (prefers-color-scheme:dark){.hum{background:#14171a}.hum text{fill:#e8eaed}.hum .halo{stroke:#14171a}.hum .s0{stroke:#e8eaed}"
    ".hum .f0{fill:#e8eaed}.hum .s1{stroke:#4b9fd5}.hum .f1{fill:#4b9fd5}.hum .s5{stroke:#3a4046}.hum .f5{fill:#3a4046}}"
    "</style>\n";

static const char *const dashes[] = {"", " stroke-dasharray=\"9 5\"", " stroke-dasharray=\"4 4\"",
                                     " stroke-dasharray=\"1 5\" stroke-linecap=\"round\""};

double hum_axis_px(const hum_axis *a, double v)
{
    double t = a->is_log ? log(v / a->low) / log(a->high / a->low) : (v - a->low) / (a->high - a->low);
    return a->from_px + t * (a->to_px - a->from_px);
}

static void out_escaped(hum_out *o, hum_text t)
{
    for (size_t i = 0; i < t.n; i++) {
        unsigned char c = (unsigned char)t.p[i];
        if (c == '<')
            hum_out_z(o, "&lt;");
        else if (c == '>')
            hum_out_z(o, "&gt;");
        else if (c == '&')
            hum_out_z(o, "&amp;");
        else if (c == '"')
            hum_out_z(o, "&quot;");
        else if (c >= 0x20 || c == '\t' || c == '\n')
            hum_out_bytes(o, &t.p[i], 1);
    }
}

/* A coordinate to 1/unit of a pixel, unit a power of ten. By hand: a picture has a thousand of them, and printf would take most of its
 * time. */
static void coordinate(hum_out *o, double v, long unit)
{
    char z[24], *p = z + sizeof z;
    double most = 1e9;
    long n = lround(fmax(-most, fmin(most, v)) * (double)unit);
    bool is_negative = n < 0;
    n = is_negative ? -n : n;
    bool has_digit = false;
    for (long u = 1; u < unit; u *= 10, n /= 10) {
        has_digit |= n % 10 != 0;
        if (has_digit)
            *--p = (char)('0' + n % 10);
    }
    if (has_digit)
        *--p = '.';
    do
        *--p = (char)('0' + n % 10);
    while (n /= 10);
    if (is_negative)
        *--p = '-';
    hum_out_bytes(o, p, (size_t)(z + sizeof z - p));
}

static void attribute(hum_svg *s, const char *name, double v)
{
    hum_out_z(&s->o, " ");
    hum_out_z(&s->o, name);
    hum_out_z(&s->o, "=\"");
    coordinate(&s->o, v, 100);
    hum_out_z(&s->o, "\"");
}

hum_svg hum_svg_open(hum_arena *a, double width, double height, hum_text title, hum_text description)
{
    hum_svg s = {.o = hum_out_in(a), .width = width, .height = height};
    hum_out_z(&s.o, "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"hum\" role=\"img\" viewBox=\"0 0 ");
    hum_out_number(&s.o, width);
    hum_out_z(&s.o, " ");
    hum_out_number(&s.o, height);
    hum_out_z(&s.o, "\">\n<title>");
    out_escaped(&s.o, title);
    hum_out_z(&s.o, "</title>\n<desc>");
    out_escaped(&s.o, description);
    hum_out_z(&s.o, "</desc>\n");
    hum_out_z(&s.o, style);
    return s;
}

hum_status hum_svg_close(hum_svg *s, hum_text *out)
{
    hum_out_z(&s->o, "</svg>\n");
    return hum_out_done(&s->o, out);
}

static void stroke(hum_svg *s, hum_hue hue, hum_dash dash, double width_px)
{
    hum_out_f(&s->o, " fill=\"none\" class=\"s%d\"", (int)hue);
    attribute(s, "stroke-width", width_px);
    hum_out_z(&s->o, dashes[dash]);
    if (s->is_ghost)
        hum_out_z(&s->o, " opacity=\"0.6\"");
}

void hum_svg_line(hum_svg *s, double x1, double y1, double x2, double y2, hum_hue hue, hum_dash dash, double width_px)
{
    hum_out_z(&s->o, "<line");
    attribute(s, "x1", x1);
    attribute(s, "y1", y1);
    attribute(s, "x2", x2);
    attribute(s, "y2", y2);
    stroke(s, hue, dash, width_px);
    hum_out_z(&s->o, "/>\n");
}

void hum_svg_rect(hum_svg *s, double x, double y, double w, double h, hum_hue fill, double opacity, bool outlined)
{
    hum_out_z(&s->o, "<rect");
    attribute(s, "x", x);
    attribute(s, "y", y);
    attribute(s, "width", w > 0 ? w : 0);
    attribute(s, "height", h > 0 ? h : 0);
    hum_out_z(&s->o, " rx=\"3\"");
    hum_out_f(&s->o, " class=\"f%d%s", (int)fill, outlined ? " s" : "");
    if (outlined)
        hum_out_f(&s->o, "%d", (int)fill);
    hum_out_z(&s->o, "\"");
    attribute(s, "fill-opacity", opacity);
    hum_out_z(&s->o, outlined ? " stroke-width=\"1.5\"/>\n" : "/>\n");
}

void hum_svg_dot(hum_svg *s, double x, double y, double r, hum_hue hue)
{
    hum_out_z(&s->o, "<circle");
    attribute(s, "cx", x);
    attribute(s, "cy", y);
    attribute(s, "r", r);
    hum_out_f(&s->o, " class=\"f%d\"/>\n", (int)hue);
}

void hum_svg_ring(hum_svg *s, double x, double y, double r, hum_hue hue)
{
    hum_out_z(&s->o, "<circle");
    attribute(s, "cx", x);
    attribute(s, "cy", y);
    attribute(s, "r", r);
    stroke(s, hue, HUM_DASH_SOLID, 1.5);
    hum_out_z(&s->o, "/>\n");
}

static void put_text(hum_svg *s, double x, double y, const char *anchor, double size_px, const char *attributes, hum_text t)
{
    hum_out_z(&s->o, "<text");
    attribute(s, "x", x);
    attribute(s, "y", y);
    attribute(s, "font-size", size_px);
    hum_out_z(&s->o, " text-anchor=\"");
    hum_out_z(&s->o, anchor);
    hum_out_z(&s->o, "\"");
    hum_out_z(&s->o, attributes);
    hum_out_z(&s->o, ">");
    out_escaped(&s->o, t);
    hum_out_z(&s->o, "</text>\n");
}

void hum_svg_text(hum_svg *s, double x, double y, const char *anchor, double size_px, bool bold, hum_text t)
{
    put_text(s, x, y, anchor, size_px, bold ? " font-weight=\"600\"" : "", t);
}

void hum_svg_label(hum_svg *s, double x, double y, const char *anchor, double size_px, hum_text t)
{
    put_text(s, x, y, anchor, size_px, " class=\"halo\"", t);
}

double hum_svg_text_px(hum_text t, double size_px)
{
    return 0.58 * size_px * (double)hum_text_columns(t); /* DejaVu Sans, the widest of the fonts that are asked for */
}

void hum_svg_name(hum_svg *s, double x, double y, hum_hue hue, hum_text t)
{
    hum_svg_dot(s, x - 3, y - 4, 3.5, hue);
    hum_svg_label(s, x - 10, y, "end", 12, t);
}

/* The bytes of the first line: as many words as fit, one at least. */
static size_t first_line(hum_text t, double width, double size_px)
{
    size_t fit = 0;
    for (size_t i = 0; i <= t.n; i++) {
        if (i < t.n && t.p[i] != ' ')
            continue;
        if (fit && hum_svg_text_px((hum_text){t.p, i}, size_px) > width)
            break;
        fit = i;
    }
    return fit;
}

static size_t fold(hum_svg *s, double x, double y, double width, double line, double size_px, const char *attributes, hum_text t)
{
    size_t n = 0;
    do {
        size_t end = first_line(t, width, size_px);
        if (s)
            put_text(s, x, y + line * (double)n, "start", size_px, attributes, (hum_text){t.p, end});
        end += end < t.n; /* the blank */
        t = hum_text_behind(t, end);
        n++;
    } while (t.n);
    return n;
}

size_t hum_svg_lines(double width, double size_px, hum_text t)
{
    return fold(NULL, 0, 0, width, 0, size_px, "", t);
}

size_t hum_svg_paragraph(hum_svg *s, double x, double y, double width, double line, double size_px, bool bold, hum_text t)
{
    return fold(s, x, y, width, line, size_px, bold ? " class=\"halo\" font-weight=\"600\"" : " class=\"halo\"", t);
}

void hum_svg_curve(hum_svg *s, const double *x, const double *y, size_t n, hum_hue hue, hum_dash dash, double width_px)
{
    bool is_down = false;
    hum_out_z(&s->o, "<path d=\"");
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(x[i]) || !isfinite(y[i])) {
            is_down = false;
            continue;
        }
        hum_out_z(&s->o, is_down ? "L" : "M");
        coordinate(&s->o, x[i], 10);
        hum_out_z(&s->o, " ");
        coordinate(&s->o, y[i], 10);
        is_down = true;
    }
    hum_out_z(&s->o, "\"");
    stroke(s, hue, dash, width_px);
    hum_out_z(&s->o, " stroke-linejoin=\"round\"/>\n");
}

static void corner(hum_svg *s, const char *letter, double x, double y)
{
    hum_out_z(&s->o, letter);
    coordinate(&s->o, x, 10);
    hum_out_z(&s->o, " ");
    coordinate(&s->o, y, 10);
}

void hum_svg_area(hum_svg *s, const double *x, const double *low, const double *high, size_t n, hum_hue fill, double opacity)
{
    hum_out_z(&s->o, "<path d=\"");
    for (size_t i = 0; i < n; i++)
        corner(s, i ? "L" : "M", x[i], low[i]);
    for (size_t i = n; i-- > 0;)
        corner(s, "L", x[i], high[i]);
    hum_out_z(&s->o, "z");
    hum_svg_cells_close(s, fill, opacity);
}

void hum_svg_cells_open(hum_svg *s)
{
    hum_out_z(&s->o, "<path d=\"");
}

static void cell_number(hum_svg *s, const char *letter, double v)
{
    hum_out_z(&s->o, letter);
    hum_out_number(&s->o, round(v * 10) / 10);
}

void hum_svg_cell(hum_svg *s, double x, double y, double w, double h)
{
    cell_number(s, "M", x);
    cell_number(s, " ", y);
    cell_number(s, "h", w);
    cell_number(s, "v", h);
    cell_number(s, "h", -w);
    hum_out_z(&s->o, "z");
}

void hum_svg_cells_close(hum_svg *s, hum_hue fill, double opacity)
{
    hum_out_f(&s->o, "\" class=\"f%d\"", (int)fill);
    attribute(s, "fill-opacity", opacity);
    hum_out_z(&s->o, "/>\n");
}

static void label(hum_svg *s, double x, double y, const char *anchor, double v, const char *unit)
{
    hum_out o = hum_out_in(s->o.a);
    hum_out_number(&o, v);
    hum_out_z(&o, unit);
    hum_svg_text(s, x, y, anchor, 12, false, hum_out_part(&o));
}

static void label_hz(hum_svg *s, double x, double y, double f_hz)
{
    double unit = f_hz < 1e3 ? 1 : f_hz < 1e6 ? 1e3 : 1e6;
    label(s, x, y, "middle", round(f_hz / unit * 1000) / 1000, f_hz < 1e3 ? "" : f_hz < 1e6 ? "k" : "M");
}

static void frequency_grid(hum_svg *s, const hum_axis *x, const hum_axis *y)
{
    bool is_roomy = (x->to_px - x->from_px) / log10(x->high / x->low) > 80;
    for (double decade = pow(10, floor(log10(x->low))); decade <= x->high; decade *= 10) {
        for (int k = 1; k <= 9; k++) {
            double f = k * decade;
            double px = hum_axis_px(x, f);
            if (f < x->low * 0.999 || f > x->high * 1.001)
                continue;
            hum_svg_line(s, px, y->from_px, px, y->to_px, HUM_HUE_FAINT, HUM_DASH_SOLID, k == 1 ? 1 : 0.4);
            if (k == 1 || (is_roomy && (k == 2 || k == 5)))
                label_hz(s, px, y->from_px + 17, f);
        }
    }
}

void hum_svg_grid(hum_svg *s, const hum_axis *x, const hum_axis *y, double step, const char *y_unit)
{
    frequency_grid(s, x, y);
    for (double v = ceil(y->low / step) * step; v <= y->high + step * 1e-9; v += step) {
        double py = hum_axis_px(y, v);
        hum_svg_line(s, x->from_px, py, x->to_px, py, HUM_HUE_FAINT, HUM_DASH_SOLID, 0.6);
        label(s, x->from_px - 7, py + 4, "end", v, "");
    }
    hum_svg_text(s, 4, y->to_px - 12, "start", 12, false, hum_text_of(y_unit));
    hum_svg_text(s, x->to_px, y->from_px + 34, "end", 12, false, HUM_T("Hz"));
}
