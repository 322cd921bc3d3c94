/* What to change: every sensible change of the system, written as the lines a variant would have, solved again in full and
 * ranked by what it gains at the seat. */
#ifndef HUM_STUDY_FIX_H
#define HUM_STUDY_FIX_H

#include "model/resolve.h"
#include "study/findings.h"

/** What a change costs, roughly: nothing, a cable, a small box, a piece of equipment. */
typedef enum hum_cost { HUM_COST_NOTHING, HUM_COST_CABLE, HUM_COST_BOX, HUM_COST_EQUIPMENT } hum_cost;

/** The sort of change; its cost and effort are in a table of fix_candidates.c. */
typedef enum hum_fix_kind {
    HUM_FIX_BALANCED,    /**< The balanced sockets that both boxes have. */
    HUM_FIX_CABLE,       /**< Another cable. */
    HUM_FIX_SHORTER,
    HUM_FIX_SCREEN,      /**< Tied at one end. */
    HUM_FIX_TRANSFORMER, /**< At the receiver. */
    HUM_FIX_BOND,        /**< A ground wire from chassis to chassis. */
    HUM_FIX_GAIN,        /**< Moved up the chain. */
    HUM_FIX_PAD,
    HUM_FIX_SWITCH,      /**< Another setting of a device. */
    HUM_FIX_ISOLATOR,    /**< In a cable-TV, antenna, USB ... connection. */
    HUM_FIX_OUTLET,      /**< The same outlet. */
    HUM_FIX_PLUG,        /**< A two-pin plug turned over. */
    HUM_FIX_PIN1,        /**< Mended inside a box. */
    HUM_FIX_DIGITAL,     /**< Another way for the same data: light, or a network cable without a shield. */
    HUM_FIX_BATTERY,     /**< What has a battery runs on it. */
    HUM_FIX_PLACE,       /**< Further from a source of field. */
} hum_fix_kind;

typedef struct hum_fix {
    hum_fix_kind kind;
    hum_text what;        /**< "isolator in catv at tv" */
    hum_text lines;       /**< The .hum lines that make it, to paste below a variant. */
    hum_text note;        /**< What it costs otherwise; may be empty. */
    hum_cost cost;
    const char *effort;   /**< "a setting", "replugging" ... */
    bool is_unknown;      /**< What it does hangs on a value that the file does not state: not solved; the note says which. */
    const hum_findings *after;
    double gained_db;     /**< NAN until solved. Audible margin gained at the worst seat (or under the signal at the worst input), at equal loudness. */
    double level_db;      /**< How much louder the music is at the same setting. */
    double matched_db;    /**< The part of it that counted: what is louder than HUM_LOUD_ENOUGH_DB does not. */
    double left_db;       /**< The headline that is left, at equal loudness. */
    const char *of;       /**< "hum" or "hiss" when the gain is in that alone, the other being heard as before; else NULL. */
    bool is_heard;        /**< At some seat. */
    bool is_combination;
} hum_fix;

typedef struct hum_fixes {
    const hum_findings *before;
    double before_db;     /**< The headline: most audible hum line or hiss band over the threshold. */
    uint32_t volume_box;  /**< Where the volume of the first seat is taken to be set; HUM_NONE when no box of its chain can. */
    hum_fix *items;       /**< Best first. */
    size_t n, cap;
    hum_fix *unknown;     /**< What could not be told. */
    size_t n_unknown, cap_unknown;
} hum_fixes;

/** Peaks at the seat that nobody needs more of: a cinema's dialogue at 85 dB and its 20 dB of headroom (SMPTE RP 200). */
#define HUM_LOUD_ENOUGH_DB 105.0

/** The largest margin over the threshold at any seat, of hum, hiss, radio and neighbouring cables; without a seat, hum and noise under the signal at
 *  the worst place, negative. Higher is worse. */
double hum_headline_db(const hum_findings *f);

/** Solves every candidate, every candidate at all places of its kind at once, and, while something stays audible, the best
 *  together with up to two more. Those that cannot be built are left out; a protective earth is never lifted. */
HUM_NODISCARD hum_status hum_study_fixes(hum_arena *a, const hum_tree *tree, hum_text variant, hum_files *files,
                                         const hum_findings *before, hum_fixes **out);

#endif
