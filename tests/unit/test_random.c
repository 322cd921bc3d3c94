/* Random numbers: the generator's published vectors, the distributions' moments and quantiles in closed form. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "num/random.h"

#include <math.h>

/* Known answers of the authors' Random123 library, file kat_vectors, "philox4x32 10". */
static void test_philox_vectors(void **state)
{
    (void)state;
    static const uint32_t known[3][10] = {
        {0, 0, 0, 0, 0, 0, 0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8},
        {~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd},
        {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0, 0xd16cfe09, 0x94fdcceb, 0x5001e420,
         0x24126ea1}};
    for (size_t i = 0; i < 3; i++) {
        uint32_t out[4];
        hum_philox(known[i], known[i] + 4, out);
        for (size_t k = 0; k < 4; k++)
            assert_int_equal(out[k], known[i][6 + k]);
    }
}

/* Phi(x) by erfc of the C library, 1 unit in the last place. */
static void test_normal_quantile(void **state)
{
    (void)state;
    for (double x = -8; x < 8; x += 0.03125) {
        double p = erfc(-x / sqrt(2)) / 2;
        if (p < 1 - 1e-9) /* above, 1 - p has no digits left */
            assert_true(fabs(hum_normal_quantile(p) - x) < 1e-9 * fmax(1, fabs(x)));
    }
}

enum { MANY = 200000 };

typedef struct moments {
    double mean, variance, low, high;
} moments;

static moments sample_many(const hum_value *v, bool in_log)
{
    moments m = {0, 0, HUGE_VAL, -HUGE_VAL};
    for (uint64_t k = 0; k < MANY; k++) {
        double x = hum_random_value(v, 1, k, 3);
        m.low = fmin(m.low, x);
        m.high = fmax(m.high, x);
        x = in_log ? log(x) : x;
        m.mean += x / MANY;
        m.variance += x * x / MANY;
    }
    m.variance -= m.mean * m.mean;
    return m;
}

/* Half-width 1: variance 1/3 of a uniform one; of a normal one cut off at 3 sigma, sigma = 1/3,
 * sigma^2 (1 - 6 phi(3) / (2 Phi(3) - 1)) = 0.973337 / 9. Four standard errors: 0.0053 and 0.003. */
static void test_tolerances(void **state)
{
    (void)state;
    hum_value v = {.certainty = HUM_TOLERANCE, .dim = HUM_DIM_OHM, .nominal = 10, .low = 9, .high = 11};
    moments m = sample_many(&v, false);
    assert_true(fabs(m.mean - 10) < 0.0053 && fabs(m.variance - 1.0 / 3) < 0.003);
    assert_true(m.low >= 9 && m.low < 9.001 && m.high <= 11 && m.high > 10.999);
    v.is_normal = true;
    m = sample_many(&v, false);
    assert_true(fabs(m.mean - 10) < 0.003 && fabs(m.variance - 0.973337 / 9) < 0.0015);
    assert_true(m.low >= 9 && m.high <= 11);
    v.certainty = HUM_EXACT;
    assert_true(hum_random_value(&v, 1, 5, 3) == 10);
}

/* ln x is uniform between ln 1 and ln 100: mean ln 10, variance (ln 100)^2 / 12. */
static void test_ranges(void **state)
{
    (void)state;
    hum_value v = hum_value_range(HUM_DIM_OHM, 1, 100);
    moments m = sample_many(&v, true);
    assert_true(fabs(m.mean - log(10)) < 0.012 && fabs(m.variance - pow(log(100), 2) / 12) < 0.015);
    v = hum_value_range(HUM_DIM_DB, 60, 80);
    m = sample_many(&v, false);
    assert_true(fabs(m.mean - 70) < 0.053 && fabs(m.variance - 400.0 / 12) < 0.3);
    assert_true(hum_random_quantile(&v, 0.25) == 65);
}

/* Neighbouring samples, parameters and seeds have nothing to do with each other. */
static void test_independence(void **state)
{
    (void)state;
    double parameter = 0, next = 0, seed = 0;
    for (uint64_t k = 0; k < MANY; k++) {
        double x = hum_random_unit(1, k, 0) - 0.5;
        parameter += x * (hum_random_unit(1, k, 1) - 0.5);
        next += x * (hum_random_unit(1, k + 1, 0) - 0.5);
        seed += x * (hum_random_unit(2, k, 0) - 0.5);
    }
    double limit = 4 * sqrt(MANY) / 12; /* four standard deviations of the sum */
    assert_true(fabs(parameter) < limit && fabs(next) < limit && fabs(seed) < limit);
}

/* Ratio of two parts of an array: within 2 x 0.1 %, whatever the array's own 10 % do. */
static void test_matched(void **state)
{
    (void)state;
    hum_matched a = {10e3, 0.1, 0.001, 0, 1}, b = {10e3, 0.1, 0.001, 0, 2};
    double widest = 0, farthest = 0;
    for (uint64_t k = 0; k < 10000; k++) {
        double ra = hum_random_matched(&a, 9, k), rb = hum_random_matched(&b, 9, k);
        widest = fmax(widest, fabs(ra / rb - 1));
        farthest = fmax(farthest, fabs(ra / 10e3 - 1));
    }
    assert_true(widest < 0.00201 && widest > 0.0019);
    assert_true(farthest < 0.1012 && farthest > 0.0999);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_philox_vectors), cmocka_unit_test(test_normal_quantile),
                                       cmocka_unit_test(test_tolerances),     cmocka_unit_test(test_ranges),
                                       cmocka_unit_test(test_independence),   cmocka_unit_test(test_matched)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
