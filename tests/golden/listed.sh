#!/bin/sh
# Every transcript of this folder is in the list of meson.build: one that is not would never run.
#   listed.sh FOLDER NAME...
set -eu
cd "$1"
shift
status=0
for file in *.txt; do
    case " $* " in
        *" ${file%.txt} "*) ;;
        *) echo "$file is not in tests/golden/meson.build"; status=1 ;;
    esac
done
exit $status
