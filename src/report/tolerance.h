/* A tolerance study behind the public API: what was asked, and the samples so far. */
#ifndef HUM_REPORT_TOLERANCE_H
#define HUM_REPORT_TOLERANCE_H

#include "humdinger/tolerance.h"
#include "report/project.h"
#include "study/corners.h"
#include "study/crew.h"
#include "study/distribution.h"
#include "study/precision.h"

/** One number that was asked for. */
typedef struct hum_tolerance_row {
    hum_text title;          /**< As it was asked for. */
    hum_target target;
    hum_text place;          /**< Where the single solution has it, when the worst place was meant. */
    hum_dim dim;             /**< Of the values. */
    double nominal;          /**< Of the single solution; NAN for none. */
    size_t system;           /**< Whose number it is ... */
    size_t at;               /**< ... and which of that system's. */
    size_t against;          /**< Another system of whose it is the difference; SIZE_MAX for none. */
    size_t against_at;
    double *values;          /**< [wanted] of this run, NAN where there is none. */
    hum_corner corner;       /**< Of a whole study. */
} hum_tolerance_row;

/** A variant that is sampled. */
typedef struct hum_tolerance_system {
    hum_text variant;
    const hum_findings *f;
    hum_crew *crew;        /**< Solves the samples. */
    hum_sampled *sampled;  /**< One of them, for what is looked at closer. */
    hum_wanted *wanted; /**< [n_rows] room */
    size_t n_wanted;
    double **values;    /**< [n_wanted] of the step in hand */
} hum_tolerance_system;

/** What each group of parameters is worth. */
typedef struct hum_tolerance_group {
    const hum_parameter_group *group;
    hum_outcome *exact;                  /**< [n_rows] were it known exactly */
    hum_outcome *knee[HUM_KNEE_STEPS];   /**< [n_rows] each; of tolerances alone */
} hum_tolerance_group;

enum { HUM_SWEEP_STEPS = 6 };

/** One axis of a sweep. */
typedef struct hum_sweep_axis {
    const hum_parameter_group *group;
    hum_setting setting[HUM_SWEEP_STEPS];
} hum_sweep_axis;

struct hum_tolerance {
    hum_arena *a;
    hum_text title;          /**< Of the system. */
    hum_text variant;
    uint64_t study;          /**< A number made of everything that decides the samples: parts must agree in it. */
    uint64_t n_samples;      /**< Of the whole study. */
    uint64_t seed;
    uint64_t first, wanted, done; /**< Of this run. */
    size_t n_parameters;
    size_t n_failed;
    hum_patience patience;   /**< For what is looked at closer. */
    hum_tolerance_row *rows;
    size_t n_rows;
    hum_tolerance_system *systems;
    size_t n_systems;
    hum_outcome *as_is;      /**< [n_rows] of the samples that precision and sweep look at; NULL: neither was asked for */
    hum_tolerance_group *groups;
    size_t n_groups;
    bool has_sweep;
    hum_sweep_axis sweep[2];
    hum_outcome *grid[HUM_SWEEP_STEPS][HUM_SWEEP_STEPS]; /**< [n_rows] each */
    bool wants_stats;
};

/** Asked for beside the samples: worst corners, precision, sweep. Unknown names are told in p. */
HUM_NODISCARD hum_status hum_tolerance_look_closer(hum_tolerance *t, hum_project *p, const hum_tolerance_options *o);
/** Rows from what was asked, or what the file expects, or what a report is about. */
HUM_NODISCARD hum_status hum_tolerance_find_rows(hum_tolerance *t, hum_project *p, const hum_tolerance_options *o);

/** The samples done of a row. */
HUM_NODISCARD hum_status hum_tolerance_distribution(const hum_tolerance *t, const hum_tolerance_row *row, hum_distribution *d);
size_t hum_tolerance_met(const hum_tolerance *t, const hum_tolerance_row *row);
/** "+-0.1 %", "3.2 ohm" */
hum_text hum_setting_text(hum_arena *a, const hum_setting *s);

#endif
