#!/bin/sh
# tools/install-packages.sh on machines that are not this one: everything there, nothing allowed, no network, no Debian.
# The commands it asks are replaced by stand-ins, so nothing is installed.
#   packages.sh SOURCE_ROOT
set -eu
script=$1/tools/install-packages.sh
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
status=0

# A machine: a folder with the only commands that there are.
machine() {
    rm -rf "${scratch:?}/bin"
    mkdir "$scratch/bin"
    for tool in sh awk sed mktemp rm tail cat; do
        ln -s "$(command -v $tool)" "$scratch/bin/$tool"
    done
}
has() { # has COMMAND 'its script'
    printf '#!/bin/sh\n%s\n' "$2" > "$scratch/bin/$1"
    chmod +x "$scratch/bin/$1"
}
expect() { # expect STATUS 'a line it says' [ARGUMENT...]; '' for nothing at all
    want=$1
    said=$2
    shift 2
    got=0
    PATH=$scratch/bin sh "$script" "$@" > "$scratch/told" 2>&1 < /dev/null || got=$?
    if [ "$got" != "$want" ]; then
        echo "$name: status $got, not $want"
        status=1
    fi
    if [ -z "$said" ] && [ -s "$scratch/told" ] || ! grep -q -e "$said" "$scratch/told" && [ -n "$said" ]; then
        echo "$name: '$said' was wanted, but it said:"
        cat "$scratch/told"
        status=1
    fi
}

name='everything is there'
machine
has id 'echo 1000'
has dpkg-query 'echo installed'
has apt-get 'echo never; exit 1'
expect 0 ''

name='ngspice is missing, neither root nor sudo'
machine
has id 'echo 1000'
has dpkg-query 'case $* in *ngspice*) exit 1 ;; esac; echo installed'
has apt-get 'echo never; exit 1'
expect 1 '^  apt-get install ngspice'
expect 1 'Only root can install them, and there is no sudo here'

name='root, but no network'
machine
has id 'echo 0'
has dpkg-query 'case $* in *ngspice*) exit 1 ;; esac; echo installed'
has apt-get 'echo "E: Could not resolve deb.debian.org" >&2; exit 100'
expect 1 'Could not resolve deb.debian.org'
expect 1 'is there a network?'

name='sudo that wants a password nobody can type'
machine
has id 'echo 1000'
has dpkg-query 'case $* in *ngspice*) exit 1 ;; esac; echo installed'
has apt-get 'exit 0'
has sudo '[ "$1" = -n ] || exit 9; echo "sudo: a password is required" >&2; exit 1'
expect 1 'a password is required'

name='root installs'
machine
has id 'echo 0'
has dpkg-query "case \$* in *ngspice*) [ -f $scratch/bin/installed ] || exit 1 ;; esac; echo installed"
has apt-get "case \$* in install*ngspice*) : > $scratch/bin/installed ;; esac"
expect 0 '^Installing packages: ngspice'
expect 0 ''

name='hyperfine is for bench only'
machine
has id 'echo 1000'
has dpkg-query 'case $* in *hyperfine*) exit 1 ;; esac; echo installed'
has apt-get 'echo never; exit 1'
expect 0 ''
expect 1 'Packages are missing: hyperfine' bench

name='no Debian'
machine
expect 1 'This is not a Debian system'
has meson ''
has ninja ''
expect 0 ''

exit $status
