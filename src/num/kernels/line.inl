/* The pi of short multiconductor lines in lanes (docs/physics/cable.md C-4, C-5): power series in m = z y, without doubling
 * and without pivoting, which is right while cosh - 1 stays below 1. Part of batch.inl. */

/* to = a b, [n][n] */
INLINE void multiply(size_t n, const cvec *a, const cvec *b, cvec *to)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            cvec sum = times(a[i * n], b[j]);
            for (size_t k = 1; k < n; k++) {
                cvec x = a[i * n + k], y = b[k * n + j];
                sum = (cvec){sum.re + x.re * y.re - x.im * y.im, sum.im + x.re * y.im + x.im * y.re};
            }
            to[i * n + j] = sum;
        }
}

/* sinh(x)/x - 1 and cosh(x) - 1 with x^2 = m: sums of m^k / (2k + 1)! and m^k / (2k)!, k from 1. */
INLINE void sum_series(size_t n, int terms, const cvec *m, cvec *sinhc, cvec *coshm1)
{
    cvec power[HUM_FORM_MAX * HUM_FORM_MAX], next[HUM_FORM_MAX * HUM_FORM_MAX];
    double even = 0.5, odd = 1.0 / 6;
    for (size_t i = 0; i < n * n; i++) {
        power[i] = m[i];
        sinhc[i] = (cvec){odd * m[i].re, odd * m[i].im};
        coshm1[i] = (cvec){even * m[i].re, even * m[i].im};
    }
    for (int k = 2; k < terms; k++) {
        even /= (2 * k - 1) * (2 * k);
        odd /= (2 * k) * (2 * k + 1);
        multiply(n, power, m, next);
        for (size_t i = 0; i < n * n; i++) {
            power[i] = next[i];
            sinhc[i] = (cvec){sinhc[i].re + odd * next[i].re, sinhc[i].im + odd * next[i].im};
            coshm1[i] = (cvec){coshm1[i].re + even * next[i].re, coshm1[i].im + even * next[i].im};
        }
    }
}

/* b <- (2 + d)^-T b; the diagonal is near 2. */
INLINE void solve_shunt(size_t n, const cvec *d, cvec *b)
{
    cvec a[HUM_FORM_MAX * HUM_FORM_MAX];
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            a[i * n + j] = (cvec){d[j * n + i].re + (i == j ? 2.0 : 0.0), d[j * n + i].im};
    for (size_t k = 0; k < n; k++) {
        cvec by = inverse(a[k * n + k]);
        for (size_t i = 0; i < n; i++) {
            if (i == k)
                continue;
            cvec l = times(a[i * n + k], by);
            for (size_t j = k + 1; j < n; j++)
                a[i * n + j] = less(a[i * n + j], l, a[k * n + j]);
            for (size_t j = 0; j < n; j++)
                b[i * n + j] = less(b[i * n + j], l, b[k * n + j]);
        }
        for (size_t j = 0; j < n; j++) /* row k is done with as a pivot; it is reduced further as any other */
            b[k * n + j] = times(b[k * n + j], by);
        for (size_t j = k + 1; j < n; j++)
            a[k * n + j] = times(a[k * n + j], by);
    }
}

/* Largest row sum of |re| + |im|. */
INLINE vec norm_of(size_t n, const cvec *a)
{
    vec most = splat(0);
    for (size_t i = 0; i < n; i++) {
        vec sum = splat(0);
        for (size_t j = 0; j < n; j++)
            sum += magnitude(a[i * n + j].re) + magnitude(a[i * n + j].im);
        most = choose(sum <= most, most, sum); /* what is not a number is largest */
    }
    return most;
}

/* Reciprocal: what rounding left of asymmetry goes. */
INLINE void store_symmetric(size_t n, const cvec *a, double *to)
{
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            store(to + (i * n + j) * HUM_ENTRY, 0.5 * (a[i * n + j].re + a[j * n + i].re));
            store(to + (i * n + j) * HUM_ENTRY + HUM_LANES, 0.5 * (a[i * n + j].im + a[j * n + i].im));
        }
}

INLINE void pi_of(size_t n, int terms, double *z, double *y, double *size)
{
    enum { MOST = HUM_FORM_MAX * HUM_FORM_MAX };
    cvec total_z[MOST], total_y[MOST], m[MOST], sinhc[MOST], d[MOST], series[MOST], shunt[MOST];
    for (size_t i = 0; i < n * n; i++) {
        total_z[i] = cload(z + i * HUM_ENTRY);
        total_y[i] = cload(y + i * HUM_ENTRY);
    }
    multiply(n, total_z, total_y, m);
    sum_series(n, terms, m, sinhc, d);
    for (size_t i = 0; i < n; i++)
        sinhc[i * n + i].re += 1;
    multiply(n, sinhc, total_z, series);
    multiply(n, total_y, sinhc, shunt);
    solve_shunt(n, d, shunt);
    store(size, largest(norm_of(n, d), 0.5 * norm_of(n, m)));
    store_symmetric(n, series, z);
    store_symmetric(n, shunt, y);
}

#define PI_OF(k)                                                                                             \
    case k:                                                                                                  \
        pi_of(k, terms, z + v, y + v, size + v);                                                             \
        break;

static void pi(size_t n, int terms, double *z, double *y, double *size)
{
    for (int v = 0; v < HUM_LANES; v += VL)
        switch (n) {
            PI_OF(1)
            PI_OF(2)
            PI_OF(3)
            PI_OF(4)
            PI_OF(5)
        default:
            pi_of(n, terms, z + v, y + v, size + v);
        }
}
