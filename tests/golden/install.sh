#!/bin/sh
# What `make install` puts in place works where it is put: the program finds its catalogue, a manual page is there, and a
# program of somebody else compiles and links against the library with nothing but pkg-config.
#   install.sh BUILD_FOLDER COMPILER [COMPILER_ARGUMENT...]
set -eu
build=$1
shift
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset HUMDINGER_CATALOGUE

DESTDIR=$scratch meson install -C "$build" --no-rebuild --quiet
program=$(find "$scratch" -path '*/bin/humdinger')
[ "$("$program" catalogue canare/l-4e6s | head -n 1 | cut -d ' ' -f 1)" = canare/l-4e6s ]
find "$scratch" -name 'humdinger-report.1*' | grep -q .
if strings "$program" | grep -F "$(cd "$build/.." && pwd)/src"; then
    echo 'the program names the folder that it was built in'
    exit 1
fi

cat > "$scratch/use.c" <<'END'
#include <humdinger/humdinger.h>
#include <stdio.h>
int main(void)
{
    hum_arena *a = hum_arena_new(NULL);
    hum_text answer, told;
    hum_status status = hum_calc_text(a, (hum_text){"2 V to dBu", 10}, false, &answer, &told);
    if (status == HUM_OK)
        printf("%.*s", (int)answer.n, answer.p);
    hum_arena_close(&a);
    return status;
}
END
PKG_CONFIG_PATH=$(dirname "$(find "$scratch" -name humdinger.pc)")
export PKG_CONFIG_PATH PKG_CONFIG_SYSROOT_DIR="$scratch"
# shellcheck disable=SC2046 # words
"$@" "$scratch/use.c" -o "$scratch/use" $(pkg-config --cflags --libs --static humdinger)
[ "$("$scratch/use")" = '8.24 dBu' ]
echo 'installed, found its catalogue, linked from outside'
