#!/bin/sh
# Every public header compiles alone, as C17 and as C++, whatever the warnings.
#   headers.sh SOURCE_ROOT COMPILER
set -eu
root=$1
cc=$2
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
n=0
for header in "$root"/include/humdinger/*.h; do
    name=humdinger/$(basename "$header")
    printf '#include "%s"\n#include "%s"\nextern int it_compiles;\n' "$name" "$name" > "$scratch/alone.c"
    cp "$scratch/alone.c" "$scratch/alone.cc"
    "$cc" -std=c17 -Wall -Wextra -pedantic -Werror -fsyntax-only -I "$root/include" "$scratch/alone.c"
    "$cc" -x c++ -std=c++11 -Wall -Wextra -pedantic -Werror -fsyntax-only -I "$root/include" "$scratch/alone.cc"
    n=$((n + 1))
done
echo "$n public headers compile alone as C17 and C++"
[ "$n" -gt 0 ]
