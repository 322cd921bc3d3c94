/* The stage of a port, by what kind it is. */
#include "circuit/builder.h"

#include <math.h>

hum_status hum_build_stage(hum_stage *s, hum_builder *b, uint32_t port, hum_port_net *net, bool is_twin)
{
    const hum_port *p = &b->m->ports[port];
    *s = (hum_stage){.b = b, .port = p, .index = port, .net = net, .is_twin = is_twin, .prefix = p->id};
    if (is_twin)
        s->prefix = hum_text_format(b->a, "%.*s.twin", HUM_FMT(p->id));
    if (!s->prefix.p)
        return HUM_E_NOMEM;
    *net = (hum_port_net){.is_built = true,
                          .emf = HUM_NONE,
                          .source = HUM_NONE,
                          .distortion = HUM_NONE,
                          .cmrr_term = SIZE_MAX,
                          .max_v = HUGE_VAL,
                          .default_gain = 1};
    if (hum_port_is_digital(p))
        return hum_build_digital(s);
    return p->is_output ? hum_build_output(s) : hum_build_input(s);
}
