/* What to change: every sensible change of the system, written as the lines a variant would have, solved again in full and
 * ranked by what it gains at the seat. */
#ifndef HUM_STUDY_FIX_H
#define HUM_STUDY_FIX_H

#include "model/resolve.h"
#include "study/findings.h"

/** What a change costs, roughly: nothing, a cable, a small box, a piece of equipment. */
typedef enum hum_cost { HUM_COST_NOTHING, HUM_COST_CABLE, HUM_COST_BOX, HUM_COST_EQUIPMENT } hum_cost;

typedef struct hum_fix {
    hum_text what;        /**< "isolator in catv at tv" */
    hum_text lines;       /**< The .hum lines that make it, to paste below a variant. */
    hum_text note;        /**< What it costs otherwise; may be empty. */
    hum_cost cost;
    const hum_findings *after;
    double gained_db;     /**< Audible margin gained at the seat (or under the signal at the worst input), at equal loudness. */
    double level_db;      /**< How much louder the music is at the same setting. */
    bool is_combination;
} hum_fix;

typedef struct hum_fixes {
    const hum_findings *before;
    double before_db;     /**< The headline: most audible hum line or hiss band over the threshold. */
    hum_fix *items;       /**< Best first. */
    size_t n, cap;
} hum_fixes;

/** The larger of hum and noise margin over the threshold at the first seat; without a seat, hum and noise under the signal at
 *  the worst place, negative. Higher is worse. */
double hum_headline_db(const hum_findings *f);

/** Solves every candidate. Those that cannot be built are left out; a protective earth is never lifted. */
HUM_NODISCARD hum_status hum_study_fixes(hum_arena *a, const hum_tree *tree, hum_text variant, hum_files *files,
                                         const hum_findings *before, hum_fixes **out);

#endif
