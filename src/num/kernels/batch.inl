/* The batched kernels, compiled once per instruction set: VECTOR_BYTES wide vectors of GCC's vector extensions, which
 * clang has too. Every function treats its lanes alike and apart. Bound by FMA throughput where the data are in the
 * first-level cache; docs/bench-solver.md has what each one reaches. */
#include "num/kernels.h"

typedef double vec __attribute__((vector_size(VECTOR_BYTES)));
typedef double vec_in_memory __attribute__((vector_size(VECTOR_BYTES), aligned(8), may_alias));
typedef long long mask __attribute__((vector_size(VECTOR_BYTES)));

#define INLINE static inline __attribute__((always_inline))

enum { VL = VECTOR_BYTES / 8, NV = HUM_LANES / VL };

typedef struct cvec {
    vec re, im;
} cvec;

INLINE vec load(const double *p)
{
    return *(const vec_in_memory *)p;
}

INLINE void store(double *p, vec x)
{
    *(vec_in_memory *)p = x;
}

INLINE vec splat(double x)
{
    return x - (vec){0};
}

INLINE vec choose(mask m, vec a, vec b)
{
    return (vec)((m & (mask)a) | (~m & (mask)b));
}

INLINE vec largest(vec a, vec b)
{
    return choose(a > b, a, b);
}

INLINE vec magnitude(vec x)
{
    return choose(x < 0, -x, x);
}

INLINE bool is_any(mask m)
{
    long long any = 0;
    for (int i = 0; i < VL; i++)
        any |= m[i];
    return any != 0;
}

INLINE cvec cload(const double *p)
{
    return (cvec){load(p), load(p + HUM_LANES)};
}

INLINE cvec inverse(cvec a)
{
    vec d = 1 / (a.re * a.re + a.im * a.im);
    return (cvec){a.re * d, -a.im * d};
}

/* a - b c */
INLINE cvec less(cvec a, cvec b, cvec c)
{
    return (cvec){a.re - b.re * c.re + b.im * c.im, a.im - b.re * c.im - b.im * c.re};
}

INLINE cvec times(cvec a, cvec b)
{
    return (cvec){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

/* --- the tape (eq. S-22) ------------------------------------------------------------------------------- */

INLINE void invert_entry(double *p, bool is_real)
{
    for (int v = 0; v < NV; v++) {
        if (is_real) {
            store(p + v * VL, 1 / load(p + v * VL));
            continue;
        }
        cvec x = inverse(cload(p + v * VL));
        store(p + v * VL, x.re);
        store(p + v * VL + HUM_LANES, x.im);
    }
}

/* The multiplier of a row: its entry times the inverse pivot. */
INLINE void make_multiplier(double *p, const double *pivot, bool is_real, bool is_border, cvec *l, double *worst)
{
    for (int v = 0; v < NV; v++) {
        double *at = p + v * VL;
        l[v] = is_real ? (cvec){load(at) * load(pivot + v * VL), splat(0)} : times(cload(at), cload(pivot + v * VL));
        store(at, l[v].re);
        if (!is_real)
            store(at + HUM_LANES, l[v].im);
        if (!is_border)
            store(worst + v * VL, largest(l[v].re * l[v].re + l[v].im * l[v].im, load(worst + v * VL)));
    }
}

INLINE void subtract_row(const int32_t *op, int32_t n_real, int32_t n_complex, double *a, const cvec *l, bool is_real)
{
    for (int32_t t = 0; t < n_real; t++, op += 2) {
        double *to = a + (size_t)op[0] * HUM_ENTRY;
        const double *from = a + (size_t)op[1] * HUM_ENTRY;
        for (int v = 0; v < NV; v++) {
            vec u = load(from + v * VL);
            store(to + v * VL, load(to + v * VL) - l[v].re * u);
            if (!is_real)
                store(to + v * VL + HUM_LANES, load(to + v * VL + HUM_LANES) - l[v].im * u);
        }
    }
    for (int32_t t = 0; t < n_complex; t++, op += 2) {
        double *to = a + (size_t)op[0] * HUM_ENTRY;
        const double *from = a + (size_t)op[1] * HUM_ENTRY;
        for (int v = 0; v < NV; v++) {
            cvec u = cload(from + v * VL), x = cload(to + v * VL);
            x = is_real ? (cvec){x.re - l[v].re * u.re, x.im - l[v].re * u.im} : less(x, l[v], u);
            store(to + v * VL, x.re);
            store(to + v * VL + HUM_LANES, x.im);
        }
    }
}

static void eliminate(hum_tape *op, double *a, double *worst)
{
    while (*op >= 0) {
        double *pivot = a + (size_t)op[0] * HUM_ENTRY;
        int32_t n_rows = op[2];
        invert_entry(pivot, op[1]);
        op += 3;
        for (int32_t r = 0; r < n_rows; r++) {
            cvec l[NV];
            double *entry = a + (size_t)op[0] * HUM_ENTRY;
            if (op[1] & 1) {
                make_multiplier(entry, pivot, true, op[1] & 2, l, worst);
                subtract_row(op + 4, op[2], op[3], a, l, true);
            } else {
                make_multiplier(entry, pivot, false, op[1] & 2, l, worst);
                subtract_row(op + 4, op[2], op[3], a, l, false);
            }
            op += 4 + 2 * (op[2] + op[3]);
        }
    }
}

/* The product so far becomes y x scale. */
INLINE cvec multiply_pivot(cvec product, const double *a, int32_t entry, double scale)
{
    cvec x = cload(a + (size_t)entry * HUM_ENTRY);
    return times(product, (cvec){x.re * scale, x.im * scale});
}

static void product(const int32_t *pivot, size_t n, const double *scale, const double *a, double *to)
{
    for (int v = 0; v < HUM_LANES; v += VL) {
        cvec even = {splat(1), splat(0)}, odd = even; /* two chains, because one waits for its last product */
        for (size_t k = 0; k < n; k += 2) {
            even = multiply_pivot(even, a + v, pivot[k], scale[k]);
            if (k + 1 < n)
                odd = multiply_pivot(odd, a + v, pivot[k + 1], scale[k + 1]);
        }
        cvec both = inverse(times(even, odd));
        store(to + v, both.re);
        store(to + v + HUM_LANES, both.im);
    }
}

/* sum + factor times rows. */
INLINE vec add_rows(vec sum, int32_t n, const int32_t *site, const double *factor, const double *delta, const double *lines)
{
    for (int32_t k = 0; k < n; k++) {
        const double *row = site[k] >= 0 ? delta + (size_t)site[k] * HUM_LANES : lines + (size_t)(-1 - site[k]) * HUM_LANES;
        sum += factor[k] * load(row);
    }
    return sum;
}

static void start(const hum_start *s, const double *delta, const double *lines, double *to)
{
    const int32_t *kept = s->kept, *n_re = s->n_re, *n_im = s->n_im, *site = s->site;
    const double *from = s->from, *factor = s->factor;
    size_t n_kept = s->n_kept, n_real = s->n_real;
    for (size_t i = 0; i < n_kept; i++) {
        double *at = to + (size_t)kept[i] * HUM_ENTRY;
        int32_t re = n_re[i], im = n_im[i];
        for (int v = 0; v < HUM_LANES; v += VL) {
            store(at + v, add_rows(splat(from[2 * i]), re, site, factor, delta + v, lines + v));
            if (i >= n_real)
                store(at + HUM_LANES + v, add_rows(splat(from[2 * i + 1]), im, site + re, factor + re, delta + v, lines + v));
        }
        site += re + im;
        factor += re + im;
    }
}

/* --- refinement (eq. S-10, S-11) ----------------------------------------------------------------------- */

/* c -= value (y_p - y_m) */
INLINE cvec subtract_term(cvec c, int kind, const double *value, const double *p, const double *m)
{
    cvec yp = cload(p), ym = cload(m), x = {yp.re - ym.re, yp.im - ym.im};
    if (kind == HUM_STAMP_ONE)
        return (cvec){c.re - x.re, c.im - x.im};
    if (kind == HUM_STAMP_COMPLEX)
        return less(c, cload(value), x);
    vec a = load(kind == HUM_STAMP_REAL ? value : value + HUM_LANES);
    return kind == HUM_STAMP_REAL ? (cvec){c.re - a * x.re, c.im - a * x.im} : (cvec){c.re + a * x.im, c.im - a * x.re};
}

static void residual(const hum_terms *s, const double *y, double *r)
{
    const int32_t *first = s->first, *rows = s->rows;
    for (size_t col = 0; col < s->n_columns; col++, r += HUM_ENTRY)
        for (int v = 0; v < HUM_LANES; v += VL) {
            cvec c = cload(r + v);
            for (int32_t k = first[col]; k < first[col + 1]; k++)
                c = subtract_term(c, s->kind[k], s->value + (size_t)k * HUM_ENTRY + v,
                                  y + (size_t)rows[2 * k] * HUM_ENTRY + v, y + (size_t)rows[2 * k + 1] * HUM_ENTRY + v);
            store(r + v, c.re);
            store(r + v + HUM_LANES, c.im);
        }
}

/* A row of right-hand sides r, in place, through U: l = r_k / a_kk, r_j -= l a_kj. */
static void row(hum_tape *op, const double *a, double *r)
{
    while (*op >= 0) {
        const double *pivot = a + (size_t)op[0] * HUM_ENTRY;
        double *at = r + (size_t)op[1] * HUM_ENTRY;
        cvec l[NV];
        int32_t n = op[2];
        for (int v = 0; v < NV; v++) {
            l[v] = times(cload(at + v * VL), cload(pivot + v * VL));
            store(at + v * VL, l[v].re);
            store(at + v * VL + HUM_LANES, l[v].im);
        }
        op += 3;
        for (int32_t t = 0; t < n; t++, op += 2)
            for (int v = 0; v < NV; v++) {
                double *to = r + (size_t)op[1] * HUM_ENTRY + v * VL;
                cvec x = less(cload(to), l[v], cload(a + (size_t)op[0] * HUM_ENTRY + v * VL));
                store(to, x.re);
                store(to + HUM_LANES, x.im);
            }
    }
}

static void adjoint(hum_tape *op, const int32_t *start, const double *from, const double *a, double *y)
{
    for (; *op >= 0; start++) {
        cvec sum[NV];
        double *to = y + (size_t)op[0] * HUM_ENTRY;
        int32_t n = op[1];
        for (int v = 0; v < NV; v++)
            sum[v] = *start < 0 ? (cvec){splat(0), splat(0)} : cload(from + (size_t)*start * HUM_ENTRY + v * VL);
        op += 2;
        for (int32_t t = 0; t < n; t++, op += 2)
            for (int v = 0; v < NV; v++)
                sum[v] = less(sum[v], cload(a + (size_t)op[0] * HUM_ENTRY + v * VL),
                              cload(y + (size_t)op[1] * HUM_ENTRY + v * VL));
        for (int v = 0; v < NV; v++) {
            store(to + v * VL, sum[v].re);
            store(to + v * VL + HUM_LANES, sum[v].im);
        }
    }
}

/* --- what an adjoint solution says (eq. S-25) ------------------------------------------------------------ */

/* Column j: y_p - y_m, VL lanes at v. */
INLINE cvec look_at(const hum_looks *p, size_t j, const double *y)
{
    cvec a = cload(y + (size_t)p->rows[2 * j] * HUM_ENTRY), b = cload(y + (size_t)p->rows[2 * j + 1] * HUM_ENTRY);
    return (cvec){a.re - b.re, a.im - b.im};
}

/* Adds the density of noise column i to *part, and puts it where it belongs when the contribution is complete. */
INLINE void add_density(const hum_looks *p, size_t i, cvec t, vec growth, double *by, size_t stride, vec *part, vec *total)
{
    vec psd = splat(p->psd[i]);
    if (p->psd_site[i] >= 0)
        psd += p->psd_slope[i] * growth;
    *part += psd * (t.re * t.re + t.im * t.im);
    if (i + 1 < p->n_noise && p->noise_of[i + 1] == p->noise_of[i])
        return;
    if (by)
        store(by + (size_t)p->noise_of[i] * stride, *part);
    *total += *part;
    *part = splat(0);
}

/* The same for form i, whose columns have the transfers t; `moving` are its lanes' own weights. */
INLINE void add_form(const hum_looks *p, size_t i, const cvec *t, const double *moving, double *by, size_t stride,
                     vec *part, vec *total)
{
    const hum_form *form = &p->forms[i];
    const double *weight = p->form_weight + form->weight;
    vec sum = splat(0);
    for (int32_t r = 0; r < form->n; r++)
        for (int32_t c = r; c < form->n; c++) {
            vec w = splat(weight[r * form->n + c]);
            if (form->moving >= 0) {
                w += load(moving);
                moving += HUM_LANES;
            }
            vec both = t[r].re * t[c].re + t[r].im * t[c].im;
            sum += (r == c ? w : w + w) * both;
        }
    *part += p->form_unit * sum;
    if (i + 1 < p->n_forms && p->forms[i + 1].noise == form->noise)
        return;
    if (by)
        store(by + (size_t)form->noise * stride, *part);
    *total += *part;
    *part = splat(0);
}

/* Noise of VL samples. */
INLINE void look_at_noise(const hum_looks *p, const double *y, const double *delta, size_t delta_stride, const double *moving,
                          double *noise, double *by, size_t stride)
{
    vec total = splat(0), part = splat(0);
    for (size_t i = 0; i < p->n_noise; i++) {
        vec growth = p->psd_site[i] < 0 ? splat(0) : load(delta + (size_t)p->psd_site[i] * delta_stride);
        add_density(p, i, look_at(p, p->n_drives + i, y), growth, by, stride, &part, &total);
    }
    for (size_t i = 0; i < p->n_forms; i++) {
        const hum_form *form = &p->forms[i];
        cvec t[HUM_FORM_MAX];
        for (int32_t c = 0; c < form->n; c++)
            t[c] = look_at(p, p->n_drives + (size_t)(form->column + c), y);
        const double *own = form->moving < 0 ? NULL : moving + (size_t)form->moving * HUM_LANES;
        add_form(p, i, t, own, by, stride, &part, &total);
    }
    store(noise, total);
}

static void look(const hum_looks *p, const double *y, size_t probe, const double *delta, size_t delta_stride, size_t at,
                 const hum_lanes_out *out)
{
    for (int v = 0; v < HUM_LANES; v += VL) {
        for (size_t j = 0; j < p->n_drives && out->h; j++) {
            double *to = out->h + (probe * p->n_drives + j) * 2 * out->stride + at + v;
            cvec t = look_at(p, j, y + v);
            store(to, t.re);
            store(to + out->stride, t.im);
        }
        double *by = out->by_noise ? out->by_noise + probe * p->n_noises * out->stride + at + v : NULL;
        if (out->noise)
            look_at_noise(p, y + v, delta + v, delta_stride, p->form_moving ? p->form_moving + v : NULL,
                          out->noise + probe * out->stride + at + v, by, out->stride);
    }
}

/* --- reduced ports (eq. S-24, S-25) -------------------------------------------------------------------- */

/* One vector of samples. */
typedef struct reduced {
    cvec m[HUM_PORTS_MAX][HUM_PORTS_MAX]; /* I + Z D, then its factors */
    cvec w[HUM_PORTS_MAX];
    cvec det;
    vec worst;
    mask doubt;
} reduced;

#define MULTIPLIER2_MAX 1e6 /* |multiplier|^2 above which a K x K elimination without pivoting is not trusted */

/* m = I + Z D in factors, unit L below, inverse pivots on the diagonal. */
INLINE void factor_ports(const hum_ports *p, size_t k, const vec *d, reduced *r)
{
    const double *z = p->m + 2 * (p->n_probes * p->row_stride + p->looks.n_columns);
    for (size_t i = 0; i < k; i++, z += 2 * p->row_stride)
        for (size_t j = 0; j < k; j++) {
            r->m[i][j] = (cvec){z[2 * j] * d[j], z[2 * j + 1] * d[j]};
            if (i == j)
                r->m[i][j].re += 1;
        }
    r->det = (cvec){splat(1), splat(0)};
    for (size_t s = 0; s < k; s++) {
        r->det = times(r->det, r->m[s][s]);
        cvec pivot = r->m[s][s] = inverse(r->m[s][s]);
        for (size_t i = s + 1; i < k; i++) {
            cvec l = r->m[i][s] = times(r->m[i][s], pivot);
            r->worst = largest(r->worst, l.re * l.re + l.im * l.im);
            for (size_t j = s + 1; j < k; j++)
                r->m[i][j] = less(r->m[i][j], l, r->m[s][j]);
        }
    }
}

/* w (I + Z D) = alpha D */
INLINE void solve_ports(const double *alpha, size_t k, const vec *d, reduced *r)
{
    for (size_t j = 0; j < k; j++) {
        cvec s = {alpha[2 * j] * d[j], alpha[2 * j + 1] * d[j]};
        for (size_t i = 0; i < j; i++)
            s = less(s, r->w[i], r->m[i][j]);
        r->w[j] = times(s, r->m[j][j]);
    }
    for (size_t j = k; j-- > 0;)
        for (size_t i = j + 1; i < k; i++)
            r->w[j] = less(r->w[j], r->w[i], r->m[i][j]);
}

/* Column j: h - w beta. */
INLINE cvec transfer_of(const hum_ports *p, size_t k, const double *h, size_t j, const reduced *r)
{
    const double *beta = p->m + 2 * (p->n_probes * p->row_stride + j);
    cvec t = {splat(h[2 * j]), splat(h[2 * j + 1])};
    for (size_t i = 0; i < k; i++, beta += 2 * p->row_stride) {
        t.re = t.re - r->w[i].re * beta[0] + r->w[i].im * beta[1];
        t.im = t.im - r->w[i].re * beta[1] - r->w[i].im * beta[0];
    }
    return t;
}

/* Whether the sum is much smaller than its terms. */
INLINE mask is_cancelled(const hum_ports *p, size_t k, const double *h, size_t j, const reduced *r, cvec t)
{
    const double *beta = p->m + 2 * (p->n_probes * p->row_stride + j);
    vec terms = magnitude(splat(h[2 * j])) + magnitude(splat(h[2 * j + 1]));
    for (size_t i = 0; i < k; i++, beta += 2 * p->row_stride)
        terms += (magnitude(r->w[i].re) + magnitude(r->w[i].im)) *
                 (magnitude(splat(beta[0])) + magnitude(splat(beta[1])));
    return ~((magnitude(t.re) + magnitude(t.im)) * p->cancelled >= terms);
}

INLINE void store_drives(const hum_ports *p, size_t k, size_t probe, size_t at, const hum_lanes_out *out, reduced *r)
{
    const double *h = p->m + 2 * probe * p->row_stride;
    for (size_t j = 0; j < p->looks.n_drives; j++) {
        double *to = out->h + (probe * p->looks.n_drives + j) * 2 * out->stride + at;
        cvec t = transfer_of(p, k, h, j, r);
        store(to, t.re);
        store(to + out->stride, t.im);
        r->doubt |= is_cancelled(p, k, h, j, r, t);
    }
}

/* eq. S-25: densities of the noise columns. */
INLINE void store_noise(const hum_ports *p, size_t k, size_t probe, const double *delta, size_t delta_stride, size_t at,
                        const hum_lanes_out *out, const reduced *r)
{
    const hum_looks *l = &p->looks;
    const double *h = p->m + 2 * probe * p->row_stride;
    double *by = out->by_noise ? out->by_noise + probe * l->n_noises * out->stride + at : NULL;
    vec total = splat(0), part = splat(0);
    for (size_t i = 0; i < l->n_noise; i++) {
        vec growth = l->psd_site[i] < 0 ? splat(0) : load(delta + (size_t)l->psd_site[i] * delta_stride);
        add_density(l, i, transfer_of(p, k, h, l->n_drives + i, r), growth, by, out->stride, &part, &total);
    }
    for (size_t i = 0; i < l->n_forms; i++) {
        cvec t[HUM_FORM_MAX];
        for (int32_t c = 0; c < l->forms[i].n; c++)
            t[c] = transfer_of(p, k, h, l->n_drives + (size_t)(l->forms[i].column + c), r);
        add_form(l, i, t, NULL, by, out->stride, &part, &total);
    }
    store(out->noise + probe * out->stride + at, total);
}

INLINE void mark_doubt(mask doubt, uint8_t *to)
{
    if (is_any(doubt))
        for (int i = 0; i < VL; i++)
            to[i] |= doubt[i] != 0;
}

INLINE void ports_of(const hum_ports *p, size_t k, const double *delta, size_t delta_stride, size_t n,
                     const hum_lanes_out *out)
{
    reduced r;
    vec d[HUM_PORTS_MAX];
    for (size_t at = 0; at < n; at += VL) {
        for (size_t i = 0; i < k; i++)
            d[i] = load(delta + i * delta_stride + at);
        r.worst = splat(0);
        factor_ports(p, k, d, &r);
        r.doubt = ~(r.worst < MULTIPLIER2_MAX);
        if (out->det) {
            store(out->det + at, r.det.re);
            store(out->det + out->stride + at, r.det.im);
        }
        for (size_t probe = 0; probe < p->n_probes; probe++) {
            solve_ports(p->m + 2 * (probe * p->row_stride + p->looks.n_columns), k, d, &r);
            if (out->h)
                store_drives(p, k, probe, at, out, &r);
            if (out->noise)
                store_noise(p, k, probe, delta + at, delta_stride, at, out, &r);
        }
        mark_doubt(r.doubt, out->doubt + at);
    }
}

#define PORTS_OF(k)                                                                                          \
    case k:                                                                                                  \
        ports_of(p, k, delta, delta_stride, n, out);                                                         \
        break;

static void ports(const hum_ports *p, const double *delta, size_t delta_stride, size_t n, const hum_lanes_out *out)
{
    switch (p->n_ports) { /* a number the compiler knows unrolls the loops */
        PORTS_OF(1)
        PORTS_OF(2)
        PORTS_OF(3)
        PORTS_OF(4)
        PORTS_OF(5)
        PORTS_OF(6)
        PORTS_OF(7)
        PORTS_OF(8)
        PORTS_OF(9)
        PORTS_OF(10)
    default:
        ports_of(p, p->n_ports, delta, delta_stride, n, out);
    }
}

enum { TILE = VECTOR_BYTES == 64 ? 4 : 2 }; /* sums of ROWS rows fit the registers */

#include "nodes.inl"
#include "forms.inl"
#include "line.inl"

extern void (*const EXACT)(const hum_terms *s, const double *y, double *r);

static void exact_residual(const hum_terms *s, const double *y, double *r)
{
    EXACT(s, y, r);
}

extern const hum_kernels KERNELS;
const hum_kernels KERNELS = {.name = KERNELS_NAME,
                             .eliminate = eliminate,
                             .start = start,
                             .row = row,
                             .adjoint = adjoint,
                             .product = product,
                             .mix = mix,
                             .invert = invert,
                             .divide = divide,
                             .divide_density = divide_density,
                             .residual = residual,
                             .exact_residual = exact_residual,
                             .look = look,
                             .ports = ports,
                             .multilinear = multilinear,
                             .close_port = close_port,
                             .find_coefficients = find_coefficients,
                             .subtract = subtract,
                             .largest = largest_of,
                             .pi = pi};
