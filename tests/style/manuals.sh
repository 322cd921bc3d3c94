#!/bin/sh
# Every command has a manual page, and the page names every option of the command.
#   manuals.sh SOURCE_ROOT PROGRAM
set -eu
root=$1
program=$2
status=0
n=0
say() { echo "$1"; status=1; }
for command in $("$program" help | sed -n 's/^  \([a-z]*\)  .*/\1/p'); do
    [ "$command" = help ] && continue # it is in humdinger(1)
    page=$root/man/humdinger-$command.1.scd
    [ -f "$page" ] || { say "man/humdinger-$command.1.scd is missing"; continue; }
    for option in $("$program" help "$command" | sed -n 's/^ .*\(--[a-z]*\).*/\1/p' | sort -u); do
        case $option in
            --help | --color) continue ;; # of every command: in humdinger(1)
        esac
        grep -q -e "$option" "$page" || say "man/humdinger-$command.1.scd does not name $option"
    done
    grep -q "humdinger-$command" "$root/man/meson.build" || say "man/meson.build does not build humdinger-$command"
    n=$((n + 1))
done
echo "$n manual pages looked at"
[ "$n" -gt 0 ] && exit $status
