#!/bin/sh
# Every #include under src/ obeys src/LAYERS: text flows one way, up the floors. cli/ uses the public API only.
#   layers.sh SOURCE_ROOT
set -eu
cd "$1"

floors=$(sed -n 's/^\([a-z]*\):.*/\1/p' src/LAYERS)
may_include() { sed -n "s/^$1: *//p" src/LAYERS; }

breaches=$(
    for folder in src/*/; do
        floor=$(basename "$folder")
        printf '%s\n' "$floors" | grep -qx "$floor" || echo "src/$floor is not in src/LAYERS"
    done

    above=' ' # a floor may only build on those listed before it
    for floor in $floors; do
        for below in $(may_include "$floor"); do
            case $above in *" $below "*) ;; *) echo "src/LAYERS: $floor builds on $below, which is not below it" ;; esac
        done
        above="$above$floor "
    done

    for file in src/*/*.[ch] src/*/*.def src/*/*.inl; do
        [ -f "$file" ] || continue
        floor=$(basename "$(dirname "$file")")
        allowed=" $floor $(may_include "$floor") humdinger "
        grep -n '^ *# *include *"' "$file" | while IFS=: read -r line directive; do
            named=$(printf '%s\n' "$directive" | sed 's/^[^"]*"\([^"]*\)".*/\1/')
            case $named in
                */*/* | ../*) echo "$file:$line: includes \"$named\": one folder and one file" ;;
                */*) case $allowed in
                        *" ${named%%/*} "*) ;;
                        *) echo "$file:$line: $floor/ may not include \"$named\"" ;;
                     esac ;;
                cli_config.h) [ "$floor" = cli ] || echo "$file:$line: \"$named\" is of cli/" ;;
                *) [ -f "src/$floor/$named" ] || echo "$file:$line: no \"$named\" in src/$floor/" ;;
            esac
        done
    done
)

n=$(cat src/*/*.[ch] | grep -c '^ *# *include *"') || true
if [ -n "$breaches" ]; then
    printf '%s\n' "$breaches"
    exit 1
fi
echo "$n includes between the floors, none breaches src/LAYERS"
[ "$n" -gt 0 ]
