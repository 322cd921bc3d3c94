/* Rows of a block of samples (docs/physics/solve.md, "Nodes"): a small matrix product with its sums in registers, and what
 * follows it. Part of batch.inl. */

enum { ROWS = 4 };

/* `rows` rows of out, TILE vectors at g. */
INLINE void mix_rows(size_t rows, size_t n_in, const double *weight, const double *in, size_t g, double *out)
{
    vec sum[ROWS][TILE];
    for (size_t r = 0; r < rows; r++)
        for (int t = 0; t < TILE; t++)
            sum[r][t] = splat(0);
    for (size_t i = 0; i < n_in; i++) {
        const double *from = in + i * HUM_BLOCK + g;
        for (size_t r = 0; r < rows; r++) {
            vec w = splat(weight[r * n_in + i]);
            for (int t = 0; t < TILE; t++)
                sum[r][t] += w * load(from + t * VL);
        }
    }
    for (size_t r = 0; r < rows; r++)
        for (int t = 0; t < TILE; t++)
            store(out + r * HUM_BLOCK + g + (size_t)t * VL, sum[r][t]);
}

static void mix(size_t n_out, size_t n_in, const double *weight, const double *in, double *out)
{
    for (size_t g = 0; g < HUM_BLOCK; g += TILE * VL) {
        size_t r = 0;
        for (; r + ROWS <= n_out; r += ROWS)
            mix_rows(ROWS, n_in, weight + r * n_in, in, g, out + r * HUM_BLOCK);
        for (; r < n_out; r++)
            mix_rows(1, n_in, weight + r * n_in, in, g, out + r * HUM_BLOCK);
    }
}

static void invert(size_t n_rows, double *d_re, double *d_im, double *least2)
{
    for (size_t g = 0; g < HUM_BLOCK; g += VL) {
        vec least = load(least2 + g);
        for (size_t i = g; i < n_rows * HUM_BLOCK; i += HUM_BLOCK) {
            cvec d = {load(d_re + i), load(d_im + i)};
            vec size2 = d.re * d.re + d.im * d.im;
            least = choose(size2 >= least, least, size2);
            store(d_re + i, d.re / size2);
            store(d_im + i, -d.im / size2);
        }
        store(least2 + g, least);
    }
}

static void divide(const hum_quotient *q, const double *x_re, const double *x_im, double *to, size_t stride, double *least2)
{
    for (size_t g = 0; g < HUM_BLOCK; g += VL) {
        vec least = load(least2 + g);
        for (size_t r = 0, i = g; r < q->n_rows; r++, i += HUM_BLOCK) {
            cvec x = {load(x_re + i), load(x_im + i)}, h = times(x, (cvec){load(q->d_re + i), load(q->d_im + i)});
            vec size2 = x.re * x.re + x.im * x.im + q->lift[r];
            double *at = to + q->f[r] * q->f_step + g;
            least = choose(size2 >= least, least, size2);
            store(at, q->scale[r] * h.re);
            store(at + stride, q->scale[r] * h.im);
        }
        store(least2 + g, least);
    }
}

static void divide_density(const hum_quotient *q, const double *x, double *to)
{
    for (size_t r = 0; r < q->n_rows; r++)
        for (size_t g = 0; g < HUM_BLOCK; g += VL) {
            size_t i = r * HUM_BLOCK + g;
            cvec d = {load(q->d_re + i), load(q->d_im + i)};
            vec s = q->scale[r] * load(x + i) * (d.re * d.re + d.im * d.im);
            store(to + q->f[r] * q->f_step + g, choose(s > 0, s, splat(0)));
        }
}
