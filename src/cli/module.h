/* Parts of the program that few commands need and that take long to load: shared modules, loaded when one is wanted. */
#ifndef HUM_CLI_MODULE_H
#define HUM_CLI_MODULE_H

#include "cli.h"

typedef void cli_module_fn(void);

/** The function `symbol` of the module ("serve", "draw"), found beside the program in the build folder or where it was installed. The
 *  caller casts it to what it is. CLI_IO when it cannot be loaded, which has been told. */
cli_exit cli_module_load(const cli_run *r, const char *module, const char *symbol, cli_module_fn **out);

#endif
