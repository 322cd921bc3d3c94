/* The terms of the field that `humdinger explain` knows. */
#ifndef HUM_REPORT_GLOSSARY_H
#define HUM_REPORT_GLOSSARY_H

#include <stddef.h>

typedef struct hum_gloss {
    const char *name;    /**< As it is asked for: lower case, '-' for a blank. */
    const char *others;  /**< Further names, separated by blanks. */
    const char *title;   /**< What it stands for. */
    const char *text;    /**< Two to five sentences. */
    const char *source;
    const char *physics; /**< File of docs/physics/ with the equations, without .md; empty when there are none. */
} hum_gloss;

/** Term i, in alphabetical order; NULL at the end. */
const hum_gloss *hum_gloss_at(size_t i);

#endif
