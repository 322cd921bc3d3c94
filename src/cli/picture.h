/* Pictures: SVG as the library draws it, or PNG or PDF where -o asks for one by the ending of its name. */
#ifndef HUM_CLI_PICTURE_H
#define HUM_CLI_PICTURE_H

#include "open.h"

/** CLI_USAGE when -o names a form that is not to be had, such as X.jpg: told before anything is solved. */
cli_exit cli_picture_check(const cli_run *r);

/** Does -o name a picture? */
bool cli_picture_wanted(const cli_run *r);

/** As cli_finish, of an SVG; and as cli_write. */
cli_exit cli_picture_finish(const cli_run *r, hum_project *p, hum_status status, hum_text svg);
cli_exit cli_picture_write(const cli_run *r, hum_text svg);

#endif
