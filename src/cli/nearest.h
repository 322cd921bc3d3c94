/* The word that was meant, when a misspelled one was said. */
#ifndef HUM_CLI_NEAREST_H
#define HUM_CLI_NEAREST_H

#include <stddef.h>

/** The nearest of the words that `at(i)` lists, NULL when none is close. */
const char *cli_nearest(const char *word, const char *(*at)(size_t i));

#endif
