/* What can be asked and changed of a network that is built: the gain of a path inside a box, and the sign of an input's own error. */
#include "circuit/network.h"

#include <math.h>

bool hum_network_gain(const hum_network *net, uint32_t in, uint32_t out, double *factor)
{
    hum_value db;
    if (!hum_model_gain(net->model, in, out, &db))
        return false;
    double assumed_db = net->boxes[net->model->ports[in].box].gain_db;
    if ((db.certainty == HUM_RANGE || db.certainty == HUM_TOLERANCE) && !isnan(assumed_db))
        *factor = pow(10, assumed_db / 20);
    else
        *factor = hum_value_known(&db) ? pow(10, db.nominal / 20) : net->ports[in].default_gain;
    return true;
}

void hum_network_polarise(hum_network *net, uint32_t port, double sign)
{
    hum_port_net *p = &net->ports[port];
    if (p->cmrr_term == SIZE_MAX)
        return;
    hum_term *t = &net->circuit->elements[p->emf].terms[p->cmrr_term];
    for (size_t i = 0; i < 2; i++) {
        t[i].gain = sign * 0.5 * p->cmrr_gain;
        t[i].gain_s = sign * 0.5 * p->cmrr_gain_s;
    }
}
