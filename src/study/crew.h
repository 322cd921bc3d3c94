/* Several hands at one study: the samples of a system on as many threads as there are, each with a copy of its own and memory of its
 * own. Sample k has the same digits whoever solves it. */
#ifndef HUM_STUDY_CREW_H
#define HUM_STUDY_CREW_H

#include "study/sampled.h"

typedef struct hum_crew hum_crew;

/** As hum_sampled_new; o->threads hands (0: as many as OpenMP gives), but never more than there is work for. */
HUM_NODISCARD hum_status hum_crew_new(hum_arena *a, const hum_findings *f, const hum_wanted *wanted, size_t n_wanted,
                                      const hum_sampled_options *o, hum_diags *d, hum_crew **out);

/** As hum_sampled_run. */
HUM_NODISCARD hum_status hum_crew_run(hum_crew *c, uint64_t first, size_t n, double *const *values);

/** One of them, for what is done by one. */
hum_sampled *hum_crew_one(const hum_crew *c);

/** Of all of them together. */
hum_sampled_stats hum_crew_stats(const hum_crew *c);

#endif
