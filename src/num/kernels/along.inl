/* Derivatives of a transfer in lanes (docs/physics/solve.md S-50..S-52): what stands in A once, and what is spread along a line.
 * Part of comb.inl. */

/* --- what stands in A once ----------------------------------------------------------------------------- */

INLINE cvec across(const double *x, const int32_t *rows)
{
    cvec d = {{0}, {0}};
    if (rows[0] >= 0)
        d = (cvec){load(x + (size_t)rows[0] * HUM_ENTRY), load(x + (size_t)rows[0] * HUM_ENTRY + HUM_LANES)};
    if (rows[1] >= 0)
        d = (cvec){d.re - load(x + (size_t)rows[1] * HUM_ENTRY), d.im - load(x + (size_t)rows[1] * HUM_ENTRY + HUM_LANES)};
    return d;
}

static void add_sites(const hum_stands *s, size_t n, const double *w, const double *x, const double *y, double *dh)
{
    for (size_t k = 0; k < n; k++, s++)
        for (int v = 0; v < HUM_LANES; v += VL) {
            cvec p = across(y + v, s->u), q = across(x + v, s->v);
            vec by = s->times_s ? s->factor * load(w + v) : splat(s->factor);
            vec re = by * (p.re * q.re - p.im * q.im), im = by * (p.re * q.im + p.im * q.re);
            double *to = dh + (size_t)s->value * HUM_ENTRY + v;
            store(to, load(to) - (s->times_s ? -im : re));
            store(to + HUM_LANES, load(to + HUM_LANES) - (s->times_s ? re : im));
        }
}

/* --- lines --------------------------------------------------------------------------------------------- */

typedef struct wave {
    cvec v[HUM_FORM_MAX], i[HUM_FORM_MAX];
} wave;

INLINE cvec read(const double *at)
{
    return (cvec){load(at), load(at + HUM_LANES)};
}

/* a + b c */
INLINE cvec more(cvec a, cvec b, cvec c)
{
    return (cvec){a.re + b.re * c.re - b.im * c.im, a.im + b.re * c.im + b.im * c.re};
}

/* The wave of a solution at the near end; the shunt of the pi carries its share of the current. */
INLINE void read_near(const hum_along *l, size_t n, const double *x, const double *shunt, wave *at)
{
    for (size_t i = 0; i < n; i++)
        at->v[i] = l->from[i] < 0 ? (cvec){splat(0), splat(0)} : read(x + (size_t)l->from[i] * HUM_ENTRY);
    for (size_t i = 0; i < n; i++) {
        at->i[i] = read(x + ((size_t)l->branch + i) * HUM_ENTRY);
        for (size_t j = 0; j < n; j++)
            at->i[i] = more(at->i[i], read(shunt + (i * n + j) * HUM_ENTRY), at->v[j]);
    }
}

/* to = by m x */
INLINE void next_term(size_t n, const double *m, const cvec *x, double by, cvec *to)
{
    for (size_t i = 0; i < n; i++) {
        cvec sum = {splat(0), splat(0)};
        for (size_t j = 0; j < n; j++)
            sum = more(sum, read(m + (i * n + j) * HUM_ENTRY), x[j]);
        to[i] = (cvec){by * sum.re, by * sum.im};
    }
}

/* The wave behind term[0] as a power series in the distance: dV/dx = -Z I, dI/dx = -Y V. */
INLINE void expand(const hum_along *l, size_t n, const double *z, const double *y, wave *term)
{
    for (int k = 1; k < l->n_terms; k++) {
        next_term(n, z, term[k - 1].i, -1.0 / k, term[k].v);
        next_term(n, y, term[k - 1].v, -1.0 / k, term[k].i);
    }
}

INLINE void wave_at(const hum_along *l, size_t n, const wave *term, double x, wave *at)
{
    *at = term[l->n_terms - 1];
    for (int k = l->n_terms - 2; k >= 0; k--)
        for (size_t i = 0; i < n; i++) {
            at->v[i] = (cvec){at->v[i].re * x + term[k].v[i].re, at->v[i].im * x + term[k].v[i].im};
            at->i[i] = (cvec){at->i[i].re * x + term[k].i[i].re, at->i[i].im * x + term[k].i[i].im};
        }
}

/* to += weight a b^T */
INLINE void add_products(size_t n, double weight, const cvec *a, const cvec *b, cvec *to)
{
    for (size_t i = 0; i < n; i++) {
        cvec w = {weight * a[i].re, weight * a[i].im};
        for (size_t j = 0; j < n; j++)
            to[i * n + j] = more(to[i * n + j], w, b[j]);
    }
}

/* Gauss and Legendre, panel by panel: the integrals of the other's times x's, vv then ii. */
INLINE void integrate(const hum_along *l, size_t n, const double *z, const double *y, wave *x, wave *other, cvec *sums)
{
    static const double node[5] = {-0.9061798459386640, -0.5384693101056831, 0, 0.5384693101056831, 0.9061798459386640};
    static const double weight[5] = {0.2369268850561891, 0.4786286704993665, 0.5688888888888889, 0.4786286704993665,
                                     0.2369268850561891};
    double half = 0.5 / (double)l->n_panels;
    wave at_x, at_other;
    for (size_t i = 0; i < 2 * n * n; i++)
        sums[i] = (cvec){splat(0), splat(0)};
    for (size_t p = 0; p < l->n_panels; p++) {
        expand(l, n, z, y, x);
        expand(l, n, z, y, other);
        for (int k = 0; k < 5; k++) {
            wave_at(l, n, x, half * (1 + node[k]), &at_x);
            wave_at(l, n, other, half * (1 + node[k]), &at_other);
            add_products(n, half * weight[k], at_other.v, at_x.v, sums);
            add_products(n, half * weight[k], at_other.i, at_x.i, sums + n * n);
        }
        if (p + 1 == l->n_panels)
            break;
        wave_at(l, n, x, 2 * half, &at_x);
        wave_at(l, n, other, 2 * half, &at_other);
        x[0] = at_x;
        other[0] = at_other;
    }
}

/* other.i Z x.i - other.v Y x.v: a piece more at the near end. */
INLINE cvec of_length(size_t n, const double *z, const double *y, const wave *x, const wave *other)
{
    cvec sum = {splat(0), splat(0)};
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            cvec v = other->v[i], minus = {-v.re, -v.im};
            sum = more(sum, times_one(other->i[i], read(z + (i * n + j) * HUM_ENTRY)), x->i[j]);
            sum = more(sum, times_one(minus, read(y + (i * n + j) * HUM_ENTRY)), x->v[j]);
        }
    return sum;
}

INLINE void write_one(double *to, cvec x)
{
    store(to, x.re);
    store(to + HUM_LANES, x.im);
}

INLINE void along_of(const hum_along *l, size_t n, int v, double *out)
{
    wave x[HUM_ALONG_TERMS], other[HUM_ALONG_TERMS];
    cvec sums[2 * HUM_FORM_MAX * HUM_FORM_MAX];
    const double *z = l->z + v, *y = l->y + v;
    read_near(l, n, l->x + v, l->shunt + v, &x[0]);
    read_near(l, n, l->other + v, l->shunt + v, &other[0]);
    write_one(out + v, of_length(n, z, y, &x[0], &other[0]));
    integrate(l, n, z, y, x, other, sums);
    for (size_t i = 0; i < 2 * n * n; i++)
        write_one(out + (1 + i) * HUM_ENTRY + v, sums[i]);
}

#define ALONG_OF(k)                                                                                          \
    case k:                                                                                                  \
        along_of(l, k, v, out);                                                                              \
        break;

static void along(const hum_along *l, double *out)
{
    for (int v = 0; v < HUM_LANES; v += VL)
        switch (l->n) {
            ALONG_OF(1)
            ALONG_OF(2)
            ALONG_OF(3)
            ALONG_OF(4)
        default:
            along_of(l, l->n, v, out);
        }
}
