#include "support/random_circuit.h"

#include <math.h>
#include <stdlib.h>

/* xorshift64* (S. Vigna, ACM Trans. Math. Softw. 42 (2016) 30). */
static uint64_t next_random(random_state *r)
{
    r->x ^= r->x >> 12;
    r->x ^= r->x << 25;
    r->x ^= r->x >> 27;
    return r->x * UINT64_C(0x2545F4914F6CDD1D);
}

double random_unit(random_state *r)
{
    return (double)(next_random(r) >> 11) * 0x1p-53;
}

double random_log(random_state *r, double low, double high)
{
    return low * pow(high / low, random_unit(r));
}

size_t random_below(random_state *r, size_t n)
{
    return (size_t)(random_unit(r) * (double)n);
}

hum_line random_line(random_state *r, double tan_delta)
{
    hum_line line = {.n = 1 + random_below(r, 4), .length_m = random_log(r, 0.3, 30), .tan_delta = tan_delta};
    size_t n = line.n;
    double outer = random_log(r, 0.7e-6, 1.4e-6), total = 0;
    double inner = random_log(r, 0.2e-6, 0.6e-6), ab = random_log(r, 10e-12, 80e-12);
    for (size_t i = 0; i < n; i++) {
        line.r_ohm_m[i] = i + 1 < n ? random_log(r, 0.03, 0.3) : random_log(r, 0.005, 0.1);
        for (size_t j = 0; j < n; j++)
            line.l_h_m[i * n + j] = outer + (i + 1 < n && j + 1 < n ? i == j ? inner : 0.2 * inner : 0);
    }
    for (size_t i = 0; i + 1 < n; i++) {
        double as = random_log(r, 60e-12, 130e-12);
        for (size_t j = 0; j + 1 < n; j++)
            line.c_f_m[i * n + j] = i == j ? as + (double)(n - 2) * ab : -ab;
        line.c_f_m[i * n + n - 1] = line.c_f_m[(n - 1) * n + i] = -as;
        total += as;
    }
    line.c_f_m[n * n - 1] = total + 11e-12;
    return line;
}

/* A build in progress. */
typedef struct build {
    hum_circuit *c;
    random_state *r;
    size_t n_made;
    bool failed;
} build;

static void check(build *b, hum_status s)
{
    b->failed |= s != HUM_OK;
}

static hum_text name_next(build *b, const char *what)
{
    return hum_text_format(b->c->a, "%s.%zu", what, ++b->n_made);
}

static hum_node any_node(build *b)
{
    return (hum_node){(uint32_t)random_below(b->r, b->c->n_nodes)};
}

static hum_node other_node(build *b, hum_node n)
{
    return (hum_node){(uint32_t)((n.index + 1 + random_below(b->r, b->c->n_nodes - 1)) % b->c->n_nodes)};
}

static void add_inductors(build *b)
{
    size_t n = 1 + random_below(b->r, 3);
    hum_node from[3], to[3];
    double l[9], ohm[3], k = 0.95 * random_unit(b->r);
    for (size_t i = 0; i < n; i++) {
        from[i] = any_node(b);
        to[i] = other_node(b, from[i]);
        l[i * n + i] = random_log(b->r, 1e-6, 1e-2);
        ohm[i] = random_below(b->r, 3) ? random_log(b->r, 0.01, 30) : 0;
    }
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++)
            if (i != j)
                l[i * n + j] = k * sqrt(l[i * n + i] * l[j * n + j]);
    check(b, hum_circuit_add_inductors(b->c, name_next(b, "l"), HUM_NO_SPAN, n, from, to, l, ohm, NULL));
}

/* The windings' far ends go to nodes of their own with resistors, so that two transformers make no ring. */
static void add_transformer(build *b)
{
    hum_node a = any_node(b), c = any_node(b), first[2] = {a, HUM_EARTH}, second[2] = {c, HUM_EARTH};
    check(b, hum_circuit_node(b->c, name_next(b, "t"), HUM_NO_SPAN, &first[1]));
    check(b, hum_circuit_node(b->c, name_next(b, "t"), HUM_NO_SPAN, &second[1]));
    check(b, hum_circuit_add_transformer(b->c, name_next(b, "t"), HUM_NO_SPAN, first, second,
                                         random_log(b->r, 0.1, 10), NULL));
    check(b, hum_circuit_add_resistor(b->c, name_next(b, "r"), HUM_NO_SPAN, first[1], HUM_EARTH,
                                      random_log(b->r, 1, 1e3), NULL));
    check(b, hum_circuit_add_resistor(b->c, name_next(b, "r"), HUM_NO_SPAN, second[1], HUM_EARTH,
                                      random_log(b->r, 1, 1e5), NULL));
}

static void add_line(build *b)
{
    hum_line line = random_line(b->r, random_below(b->r, 2) ? random_log(b->r, 1e-4, 0.03) : 0);
    hum_node near[HUM_LINE_MAX], far[HUM_LINE_MAX];
    for (size_t i = 0; i < line.n; i++) {
        near[i] = any_node(b);
        far[i] = other_node(b, near[i]);
    }
    check(b, hum_circuit_add_line(b->c, name_next(b, "w"), HUM_NO_SPAN, near, far, &line, NULL));
}

/* An amplifier: one to three controlled terms behind a resistor into a node, half with a noise source. */
static void add_amplifier(build *b)
{
    hum_term terms[3];
    size_t n = 1 + random_below(b->r, 3);
    for (size_t i = 0; i < n; i++) {
        terms[i].p = any_node(b);
        terms[i].m = other_node(b, terms[i].p);
        terms[i].gain = (random_unit(b->r) - 0.5) * 2;
        terms[i].gain_s = random_below(b->r, 2) ? random_log(b->r, 1e-9, 1e-6) : 0;
    }
    hum_node out, into = any_node(b);
    uint32_t element;
    check(b, hum_circuit_node(b->c, name_next(b, "e"), HUM_NO_SPAN, &out));
    check(b, hum_circuit_add_emf(b->c, name_next(b, "e"), HUM_NO_SPAN, out, HUM_EARTH, terms, n, &element));
    double ohm = random_log(b->r, 10, 1e4);
    check(b, random_below(b->r, 2)
                 ? hum_circuit_add_silent(b->c, name_next(b, "r"), HUM_NO_SPAN, out, into, ohm, NULL)
                 : hum_circuit_add_resistor(b->c, name_next(b, "r"), HUM_NO_SPAN, out, into, ohm, NULL));
    hum_source_of s = {.kind = HUM_SOURCE_NOISE, .element = element, .owner = UINT32_MAX, .origin = HUM_NO_SPAN};
    s.scale = random_unit(b->r) < 0.5 ? 1 : -0.7;
    s.s_v2_hz = random_log(b->r, 1e-18, 1e-14);
    s.name = name_next(b, "n");
    if (random_below(b->r, 2))
        check(b, hum_circuit_add_source(b->c, &s, NULL));
}

static void add_two_terminals(build *b)
{
    hum_node from = any_node(b), to = other_node(b, from);
    if (random_below(b->r, 2))
        check(b, hum_circuit_add_resistor(b->c, name_next(b, "r"), HUM_NO_SPAN, from, to,
                                          random_log(b->r, 1e-3, 1e6), NULL));
    else
        check(b, hum_circuit_add_capacitor(b->c, name_next(b, "c"), HUM_NO_SPAN, from, to,
                                           random_log(b->r, 1e-12, 1e-4), NULL));
}

/* Every node is tied to an earlier one, node 1 to the signal. */
static void add_tree(build *b, size_t nodes)
{
    hum_node drive;
    uint32_t element;
    check(b, hum_circuit_node(b->c, HUM_T("drive"), HUM_NO_SPAN, &drive));
    check(b, hum_circuit_add_emf(b->c, HUM_T("signal"), HUM_NO_SPAN, drive, HUM_EARTH, NULL, 0, &element));
    hum_source_of s = {.kind = HUM_SOURCE_SIGNAL, .element = element, .scale = 1, .name = HUM_T("signal"),
                       .owner = UINT32_MAX, .origin = HUM_NO_SPAN};
    check(b, hum_circuit_add_source(b->c, &s, NULL));
    for (size_t i = 1; i < nodes && !b->failed; i++) {
        hum_node to = any_node(b), n;
        check(b, hum_circuit_node(b->c, name_next(b, "v"), HUM_NO_SPAN, &n));
        check(b, hum_circuit_add_resistor(b->c, name_next(b, "r"), HUM_NO_SPAN, n, to,
                                          random_log(b->r, 0.1, 1e5), NULL));
    }
}

hum_circuit *random_circuit(hum_arena *a, random_state *r, size_t nodes, unsigned what)
{
    build b = {hum_circuit_new(a, 290), r, 0, false};
    if (!b.c)
        return NULL;
    add_tree(&b, nodes);
    for (size_t i = 0; i < nodes && !b.failed; i++)
        add_two_terminals(&b);
    for (size_t i = 0; i < 1 + nodes / 6 && !b.failed; i++) {
        add_inductors(&b);
        add_transformer(&b);
        if (what & RANDOM_LINES)
            add_line(&b);
        if (what & RANDOM_ACTIVE)
            add_amplifier(&b);
    }
    return b.failed ? NULL : b.c;
}
