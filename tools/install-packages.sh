#!/bin/sh
# Installs the Debian packages that Humdinger is built and tested with; says nothing when all are there.
#
#   tools/install-packages.sh          to build and to test
#   tools/install-packages.sh bench    also what bench/ compares with
#   tools/install-packages.sh web      also what the tests of the page need, tests/web/node_modules included
#   tools/install-packages.sh --list   one line per package: what it is for
set -eu

packages='
build-essential     build  C compiler, linker, C library headers
meson               build  the build system
ninja-build         build  runs what Meson writes
pkg-config          build  finds the libraries
libsuitesparse-dev  build  KLU: sparse factorisation
libjansson-dev      build  JSON
libmicrohttpd-dev   build  the local server
librsvg2-dev        build  PNG and PDF of the pictures, cairo with it
libfftw3-dev        build  FFTW: waveforms of digital links
scdoc               build  manual pages
libcmocka-dev       test   unit tests
ngspice             test   the oracle: the same circuits solved by another program
python3             test   transcripts and style checks
python3-jsonschema  test   the JSON twin and reports against their schemas
parallel            test   a large study in parts, as docs/tolerance.md shows it
hyperfine           bench  timing of whole commands
time                bench  peak memory of a command
wrk                 bench  requests to the local server
chromium            web    the browser that the page is tested in
nodejs              web    runs the tests of the page
npm                 web    fetches playwright-core and axe-core for them
atlc                bench  the rival of the cross-section solver
'

wanted() { # the packages of the kinds named
    for kind in "$@"; do
        printf '%s\n' "$packages" | awk -v kind="$kind" '$2 == kind { print $1 }'
    done
}

missing() { # those of the packages named that are not installed
    for package in "$@"; do
        [ "$package" = npm ] && command -v npm >/dev/null && continue # some packages of nodejs bring it
        status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
        [ "$status" = installed ] || printf '%s ' "$package"
    done
}

# What the tests of the page take from npm, as package-lock.json has it. Without it they are skipped, so failing is no error.
fetch_web() {
    [ -n "$want_web" ] || return 0
    web=$(dirname "$0")/../tests/web
    cmp -s "$web/package-lock.json" "$web/node_modules/.package-lock.humdinger" && return 0
    echo 'Fetching playwright-core and axe-core' >&2
    if (cd "$web" && npm ci --ignore-scripts --no-audit --no-fund >/dev/null 2>&1); then
        cp "$web/package-lock.json" "$web/node_modules/.package-lock.humdinger"
    else
        echo 'npm could not fetch them (is there a network?); the tests of the page will be skipped' >&2
    fi
}

give_up() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Runs apt-get as root: directly, or with sudo (which asks for a password only where somebody can type it).
apt() {
    if [ "$(id -u)" = 0 ]; then
        DEBIAN_FRONTEND=noninteractive apt-get "$@"
    elif [ -t 0 ]; then
        sudo DEBIAN_FRONTEND=noninteractive apt-get "$@"
    else
        sudo -n DEBIAN_FRONTEND=noninteractive apt-get "$@"
    fi
}

kinds='build test'
want_web=
case ${1:-} in
    '') ;;
    bench) kinds='build test bench' ;;
    web) kinds='build test web' want_web=yes ;;
    --list) printf '%s\n' "$packages" | sed '/^$/d'; exit 0 ;;
    *) give_up "usage: tools/install-packages.sh [bench|web|--list]" ;;
esac

# shellcheck disable=SC2086 # lists of words
all=$(wanted $kinds)
if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    command -v meson >/dev/null && command -v ninja >/dev/null && exit 0
    # shellcheck disable=SC2086
    give_up 'This is not a Debian system, so nothing was installed. Humdinger needs what Debian calls:' \
            "  $(printf '%s ' $all)"
fi
# shellcheck disable=SC2086
need=$(missing $all)
if [ -z "$need" ]; then
    fetch_web
    exit 0
fi

if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null; then
    give_up "Packages are missing: $need" \
            'Only root can install them, and there is no sudo here. As root, run:' \
            "  apt-get install $need"
fi

printf 'Installing packages: %s\n' "$need" >&2
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# shellcheck disable=SC2086
if ! { apt update -qq && apt install -qq -y --no-install-recommends $need; } >"$log" 2>&1; then
    tail -n 15 "$log" >&2
    give_up '' "The packages could not be installed (above is what apt-get said; is there a network?)." \
            'When it can be done, run this as root and try again:' \
            "  apt-get update && apt-get install $need"
fi
# shellcheck disable=SC2086
left=$(missing $need)
[ -z "$left" ] || give_up "apt-get reported success, but these are still missing: $left"
fetch_web
