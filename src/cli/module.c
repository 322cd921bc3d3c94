/* Modules: looked for relative to the program itself, so that it works installed anywhere, and in a build folder. */
#include "module.h"
#include "places.h"
#include "text.h"

#include "cli_config.h"

#include <dlfcn.h>
#include <unistd.h>

/* The first place that has the module; the last one, when none has, for the loader to complain about. */
static const char *path_of(const cli_run *r, const char *module)
{
    const char *installed = cli_format(r->arena, CLI_MODULES_BELOW "/humdinger-%s.so", module);
    const char *built = cli_format(r->arena, "../%s/humdinger-%s.so", module, module);
    const char *path = cli_beside_program(r->arena, installed);
    if (!path || access(path, F_OK) != 0)
        path = cli_beside_program(r->arena, built);
    if (!path || access(path, F_OK) != 0)
        path = cli_format(r->arena, CLI_MODULES "/humdinger-%s.so", module);
    return path;
}

cli_exit cli_module_load(const cli_run *r, const char *module, const char *symbol, cli_module_fn **out)
{
    union {
        void *data;
        cli_module_fn *function;
    } found = {0}; /* as POSIX has it */
    void *handle = dlopen(path_of(r, module), RTLD_NOW | RTLD_LOCAL);
    if (handle)
        found.data = dlsym(handle, symbol);
    if (!found.data)
        return cli_fail(CLI_IO, "a part of the program cannot be loaded: %s", dlerror());
    *out = found.function;
    return CLI_DONE;
}
