/* The system: boxes and cables with the ground paths of each box. What a loop runs through is drawn as one closed ring: the shields, and
 * from their boxes down to earth and along it. Wide, the chain goes from left to right over the earth; narrow, from top to bottom beside it. */
#include "report/page.h"
#include "report/plot.h"

#include <math.h>

#define BOX_W 132.0
#define BOX_H 54.0
#define STEP_X 268.0
#define STEP_Y 112.0
#define SHIFT_X 40.0   /* Of the rows below the first, so that earth wires pass on their left. */
#define STACK_Y 122.0
#define STACK_X 58.0   /* Left edge of the boxes of a stack: cables that pass a box run there. */
#define STACK_EARTH 92.0 /* From their right edge to that of the picture. */
#define DETOUR 20.0    /* Of a cable round a box that is in its way. */
#define LOOP_A 1e-3    /* A milliamp in a shield is a closed loop, not leakage. */

/* Column of each box: one more than the furthest box that feeds it. Rows fill up from the top. */
typedef struct place {
    size_t column;
    size_t row;
    double x;
    double y;
    uint32_t ring; /* Boxes joined by shields that carry a loop's current have the same. */
    bool is_in_loop;
} place;

typedef struct scene {
    const hum_plot *plot;
    const hum_findings *f;
    const hum_model *m;
    place *at;
    size_t n_columns;
    size_t n_rows;
    bool is_stack;
    double box_w;
    double earth; /* Where the earth runs: its y, in a stack its x. */
    hum_svg s;
} scene;

/* --- places ------------------------------------------------------------------------------------------ */

static bool moved_one(const hum_model *m, const hum_cable *c, place *at)
{
    place *from = &at[m->ports[c->from].box], *to = &at[m->ports[c->to].box];
    if (from == to || to->column >= from->column + 1 || from->column + 1 >= m->n_boxes)
        return false;
    to->column = from->column + 1;
    return true;
}

static hum_status place_boxes(scene *sc)
{
    const hum_model *m = sc->m;
    size_t *filled;
    HUM_ALLOC(sc->at, sc->plot->a, place, m->n_boxes);
    HUM_ALLOC(filled, sc->plot->a, size_t, m->n_boxes + 1);
    bool moved = true;
    for (size_t round_i = 0; moved && round_i < m->n_boxes; round_i++) { /* longest path; settles in at most n_boxes rounds */
        moved = false;
        for (size_t i = 0; i < m->n_cables + m->n_digital; i++)
            moved |= moved_one(m, &m->cables[i], sc->at);
    }
    for (size_t i = 0; i < m->n_boxes; i++) {
        place *p = &sc->at[i];
        p->row = filled[p->column]++;
        sc->n_columns = p->column + 1 > sc->n_columns ? p->column + 1 : sc->n_columns;
        sc->n_rows = p->row + 1 > sc->n_rows ? p->row + 1 : sc->n_rows;
    }
    return HUM_OK;
}

/* In a stack boxes stand one below the other, column by column. */
static void put_in_place(scene *sc)
{
    size_t n = 0;
    for (size_t column = 0; column < sc->n_columns; column++) {
        for (size_t i = 0; i < sc->m->n_boxes; i++) {
            place *p = &sc->at[i];
            if (p->column != column)
                continue;
            p->x = sc->is_stack ? STACK_X : 24 + STEP_X * (double)p->column + SHIFT_X * (double)(p->row % 3);
            p->y = sc->is_stack ? 14 + STACK_Y * (double)n : 30 + STEP_Y * (double)p->row;
            p->row = sc->is_stack ? n : p->row;
            n++;
        }
    }
}

/* --- loops ------------------------------------------------------------------------------------------- */

static bool is_digital(const scene *sc, size_t cable)
{
    return cable >= sc->m->n_cables;
}

/* From box to box, in the shield and what lies beside it. */
static double ground_current(const scene *sc, size_t cable)
{
    size_t n = sc->m->n_cables;
    return cable < n ? sc->f->links[cable].shield_current_a : sc->f->digital[cable - n].ground_current_a;
}

static bool is_loop(const scene *sc, size_t cable)
{
    return ground_current(sc, cable) > LOOP_A;
}

static bool is_earthed(const hum_box *b)
{
    return b->plug == HUM_PLUG_3_PIN || b->plug == HUM_PLUG_UNSTATED;
}

/* Boxes that loop currents join get the least number among them; where their ring reaches earth twice, it is closed. */
static hum_status find_loops(scene *sc)
{
    const hum_model *m = sc->m;
    uint32_t *n_joints;
    HUM_ALLOC(n_joints, sc->plot->a, uint32_t, m->n_boxes);
    for (uint32_t i = 0; i < m->n_boxes; i++)
        sc->at[i].ring = i;
    bool moved = true;
    for (size_t round_i = 0; moved && round_i < m->n_boxes; round_i++) {
        moved = false;
        for (size_t i = 0; i < m->n_cables + m->n_digital; i++) {
            place *a = &sc->at[m->ports[m->cables[i].from].box], *b = &sc->at[m->ports[m->cables[i].to].box];
            if (!is_loop(sc, i) || a->ring == b->ring)
                continue;
            a->ring = b->ring = a->ring < b->ring ? a->ring : b->ring;
            moved = true;
        }
    }
    for (size_t i = 0; i < m->n_boxes; i++)
        n_joints[sc->at[i].ring] += (uint32_t)(is_earthed(&m->boxes[i]) + m->boxes[i].n_grounds);
    for (size_t i = 0; i < m->n_cables + m->n_digital; i++)
        if (is_loop(sc, i))
            sc->at[m->ports[m->cables[i].from].box].is_in_loop = sc->at[m->ports[m->cables[i].to].box].is_in_loop = true;
    for (size_t i = 0; i < m->n_boxes; i++)
        sc->at[i].is_in_loop &= n_joints[sc->at[i].ring] >= 2;
    return HUM_OK;
}

/* --- joints ------------------------------------------------------------------------------------------ */

/* Where the k-th joint of a box to earth leaves it, along the earth: 0 is its plug, then its grounds. */
static double joint_at(const scene *sc, const place *p, size_t k)
{
    if (sc->is_stack)
        return p->y + 20 + 18 * (double)k;
    if (sc->n_rows > 1)
        return p->x + 8 + 12 * (double)k;
    return k == 0 ? p->x + 26 : p->x + BOX_W - 22 - 24 * (double)(k - 1);
}

/* --- drawing ----------------------------------------------------------------------------------------- */

static void draw_joint(scene *sc, uint32_t box, size_t k, hum_dash dash, hum_text name)
{
    const place *p = &sc->at[box];
    hum_hue hue = p->is_in_loop ? HUM_HUE_RED : HUM_HUE_GREEN;
    double width = p->is_in_loop ? 3 : 2.5;
    if (sc->is_stack) {
        double y = joint_at(sc, p, k), x = p->x + sc->box_w;
        hum_svg_line(&sc->s, x, y, sc->earth, y, hue, dash, width);
        hum_svg_label(&sc->s, x + 5, y - 5, "start", 11, name);
        return;
    }
    double x = joint_at(sc, p, k);
    hum_svg_line(&sc->s, x, p->y + BOX_H, x, sc->earth, hue, dash, width);
    if (sc->n_rows > 1)
        hum_svg_label(&sc->s, x + 5, sc->earth - 8 - 14 * (double)k, "start", 11, name);
    else if (k == 0)
        hum_svg_label(&sc->s, x + 6, sc->earth - 8, "start", 11, name);
    else
        hum_svg_label(&sc->s, x - 6, sc->earth - 24, "end", 11, name);
}

static void draw_box(scene *sc, uint32_t i)
{
    const hum_box *b = &sc->m->boxes[i];
    const place *p = &sc->at[i];
    hum_page cut = hum_page_in(sc->plot->a, false);
    hum_text title = b->title.n ? b->title : b->id;
    double size_px = hum_svg_text_px(title, 15) <= sc->box_w ? 13 : 11; /* half-bold: as wide as 15 */
    hum_page_cut(&cut, title, (size_t)(sc->box_w / (0.66 * size_px)));
    double middle = p->x + sc->box_w / 2;
    hum_svg_rect(&sc->s, p->x, p->y, sc->box_w, BOX_H, HUM_HUE_TEXT, 0.06, true);
    hum_svg_text(&sc->s, middle, p->y + 24, "middle", size_px, true, hum_out_part(&cut.o));
    static const char *const plugs[] = {"3-pin plug", "3-pin plug", "2-pin plug", "battery", "fed over USB"};
    hum_svg_text(&sc->s, middle, p->y + 42, "middle", 11, false, hum_text_of(plugs[b->plug]));
    if (is_earthed(b))
        draw_joint(sc, i, 0, HUM_DASH_SOLID, b->outlet_name.n ? b->outlet_name : HUM_T("outlet"));
    for (size_t k = 0; k < b->n_grounds; k++)
        draw_joint(sc, i, k + 1, HUM_DASH_LONG, b->grounds[k].name);
}

/* 2 m, 0.35 m */
static hum_text length_of(const scene *sc, uint32_t cable)
{
    hum_out o = hum_out_in(sc->plot->a);
    hum_out_number(&o, round(sc->f->net->cables[cable].length_m * 100) / 100);
    hum_out_z(&o, " m");
    return hum_out_part(&o);
}

/* Cables between the same two boxes lie side by side. */
static size_t lane_of(const hum_model *m, uint32_t cable, size_t *n_lanes)
{
    size_t lane = 0;
    *n_lanes = 0;
    for (uint32_t i = 0; i < m->n_cables + m->n_digital; i++) {
        bool is_beside = m->ports[m->cables[i].from].box == m->ports[m->cables[cable].from].box &&
                         m->ports[m->cables[i].to].box == m->ports[m->cables[cable].to].box;
        *n_lanes += is_beside;
        lane += is_beside && i < cable;
    }
    return lane;
}

/* "loop 107 mA", "digital, 3.1 mA" */
static hum_text flow_of(const scene *sc, uint32_t i, bool is_short)
{
    hum_page p = hum_page_in(sc->plot->a, false);
    const hum_cable_net *n = &sc->f->net->cables[i];
    if (n->n_ground == 0)
        return is_digital(sc, i) ? HUM_T("digital, no ground") : (hum_text){0};
    hum_text amps = hum_page_si(&p, ground_current(sc, i), "A");
    if (is_digital(sc, i))
        return hum_text_format(sc->plot->a, "digital, %.*s", HUM_FMT(amps));
    return is_short ? amps : hum_text_format(sc->plot->a, "%s %.*s", is_loop(sc, i) ? "loop" : "shield", HUM_FMT(amps));
}

/* What a cable is, and what flows in its shield, above and below it. */
static void name_cable(scene *sc, uint32_t i, double x, double y, double step, const char *anchor)
{
    hum_text flow = flow_of(sc, i, false);
    hum_svg_label(&sc->s, x, y, anchor, 11,
                  hum_text_format(sc->plot->a, "%.*s %.*s", HUM_FMT(sc->m->cables[i].type), HUM_FMT(length_of(sc, i))));
    if (flow.n)
        hum_svg_label(&sc->s, x, y + step, anchor, 11, flow);
}

/* Of several side by side the first has its name above and the second below; for more there is no room. */
static void name_lane(scene *sc, uint32_t i, size_t lane, double x, double y)
{
    hum_text flow = flow_of(sc, i, true);
    hum_text t = hum_text_format(sc->plot->a, "%.*s %.*s%s%.*s", HUM_FMT(sc->m->cables[i].type), HUM_FMT(length_of(sc, i)),
                                 flow.n ? ", " : "", HUM_FMT(flow));
    if (lane < 2)
        hum_svg_label(&sc->s, x, lane ? y + 15 : y - 7, "middle", 11, t);
}

/* How one cable is drawn. */
typedef struct stroke {
    hum_hue hue;
    hum_dash dash;
    double width;
} stroke;

/* Is a box in the way of a straight line from (x1, y1) to (x2, y2)? */
static bool meets_a_box(const scene *sc, double x1, double y1, double x2, double y2)
{
    for (size_t i = 0; i < sc->m->n_boxes; i++) {
        const place *p = &sc->at[i];
        double y = y1 + (y2 - y1) * (p->x + BOX_W / 2 - x1) / (x2 - x1);
        if (p->x > x1 && p->x + BOX_W < x2 && y > p->y && y < p->y + BOX_H)
            return true;
    }
    return false;
}

/* Between two columns; where a box is in the way below it, between the rows. */
static void draw_across(scene *sc, uint32_t i, const place *from, const place *to, const stroke *k)
{
    size_t n_lanes, lane = lane_of(sc->m, i, &n_lanes);
    double x1 = from->x + BOX_W, x2 = to->x, middle = (x1 + x2) / 2;
    double y1 = from->y + 18 + 14 * (double)lane, y2 = to->y + 18 + 14 * (double)lane;
    if (meets_a_box(sc, x1, y1, x2, y2)) {
        double y = fmax(from->y, to->y) + BOX_H + DETOUR;
        double px[] = {x1, x1 + DETOUR, x1 + DETOUR, x2 - DETOUR, x2 - DETOUR, x2};
        double py[] = {y1 + DETOUR, y1 + DETOUR, y, y, y2 + DETOUR, y2 + DETOUR};
        hum_svg_curve(&sc->s, px, py, 6, k->hue, k->dash, k->width);
        name_cable(sc, i, (x1 + 3 * x2) / 4, y - 5, 19, "middle");
        return;
    }
    hum_svg_line(&sc->s, x1, y1, x2, y2, k->hue, k->dash, k->width);
    if (n_lanes > 1)
        name_lane(sc, i, lane, middle, (y1 + y2) / 2);
    else
        name_cable(sc, i, middle, (y1 + y2) / 2 - 7, 21, "middle");
}

/* Does a cable lie between the box of this row of a stack and the next? */
static bool leads_down(const scene *sc, size_t row)
{
    for (size_t i = 0; i < sc->m->n_cables + sc->m->n_digital; i++) {
        const hum_cable *c = &sc->m->cables[i];
        if (sc->at[sc->m->ports[c->from].box].row == row && sc->at[sc->m->ports[c->to].box].row == row + 1)
            return true;
    }
    return false;
}

/* In a stack: from a box to the next below it, or past others along the left edge. */
static void draw_down(scene *sc, uint32_t i, const place *from, const place *to, const stroke *k)
{
    size_t n_lanes;
    if (to->row == from->row + 1) {
        double x = from->x + 18 + 108 * (double)lane_of(sc->m, i, &n_lanes);
        hum_svg_line(&sc->s, x, from->y + BOX_H, x, to->y, k->hue, k->dash, k->width);
        name_cable(sc, i, x + 9, from->y + BOX_H + 22, 16, "start");
        return;
    }
    double x = 12 + 10 * (double)(i % 4), y1 = from->y + BOX_H / 2 + 6, y2 = to->y + BOX_H / 2 - 6;
    double px[] = {from->x, x, x, to->x}, py[] = {y1, y1, y2, y2};
    hum_svg_curve(&sc->s, px, py, 4, k->hue, k->dash, k->width);
    name_cable(sc, i, x + 5, leads_down(sc, from->row) ? to->y - 22 : from->y + BOX_H + 22, 15, "start");
}

static void draw_cable(scene *sc, uint32_t i)
{
    const hum_cable *c = &sc->m->cables[i];
    const place *from = &sc->at[sc->m->ports[c->from].box], *to = &sc->at[sc->m->ports[c->to].box];
    stroke k = {is_loop(sc, i) ? HUM_HUE_RED : HUM_HUE_BLUE, is_digital(sc, i) ? HUM_DASH_LONG : HUM_DASH_SOLID,
                is_loop(sc, i) ? 3 : 2};
    if (sc->is_stack)
        draw_down(sc, i, from, to, &k);
    else
        draw_across(sc, i, from, to, &k);
}

/* Along the earth, from x or y `from` to `to`. */
static void draw_earth(scene *sc, double from, double to, hum_hue hue, double width)
{
    if (sc->is_stack)
        hum_svg_line(&sc->s, sc->earth, from, sc->earth, to, hue, HUM_DASH_SOLID, width);
    else
        hum_svg_line(&sc->s, from, sc->earth, to, sc->earth, hue, HUM_DASH_SOLID, width);
}

/* Joints of a box as the earth sees them: the first and the last place. */
static void reach_of(const scene *sc, uint32_t box, double *low, double *high)
{
    const hum_box *b = &sc->m->boxes[box];
    const place *p = &sc->at[box];
    size_t first = is_earthed(b) ? 0 : 1, last = b->n_grounds;
    if (first > last)
        return;
    for (size_t k = first; k <= last; k++) {
        double at = joint_at(sc, p, k);
        *low = fmin(*low, at);
        *high = fmax(*high, at);
    }
}

static void draw_rings(scene *sc)
{
    for (uint32_t ring = 0; ring < sc->m->n_boxes; ring++) {
        double low = HUGE_VAL, high = -HUGE_VAL;
        for (uint32_t i = ring; i < sc->m->n_boxes; i++)
            if (sc->at[i].ring == ring && sc->at[i].is_in_loop)
                reach_of(sc, i, &low, &high);
        if (low < high)
            draw_earth(sc, low, high, HUM_HUE_RED, 4);
    }
}

static hum_svg open_picture(scene *sc)
{
    hum_text words = hum_text_format(sc->plot->a, "Boxes in the order of the signal with the cables between them, and how each is joined to earth. %.*s",
                                     HUM_FMT(sc->f->verdict));
    double width = sc->is_stack ? sc->plot->width : fmax(HUM_PLOT_NARROW, 48 + BOX_W + STEP_X * (double)(sc->n_columns - 1) + (sc->n_rows > 1 ? 2 * SHIFT_X : 0));
    double height = sc->is_stack ? 14 + STACK_Y * (double)sc->m->n_boxes - 4 : 40 + STEP_Y * (double)sc->n_rows + 40;
    sc->box_w = sc->is_stack ? width - STACK_X - STACK_EARTH : BOX_W;
    sc->earth = sc->is_stack ? width - 14 : height - 40;
    return hum_svg_open(sc->plot->a, width, height, HUM_T("The system and its earths"), words);
}

hum_status hum_plot_system(const hum_plot *p, hum_text *out)
{
    scene sc = {.plot = p, .f = p->f, .m = p->f->model, .is_stack = hum_plot_is_narrow(p)};
    HUM_TRY(place_boxes(&sc));
    put_in_place(&sc);
    HUM_TRY(find_loops(&sc));
    sc.s = open_picture(&sc);
    draw_earth(&sc, sc.is_stack ? 8 : 16, sc.is_stack ? sc.s.height - 48 : sc.s.width - 16, HUM_HUE_GREEN, 4);
    draw_rings(&sc);
    for (uint32_t i = 0; i < sc.m->n_boxes; i++)
        draw_box(&sc, i);
    for (uint32_t i = 0; i < sc.m->n_cables + sc.m->n_digital; i++)
        draw_cable(&sc, i);
    hum_svg_paragraph(&sc.s, 12, sc.s.height - (sc.is_stack ? 28 : 16), sc.s.width - 20, 15, 12, false, HUM_T("Green: earth. Red: a closed loop carries current"));
    return hum_svg_close(&sc.s, out);
}
