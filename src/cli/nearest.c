/* The word that was meant, when a misspelled one was said. */
#include "nearest.h"

#include <string.h>

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits between two short words: insert, delete, replace, swap neighbours (optimal string alignment). */
static size_t distance(const char *a, const char *b)
{
    enum { MAX = 24 };
    size_t n = strlen(a), m = strlen(b), d[MAX + 1][MAX + 1];
    if (n > MAX || m > MAX)
        return MAX;
    for (size_t i = 0; i <= n; i++) {
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = i + j;
                continue;
            }
            d[i][j] = least(d[i - 1][j - 1] + (a[i - 1] != b[j - 1]), least(d[i - 1][j], d[i][j - 1]) + 1);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
        }
    }
    return d[n][m];
}

const char *cli_nearest(const char *word, const char *(*at)(size_t i))
{
    const char *best = NULL;
    size_t best_d = strlen(word) / 3 + 1;
    for (size_t i = 0; at(i); i++) {
        size_t d = distance(word, at(i));
        if (d < best_d || (d == 1 && best_d == 1 && !best)) {
            best = at(i);
            best_d = d;
        }
    }
    return best;
}
