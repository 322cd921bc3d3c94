/* Answers of the program while allocations fail: every run ends in HUM_E_NOMEM, or in the very answer that it gives with memory;
 * nothing is leaked and nothing crashes. */
#ifndef TESTS_SUPPORT_NO_MEMORY_H
#define TESTS_SUPPORT_NO_MEMORY_H

#include "report/project.h"

typedef struct no_memory_answer {
    const char *name;
    const char *text;
    hum_status (*give)(hum_project *p, hum_text *out);
    bool with_open; /**< Reading the text counts too. */
    bool is_json;   /**< jansson calls some failures of its own a bad token, so that the text may be refused too. */
} no_memory_answer;

/** Runs them all as a cmocka group.  @return the exit status of the test. */
int no_memory_run(const no_memory_answer *answers, size_t n);

#endif
