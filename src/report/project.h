/* A system file that was read, and what has been computed from it: behind the public API. */
#ifndef HUM_REPORT_PROJECT_H
#define HUM_REPORT_PROJECT_H

#include "model/resolve.h"
#include "study/findings.h"

/** One variant: its model and findings, made when first asked for. */
typedef struct hum_variant {
    hum_text name; /**< Empty for the file without a variant. */
    hum_status model_status;
    hum_status study_status;
    bool is_resolved;
    bool is_studied;
    hum_model *model;
    hum_findings *findings;
} hum_variant;

struct hum_project {
    hum_arena *a;
    hum_files files;
    hum_diags *d;
    hum_tree *tree;
    hum_line_cursor *lines; /**< Of the answer being written. */
    bool is_json;          /**< Read from the JSON twin. */
    size_t n_samples;      /**< For bands; 0: the usual number. */
    bool without_doubts;   /**< How sure the numbers are is not asked. */
    hum_variant *variants; /**< [0] is the file itself, then the named ones. */
    size_t n_variants;
    hum_expect *expects;
    size_t n_expects;
};

/** "" and "base" are the file itself. Resolves, and studies when asked. HUM_E_INPUT: told. */
HUM_NODISCARD hum_status hum_project_model(hum_project *p, hum_text variant, const hum_model **out);
HUM_NODISCARD hum_status hum_project_findings(hum_project *p, hum_text variant, const hum_findings **out);

/** Is the answer worse than its own band? The single solution takes stated tolerances at their worst corner, samples do not
 *  (docs/json.md). */
static inline bool hum_is_beyond_band(const hum_findings *f)
{
    return f->n_samples && f->headline_db > f->headline_high_db;
}
#define HUM_BEYOND_BAND                                                                                                   \
    "A number outside its band is the worst that the stated tolerances allow; nearly every system that fits the file is better."

#endif
