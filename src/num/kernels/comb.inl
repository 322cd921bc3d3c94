/* The comb's kernels, compiled once per instruction set: elimination column by column (J. R. Gilbert and T. Peierls, SIAM J.
 * Sci. Stat. Comput. 9 (1988) 862, with the pattern known), and both substitutions. Every function treats its lanes
 * alike and apart. */
#include "lanes.inl"

typedef struct cvec {
    vec re, im;
} cvec;

/* A complex number in all lanes. */
typedef struct entry {
    cvec v[NV];
} entry;

INLINE entry get(const double *p)
{
    entry e;
    for (int v = 0; v < NV; v++)
        e.v[v] = (cvec){load(p + v * VL), load(p + HUM_LANES + v * VL)};
    return e;
}

INLINE void put(double *p, entry e)
{
    for (int v = 0; v < NV; v++) {
        store(p + v * VL, e.v[v].re);
        store(p + HUM_LANES + v * VL, e.v[v].im);
    }
}

INLINE entry take(double *p)
{
    entry e = get(p), zero = {{{{0}, {0}}}};
    put(p, zero);
    return e;
}

INLINE entry times(entry a, entry b)
{
    for (int v = 0; v < NV; v++)
        a.v[v] = (cvec){a.v[v].re * b.v[v].re - a.v[v].im * b.v[v].im, a.v[v].re * b.v[v].im + a.v[v].im * b.v[v].re};
    return a;
}

INLINE entry plus(entry a, entry b)
{
    for (int v = 0; v < NV; v++)
        a.v[v] = (cvec){a.v[v].re + b.v[v].re, a.v[v].im + b.v[v].im};
    return a;
}

/* a - b c */
INLINE entry less(entry a, entry b, entry c)
{
    for (int v = 0; v < NV; v++)
        a.v[v] = (cvec){a.v[v].re - b.v[v].re * c.v[v].re + b.v[v].im * c.v[v].im,
                        a.v[v].im - b.v[v].re * c.v[v].im - b.v[v].im * c.v[v].re};
    return a;
}

INLINE entry inverse(entry a)
{
    for (int v = 0; v < NV; v++) {
        vec d = 1 / (a.v[v].re * a.v[v].re + a.v[v].im * a.v[v].im);
        a.v[v] = (cvec){a.v[v].re * d, -a.v[v].im * d};
    }
    return a;
}

INLINE entry scaled(entry a, double x)
{
    for (int v = 0; v < NV; v++)
        a.v[v] = (cvec){a.v[v].re * x, a.v[v].im * x};
    return a;
}

INLINE vec largest(vec a, vec b)
{
    mask m = a > b;
    return (vec)((m & (mask)a) | (~m & (mask)b));
}

INLINE vec magnitude(cvec x)
{
    return largest(x.re, -x.re) + largest(x.im, -x.im);
}

/* --- elimination (eq. S-37) ---------------------------------------------------------------------------- */

INLINE void add_part(double *to, int kind, hum_addend_value a, const hum_comb_values *values)
{
    entry e = get(to);
    if (kind == HUM_ADDEND_TABLE || kind == HUM_ADDEND_MINUS_TABLE) {
        entry t = get(values->tables + a.entry * HUM_ENTRY);
        put(to, plus(e, scaled(t, kind == HUM_ADDEND_TABLE ? 1 : -1)));
        return;
    }
    for (int v = 0; v < NV; v++)
        if (kind == HUM_ADDEND_IMAGINARY)
            e.v[v].im += a.number * load(values->w + v * VL);
        else
            e.v[v].re += kind == HUM_ADDEND_REAL ? a.number : kind == HUM_ADDEND_ONE ? 1 : -1;
    put(to, e);
}

/* work -= x times column j of L */
INLINE void subtract_column(const hum_comb_plan *p, const double *l, int32_t j, entry x, double *work)
{
    for (int32_t k = p->lp[j]; k < p->lp[j + 1]; k++) {
        double *to = work + (size_t)p->li[k] * HUM_ENTRY;
        put(to, less(get(to), get(l + (size_t)k * HUM_ENTRY), x));
    }
}

static void factor(const hum_comb_plan *p, const hum_comb_values *values, hum_comb_factors *f)
{
    for (size_t k = 0; k < p->n; k++) {
        int32_t col = p->col_of[k];
        for (int32_t s = p->columns.first[col]; s < p->columns.first[col + 1]; s++)
            add_part(f->work + (size_t)p->pivot_of[p->columns.other[s]] * HUM_ENTRY, p->columns.kind[s],
                     p->columns.value[s], values);
        for (int32_t u = p->up[k]; u < p->up[k + 1]; u++) {
            entry x = take(f->work + (size_t)p->ui[u] * HUM_ENTRY);
            put(f->u + (size_t)u * HUM_ENTRY, x);
            subtract_column(p, f->l, p->ui[u], x, f->work);
        }
        for (int32_t i = p->fp[k]; i < p->fp[k + 1]; i++)
            put(f->f + (size_t)i * HUM_ENTRY, take(f->work + (size_t)p->fi[i] * HUM_ENTRY));
        entry d = inverse(take(f->work + k * HUM_ENTRY));
        put(f->d + k * HUM_ENTRY, d);
        for (int32_t i = p->lp[k]; i < p->lp[k + 1]; i++)
            put(f->l + (size_t)i * HUM_ENTRY, times(take(f->work + (size_t)p->li[i] * HUM_ENTRY), d));
    }
}

/* --- substitution -------------------------------------------------------------------------------------- */

/* work -= x times a sparse column */
INLINE void spread(const int32_t *index, const double *a, int32_t first, int32_t end, entry x, double *work)
{
    for (int32_t k = first; k < end; k++) {
        double *to = work + (size_t)index[k] * HUM_ENTRY;
        put(to, less(get(to), get(a + (size_t)k * HUM_ENTRY), x));
    }
}

/* x - a sparse column times work */
INLINE entry gather(const int32_t *index, const double *a, int32_t first, int32_t end, entry x, const double *work)
{
    for (int32_t k = first; k < end; k++)
        x = less(x, get(a + (size_t)k * HUM_ENTRY), get(work + (size_t)index[k] * HUM_ENTRY));
    return x;
}

static void forward(const hum_comb_plan *p, const hum_comb_factors *f, double *x)
{
    double *w = f->work;
    for (size_t k = 0; k < p->n; k++)
        put(w + k * HUM_ENTRY, get(x + (size_t)p->row_of[k] * HUM_ENTRY));
    for (size_t b = p->n_blocks; b-- > 0;) {
        for (int32_t k = p->blocks[b]; k < p->blocks[b + 1]; k++)
            spread(p->li, f->l, p->lp[k], p->lp[k + 1], get(w + (size_t)k * HUM_ENTRY), w);
        for (int32_t k = p->blocks[b + 1]; k-- > p->blocks[b];) {
            entry v = times(take(w + (size_t)k * HUM_ENTRY), get(f->d + (size_t)k * HUM_ENTRY));
            put(x + (size_t)p->col_of[k] * HUM_ENTRY, v);
            spread(p->ui, f->u, p->up[k], p->up[k + 1], v, w);
            spread(p->fi, f->f, p->fp[k], p->fp[k + 1], v, w);
        }
    }
}

static void transposed(const hum_comb_plan *p, const hum_comb_factors *f, double *x)
{
    double *w = f->work;
    for (size_t b = 0; b < p->n_blocks; b++) {
        for (int32_t k = p->blocks[b]; k < p->blocks[b + 1]; k++) {
            entry v = get(x + (size_t)p->col_of[k] * HUM_ENTRY);
            v = gather(p->ui, f->u, p->up[k], p->up[k + 1], v, w);
            v = gather(p->fi, f->f, p->fp[k], p->fp[k + 1], v, w);
            put(w + (size_t)k * HUM_ENTRY, times(v, get(f->d + (size_t)k * HUM_ENTRY)));
        }
        for (int32_t k = p->blocks[b + 1]; k-- > p->blocks[b];) {
            double *at = w + (size_t)k * HUM_ENTRY;
            put(at, gather(p->li, f->l, p->lp[k], p->lp[k + 1], get(at), w));
        }
    }
    for (size_t k = 0; k < p->n; k++)
        put(x + (size_t)p->row_of[k] * HUM_ENTRY, take(w + k * HUM_ENTRY));
}

static void improve(size_t n, const double *change, double *x, double *largest_x, double *largest_change)
{
    for (size_t v = 0; v < HUM_LANES; v += VL) {
        vec lx = load(largest_x + v), lc = load(largest_change + v), odd = {0}; /* what is no number stays one */
        for (size_t i = 0; i < n; i++) {
            double *at = x + i * HUM_ENTRY + v;
            const double *by = change + i * HUM_ENTRY + v;
            cvec c = {load(by), load(by + HUM_LANES)}, s = {load(at) + c.re, load(at + HUM_LANES) + c.im};
            store(at, s.re);
            store(at + HUM_LANES, s.im);
            lx = largest(magnitude(s), lx);
            lc = largest(magnitude(c), lc);
            odd += (c.re - c.re) + (c.im - c.im);
        }
        store(largest_x + v, lx);
        store(largest_change + v, lc + odd);
    }
}

INLINE cvec times_one(cvec a, cvec b)
{
    return (cvec){a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re};
}

#include "along.inl"

extern void (*const EXACT)(const hum_addend_list *list, const hum_comb_values *values, const double *x, const double *b,
                          double *r);
extern const hum_comb_kernels KERNELS;

static void find_residual(const hum_addend_list *list, const hum_comb_values *values, const double *x, const double *b,
                          double *r)
{
    EXACT(list, values, x, b, r);
}

const hum_comb_kernels KERNELS = {KERNELS_NAME, factor, forward, transposed, find_residual, improve, add_sites, along};
