/* Text that grows, for the commands that write by themselves. The end of memory ends the program. */
#ifndef HUM_CLI_TEXT_H
#define HUM_CLI_TEXT_H

#include "cli.h"

#include <stdarg.h>

typedef struct cli_out {
    hum_arena *a;
    char *p;
    size_t n;
    size_t cap;
} cli_out;

cli_out cli_out_in(const cli_run *r);
void cli_put(cli_out *o, const char *p, size_t n);
void cli_puts(cli_out *o, const char *z);
void cli_putf(cli_out *o, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** A JSON string with its quotes. */
void cli_put_json(cli_out *o, hum_text t);
/** Paragraph text, folded at blanks to `width` columns, each line after `indent` blanks. */
void cli_put_folded(cli_out *o, const char *z, size_t indent, size_t width);
hum_text cli_out_text(const cli_out *o);

/** Zeroed memory to the end of the run; as printf into such memory. They always return memory. */
void *cli_alloc(hum_arena *a, size_t n_bytes);
char *cli_format(hum_arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** A borrowed text as a C string. */
char *cli_z_of(hum_arena *a, hum_text t);

#endif
