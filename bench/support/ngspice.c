/* libngspice with the balanced link in it. */
#include "ngspice.h"
#include "bench.h"

#include "circuit/spice.h"

#include <ngspice/sharedspice.h>
#include <string.h>

enum { LINES = 1000 };

static int hush(char *text, int id, void *user)
{
    (void)text;
    (void)id;
    (void)user;
    return 0;
}

static int leave(int status, bool now, bool quit, int id, void *user)
{
    (void)now;
    (void)quit;
    (void)id;
    (void)user;
    exit(status ? status : 1);
}

void ngspice_start(void)
{
    must(ngSpice_Init(hush, hush, leave, NULL, NULL, NULL, NULL) == 0, "no ngspice");
}

void ngspice_do(const char *command)
{
    char copy[256];
    snprintf(copy, sizeof copy, "%s", command);
    must(ngSpice_Command(copy) == 0, command);
}

static bool is_element(const char *line, ngspice_options options)
{
    bool is_analysis = strncmp(line, ".ac", 3) == 0 || strncmp(line, ".noise", 6) == 0 || strncmp(line, ".end", 4) == 0;
    bool is_coupling = *line == 'k' || *line == 'K';
    return !is_analysis && !(is_coupling && options.without_coupling);
}

void ngspice_load(hum_arena *a, hum_diags *d, const link_circuit *l, ngspice_options options)
{
    static char lines[LINES][256];
    static char *list[LINES + 1];
    hum_spice_options o = {.title = HUM_T("link"), .sections = 1, .f_low_hz = 20, .f_high_hz = 2e4, .points_per_decade = 33,
                           .out_p = l->out.p, .out_m = l->out.m, .input = l->ground_source, .with_noise = options.with_noise};
    hum_text t;
    size_t n = 0;
    must(hum_spice_write(a, l->c, &o, d, &t) == HUM_OK, "no netlist");
    for (char *at = strtok((char *)(uintptr_t)t.p, "\n"); at && strncmp(at, ".control", 8) != 0; at = strtok(NULL, "\n"))
        if (is_element(at, options))
            snprintf(lines[n++], sizeof lines[0], "%s", at);
    snprintf(lines[n++], sizeof lines[0], ".end");
    for (size_t i = 0; i < n; i++)
        list[i] = lines[i];
    list[n] = NULL;
    must(ngSpice_Circ(list) == 0, "ngspice does not take the circuit");
    ngspice_do("save v(out) v(gb)");
}

void ngspice_read(int n, hum_complex *h)
{
    for (int part = 0; part < 2; part++) {
        char name[] = "v(out)", other[] = "v(gb)";
        const struct vector_info *v = ngGet_Vec_Info(part ? other : name);
        must(v && v->v_length == n && v->v_compdata, "ngspice has no result");
        for (int i = 0; i < n; i++)
            h[i] = (part ? h[i] : 0) + (part ? -1 : 1) * hum_complex_of(v->v_compdata[i].cx_real, v->v_compdata[i].cx_imag);
    }
}
