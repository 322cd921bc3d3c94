/* Noise at one output from its adjoint solution: R. Rohrer, L. Nagel, R. Meyer, L. Weber, IEEE J. SC-6
 * (1971) 204. Thermal noise is 4kT times the Hermitian part of each element's own matrix, which for a line
 * counts the correlation between its conductors and its dielectric too: R. Q. Twiss, J. Appl. Phys. 26 (1955)
 * 599. Equations: docs/physics/noise.md. */
#include "solve/system.h"

static double squared(hum_complex x)
{
    return creal(x) * creal(x) + cimag(x) * cimag(x);
}

/* u^T Re(m) conj(u) for a symmetric m; real. */
static double hermitian_form(const hum_complex *m, const hum_complex *u, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            sum += creal(m[i * n + j]) * (creal(u[i]) * creal(u[j]) + cimag(u[i]) * cimag(u[j]));
    return sum;
}

/* Eq. N-4: EMFs in series with z, currents into both ends' y. */
static double line_form(const hum_system *m, const hum_solver *s, const hum_complex *y, size_t element)
{
    const hum_element *e = &m->c->elements[element];
    hum_complex series[HUM_LINE_MAX], near[HUM_LINE_MAX], far[HUM_LINE_MAX];
    for (size_t i = 0; i < e->n; i++) {
        series[i] = hum_adjoint_series(s, y, (uint32_t)element, i);
        near[i] = hum_adjoint_current(s, y, HUM_EARTH, e->from[i]);
        far[i] = hum_adjoint_current(s, y, HUM_EARTH, e->to[i]);
    }
    const hum_complex *shunt = hum_system_line_y(m, element);
    return hermitian_form(hum_system_line_z(m, element), series, e->n) + hermitian_form(shunt, near, e->n) +
           hermitian_form(shunt, far, e->n);
}

/* Sum of |transfer|^2 times resistance, ohm (eq. N-2..N-4). */
static double noisy_ohms(const hum_system *m, const hum_solver *s, const hum_complex *y, size_t element)
{
    const hum_element *e = &m->c->elements[element];
    double sum = 0;
    switch (e->kind) {
    case HUM_ELEM_RESISTOR:
        return e->is_silent ? 0 : e->value * squared(hum_adjoint_series(s, y, (uint32_t)element, 0));
    case HUM_ELEM_INDUCTORS:
        for (size_t i = 0; i < e->n; i++)
            sum += e->r_ohm[i] * squared(hum_adjoint_series(s, y, (uint32_t)element, i));
        return sum;
    case HUM_ELEM_LINE:
        return line_form(m, s, y, element);
    case HUM_ELEM_CAPACITOR:
    case HUM_ELEM_EMF:
    case HUM_ELEM_TRANSFORMER:
        break;
    }
    return 0;
}

/* Eq. N-5. */
static double source_density(const hum_system *m, const hum_solver *s, const hum_complex *y, const hum_source_of *src)
{
    if (src->kind != HUM_SOURCE_NOISE)
        return 0;
    double density = src->s_v2_hz * (1 + src->corner_hz / m->f_hz);
    return density * src->scale * src->scale * squared(hum_adjoint_emf(s, y, src->element));
}

double hum_noise_density(const hum_solver *s, const hum_complex *y, double *by_element, double *by_source)
{
    const hum_system *m = hum_solver_system(s);
    double total = 0;
    for (size_t i = 0; i < m->c->n_elements; i++) {
        double density = 4 * HUM_BOLTZMANN_J_K * m->c->temperature_k * noisy_ohms(m, s, y, i);
        if (by_element)
            by_element[i] = density;
        total += density;
    }
    for (size_t i = 0; i < m->c->n_sources; i++) {
        double density = source_density(m, s, y, &m->c->sources[i]);
        if (by_source)
            by_source[i] = density;
        total += density;
    }
    return total;
}
