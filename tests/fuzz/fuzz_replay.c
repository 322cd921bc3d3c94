/* Runs a fuzz target over every file of one corpus folder, without libFuzzer. A folder without files is a
 * failure. */
#include "fuzz_target.h"

#include <dirent.h>
#include <stdio.h>
#include <string.h>

/* @return false when the file cannot be read. */
static bool replay(const char *path)
{
    static uint8_t bytes[1 << 20];
    FILE *f = fopen(path, "rb");
    if (!f)
        return false;
    size_t n = fread(bytes, 1, sizeof bytes, f);
    fclose(f);
    uint8_t *exact = malloc(n ? n : 1); /* of its own size, so that a sanitizer sees a read behind its end */
    if (!exact)
        return false;
    memcpy(exact, bytes, n);
    LLVMFuzzerTestOneInput(exact, n);
    free(exact);
    return true;
}

int main(int argc, char **argv)
{
    size_t n = 0, n_failed = 0;
    DIR *folder = argc == 2 ? opendir(argv[1]) : NULL;
    if (!folder) {
        fprintf(stderr, "usage: fuzz_replay FOLDER\n");
        return 2;
    }
    for (const struct dirent *e; (e = readdir(folder));) {
        char path[4096];
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "%s/%s", argv[1], e->d_name);
        printf("%s\n", e->d_name);
        fflush(stdout); /* the last name is the culprit */
        n_failed += !replay(path);
        n++;
    }
    closedir(folder);
    printf("%zu files, %zu unreadable\n", n, n_failed);
    return n == 0 || n_failed ? 1 : 0;
}
