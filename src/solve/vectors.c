/* Reading and writing the vectors of the solver: what a right-hand side excites, what a solution says, and
 * what an adjoint solution says about each source (docs/physics/solve.md S-12..S-15). */
#include "solve/system.h"

static hum_complex entry(const hum_complex *x, hum_node n)
{
    size_t row = hum_system_node_row(n);
    return row == HUM_NO_ROW ? 0 : x[row];
}

hum_complex hum_solution_voltage(const hum_solver *s, const hum_complex *x, hum_node n)
{
    (void)s;
    return entry(x, n);
}

hum_complex hum_solution_probe(const hum_solver *s, const hum_complex *x, hum_probe p)
{
    (void)s;
    return entry(x, p.p) - entry(x, p.m);
}

hum_complex hum_solution_current(const hum_solver *s, const hum_complex *x, size_t branch)
{
    return x[hum_system_branch_row(hum_solver_system(s), branch)];
}

void hum_rhs_clear(const hum_solver *s, hum_complex *b)
{
    for (size_t i = 0; i < hum_solver_size(s); i++)
        b[i] = 0;
}

void hum_rhs_emf(const hum_solver *s, hum_complex *b, uint32_t element, hum_complex volts)
{
    const hum_system *m = hum_solver_system(s);
    b[hum_system_branch_row(m, m->c->elements[element].branch)] += volts;
}

void hum_rhs_current(const hum_solver *s, hum_complex *b, hum_node from, hum_node to, hum_complex amperes)
{
    (void)s;
    size_t drawn = hum_system_node_row(from), pushed = hum_system_node_row(to);
    if (drawn != HUM_NO_ROW)
        b[drawn] -= amperes;
    if (pushed != HUM_NO_ROW)
        b[pushed] += amperes;
}

hum_complex hum_adjoint_emf(const hum_solver *s, const hum_complex *y, uint32_t element)
{
    return hum_adjoint_series(s, y, element, 0);
}

hum_complex hum_adjoint_current(const hum_solver *s, const hum_complex *y, hum_node from, hum_node to)
{
    (void)s;
    return entry(y, to) - entry(y, from);
}

hum_complex hum_adjoint_series(const hum_solver *s, const hum_complex *y, uint32_t element, size_t i)
{
    const hum_system *m = hum_solver_system(s);
    const hum_element *e = &m->c->elements[element];
    if (e->kind == HUM_ELEM_RESISTOR && m->own[element] != HUM_NO_ROW)
        return y[m->own[element]];
    if (e->kind != HUM_ELEM_RESISTOR && e->kind != HUM_ELEM_CAPACITOR)
        return y[hum_system_branch_row(m, e->branch + i)];
    hum_complex admittance = e->kind == HUM_ELEM_RESISTOR
                                 ? 1 / e->value
                                 : hum_complex_of(0, 2 * 3.14159265358979323846 * m->f_hz * e->value);
    return admittance * (entry(y, e->from[0]) - entry(y, e->to[0]));
}
