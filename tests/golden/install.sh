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
"$program" plot "$(dirname "$0")/../../examples/living-room.hum" system -o "$scratch/system.png"
[ "$(head -c 4 "$scratch/system.png" | tail -c 3)" = PNG ]
mkfifo "$scratch/address"
"$program" serve > "$scratch/address" 2>"$scratch/said" &
served=$!
read -r address < "$scratch/address"
kill "$served"
wait "$served"
case $address in http://127.0.0.1:*) ;; *) cat "$scratch/said"; exit 1 ;; esac
find "$scratch" -name 'humdinger-draw.so' -delete
if "$program" plot "$(dirname "$0")/../../examples/living-room.hum" system -o "$scratch/none.png" 2>"$scratch/said"; then
    exit 1
fi
grep -q 'a part of the program cannot be loaded: .*humdinger-draw.so' "$scratch/said"
[ ! -e "$scratch/none.png" ]
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
echo 'installed, found its catalogue and its modules, linked from outside'
