/* Multilinear forms (docs/physics/solve.md S-26, S-27): their corners and coefficients with eight frequencies in lanes, and their
 * values with samples in lanes. Part of batch.inl. */

/* --- corners ------------------------------------------------------------------------------------------- */

static void close_port(const hum_closing *p, const double *from, double *to, double *d)
{
    for (int v = 0; v < HUM_LANES; v += VL) {
        const double *port = from + p->row * p->cols * HUM_ENTRY + v, *row = from + v;
        double *at = to + v;
        cvec z = cload(port + p->col * HUM_ENTRY), pivot = {1 + p->delta * z.re, p->delta * z.im}, by = inverse(pivot);
        cvec det = times(cload(d + v), pivot);
        store(d + v, det.re);
        store(d + v + HUM_LANES, det.im);
        by = (cvec){by.re * p->delta, by.im * p->delta};
        for (size_t i = 0; i < p->rows; i++, row += p->cols * HUM_ENTRY) {
            if (i == p->row)
                continue;
            cvec l = times(cload(row + p->col * HUM_ENTRY), by);
            for (size_t j = 0; j < p->cols; j++) {
                if (j == p->col)
                    continue;
                cvec x = less(cload(row + j * HUM_ENTRY), l, cload(port + j * HUM_ENTRY));
                store(at, x.re);
                store(at + HUM_LANES, x.im);
                at += HUM_ENTRY;
            }
        }
    }
}

/* Half the sum and half the difference of two entries. */
INLINE void split(double *low, double *high)
{
    for (int v = 0; v < HUM_ENTRY; v += VL) {
        vec a = load(low + v), b = load(high + v);
        store(low + v, 0.5 * (b + a));
        store(high + v, 0.5 * (b - a));
    }
}

INLINE void read_corners(const hum_corners *p, double *to, size_t step)
{
    for (size_t i = 0; i < p->n; i++, to += step)
        for (int v = 0; v < HUM_LANES; v += VL) {
            cvec x = cload(p->d + i * HUM_ENTRY + v);
            if (p->h)
                x = times(x, cload(p->h + i * p->h_step + v));
            store(to + v, x.re);
            store(to + v + HUM_LANES, x.im);
        }
}

static void find_coefficients(const hum_corners *p, double *columns, size_t step, double *sum)
{
    read_corners(p, columns, step);
    for (size_t bit = 1; bit < p->n; bit *= 2)
        for (size_t i = 0; i < p->n; i++)
            if (!(i & bit))
                split(columns + i * step, columns + (i + bit) * step);
    for (int v = 0; v < HUM_LANES; v += VL) {
        vec total = splat(0);
        for (size_t i = 0; i < p->n; i++)
            total += magnitude(load(columns + i * step + v)) + magnitude(load(columns + i * step + HUM_LANES + v));
        store(sum + v, total);
        vec by = 1 / choose(total == 0, splat(1), total);
        for (size_t i = 0; i < p->n; i++) {
            double *at = columns + i * step + v;
            store(at, load(at) * by);
            store(at + HUM_LANES, load(at + HUM_LANES) * by);
        }
    }
}

static void subtract(size_t n, size_t n_rows, const double *by, const double *from, double *columns)
{
    for (size_t i = 0; i < n; i++, columns += n_rows)
        for (size_t v = 0; v < n_rows && by[i] != 0; v += VL)
            store(columns + v, load(columns + v) - by[i] * load(from + v));
}

static double largest_of(size_t n_rows, const double *column)
{
    vec most = splat(0);
    double all = 0;
    for (size_t v = 0; v < n_rows; v += VL)
        most = largest(magnitude(load(column + v)), most);
    for (int i = 0; i < VL; i++)
        all = most[i] > all ? most[i] : all;
    return all;
}

/* --- samples ------------------------------------------------------------------------------------------- */

/* All products of the variables of a block: products[S] is the product over the bits of S. */
INLINE void make_products(size_t k, const double *x, size_t x_stride, double *products)
{
    for (size_t g = 0; g < HUM_BLOCK; g += VL)
        store(products + g, splat(1));
    for (size_t i = 0; i < k; i++)
        for (size_t s = 0; s < (size_t)1 << i; s++)
            for (size_t g = 0; g < HUM_BLOCK; g += VL)
                store(products + ((s | (size_t)1 << i) * HUM_BLOCK) + g,
                      load(products + s * HUM_BLOCK + g) * load(x + i * x_stride + g));
}

/* Vectors of samples at once: eight sums hide the latency of a fused multiplication. */
enum { WIDE = 4 };

/* Complex coefficients times terms, for WIDE vectors. */
INLINE void evaluate(size_t n, const double *c, const double *terms, cvec *sum)
{
    for (int g = 0; g < WIDE; g++)
        sum[g] = (cvec){splat(0), splat(0)};
    for (size_t s = 0; s < n; s++)
        for (int g = 0; g < WIDE; g++) {
            vec x = load(terms + s * HUM_BLOCK + g * VL);
            sum[g].re += c[s] * x;
            sum[g].im += c[n + s] * x;
        }
}

INLINE void invert_form(const cvec *form, double least2, cvec *to, mask *doubt)
{
    for (int g = 0; g < WIDE; g++) {
        vec d2 = form[g].re * form[g].re + form[g].im * form[g].im, by = 1 / d2;
        doubt[g] |= ~(d2 >= least2);
        to[g] = (cvec){form[g].re * by, -form[g].im * by};
    }
}

INLINE void store_quotient(const cvec *above, const cvec *below, double least2, double *h, size_t stride, mask *doubt)
{
    for (int g = 0; g < WIDE; g++) {
        cvec t = times(above[g], below[g]);
        doubt[g] |= ~(above[g].re * above[g].re + above[g].im * above[g].im >= least2);
        store(h + g * VL, t.re);
        store(h + g * VL + stride, t.im);
    }
}

/* One frequency, WIDE vectors: every N / D. */
INLINE void divide_forms(const hum_multilinear *p, size_t f, const double *terms, size_t stride, double *h, mask *doubt)
{
    size_t n = p->n_above;
    const double *c = p->coefficients + f * 2 * (p->n_below + p->n_pairs * n), *least2 = p->least2 + f * (1 + p->n_pairs);
    cvec above[WIDE], below[WIDE];
    evaluate(p->n_below, c, terms, above);
    invert_form(above, least2[0], below, doubt);
    for (size_t pair = 0; pair < p->n_pairs; pair++) {
        evaluate(n, c + 2 * (p->n_below + pair * n), terms + p->n_below * HUM_BLOCK, above);
        store_quotient(above, below, least2[1 + pair], h + pair * 2 * stride, stride, doubt);
    }
}

static void multilinear(const hum_multilinear *p, const uint32_t *at_f, size_t n_f, const double *x, size_t x_stride, size_t h_step,
                        const hum_lanes_out *out, size_t doubt_step)
{
    double products[((size_t)1 << HUM_MULTILINEAR_MAX) * HUM_BLOCK] __attribute__((aligned(64)));
    double terms[2 * ((size_t)1 << HUM_MULTILINEAR_MAX) * HUM_BLOCK] __attribute__((aligned(64)));
    make_products(p->n_variables, x, x_stride, products);
    mix(p->n_below + p->n_above, (size_t)1 << p->n_variables, p->mixing, products, terms);
    for (size_t i = 0; i < n_f; i++)
        for (size_t g = 0; g < HUM_BLOCK; g += WIDE * VL) {
            size_t f = at_f[i];
            mask doubt[WIDE] = {{0}}, any = {0};
            divide_forms(p, f, terms + g, out->stride, out->h + f * h_step + g, doubt);
            for (int t = 0; t < WIDE; t++)
                any |= doubt[t];
            if (is_any(any))
                for (int t = 0; t < WIDE; t++)
                    mark_doubt(doubt[t], out->doubt + f * doubt_step + g + (size_t)t * VL);
        }
}
